"""Pages that put together what several steps know."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from pistor.practice.access.permissions import WITH_PATIENTS
from pistor.practice.access.requests import ClinicRequest
from pistor.practice.desk.waiting import Reader, waiting_for


def today(request: ClinicRequest) -> HttpResponse:
    """What waits for whom."""
    found = waiting_for(Reader(user=request.user, clinic=request.clinic, roles=request.roles))
    page = {
        "today": timezone.localdate(),
        "may_see_patients": bool(request.roles & WITH_PATIENTS),
        "mine": [each for each in found if each.mine],
        "others": [each for each in found if not each.mine],
    }
    return render(request, "desk/today.html", page)
