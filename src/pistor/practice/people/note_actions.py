"""Writes, signs and adds to clinical notes; a signed note never changes."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from pistor.practice.access.models import Clinic, User
from pistor.practice.audit import actions as audit
from pistor.practice.people.models import Addendum, Note, Patient

PARTS = ("reason", "findings", "discussed", "why_this_plan")


class NoteRefused(ValueError):
    """A note cannot be changed as wanted; says why and what to do.

    Args:
        note: as it stands now.
    """

    def __init__(self, says: str, *, note: Note) -> None:
        self.note = note
        super().__init__(says)


@transaction.atomic
def write_note(*, actor: User, clinic: Clinic, patient: Patient, parts: Mapping[str, str]) -> Note:
    """Begin a note."""
    note = Note(
        patient=patient, clinic=clinic, entered_by=actor, **{name: parts[name] for name in PARTS}
    )
    note.save()
    audit.record(actor=actor, event="people.note written", subject=note)
    return note


@transaction.atomic
def change_note(*, actor: User, note: Note, version: int, parts: Mapping[str, str]) -> Note:
    """Save a note that is not signed yet.

    Args:
        version: the one that was changed.

    Raises:
        NoteRefused: it was signed, or somebody saved it in between.
    """
    now = _unsigned(note, version)
    for name in PARTS:
        setattr(now, name, parts[name])
    now.version += 1
    now.save(update_fields=[*PARTS, "version"])
    audit.record(actor=actor, event="people.note changed", subject=now)
    return now


@transaction.atomic
def sign_note(*, actor: User, note: Note, version: int, at: datetime) -> Note:
    """Sign a note as the one who wrote it.

    Args:
        version: the one that was read before signing.

    Raises:
        NoteRefused: somebody else began it, it was signed, or it is not what was read.
    """
    now = _unsigned(note, version)
    if now.entered_by_id != actor.pk:
        raise NoteRefused(
            f"{now.entered_by} began this note and signs it. Write one of your own.", note=now
        )
    now.signed_by, now.signed_at = actor, at
    now.save(update_fields=["signed_by", "signed_at"])
    audit.record(actor=actor, event="people.note signed", subject=now, at=at)
    return now


@transaction.atomic
def add_addendum(*, actor: User, note: Note, text: str) -> Addendum:
    """Add to a signed note.

    Raises:
        NoteRefused: it is not signed, so it can still be changed.
    """
    now = _locked(note)
    if now.signed_at is None:
        raise NoteRefused("This note is not signed yet: change the note itself.", note=now)
    addendum = Addendum(patient=now.patient, note=now, text=text, entered_by=actor)
    addendum.save()
    audit.record(actor=actor, event="people.addendum added", subject=addendum)
    return addendum


def _locked(note: Note) -> Note:
    return Note.objects.select_for_update().get(pk=note.pk)


def _unsigned(note: Note, version: int) -> Note:
    now = _locked(note)
    if now.signed_at is not None:
        raise NoteRefused(
            "This note was signed in the meantime and changes no more. Add to it instead.", note=now
        )
    if now.version != version:
        raise NoteRefused(
            "Somebody saved this note while you were writing. Compare, then save again.", note=now
        )
    return now
