"""Addresses of this app."""

from django.urls import path

from pistor.practice.access import views

app_name = "access"
urlpatterns = [
    path("switch/", views.switch_clinic, name="switch_clinic"),
    path("clinic/", views.clinic, name="clinic"),
    path("staff/", views.staff, name="staff"),
    path("staff/new/", views.add_colleague, name="add_colleague"),
    path("staff/<int:pk>/", views.roles, name="roles"),
]
