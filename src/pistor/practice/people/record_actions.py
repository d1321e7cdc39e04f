"""Adds to what is known of a patient and withdraws from it; nothing is ever deleted."""

from datetime import date, datetime
from typing import TypeVar

from django.db import transaction

from pistor.practice.access.models import User
from pistor.practice.audit import actions as audit
from pistor.practice.people.models import Allergy, OfPatient, Patient, Withdrawable
from pistor.practice.people.queries import records_of, standing

Record = TypeVar("Record", bound=OfPatient)
CanBeWithdrawn = TypeVar("CanBeWithdrawn", bound=Withdrawable)


class RecordRefused(ValueError):
    """Something cannot be done with a record as it stands; says why and what to do."""


def kind_of(record: OfPatient) -> str:
    """The word for a kind of record."""
    return str(record._meta.model_name)


@transaction.atomic
def add_record(*, actor: User, record: Record) -> Record:
    """Put a record into the chart; an allergy also answers whether there are any."""
    patient = _locked(record.patient)
    record.entered_by = actor
    record.save()
    audit.record(actor=actor, event=f"people.{kind_of(record)} added", subject=record)
    if isinstance(record, Allergy):
        asked_on = max(record.reported_on, patient.allergies_asked_on or record.reported_on)
        _state_allergies(actor, patient, Patient.Allergies.LISTED, asked_on)
    return record


@transaction.atomic
def withdraw_record(
    *, actor: User, record: CanBeWithdrawn, why: str, at: datetime
) -> CanBeWithdrawn:
    """Take a record back; it stays readable with the reason.

    Raises:
        RecordRefused: it was withdrawn before.
    """
    patient = _locked(record.patient)
    now = type(record)._default_manager.get(pk=record.pk)
    if now.withdrawn_at is not None:
        raise RecordRefused(f"Somebody withdrew this before: {now.withdrawn_why}")
    now.withdrawn_at, now.withdrawn_why = at, why
    now.save(update_fields=["withdrawn_at", "withdrawn_why"])
    audit.record(actor=actor, event=f"people.{kind_of(now)} withdrawn", subject=now, at=at)
    if isinstance(now, Allergy) and not standing(Allergy, [patient]).exists():
        _state_allergies(actor, patient, Patient.Allergies.NOT_ASKED, None)
    return now


@transaction.atomic
def state_no_allergies(*, actor: User, patient: Patient, on: date) -> Patient:
    """Write down that somebody asked and no allergy is known.

    Raises:
        RecordRefused: an allergy is listed.
    """
    patient = _locked(patient)
    listed = standing(Allergy, records_of(patient)).first()
    if listed is not None:
        raise RecordRefused(
            f"{listed.substance} is listed as an allergy. Withdraw it first, with a reason."
        )
    _state_allergies(actor, patient, Patient.Allergies.NONE_KNOWN, on)
    return patient


def _locked(patient: Patient) -> Patient:
    return Patient.objects.select_for_update().get(pk=patient.pk)


def _state_allergies(
    actor: User, patient: Patient, state: Patient.Allergies, on: date | None
) -> None:
    patient.allergies_asked, patient.allergies_asked_on = state, on
    patient.save(update_fields=["allergies_asked", "allergies_asked_on"])
    audit.record(actor=actor, event="people.allergies stated", subject=patient)
