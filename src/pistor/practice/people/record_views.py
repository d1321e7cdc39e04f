"""Small pages that add one record to a chart or withdraw it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from pistor.practice.access.requests import ClinicRequest
from pistor.practice.people import record_actions
from pistor.practice.people.answers import accept_answers
from pistor.practice.people.chart_forms import (
    CheckedForm,
    NoneKnownForm,
    PregnancyForm,
    WithdrawForm,
)
from pistor.practice.people.models import (
    Allergy,
    Condition,
    Document,
    Measurement,
    Medicine,
    Patient,
    Procedure,
    Received,
    Withdrawable,
)
from pistor.practice.people.patient_pages import patient_of, patient_page, to_chart
from pistor.practice.people.record_forms import FORMS
from pistor.practice.people.record_words import words_of

WITHDRAWABLE: dict[str, type[Withdrawable]] = {
    "allergy": Allergy,
    "medicine": Medicine,
    "condition": Condition,
    "procedure": Procedure,
    "measurement": Measurement,
    "received": Received,
    "document": Document,
}


def add_record(request: ClinicRequest, uid: UUID, kind: str) -> HttpResponse:
    """A dated form for one kind of record."""
    patient = patient_of(request, uid)
    if kind not in FORMS:
        raise Http404(f"there is no kind of record called {kind}")
    given = request.POST if request.method == "POST" else None
    form = FORMS[kind](given, patient=patient, today=timezone.localdate())
    if form.is_valid():
        record_actions.add_record(actor=request.user, record=form.save(commit=False))
        messages.success(request, "Saved.")
        return to_chart(patient, kind)
    return _form_page(request, patient, form, {"title": form.title, "kind": kind})


def withdraw_record(request: ClinicRequest, uid: UUID, kind: str, pk: int) -> HttpResponse:
    """Take one record back, with a reason."""
    patient = patient_of(request, uid)
    if kind not in WITHDRAWABLE:
        raise Http404(f"no record called {kind} is withdrawn")
    record = get_object_or_404(WITHDRAWABLE[kind]._default_manager.filter(patient=patient), pk=pk)
    given = request.POST if request.method == "POST" else None
    form = WithdrawForm(given, patient=patient, today=timezone.localdate())
    context = {
        "title": f"Withdraw: {words_of(record)[0]}",
        "says": "It stays readable in the chart, struck through, with your reason.",
        "kind": kind,
        "save": "Withdraw",
    }
    if not form.is_valid():
        return _form_page(request, patient, form, context)
    try:
        record_actions.withdraw_record(
            actor=request.user, record=record, why=form.cleaned_data["why"], at=timezone.now()
        )
    except record_actions.RecordRefused as refused:
        return _form_page(request, patient, form, context, refused=refused)
    _say_withdrawn(request, patient, kind)
    return to_chart(patient, kind)


def _say_withdrawn(request: ClinicRequest, patient: Patient, kind: str) -> None:
    patient.refresh_from_db()
    if kind == "allergy" and patient.allergies_asked == Patient.Allergies.NOT_ASKED:
        messages.warning(
            request, "Withdrawn. No allergy is left, so allergies count as not asked: ask again."
        )
    else:
        messages.success(request, "Withdrawn.")


def none_known(request: ClinicRequest, uid: UUID) -> HttpResponse:
    """Somebody asked, and no allergy is known."""
    patient = patient_of(request, uid)
    given = request.POST if request.method == "POST" else None
    form = NoneKnownForm(given, patient=patient, today=timezone.localdate())
    context = {
        "title": "No known allergies",
        "says": "Say this only after asking: medicines, local anaesthetics, disinfectants, latex, "
        "foods, insect stings.",
        "kind": "allergy",
        "save": "None known",
    }
    if not form.is_valid():
        return _form_page(request, patient, form, context)
    try:
        record_actions.state_no_allergies(
            actor=request.user, patient=patient, on=form.cleaned_data["on"]
        )
    except record_actions.RecordRefused as refused:
        return _form_page(request, patient, form, context, refused=refused)
    messages.success(request, "Saved: no known allergies.")
    return to_chart(patient, "allergy")


def pregnancy(request: ClinicRequest, uid: UUID) -> HttpResponse:
    """Pregnancy and breast-feeding, as asked on a day."""
    patient = patient_of(request, uid)
    if patient.sex == Patient.Sex.MALE:
        raise Http404("pregnancy is not asked of men")
    given = request.POST if request.method == "POST" else None
    form = PregnancyForm(given, patient=patient, today=timezone.localdate())
    if form.is_valid():
        accept_answers(
            actor=request.user,
            patient=patient,
            answers=form.answers(),
            on=form.cleaned_data["on"],
            at=timezone.now(),
        )
        messages.success(request, "Saved.")
        return to_chart(patient)
    return _form_page(request, patient, form, {"title": "Pregnancy and breast-feeding"})


def _form_page(
    request: ClinicRequest,
    patient: Patient,
    form: CheckedForm,
    context: dict[str, Any],
    *,
    refused: Exception | None = None,
) -> HttpResponse:
    """The form; with what was typed, where that is wrong (422) or comes too late (409)."""
    status = 409 if refused else 422 if form.is_bound else 200
    problems = [{"says": str(refused), "field_id": ""}] if refused else []
    whole = {"form": form, "problems": problems, **context}
    return patient_page(request, patient, "people/record/form.html", whole, status=status)
