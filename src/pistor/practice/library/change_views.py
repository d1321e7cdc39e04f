"""Pages that change the library: adopt, state a row differently, end that, review."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from pistor.clinical.evidence import Row
from pistor.knowledge import plain_row, row_hash
from pistor.practice.access.fresh import signed_in_afresh
from pistor.practice.access.permissions import CLINICIANS
from pistor.practice.access.requests import ClinicRequest
from pistor.practice.library import actions
from pistor.practice.library.forms import OwnRowForm
from pistor.practice.library.leaves import changed
from pistor.practice.library.pages import adopt_page, release_page, row_page
from pistor.practice.library.queries import knowledge_of, row_of
from pistor.practice.library.wording import KINDS, title_of


def adopt(request: ClinicRequest) -> HttpResponseBase:
    """Read what the shipped release changes, and adopt it."""
    if request.method == "POST":
        return _adopt(request)
    return render(request, "library/adopt.html", adopt_page(request.user))


@signed_in_afresh
def _adopt(request: ClinicRequest) -> HttpResponse:
    release = request.POST.get("release", "")
    try:
        actions.adopt_release(actor=request.user, release=release, at=timezone.now())
    except actions.LibraryRefused as error:
        page = {**adopt_page(request.user), "problems": [{"says": str(error), "field_id": ""}]}
        return render(request, "library/adopt.html", page, status=_status(error))
    messages.success(request, f"{request.user.organisation} now works with release {release}.")
    return redirect("library:adopt")


def _status(error: actions.LibraryRefused) -> int:
    return 409 if isinstance(error, actions.ChangedMeanwhile) else 422


def override(request: ClinicRequest, kind: str, key: str) -> HttpResponse:
    """State a row differently: every value in a field of its own, and a reason."""
    knowledge = knowledge_of(request.user.organisation)
    row = row_of(knowledge, kind, key)
    if not isinstance(row, Row):
        raise Http404(f"There is no {kind} {key} that could be stated differently.")
    if request.method != "POST":
        return _editor(request, kind, OwnRowForm(None, row=row, knowledge=knowledge))
    form = OwnRowForm(request.POST, row=row, knowledge=knowledge)
    if not form.is_valid():
        return _editor(request, kind, form, status=422)
    try:
        actions.state_row(
            actor=request.user,
            kind=kind,
            row=form.plain(),
            reason=form.cleaned_data["reason"],
            based_on=request.POST.get("based_on", ""),
            at=timezone.now(),
        )
    except actions.ChangedMeanwhile as error:
        form.add_error(None, str(error))
        differs = changed(type(row), plain_row(row), form.plain())
        return _editor(request, kind, form, differs=differs, status=409)
    except actions.LibraryRefused as error:
        form.add_error(None, str(error))
        return _editor(request, kind, form, status=422)
    messages.success(request, "Saved. The checks now use the row as you stated it.")
    return redirect("library:row", kind=kind, key=key)


def _editor(
    request: ClinicRequest,
    kind: str,
    form: OwnRowForm,
    *,
    differs: list[tuple[str, str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    page: dict[str, Any] = {
        **release_page(request.user, form.knowledge),
        "kind": kind,
        "kind_label": KINDS[kind][0],
        "row": form.row,
        "title": title_of(form.row),
        "form": form,
        "sections": list(form.sections()),
        "based_on": row_hash(kind, form.row),
        "differences": differs,
    }
    return render(request, "library/override.html", page, status=status)


@require_POST
def end_override(request: ClinicRequest, kind: str, key: str) -> HttpResponse:
    """Let the released row count again."""
    try:
        actions.end_own_row(actor=request.user, kind=kind, key=key, at=timezone.now())
    except actions.LibraryRefused as error:
        return _row_again(request, kind, key, error)
    messages.success(request, "Ended. The released row counts again.")
    return redirect("library:row", kind=kind, key=key)


@require_POST
def review(request: ClinicRequest, kind: str, key: str) -> HttpResponse:
    """Say that one has read the row against its sources."""
    try:
        actions.review_row(
            actor=request.user,
            kind=kind,
            key=key,
            stated=request.POST.get("stated", ""),
            at=timezone.now(),
        )
    except actions.LibraryRefused as error:
        return _row_again(request, kind, key, error)
    messages.success(request, "Your review is kept with this row.")
    return redirect("library:row", kind=kind, key=key)


def _row_again(
    request: ClinicRequest, kind: str, key: str, error: actions.LibraryRefused
) -> HttpResponse:
    page = row_page(request.user, kind, key)
    if page is None:
        raise Http404(str(error))
    page["can_review"] = bool(CLINICIANS & request.roles)
    page["problems"] = [{"says": str(error), "field_id": ""}]
    return render(request, "library/row.html", page, status=409)
