"""The patient's tablet: one questionnaire, no navigation, nobody else's name, no way back."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from pistor.practice.access.middleware import TABLET_KEY
from pistor.practice.screening.filling import Outcome, fill_in
from pistor.practice.screening.models import Screening
from pistor.practice.screening.pages import says_what_is_unusable
from pistor.practice.screening.queries import screening_on_tablet


def lock_to_patient(request: HttpRequest, screening: Screening) -> HttpResponse:
    """Sign the staff member out; this browser then holds one questionnaire and nothing else."""
    logout(request)
    for _message in messages.get_messages(request):
        pass  # a message to staff that nobody has read yet must not greet the patient
    request.session[TABLET_KEY] = str(screening.uid)
    return redirect("screening:tablet")


@require_http_methods(["GET", "POST"])
@says_what_is_unusable
def tablet(request: HttpRequest) -> HttpResponse:
    """The questionnaire as the patient fills it in; afterwards a page that stays locked."""
    screening = screening_on_tablet(request.session[TABLET_KEY])
    if screening is None or screening.state != Screening.State.ON_TABLET:
        return render(request, "screening/thank_you.html", {"screening": screening})
    with timezone.override(screening.clinic.zone):
        outcome = fill_in(
            request, screening, actor=None, at=timezone.now(), on=timezone.localdate()
        )
        return _shown(request, screening, outcome)


def _shown(request: HttpRequest, screening: Screening, outcome: Outcome) -> HttpResponse:
    if outcome.saved:
        return redirect("screening:tablet")
    context = {"screening": screening, "patient": screening.patient, **outcome.context()}
    return render(request, "screening/tablet.html", context, status=outcome.status)
