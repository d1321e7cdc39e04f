"""How accounts come about: a manager makes them; nobody signs up."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class StaffAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Closes the sign-up page."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody may."""
        return False

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """The e-mail address is the name."""
