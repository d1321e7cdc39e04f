"""What is put into a chart: the person, records, notes, papers, and who is one person."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from pistor.cli.clinic.drawings import face, paper
from pistor.cli.clinic.scene import Act, Scene
from pistor.cli.clinic.story import PatientOfStory
from pistor.practice.people import actions, document_actions, note_actions, record_actions
from pistor.practice.people.models import (
    Allergy,
    Condition,
    Document,
    Measurement,
    Medicine,
    OfPatient,
    Patient,
    Phototype,
    Procedure,
    Received,
    Withdrawable,
)
from pistor.practice.people.uploads import accepted_document, accepted_portrait

_KINDS: dict[str, tuple[type[OfPatient], str]] = {
    "allergy": (Allergy, "reported_on"),
    "medicine": (Medicine, ""),
    "condition": (Condition, ""),
    "procedure": (Procedure, ""),
    "measurement": (Measurement, "on"),
    "phototype": (Phototype, "on"),
    "received": (Received, "on"),
}


def come(scene: Scene, act: Act) -> None:
    """Somebody comes for the first time."""
    told: PatientOfStory = act.given["told"]
    patient = Patient(
        family_name=told.family_name,
        given_names=told.given_names,
        called=told.called,
        born_on=told.born_on,
        sex=told.sex,
        language=told.language,
        phone=told.phone,
        email=f"{told.key}@example.org",
        address=told.address,
        emergency_contact=told.emergency_contact,
        **dict.fromkeys(told.may, True),
    )
    reception = scene.accounts["reception"]
    scene.patients[told.key] = actions.create_patient(actor=reception, patient=patient)


def intake(scene: Scene, act: Act) -> None:
    """What is asked and measured at a first visit."""
    patient, given = scene.patients[act.key], act.given
    for kind in ("weight_kg", "height_cm"):
        if kind in given:
            value = Decimal(str(given[kind]))
            _add(scene, act, Measurement(patient=patient, kind=kind, value=value, on=act.on))
    if "phototype" in given:
        _add(scene, act, Phototype(patient=patient, kind=given["phototype"], on=act.on))
    if given.get("no_allergies"):
        record_actions.state_no_allergies(actor=act.actor, patient=patient, on=act.on)


def add(scene: Scene, act: Act) -> None:
    """One record of the chart, dated the day of the step where it says no other."""
    given = dict(act.given)
    made, day = _KINDS[given.pop("kind_of_record")]
    if day:
        given.setdefault(day, act.on)
    _add(scene, act, made(patient=scene.patients[act.key], **given))


def _add(scene: Scene, act: Act, record: OfPatient) -> None:
    scene.records.setdefault(act.key, []).append(
        record_actions.add_record(actor=act.actor, record=record)
    )


def withdraw(scene: Scene, act: Act) -> None:
    """Take the last record back."""
    last = scene.records[act.key][-1]
    if isinstance(last, Withdrawable):
        record_actions.withdraw_record(
            actor=act.actor, record=last, why=act.given["why"], at=act.at
        )


def note(scene: Scene, act: Act) -> None:
    """Begin a note."""
    parts = {name: act.given.get(name, "") for name in note_actions.PARTS}
    scene.notes[act.key] = note_actions.write_note(
        actor=act.actor, clinic=act.clinic, patient=scene.patients[act.key], parts=parts
    )


def sign(scene: Scene, act: Act) -> None:
    """Sign it."""
    written = scene.notes[act.key]
    note_actions.sign_note(actor=act.actor, note=written, version=written.version, at=act.at)


def addendum(scene: Scene, act: Act) -> None:
    """Add to it."""
    note_actions.add_addendum(actor=act.actor, note=scene.notes[act.key], text=act.given["text"])


def document(scene: Scene, act: Act) -> None:
    """Keep a letter or a result, drawn for the story."""
    given: dict[str, Any] = act.given
    drawn = paper([given["title"], *given["lines"]], kind=given["format"])
    upload = SimpleUploadedFile(f"paper.{given['format'].lower()}", drawn)
    document_actions.add_document(
        actor=act.actor,
        document=Document(
            patient=scene.patients[act.key],
            clinic=act.clinic,
            kind=given["kind"],
            title=given["title"],
            dated=act.on - timedelta(days=1),
        ),
        accepted=accepted_document(upload),
    )


def portrait(scene: Scene, act: Act) -> None:
    """Keep a drawing of a face, where a clinic would keep a photo."""
    upload = SimpleUploadedFile("face.png", face(act.given["colour"]))
    document_actions.set_portrait(
        actor=act.actor,
        patient=scene.patients[act.key],
        accepted=accepted_portrait(upload),
        at=act.at,
    )


def join(scene: Scene, act: Act) -> None:
    """Say that another record is of the same person."""
    scene.joins[act.key] = actions.join_records(
        actor=act.actor,
        patient=scene.patients[act.key],
        other=scene.patients[act.given["other"]],
        why=act.given["why"],
        at=act.at,
    )


def part(scene: Scene, act: Act) -> None:
    """Say that it is not."""
    actions.undo_join(actor=act.actor, join=scene.joins[act.key], why=act.given["why"], at=act.at)
