"""Pages of clinical notes: written, compared where two people write, signed, added to."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from pistor.practice.access.fresh import signed_in_afresh
from pistor.practice.access.requests import ClinicRequest
from pistor.practice.audit import access
from pistor.practice.people import note_actions
from pistor.practice.people.chart_forms import AddendumForm, NoteForm
from pistor.practice.people.models import Note, Patient
from pistor.practice.people.patient_pages import patient_of, patient_page, to_chart

Difference = tuple[str, str, str]
SIGN_NEXT = "sign"


def write_note(request: ClinicRequest, uid: UUID) -> HttpResponse:
    """Begin a note."""
    patient = patient_of(request, uid)
    given = request.POST if request.method == "POST" else None
    form = NoteForm(given, patient=patient, today=timezone.localdate())
    if not form.is_valid():
        return _note_form(request, patient, {"form": form}, 422 if form.is_bound else 200)
    note = note_actions.write_note(
        actor=request.user, clinic=request.clinic, patient=patient, parts=form.cleaned_data
    )
    return _saved(request, patient, note)


def note(request: ClinicRequest, uid: UUID, pk: int) -> HttpResponse:
    """A signed note to read, or an unsigned one to change."""
    patient = patient_of(request, uid)
    found = _note_of(patient, pk)
    if found.signed_at is None or request.method == "POST":
        return _change(request, patient, found)
    access.note(request, what="note read", patient=patient)
    form = AddendumForm(patient=patient, today=timezone.localdate())
    context = {"note": found, "parts": _parts(found), "form": form}
    return patient_page(request, patient, "people/record/note.html", context)


def _change(request: ClinicRequest, patient: Patient, found: Note) -> HttpResponse:
    given = request.POST if request.method == "POST" else None
    form = NoteForm(given, instance=found, patient=patient, today=timezone.localdate())
    if given is None:
        access.note(request, what="note read", patient=patient)
        return _note_form(request, patient, {"form": form, "note": found}, 200)
    if not form.is_valid():
        return _note_form(request, patient, {"form": form, "note": found}, 422)
    typed = form.cleaned_data
    try:
        saved = note_actions.change_note(
            actor=request.user, note=found, version=typed["version"], parts=typed
        )
    except note_actions.NoteRefused as refused:
        return _compared(request, patient, form, refused)
    return _saved(request, patient, saved)


def _compared(
    request: ClinicRequest, patient: Patient, form: NoteForm, refused: note_actions.NoteRefused
) -> HttpResponse:
    """What stands now beside what was typed; saving again then counts as having compared."""
    now = refused.note
    typed = request.POST.copy()
    typed["version"] = str(now.version)
    form.data = typed
    context = {
        "form": form,
        "note": now,
        "problems": [{"says": str(refused), "field_id": ""}],
        "differences": _differences(now, form.cleaned_data),
    }
    return _note_form(request, patient, context, 409)


@signed_in_afresh
def sign_note(request: ClinicRequest, uid: UUID, pk: int) -> HttpResponse:
    """Sign a note, once the one at the keyboard has shown who they are."""
    patient = patient_of(request, uid)
    found = _note_of(patient, pk)
    refused: Exception | None = None
    if request.method == "POST":
        typed = request.POST.get("version", "")
        version = int(typed[:9]) if typed.isascii() and typed.isdecimal() else 0
        try:
            note_actions.sign_note(
                actor=request.user, note=found, version=version, at=timezone.now()
            )
        except note_actions.NoteRefused as error:
            refused, found = error, _note_of(patient, pk)
        else:
            messages.success(request, "Signed. From now on the note takes additions only.")
            return redirect("people:note", uid=uid, pk=pk)
    elif found.signed_at is not None:
        return redirect("people:note", uid=uid, pk=pk)
    context = {
        "note": found,
        "parts": _parts(found),
        "problems": [{"says": str(refused), "field_id": ""}] if refused else [],
        "is_own": found.entered_by_id == request.user.pk,
    }
    status = 409 if refused else 200
    return patient_page(request, patient, "people/record/sign.html", context, status=status)


def add_addendum(request: ClinicRequest, uid: UUID, pk: int) -> HttpResponse:
    """Add to a signed note."""
    patient = patient_of(request, uid)
    found = _note_of(patient, pk)
    if request.method != "POST":
        return redirect("people:note", uid=uid, pk=pk)
    form = AddendumForm(request.POST, patient=patient, today=timezone.localdate())
    status, problems = 422, []
    if form.is_valid():
        try:
            note_actions.add_addendum(
                actor=request.user, note=found, text=form.cleaned_data["text"]
            )
        except note_actions.NoteRefused as refused:
            status, problems = 409, [{"says": str(refused), "field_id": ""}]
        else:
            messages.success(request, "Added.")
            return redirect("people:note", uid=uid, pk=pk)
    context = {"note": found, "parts": _parts(found), "form": form, "problems": problems}
    return patient_page(request, patient, "people/record/note.html", context, status=status)


def _note_of(patient: Patient, pk: int) -> Note:
    notes = Note.objects.filter(patient=patient).select_related("entered_by", "signed_by")
    return get_object_or_404(notes.prefetch_related("addenda__entered_by"), pk=pk)


def _label(name: str) -> str:
    labels = NoteForm.Meta.labels
    return labels.get(name) or str(Note._meta.get_field(name).verbose_name).capitalize()  # type: ignore[union-attr]


def _parts(found: Note) -> list[tuple[str, str]]:
    return [(_label(name), getattr(found, name)) for name in note_actions.PARTS]


def _differences(now: Note, typed: dict[str, Any]) -> Sequence[Difference]:
    return [
        (_label(name), getattr(now, name), typed[name])
        for name in note_actions.PARTS
        if getattr(now, name) != typed[name]
    ]


def _note_form(
    request: ClinicRequest, patient: Patient, context: dict[str, Any], status: int
) -> HttpResponse:
    return patient_page(request, patient, "people/record/note_form.html", context, status=status)


def _saved(request: ClinicRequest, patient: Patient, saved: Note) -> HttpResponse:
    messages.success(request, "The draft is saved; it is not signed yet.")
    if request.POST.get("next") == SIGN_NEXT:
        return redirect("people:sign_note", uid=patient.uid, pk=saved.pk)
    return to_chart(patient, "notes")
