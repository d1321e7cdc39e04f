"""Pages where a questionnaire is begun and filled in with staff."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from pistor.practice.access.requests import ClinicRequest
from pistor.practice.audit.access import note
from pistor.practice.library.queries import knowledge_of
from pistor.practice.people.queries import patients_visible_to
from pistor.practice.screening import actions
from pistor.practice.screening.actions import Conflict
from pistor.practice.screening.filling import Outcome, fill_in
from pistor.practice.screening.forms import WantsForm
from pistor.practice.screening.models import Screening
from pistor.practice.screening.pages import (
    context_of,
    is_clinician,
    says_what_is_unusable,
    the_screening,
)
from pistor.practice.screening.queries import screenings_visible_to, unfinished
from pistor.practice.screening.views.tablet import lock_to_patient

State = Screening.State


@require_http_methods(["GET", "POST"])
def begin(request: ClinicRequest, uid: UUID) -> HttpResponse:
    """Say what is wanted, then ask together or hand over the tablet."""
    patient = get_object_or_404(patients_visible_to(request.user), uid=uid)
    knowledge = knowledge_of(request.clinic.organisation)
    form = WantsForm(request.POST or None, knowledge=knowledge, initial=_like(request))
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        screening = actions.begin_screening(
            actor=request.user, patient=patient, clinic=request.clinic, wants=form.wants(), at=now
        )
        if request.POST.get("how") == "tablet":
            actions.hand_over(actor=request.user, screening=screening, at=now)
            return lock_to_patient(request, screening)
        return redirect("screening:answer", screening.uid)
    going_on = unfinished(patient, request.user).first()
    return render(
        request,
        "screening/begin.html",
        context_of(patient, form=form, going_on=going_on),
        status=422 if form.errors else 200,
    )


def _like(request: ClinicRequest) -> dict[str, object]:
    """What the link says is wanted; or the wishes of an earlier screening, to ask again."""
    earlier = request.GET.get("like", "")
    try:
        uid = UUID(earlier)
    except ValueError:
        named = {name: request.GET.get(name, "") for name in ("indication", "zone")}
        return {**named, "ingredients": request.GET.getlist("ingredients")[:40]}
    found = screenings_visible_to(request.user).filter(uid=uid).first()
    return dict(found.wants) if found else {}


@require_http_methods(["GET", "POST"])
@says_what_is_unusable
def answer(request: ClinicRequest, uid: UUID) -> HttpResponse:
    """The questionnaire, with staff at the patient's side."""
    screening = the_screening(request, uid)
    if request.method == "GET" and screening.state in {State.ACCEPTED, State.DISCARDED}:
        return _closed(request, screening)
    if request.method == "GET" and screening.state == State.ON_TABLET:
        return render(
            request,
            "screening/with_patient.html",
            context_of(screening.patient, screening=screening),
        )
    note(request, patient=screening.patient, what="screening answers read")
    outcome = fill_in(
        request, screening, actor=request.user, at=timezone.now(), on=timezone.localdate()
    )
    if outcome.saved:
        return _saved(request, outcome, outcome.saved)
    return render(
        request,
        "screening/answer.html",
        context_of(
            screening.patient,
            screening=screening,
            clinician=is_clinician(request),
            **outcome.context(),
        ),
        status=outcome.status,
    )


def _closed(request: ClinicRequest, screening: Screening) -> HttpResponse:
    if screening.state == State.ACCEPTED and is_clinician(request):
        return redirect("screening:show", screening.uid)
    return render(
        request, "screening/closed.html", context_of(screening.patient, screening=screening)
    )


def _saved(request: ClinicRequest, outcome: Outcome, saved: Screening) -> HttpResponse:
    if saved.state == State.HANDED_IN and is_clinician(request):
        return redirect("screening:accept", saved.uid)
    if saved.state == State.HANDED_IN:
        messages.success(request, "Handed in. A clinician reads the answers and accepts them.")
    elif outcome.further:
        messages.info(request, "Saved. The answers call for more questions: they are below.")
    else:
        messages.success(request, "Saved as a draft. Nothing is on the patient's record yet.")
    return redirect("screening:answer", saved.uid)


@require_POST
def hand_over(request: ClinicRequest, uid: UUID) -> HttpResponse:
    """Sign out and leave this browser with the patient's questionnaire and nothing else."""
    screening = the_screening(request, uid)
    try:
        actions.hand_over(actor=request.user, screening=screening, at=timezone.now())
    except Conflict as conflict:
        return _refused(request, screening, conflict)
    return lock_to_patient(request, screening)


@require_POST
def take_back(request: ClinicRequest, uid: UUID) -> HttpResponse:
    """Go on with staff where the patient stopped."""
    screening = the_screening(request, uid)
    try:
        actions.take_back(actor=request.user, screening=screening, at=timezone.now())
    except Conflict as conflict:
        return _refused(request, screening, conflict)
    return redirect("screening:answer", screening.uid)


@require_POST
def discard(request: ClinicRequest, uid: UUID) -> HttpResponse:
    """Put a questionnaire aside."""
    screening = the_screening(request, uid)
    try:
        actions.discard_screening(actor=request.user, screening=screening, at=timezone.now())
    except Conflict as conflict:
        return _refused(request, screening, conflict)
    messages.success(request, "Discarded. These answers never count; they stay readable.")
    return redirect("screening:begin", screening.patient.uid)


def _refused(request: ClinicRequest, screening: Screening, conflict: Conflict) -> HttpResponse:
    messages.error(request, f"{conflict} Nothing was changed.")
    return redirect("screening:answer", screening.uid)
