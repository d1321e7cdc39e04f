"""Reads of the people app; every one starts from what somebody may see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language_info

from pistor.notation.person_file import PersonInput, ReceivedInput
from pistor.practice.access.models import User
from pistor.practice.people.models import (
    Allergy,
    AnswerOnRecord,
    Condition,
    Measurement,
    Medicine,
    Patient,
    Phototype,
    Received,
    SamePerson,
    Withdrawable,
)
from pistor.practice.people.search import holds_at_most, rows_matching, wanted

MOST_FOUND = 50  # more than that nobody reads: type more letters
_FEW = 1200  # rows that are sorted faster than the whole table is read in order


def patients_visible_to(user: User) -> QuerySet[Patient]:
    """The patients of somebody's organisation."""
    return Patient.objects.filter(organisation_id=user.organisation_id)


def by_name(patients: QuerySet[Patient]) -> QuerySet[Patient]:
    """In the order of a list of names."""
    return patients.order_by("family_name", "given_names", "pk")


def find_patients(user: User, text: str, *, most: int = MOST_FOUND) -> list[Patient]:
    """Find patients by parts of their names, date of birth, phone number or patient number.

    Args:
        text: words in any order; all of them must fit. One or two letters begin a word.
        most: give no more than this; the patient of the very number comes first.
    """
    asked = wanted(text)
    visible = patients_visible_to(user)
    for day in asked.days:
        visible = visible.filter(born_on=day)
    found = list(visible.filter(number=asked.number)) if asked.number is not None else []
    if asked.needles:
        matching = by_name(holding(visible, asked.needles))[:most]
        found += [each for each in matching if each not in found]
    elif asked.days and asked.number is None:
        found = list(by_name(visible)[:most])
    return found[:most]


def holding(patients: QuerySet[Patient], needles: list[str]) -> QuerySet[Patient]:
    """Those whose search text holds every needle."""
    if connection.vendor == "sqlite" and holds_at_most(connection, needles, _FEW):
        return patients.filter(pk__in=rows_matching(needles))
    for each in needles:
        patients = patients.filter(search_text__contains=each)
    return patients


def joins_visible_to(user: User, patient: Patient) -> QuerySet[SamePerson]:
    """The joins of a record that stand, the newest first."""
    return (
        SamePerson.objects.filter(
            Q(patient=patient) | Q(other=patient),
            patient__organisation_id=user.organisation_id,
            undone_at__isnull=True,
        )
        .select_related("patient", "other", "entered_by")
        .order_by("-pk")
    )


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
        medicines=_medicines(whole),
        # One that is over counts too: many questions ask whether somebody ever had it.
        conditions=[each.name for each in standing(Condition, whole)],
        received=[
            ReceivedInput(
                ingredient=each.ingredient, amount=each.amount, on=each.on, route=each.route
            )
            for each in standing(Received, whole)
        ],
    )


def _medicines(records: Sequence[Patient]) -> list[str]:
    """What is taken, and what was stopped since anybody was last asked.

    A question may reach back for months. Once it was asked after the medicine was stopped, the
    answer says more than the name.
    """
    medicines = list(standing(Medicine, records))
    asked_on = None
    if any(each.until for each in medicines):
        answers = AnswerOnRecord.objects.filter(patient__in=records)
        asked_on = answers.aggregate(newest=Max("on"))["newest"]
    return [
        each.name
        for each in medicines
        if each.until is None or asked_on is None or each.until > asked_on
    ]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientHeader:
    """Who this is and what they react to: the top of every page about a patient."""

    patient: Patient
    facts: tuple[str, ...]
    allergies: tuple[Allergy, ...]

    @property
    def state(self) -> str:
        """Whether allergies are listed, none are known, or nobody asked."""
        return Patient.Allergies.LISTED if self.allergies else self.patient.allergies_asked


def header_of(
    patient: Patient, *, records: Sequence[Patient] = (), on: date | None = None
) -> PatientHeader:
    """The top of every page about a patient, the worst allergy first.

    Args:
        records: of this person, where they were fetched already.
        on: the day the age is told for; today in the clinic where none is given.
    """
    whole = records or records_of(patient)
    judged = Phototype.objects.filter(patient__in=whole).order_by("-on", "-pk").first()
    return header_from(
        patient,
        allergies=standing(Allergy, whole),
        judged=judged,
        on=on or timezone.localdate(),
    )


def header_from(
    patient: Patient, *, allergies: Iterable[Allergy], judged: Phototype | None, on: date
) -> PatientHeader:
    """The same, from what was read already.

    Args:
        allergies: those that nobody withdrew.
        judged: the newest phototype.
    """
    facts = (
        patient.get_sex_display() or "Sex not known",
        _born(patient.born_on, on),
        f"phototype {judged.kind}" if judged else "phototype not judged",
        _language(patient.language),
        patient.phone or "no phone number",
        f"no. {patient.number}",
    )
    return PatientHeader(patient=patient, facts=facts, allergies=tuple(worst_first(allergies)))


def worst_first(allergies: Iterable[Allergy]) -> list[Allergy]:
    """The allergy that matters most comes first."""
    worst = list(reversed(Allergy.HowBad.values))
    return sorted(allergies, key=lambda each: (worst.index(each.severity), each.pk))


def _born(born_on: date | None, on: date) -> str:
    if born_on is None:
        return "date of birth not known"
    age = on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))
    return f"born {born_on.day} {born_on:%b} {born_on.year} ({age})"


def _language(code: str) -> str:
    try:
        return str(get_language_info(code)["name"])
    except KeyError:
        return code
