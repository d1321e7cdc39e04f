"""The app's name for Django; and a sign-in unlocks a tablet."""

from typing import Any

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest


def unlock(request: HttpRequest | None = None, **_signal: Any) -> None:
    """Staff signed in: the browser is no longer the patient's tablet."""
    from pistor.practice.access.middleware import TABLET_KEY  # noqa: PLC0415

    if request is not None:
        request.session.pop(TABLET_KEY, None)


class ScreeningConfig(AppConfig):
    name = "pistor.practice.screening"
    label = "screening"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to sign-ins."""
        user_logged_in.connect(unlock, dispatch_uid="screening-tablet-unlock")
