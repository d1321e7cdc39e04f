"""Reads of the screening app; every one starts from what somebody may see."""

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from pistor.practice.access.models import Clinic, User
from pistor.practice.people.models import Patient
from pistor.practice.screening.models import Screening, ScreeningOverride

State = Screening.State
NOT_ACCEPTED = (State.OPEN, State.ON_TABLET, State.HANDED_IN)


def screenings_visible_to(user: User) -> QuerySet[Screening]:
    """The screenings of somebody's organisation."""
    return Screening.objects.filter(patient__organisation_id=user.organisation_id).select_related(
        "patient", "clinic__organisation", "begun_by", "accepted_by"
    )


def screening_on_tablet(uid: str) -> Screening | None:
    """The one screening a tablet was handed over with; it shows nothing of anybody else."""
    try:
        found = Screening.objects.filter(uid=uid)
    except (ValidationError, ValueError):
        return None
    return found.select_related("patient", "clinic__organisation").first()


def unfinished(patient: Patient, user: User) -> QuerySet[Screening]:
    """Screenings of a patient that nobody has accepted yet, the newest first."""
    found = screenings_visible_to(user).filter(patient=patient, state__in=NOT_ACCEPTED)
    return found.order_by("-begun_at", "-pk")


def waiting_in(clinic: Clinic, user: User) -> QuerySet[Screening]:
    """Answers a clinic has to accept, the oldest first."""
    found = screenings_visible_to(user).filter(clinic=clinic, state=State.HANDED_IN)
    return found.order_by("begun_at", "pk")


def accepted_of(patient: Patient, user: User) -> QuerySet[Screening]:
    """Accepted screenings of a patient, the newest first."""
    found = screenings_visible_to(user).filter(patient=patient, state=State.ACCEPTED)
    return found.order_by("-accepted_at", "-pk")


def overrides_of(screening: Screening) -> list[ScreeningOverride]:
    """Overrides nobody withdrew, in the order they were made."""
    found = screening.overrides.filter(withdrawn_at__isnull=True).select_related("by", "second")
    return list(found.order_by("at", "pk"))
