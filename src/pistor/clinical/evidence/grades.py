"""Oxford 2011 levels and a GRADE-style word of certainty, and how they rank."""

from dataclasses import dataclass

LEVELS = ("1", "1-2", "2", "2-4", "3", "4", "4-5", "5", "not graded")
DIRECTIONS = ("for", "mixed", "none", "against")
CERTAINTIES = ("high", "moderate", "low-moderate", "low", "very low", "not graded")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What is known about an effect.

    Args:
        level: one of ``LEVELS``: 1 = systematic review of randomised trials ... 5 = opinion.
        certainty: one of ``CERTAINTIES``.
        says: the effect with its numbers, in one or two sentences.
        not_proven: what a reader might take for granted and nobody has shown; may be empty.
        direction: ``for``, ``mixed``, ``against`` or ``none`` (no controlled data).
        funding: who paid, where the sources say so.
    """

    level: str
    certainty: str
    says: str
    sources: tuple[str, ...]
    not_proven: str = ""
    direction: str = "for"
    funding: str = ""


def best_first(evidence: Evidence) -> tuple[int, int, int]:
    """Give the sorting key that puts the best supported treatment first.

    Evidence against a treatment, or none at all, ranks below any evidence for it, however high
    its level: a good trial that found nothing is no recommendation.

    Args:
        evidence: the evidence of one protocol.

    Returns:
        (direction, level, certainty), each 0 for the best.

    Raises:
        ValueError: a word is not in its list.

    Sources:
        docs/methods/evidence-ranking.md

    >>> best_first(Evidence(level="1-2", certainty="high", says="...", sources=("KYB",)))
    (0, 1, 0)
    """
    direction = DIRECTIONS.index(evidence.direction)
    return direction, LEVELS.index(evidence.level), CERTAINTIES.index(evidence.certainty)
