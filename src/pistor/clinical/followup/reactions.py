"""Reactions and complications, how often they come and when they are dangerous."""

from dataclasses import dataclass
from decimal import Decimal

from pistor.clinical.evidence import Cited, Row, Verification

LEVELS = ("emergency", "same_day", "within_72h", "routine")


@dataclass(frozen=True, slots=True, kw_only=True)
class Frequency:
    """How often it was counted.

    Args:
        after: what was injected, and where.
        percent: of those treated.
        compared_percent: of those given placebo; None where there was none.
    """

    after: str
    sources: tuple[str, ...]
    percent: Decimal | None = None
    compared_percent: Decimal | None = None
    says: str = ""
    verification: Verification = Verification.SEEN


@dataclass(frozen=True, slots=True, kw_only=True)
class RedFlag:
    """A sign that raises the level.

    Args:
        level: one of ``LEVELS``.
    """

    says: str
    level: str
    sources: tuple[str, ...]
    verification: Verification = Verification.SEEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaction(Row):
    """One reaction or complication.

    Args:
        name: in plain words.
        onset: when it begins, in words.
        duration: how long it lasts, in words.
        management: what is done.
    """

    name: str
    onset: str
    also: tuple[str, ...] = ()
    duration: str = ""
    frequencies: tuple[Frequency, ...] = ()
    red_flags: tuple[RedFlag, ...] = ()
    management: tuple[Cited, ...] = ()
    notes: tuple[Cited, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportingScheme(Row):
    """Where and how a reaction is reported."""

    name: str
    says: str
