"""Pages that put together what several steps know."""

from django.http import HttpResponse
from django.shortcuts import render

from pistor.practice.access.requests import ClinicRequest


def today(request: ClinicRequest) -> HttpResponse:
    """What waits for whom."""
    return render(request, "desk/today.html", {})
