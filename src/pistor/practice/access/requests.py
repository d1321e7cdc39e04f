"""The request as a view sees it once the middleware has run."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from pistor.practice.access.models import Clinic, User


class ClinicRequest(HttpRequest):
    """Somebody signed in, in one of their clinics, with their roles there."""

    user: User
    clinic: Clinic
    roles: frozenset[str]
    htmx: HtmxDetails
