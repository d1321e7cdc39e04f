"""The list of patients, and who each of them is."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from pistor.clinical.person import Person
from pistor.practice.access.permissions import CLINICIANS, MANAGERS, WITH_PATIENTS
from pistor.practice.access.requests import ClinicRequest
from pistor.practice.audit.access import note
from pistor.practice.people import actions
from pistor.practice.people.actions import EDITABLE, PatientChanged, PatientRefused
from pistor.practice.people.duplicates import Likely, likely_duplicates
from pistor.practice.people.forms import PatientForm, WhyForm, languages
from pistor.practice.people.models import Patient
from pistor.practice.people.patient_pages import patient_of, patient_page, to_chart
from pistor.practice.people.queries import (
    MOST_FOUND,
    by_name,
    find_patients,
    joins_visible_to,
    patients_visible_to,
)
from pistor.web.templatetags.pistor import day as in_words

PER_PAGE = 25


def patients(request: ClinicRequest) -> HttpResponse:
    """All patients by name, or those that fit what was typed."""
    typed = request.GET.get("q", "").strip()
    found = find_patients(request.user, typed) if typed else None
    listed = by_name(patients_visible_to(request.user)) if found is None else found
    page = Paginator(listed, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "q": typed,
        "page_obj": page,
        "rows": [(each, _age(each, timezone.localdate())) for each in page],
        "cut_at": MOST_FOUND if found is not None and len(found) >= MOST_FOUND else 0,
        "may_write": bool(WITH_PATIENTS & request.roles),
        "may_import": bool(MANAGERS & request.roles),
        "may_join": bool((CLINICIANS | MANAGERS) & request.roles),
    }
    template = "people/_patients.html" if request.htmx else "people/patients.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def new(request: ClinicRequest) -> HttpResponse:
    """Add a patient; whoever may be here already is shown first."""
    form = PatientForm(request.POST or None, today=timezone.localdate())
    likely: list[Likely] = []
    if request.method == "POST" and form.is_valid():
        patient = form.save(commit=False)
        patient.organisation_id = request.user.organisation_id
        likely = [] if form.cleaned_data["anyway"] else likely_duplicates(request.user, patient)
        if not likely:
            created = actions.create_patient(actor=request.user, patient=patient)
            messages.success(request, f"{created.name} was added as no. {created.number}.")
            return to_chart(created)
    status = 409 if likely else _status(request, form)
    return render(request, "people/new.html", {"form": form, "likely": likely}, status=status)


def edit(request: ClinicRequest, uid: UUID) -> HttpResponse:
    """Change who a patient is; nobody's words are overwritten unseen."""
    patient = patient_of(request, uid)
    as_read = Patient.objects.get(pk=patient.pk) if request.method == "POST" else patient
    form = PatientForm(
        request.POST or None,
        instance=patient,
        today=timezone.localdate(),
        initial={"version": patient.version},
    )
    differences: list[tuple[str, str, str]] = []
    if request.method == "POST":
        if form.is_valid():
            patient.version = form.cleaned_data["version"] or 0
            try:
                changed = actions.change_patient(actor=request.user, patient=patient)
            except PatientChanged as refused:
                differences = _differences(form, refused.now)
                form.data = {**request.POST.dict(), "version": str(refused.now.version)}
            else:
                messages.success(request, f"{changed.name} was saved.")
                return to_chart(changed)
    else:
        note(request, what="patient read", patient=patient)
    status = 409 if differences else _status(request, form)
    context = {"form": form, "differences": differences}
    return patient_page(request, as_read, "people/edit.html", context, status=status)


