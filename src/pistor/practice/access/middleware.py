"""Puts clinic and roles on every request, and lets nobody past the table of permissions."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.module_loading import import_string

from pistor.knowledge import KnowledgeError
from pistor.practice.access.models import Clinic, Role, User
from pistor.practice.access.permissions import EVERYBODY, SIGNED_IN, TABLET, Permission
from pistor.practice.access.queries import clinics_visible_to, roles_of

CLINIC_KEY = "clinic"
TABLET_KEY = "tablet_screening"
Respond = Callable[[HttpRequest], HttpResponseBase]


class ClinicMiddleware:
    """Sets ``request.clinic``, ``request.roles`` and the clinic's time zone."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        clinic, roles = None, frozenset[str]()
        if isinstance(request.user, User):
            clinic = _clinic_of(request.user, request)
            roles = roles_of(request.user, clinic) if clinic else roles
        request.clinic, request.roles = clinic, roles  # type: ignore[attr-defined]
        with timezone.override(clinic.zone if clinic else None):
            answer = self.get_response(request)
        if request.user.is_authenticated or TABLET_KEY in request.session:
            # A browser that keeps a page shows it again to whoever holds the tablet next.
            answer.setdefault("Cache-Control", "private, no-store")
        return answer


def _clinic_of(user: User, request: HttpRequest) -> Clinic | None:
    clinics = clinics_visible_to(user).select_related("organisation")
    chosen = request.session.get(CLINIC_KEY)
    return clinics.filter(pk=chosen).first() or clinics.first() if chosen else clinics.first()


@cache
def permission_table() -> dict[str, Permission]:
    """The table named in the settings."""
    table: dict[str, Permission] = import_string(settings.PERMISSION_TABLE)
    return table


class PermissionMiddleware:
    """Refuses an address that has no row, or whose row does not name a role somebody has."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Say it where the adopted knowledge cannot be read; nothing stands in for it."""
        return _unreadable(request, error) if isinstance(error, KnowledgeError) else None

    def process_view(
        self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any
    ) -> HttpResponseBase | None:
        """Ask the table before any view runs."""
        match = request.resolver_match
        needed = permission_table().get(match.view_name) if match else None
        if TABLET_KEY in request.session and needed not in {TABLET, EVERYBODY}:
            return redirect("screening:tablet")
        if needed == EVERYBODY or (needed == TABLET and TABLET_KEY in request.session):
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if request.clinic is None and needed:  # type: ignore[attr-defined]
            return _without_a_clinic(request)
        if needed == SIGNED_IN or (needed and needed & request.roles):  # type: ignore[attr-defined]
            return None
        return _refused(request, needed)


def _unreadable(request: HttpRequest, error: KnowledgeError) -> HttpResponse:
    page = {
        "title": "The adopted knowledge cannot be read",
        "says": f"This version of the program cannot read the release adopted last: {error}.",
        "do": "Nothing is checked until a prescriber adopts the release this version brings.",
        "url": "/library/adopt/",
        "label": "Read and adopt",
    }
    return render(request, "web/error.html", page, status=503)


def _without_a_clinic(request: HttpRequest) -> HttpResponse:
    page = {
        "title": "You work in no clinic yet",
        "says": "Your account has no role in any clinic.",
        "do": "Ask a manager to give you one.",
    }
    return render(request, "web/error.html", page, status=403)


def _refused(request: HttpRequest, needed: Permission | None) -> HttpResponse:
    names = [Role(role).label.lower() for role in Role.values if needed and role in needed]
    who = " or ".join(names) if names else "nobody"
    return render(
        request,
        "web/error.html",
        {
            "title": "You may not open this",
            "says": f"This page is for: {who}.",
            "do": "Ask one of them, or a manager if your role has changed.",
        },
        status=403,
    )
