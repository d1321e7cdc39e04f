"""Instruments: what they measure, which way is better, what change matters."""

from dataclasses import dataclass

from pistor.clinical.evidence import Cited, Figure, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument(Row):
    """One measuring instrument.

    Args:
        measures: what it measures.
        scale: its range.
        better: ``lower``, ``higher`` or empty where there is no better (a classification).
        smallest_change: the smallest change that matters; None means unknown.
        rater: ``clinician``, ``patient``, ``both``, ``staff`` or ``device``.
        licence: who may use it.
        use: ``outcome`` or ``classification``.
    """

    name: str
    measures: str
    scale: Figure
    rater: str
    licence: Cited
    also: tuple[str, ...] = ()
    better: str = ""
    smallest_change: Figure | None = None
    use: str = "outcome"
    notes: tuple[Cited, ...] = ()
