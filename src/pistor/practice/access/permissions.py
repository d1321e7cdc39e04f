"""What a row of the permission table may say, and the rows of sign-in and accounts."""

from pistor.practice.access.models import Role

Permission = frozenset[str]

EVERYBODY: Permission = frozenset({"everybody"})
SIGNED_IN: Permission = frozenset({"signed in"})
TABLET: Permission = frozenset({"tablet"})
NOBODY: Permission = frozenset()
CLINICIANS: Permission = frozenset({Role.PRACTITIONER, Role.PRESCRIBER, Role.MEDICAL_DIRECTOR})
PRESCRIBERS: Permission = frozenset({Role.PRESCRIBER, Role.MEDICAL_DIRECTOR})
MANAGERS: Permission = frozenset({Role.MANAGER})
AUDITORS: Permission = frozenset({Role.AUDITOR})
WITH_PATIENTS: Permission = CLINICIANS | {Role.RECEPTION}

ROWS: dict[str, Permission] = {
    "account_login": EVERYBODY,
    "account_logout": EVERYBODY,
    "account_inactive": EVERYBODY,
    "account_signup": EVERYBODY,  # closed: says that a manager makes accounts
    # By mail anybody who reads a mailbox would come in: a manager gives a new password.
    "account_reset_password": NOBODY,
    "account_reset_password_done": NOBODY,
    "account_reset_password_from_key": NOBODY,
    "account_reset_password_from_key_done": NOBODY,
    "account_reauthenticate": SIGNED_IN,
    "account_change_password": SIGNED_IN,
    "account_set_password": SIGNED_IN,
    "account_email": NOBODY,
    "account_email_verification_sent": NOBODY,
    "account_confirm_email": NOBODY,
    "account_confirm_login_code": NOBODY,
    "access:switch_clinic": SIGNED_IN,
    "access:clinic": MANAGERS,
    "access:staff": MANAGERS,
    "access:add_colleague": MANAGERS,
    "access:roles": MANAGERS,
}
