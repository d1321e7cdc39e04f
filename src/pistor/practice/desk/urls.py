"""Addresses of this app."""

from django.urls import path

from pistor.practice.desk import auditing, chart, views

app_name = "desk"
urlpatterns = [
    path("", views.today, name="today"),
    path("record/writes/", auditing.writes, name="writes"),
    path("record/reads/", auditing.reads, name="reads"),
    path("patients/<uuid:uid>/", chart.chart, name="chart"),
]
