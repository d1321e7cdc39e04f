"""Protocols: cited ways of treating an indication, and how a plan compares with one."""

from dataclasses import dataclass

from pistor.clinical.evidence import Cited, Evidence, Figure, Row, Verification

PURPOSES = ("skin", "pigment", "scars", "fat", "cellulite", "hair", "pain")
REGULATORY = ("LIC", "OFF", "UNL", "DEV", "BAN", "withdrawn", "warned")


@dataclass(frozen=True, slots=True, kw_only=True)
class Indication(Row):
    """What a patient may be treated for.

    Args:
        name: in plain words.
        purpose: one of ``PURPOSES``; jurisdiction locks go by it.
        notes: what to rule out or treat first.
    """

    name: str
    purpose: str
    also: tuple[str, ...] = ()
    notes: tuple[Cited, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtocolComponent:
    """One ingredient as the protocol used it; empty text where it was not reported.

    Args:
        ingredient: key of the ingredient.
        stock: strength of the product, such as ``100 mg/ml``.
        strength: strength as injected, such as ``4 mg/ml``.
        amount: amount for one session, such as ``20 mg``.
        volume: volume for one session, such as ``1 ml``.
        sessions: the sessions it belongs to, 1-based; empty means all.
    """

    ingredient: str
    stock: str = ""
    strength: str = ""
    amount: str = ""
    volume: str = ""
    sessions: tuple[int, ...] = ()
    says: str = ""
    verification: Verification = Verification.SEEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Time between two sessions.

    Args:
        unit: ``days``, ``weeks`` or ``months``; a month is a calendar month.
        shortest: None where it was not reported.
        usual: what the protocol used.
        longest: None where it was not reported.
        at: for an irregular course, when each session falls, counted from the first, which
            is 0, in ``unit``.
    """

    unit: str
    sources: tuple[str, ...]
    shortest: int | None = None
    usual: int | None = None
    longest: int | None = None
    at: tuple[int, ...] = ()
    says: str = ""
    verification: Verification = Verification.SEEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One of several formulas a protocol chose between.

    Args:
        ages: the ages it was studied in, years, both ends included.
    """

    key: str
    says: str
    ages: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Legal standing of a protocol somewhere.

    Args:
        word: one of ``REGULATORY``.
        where: country codes; empty means in general.
    """

    word: str
    sources: tuple[str, ...]
    where: tuple[str, ...] = ()
    says: str = ""
    verification: Verification = Verification.SEEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Protocol(Row):
    """One published or practised way of treating an indication.

    Args:
        key: the dossier's number, such as ``L1``.
        name: what and where, in plain words.
        indications: keys of indications.
        zones: keys of zones it was used on.
        formula: the formula in words.
        components: the same as data, as far as reported.
        evidence: effect, level, certainty, what is not proven.
        volume_per_point_ml: ml.
        spacing_mm: mm between points.
        max_points: points in one session.
        max_volume_ml: ml in one session.
        sessions: how many.
        maintenance: what was done, or proposed, after the course.
        assessments: when the effect was measured, counted from the first session.
        studied_ages: ages the evidence covers, years.
        instruments: keys of instruments.
    """

    name: str
    indications: tuple[str, ...]
    zones: tuple[str, ...]
    formula: str
    evidence: Evidence
    components: tuple[ProtocolComponent, ...] = ()
    variants: tuple[Variant, ...] = ()
    technique: str = ""
    volume_per_point_ml: Figure | None = None
    spacing_mm: Figure | None = None
    max_points: Figure | None = None
    max_volume_ml: Figure | None = None
    sessions: Figure | None = None
    gap: Gap | None = None
    maintenance: Cited | None = None
    assessments: Gap | None = None
    onset: Cited | None = None
    durability: Cited | None = None
    studied_ages: Figure | None = None
    instruments: tuple[str, ...] = ()
    standing: tuple[Standing, ...] = ()
    notes: tuple[Cited, ...] = ()
