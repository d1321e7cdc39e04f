"""Where a statement comes from and how far it was checked."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Verification(StrEnum):
    """How far a statement was checked against its source.

    ``seen``: it stood in the text that was read. ``recalled``: from general knowledge, or from a
    part of the source that could not be opened. ``proposal``: our own inference or arithmetic.
    """

    SEEN = "seen"
    RECALLED = "recalled"
    PROPOSAL = "proposal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """One source.

    Args:
        key: short stable name, such as ``KYB``.
        tier: ``P`` peer-reviewed, ``L`` law, regulator or label, ``S`` secondary copy, ``W`` weak
            web page, ``D`` this project's own dossier.
        opened: whether the compilers opened it; False means it was read through another text.
        year: as printed, ``n.d.`` where none was seen.
        where: DOI, PubMed number or address.
    """

    key: str
    tier: str
    author: str
    title: str
    year: str
    where: str
    opened: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What every row of the knowledge base carries.

    Args:
        key: stable name, unique among rows of its kind.
        sources: keys of references, at least one.
        verification: how far the row as a whole was checked.
        grade: Oxford 2011 level of its evidence, or ``not graded``.
        checked_on: the day it was last held against its sources.
        reviewed_by: the clinician who signed it off; empty until one has.
    """

    key: str
    sources: tuple[str, ...]
    verification: Verification
    checked_on: date
    grade: str = "not graded"
    reviewed_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """One sentence with its source."""

    says: str
    sources: tuple[str, ...]
    verification: Verification = Verification.SEEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number, a range or, with neither bound, a value in words; with its unit and source.

    Args:
        low: lower bound, in ``unit``; None where there is none.
        high: upper bound, in ``unit``; equal to ``low`` for a single number.
        says: what a bare number would hide.
    """

    sources: tuple[str, ...]
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    says: str = ""
    verification: Verification = Verification.SEEN

    def holds(self, value: Decimal) -> bool:
        """Whether a value lies in the range, both ends included.

        >>> Figure(low=Decimal(2), high=Decimal(4), sources=("BTP",)).holds(Decimal(4))
        True
        """
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)

    @property
    def range_text(self) -> str:
        """The range in words, such as ``2-4 mm``, ``at most 50 cm2`` or ``28 days``."""
        if self.low is not None and self.high is not None:
            bounds = str(self.low) if self.low == self.high else f"{self.low}-{self.high}"
        elif self.low is not None:
            bounds = f"at least {self.low}"
        else:
            bounds = f"at most {self.high}" if self.high is not None else self.says
        return f"{bounds} {self.unit}".strip()
