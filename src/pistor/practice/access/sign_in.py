"""The forms of signing in; a forgotten password is a matter for a manager, never for a mailbox."""

from typing import Any

from allauth.account.forms import LoginForm, ReauthenticateForm

FORGOTTEN = "Forgotten? A manager gives you a new one."


class SignInForm(LoginForm):  # type: ignore[misc]
    """Who comes in."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["password"].help_text = FORGOTTEN


class ConfirmForm(ReauthenticateForm):  # type: ignore[misc]
    """Who is still there."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["password"].help_text = FORGOTTEN
