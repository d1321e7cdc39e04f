"""What the side navigation offers: only what this person may open."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from pistor.config.permissions import TABLE
from pistor.practice.access.models import User
from pistor.practice.access.queries import clinics_visible_to

PLACES = (
    ("Today", "desk:today"),
    ("Patients", "people:patients"),
    ("Library", "library:search"),
    ("Staff", "access:staff"),
    ("Record", "desk:writes"),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """For every page of somebody signed in."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {}
    roles: frozenset[str] = getattr(request, "roles", frozenset())
    places = []
    for label, view in PLACES:
        allowed = TABLE.get(view, frozenset())
        if "signed in" in allowed or allowed & roles:
            url = reverse(view)
            current = request.path == url or (url != "/" and request.path.startswith(url))
            places.append({"label": label, "url": url, "current": current})
    return {"navigation": places, "clinics": list(clinics_visible_to(user))}
