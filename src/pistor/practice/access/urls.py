"""Addresses of this app."""

from django.urls import path

from pistor.practice.access import views

app_name = "access"
urlpatterns = [path("clinic/", views.switch_clinic, name="switch_clinic")]
