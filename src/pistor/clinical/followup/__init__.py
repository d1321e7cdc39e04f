"""Aftercare, check-ins, reactions: what to expect and what to fear."""

from pistor.clinical.followup.aftercare import AftercareAdvice, CheckIn
from pistor.clinical.followup.reactions import Frequency, Reaction, RedFlag, ReportingScheme

__all__ = [
    "AftercareAdvice",
    "CheckIn",
    "Frequency",
    "Reaction",
    "RedFlag",
    "ReportingScheme",
]
