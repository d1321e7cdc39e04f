"""The result of a screening: a verdict with reasons, and what an override changes."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from pistor.clinical.evidence import Verification
from pistor.clinical.findings import Action, Finding, Override, check_override


class Verdict(StrEnum):
    """May this person be treated."""

    SUITABLE = "suitable"
    ASK = "ask"
    DEFER = "defer"
    NOT_SUITABLE = "not_suitable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason of a verdict.

    Args:
        code: stable name, such as ``screening.pregnant``.
        action: what follows.
        says: one sentence a patient can read.
        about: the ingredient it concerns; empty for the person as a whole.
        until: with ``defer``: the first day it no longer applies; None where nobody can know.
        trial: True where it is a trial's exclusion and no contraindication.
        overridable: False where nobody may override.
    """

    code: str
    action: Action
    says: str
    sources: tuple[str, ...]
    about: str = ""
    until: date | None = None
    trial: bool = False
    verification: Verification = Verification.SEEN
    overridable: bool = True

    def as_finding(self) -> Finding:
        """The same as a finding on a plan."""
        until = f" Not before {self.until}." if self.until else ""
        return Finding(
            code=self.code,
            severity=self.action.severity,
            says=f"{self.says}{until}",
            sources=self.sources,
            about=self.about,
            verification=self.verification,
            overridable=self.overridable,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Suitability:
    """A verdict with everything it rests on.

    Args:
        until: with ``defer``: the first day treatment may be thought of again; None where
            nobody can know.
        reasons: the gravest first.
        unanswered: keys of questions that were not asked, or whose answer is too old.
        dont_know: keys of questions answered with "I don't know".
        wanted: keys of the ingredients that were wanted.
        overridden: reasons a prescriber has overridden, each with its override.
    """

    verdict: Verdict
    until: date | None
    reasons: tuple[Reason, ...]
    unanswered: tuple[str, ...]
    dont_know: tuple[str, ...]
    wanted: tuple[str, ...] = ()
    overridden: tuple[tuple[Reason, Override], ...] = ()


_GRAVEST_FIRST = tuple(Action)


def concluded(
    reasons: Iterable[Reason],
    *,
    unanswered: tuple[str, ...],
    dont_know: tuple[str, ...],
    wanted: tuple[str, ...],
) -> Suitability:
    """Draw the verdict from the reasons.

    Args:
        reasons: in any order.
        unanswered: keys of questions without a valid answer.
        dont_know: keys of questions answered "I don't know".
        wanted: keys of the ingredients that were wanted.

    Returns:
        The gravest verdict any reason calls for. A stop on one ingredient asks the doctor; it is
        "not suitable" only when every wanted ingredient is barred for good. Anything unanswered
        is never "suitable".
    """
    ordered = tuple(sorted(reasons, key=lambda reason: _GRAVEST_FIRST.index(reason.action)))
    actions = {reason.action for reason in ordered}
    barred = {
        reason.about
        for reason in ordered
        if reason.action is Action.STOP_INGREDIENT and not reason.overridable
    }
    until = None
    if Action.STOP in actions or (wanted and barred.issuperset(wanted)):
        verdict = Verdict.NOT_SUITABLE
    elif Action.DEFER in actions:
        verdict = Verdict.DEFER
        until = _latest([each.until for each in ordered if each.action is Action.DEFER])
    elif actions & {Action.STOP_INGREDIENT, Action.ASK} or unanswered or dont_know:
        verdict = Verdict.ASK
    else:
        verdict = Verdict.SUITABLE
    return Suitability(
        verdict=verdict,
        until=until,
        reasons=ordered,
        unanswered=unanswered,
        dont_know=dont_know,
        wanted=wanted,
    )


def _latest(days: list[date | None]) -> date | None:
    """The last of the days; None as soon as one of them is not known."""
    known = [day for day in days if day is not None]
    return max(known) if len(known) == len(days) else None


def lift(suitability: Suitability, overrides: Iterable[Override]) -> Suitability:
    """Apply overrides: the reasons stay on record, the verdict is drawn from the rest.

    Args:
        suitability: what the screening said.
        overrides: each names the code and the ingredient it is about.

    Returns:
        A new suitability that shows every overridden reason with its override.

    Raises:
        OverrideRefused: an override is not allowed, or matches no reason.
    """
    left = list(suitability.reasons)
    lifted: list[tuple[Reason, Override]] = list(suitability.overridden)
    for override in overrides:
        matching = [each for each in left if (each.code, each.about) == override.target]
        check_override(override, [each.as_finding() for each in matching])
        for reason in matching:
            left.remove(reason)
            lifted.append((reason, override))
    again = concluded(
        left,
        unanswered=suitability.unanswered,
        dont_know=suitability.dont_know,
        wanted=suitability.wanted,
    )
    return replace(again, overridden=tuple(lifted))
