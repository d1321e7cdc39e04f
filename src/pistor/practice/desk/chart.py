"""The chart of one patient: everything on one page, as far as the reader may see it."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from pistor.practice.access.permissions import CLINICIANS
from pistor.practice.access.requests import ClinicRequest
from pistor.practice.audit import access
from pistor.practice.desk.cards import Cards
from pistor.practice.desk.facts import facts_of
from pistor.practice.desk.queries import clinical_of, joins_of, plans_of
from pistor.practice.people.models import Patient
from pistor.practice.people.patient_pages import patient_of
from pistor.practice.people.queries import header_from, header_of, records_of

ENTERED = ("medicine", "condition", "procedure", "received")


@require_safe
def chart(request: ClinicRequest, uid: UUID) -> HttpResponse:
    """Who this is and what is known; who does not treat sees no clinical record."""
    patient = patient_of(request, uid)
    context = _clinical_chart(patient) if request.roles & CLINICIANS else _plain_chart(patient)
    access.note(request, what="chart read", patient=patient)
    return render(request, "desk/chart.html", {"patient": patient, **context})


def _clinical_chart(patient: Patient) -> dict[str, Any]:
    whole = records_of(patient)
    clinical, plans = clinical_of(whole), plans_of(whole)
    cards = Cards(patient=patient, whole=whole)
    records = clinical.records
    header = header_from(
        patient,
        allergies=[each for each in records["allergy"] if each.withdrawn_at is None],
        judged=next(iter(records["phototype"]), None),
        on=timezone.localdate(),
    )
    return {
        "clinical": True,
        "header": header,
        "facts": facts_of(header, clinical, plans),
        "work": [
            cards.plans(plans, clinical=True),
            cards.screenings(clinical.screenings),
            cards.notes(clinical.notes),
            cards.documents(records["document"]),
        ],
        "contact": _contact(patient),
        "joined": cards.joined_records(joins_of(patient), clinical=True),
        "records": [
            cards.allergies(records["allergy"]),
            *(cards.of_kind(key, records[key]) for key in ENTERED),
            cards.measurements(records["measurement"]),
            cards.of_kind("phototype", records["phototype"]),
        ],
    }


def _plain_chart(patient: Patient) -> dict[str, Any]:
    whole = records_of(patient)
    plans = plans_of(whole)
    cards = Cards(patient=patient, whole=whole)
    return {
        "clinical": False,
        "header": header_of(patient, records=whole, on=timezone.localdate()),
        "work": [cards.plans(plans, clinical=False), cards.asking()],
        "contact": _contact(patient),
        "joined": cards.joined_records(joins_of(patient), clinical=False),
    }


def _contact(patient: Patient) -> list[tuple[str, str]]:
    ways = ("by_phone", "by_text", "by_email", "by_post")
    agreed = [
        str(Patient._meta.get_field(way).verbose_name)  # type: ignore[union-attr]
        for way in ways
        if getattr(patient, way)
    ]
    return [
        ("Phone", patient.phone or "none"),
        ("E-mail", patient.email or "none"),
        ("Address", patient.address or "none"),
        ("In an emergency", patient.emergency_contact or "nobody named"),
        ("Agreed", ", ".join(agreed) or "to nothing: do not contact"),
    ]
