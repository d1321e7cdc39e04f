"""What the steps of the story share: who is there, what was begun, and what time it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from unittest.mock import patch

from django.utils import timezone

from pistor.practice.access.models import Clinic, User
from pistor.practice.people.models import Note, OfPatient, Patient, SamePerson
from pistor.practice.planning.models import PlanOfCare
from pistor.practice.screening.models import Screening

OPENS = time(9)
FEW_HOURS = timedelta(hours=3)


@dataclass(kw_only=True)
class Scene:
    """Everybody and everything so far; what was begun goes by the key of its patient."""

    today: date
    clinics: dict[str, Clinic]
    accounts: dict[str, User]
    patients: dict[str, Patient] = field(default_factory=dict)
    records: dict[str, list[OfPatient]] = field(default_factory=dict)
    screenings: dict[str, Screening] = field(default_factory=dict)
    plans: dict[str, PlanOfCare] = field(default_factory=dict)
    notes: dict[str, Note] = field(default_factory=dict)
    joins: dict[str, SamePerson] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Act:
    """One step: whose, by whom, where, when, and what its verb needs."""

    key: str
    actor: User
    clinic: Clinic
    at: datetime
    given: dict[str, Any]

    @property
    def on(self) -> date:
        """Its day in the clinic."""
        return self.at.astimezone(self.clinic.zone).date()


@contextmanager
def as_of(moment: datetime) -> Iterator[None]:
    """Tell the program that it is another moment: what happened in the story is dated then."""
    with patch.object(timezone, "now", lambda: moment):
        yield


def moments(now: datetime, *, days_ago: int, number: int) -> list[datetime]:
    """When the steps of a day happened: a minute apart from nine; today, all of them before now.

    Args:
        now: in the zone of the clinic.
        number: of steps.
    """
    if days_ago:
        first = datetime.combine(now.date() - timedelta(days=days_ago), OPENS, now.tzinfo)
        return [first + timedelta(minutes=each) for each in range(number)]
    first = max(now - FEW_HOURS, datetime.combine(now.date(), time(), now.tzinfo))
    return [first + (now - first) * each / number for each in range(number)]
