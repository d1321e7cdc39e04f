"""What a patient is told after a session, and when they are asked how it goes."""

from dataclasses import dataclass

from pistor.clinical.evidence import Cited, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class AftercareAdvice(Row):
    """One piece of advice; each clinic may set other hours.

    Args:
        says: the advice.
        from_hours: hours after the session from which it holds; negative means before it.
        until_hours: hours until which it holds; None means without end or unknown.
        zones: keys of zones it concerns; empty means all.
        sources_say: what the sources say, where they differ from the default.
    """

    says: str
    from_hours: int = 0
    until_hours: int | None = None
    zones: tuple[str, ...] = ()
    sources_say: tuple[Cited, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckIn(Row):
    """One day on which the patient is asked.

    Args:
        day: days after the session.
        asks: what is asked.
        triggers: answers that need somebody.
    """

    day: int
    asks: tuple[str, ...]
    triggers: tuple[str, ...] = ()
    notes: tuple[Cited, ...] = ()
