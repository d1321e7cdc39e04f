"""The input of ``pistor screen``."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

import msgspec
from msgspec import Meta

from pistor.clinical.person import Person
from pistor.clinical.screening import Wanted
from pistor.knowledge import KnowledgeBase, formulary_of
from pistor.notation.files import InputRefused
from pistor.notation.person_file import Answers, PersonInput, Place, person_of


class WantsInput(msgspec.Struct, forbid_unknown_fields=True):
    """What the person wants; names or keys of the knowledge base."""

    ingredients: list[str] = []
    zone: str = ""
    indication: str = ""


class ScreenInput(msgspec.Struct, forbid_unknown_fields=True):
    """A person, their answers and their wish."""

    on: Annotated[date | None, Meta(description="day of the check; default: today")] = None
    person: PersonInput | None = None
    answers: Answers | None = None
    wants: WantsInput | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenRequest:
    """What ``screen`` needs."""

    person: Person
    on: date
    wanted: Wanted


def screen_request(
    given: ScreenInput, *, file: str, on: date, knowledge: KnowledgeBase
) -> ScreenRequest:
    """Turn the input into clinical values.

    Args:
        given: as read.
        file: its name, for refusals.
        on: day of the check where the file names none.
        knowledge: what names are looked up in.

    Raises:
        InputRefused: something in it cannot be used, or it answers nothing at all.
    """
    place = Place(file=file, knowledge=knowledge)
    if given.answers is not None and not given.answers:
        raise InputRefused(
            f"{file}: answers: is empty; leave it out, or answer at least one question"
        )
    if given.person is None and given.answers is None:
        raise InputRefused(f"{file}: says nothing of anybody; expected person or answers")
    day = given.on or on
    return ScreenRequest(
        person=person_of(given.person, given.answers or {}, on=day, place=place),
        on=day,
        wanted=wanted_of(given.wants or WantsInput(), place),
    )


def wanted_of(wants: WantsInput, place: Place) -> Wanted:
    """Look up what is wanted.

    Raises:
        InputRefused: a name is not known.
    """
    formulary = formulary_of(place.knowledge)
    purposes: tuple[str, ...] = ()
    if wants.indication:
        key = place.key("indication", wants.indication, "wants.indication")
        purposes = (place.knowledge.indication[key].purpose,)
    zone = place.key("zone", wants.zone, "wants.zone") if wants.zone else ""
    return Wanted(
        ingredients=tuple(
            dict.fromkeys(
                place.key("ingredient", name, f"wants.ingredients[{index}]")
                for index, name in enumerate(wants.ingredients)
            )
        ),
        zones=formulary.zones_of(zone),
        purposes=purposes,
    )
