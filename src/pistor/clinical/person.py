"""The person as the rules see them: answers with their dates, age, weight, what was received."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from pistor.clinical.quantities import Amount


class Answer(StrEnum):
    """An answer to a question; a question nobody asked has no answer at all."""

    YES = "yes"
    NO = "no"
    DONT_KNOW = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """One answer with its date.

    Args:
        on: the day it was given.
        answer: yes, no or "I don't know"; None where a number was given.
        number: for a question answered with a number, in that question's unit.
        event_on: the day it happened, where that matters (a vaccination, a peel).
        ended_on: the day it was over, where that matters (an infection, a pregnancy).
    """

    on: date
    answer: Answer | None = None
    number: Decimal | None = None
    event_on: date | None = None
    ended_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """A weight with the day it was taken.

    Args:
        kg: above 0.
    """

    kg: Decimal
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A dose that entered this body, here or elsewhere.

    Args:
        ingredient: its key.
        amount: mg or IU.
        on: the day.
        route: such as ``injected``, ``cream``, ``by mouth``.
    """

    ingredient: str
    amount: Amount
    on: date
    route: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What is known of one person; nothing is assumed of the rest.

    Args:
        born_on: date of birth.
        age_years: age at the time of the check, where no date of birth is known.
        sex: ``female``, ``male`` or empty for unknown.
        weight: None means unknown.
        answers: by key of the question.
        allergic_to: keys of ingredients the person reacts to.
        not_recognised: names of medicines, allergies or conditions no rule knows.
        contradicted: keys of questions answered no although a condition on record says yes.
        on_record: names of medicines, allergies and conditions that were recognised.
        received: doses from elsewhere and from earlier sessions.
    """

    born_on: date | None = None
    age_years: Decimal | None = None
    sex: str = ""
    weight: Weight | None = None
    answers: Mapping[str, Answered] = field(default_factory=dict)
    allergic_to: tuple[str, ...] = ()
    not_recognised: tuple[str, ...] = ()
    contradicted: tuple[str, ...] = ()
    on_record: tuple[str, ...] = ()
    received: tuple[Received, ...] = ()

    def age_on(self, day: date) -> Decimal | None:
        """Age in whole years on a day.

        Args:
            day: any day from the birth on.

        Returns:
            Whole years, rounded down; the age given where no date of birth is known; None where
            neither is.

        >>> Person(born_on=date(2008, 2, 29)).age_on(date(2026, 2, 28))
        Decimal('17')
        """
        if self.born_on is None:
            return self.age_years
        before_birthday = (day.month, day.day) < (self.born_on.month, self.born_on.day)
        return Decimal(day.year - self.born_on.year - before_birthday)
