"""Proves that the knowledge base hangs together: sources, units, names, words."""

from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from pistor.clinical.evidence import (
    CERTAINTIES,
    DIRECTIONS,
    LEVELS,
    Evidence,
    Figure,
    Reference,
    Verification,
)
from pistor.clinical.findings import Consequence
from pistor.clinical.followup.reactions import LEVELS as TRIAGE_LEVELS
from pistor.clinical.followup.reactions import RedFlag
from pistor.clinical.ingredients import (
    CLASSES,
    LIMIT_UNITS,
    PERIODS,
    STANDINGS,
    Incompatibility,
    Ingredient,
    Limit,
)
from pistor.clinical.planning.comparisons import Comparison
from pistor.clinical.planning.protocols import (
    PURPOSES,
    REGULATORY,
    Gap,
    Indication,
    Protocol,
    ProtocolComponent,
    Standing,
)
from pistor.clinical.planning.regulation import Lock
from pistor.clinical.planning.rules import Pair
from pistor.clinical.quantities import QuantityError, amount, strength, volume
from pistor.clinical.screening.questions import ASKED, PARTS, Question, Word
from pistor.clinical.treatment.checklist import PARTS as SESSION_PARTS
from pistor.clinical.treatment.checklist import ChecklistStep
from pistor.knowledge.base import KnowledgeBase

FIGURE_UNITS = frozenset(
    {"", "mm", "cm", "cm2", "ml", "ml/kg", "ml/kg/h", "deg", "G", "mg", "mg/kg", "mg/kg/d", "g"}
    | {"mg/ml", "mg/g", "ug/ml", "IU/ml", "IU", "mEq/ml", "%", "pH", "points", "sessions"}
    | {"hours", "days", "weeks", "months", "years", "mg/cm2", "kg/m2", "points (scale)"}
    | {"mg/area", "mm (scale)", "g/cm2", "1/cm2", "min", "mg/d", "ratio"}
)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with the knowledge base."""

    where: str
    says: str


def problems_of(knowledge: KnowledgeBase) -> list[Problem]:
    """Check every row.

    Returns:
        What is wrong; empty when everything holds.
    """
    found: list[Problem] = []
    names = _Names(knowledge)
    for kind, row in knowledge.rows():
        where = f"{kind} {row.key}"
        if isinstance(row, Reference):
            if row.tier not in {"P", "L", "S", "W", "D"}:
                found.append(Problem(where, f"unknown tier {row.tier!r}"))
            continue
        for part in _parts(row):
            found.extend(Problem(where, says) for says in names.wrong_with(part))
    return found


def _parts(value: Any) -> Iterator[Any]:
    """Walk a row and every value inside it that is a dataclass."""
    if isinstance(value, tuple):
        for each in value:
            if not isinstance(each, str):
                yield from _parts(each)
        return
    names = _field_names(type(value))
    if names:
        yield value
    for name in names:
        inner = getattr(value, name)
        if inner and not isinstance(inner, str):
            yield from _parts(inner)


_FIELD_NAMES: dict[type, tuple[str, ...]] = {}


def _field_names(kind: type) -> tuple[str, ...]:
    """Names of a dataclass's fields, looked up once for each kind; none for anything else."""
    if kind not in _FIELD_NAMES:
        names = tuple(each.name for each in fields(kind)) if is_dataclass(kind) else ()
        _FIELD_NAMES[kind] = names
    return _FIELD_NAMES[kind]


