"""Reads of the people app; every one starts from what somebody may see."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Max, QuerySet

from pistor.notation.person_file import PersonInput, ReceivedInput
from pistor.practice.access.models import User
from pistor.practice.people.models import (
    Allergy,
    AnswerOnRecord,
    Condition,
    Measurement,
    Medicine,
    Patient,
    Received,
    Withdrawable,
)


def patients_visible_to(user: User) -> QuerySet[Patient]:
    """The patients of somebody's organisation."""
    return Patient.objects.filter(organisation_id=user.organisation_id)


def standing(kind: type[Withdrawable], patients: Sequence[Patient]) -> QuerySet[Any]:
    """Records of one kind that nobody withdrew, of one person's records."""
    return kind._default_manager.filter(patient__in=patients, withdrawn_at__isnull=True)


def records_of(patient: Patient) -> list[Patient]:
    """The record itself and those joined to it as the same person."""
    joined = Patient.objects.filter(
        joined_to__patient=patient, joined_to__undone_at__isnull=True
    ) | Patient.objects.filter(
        sameperson_set__other=patient, sameperson_set__undone_at__isnull=True
    )
    return [patient, *joined.distinct().order_by("pk")]


def person_input(patient: Patient, records: Sequence[Patient] = ()) -> PersonInput:
    """What is on record of a person, as an input file would say it.

    Args:
        records: of this person, where they were fetched already.
    """
    whole = records or records_of(patient)
    weight = _latest(Measurement.Kind.WEIGHT, whole)
    height = _latest(Measurement.Kind.HEIGHT, whole)
    substances = [each.substance for each in standing(Allergy, whole)]
    none_known = patient.allergies_asked == Patient.Allergies.NONE_KNOWN
    return PersonInput(
        born_on=patient.born_on,
        sex=patient.sex or None,  # type: ignore[arg-type]
        weight_kg=weight.value if weight else None,
        weight_on=weight.on if weight else None,
        height_cm=height.value if height else None,
        allergies=substances or (["none known"] if none_known else []),
        medicines=[each.name for each in standing(Medicine, whole).filter(until__isnull=True)],
        conditions=[each.name for each in standing(Condition, whole).filter(until__isnull=True)],
        received=[
            ReceivedInput(
                ingredient=each.ingredient, amount=each.amount, on=each.on, route=each.route
            )
            for each in standing(Received, whole)
        ],
    )


def _latest(kind: str, records: Sequence[Patient]) -> Measurement | None:
    found: Measurement | None = (
        standing(Measurement, records).filter(kind=kind).order_by("-on", "-pk").first()
    )
    return found


def answers_of(patient: Patient, records: Sequence[Patient] = ()) -> dict[str, Any]:
    """The newest accepted answer to each question, as an input file would say it."""
    answers = AnswerOnRecord.objects.filter(patient__in=records or records_of(patient))
    newest = answers.order_by().values("question").annotate(newest=Max("pk")).values("newest")
    return {
        each.question: {
            name: value
            for name, value in (
                ("answer", each.answer or None),
                ("number", each.number),
                ("on", each.on),
                ("event_on", each.event_on),
                ("ended_on", each.ended_on),
            )
            if value is not None
        }
        for each in AnswerOnRecord.objects.filter(pk__in=newest)
    }
