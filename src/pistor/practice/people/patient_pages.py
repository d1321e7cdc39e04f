"""What every page about one patient has: the patient somebody may see, and the top."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from pistor.practice.access.requests import ClinicRequest
from pistor.practice.people.models import Patient
from pistor.practice.people.queries import header_of, patients_visible_to


def patient_of(request: ClinicRequest, uid: UUID) -> Patient:
    """The patient of an address, or no page."""
    return get_object_or_404(patients_visible_to(request.user), uid=uid)


def patient_page(
    request: ClinicRequest,
    patient: Patient,
    template: str,
    context: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """A page with name and allergies on top."""
    whole = {"patient": patient, "header": header_of(patient), **context}
    return render(request, template, whole, status=status)


def to_chart(patient: Patient, section: str = "") -> HttpResponseRedirect:
    """Back to the chart, at a section of it."""
    anchor = f"#{section}" if section else ""
    return HttpResponseRedirect(reverse("desk:chart", args=[patient.uid]) + anchor)
