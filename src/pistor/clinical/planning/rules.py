"""The mixture rules M1-M8 and the clinic's settings, as data."""

from dataclasses import dataclass
from decimal import Decimal

from pistor.clinical.evidence import Cited, Row, Verification
from pistor.clinical.findings import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two kinds of ingredient that one syringe must not hold.

    Args:
        one: an ingredient's key or a class.
        other: the same, or ``*`` for anything else.
    """

    one: str
    other: str
    severity: Severity
    says: str
    sources: tuple[str, ...]
    verification: Verification = Verification.SEEN


@dataclass(frozen=True, slots=True, kw_only=True)
class MixtureRule(Row):
    """One mixture rule.

    Args:
        key: ``M1`` to ``M8``.
        severity: of the finding, where no pair says otherwise.
        number: its threshold, in ``unit``; None where it has none.
        do: what to do when it fires.
    """

    name: str
    says: str
    severity: Severity
    do: str
    number: Decimal | None = None
    unit: str = ""
    pairs: tuple[Pair, ...] = ()
    notes: tuple[Cited, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting(Row):
    """One number a clinic may set for itself.

    Args:
        value: the default, in ``unit``.
    """

    name: str
    value: Decimal
    unit: str
    says: str
