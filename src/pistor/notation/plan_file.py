"""Turns what a plan file says into clinical values."""

import re
from dataclasses import dataclass, replace
from datetime import date

from pistor.clinical.person import Person
from pistor.clinical.planning import (
    Assessment,
    ClosedDays,
    Course,
    CourseError,
    CourseGap,
    FormulaError,
    Plan,
    Points,
    assess,
    completed,
)
from pistor.clinical.quantities import Millilitres, QuantityError, volume
from pistor.knowledge import KnowledgeBase, formulary_of
from pistor.notation.formula_file import FormulaReader
from pistor.notation.person_file import Place, person_of
from pistor.notation.plan_input import (
    MOST_SESSIONS,
    CourseInput,
    PlanInput,
    PointsInput,
)

MOST_POINTS = 5000
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_GAP = re.compile(r"(\d{1,4})(?:\s*(?:-|to)\s*(\d{1,4}))?\s*(day|week|month)s?")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRequest:
    """What ``assess`` needs, and what a report shows beside it.

    Args:
        taken: parts taken from the protocol.
        vials: content of one vial by ingredient, ml.
    """

    title: str
    plan: Plan
    person: Person | None
    on: date
    taken: tuple[str, ...]
    vials: dict[str, Millilitres]


def plan_request(given: PlanInput, *, file: str, on: date, knowledge: KnowledgeBase) -> PlanRequest:
    """Turn the input into clinical values.

    Args:
        given: as read.
        file: its name, for refusals.
        on: day of the check where the file names none.
        knowledge: what names are looked up in.

    Raises:
        InputRefused: something in it cannot be used.
    """
    place = Place(file=file, knowledge=knowledge)
    day = given.on or on
    step = knowledge.setting["setting_draw_step"].value
    protocol = place.key("protocol", given.protocol, "protocol") if given.protocol else ""
    reader = FormulaReader(place=place)
    plan = Plan(
        indication=_optional(place, "indication", given.indication),
        protocol=protocol,
        zone=_optional(place, "zone", given.zone),
        technique=_optional(place, "technique", given.technique),
        jurisdiction=_country(given.country, place),
        formulas=tuple(
            reader.formula(each, f"formula[{index}]") for index, each in enumerate(given.formula)
        ),
        points=_points(given.points or PointsInput(), place),
        course=_course(given.course or CourseInput(), place),
    )
    try:
        whole, taken = completed(plan, knowledge.protocol.get(protocol), step_ml=step)
    except (FormulaError, ValueError) as error:
        raise place.refused("points", error) from error
    nobody = given.person is None and given.answers is None
    return PlanRequest(
        title=given.title,
        plan=whole,
        person=None
        if nobody
        else person_of(given.person, given.answers or {}, on=day, place=place),
        on=day,
        taken=taken,
        vials=reader.vials(given.formula),
    )


def assessed(request: PlanRequest, file: str, knowledge: KnowledgeBase) -> Assessment:
    """Check a plan; what contradicts itself is refused.

    Raises:
        InputRefused: the course or the quantities contradict each other.
    """
    place = Place(file=file, knowledge=knowledge)
    try:
        return assess(
            request.plan,
            person=request.person,
            on=request.on,
            formulary=formulary_of(knowledge),
        )
    except CourseError as error:
        raise place.refused("course", error) from error
    except (FormulaError, QuantityError) as error:
        raise place.refused("formula", error) from error


def _optional(place: Place, kind: str, text: str) -> str:
    return place.key(kind, text, kind) if text else ""


def _country(text: str, place: Place) -> str:
    code = text.strip().upper()
    code = {"UK": "GB"}.get(code, code)
    if code and not re.fullmatch(r"[A-Z]{2}", code):
        raise place.refused("country", f"{text!r} is no country code: expected two letters")
    return code


def _points(given: PointsInput, place: Place) -> Points:
    if given.count is not None and not 0 <= given.count <= MOST_POINTS:
        raise place.refused("points.count", f"expected 0 to {MOST_POINTS}, not {given.count}")
    spacing = place.number(given.spacing_mm, "points.spacing_mm")
    if spacing is not None and not spacing:
        raise place.refused("points.spacing_mm", "expected more than 0")
    each = given.volume_each
    return Points(
        count=given.count,
        volume_each=place.quantity(each, "points.volume_each", volume) if each else None,
        area_cm2=place.number(given.area_cm2, "points.area_cm2"),
        spacing_mm=spacing,
        depth_mm=place.number(given.depth_mm, "points.depth_mm"),
    )


def _course(given: CourseInput, place: Place) -> Course:
    _check_course(given, place)
    weekdays = frozenset(WEEKDAYS.index(name) for name in given.closed_weekdays)
    if len(weekdays) == len(WEEKDAYS):
        raise place.refused("course.closed_weekdays", "closes every day of the week")
    return Course(
        start=given.start,
        sessions=given.sessions,
        gap=_gaps(given, place),
        at=tuple(given.at),
        at_unit=given.at_unit,
        dates=tuple(given.dates),
        closed=ClosedDays(weekdays=weekdays, days=frozenset(given.closed_days)),
        convention="chained" if given.count_from == "previous session" else "from_start",
        earlier=tuple(given.earlier),
        assess_at=tuple(given.assess_at),
        assess_unit=given.assess_unit,
    )


def _check_course(given: CourseInput, place: Place) -> None:
    if given.sessions is not None and not 1 <= given.sessions <= MOST_SESSIONS:
        raise place.refused("course.sessions", f"expected 1 to {MOST_SESSIONS}")
    for name in ("at", "dates", "earlier", "assess_at"):
        values = getattr(given, name)
        if len(values) > MOST_SESSIONS:
            raise place.refused(f"course.{name}", f"expected at most {MOST_SESSIONS}")
        if list(values) != sorted(set(values)):
            raise place.refused(f"course.{name}", "expected rising values, each once")
    for name in ("at", "dates"):
        length = len(getattr(given, name))
        if length and given.sessions not in {None, length}:
            raise place.refused("course.sessions", f"is {given.sessions}, but {name} has {length}")
    _check_first(given, place)


def _check_first(given: CourseInput, place: Place) -> None:
    if given.at and given.at[0] < 0:
        raise place.refused("course.at", "expected 0 or more, counted from the first session")
    first = given.start or (given.dates[0] if given.dates else None)
    if first and given.earlier and given.earlier[-1] >= first:
        raise place.refused("course.earlier", f"expected days before the first session on {first}")


def _gaps(given: CourseInput, place: Place) -> CourseGap | None:
    if not given.gap:
        return None
    gap = _gap(given.gap, "course.gap", place)
    if not given.usual_gap:
        return gap
    usual = _gap(given.usual_gap, "course.usual_gap", place)
    if usual.unit != gap.unit:
        raise place.refused("course.usual_gap", f"expected {gap.unit}, as the gap")
    return replace(gap, usual=usual.shortest)


def _gap(text: str, at: str, place: Place) -> CourseGap:
    match = _GAP.fullmatch(text.strip().casefold())
    if match is None:
        raise place.refused(
            at, f"{text!r} is no gap: expected days, weeks or months, such as 28 days"
        )
    shortest = int(match[1])
    longest = int(match[2]) if match[2] else None
    if shortest < 1 or (longest is not None and longest < shortest):
        raise place.refused(at, f"{text!r}: expected at least 1, and the shorter first")
    return CourseGap(unit=f"{match[3]}s", shortest=shortest, longest=longest)
