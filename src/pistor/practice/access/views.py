"""Changes the clinic somebody works in."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from pistor.practice.access.middleware import CLINIC_KEY
from pistor.practice.access.queries import clinics_visible_to
from pistor.practice.access.requests import ClinicRequest


@require_POST
def switch_clinic(request: ClinicRequest) -> HttpResponse:
    """Work in another of one's clinics."""
    chosen = request.POST.get("clinic", "")
    pk = int(chosen) if chosen.isdecimal() else 0
    clinic = get_object_or_404(clinics_visible_to(request.user), pk=pk)
    request.session[CLINIC_KEY] = clinic.pk
    return redirect("desk:today")
