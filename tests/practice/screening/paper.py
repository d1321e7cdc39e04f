"""Fills questionnaires in as a browser would: every field a page shows, with what it shows."""

from html.parser import HTMLParser
from typing import Any

from django.test import Client
from django.utils import timezone

from pistor.practice.people.models import Patient
from pistor.practice.screening.models import Screening
from tests.practice.cast import House


class _Fields(HTMLParser):
    """The fields of the form that holds the questions."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = False
        self.found: dict[str, Any] = {}
        self.names: set[str] = set()

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self.inside = "questionnaire" in (given.get("class") or "")
        if tag != "input" or not self.inside or "name" not in given:
            return
        name, kind = given["name"], given.get("type")
        self.names.add(name)
        if name == "asked":
            self.found.setdefault(name, []).append(given["value"])
        elif kind != "radio" or "checked" in given:
            self.found[name] = given.get("value") or ""

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False


def fields_of(answer) -> dict[str, Any]:
    """What a page would send if nobody typed anything."""
    reader = _Fields()
    reader.feed(answer.content.decode())
    return reader.found


def names_on(answer) -> set[str]:
    """The names of every field of the questionnaire."""
    reader = _Fields()
    reader.feed(answer.content.decode())
    return reader.names


def all_no(answer) -> dict[str, str]:
    """No to everything that has no answer yet."""
    shown = fields_of(answer)
    empty = [each for each in names_on(answer) if each.endswith(".answer") and each not in shown]
    return {name: "no" for name in empty if not shown.get(name.replace(".answer", ".number"))}


def typed(client: Client, url: str, then: str = "done", **answers: str):
    """Type answers into the page as it stands, and press a button."""
    given = {name.replace("__", "."): value for name, value in answers.items()}
    sent = {**fields_of(client.get(url)), **given, "then": then}
    return client.post(url, sent)


def begun(house: House, patient: Patient, **wants: Any) -> Screening:
    """A questionnaire the practitioner has begun, empty."""
    return Screening.objects.create(
        patient=patient,
        clinic=house.clinic,
        wants=wants,
        begun_by=house.staff["practitioner"],
        begun_at=timezone.now(),
    )


def address(screening: Screening, page: str = "answers/") -> str:
    return f"/screening/{screening.uid}/{page}"


def filled(client: Client, screening: Screening, **answers: str) -> Screening:
    """Everything answered no but what is said, follow-up questions included, and handed in."""
    given = {f"answers.{name}": value for name, value in answers.items()}
    for _ in range(3):
        page = client.get(address(screening))
        sent = {**fields_of(page), **all_no(page), **given, "then": "done"}
        if sent.get("answers.norwood_grade.number"):
            sent.pop("answers.norwood_grade.answer", None)
        for name in list(sent):
            if name.endswith(".number") and sent[name]:
                sent.pop(name.replace(".number", ".answer"), None)
        client.post(address(screening), sent)
        screening.refresh_from_db()
        if screening.state == Screening.State.HANDED_IN:
            break
    return screening


def accepted(client: Client, screening: Screening, **answers: str) -> Screening:
    """Filled in and accepted by whoever the browser belongs to."""
    filled(client, screening, **answers)
    answer = client.post(address(screening, "accept/"), {"version": screening.version})
    assert answer.status_code == 302, "the cast could not accept"
    screening.refresh_from_db()
    return screening
