"""What the steps know of one person, read in a number of queries that never grows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, Prefetch, Q
from django.db.models.fields.json import KT

from pistor.practice.people.chart_forms import PREGNANCY
from pistor.practice.people.models import (
    Addendum,
    Allergy,
    AnswerOnRecord,
    Condition,
    Document,
    Measurement,
    Medicine,
    Note,
    OfPatient,
    Patient,
    Phototype,
    Procedure,
    Received,
    SamePerson,
)
from pistor.practice.planning.models import PlanOfCare, PlanVersion
from pistor.practice.screening.models import Screening

# Each kind of record with the day it is listed by, the newest first.
KINDS: dict[str, tuple[type[OfPatient], str]] = {
    "allergy": (Allergy, "reported_on"),
    "medicine": (Medicine, "since"),
    "condition": (Condition, "since"),
    "procedure": (Procedure, "on"),
    "received": (Received, "on"),
    "measurement": (Measurement, "on"),
    "phototype": (Phototype, "on"),
    "document": (Document, "dated"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Clinical:
    """What only those who treat may read."""

    records: dict[str, Sequence[Any]]
    screenings: Sequence[Screening]
    notes: Sequence[Note]
    pregnancy: dict[str, AnswerOnRecord]


def clinical_of(whole: Sequence[Patient]) -> Clinical:
    """Everything clinical of a person's records, withdrawn records among it."""
    return Clinical(
        records={key: _records(kind, dated, whole) for key, (kind, dated) in KINDS.items()},
        screenings=_screenings(whole),
        notes=_notes(whole),
        pregnancy=_pregnancy(whole),
    )


def plans_of(whole: Sequence[Patient]) -> list[PlanOfCare]:
    """Plans with the state of their versions, not their content."""
    versions = PlanVersion.objects.defer("content", "shown").order_by("-number")
    return list(
        PlanOfCare.objects.filter(patient__in=whole)
        .prefetch_related(Prefetch("versions", queryset=versions))
        .order_by("-begun_at", "-pk")
    )


def joins_of(patient: Patient) -> list[SamePerson]:
    """Which records were joined with this one, and which of these joins were undone."""
    return list(
        SamePerson.objects.filter(Q(patient=patient) | Q(other=patient))
        .select_related("patient", "other")
        .order_by("-pk")
    )


def _records(kind: type[OfPatient], dated: str, whole: Sequence[Patient]) -> list[Any]:
    # Sorted here: the two databases disagree on where a record without a day belongs.
    found = list(kind._default_manager.filter(patient__in=whole))
    return sorted(found, key=lambda each: (getattr(each, dated) or date.min, each.pk), reverse=True)


def _screenings(whole: Sequence[Patient]) -> list[Screening]:
    """Screenings with their verdict alone: answers and reasons are read on their own page."""
    return list(
        Screening.objects.filter(patient__in=whole)
        .annotate(verdict=KT("suitability__verdict"), until=KT("suitability__until"))
        .defer("answers", "wants", "suitability")
        .order_by("-begun_at", "-pk")
    )


def _notes(whole: Sequence[Patient]) -> list[Note]:
    added = Addendum.objects.select_related("entered_by").order_by("pk")
    return list(
        Note.objects.filter(patient__in=whole)
        .select_related("entered_by", "signed_by")
        .prefetch_related(Prefetch("addenda", queryset=added))
        .order_by("-entered_at", "-pk")
    )


def _pregnancy(whole: Sequence[Patient]) -> dict[str, AnswerOnRecord]:
    answers = AnswerOnRecord.objects.filter(patient__in=whole, question__in=PREGNANCY)
    newest = answers.order_by().values("question").annotate(newest=Max("pk")).values("newest")
    return {each.question: each for each in AnswerOnRecord.objects.filter(pk__in=newest)}
