"""Changes of accounts, roles and clinics; every one of them stands in the chain."""

import secrets
from collections.abc import Iterable

from django.db import transaction

from pistor.practice.access.models import Clinic, Membership, Role, User
from pistor.practice.audit.actions import record, record_all


class AccessRefused(ValueError):
    """A change of rights that is not possible; says why and what to do."""


@transaction.atomic
def add_colleague(
    *, actor: User, clinic: Clinic, email: str, full_name: str, roles: Iterable[str]
) -> tuple[User, str]:
    """Make an account with its roles in a clinic.

    Returns:
        The account and its first password, which is kept nowhere: show it once.
    """
    password = secrets.token_urlsafe(12)
    colleague = User.objects.create_user(
        organisation=actor.organisation, email=email, full_name=full_name, password=password
    )
    record(actor=actor, event="access.account made", subject=colleague)
    _give(actor, colleague, clinic, set(roles))
    return colleague, password


@transaction.atomic
def set_roles(*, actor: User, colleague: User, clinic: Clinic, roles: Iterable[str]) -> None:
    """Give somebody these roles in a clinic, and no others.

    Raises:
        AccessRefused: nobody would be left who can give roles.
    """
    wanted = set(roles)
    held = {
        each.role: each
        for each in Membership.objects.select_for_update().filter(user=colleague, clinic=clinic)
    }
    others = Membership.objects.filter(clinic=clinic, role=Role.MANAGER, user__is_active=True)
    losing = Role.MANAGER in held and Role.MANAGER not in wanted
    if losing and not others.exclude(user=colleague).exists():
        raise AccessRefused("This is the clinic's last manager: give that role to another first.")
    for role, membership in held.items():
        if role not in wanted:
            # The version that goes into the record is the one that ends.
            record(actor=actor, event="access.role taken away", subject=membership)
            membership.delete()
    _give(actor, colleague, clinic, wanted - set(held))


def _give(actor: User, colleague: User, clinic: Clinic, roles: set[str]) -> None:
    given = [
        Membership.objects.create(user=colleague, clinic=clinic, role=role)
        for role in sorted(roles)
    ]
    record_all(actor=actor, event="access.role given", subjects=given)


@transaction.atomic
def give_new_password(*, actor: User, colleague: User) -> str:
    """Replace a password that was forgotten.

    Returns:
        The new one, which is kept nowhere: show it once.
    """
    password = secrets.token_urlsafe(12)
    locked = User.objects.select_for_update().get(pk=colleague.pk)
    locked.set_password(password)
    locked.save(update_fields=["password"])
    record(actor=actor, event="access.password given anew", subject=locked)
    return password


@transaction.atomic
def note_password_change(*, actor: User) -> None:
    """Put on record that somebody changed the own password; the page of the package did it."""
    record(actor=actor, event="access.password changed", subject=actor)


@transaction.atomic
def close_account(*, actor: User, colleague: User) -> None:
    """Let somebody sign in no more; what they did stays theirs.

    Raises:
        AccessRefused: it is the own account.
    """
    if actor == colleague:
        raise AccessRefused("Nobody closes the own account: ask another manager.")
    locked = User.objects.select_for_update().get(pk=colleague.pk)
    locked.is_active = False
    locked.save(update_fields=["is_active"])
    record(actor=actor, event="access.account closed", subject=locked)


@transaction.atomic
def open_account(*, actor: User, colleague: User) -> None:
    """Let somebody sign in again."""
    locked = User.objects.select_for_update().get(pk=colleague.pk)
    locked.is_active = True
    locked.save(update_fields=["is_active"])
    record(actor=actor, event="access.account opened", subject=locked)


@transaction.atomic
def change_clinic(*, actor: User, clinic: Clinic) -> None:
    """Keep the settings of a clinic as they were just typed."""
    clinic.save()
    record(actor=actor, event="access.clinic changed", subject=clinic)
