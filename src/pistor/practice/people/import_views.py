"""Patients from a file, in steps: upload, name the columns, look at every line, take them in."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from pistor.practice.access.requests import ClinicRequest
from pistor.practice.people import actions, import_files
from pistor.practice.people.actions import PatientRefused
from pistor.practice.people.csv_import import (
    MOST_BYTES,
    Outcome,
    Remark,
    Sheet,
    SheetRefused,
    judge,
    read_sheet,
)
from pistor.practice.people.duplicates import everybody
from pistor.practice.people.forms import ColumnsForm, UploadForm

_LINES_PER_PAGE = 200
_SAMPLE = 5


def upload(request: ClinicRequest) -> HttpResponse:
    """Take a file, or say why not."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file: UploadedFile[bytes] = form.cleaned_data["file"]
        try:
            sheet = read_sheet(file.name or "The file", file.read(MOST_BYTES + 1))
        except SheetRefused as refused:
            form.add_error("file", str(refused))
        else:
            token = import_files.keep(request.user, sheet)
            return redirect("people:import_map", token=token)
    status = 422 if request.method == "POST" else 200
    return render(request, "people/import.html", {"form": form}, status=status)


def name_columns(request: ClinicRequest, token: UUID) -> HttpResponse:
    """Say which column holds what."""
    sheet = import_files.kept(request.user, token)
    if sheet is None:
        return _gone(request)
    form = ColumnsForm(request.POST or None, sheet=sheet)
    if request.method == "POST" and form.is_valid():
        sheet.columns = form.columns
        sheet.month_first = form.cleaned_data["month_first"] == "yes"
        import_files.save(request.user, token, sheet)
        return redirect("people:import_check", token=token)
    context = {"form": form, "sheet": sheet, "sample": sheet.rows[:_SAMPLE], "token": token}
    status = 422 if request.method == "POST" else 200
    return render(request, "people/import_map.html", context, status=status)


def check(request: ClinicRequest, token: UUID) -> HttpResponse:
    """Show what the import would do; nothing is written."""
    sheet = import_files.kept(request.user, token)
    if sheet is None:
        return _gone(request)
    if not sheet.columns:
        return redirect("people:import_map", token=token)
    return _checked(request, token, sheet)


@require_POST
def run(request: ClinicRequest, token: UUID) -> HttpResponse:
    """Take everybody in, or nobody."""
    sheet = import_files.kept(request.user, token)
    if sheet is None:
        return _gone(request)
    also_likely = "also_likely" in request.POST
    try:
        outcome = actions.import_sheet(
            actor=request.user, sheet=sheet, also_likely=also_likely, today=timezone.localdate()
        )
    except PatientRefused as refused:
        return _checked(request, token, sheet, problem=str(refused))
    import_files.remove(request.user, token)
    messages.success(request, _done(outcome, also_likely))
    return redirect("people:patients")


def _checked(
    request: ClinicRequest, token: UUID, sheet: Sheet, *, problem: str = ""
) -> HttpResponse:
    outcome = judge(sheet, everybody(request.user), timezone.localdate())
    lines = [
        *(("Refused", "stop", each) for each in outcome.refused),
        *(("Likely here", "warn", each) for _, each in outcome.likely),
        *(("Here already", "plain", each) for each in outcome.here),
    ]
    context: dict[str, Any] = {
        "sheet": sheet,
        "token": token,
        "counts": _counts(sheet, outcome),
        "outcome": outcome,
        "refused_lines": len(_lines(outcome.refused)),
        "page_obj": Paginator(lines, _LINES_PER_PAGE).get_page(request.GET.get("page")),
        "problems": [{"says": problem, "field_id": ""}] if problem else [],
    }
    return render(request, "people/import_check.html", context, status=409 if problem else 200)


def _counts(sheet: Sheet, outcome: Outcome) -> list[tuple[str, str]]:
    counted = {
        "Lines in the file": len(sheet.rows),
        "New": len(outcome.new),
        "Likely here already": len(outcome.likely),
        "Here already, skipped": len(outcome.here),
        "Refused": len(_lines(outcome.refused)),
    }
    return [(label, f"{count:,}") for label, count in counted.items()]


def _lines(remarks: list[Remark]) -> set[int]:
    return {each.line for each in remarks}


def _done(outcome: Outcome, also_likely: bool) -> str:
    added = len(outcome.new) + (len(outcome.likely) if also_likely else 0)
    left = 0 if also_likely else len(outcome.likely)
    return (
        f"{added:,} patients were added; {len(outcome.here):,} lines were here already and "
        f"skipped; {left:,} likely duplicates were left out."
    )


def _gone(request: ClinicRequest) -> HttpResponse:
    messages.warning(request, "This import is finished or older than a day: choose the file again.")
    return redirect("people:import")
