"""Each kind of record in words: what it is, and what more is known of it."""

from collections.abc import Callable
from typing import Any

from pistor.practice.people.models import (
    Allergy,
    Condition,
    Document,
    Measurement,
    Medicine,
    OfPatient,
    Phototype,
    Procedure,
    Received,
)
from pistor.web.templatetags.pistor import NO_BREAK, amount, day, words

Words = tuple[str, str]


def words_of(record: OfPatient) -> Words:
    """What a record is, and what more is known of it."""
    return _WORDS[type(record)](record)


def joined(*parts: object) -> str:
    """The parts that are there, as one line."""
    return ", ".join(str(part) for part in parts if part)


def _since_until(since: Any, until: Any, over: str) -> str:
    return joined(f"since {day(since)}" if since else "", f"{over} {day(until)}" if until else "")


def _allergy(each: Allergy) -> Words:
    bad = each.severity != Allergy.HowBad.UNKNOWN
    severity = each.get_severity_display() if bad else "severity not known"
    return each.substance, joined(severity, each.reaction, f"reported {day(each.reported_on)}")


def _medicine(each: Medicine) -> Words:
    return each.name, joined(each.dose, _since_until(each.since, each.until, "stopped"))


def _condition(each: Condition) -> Words:
    return each.name, _since_until(each.since, each.until, "over")


def _procedure(each: Procedure) -> Words:
    when = day(each.on) if each.on else "date not known"
    return each.get_kind_display(), joined(each.what, each.zone, when, each.remarks)


def _measurement(each: Measurement) -> Words:
    unit = each.kind.rpartition("_")[2]
    name = "Weight" if each.kind == Measurement.Kind.WEIGHT else "Height"
    return f"{name} {amount(each.value)}{NO_BREAK}{unit}", day(each.on)


def _phototype(each: Phototype) -> Words:
    return f"Phototype {each.kind}", f"judged {day(each.on)}"


def _received(each: Received) -> Words:
    name = words(each.ingredient)
    return f"{name} {each.amount}", joined(each.route, day(each.on), each.where)


def _document(each: Document) -> Words:
    kind = "PDF" if each.content_type == "application/pdf" else "picture"
    size = f"{max(1, each.size_bytes // 1000)}{NO_BREAK}kB"
    dated = f"dated {day(each.dated)}" if each.dated else ""
    return each.title, joined(each.get_kind_display(), dated, f"{kind} {size}")


_WORDS: dict[type[OfPatient], Callable[[Any], Words]] = {
    Allergy: _allergy,
    Medicine: _medicine,
    Condition: _condition,
    Procedure: _procedure,
    Measurement: _measurement,
    Phototype: _phototype,
    Received: _received,
    Document: _document,
}
