"""Founds the first organisation: a clinic, and one account that can make the others."""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import models, transaction

from pistor.practice.access.models import Clinic, Membership, Organisation, Role, User
from pistor.practice.audit.actions import record, record_all


class FoundingRefused(ValueError):
    """An organisation cannot be founded like this; says what is wrong and what is expected."""


@dataclass(frozen=True)
class Foundation:
    """What must be known to begin."""

    organisation: str
    clinic: str
    time_zone: str
    country: str
    email: str
    name: str


_FIELDS: dict[str, tuple[type[models.Model], str]] = {
    "organisation": (Organisation, "name"),
    "clinic": (Clinic, "name"),
    "time_zone": (Clinic, "time_zone"),
    "country": (Clinic, "jurisdiction"),
    "email": (User, "email"),
    "name": (User, "full_name"),
}


def check_answer(asked: str, answer: str) -> None:
    """Refuse an answer that the record would not take.

    Raises:
        FoundingRefused: with what is expected.
    """
    kind, field = _FIELDS[asked]
    try:
        kind._meta.get_field(field).clean(answer, None)  # type: ignore[union-attr]
    except ValidationError as error:
        name = asked.replace("_", " ")
        raise FoundingRefused(f"{name} {answer!r}: {' '.join(error.messages)}") from error


def check_password(password: str, foundation: Foundation) -> None:
    """Refuse a password that is easy to guess.

    Raises:
        FoundingRefused: with what is expected.
    """
    try:
        validate_password(password, User(email=foundation.email, full_name=foundation.name))
    except ValidationError as error:
        raise FoundingRefused(f"password: {' '.join(error.messages)}") from error


def is_founded() -> bool:
    """Whether there is an organisation already."""
    return Organisation.objects.exists()


@transaction.atomic
def found_organisation(foundation: Foundation, *, password: str) -> User:
    """Found the first organisation with a clinic and an account that is manager and auditor.

    Raises:
        FoundingRefused: there is one already, or something in it cannot be used.
    """
    if is_founded():
        raise FoundingRefused("an organisation was founded here already; nothing was changed")
    for asked, answer in _answers(foundation):
        check_answer(asked, answer)
    check_password(password, foundation)
    organisation = Organisation.objects.create(name=foundation.organisation)
    clinic = Clinic.objects.create(
        organisation=organisation,
        name=foundation.clinic,
        time_zone=foundation.time_zone,
        jurisdiction=foundation.country,
    )
    user = User.objects.create_user(
        organisation=organisation,
        email=foundation.email,
        full_name=foundation.name,
        password=password,
    )
    roles = [
        Membership.objects.create(user=user, clinic=clinic, role=role)
        for role in (Role.MANAGER, Role.AUDITOR)
    ]
    record(actor=None, event="access.organisation founded", subject=organisation)
    record(actor=None, event="access.clinic opened", subject=clinic)
    record(actor=None, event="access.account made", subject=user)
    record_all(actor=None, event="access.role given", subjects=roles)
    return user


def _answers(foundation: Foundation) -> Iterator[tuple[str, str]]:
    for each in fields(foundation):
        yield each.name, getattr(foundation, each.name)
