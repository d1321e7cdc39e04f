"""The result of a screening: as it was accepted, and as it stands on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec

from pistor.clinical.evidence import Verification
from pistor.clinical.findings import Action, Finding, OverrideRefused, Severity
from pistor.clinical.screening import Reason, Suitability, Verdict, lift, screen
from pistor.notation.screen_report import screen_report
from pistor.practice.screening.models import Screening, ScreeningOverride
from pistor.practice.screening.queries import overrides_of
from pistor.practice.screening.sheets import Basis, basis_of

Target = tuple[str, str]


def judged(basis: Basis) -> Suitability:
    """Screen a patient by what is on record.

    Raises:
        InputRefused: something on record cannot be used.
    """
    person = basis.person({})
    return screen(person, on=basis.on, wanted=basis.wanted, questionnaire=basis.questionnaire)


def to_keep(suitability: Suitability, basis: Basis) -> dict[str, Any]:
    """A result as plain data that a database can hold."""
    report = screen_report(suitability, on=basis.on, knowledge=basis.knowledge)
    kept: dict[str, Any] = msgspec.to_builtins(report)
    return kept


def as_kept(screening: Screening) -> Suitability:
    """The result as it was shown when it was accepted."""
    kept = screening.suitability or {}
    return Suitability(
        verdict=Verdict(kept["verdict"]),
        until=_day(kept["until"]),
        reasons=tuple(_reason(each) for each in kept["reasons"]),
        unanswered=tuple(kept["unanswered"]),
        dont_know=tuple(kept["dont_know"]),
        wanted=tuple(screening.wants.get("ingredients", ())),
    )


def _reason(kept: dict[str, Any]) -> Reason:
    return Reason(
        code=kept["code"],
        action=Action(kept["action"]),
        says=kept["says"],
        sources=tuple(each for each in kept["source"].split(", ") if each),
        about=kept["about"],
        until=_day(kept["until"]),
        trial=kept["trial_criterion"],
        verification=Verification(kept["verification"]),
        overridable=kept["overridable"],
    )


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def findings_about(screening: Screening, target: Target) -> list[Finding]:
    """The reasons of an accepted screening that go by a code and what they are about."""
    reasons = as_kept(screening).reasons if screening.suitability else ()
    return [each.as_finding() for each in reasons if (each.code, each.about) == target]


def is_stop(findings: Sequence[Finding]) -> bool:
    """Whether a second look is needed."""
    return any(each.severity is Severity.STOP for each in findings)


def lifted(suitability: Suitability, overrides: Sequence[ScreeningOverride]) -> Suitability:
    """Apply every complete override that still meets a reason it may lift."""
    for row in overrides:
        override = row.as_override()
        meets = any((each.code, each.about) == override.target for each in suitability.reasons)
        if row.is_complete and meets:
            try:
                suitability = lift(suitability, [override])
            except OverrideRefused:
                continue  # a newer release allows it no longer, so it lifts nothing
    return suitability


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What an accepted screening says.

    Args:
        accepted: as it was accepted, with its overrides.
        today: worked out again from the record, with the same overrides.
        overrides: that nobody withdrew.
    """

    screening: Screening
    basis: Basis
    accepted: Suitability
    today: Suitability
    overrides: tuple[ScreeningOverride, ...]

    @property
    def has_changed(self) -> bool:
        """Whether the record would lead to another result today."""
        return (
            self.today.verdict is not self.accepted.verdict
            or self.today.until != self.accepted.until
            or _codes(self.today) != _codes(self.accepted)
        )

    @property
    def too_old(self) -> tuple[str, ...]:
        """Keys of questions that were answered when it was accepted and are not today."""
        return tuple(k for k in self.today.unanswered if k not in self.accepted.unanswered)


def _codes(suitability: Suitability) -> set[tuple[str, str, str]]:
    return {(each.code, each.about, each.action.value) for each in suitability.reasons}


def result_of(screening: Screening, *, on: date) -> Result:
    """Put together what an accepted screening said, and what it says on a day.

    Raises:
        InputRefused: something on record cannot be used.
    """
    basis = basis_of(screening, on=on)
    overrides = overrides_of(screening)
    return Result(
        screening=screening,
        basis=basis,
        accepted=lifted(as_kept(screening), overrides),
        today=lifted(judged(basis), overrides),
        overrides=tuple(overrides),
    )
