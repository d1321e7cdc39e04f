"""Founds the organisation of the story: clinics, accounts, and the knowledge it works with."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pistor.cli.clinic.scene import Scene, as_of
from pistor.cli.clinic.story import PASSWORD, AccountOfStory, ClinicOfStory, HouseOfStory, the_house
from pistor.knowledge import load, plain_row, row_hash
from pistor.practice.access.actions import add_colleague, set_roles
from pistor.practice.access.founding import Foundation, found_organisation
from pistor.practice.access.models import Clinic, Role, User
from pistor.practice.audit.actions import record
from pistor.practice.library.actions import adopt_release, state_row


@dataclass(frozen=True, kw_only=True)
class Account:
    """How somebody signs in."""

    name: str
    email: str
    roles: str


def accounts() -> list[Account]:
    """Everybody who may sign in, as the story tells it."""
    house = the_house()
    towns = {each.key: each.town for each in house.clinic}
    return [
        Account(name=each.name, email=each.email, roles=_roles(each, towns))
        for each in house.account
    ]


def _roles(account: AccountOfStory, towns: dict[str, str]) -> str:
    places: dict[str, list[str]] = {}
    for clinic, roles in account.roles.items():
        said = " and ".join(Role(each).label.lower() for each in roles)
        places.setdefault(said, []).append(towns[clinic])
    return "; ".join(f"{said} ({', '.join(where)})" for said, where in places.items())


def found(now: datetime) -> Scene:
    """Found it, some months before now."""
    house = the_house()
    at = now - timedelta(days=house.founded_days_ago)
    with as_of(at):
        scene = _founded(house, now)
        _know(scene, house, at)
    return scene


def _founded(house: HouseOfStory, now: datetime) -> Scene:
    first, manager = house.clinic[0], house.account[0]
    user = found_organisation(
        Foundation(
            organisation=house.organisation,
            clinic=first.name,
            time_zone=first.time_zone,
            country=first.country,
            email=manager.email,
            name=manager.name,
        ),
        password=PASSWORD,
    )
    clinic = Clinic.objects.get(organisation=user.organisation)
    scene = Scene(today=now.date(), clinics={first.key: clinic}, accounts={manager.key: user})
    for each in house.clinic[1:]:
        scene.clinics[each.key] = _open(user, each)
    for account in house.account:
        if account is not manager:
            scene.accounts[account.key] = _engage(user, account, clinic)
        for where, roles in account.roles.items():
            set_roles(
                actor=user,
                colleague=scene.accounts[account.key],
                clinic=scene.clinics[where],
                roles=roles,
            )
    return scene


def _open(manager: User, told: ClinicOfStory) -> Clinic:
    clinic = Clinic.objects.create(
        organisation=manager.organisation,
        name=told.name,
        time_zone=told.time_zone,
        jurisdiction=told.country,
        one_clinician_alone=told.one_clinician_alone,
    )
    record(actor=manager, event="access.clinic opened", subject=clinic)
    return clinic


def _engage(manager: User, told: AccountOfStory, clinic: Clinic) -> User:
    """Make an account with the password everybody knows, in place of one shown once."""
    user, _ = add_colleague(
        actor=manager, clinic=clinic, email=told.email, full_name=told.name, roles=()
    )
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    return user


def _know(scene: Scene, house: HouseOfStory, at: datetime) -> None:
    """Adopt the shipped release, and state one row differently."""
    director, told, shipped = scene.accounts[house.director], house.own_row, load()
    adopt_release(actor=director, release=shipped.release, at=at)
    released = getattr(shipped, told.kind)[told.key]
    row = plain_row(released)
    for path, value in told.changes.items():
        _put(row, path, value)
    state_row(
        actor=director,
        kind=told.kind,
        row=row,
        reason=told.reason,
        based_on=row_hash(told.kind, released),
        at=at,
    )


def _put(row: Any, path: str, value: Any) -> None:
    *before, last = path.split(".")
    for name in before:
        row = row[int(name)] if name.isdecimal() else row[name]
    row[last] = value
