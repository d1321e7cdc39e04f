"""The app's name for Django, and the guards it puts back after every migration."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate

from pistor.practice.audit.triggers import install


class AuditConfig(AppConfig):
    name = "pistor.practice.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """SQLite loses the triggers of a table that a migration rebuilds: put them back."""
        post_migrate.connect(_guard, sender=self)


def _guard(*, using: str, **_: Any) -> None:
    install(connections[using])
