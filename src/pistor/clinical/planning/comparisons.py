"""Other treatments for the same wish, and the gap to keep from them."""

from dataclasses import dataclass

from pistor.clinical.evidence import Cited, Figure, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison(Row):
    """One other treatment beside mesotherapy.

    Args:
        purposes: the purposes it is an alternative for.
        gap_days: days to keep between it and mesotherapy; None means unknown.
        combination: whether and how it may be combined.
    """

    name: str
    mechanism: str
    purposes: tuple[str, ...]
    also: tuple[str, ...] = ()
    downtime: str = ""
    course: str = ""
    risks: str = ""
    evidence: str = ""
    gap_days: Figure | None = None
    combination: Cited | None = None
    notes: tuple[Cited, ...] = ()
