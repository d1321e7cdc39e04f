"""Writes who the patients are: new, changed, joined, imported."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max, Q

from pistor.practice.access.models import Organisation, User
from pistor.practice.audit import actions as audit
from pistor.practice.people.csv_import import Outcome, Sheet, judge
from pistor.practice.people.duplicates import everybody
from pistor.practice.people.models import Patient, SamePerson
from pistor.practice.people.names import search_text

EDITABLE = (
    "family_name",
    "given_names",
    "called",
    "born_on",
    "sex",
    "language",
    "phone",
    "email",
    "address",
    "emergency_contact",
    "by_phone",
    "by_text",
    "by_email",
    "by_post",
)
_BATCH = 500


class PatientRefused(ValueError):
    """Something cannot be done with a patient as it stands; says why and what to do."""


class PatientChanged(PatientRefused):
    """Somebody saved the patient since it was read.

    Args:
        now: as it stands now.
    """

    def __init__(self, now: Patient) -> None:
        super().__init__("Somebody saved this patient while you were writing.")
        self.now = now


@transaction.atomic
def create_patient(*, actor: User, patient: Patient) -> Patient:
    """Take a person into the care of the organisation, under the next number."""
    patient.organisation = _locked(actor)
    patient.number = _last_number(patient.organisation) + 1
    patient.search_text = search_text(patient)
    patient.save(force_insert=True)
    audit.record(actor=actor, event="people.patient created", subject=patient)
    return patient


@transaction.atomic
def import_sheet(*, actor: User, sheet: Sheet, also_likely: bool, today: date) -> Outcome:
    """Take in everybody of a file who is not here yet, all or none.

    Args:
        also_likely: those too who may be here already.

    Raises:
        PatientRefused: a line cannot be taken in, or nobody is left to take in.
    """
    organisation = _locked(actor)
    outcome = judge(sheet, everybody(actor), today)
    patients = outcome.new + ([each for each, _ in outcome.likely] if also_likely else [])
    if outcome.refused:
        raise PatientRefused("Lines of the file cannot be read: nobody was added.")
    if not patients:
        raise PatientRefused("Everybody of this file is here already: nobody was added.")
    last = _last_number(organisation)
    for count, patient in enumerate(patients, start=1):
        patient.organisation = organisation
        patient.number = last + count
        patient.search_text = search_text(patient)
    Patient.objects.bulk_create(patients, batch_size=_BATCH)
    audit.record_all(actor=actor, event="people.patient imported", subjects=patients)
    return outcome


@transaction.atomic
def change_patient(*, actor: User, patient: Patient) -> Patient:
    """Save what is editable of a patient, if it is still the version it was read as.

    Raises:
        PatientChanged: somebody saved it in between.
    """
    now = Patient.objects.select_for_update().get(pk=patient.pk)
    if now.version != patient.version:
        raise PatientChanged(now)
    for name in EDITABLE:
        setattr(now, name, getattr(patient, name))
    now.version += 1
    now.search_text = search_text(now)
    now.save(update_fields=[*EDITABLE, "version", "search_text"])
    audit.record(actor=actor, event="people.patient changed", subject=now)
    return now


@transaction.atomic
def join_records(
    *, actor: User, patient: Patient, other: Patient, why: str, at: datetime
) -> SamePerson:
    """Say that two records are of one person; both stay.

    Raises:
        PatientRefused: they are the same record, or one is joined already.
    """
    organisation = _locked(actor)
    if patient.pk == other.pk:
        raise PatientRefused("This is one and the same record; choose another.")
    if {patient.organisation_id, other.organisation_id} != {organisation.pk}:
        raise PatientRefused("Records of two organisations are never joined.")
    both = [patient.pk, other.pk]
    standing = SamePerson.objects.filter(
        Q(patient__in=both) | Q(other__in=both), undone_at__isnull=True
    ).select_related("patient", "other")
    for each in standing:
        raise PatientRefused(
            f"Nos. {each.patient.number} and {each.other.number} are joined already. "
            "Two records can be joined, not three: undo that one first."
        )
    join = SamePerson.objects.create(
        patient=patient, other=other, why=why, entered_by=actor, entered_at=at
    )
    audit.record(actor=actor, event="people.records joined", subject=join, at=at)
    return join


@transaction.atomic
def undo_join(*, actor: User, join: SamePerson, why: str, at: datetime) -> SamePerson:
    """Part two records again.

    Raises:
        PatientRefused: somebody did so before.
    """
    _locked(actor)
    now = SamePerson.objects.select_for_update(of=("self",)).get(pk=join.pk)
    if now.undone_at is not None:
        raise PatientRefused("Somebody parted these two records before.")
    now.undone_at, now.undone_by, now.undone_why = at, actor, why
    now.save(update_fields=["undone_at", "undone_by", "undone_why"])
    audit.record(actor=actor, event="people.join undone", subject=now, at=at)
    return now


def _locked(actor: User) -> Organisation:
    """The organisation, so that numbers count up one at a time."""
    return Organisation.objects.select_for_update(no_key=True).get(pk=actor.organisation_id)


def _last_number(organisation: Organisation) -> int:
    found = Patient.objects.filter(organisation=organisation).aggregate(last=Max("number"))
    return found["last"] or 0
