"""What the tests of the library do over and over: adopt, open a form, send it back changed."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from pistor.knowledge import KnowledgeBase, load, plain_row, row_hash, snapshot
from pistor.practice.library import actions
from pistor.practice.library.models import AdoptedRelease, OwnRow
from pistor.practice.library.queries import knowledge_of
from tests.practice.cast import PASSWORD, House

WHEN = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
KIND, KEY = "setting", "setting_weight_valid"


def adopted(house: House) -> AdoptedRelease:
    """The shipped release, adopted by the house's prescriber."""
    return actions.adopt_release(actor=house.staff["prescriber"], release=load().release, at=WHEN)


def adopted_earlier(house: House, earlier: KnowledgeBase) -> AdoptedRelease:
    """A release the program shipped once, adopted then."""
    return AdoptedRelease.objects.create(
        organisation=house.organisation,
        release=earlier.release,
        rows=snapshot(earlier),
        adopted_by=house.staff["prescriber"],
        adopted_at=WHEN,
    )


def earlier_release(name: str = "e" * 16) -> KnowledgeBase:
    """As the shipped one, but a weight held 60 days, there was no knee, and there was a wrist."""
    shipped = load()
    weight = replace(shipped.setting[KEY], value=Decimal(60))
    zones = dict(shipped.zone)
    zones["wrist"] = replace(zones.pop("knee"), key="wrist", name="Wrist")
    return replace(shipped, release=name, setting={**shipped.setting, KEY: weight}, zone=zones)


def stated(house: House, *, value: str = "30", reason: str = "Weighed monthly.") -> OwnRow:
    """The house states how long a weight holds."""
    row = knowledge_of(house.organisation).setting[KEY]
    return actions.state_row(
        actor=house.staff["prescriber"],
        kind=KIND,
        row={**plain_row(row), "value": value},
        reason=reason,
        based_on=row_hash(KIND, row),
        at=WHEN,
    )


def page(client: Client, name: str, *args: str, **query: str) -> HttpResponse:
    """Open a page of the library."""
    return client.get(reverse(f"library:{name}", args=args), query)


def sent_back(client: Client, kind: str, key: str, **changed: Any) -> HttpResponse:
    """Open the form of a row, change some fields (``__`` for ``-``) and send it back."""
    address = reverse("library:override", args=[kind, key])
    opened = client.get(address)
    form = opened.context["form"]
    typed = {name: _as_typed(form, name) for name in form.fields if not name.startswith("remove-")}
    typed["based_on"] = opened.context["based_on"]
    return client.post(
        address, {**typed, **{name.replace("__", "-"): each for name, each in changed.items()}}
    )


def _as_typed(form: Any, name: str) -> str:
    value = form[name].value()
    return "" if value is None or value is False else str(form.fields[name].prepare_value(value))


def fresh(client: Client) -> Client:
    """The same browser just after the password was asked for again."""
    answer = client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert answer.status_code == 302, "the password was not taken"
    return client
