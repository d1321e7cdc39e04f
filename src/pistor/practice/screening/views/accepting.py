"""Pages where a clinician reads the answers, accepts them, and sees what follows."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from pistor.practice.access.requests import ClinicRequest
from pistor.practice.audit.access import note
from pistor.practice.screening.actions import Conflict, accept_screening
from pistor.practice.screening.forms import OverrideForm
from pistor.practice.screening.models import Screening
from pistor.practice.screening.pages import context_of, says_what_is_unusable, the_screening
from pistor.practice.screening.reading import answers_to_accept
from pistor.practice.screening.result_page import result_context
from pistor.practice.screening.sheets import basis_of, sheet_of

State = Screening.State


@require_http_methods(["GET", "POST"])
@says_what_is_unusable
def accept(request: ClinicRequest, uid: UUID) -> HttpResponse:
    """Every answer before it changes the record, beside what the record says now."""
    screening = the_screening(request, uid)
    if screening.state not in {State.OPEN, State.HANDED_IN}:
        return redirect("screening:answer", screening.uid)
    problem = _accepted(request, screening) if request.method == "POST" else ""
    if problem is None:
        messages.success(request, "Accepted. The answers are on the patient's record.")
        return redirect("screening:show", screening.uid)
    note(request, patient=screening.patient, what="screening answers read")
    screening.refresh_from_db(fields=["answers", "version"])
    sheet = sheet_of(basis_of(screening, on=timezone.localdate()), screening.answers)
    return render(
        request,
        "screening/accept.html",
        context_of(
            screening.patient,
            screening=screening,
            today=timezone.localdate(),
            problems=[{"says": problem, "field_id": ""}] if problem else [],
            **answers_to_accept(sheet),
        ),
        status=409 if problem else 200,
    )


def _accepted(request: ClinicRequest, screening: Screening) -> str | None:
    """Accept what was shown; gives a sentence where it was not, None where it was."""
    version = request.POST.get("version", "")
    try:
        accept_screening(
            actor=request.user,
            screening=screening,
            version=int(version) if version.isascii() and version.isdecimal() else 0,
            on=timezone.localdate(),
            at=timezone.now(),
        )
    except Conflict as conflict:
        return f"{conflict} Read the answers below again before you accept them."
    return None


@require_GET
@says_what_is_unusable
def show(request: ClinicRequest, uid: UUID) -> HttpResponse:
    """What follows from the answers, as accepted and as of today."""
    screening = the_screening(request, uid)
    if screening.state != State.ACCEPTED:
        handed_in = screening.state == State.HANDED_IN
        return redirect("screening:accept" if handed_in else "screening:answer", screening.uid)
    return result_page(request, screening)


def result_page(
    request: ClinicRequest,
    screening: Screening,
    form: OverrideForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of an accepted screening, with an override form that was refused, if any."""
    note(request, patient=screening.patient, what="screening result read")
    context = result_context(request, screening, on=timezone.localdate(), form=form)
    return render(
        request,
        "screening/show.html",
        context_of(screening.patient, screening=screening, **context),
        status=status,
    )
