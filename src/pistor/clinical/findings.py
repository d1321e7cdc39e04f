"""Findings, what follows from an answer, and who may override what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import assert_never

from pistor.clinical.evidence import Verification


class Severity(StrEnum):
    """How much a finding asks for: stop, review by the prescriber, or a note."""

    STOP = "stop"
    REVIEW = "review"
    NOTE = "note"


class Action(StrEnum):
    """What follows from an answer."""

    STOP = "stop"
    STOP_INGREDIENT = "stop ingredient"
    DEFER = "defer"
    ASK = "ask"
    NOTE = "note"

    @property
    def severity(self) -> Severity:
        """The severity this action has as a finding on a plan.

        >>> Action.DEFER.severity
        <Severity.STOP: 'stop'>
        """
        match self:
            case Action.STOP | Action.STOP_INGREDIENT | Action.DEFER:
                return Severity.STOP
            case Action.ASK:
                return Severity.REVIEW
            case Action.NOTE:
                return Severity.NOTE
            case _ as never:
                assert_never(never)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing a check has to say.

    Args:
        code: stable name, such as ``dose.above_limit``.
        severity: stop, review or note.
        says: one sentence with the number and the limit.
        sources: keys of references; empty only for what follows from the input alone.
        do: what to do about it; may be empty.
        about: the ingredient, question, rule or session meant; findings are overridden by
            code and this.
        verification: how far the rule behind it was checked.
        overridable: False where nobody may override.
    """

    code: str
    severity: Severity
    says: str
    sources: tuple[str, ...] = ()
    do: str = ""
    about: str = ""
    verification: Verification = Verification.SEEN
    overridable: bool = True


def not_checked(code: str, what: str, severity: Severity = Severity.REVIEW) -> Finding:
    """Say that something could not be checked, because something is unknown.

    Args:
        code: last part of the finding's code.
        what: what was to be checked, and which part of it is unknown.
        severity: review, or note where nothing follows from it.

    >>> not_checked("formula", "doses: formula").says
    'Not checked: doses: formula unknown.'
    """
    return Finding(
        code=f"not_checked.{code}",
        severity=severity,
        says=f"Not checked: {what} unknown.",
        sources=("DOSSIER",),
        verification=Verification.PROPOSAL,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """What follows from one answer to a screening question.

    Args:
        action: what follows.
        says: one sentence a patient can read.
        sources: keys of references.
        question: key of the question; empty means the question it stands under.
        answer: ``yes`` or ``no``; empty for a question answered with a number.
        below: applies to a number under this, in the question's unit.
        at_least: applies to a number of this or more.
        above: applies to a number over this.
        ingredients: keys of the ingredients it concerns; empty means all.
        zones: keys of the zones it concerns; empty means all.
        purposes: ``fat``, ``hair`` ...; empty means all.
        sexes: ``female``, ``male``; empty means all.
        only_with: applies only where an ingredient comes with this, such as ``epinephrine``.
        defer_days: how long to wait, days; None where nobody can know.
        defer_from: ``event`` (the day it happened) or ``end`` (the day it was over).
        trial: True where it is a trial's exclusion criterion and no contraindication.
        overridable: False where nobody may override.
    """

    action: Action
    says: str
    sources: tuple[str, ...]
    verification: Verification = Verification.SEEN
    question: str = ""
    answer: str = "yes"
    below: Decimal | None = None
    at_least: Decimal | None = None
    above: Decimal | None = None
    ingredients: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    sexes: tuple[str, ...] = ()
    only_with: str = ""
    defer_days: int | None = None
    defer_from: str = "event"
    trial: bool = False
    overridable: bool = True


class OverrideRefused(ValueError):
    """An override that is not allowed; says what is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A prescriber's decision to go on in spite of a finding.

    Args:
        code: code of the finding.
        about: what the finding is about, as it stands there.
        by: name of the prescriber.
        role: must be ``prescriber``.
        reason: why; never empty.
        at: when.
        second: name of the second clinician, asked for on a stop.
        alone: True where the clinic's setting says that one clinician works alone; the second
            person is then replaced by reading the finding again.
        read_again_at: with ``alone``: when the finding was read a second time.
        signed_in_again: with ``alone``: whether a fresh authentication was given.
    """

    code: str
    by: str
    role: str
    reason: str
    at: datetime
    about: str = ""
    second: str = ""
    alone: bool = False
    read_again_at: datetime | None = None
    signed_in_again: bool = False

    @property
    def target(self) -> tuple[str, str]:
        """The finding it is meant for: code and what it is about."""
        return self.code, self.about


def check_override(override: Override, findings: Sequence[Finding]) -> None:
    """Refuse an override that is not allowed.

    Args:
        override: the decision.
        findings: the findings it is meant for.

    Raises:
        OverrideRefused: there is no such finding; nobody may override it; no prescriber; no
            reason; or a stop without its second look.

    Sources:
        docs/methods/overrides.md
    """
    if not findings:
        raise OverrideRefused(
            f"There is no finding {override.code} {override.about}".rstrip() + "."
        )
    if any(not finding.overridable for finding in findings):
        raise OverrideRefused(f"{override.code}: nobody may override this.")
    if override.role != "prescriber" or not override.by.strip():
        raise OverrideRefused(f"{override.code}: only a prescriber, by name, may override.")
    if not override.reason.strip():
        raise OverrideRefused(f"{override.code}: give the reason.")
    if any(finding.severity is Severity.STOP for finding in findings):
        _check_second_look(override)


def _check_second_look(override: Override) -> None:
    times = (override.at, override.read_again_at or override.at)
    if any(time.tzinfo is None for time in times):
        raise OverrideRefused(f"{override.code}: the time needs its zone.")
    if override.alone:
        read_again = override.read_again_at is not None and override.read_again_at > override.at
        if not (read_again and override.signed_in_again):
            raise OverrideRefused(
                f"{override.code}: working alone, read the finding again and sign in again."
            )
    elif not override.second.strip() or _same_name(override.second, override.by):
        raise OverrideRefused(f"{override.code}: a stop needs a second clinician, by name.")


def _same_name(one: str, other: str) -> bool:
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split())
