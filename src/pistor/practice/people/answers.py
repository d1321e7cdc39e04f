"""Puts accepted answers on a patient's record."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from pistor.notation.files import as_structure
from pistor.notation.person_file import AnswerInput
from pistor.practice.access.models import User
from pistor.practice.audit.actions import record_all
from pistor.practice.people.models import AnswerOnRecord, Patient


@transaction.atomic
def accept_answers(
    *, patient: Patient, answers: Mapping[str, Any], actor: User, on: date, at: datetime
) -> list[AnswerOnRecord]:
    """Put answers on record; earlier ones stay readable, the newest one counts.

    Args:
        answers: by key of the question, each as an input file would say it.
        actor: the clinician who read and accepted them.
        on: the day of an answer that names none.
        at: now.

    Raises:
        InputRefused: an answer does not fit its structure.
    """
    rows = []
    for question, written in answers.items():
        given = as_structure(written, AnswerInput, f"answers.{question}")
        rows.append(
            AnswerOnRecord(
                patient=patient,
                entered_by=actor,
                question=question,
                answer=given.answer or "",
                number=given.number,
                on=given.on or on,
                event_on=given.event_on,
                ended_on=given.ended_on,
            )
        )
    AnswerOnRecord.objects.bulk_create(rows)
    record_all(actor=actor, event="people.answer accepted", subjects=rows, at=at)
    return rows
