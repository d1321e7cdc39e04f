"""Screens one person: which questions concern them, and what follows from the answers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from pistor.clinical.findings import Action, Consequence
from pistor.clinical.person import Answer, Answered, Person
from pistor.clinical.screening.bars import names_given, own_allergies, standings
from pistor.clinical.screening.questions import Question
from pistor.clinical.screening.suitability import Reason, Suitability, concluded
from pistor.clinical.screening.wanted import Questionnaire, Wanted

AGE = "age"


def screen(
    person: Person, *, on: date, wanted: Wanted, questionnaire: Questionnaire
) -> Suitability:
    """Say whether this person may be treated, with every reason.

    Args:
        person: what is known; what is not known counts as unknown.
        on: the day of the check.
        wanted: ingredients, zones and purposes.
        questionnaire: the rules.

    Returns:
        Verdict, date, reasons and what was not answered.

    Raises:
        KeyError: a wanted ingredient or an answered question does not exist.

    Sources:
        docs/methods/screening.md
    """
    asked = questions_for(person, wanted=wanted, questionnaire=questionnaire)
    reasons: list[Reason] = []
    for origin in _origins(wanted, questionnaire):
        reasons.extend(_reasons(origin, person=person, on=on, wanted=wanted))
    reasons.extend(own_allergies(person, wanted, questionnaire))
    reasons.extend(standings(wanted, questionnaire))
    reasons.extend(names_given(person))
    unanswered = tuple(q.key for q in asked if not _holds(_answer(person, q.key, on), q, on))
    dont_know = tuple(q.key for q in asked if _is_unsure(person.answers.get(q.key)))
    return concluded(reasons, unanswered=unanswered, dont_know=dont_know, wanted=wanted.ingredients)


def questions_for(
    person: Person, *, wanted: Wanted, questionnaire: Questionnaire
) -> tuple[Question, ...]:
    """Choose the questions that concern this person and this wish.

    Args:
        person: sex, and the answers that call for another question; unknown sex is asked
            everything.
        wanted: ingredients, zones and purposes.
        questionnaire: the rules.

    Returns:
        The questions, in the order of the questionnaire.

    Raises:
        KeyError: a wanted ingredient does not exist.
    """
    needed = {
        consequence.question
        for key in wanted.ingredients
        for consequence in questionnaire.ingredients[key].cautions
        if _concerns(consequence, person, wanted)
    } | {
        criterion.consequence.question
        for criterion in questionnaire.criteria
        if wanted.ingredients and _concerns(criterion.consequence, person, wanted)
    }
    return tuple(
        question
        for question in questionnaire.questions.values()
        if _fits(question.sexes, (person.sex,) if person.sex else ())
        and (
            question.asked == "always"
            or question.key in needed
            or bool(set(question.zones) & set(wanted.zones))
            or bool(set(question.purposes) & set(wanted.purposes))
            or any(_said_yes(person, key) for key in question.after)
        )
    )


def questions_to_ask_again(
    person: Person, *, on: date, wanted: Wanted, questionnaire: Questionnaire
) -> tuple[Question, ...]:
    """Choose what must be asked before a session: the short list.

    Args:
        person: with the answers given so far.
        on: the day of the session.
        wanted: ingredients, zones and purposes.
        questionnaire: the rules.

    Returns:
        Questions asked at each session, and those never answered or answered too long ago.
    """
    return tuple(
        question
        for question in questions_for(person, wanted=wanted, questionnaire=questionnaire)
        if not _holds(_answer(person, question.key, on), question, on)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Origin:
    """One consequence with the place it stands in."""

    consequence: Consequence
    question: str
    code: str
    about: str = ""


def _origins(wanted: Wanted, questionnaire: Questionnaire) -> Iterator[_Origin]:
    for question in questionnaire.questions.values():
        for consequence in question.consequences:
            yield _Origin(
                consequence=consequence,
                question=consequence.question or question.key,
                code=f"screening.{question.key}",
            )
    for key in wanted.ingredients:
        for consequence in questionnaire.ingredients[key].cautions:
            yield _Origin(
                consequence=consequence,
                question=consequence.question,
                code=f"ingredient.{consequence.question}",
                about=key,
            )
    for criterion in questionnaire.criteria:
        if wanted.ingredients:
            yield _Origin(
                consequence=criterion.consequence,
                question=criterion.consequence.question,
                code=criterion.key.replace("study_", "study.", 1),
            )


def _reasons(origin: _Origin, *, person: Person, on: date, wanted: Wanted) -> Iterator[Reason]:
    consequence = origin.consequence
    given = _answer(person, origin.question, on)
    if given is None or not _triggered(consequence, given):
        return
    if not _concerns(consequence, person, wanted):
        return
    until = _until(consequence, given, on) if consequence.action is Action.DEFER else None
    over = until is not None and until <= on
    yield Reason(
        code=origin.code,
        action=_once_over(consequence, given) if over else consequence.action,
        says=f"{consequence.says} (over since {until})" if over else consequence.says,
        sources=consequence.sources,
        about=origin.about,
        until=None if over else until,
        trial=consequence.trial,
        verification=consequence.verification,
        overridable=consequence.overridable,
    )


def _once_over(consequence: Consequence, given: Answered) -> Action:
    """What a wait leaves behind: a "yes" to a state that has long ended contradicts itself."""
    still = consequence.defer_from == "end" and given.answer is Answer.YES
    return Action.ASK if still else Action.NOTE


def _triggered(consequence: Consequence, given: Answered) -> bool:
    """Whether an answer calls for a consequence; a number is held against the bounds.

    A wait that counts from an end is called for by the end alone: "no longer, since last week"
    is a truthful no.
    """
    if consequence.defer_from == "end" and given.ended_on is not None:
        return True
    if consequence.answer and given.answer == consequence.answer:
        return True
    value = given.number
    return value is not None and (
        (consequence.below is not None and value < consequence.below)
        or (consequence.at_least is not None and value >= consequence.at_least)
        or (consequence.above is not None and value > consequence.above)
    )


def _until(consequence: Consequence, given: Answered, on: date) -> date | None:
    """The first day a deferral is over.

    An event without a date may have happened today, so it counts from today. A state without an
    end is still going on, so nobody can know.
    """
    if consequence.defer_days is None:
        return None
    start = given.ended_on if consequence.defer_from == "end" else (given.event_on or on)
    return start + timedelta(days=consequence.defer_days) if start else None


def _concerns(consequence: Consequence, person: Person, wanted: Wanted) -> bool:
    return (
        (not consequence.only_with or consequence.only_with in wanted.additions)
        and _fits(consequence.ingredients, wanted.ingredients)
        and _fits(consequence.zones, wanted.zones)
        and _fits(consequence.purposes, wanted.purposes)
        and _fits(consequence.sexes, (person.sex,) if person.sex else ())
    )


def _fits(meant: tuple[str, ...], actual: tuple[str, ...]) -> bool:
    """Whether a rule meant for some fits; what is not known may be any of them."""
    return not meant or not actual or bool(set(meant) & set(actual))


def _answer(person: Person, question: str, on: date) -> Answered | None:
    if question == AGE:
        age = person.age_on(on)
        return None if age is None else Answered(on=on, number=age)
    return person.answers.get(question)


def _holds(given: Answered | None, question: Question, on: date) -> bool:
    """Whether an answer is there and young enough; "I don't know" is listed on its own."""
    if given is None or given.on > on:
        return False
    if question.unit and given.number is None and given.answer is Answer.YES:
        return False
    return question.valid_days is None or (on - given.on).days <= question.valid_days


def _said_yes(person: Person, question: str) -> bool:
    given = person.answers.get(question)
    return given is not None and given.answer is Answer.YES


def _is_unsure(given: Answered | None) -> bool:
    return given is not None and given.answer is Answer.DONT_KNOW
