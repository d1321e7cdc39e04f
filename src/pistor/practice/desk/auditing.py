"""The auditor's pages: who wrote what, and who read whom."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from pistor.practice.access.queries import users_visible_to
from pistor.practice.access.requests import ClinicRequest
from pistor.practice.audit.access import note
from pistor.practice.audit.models import AccessEntry, AuditRow

ON_A_PAGE = 100


def writes(request: ClinicRequest) -> HttpResponse:
    """The chain of the organisation, the newest first."""
    rows = AuditRow.objects.filter(organisation_id=request.user.organisation_id)
    return _listed(request, rows.order_by("-number"), "desk/writes.html")


def reads(request: ClinicRequest) -> HttpResponse:
    """The access log of the organisation, the newest first."""
    lines = AccessEntry.objects.filter(batch__organisation_id=request.user.organisation_id)
    return _listed(request, lines.select_related("batch").order_by("-pk"), "desk/reads.html")


def _listed(request: ClinicRequest, found: Any, template: str) -> HttpResponse:
    note(request, what="record of the record read")
    names = dict(users_visible_to(request.user).values_list("pk", "full_name"))
    shown = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    for each in shown:
        each.who = names.get(each.actor_id, "the patient, or the program")
    return render(request, template, {"page_obj": shown})
