"""The story as its files tell it, with days counted back from today."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Literal

import msgspec

from pistor.notation.files import read

FOLDER = Path(__file__).parent
PASSWORD = "this is only a demo"  # noqa: S105  # printed to everybody who starts it
_DAYS_AGO, _WEEKS_AHEAD = "_days_ago", "_weeks_ahead"
May = Literal["by_phone", "by_text", "by_email", "by_post"]


class ClinicOfStory(msgspec.Struct, forbid_unknown_fields=True):
    """One site."""

    key: str
    name: str
    town: str
    time_zone: str
    country: str
    one_clinician_alone: bool = False


class AccountOfStory(msgspec.Struct, forbid_unknown_fields=True):
    """One person of the staff, with roles by clinic."""

    key: str
    name: str
    email: str
    roles: dict[str, list[str]]


class OwnRowOfStory(msgspec.Struct, forbid_unknown_fields=True):
    """A row the organisation states itself.

    Args:
        changes: new values by path, such as ``consequences.0.says``.
    """

    kind: str
    key: str
    reason: str
    changes: dict[str, Any]


class HouseOfStory(msgspec.Struct, forbid_unknown_fields=True):
    """The organisation. Its first account is the manager, its first clinic where all began."""

    organisation: str
    founded_days_ago: int
    director: str
    clinic: list[ClinicOfStory]
    account: list[AccountOfStory]
    own_row: OwnRowOfStory


class PatientOfStory(msgspec.Struct, forbid_unknown_fields=True):
    """One invented patient, and what happened to them.

    Args:
        first_came: so many days ago.
        by: who does what names nobody else.
        steps: each with ``do``, so many ``days`` ago, and what the verb needs.
    """

    key: str
    family_name: str
    given_names: str
    first_came: int
    called: str = ""
    born_on: date | None = None
    sex: Literal["", "female", "male"] = ""
    language: str = "en"
    phone: str = ""
    address: str = ""
    emergency_contact: str = ""
    may: list[May] = []
    clinic: str = "paris"
    by: str = "practitioner"
    steps: list[dict[str, Any]] = []


class PeopleOfStory(msgspec.Struct, forbid_unknown_fields=True):
    """The patients."""

    patient: list[PatientOfStory]


class PlansOfStory(msgspec.Struct, forbid_unknown_fields=True):
    """What plans say, by name."""

    plan: dict[str, dict[str, Any]]


def the_house() -> HouseOfStory:
    """The organisation of the story."""
    return read(str(FOLDER / "house.toml"), HouseOfStory)


def the_patients() -> list[PatientOfStory]:
    """The patients of the story; each file tells of some."""
    files = sorted(FOLDER.glob("patients-*.toml"))
    return [each for file in files for each in read(str(file), PeopleOfStory).patient]


@cache
def the_plans() -> Mapping[str, dict[str, Any]]:
    """What the plans of the story say."""
    return read(str(FOLDER / "plans.toml"), PlansOfStory).plan


def dated(told: Any, today: date) -> Any:
    """Put days in place of numbers of days, at any depth.

    ``on_days_ago = 3`` becomes ``on``, three days ago; ``start_weeks_ahead = 1`` next
    Monday, so that no plan begins on a day the clinic is closed.

    >>> dated({"on_days_ago": 3}, date(2026, 3, 5))
    {'on': datetime.date(2026, 3, 2)}
    """
    if isinstance(told, list):
        return [dated(each, today) for each in told]
    if not isinstance(told, dict):
        return told
    found = {}
    for name, value in told.items():
        if name.endswith(_DAYS_AGO):
            found[name.removesuffix(_DAYS_AGO)] = today - timedelta(days=value)
        elif name.endswith(_WEEKS_AHEAD):
            monday = today - timedelta(days=today.weekday())
            found[name.removesuffix(_WEEKS_AHEAD)] = monday + timedelta(weeks=value)
        else:
            found[name] = dated(value, today)
    return found


def as_typed(told: Any) -> Any:
    """Days as a form or an input file would write them."""
    if isinstance(told, dict):
        return {name: as_typed(value) for name, value in told.items()}
    if isinstance(told, list):
        return [as_typed(each) for each in told]
    return told.isoformat() if isinstance(told, date) else told
