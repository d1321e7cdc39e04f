"""One questionnaire as it stands: what is on record, what was answered, what is to be asked."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import msgspec

from pistor.clinical.findings import Action
from pistor.clinical.person import Answered, Person
from pistor.clinical.screening import (
    Question,
    Questionnaire,
    Wanted,
    questions_for,
    questions_to_ask_again,
)
from pistor.clinical.screening.screen import AGE
from pistor.knowledge import KnowledgeBase, questionnaire_of
from pistor.notation.person_file import PersonInput, Place, person_of
from pistor.notation.screen_file import WantsInput, wanted_of
from pistor.practice.library.queries import knowledge_of
from pistor.practice.people.queries import answers_of, person_input, records_of
from pistor.practice.screening.models import Screening

FILE = "screening"


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What a screening rests on: the rules, the wish and the patient's record, read once."""

    knowledge: KnowledgeBase
    questionnaire: Questionnaire
    wanted: Wanted
    on: date
    given: PersonInput
    on_record: Mapping[str, Any]

    def person(self, draft: Mapping[str, Any]) -> Person:
        """The person by the record, with answers in place that are not on it yet.

        Raises:
            InputRefused: something cannot be used; ``at`` is the place.
        """
        answers = {**self.on_record, **draft}
        known = {key: each for key, each in answers.items() if key in self.knowledge.question}
        place = Place(file=FILE, knowledge=self.knowledge)
        return person_of(self.given, known, on=self.on, place=place)


def basis_of(screening: Screening, *, on: date) -> Basis:
    """Read everything a screening rests on.

    Raises:
        InputRefused: what is wanted is no longer known.
    """
    knowledge = knowledge_of(screening.clinic.organisation)
    records = records_of(screening.patient)
    wants = msgspec.convert(screening.wants, WantsInput)
    return Basis(
        knowledge=knowledge,
        questionnaire=questionnaire_of(knowledge),
        wanted=wanted_of(wants, Place(file=FILE, knowledge=knowledge)),
        on=on,
        given=person_input(screening.patient, records),
        on_record=answers_of(screening.patient, records),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The questions of one screening.

    Args:
        draft: answers given in it, by key; not on record yet.
        known: what record and chart say without the draft.
        questions: those that concern this person and this wish.
        to_ask: keys of questions the record does not answer for today.
        outdated: keys of answers in the draft that have grown too old to count today.
    """

    basis: Basis
    draft: Mapping[str, Any]
    known: Mapping[str, Answered]
    questions: tuple[Question, ...]
    to_ask: frozenset[str]
    outdated: frozenset[str]

    def is_open(self, key: str) -> bool:
        """Whether a question is to be asked, or was answered just now."""
        return key in self.to_ask or key in self.draft or key not in self.known

    def from_chart(self, key: str) -> bool:
        """Whether the chart says it (a medicine, an illness, the weight), and no answer does."""
        return key in self.known and key not in self.basis.on_record


def sheet_of(
    basis: Basis, draft: Mapping[str, Any], *, typed: Mapping[str, str] | None = None
) -> Sheet:
    """Work out what is to be asked.

    Args:
        draft: answers kept before.
        typed: what is being answered right now, by key; only what calls for more questions counts.

    Raises:
        InputRefused: an answer cannot be used.
    """
    rules = {"wanted": basis.wanted, "questionnaire": basis.questionnaire}
    calls = {key for each in basis.questionnaire.questions.values() for key in each.after}
    calling = {key: {"answer": each} for key, each in (typed or {}).items() if key in calls}
    recorded, with_draft = basis.person({}), basis.person(draft)
    just_now = basis.person({**draft, **calling})
    # An answer just given may call for a question; whether that one is on record is another matter.
    called = {key: each for key, each in just_now.answers.items() if key in calls}
    asked_of = replace(recorded, answers={**recorded.answers, **called})
    to_ask = {
        each.key
        for person in (recorded, asked_of)
        for each in questions_to_ask_again(person, on=basis.on, **rules)  # type: ignore[arg-type]
    }
    stale = questions_to_ask_again(with_draft, on=basis.on, **rules)  # type: ignore[arg-type]
    questions = questions_for(just_now, **rules)  # type: ignore[arg-type]
    return Sheet(
        basis=basis,
        draft=draft,
        known=recorded.answers,
        questions=tuple(each for each in questions if each.key != AGE),
        to_ask=frozenset(to_ask) - {AGE},
        outdated=frozenset(each.key for each in stale) & frozenset(draft),
    )


def days_asked(key: str, basis: Basis) -> frozenset[str]:
    """Which days matter beside a yes to a question: ``event``, ``end``, both or none."""
    own = [
        (consequence.question or question.key, consequence)
        for question in basis.questionnaire.questions.values()
        for consequence in question.consequences
    ]
    of_ingredients = [
        (caution.question, caution)
        for wanted in basis.wanted.ingredients
        for caution in basis.questionnaire.ingredients[wanted].cautions
    ]
    return frozenset(
        consequence.defer_from
        for question, consequence in (*own, *of_ingredients)
        if question == key
        and consequence.action is Action.DEFER
        and consequence.defer_days is not None
    )
