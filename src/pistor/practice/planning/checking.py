"""Checks a version of a plan against its patient and the organisation's knowledge, as of a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec

from pistor.clinical.planning import Assessment, Plan
from pistor.knowledge import KnowledgeBase
from pistor.notation.plan_fields import plan_input_of
from pistor.notation.plan_file import assessed, plan_request
from pistor.notation.plan_report import plan_report
from pistor.practice.access.models import Clinic
from pistor.practice.library.queries import knowledge_of
from pistor.practice.people.models import Patient
from pistor.practice.people.queries import answers_of, person_input, records_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a check has to say, and what it was made with."""

    report: dict[str, Any]
    assessment: Assessment
    knowledge: KnowledgeBase

    @property
    def plan(self) -> Plan:
        """The plan, completed from its protocol."""
        return self.assessment.plan

    def findings(self, severity: str) -> list[dict[str, Any]]:
        """Those of one severity."""
        return [each for each in self.report["findings"] if each["severity"] == severity]


def checked(content: Mapping[str, Any], *, patient: Patient, clinic: Clinic, on: date) -> Checked:
    """Check what a plan says against what is on record of the patient.

    Raises:
        InputRefused: something in it cannot be used; ``at`` is the place.
    """
    knowledge = knowledge_of(clinic.organisation)
    records = records_of(patient)
    given = msgspec.structs.replace(
        plan_input_of(content),
        on=on,
        country=clinic.jurisdiction,
        person=person_input(patient, records),
        answers=answers_of(patient, records),
    )
    request = plan_request(given, file="plan", on=on, knowledge=knowledge)
    assessment = assessed(request, "plan", knowledge)
    report = plan_report(request, assessment, knowledge)
    for finding in report["findings"]:
        finding["sources"] = [each for each in finding["source"].split(", ") if each]
    return Checked(report=report, assessment=assessment, knowledge=knowledge)
