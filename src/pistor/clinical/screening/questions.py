"""The questionnaire: what is asked, of whom, for how long an answer holds, what follows from it."""

from dataclasses import dataclass

from pistor.clinical.evidence import Cited, Row
from pistor.clinical.findings import Consequence

PARTS = ("person", "pregnancy", "allergies", "medicines", "health", "skin", "procedures", "mind")
ASKED = ("always", "wanted")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Row):
    """One question of the screening.

    Args:
        asks: the question, in words a patient understands.
        part: one of ``PARTS``.
        unit: for a question answered with a number; empty for yes / no.
        asked: ``always``, or ``wanted``: only when a wanted ingredient, zone or purpose asks it.
        zones: with ``wanted``: zones it is asked for.
        purposes: with ``wanted``: purposes it is asked for.
        asks_more: True where the name of a condition says less than this asks: whether it is in
            the zone, or active now.
        after: with ``wanted``: keys of questions; it is asked once one of them is answered yes.
        sexes: whom it concerns; empty means everybody.
        valid_days: how many days an answer holds; 0 means it is asked at each session; None
            means until it changes.
        consequences: what follows from an answer for the patient; what follows for one
            ingredient stands in that ingredient's cautions.
    """

    asks: str
    part: str
    asked: str = "always"
    unit: str = ""
    zones: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    asks_more: bool = False
    after: tuple[str, ...] = ()
    sexes: tuple[str, ...] = ()
    valid_days: int | None = None
    consequences: tuple[Consequence, ...] = ()
    notes: tuple[Cited, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyCriterion(Row):
    """An inclusion or exclusion of a trial: where evidence ends, not where harm begins.

    Args:
        trial: registry number or reference key.
        consequence: what follows, always ``ask``.
    """

    trial: str
    consequence: Consequence


@dataclass(frozen=True, slots=True, kw_only=True)
class Word(Row):
    """A name a patient or a chart may use, and the questions it answers with yes.

    Args:
        words: spellings of one medicine, substance or condition, in lower case.
        questions: keys of questions answered yes by it.
    """

    words: tuple[str, ...]
    questions: tuple[str, ...]
