"""The person and the answers as they stand in an input file."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Any, Literal, TypeVar

import msgspec
from msgspec import Meta

from pistor.clinical.evidence import Row
from pistor.clinical.person import Answer, Answered, Person, Received, Weight
from pistor.clinical.quantities import QuantityError, amount, number
from pistor.clinical.screening import recognise
from pistor.clinical.screening.recognise import NONE_KNOWN
from pistor.knowledge import KnowledgeBase, NotFound, named
from pistor.knowledge.lookup import names_of
from pistor.notation.files import InputRefused, as_structure

Number = Annotated[Decimal, Meta(extra_json_schema={"type": "number", "format": "decimal"})]
Name = Annotated[str, Meta(max_length=200)]
Read = TypeVar("Read")
# A slip of the keyboard, not a plan: nobody knows the end of anything years ahead.
_FURTHEST_AHEAD = timedelta(days=731)


class AnswerInput(msgspec.Struct, forbid_unknown_fields=True):
    """One answer with its dates."""

    answer: Annotated[
        Literal["yes", "no", "unknown"] | None, Meta(description="unknown means: does not know")
    ] = None
    number: Annotated[Number | None, Meta(description="for a question with a number")] = None
    on: Annotated[
        date | None, Meta(description="day it was given; default: the day of the check")
    ] = None
    event_on: Annotated[date | None, Meta(description="day it happened")] = None
    ended_on: Annotated[date | None, Meta(description="day it was over")] = None


class ReceivedInput(msgspec.Struct, forbid_unknown_fields=True):
    """A dose received elsewhere or before."""

    ingredient: Annotated[str, Meta(description="key or name of an ingredient")]
    amount: Annotated[str, Meta(description="with unit, such as '100 mg'")]
    on: date
    route: str = "unknown"


class PersonInput(msgspec.Struct, forbid_unknown_fields=True):
    """Who is to be treated. Whatever is left out is unknown, never assumed."""

    born_on: Annotated[date | None, Meta(description="date of birth; wins over age")] = None
    age: Annotated[Number | None, Meta(description="whole years")] = None
    sex: Literal["female", "male"] | None = None
    weight_kg: Number | None = None
    weight_on: Annotated[
        date | None, Meta(description="day it was taken; without it the weight counts as unknown")
    ] = None
    height_cm: Annotated[Number | None, Meta(description="with weight_kg it gives the BMI")] = None
    allergies: Annotated[
        list[Name],
        Meta(description="names as written; ['none known'] answers every allergy with no"),
    ] = []
    medicines: Annotated[list[Name], Meta(description="names as written")] = []
    conditions: Annotated[list[Name], Meta(description="names as written")] = []
    received: list[ReceivedInput] = []


Answers = Annotated[
    dict[str, Any],
    Meta(
        description="by key of the question ('pistor knowledge show age' shows one): yes, no, "
        "unknown, a number, or an object",
        extra_json_schema={
            "additionalProperties": {
                "anyOf": [
                    {"enum": ["yes", "no", "unknown"]},
                    {"type": "boolean"},
                    {"type": "number"},
                    {
                        "type": "object",
                        "additionalProperties": False,
                        "properties": {
                            "answer": {"enum": ["yes", "no", "unknown"]},
                            "number": {"type": "number"},
                            "on": {"type": "string", "format": "date"},
                            "event_on": {"type": "string", "format": "date"},
                            "ended_on": {"type": "string", "format": "date"},
                        },
                    },
                ]
            }
        },
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in an input something stands, so that a refusal can say it.

    Args:
        file: its name.
        knowledge: what names are looked up in.
    """

    file: str
    knowledge: KnowledgeBase

    def refused(self, at: str, why: object) -> InputRefused:
        """An error that names file and place."""
        return InputRefused(f"{self.file}: {at}: {why}", at=at, why=str(why))

    def key(self, kind: str, text: str, at: str) -> str:
        """The key of the row that goes by a name."""
        try:
            rows: Mapping[str, Row] = getattr(self.knowledge, kind)
            return named(text, rows, kind).key
        except NotFound as error:
            raise self.refused(at, error) from error

    def treated(self) -> Iterator[str]:
        """Every name of what is treated here."""
        for row in self.knowledge.indication.values():
            yield from names_of(row)

    def quantity(self, text: str, at: str, reader: Callable[[str], Read]) -> Read:
        """A quantity as written."""
        try:
            return reader(text)
        except QuantityError as error:
            raise self.refused(at, error) from error

    def number(self, value: Decimal | None, at: str) -> Decimal | None:
        """A bare number of 0 or more."""
        if value is None:
            return None
        # Written out, 1e999999999 would fill the memory before anybody could refuse it.
        if not value.is_finite() or abs(value.adjusted()) > 12:
            raise self.refused(at, f"{value!s:.20} is not a number anybody can mean")
        return self.quantity(format(value, "f"), at, number)


