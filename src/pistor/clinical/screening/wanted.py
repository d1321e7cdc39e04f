"""What is wanted, and what it is screened with."""

from collections.abc import Mapping
from dataclasses import dataclass

from pistor.clinical.ingredients import Ingredient
from pistor.clinical.screening.questions import Question, StudyCriterion


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the person wants treated, and with what; empty parts mean not decided yet.

    Args:
        ingredients: keys.
        zones: keys, each with the zones it lies in.
        purposes: such as ``fat``.
        additions: what ingredients come with, such as ``epinephrine``.
    """

    ingredients: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    additions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Questionnaire:
    """The rules of screening.

    Args:
        questions: by key.
        criteria: limits of trials.
        ingredients: by key, for their cautions.
    """

    questions: Mapping[str, Question]
    criteria: tuple[StudyCriterion, ...]
    ingredients: Mapping[str, Ingredient]
