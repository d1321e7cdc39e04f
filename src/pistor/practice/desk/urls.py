"""Addresses of this app."""

from django.urls import path

from pistor.practice.desk import views

app_name = "desk"
urlpatterns = [path("", views.today, name="today")]