class _Names:
    """Resolves names against the knowledge base."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self.knowledge = knowledge
        self.by_type: dict[type, Callable[[Any], Iterator[str]]] = {
            Figure: _figure,
            Evidence: _evidence,
            RedFlag: lambda part: _not_in(part.level, TRIAGE_LEVELS, "triage level"),
            ChecklistStep: lambda part: _not_in(part.part, SESSION_PARTS, "part"),
            Question: self._question,
            Consequence: self._consequence,
            Word: lambda part: self._missing("question", part.questions),
            Indication: lambda part: _not_in(part.purpose, PURPOSES, "purpose"),
            Comparison: lambda part: _each_not_in(part.purposes, PURPOSES, "purpose"),
            Standing: lambda part: _not_in(part.word, REGULATORY, "regulatory word"),
            Gap: lambda part: _not_in(part.unit, ("days", "weeks", "months"), "unit"),
            Protocol: self._protocol,
            ProtocolComponent: self._component,
            Lock: self._lock,
            Pair: self._pair,
            Ingredient: self._ingredient,
            Limit: self._limit,
            Incompatibility: self._incompatibility,
        }

    def wrong_with(self, part: Any) -> Iterator[str]:
        if hasattr(part, "sources"):
            if not part.sources:
                yield "a statement has no source"
            yield from self._missing("reference", part.sources)
            if (
                tuple(part.sources) == ("DOSSIER",)
                and getattr(part, "verification", None) == Verification.SEEN
            ):
                yield "says it was seen, but names no outside source"
        if hasattr(part, "grade"):
            yield from _not_in(part.grade, LEVELS, "grade")
        check = self.by_type.get(type(part))
        if check is not None:
            yield from check(part)

    def _question(self, part: Question) -> Iterator[str]:
        yield from _not_in(part.part, PARTS, "part")
        yield from _not_in(part.asked, ASKED, "asked")
        yield from _each_not_in(part.purposes, PURPOSES, "purpose")
        yield from self._missing("zone", part.zones)
        yield from self._missing("question", part.after)

    def _consequence(self, part: Consequence) -> Iterator[str]:
        if part.question:
            yield from self._missing("question", (part.question,))
        yield from self._missing("ingredient", part.ingredients)
        yield from self._missing("zone", part.zones)
        yield from _each_not_in(part.purposes, PURPOSES, "purpose")
        yield from _not_in(part.answer, ("yes", "no", ""), "answer")
        yield from _not_in(part.defer_from, ("event", "end"), "defer_from")

    def _protocol(self, part: Protocol) -> Iterator[str]:
        yield from self._missing("indication", part.indications)
        yield from self._missing("zone", part.zones)
        yield from self._missing("instrument", part.instruments)
        if part.technique:
            yield from self._missing("technique", (part.technique,))

    def _component(self, part: ProtocolComponent) -> Iterator[str]:
        yield from self._missing("ingredient", (part.ingredient,))
        for text in (part.stock, part.strength):
            yield from _not_readable(strength, text)
        yield from _not_readable(amount, part.amount)
        yield from _not_readable(volume, part.volume)

    def _lock(self, part: Lock) -> Iterator[str]:
        yield from self._missing("ingredient", part.ingredients)
        yield from _each_not_in(part.purposes, PURPOSES, "purpose")

    def _pair(self, part: Pair) -> Iterator[str]:
        known = CLASSES | set(self.knowledge.ingredient) | {"*"}
        yield from _each_not_in((part.one, part.other), known, "ingredient or class")

    def _ingredient(self, part: Ingredient) -> Iterator[str]:
        yield from _each_not_in(part.classes, CLASSES, "class")
        yield from _each_not_in(part.regulatory, REGULATORY, "regulatory word")
        yield from _not_in(part.standing, STANDINGS, "standing")
        yield from self._missing("zone", part.only_zones)
        for key, text in (part.contains or {}).items():
            yield from self._missing("ingredient", (key,))
            yield from _not_readable(strength, text)
        if part.standing != "usable" and part.standing_says is None:
            yield "not usable, and does not say why"

    def _limit(self, part: Limit) -> Iterator[str]:
        yield from _not_in(part.unit, LIMIT_UNITS, "unit")
        yield from _not_in(part.per, PERIODS, "period")

    def _incompatibility(self, part: Incompatibility) -> Iterator[str]:
        yield from self._missing("ingredient", set(part.ingredients) - {"*"})
        yield from _each_not_in(part.classes, CLASSES, "class")

    def _missing(self, kind: str, keys: Iterable[str]) -> Iterator[str]:
        known = getattr(self.knowledge, kind)
        for key in keys:
            if key not in known:
                yield f"{kind} {key!r} does not exist"


def _figure(part: Figure) -> Iterator[str]:
    yield from _not_in(part.unit, FIGURE_UNITS, "unit")
    if part.low is not None and part.high is not None and part.low > part.high:
        yield f"range {part.low}-{part.high} is the wrong way round"
    if part.low is None and part.high is None and not part.says:
        yield "a figure says nothing"


def _evidence(part: Evidence) -> Iterator[str]:
    yield from _not_in(part.level, LEVELS, "level")
    yield from _not_in(part.certainty, CERTAINTIES, "certainty")
    yield from _not_in(part.direction, DIRECTIONS, "direction")


def _not_in(value: str, known: Container[str], what: str) -> Iterator[str]:
    if value not in known:
        yield f"unknown {what} {value!r}"


def _each_not_in(values: Iterable[str], known: Container[str], what: str) -> Iterator[str]:
    for value in values:
        yield from _not_in(value, known, what)


def _not_readable(read: Callable[[str], object], text: str) -> Iterator[str]:
    if text:
        try:
            read(text)
        except QuantityError as error:
            yield str(error)
