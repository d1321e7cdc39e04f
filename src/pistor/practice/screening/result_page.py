"""The result of a screening as a page shows it: the verdict, each reason, what may be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pistor.clinical.findings import Action
from pistor.clinical.screening import Reason, Suitability, Verdict
from pistor.knowledge import KnowledgeBase
from pistor.practice.access.permissions import PRESCRIBERS
from pistor.practice.access.requests import ClinicRequest
from pistor.practice.screening.forms import OverrideForm
from pistor.practice.screening.models import Screening, ScreeningOverride
from pistor.practice.screening.pages import is_clinician, source_url, url_or_nothing
from pistor.practice.screening.queries import accepted_of
from pistor.practice.screening.results import Result, Target, result_of
from pistor.practice.screening.words import ACTIONS, verdict_words

KINDS = {
    Action.STOP: "stop",
    Action.STOP_INGREDIENT: "stop",
    Action.DEFER: "stop",
    Action.ASK: "review",
    Action.NOTE: "note",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonShown:
    """One reason on the page.

    Args:
        override: that was made of it, complete or waiting for its second look.
        may: what this reader may do: ``override``, ``second_look``, ``read_again`` or nothing.
        form: the form to override it with.
        is_new: whether it was not there when the screening was accepted.
    """

    reason: Reason
    kind: str
    action: str
    about: str
    sources: tuple[tuple[str, str], ...]
    override: ScreeningOverride | None
    may: str
    form: OverrideForm | None
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    """Who reads, and what they typed."""

    request: ClinicRequest
    result: Result
    typed: OverrideForm | None

    def shown(self, reasons: Sequence[Reason]) -> list[ReasonShown]:
        """Every reason; the form to override stands once for all that go by the same target."""
        known = {_target(each) for each in self.result.accepted.reasons} | {
            _target(each) for each, _ in self.result.accepted.overridden
        }
        barred = {_target(each) for each in reasons if not each.overridable}
        seen: set[Target] = set()
        rows = []
        for reason in reasons:
            target = _target(reason)
            first, is_new = target not in seen, target not in known
            seen.add(target)
            row = self._row(target)
            may = self._may(reason, row) if first and not is_new and target not in barred else ""
            rows.append(self._shown(reason, row, may, is_new))
        return rows

    def _shown(
        self, reason: Reason, row: ScreeningOverride | None, may: str, is_new: bool
    ) -> ReasonShown:
        return ReasonShown(
            reason=reason,
            kind=KINDS[reason.action],
            action=ACTIONS[reason.action],
            about=_name(reason.about, self.result.basis.knowledge),
            sources=tuple((key, source_url(key)) for key in reason.sources),
            override=row,
            may=may,
            form=self._form(_target(reason)) if may == "override" else None,
            is_new=is_new,
        )

    def _row(self, target: Target) -> ScreeningOverride | None:
        rows = self.result.overrides
        return next((each for each in rows if (each.code, each.about) == target), None)

    def _may(self, reason: Reason, row: ScreeningOverride | None) -> str:
        if row is None:
            allowed = reason.action is not Action.NOTE and self.request.roles & PRESCRIBERS
            return "override" if allowed else ""
        own = row.by_id == self.request.user.pk
        if row.is_complete or own != row.alone or not is_clinician(self.request):
            return ""
        return "read_again" if row.alone else "second_look"

    def _form(self, target: Target) -> OverrideForm:
        typed = self.typed
        if typed and (typed["code"].value() or "", typed["about"].value() or "") == target:
            return typed
        number = [_target(each) for each in self.result.today.reasons].index(target)
        code, about = target
        return OverrideForm(initial={"code": code, "about": about}, auto_id=f"override-{number}-%s")


def _target(reason: Reason) -> Target:
    return reason.code, reason.about


def _name(key: str, knowledge: KnowledgeBase) -> str:
    row = knowledge.ingredient.get(key)
    return row.name if row else key.replace("_", " ")


def result_context(
    request: ClinicRequest, screening: Screening, *, on: date, form: OverrideForm | None
) -> dict[str, Any]:
    """Everything the page of an accepted screening shows.

    Raises:
        InputRefused: something on record cannot be used.
    """
    result = result_of(screening, on=on)
    reader = _Reader(request=request, result=result, typed=form)
    today, knowledge = result.today, result.basis.knowledge
    newest = accepted_of(screening.patient, request.user).first()
    return {
        "verdict": verdict_words(today),
        "kind": _kind(today),
        "today": on,
        "reasons": reader.shown(today.reasons),
        "overridden": reader.shown([reason for reason, _ in today.overridden]),
        "unanswered": _asked(today.unanswered, knowledge),
        "dont_know": _asked(today.dont_know, knowledge),
        "wanted": _wanted(screening, knowledge),
        "accepted": result.accepted,
        "accepted_verdict": verdict_words(result.accepted),
        "has_changed": result.has_changed,
        "too_old": len(result.too_old),
        "newer": newest if newest and newest.pk != screening.pk else None,
        "plan_url": _plan_url(today, screening),
        "problem_form": form,
    }


def _kind(suitability: Suitability) -> str:
    match suitability.verdict:
        case Verdict.SUITABLE:
            return "ok"
        case Verdict.ASK:
            return "warn"
        case Verdict.DEFER | Verdict.NOT_SUITABLE:
            return "stop"


def _asked(keys: Sequence[str], knowledge: KnowledgeBase) -> list[str]:
    return [knowledge.question[key].asks for key in keys]


def _wanted(screening: Screening, knowledge: KnowledgeBase) -> str:
    wants = screening.wants
    names = [_name(key, knowledge) for key in wants.get("ingredients", ())]
    for kind in ("indication", "zone"):
        row = getattr(knowledge, kind).get(wants.get(kind, ""))
        if row:
            names.append(row.name)
    return "; ".join(names) or "nothing decided yet, so only the general questions"


def _plan_url(suitability: Suitability, screening: Screening) -> str:
    """A stop blocks the next step; a wait only delays it."""
    if suitability.verdict is Verdict.NOT_SUITABLE:
        return ""
    return url_or_nothing("planning:begin", screening.patient.uid)
