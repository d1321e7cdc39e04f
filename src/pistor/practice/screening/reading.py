"""What a clinician reads before the answers go on record."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from pistor.practice.screening.sheets import Sheet
from pistor.practice.screening.words import PARTS, asked_on, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One answer: what is said now, and what the record says."""

    asks: str
    now: str
    asked_on: date | None
    before: str

    @property
    def differs(self) -> bool:
        """Whether accepting changes what the record says."""
        return bool(self.before) and self.before != self.now


def answers_to_accept(sheet: Sheet) -> dict[str, Any]:
    """New answers by part, what stays on record, and what nobody answered."""
    new = [each for each in sheet.questions if each.key in sheet.draft]
    grouped = {
        title: [_line(sheet, each.key) for each in new if each.part == part]
        for part, title in PARTS.items()
    }
    unanswered = [
        each.asks
        for each in sheet.questions
        if (each.key in sheet.to_ask and each.key not in sheet.draft) or each.key in sheet.outdated
    ]
    valid = [each for each in sheet.questions if not sheet.is_open(each.key)]
    return {
        "parts": [(title, lines) for title, lines in grouped.items() if lines],
        "unanswered": unanswered,
        "valid": [(each.asks, said(each, sheet.known[each.key])) for each in valid],
    }


def _line(sheet: Sheet, key: str) -> Line:
    question = sheet.basis.knowledge.question[key]
    known = sheet.known.get(key)
    return Line(
        asks=question.asks,
        now=said(question, sheet.draft[key]),
        asked_on=asked_on(sheet.draft[key]),
        before=said(question, known) if known else "",
    )
