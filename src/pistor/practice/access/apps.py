"""The app's name for Django, and what it puts on record when somebody changes a password."""

from typing import Any

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "pistor.practice.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to the sign-in package, which changes passwords by itself."""
        from allauth.account.signals import password_changed  # noqa: PLC0415 - needs the apps

        password_changed.connect(_on_record, dispatch_uid="access.password changed")


def _on_record(user: Any, **_: Any) -> None:
    from pistor.practice.access.actions import note_password_change  # noqa: PLC0415

    note_password_change(actor=user)
