"""The app's name for Django."""

from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    name = "pistor.practice.screening"
    label = "screening"
    default_auto_field = "django.db.models.BigAutoField"