def join(request: ClinicRequest, uid: UUID) -> HttpResponse:
    """Say that two records are of one person: choose the other, look at both, give the reason."""
    patient = patient_of(request, uid)
    other = _chosen(request)
    form = WhyForm(
        request.POST or None, help_text="Such as: registered twice, same passport shown."
    )
    problem = ""
    if request.method == "POST" and other and form.is_valid():
        why = form.cleaned_data["why"]
        try:
            actions.join_records(
                actor=request.user, patient=patient, other=other, why=why, at=timezone.now()
            )
        except PatientRefused as refused:
            problem = str(refused)
        else:
            messages.success(request, f"Nos. {patient.number} and {other.number} are joined.")
            return _to_patient(request, patient)
    for each in [patient, *([other] if other else [])]:
        note(request, what="patient read", patient=each)
    context = {
        "patient": patient,
        "other": other,
        "pair": _side_by_side(patient, other) if other else [],
        "joins": [] if problem else joins_visible_to(request.user, patient),
        "form": form,
        "problems": [{"says": problem, "field_id": ""}] if problem else [],
        **({} if other else _others(request, patient)),
    }
    status = 409 if problem else _status(request, form)
    return render(request, "people/join.html", context, status=status)


def _others(request: ClinicRequest, patient: Patient) -> dict[str, Any]:
    """Records to choose from: those searched for, or those that look alike."""
    typed = request.GET.get("q", "").strip()
    if not typed:
        return {"likely": likely_duplicates(request.user, patient)}
    found = find_patients(request.user, typed)
    return {"q": typed, "found": [each for each in found if each != patient]}


def undo_join(request: ClinicRequest, uid: UUID, pk: int) -> HttpResponse:
    """Part two joined records again."""
    patient = patient_of(request, uid)
    joined = get_object_or_404(joins_visible_to(request.user, patient), pk=pk)
    form = WhyForm(request.POST or None, help_text="Such as: two people of the same name.")
    if request.method == "POST" and form.is_valid():
        try:
            actions.undo_join(
                actor=request.user, join=joined, why=form.cleaned_data["why"], at=timezone.now()
            )
        except PatientRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "The two records are apart again.")
            return _to_patient(request, patient)
    context = {
        "patient": patient,
        "join": joined,
        "form": form,
        "pair": _side_by_side(joined.patient, joined.other),
    }
    return render(request, "people/undo_join.html", context, status=_status(request, form))


def _age(patient: Patient, today: date) -> Decimal | None:
    return Person(born_on=patient.born_on).age_on(today)


def _status(request: HttpRequest, form: Any) -> int:
    return 422 if request.method == "POST" and form.errors else 200


def _chosen(request: ClinicRequest) -> Patient | None:
    """The other record, where one was chosen."""
    typed = request.POST.get("other") or request.GET.get("other")
    if not typed:
        return None
    try:
        uid = UUID(typed)
    except ValueError:
        uid = UUID(int=0)
    return get_object_or_404(patients_visible_to(request.user), uid=uid)


def _to_patient(request: ClinicRequest, patient: Patient) -> HttpResponse:
    """The chart, for who may open it."""
    return to_chart(patient) if WITH_PATIENTS & request.roles else redirect("people:patients")


def _words(patient: Patient, name: str) -> str:
    """A field as it is read."""
    value = getattr(patient, name)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return in_words(value)
    if name == "sex":
        value = patient.get_sex_display()
    if name == "language":
        value = dict(languages(patient.language))[patient.language]
    return str(value) if value else "not known"


def _labels() -> list[tuple[str, str]]:
    labels = {each.name: str(each.verbose_name) for each in Patient._meta.fields}
    return [(name, labels[name][:1].upper() + labels[name][1:]) for name in EDITABLE]


def _differences(form: PatientForm, now: Patient) -> list[tuple[str, str, str]]:
    """Field, what stands, what was typed: only where they differ."""
    both = [(label, _words(now, name), _words(form.instance, name)) for name, label in _labels()]
    differing = [each for each in both if each[1] != each[2]]
    return differing or [("Nothing", "the same", "the same")]


def _side_by_side(one: Patient, other: Patient) -> list[tuple[str, str, str, bool]]:
    """Field, both values, and whether they differ."""
    rows = [("Number", str(one.number), str(other.number), False)]
    for name, label in _labels():
        if not name.startswith("by_"):
            here, there = _words(one, name), _words(other, name)
            rows.append((label, here, there, here != there))
    return rows
