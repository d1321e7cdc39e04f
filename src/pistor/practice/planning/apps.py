"""The app's name for Django."""

from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "pistor.practice.planning"
    label = "planning"
    default_auto_field = "django.db.models.BigAutoField"
