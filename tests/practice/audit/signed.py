"""One row of every kind that may not change, as raw SQL would find it."""

from datetime import UTC, date, datetime

from pistor.practice.audit import access
from pistor.practice.audit.actions import record
from pistor.practice.audit.models import AccessBatch, AccessEntry, AuditRow, RecordVersion
from pistor.practice.library.models import AdoptedRelease, Review
from pistor.practice.people.models import Addendum, Note, Patient
from pistor.practice.planning.models import PlanOfCare, PlanVersion
from pistor.practice.screening.models import Screening
from tests.practice.cast import House, a_patient

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def one_of_each(house: House, request) -> dict[str, int]:
    """Make them; gives the key of the row by table."""
    ada = a_patient(house)
    record(actor=None, event="people.patient created", subject=ada)
    request.user, request.clinic = house.staff["auditor"], house.clinic
    access.note(request, what="chart read", patient=ada)
    access.flush()
    kept = [
        AuditRow.objects.get(),
        RecordVersion.objects.get(),
        AccessBatch.objects.get(),
        AccessEntry.objects.get(),
        *_clinical(house, ada),
        *_knowledge(house),
    ]
    return {each._meta.db_table: each.pk for each in kept}


def _clinical(house: House, ada: Patient) -> list[object]:
    iris = house.staff["prescriber"]
    note = Note.objects.create(
        patient=ada, clinic=house.clinic, reason="thin hair", signed_by=iris, signed_at=NOW
    )
    plan = PlanOfCare.objects.create(
        patient=ada, clinic=house.clinic, title="Hair", begun_by=iris, begun_at=NOW
    )
    return [
        note,
        Addendum.objects.create(patient=ada, note=note, text="and thin eyebrows"),
        Screening.objects.create(
            patient=ada,
            clinic=house.clinic,
            state="accepted",
            begun_by=iris,
            begun_at=NOW,
            accepted_by=iris,
            accepted_at=NOW,
        ),
        PlanVersion.objects.create(
            plan=plan,
            number=1,
            content={},
            written_by=iris,
            written_at=NOW,
            approved_by=iris,
            approved_at=NOW,
            plan_hash="0" * 64,
        ),
    ]


def _knowledge(house: House) -> list[object]:
    iris = house.staff["prescriber"]
    return [
        AdoptedRelease.objects.create(
            organisation=house.organisation,
            release=str(date(2026, 3, 1)),
            rows=[],
            adopted_by=iris,
            adopted_at=NOW,
        ),
        Review.objects.create(
            organisation=house.organisation,
            kind="limit",
            key="x",
            row_hash="0" * 64,
            reviewed_by=iris,
            reviewed_at=NOW,
        ),
    ]
