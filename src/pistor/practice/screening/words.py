"""How answers, verdicts and actions are said on a page."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

from pistor.clinical.findings import Action
from pistor.clinical.person import Answered
from pistor.clinical.screening import Question, Suitability, Verdict
from pistor.notation.person_file import AnswerInput
from pistor.web.templatetags.pistor import amount, day

ANSWERS = {"yes": "yes", "no": "no", "unknown": "don't know"}
PARTS = {
    "person": "About you",
    "pregnancy": "Pregnancy",
    "allergies": "Allergies",
    "medicines": "Medicines",
    "health": "Health",
    "skin": "Skin and recent illness",
    "procedures": "Earlier treatments",
    "mind": "How you see your looks",
}
ACTIONS = {
    Action.STOP: "Stop",
    Action.STOP_INGREDIENT: "Stop for this ingredient",
    Action.DEFER: "Wait",
    Action.ASK: "The doctor decides",
    Action.NOTE: "Note",
}
UNTIL_UNKNOWN = "Not now; nobody can know until when"


def verdict_words(suitability: Suitability) -> str:
    """The verdict as it is read aloud."""
    match suitability.verdict:
        case Verdict.SUITABLE:
            return "Suitable"
        case Verdict.ASK:
            return "Ask the doctor"
        case Verdict.DEFER:
            until = suitability.until
            return f"Not now, until {day(until)}" if until else UNTIL_UNKNOWN
        case Verdict.NOT_SUITABLE:
            return "Not suitable"


def said(question: Question | None, given: Mapping[str, Any] | Answered | None) -> str:
    """An answer with its days, without the day it was given."""
    if not given:
        return "not answered"
    read = msgspec.convert(given, AnswerInput) if isinstance(given, Mapping) else given
    if read.number is not None:
        return f"{amount(read.number)} {question.unit if question else ''}".strip()
    words = [ANSWERS[str(read.answer)]]
    if read.event_on:
        words.append(f"on {day(read.event_on)}")
    if read.ended_on:
        words.append(f"over since {day(read.ended_on)}")
    return ", ".join(words)


def asked_on(given: Mapping[str, Any] | Answered) -> date | None:
    """The day an answer was given."""
    if isinstance(given, Answered):
        return given.on
    read: AnswerInput = msgspec.convert(given, AnswerInput)
    return read.on