def person_of(
    given: PersonInput | None, answers: Mapping[str, Any], *, on: date, place: Place
) -> Person:
    """Build the person from what the file says.

    Args:
        given: None where the file says nothing of the person.
        answers: by key of the question.
        on: day of the check; answers without a date count as given that day.
        place: for refusals.

    Raises:
        InputRefused: something in it cannot be used.
    """
    given = given or PersonInput()
    read = _answers(answers, on, place)
    allergic_to: list[str] = []
    not_recognised: list[str] = []
    on_record: list[str] = []
    contradicted: list[str] = []
    for kind, names in (
        ("allergy", given.allergies),
        ("medicine", given.medicines),
        ("condition", given.conditions),
    ):
        known = recognise(
            names,
            kind=kind,
            words=place.knowledge.word,
            ingredients=place.knowledge.ingredient,
            treated=place.treated(),
        )
        for question in known.yes:
            said = read[question].answer if question in read else None
            asks_more = place.knowledge.question[question].asks_more
            if kind == "condition" and said is Answer.NO and asks_more:
                # A rash on record may be elsewhere, or over: two statements, so somebody asks.
                contradicted.append(question)
            elif said is not Answer.YES:
                # What is named is so, whatever a form says of its class.
                read[question] = Answered(on=on, answer=Answer.YES)
        allergic_to += known.allergic_to
        not_recognised += known.not_recognised
        on_record += known.on_record
    _none_known(given, read, on, place)
    _body_mass_index(given, read, on, place)
    return Person(
        born_on=_birth(given, on, place),
        age_years=_age(given, place),
        sex=given.sex or "",
        weight=_weight(given, place),
        answers=read,
        allergic_to=tuple(allergic_to),
        not_recognised=tuple(not_recognised),
        on_record=tuple(on_record),
        contradicted=tuple(dict.fromkeys(contradicted)),
        received=_received(given, place),
    )


def _answers(answers: Mapping[str, Any], on: date, place: Place) -> dict[str, Answered]:
    read: dict[str, Answered] = {}
    for name, value in answers.items():
        at = f"answers.{name}"
        question = place.knowledge.question[place.key("question", name, at)]
        if question.key == "age":
            raise place.refused(at, "give the age or born_on under person")
        answered = _answer(value, at, on, place)
        if answered.number is not None and not question.unit:
            raise place.refused(at, "expected yes, no or unknown, not a number")
        if answered.on > on:
            raise place.refused(at, f"was answered on {answered.on}, after the check on {on}")
        for day in (answered.event_on, answered.ended_on):
            if day is not None and day > on + _FURTHEST_AHEAD:
                raise place.refused(at, f"{day} is years after the check on {on}")
        read[question.key] = answered
    return read


def _answer(value: object, at: str, on: date, place: Place) -> Answered:
    if isinstance(value, bool):
        return Answered(on=on, answer=Answer.YES if value else Answer.NO)
    if isinstance(value, int | Decimal):
        return Answered(on=on, number=place.number(Decimal(value), at))
    if isinstance(value, str):
        value = {"answer": value.strip().casefold()}
    if not isinstance(value, dict):
        raise place.refused(at, "expected yes, no, unknown, a number or a table")
    given = as_structure(value, AnswerInput, f"{place.file}: {at}")
    if (given.answer is None) == (given.number is None):
        raise place.refused(at, "expected either answer or number")
    if given.answer == "no" and given.event_on is not None:
        raise place.refused(at, f"says no, but that it happened on {given.event_on}")
    return Answered(
        on=given.on or on,
        answer=None if given.answer is None else Answer(given.answer),
        number=place.number(given.number, at),
        event_on=given.event_on,
        ended_on=given.ended_on,
    )


def _none_known(given: PersonInput, read: dict[str, Answered], on: date, place: Place) -> None:
    """'None known' answers every question about allergies; an empty list answers nothing."""
    names = {" ".join(name.casefold().split()) for name in given.allergies}
    if names and names <= NONE_KNOWN:
        for question in place.knowledge.question.values():
            if question.key.startswith("allergy_"):
                read.setdefault(question.key, Answered(on=on, answer=Answer.NO))


def _body_mass_index(given: PersonInput, read: dict[str, Answered], on: date, place: Place) -> None:
    weight = place.number(given.weight_kg, "person.weight_kg")
    height = place.number(given.height_cm, "person.height_cm")
    if weight and height:
        metres = height / 100
        value = (weight / (metres * metres)).quantize(Decimal("0.1"))
        said = read["bmi"].number if "bmi" in read else None
        # Measured wins over what was said, unless what was said is more.
        if said is None or said < value:
            read["bmi"] = Answered(on=given.weight_on or on, number=value)


def _birth(given: PersonInput, on: date, place: Place) -> date | None:
    if given.born_on is not None and given.born_on > on:
        raise place.refused("person.born_on", f"{given.born_on} is after the check on {on}")
    return given.born_on


def _age(given: PersonInput, place: Place) -> Decimal | None:
    age = place.number(given.age, "person.age")
    if age is not None and age > 120:
        raise place.refused("person.age", f"{age} years is absurd")
    if age is not None and age != int(age):
        raise place.refused("person.age", f"{age}: expected whole years")
    return age


def _weight(given: PersonInput, place: Place) -> Weight | None:
    kg = place.number(given.weight_kg, "person.weight_kg")
    if kg is not None and not 1 <= kg <= 500:
        raise place.refused("person.weight_kg", f"{kg} kg is absurd: expected 1 to 500")
    if kg is None or given.weight_on is None:
        return None
    return Weight(kg=kg, on=given.weight_on)


def _received(given: PersonInput, place: Place) -> tuple[Received, ...]:
    return tuple(
        Received(
            ingredient=place.key("ingredient", each.ingredient, f"person.received[{index}]"),
            amount=place.quantity(each.amount, f"person.received[{index}].amount", amount),
            on=each.on,
            route=each.route,
        )
        for index, each in enumerate(given.received)
    )
