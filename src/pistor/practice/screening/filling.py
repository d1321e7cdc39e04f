"""Filling a questionnaire in, whoever holds the pen: shown, re-drawn, refused or saved."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, QueryDict

from pistor.notation.files import InputRefused
from pistor.practice.access.models import User
from pistor.practice.screening.actions import Conflict, Filled, save_answers
from pistor.practice.screening.forms import CHOICES, QuestionnaireForm
from pistor.practice.screening.models import Screening
from pistor.practice.screening.sheets import Basis, Sheet, basis_of, sheet_of
from pistor.practice.screening.words import said

DONE, REFRESH = "done", "refresh"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of it.

    Args:
        saved: the screening as it was saved; None where nothing was.
        further: how many questions the answers call for that were not shown yet.
        problem: one sentence, where it could not be saved.
        differences: question, saved now, typed; where somebody else saved meanwhile.
    """

    form: QuestionnaireForm
    status: int = 200
    saved: Screening | None = None
    further: int = 0
    problem: str = ""
    differences: tuple[tuple[str, str, str], ...] = ()

    def context(self) -> dict[str, Any]:
        """For the page that shows the questions again."""
        problems = [{"says": self.problem, "field_id": ""}] if self.problem else []
        return {"form": self.form, "problems": problems, "differences": self.differences}


def fill_in(
    request: HttpRequest, screening: Screening, *, actor: User | None, at: datetime, on: date
) -> Outcome:
    """Show the questionnaire, or take what was typed.

    Raises:
        InputRefused: something on record cannot be used.
    """
    basis = basis_of(screening, on=on)
    if request.method != "POST":
        sheet = sheet_of(basis, screening.answers)
        return Outcome(form=QuestionnaireForm(sheet=sheet, version=screening.version))
    sheet = sheet_of(basis, screening.answers, typed=_typed(request.POST, basis))
    if request.POST.get("then") == REFRESH:
        version = _version(request.POST, screening)
        return Outcome(form=QuestionnaireForm(sheet=sheet, version=version, typed=request.POST))
    form = QuestionnaireForm(request.POST, sheet=sheet, version=screening.version)
    if not _usable(form, basis):
        return Outcome(form=form, status=422)
    further = {each.key for each in sheet.questions} - set(request.POST.getlist("asked"))
    filled = Filled(
        draft=form.draft(),
        version=form.cleaned_data["version"],
        handed_in=request.POST.get("then") == DONE and not further,
    )
    try:
        saved = save_answers(actor=actor, screening=screening, filled=filled, at=at)
    except Conflict as conflict:
        return _in_conflict(request.POST, filled, sheet, str(conflict), screening)
    return Outcome(form=form, saved=saved, further=len(further))


def _usable(form: QuestionnaireForm, basis: Basis) -> bool:
    """Whether form and rules both take what was typed; else it stands beside the field."""
    if not form.is_valid():
        return False
    try:
        basis.person(form.draft())
    except InputRefused as refused:
        form.refuse(refused.at, refused.why)
    return form.is_valid()


def _typed(post: QueryDict, basis: Basis) -> dict[str, str]:
    known = {value for value, _ in CHOICES}
    given = {key: post.get(f"answers.{key}.answer", "") for key in basis.knowledge.question}
    return {key: value for key, value in given.items() if value in known}


def _version(post: QueryDict, screening: Screening) -> int:
    text = post.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() else screening.version


def _in_conflict(
    post: QueryDict, filled: Filled, sheet: Sheet, problem: str, screening: Screening
) -> Outcome:
    """What was typed stays, beside what somebody else saved; saving again is then meant."""
    fresh = Screening.objects.get(pk=screening.pk)
    typed = post.copy()
    typed["version"] = str(fresh.version)
    form = QuestionnaireForm(typed, sheet=sheet, version=fresh.version)
    form.is_valid()
    questions = sheet.basis.knowledge.question
    theirs, yours = fresh.answers, filled.draft
    differences = tuple(
        (question.asks, said(question, theirs.get(key)), said(question, yours.get(key)))
        for key, question in questions.items()
        if said(question, theirs.get(key)) != said(question, yours.get(key))
    )
    return Outcome(form=form, status=409, problem=problem, differences=differences)
