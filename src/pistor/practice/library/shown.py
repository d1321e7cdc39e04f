"""A row as its page shows it: what it states, each statement with its unit, source and mark."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from pistor.clinical.evidence import Figure, Reference, Row
from pistor.clinical.findings import Consequence
from pistor.clinical.followup.reactions import Frequency
from pistor.clinical.ingredients import Limit
from pistor.knowledge import KnowledgeBase
from pistor.practice.library.wording import TIERS, label_of, plain_words, title_of, unit_of

FRAME = frozenset({"key", "sources", "verification", "grade", "checked_on", "reviewed_by"})
_MEASURED = frozenset({"value", "number", "shortest", "usual", "longest", "at"})
_IN_WORDS: dict[str, dict[Any, str]] = {
    "tier": TIERS,
    "overridable": {False: "Nobody may override this."},
    "opened": {True: "yes", False: "no: it is known through another text"},
}
# Which kind of row the keys in a field name; a key that is no row of it stays text.
_LEADS_TO = {
    "after": "question",
    "contains": "ingredient",
    "indications": "indication",
    "ingredient": "ingredient",
    "ingredients": "ingredient",
    "instruments": "instrument",
    "only_zones": "zone",
    "question": "question",
    "questions": "question",
    "technique": "technique",
    "zones": "zone",
}


@dataclass(frozen=True, slots=True)
class Said:
    """One value in words; with the row it names, if it names one."""

    text: str
    kind: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A field and what stands in it."""

    label: str
    values: tuple[Said, ...]

    @property
    def is_linked(self) -> bool:
        """Whether one of its values names a row."""
        return any(each.key for each in self.values)

    @property
    def is_long(self) -> bool:
        """Whether its values read better one below the other."""
        return len(self.values) > 1 and any(len(each.text) > 40 for each in self.values)


@dataclass(frozen=True, slots=True)
class Statement:
    """A smaller statement inside a row, with its own sources and its own mark."""

    number: str
    text: str
    facts: tuple[Fact, ...]
    sources: tuple[str, ...]
    verification: str


@dataclass(frozen=True, slots=True)
class Group:
    """The statements of one field."""

    label: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything a row states, and the fields in which it states nothing."""

    facts: tuple[Fact, ...]
    groups: tuple[Group, ...]
    silent: tuple[str, ...]


def shown(row: Row | Reference, knowledge: KnowledgeBase) -> Shown:
    """Lay a row out for reading."""
    names = [field.name for field in fields(row) if field.name not in FRAME]
    groups = []
    for name in names:
        value = getattr(row, name)
        inner = value if isinstance(value, tuple) else (value,)
        if inner and is_dataclass(inner[0]):
            statements = tuple(_statement(each, knowledge) for each in inner)
            groups.append(Group(label_of(name, type(row)), statements))
    silent = [
        label_of(name, type(row)) for name in names if getattr(row, name) in (None, "", (), {})
    ]
    return Shown(tuple(_facts(row, FRAME, knowledge)), tuple(groups), tuple(silent))


def _statement(part: Any, knowledge: KnowledgeBase) -> Statement:
    told = {"says", "sources", "verification"}
    number, says = "", getattr(part, "says", "")
    if isinstance(part, Figure):
        told |= {"low", "high", "unit"}
        number, says = figure_text(part), says if _is_bounded(part) else ""
    elif isinstance(part, Limit):
        told |= {"key", "value", "unit", "per", "least"}
        bound = "at least" if part.least else "at most"
        number = f"{bound} {part.value} {unit_of(part.unit)}, counted per {part.per}"
    elif isinstance(part, Frequency) and part.percent is not None:
        told |= {"percent", "after"}
        number = f"{part.percent} % after {part.after}"
    elif isinstance(part, Consequence) and part.defer_days is None:
        told |= {"defer_from"}
    return Statement(
        number=number,
        text=says,
        facts=tuple(_facts(part, told, knowledge)),
        sources=tuple(getattr(part, "sources", ())),
        verification=str(getattr(part, "verification", "")),
    )


def figure_text(figure: Figure) -> str:
    """A figure with its unit; its words where it has no bound."""
    unit = unit_of(figure.unit)
    if not _is_bounded(figure):
        return f"{figure.says} {unit}".strip()
    if figure.low is not None and figure.high is not None and figure.low != figure.high:
        bounds = f"{figure.low} to {figure.high}"
    else:
        bounds = figure.range_text.removesuffix(figure.unit).strip()
    return f"pH {bounds}" if unit == "pH" else f"{bounds} {unit}".strip()


def _is_bounded(figure: Figure) -> bool:
    return figure.low is not None or figure.high is not None


def _facts(part: Any, told: Collection[str], knowledge: KnowledgeBase) -> Iterator[Fact]:
    """The plain fields of a row or of a smaller statement, without those already told."""
    unit = unit_of(getattr(part, "unit", ""))
    if any(getattr(part, name, None) not in (None, ()) for name in _MEASURED):
        told = {*told, "unit"}
    for field in fields(part):
        name, value = field.name, getattr(part, field.name)
        label = label_of(name, type(part))
        if name in told or not _says_something(name, value):
            continue
        if name in _IN_WORDS:
            yield Fact(label, (Said(_IN_WORDS[name].get(value, str(value))),))
        elif not _holds_statements(value):
            own_unit = unit if name in _MEASURED else ""
            yield Fact(
                label, tuple(_said(name, each, own_unit, knowledge) for each in _each(value))
            )
        elif not isinstance(part, Row):
            inner = _statement(value, knowledge)
            yield Fact(label, (Said(" ".join(filter(None, (inner.number, inner.text)))),))


def _says_something(name: str, value: Any) -> bool:
    """Flags that are off go without saying, and so does that a finding may be overridden."""
    if name == "overridable":
        return value is False
    if name == "opened":
        return True
    return value is not False and value not in (None, "", (), {})


def _holds_statements(value: Any) -> bool:
    return is_dataclass(value[0] if isinstance(value, tuple) else value)


def _each(value: Any) -> tuple[Any, ...]:
    if isinstance(value, tuple):
        return value
    return tuple(value.items()) if isinstance(value, dict) else (value,)


def _said(name: str, value: Any, unit: str, knowledge: KnowledgeBase) -> Said:
    key, beside = (value[0], f" {value[1]}") if isinstance(value, tuple) else (value, "")
    kind = _LEADS_TO.get(name, "")
    rows = getattr(knowledge, kind) if kind else {}
    if isinstance(key, str) and key in rows:
        return Said(f"{title_of(rows[key])}{beside}", kind, key)
    if isinstance(value, date):
        return Said(f"{value:%Y-%m-%d}")
    number = isinstance(value, int | Decimal) and not isinstance(value, bool)
    text = f"{plain_words(key)}{beside}"
    return Said(f"{text} {unit}".strip() if number and unit else text)


def sources_in(value: Any) -> Iterator[str]:
    """Keys of every source a row names, those of its smaller statements too."""
    if isinstance(value, tuple):
        for each in value:
            yield from sources_in(each)
    elif is_dataclass(value):
        yield from getattr(value, "sources", ())
        for field in fields(value):
            if field.name != "sources":
                yield from sources_in(getattr(value, field.name))
