"""Pages where a prescriber goes on in spite of a reason, and somebody looks a second time."""

from datetime import UTC, datetime
from urllib.parse import urlencode
from uuid import UUID

from allauth.account.authentication import get_authentication_records
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from pistor.clinical.findings import OverrideRefused
from pistor.practice.access.fresh import signed_in_afresh
from pistor.practice.access.requests import ClinicRequest
from pistor.practice.screening import actions
from pistor.practice.screening.actions import Conflict
from pistor.practice.screening.forms import OverrideForm
from pistor.practice.screening.models import Screening, ScreeningOverride
from pistor.practice.screening.pages import context_of, says_what_is_unusable, the_screening
from pistor.practice.screening.queries import overrides_of
from pistor.practice.screening.results import findings_about
from pistor.practice.screening.views.accepting import result_page


@require_POST
@says_what_is_unusable
def override(request: ClinicRequest, uid: UUID) -> HttpResponse:
    """Write down that a prescriber goes on, and why."""
    screening = the_screening(request, uid)
    if screening.state != Screening.State.ACCEPTED:
        return redirect("screening:show", screening.uid)
    form = OverrideForm(request.POST)
    if not form.is_valid():
        return result_page(request, screening, form, status=422)
    given = form.cleaned_data
    try:
        row = actions.override_reason(
            actor=request.user,
            screening=screening,
            target=(given["code"], given["about"]),
            reason=given["reason"],
            at=timezone.now(),
        )
    except OverrideRefused as refused:
        form.add_error("reason", str(refused))
        return result_page(request, screening, form, status=422)
    except Conflict as conflict:
        form.add_error("reason", str(conflict))
        return result_page(request, screening, form, status=409)
    done = "Overridden." if row.is_complete else "Written down. It counts after the second look."
    messages.success(request, done)
    return redirect("screening:show", screening.uid)


def _the_override(screening: Screening, pk: int) -> ScreeningOverride:
    visible = {each.pk for each in overrides_of(screening)}
    rows = ScreeningOverride.objects.select_related("by", "second")
    return get_object_or_404(rows, pk=pk, pk__in=visible)


@require_http_methods(["GET", "POST"])
@signed_in_afresh
def second_look(request: ClinicRequest, uid: UUID, pk: int) -> HttpResponse:
    """A second clinician reads a stop and the reason to go on, and agrees by their own account."""
    screening = the_screening(request, uid)
    row = _the_override(screening, pk)
    if request.method == "GET":
        return _look(request, screening, row)
    try:
        actions.look_a_second_time(actor=request.user, override=row, at=timezone.now())
    except OverrideRefused as refused:
        return _look(request, screening, row, problem=str(refused), status=422)
    except Conflict as conflict:
        return _look(request, screening, row, problem=str(conflict), status=409)
    messages.success(request, "Your second look is written down. The override counts now.")
    return redirect("screening:show", screening.uid)


@require_http_methods(["GET", "POST"])
@signed_in_afresh
def read_again(request: ClinicRequest, uid: UUID, pk: int) -> HttpResponse:
    """Where one clinician works alone: read it again, behind a sign-in later than the override."""
    screening = the_screening(request, uid)
    row = _the_override(screening, pk)
    if _last_sign_in(request) <= row.at and row.by_id == request.user.pk:
        messages.info(request, "Your last password was given before the override: give it again.")
        asking = reverse("account_reauthenticate")
        return redirect(f"{asking}?{urlencode({'next': request.path})}")
    if request.method == "GET":
        return _look(request, screening, row)
    try:
        actions.read_again(actor=request.user, override=row, at=timezone.now())
    except OverrideRefused as refused:
        return _look(request, screening, row, problem=str(refused), status=422)
    except Conflict as conflict:
        return _look(request, screening, row, problem=str(conflict), status=409)
    messages.success(request, "Read again. The override counts now.")
    return redirect("screening:show", screening.uid)


def _last_sign_in(request: ClinicRequest) -> datetime:
    """When a password was last given here."""
    times = [each["at"] for each in get_authentication_records(request, request.user)]
    return datetime.fromtimestamp(max(times, default=0), tz=UTC)


def _look(
    request: ClinicRequest,
    screening: Screening,
    row: ScreeningOverride,
    *,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "override": row,
        "findings": findings_about(screening, (row.code, row.about)),
        "own": row.by_id == request.user.pk,
        "problems": [{"says": problem, "field_id": ""}] if problem else [],
    }
    return render(
        request,
        "screening/look.html",
        context_of(screening.patient, screening=screening, **context),
        status=status,
    )
