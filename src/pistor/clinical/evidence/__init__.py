"""How well a thing is known: sources, verification, grades, claims held against the evidence."""

from pistor.clinical.evidence.claims import Claim
from pistor.clinical.evidence.grades import CERTAINTIES, DIRECTIONS, LEVELS, Evidence, best_first
from pistor.clinical.evidence.sources import Cited, Figure, Reference, Row, Verification

__all__ = [
    "CERTAINTIES",
    "DIRECTIONS",
    "LEVELS",
    "Cited",
    "Claim",
    "Evidence",
    "Figure",
    "Reference",
    "Row",
    "Verification",
    "best_first",
]
