"""What waits for whom in a clinic; computed from the records, so it can never be out of date."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.urls import reverse

from pistor.knowledge import load
from pistor.practice.access.models import Clinic, Role, User
from pistor.practice.access.permissions import CLINICIANS, PRESCRIBERS, WITH_PATIENTS
from pistor.practice.library.queries import adoptions_visible_to
from pistor.practice.people.models import Note, Patient, SamePerson
from pistor.practice.people.queries import patients_visible_to
from pistor.practice.planning.queries import (
    overrides_visible_to,
    versions_visible_to,
    waiting_for_approval,
)
from pistor.practice.screening.models import Screening, ScreeningOverride
from pistor.practice.screening.queries import screenings_visible_to

MOST_ROWS = 50  # of one kind; the count beside it says how many there are


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One thing that waits.

    Args:
        what: in a few words.
        since: None where it has no beginning.
        for_whom: a role or a name, in words.
        url: where it is done.
        mine: True where the reader may do it.
        patient: None where it is about no patient.
        pressing: what comes first; 0 most.
    """

    what: str
    since: datetime | None
    for_whom: str
    url: str
    mine: bool
    patient: Patient | None = None
    pressing: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who looks at Today, where, and as what."""

    user: User
    clinic: Clinic
    roles: frozenset[str]

    def is_one_of(self, roles: frozenset[str]) -> bool:
        """Whether one of these is a role of the reader."""
        return bool(self.roles & roles)


def waiting_for(reader: Reader) -> list[Waiting]:
    """Everything that waits in the clinic, the most pressing first."""
    found: list[Waiting] = []
    if reader.is_one_of(WITH_PATIENTS):
        found += _screenings(reader)
        found += _never_screened(reader)
    if reader.is_one_of(CLINICIANS):
        found += _second_looks(reader)
        found += _approvals(reader)
        found += _own_work(reader)
    found += _release(reader)
    return sorted(found, key=_oldest_first)


def _oldest_first(each: Waiting) -> tuple[int, datetime]:
    return each.pressing, each.since or datetime.max.replace(tzinfo=UTC)


def _screenings(reader: Reader) -> Iterator[Waiting]:
    states = {
        Screening.State.HANDED_IN: ("Answers to be accepted", "a clinician", CLINICIANS),
        Screening.State.ON_TABLET: ("The patient has the tablet", "the patient", frozenset[str]()),
        Screening.State.OPEN: ("Questionnaire begun", "whoever asks", WITH_PATIENTS),
    }
    screenings = screenings_visible_to(reader.user).filter(clinic=reader.clinic, state__in=states)
    for screening in screenings.order_by("begun_at", "pk")[:MOST_ROWS]:
        what, for_whom, roles = states[Screening.State(screening.state)]
        answering = screening.state == Screening.State.OPEN
        yield Waiting(
            what=what,
            patient=screening.patient,
            since=screening.begun_at,
            for_whom=for_whom,
            url=reverse(f"screening:{'answer' if answering else 'show'}", args=[screening.uid]),
            mine=reader.is_one_of(roles),
        )


def _never_screened(reader: Reader) -> Iterator[Waiting]:
    """Patients of whom nobody has asked anything yet, the newest first."""
    patients = patients_visible_to(reader.user).filter(screenings__isnull=True)
    joined = SamePerson.objects.filter(undone_at__isnull=True).values("other")
    patients = patients.exclude(pk__in=joined)
    for patient in patients.order_by("-pk")[:MOST_ROWS]:
        yield Waiting(
            what="Not screened yet",
            patient=patient,
            since=patient.created_at,
            for_whom="reception",
            url=reverse("screening:begin", args=[patient.uid]),
            mine=Role.RECEPTION in reader.roles,
            pressing=2,
        )


def _approvals(reader: Reader) -> Iterator[Waiting]:
    versions = waiting_for_approval(reader.user).filter(plan__clinic=reader.clinic)
    for version in versions[:MOST_ROWS]:
        yield Waiting(
            what=f"Plan to be approved: {version.plan.title or 'no title'}",
            patient=version.plan.patient,
            since=version.ready_at,
            for_whom="a prescriber",
            url=reverse("planning:show", args=[version.plan.uid]),
            mine=reader.is_one_of(PRESCRIBERS),
        )


def _second_looks(reader: Reader) -> Iterator[Waiting]:
    of_plans = overrides_visible_to(reader.user).filter(
        version__plan__clinic=reader.clinic, version__approved_at__isnull=True
    )
    of_screenings = ScreeningOverride.objects.filter(
        screening__in=screenings_visible_to(reader.user).filter(clinic=reader.clinic),
        withdrawn_at__isnull=True,
    ).select_related("screening__patient", "by")
    missing = {"is_stop": True, "second_at__isnull": True, "read_again_at__isnull": True}
    for made in of_plans.filter(**missing).order_by("at")[:MOST_ROWS]:
        url = reverse("planning:second_look", args=[made.pk])
        yield _second_look(reader, made.by, made.at, made.version.plan.patient, url)
    for each in of_screenings.filter(**missing).order_by("at")[:MOST_ROWS]:
        url = reverse("screening:show", args=[each.screening.uid])
        yield _second_look(reader, each.by, each.at, each.screening.patient, url)


def _second_look(reader: Reader, by: User, since: datetime, patient: Patient, url: str) -> Waiting:
    alone = reader.clinic.one_clinician_alone
    return Waiting(
        what=f"Second look at a stop that {by.full_name} overrode",
        patient=patient,
        since=since,
        for_whom=by.full_name if alone else "another clinician",
        url=url,
        pressing=0,
        mine=(by == reader.user) == alone,
    )


def _own_work(reader: Reader) -> Iterator[Waiting]:
    drafts = versions_visible_to(reader.user).filter(
        written_by=reader.user, approved_at__isnull=True, ready_at__isnull=True
    )
    for version in drafts.order_by("written_at")[:MOST_ROWS]:
        yield Waiting(
            what=f"Your draft of a plan: {version.plan.title or 'no title'}",
            patient=version.plan.patient,
            since=version.written_at,
            for_whom="you",
            url=reverse("planning:edit", args=[version.plan.uid]),
            mine=True,
        )
    notes = Note.objects.filter(
        patient__in=patients_visible_to(reader.user),
        entered_by=reader.user,
        signed_at__isnull=True,
    ).select_related("patient")
    for note in notes.order_by("entered_at")[:MOST_ROWS]:
        yield Waiting(
            what="Your note is not signed",
            patient=note.patient,
            since=note.entered_at,
            for_whom="you",
            url=reverse("desk:chart", args=[note.patient.uid]) + "#notes",
            mine=True,
        )


def _release(reader: Reader) -> Iterator[Waiting]:
    """The knowledge this program brings, where a prescriber has not adopted it yet."""
    newest = adoptions_visible_to(reader.user).order_by("-adopted_at", "-pk").first()
    if newest is None or newest.release != load().release:
        yield Waiting(
            what="A knowledge release to be read and adopted",
            since=newest.adopted_at if newest else None,
            for_whom="a prescriber",
            url=reverse("library:adopt"),
            mine=Role.PRESCRIBER in reader.roles,
        )
