"""The app's name for Django."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "pistor.practice.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"
