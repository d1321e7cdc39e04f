"""Every address of the program with the record it is about, for tests over all of them."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from pistor.practice.people.models import Allergy, Document, Note, Patient, SamePerson
from pistor.practice.planning.models import PlanOfCare, PlanOverride, PlanVersion
from pistor.practice.screening.models import Screening, ScreeningOverride
from tests.practice.cast import House, a_patient


@dataclass(frozen=True)
class Records:
    """One record of every kind that an address may name."""

    patient: Patient
    allergy: Allergy
    note: Note
    document: Document
    join: SamePerson
    screening: Screening
    screening_override: ScreeningOverride
    plan: PlanOfCare
    plan_override: PlanOverride


def records_of(house: House) -> Records:
    """Make them."""
    ada, other = a_patient(house, portrait="portraits/none.jpg"), a_patient(house, "Twice")
    who, now = house.staff["prescriber"], timezone.now()
    by = {"patient": ada, "entered_by": who}
    made = {"code": "x", "says": "x", "is_stop": True, "reason": "x", "by": who, "at": now}
    screening = Screening.objects.create(
        patient=ada, clinic=house.clinic, begun_by=who, begun_at=now
    )
    plan = PlanOfCare.objects.create(
        patient=ada, clinic=house.clinic, title="Secret plan", begun_by=who, begun_at=now
    )
    version = PlanVersion.objects.create(
        plan=plan, number=1, content={}, written_by=who, written_at=now
    )
    document = Document(
        **by, clinic=house.clinic, kind="letter", title="Secret letter", size_bytes=1,
        content_type="application/pdf", sha256="0" * 64,
    )  # fmt: skip
    document.file.save("letter.pdf", ContentFile(b"%PDF-"), save=False)
    document.save()
    return Records(
        patient=ada,
        allergy=Allergy.objects.create(**by, substance="latex", reported_on=date(2026, 3, 2)),
        note=Note.objects.create(**by, clinic=house.clinic, reason="Secret reason"),
        document=document,
        join=SamePerson.objects.create(**by, other=other, why="x"),
        screening=screening,
        screening_override=ScreeningOverride.objects.create(screening=screening, **made),
        plan=plan,
        plan_override=PlanOverride.objects.create(version=version, **made),
    )


Arguments = Callable[[Records], dict[str, Any]]


def _patient(records: Records) -> dict[str, Any]:
    return {"uid": records.patient.uid}


def _screening(records: Records) -> dict[str, Any]:
    return {"uid": records.screening.uid}


def _plan(records: Records) -> dict[str, Any]:
    return {"uid": records.plan.uid}


def _of_note(records: Records) -> dict[str, Any]:
    return {"uid": records.patient.uid, "pk": records.note.pk}


def _of_screening(records: Records) -> dict[str, Any]:
    return {"uid": records.screening.uid, "pk": records.screening_override.pk}


ABOUT: dict[str, Arguments] = {
    "access:roles": lambda of: {"pk": of.plan.begun_by_id},
    "desk:chart": _patient,
    "people:edit": _patient,
    "people:join": _patient,
    "people:undo_join": lambda of: {"uid": of.patient.uid, "pk": of.join.pk},
    "people:add_record": lambda of: {"uid": of.patient.uid, "kind": "allergy"},
    "people:withdraw_record": lambda of: {
        "uid": of.patient.uid,
        "kind": "allergy",
        "pk": of.allergy.pk,
    },
    "people:none_known": _patient,
    "people:pregnancy": _patient,
    "people:write_note": _patient,
    "people:note": _of_note,
    "people:sign_note": _of_note,
    "people:add_addendum": _of_note,
    "people:add_document": _patient,
    "people:document": lambda of: {"uid": of.patient.uid, "pk": of.document.pk},
    "people:portrait": _patient,
    "people:set_portrait": _patient,
    "screening:begin": _patient,
    "screening:show": _screening,
    "screening:answer": _screening,
    "screening:hand_over": _screening,
    "screening:take_back": _screening,
    "screening:discard": _screening,
    "screening:accept": _screening,
    "screening:override": _screening,
    "screening:second_look": _of_screening,
    "screening:read_again": _of_screening,
    "planning:begin": _patient,
    "planning:show": _plan,
    "planning:edit": _plan,
    "planning:check": _plan,
    "planning:compare": _plan,
    "planning:sheet": lambda of: {"uid": of.plan.uid, "number": 1},
    "planning:hand_in": _plan,
    "planning:approve": _plan,
    "planning:override": _plan,
    "planning:revise": _plan,
    "planning:second_look": lambda of: {"pk": of.plan_override.pk},
}
# Addresses whose arguments name no record of a patient.
WITHOUT_A_RECORD: dict[str, dict[str, Any]] = {
    "people:import_map": {"token": uuid.UUID(int=0)},
    "people:import_check": {"token": uuid.UUID(int=0)},
    "people:import_run": {"token": uuid.UUID(int=0)},
    "library:row": {"kind": "protocol", "key": "P2"},
    "library:override": {"kind": "protocol", "key": "P2"},
    "library:end_override": {"kind": "protocol", "key": "P2"},
    "library:review": {"kind": "protocol", "key": "P2"},
    "account_confirm_email": {"key": "x"},
    "account_reset_password_from_key": {"uidb36": "x", "key": "x"},
}


def every_view(
    resolver: URLResolver | None = None, prefix: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    """The name of every address, and its pattern."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inside = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from every_view(pattern, inside)
        else:
            yield f"{prefix}{pattern.name}", pattern


def address(view: str, records: Records) -> str:
    """The address of a view for these records."""
    about = ABOUT.get(view)
    return reverse(view, kwargs=about(records) if about else WITHOUT_A_RECORD.get(view, {}))


def nobody(view: str, records: Records) -> str:
    """The same address with numbers nobody has."""
    strange = {"uid": uuid.uuid4(), "pk": 999_999_999}
    kwargs = ABOUT[view](records)
    return reverse(view, kwargs={name: strange.get(name, value) for name, value in kwargs.items()})
