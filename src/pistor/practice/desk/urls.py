"""Addresses of this app."""

from django.urls import path

from pistor.practice.desk import chart, views

app_name = "desk"
urlpatterns = [
    path("", views.today, name="today"),
    path("patients/<uuid:uid>/", chart.chart, name="chart"),
]
