"""The row at the top of a chart: what to know, and to do next, at a glance."""

from collections.abc import Sequence
from dataclasses import dataclass

from pistor.practice.desk.addresses import address
from pistor.practice.desk.cards import approved_number, state_of, verdict_of
from pistor.practice.desk.queries import Clinical
from pistor.practice.people.models import Measurement, Patient
from pistor.practice.people.queries import PatientHeader
from pistor.practice.people.record_words import joined
from pistor.practice.planning.models import PlanOfCare
from pistor.practice.screening.models import Screening
from pistor.web.templatetags.pistor import day, number

_UNDER_WAY = {
    Screening.State.OPEN.value: "Finish the screening",
    Screening.State.ON_TABLET.value: "The patient answers",
    Screening.State.HANDED_IN.value: "Accept the answers",
}
_SAID = {"yes": "yes", "no": "no", "unknown": "does not know", "": "no answer"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing to know at a glance."""

    label: str
    says: str
    more: str = ""
    url: str = ""


def facts_of(header: PatientHeader, clinical: Clinical, plans: Sequence[PlanOfCare]) -> list[Fact]:
    """For those who treat."""
    found = [
        _next_step(header, clinical.screenings, plans),
        _screening(clinical.screenings),
        _plan(plans),
        _weight(header.patient, clinical.records["measurement"]),
    ]
    if header.patient.sex != Patient.Sex.MALE:
        found.append(_pregnancy(header.patient, clinical))
    return found


def _plan(plans: Sequence[PlanOfCare]) -> Fact:
    """Where the newest plan that goes on stands."""
    going = next((each for each in plans if each.ended_at is None), None)
    if going is None:
        return Fact(label="Plan", says="None")
    state, _ = state_of(going)
    return Fact(label="Plan", says=state, more=going.title)


def _next_step(
    header: PatientHeader, screenings: Sequence[Screening], plans: Sequence[PlanOfCare]
) -> Fact:
    uid = header.patient.uid
    under_way = next((each for each in screenings if each.state in _UNDER_WAY), None)
    accepted = any(each.state == Screening.State.ACCEPTED for each in screenings)
    going = [each for each in plans if each.ended_at is None]
    says, url = "Treat as planned", ""
    if header.state == Patient.Allergies.NOT_ASKED:
        says, url = "Ask about allergies", "#allergy"
    elif under_way:
        says, url = _UNDER_WAY[under_way.state], address("screening:show", under_way.uid)
    elif not accepted:
        says, url = "Screen", address("screening:begin", uid)
    elif not going:
        says, url = "Plan", address("planning:begin", uid)
    elif not any(approved_number(each) for each in going):
        waits = any(each.ready_at for each in going[0].versions.all())
        says = "Get the plan approved" if waits else "Finish the plan"
        url = address("planning:show", going[0].uid)
    return Fact(label="Next step", says=says, url=url)


def _screening(screenings: Sequence[Screening]) -> Fact:
    newest = next((each for each in screenings if each.state == Screening.State.ACCEPTED), None)
    if newest is None:
        return Fact(label="Last screening", says="None accepted")
    says, _ = verdict_of(newest)
    return Fact(label="Last screening", says=says, more=day(newest.accepted_at))


def _weight(patient: Patient, measured: Sequence[Measurement]) -> Fact:
    for each in measured:
        if each.kind == Measurement.Kind.WEIGHT and each.withdrawn_at is None:
            return Fact(label="Weight", says=number(each.value, "kg"), more=day(each.on))
    url = address("people:add_record", patient.uid, "measurement")
    return Fact(label="Weight", says="Not known", url=url)


def _pregnancy(patient: Patient, clinical: Clinical) -> Fact:
    url = address("people:pregnancy", patient.uid)
    pregnant = clinical.pregnancy.get("pregnant")
    feeding = clinical.pregnancy.get("breast_feeding")
    if pregnant is None:
        return Fact(label="Pregnant", says="Not asked", url=url)
    more = joined(
        f"breast-feeding: {_SAID[feeding.answer]}" if feeding else "", f"asked {day(pregnant.on)}"
    )
    return Fact(label="Pregnant", says=_SAID[pregnant.answer].capitalize(), more=more, url=url)
