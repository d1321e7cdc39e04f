"""What every page of a screening shares: finding it, its header, and what it cannot use."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, Resolver404, resolve, reverse

from pistor.notation.files import InputRefused
from pistor.practice.access.permissions import CLINICIANS
from pistor.practice.access.requests import ClinicRequest
from pistor.practice.people.models import Patient
from pistor.practice.people.queries import header_of
from pistor.practice.screening.models import Screening
from pistor.practice.screening.queries import screenings_visible_to

View = Callable[..., HttpResponse]


def the_screening(request: ClinicRequest, uid: UUID) -> Screening:
    """A screening somebody may see, or the page that says there is none."""
    return get_object_or_404(screenings_visible_to(request.user), uid=uid)


def context_of(patient: Patient, **more: Any) -> dict[str, Any]:
    """What the header of a person's pages needs."""
    return {"patient": patient, "header": header_of(patient), **more}


def is_clinician(request: ClinicRequest) -> bool:
    """Whether somebody may read results and accept answers."""
    return bool(request.roles & CLINICIANS)


def says_what_is_unusable(view: View) -> View:
    """Say which entry the rules cannot use, instead of failing; nothing was written."""

    @wraps(view)
    def shown(request: ClinicRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except InputRefused as refused:
            says = {
                "title": "The record cannot be used as it is",
                "says": f"{refused.at or 'Record'}: {refused.why}.",
                "do": "Put this right in the patient's chart, then come back. Nothing was changed.",
            }
            return render(request, "web/error.html", says, status=422)

    return shown


def source_url(key: str) -> str:
    """Where the library shows a source; empty where it does not."""
    try:
        path = f"/library/reference/{key}/"
        resolve(path)
    except Resolver404:
        return ""
    return path


def url_or_nothing(view: str, *args: Any) -> str:
    """The address of a page of a later step; empty where there is none."""
    try:
        return reverse(view, args=args)
    except NoReverseMatch:
        return ""
