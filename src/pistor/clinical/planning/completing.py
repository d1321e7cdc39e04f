"""Completes a plan from its protocol: what the practitioner left open, the protocol may say."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from pistor.clinical.evidence import Figure
from pistor.clinical.planning.course import Course, CourseGap
from pistor.clinical.planning.formula import Component, Formula, draw_amount, filled
from pistor.clinical.planning.plan import Plan
from pistor.clinical.planning.points import Points, points_in_area
from pistor.clinical.planning.protocols import Gap, Protocol, ProtocolComponent
from pistor.clinical.quantities import Millilitres, amount, strength, volume


def completed(
    plan: Plan, protocol: Protocol | None, *, step_ml: Decimal
) -> tuple[Plan, tuple[str, ...]]:
    """Fill in what the plan leaves open from its protocol, and say what was taken.

    A range is never narrowed to one number: where a protocol reports 3-6 sessions, the number
    stays open.

    Args:
        plan: as far as it was written.
        protocol: the one it follows; None means none, and only arithmetic is completed.
        step_ml: finest step that is drawn, ml.

    Returns:
        The completed plan, and the names of the parts taken from the protocol.

    Raises:
        FormulaError: an amount of the protocol cannot be drawn.

    Sources:
        docs/methods/completing.md
    """
    taken: list[str] = []
    points = _points(plan.points, protocol, taken)
    course = _course(plan.course, protocol, taken)
    technique, indication, zone = plan.technique, plan.indication, plan.zone
    formulas = plan.formulas
    if protocol is not None:
        if not technique and protocol.technique:
            technique = protocol.technique
            taken.append("technique")
        if not indication and len(protocol.indications) == 1:
            indication = protocol.indications[0]
            taken.append("indication")
        if not zone and len(protocol.zones) == 1:
            zone = protocol.zones[0]
            taken.append("zone")
        if not formulas and protocol.components:
            length = course.length or 1
            formulas = tuple(_formulas(protocol, length, step_ml))
            taken.append("formula")
    return (
        replace(
            plan,
            technique=technique,
            indication=indication,
            zone=zone,
            points=points,
            course=course,
            formulas=tuple(_with_points(formula, points) for formula in formulas),
        ),
        tuple(taken),
    )


def _points(points: Points, protocol: Protocol | None, taken: list[str]) -> Points:
    spacing, each = points.spacing_mm, points.volume_each
    if protocol is not None and spacing is None and points.area_cm2 is not None:
        spacing = _single(protocol.spacing_mm)
        if spacing is not None and points.count is None:
            taken.append("spacing")
    if protocol is not None and each is None:
        value = _single(protocol.volume_per_point_ml)
        if value is not None:
            each = Millilitres(value)
            taken.append("volume at each point")
    count = points.count
    if count is None and points.area_cm2 is not None and spacing is not None:
        count = points_in_area(points.area_cm2, spacing)
    return replace(points, count=count, volume_each=each, spacing_mm=spacing)


def _course(course: Course, protocol: Protocol | None, taken: list[str]) -> Course:
    if protocol is None:
        return course
    gap = protocol.gap
    as_many = course.length is None or course.sessions == (len(gap.at) if gap else 0)
    if gap is not None and gap.at and as_many and not (course.gap or course.at or course.dates):
        course = replace(course, sessions=None, at=gap.at, at_unit=gap.unit)
        taken.append("schedule")
    if course.length is None:
        number = _single(protocol.sessions)
        if number is not None:
            course = replace(course, sessions=int(number))
            taken.append("number of sessions")
    if course.gap is None and not course.at and not course.dates and gap is not None:
        own = course_gap(gap)
        if own is not None:
            course = replace(course, gap=own)
            taken.append("gap")
    if not course.assess_at and protocol.assessments is not None:
        measured = protocol.assessments
        course = replace(course, assess_at=measured.at, assess_unit=measured.unit)
        taken.append("assessments")
    return course


def course_gap(gap: Gap) -> CourseGap | None:
    """The gap a protocol gives a course.

    Args:
        gap: as reported; a usual gap without a shortest counts as the shortest.

    Returns:
        None where neither was reported.

    >>> course_gap(Gap(unit="days", usual=15, sources=("SAV13",))).shortest
    15
    """
    shortest = gap.usual if gap.shortest is None else gap.shortest
    if shortest is None:
        return None
    return CourseGap(unit=gap.unit, shortest=shortest, usual=gap.usual, longest=gap.longest)


def _single(figure: Figure | None) -> Decimal | None:
    """The number of a figure that is one number."""
    if figure is None or figure.low is None or figure.low != figure.high:
        return None
    return figure.low


def _formulas(protocol: Protocol, length: int, step_ml: Decimal) -> Iterator[Formula]:
    """One formula for each set of components, with the sessions it is for."""
    groups: dict[tuple[int, ...], list[int]] = {}
    for number in range(1, length + 1):
        present = tuple(
            place
            for place, component in enumerate(protocol.components)
            if not component.sessions or number in component.sessions
        )
        groups.setdefault(present, []).append(number)
    for places, sessions in groups.items():
        reported = [protocol.components[place] for place in places]
        # A strength "as injected" has its diluent in it already.
        made_up = any(each.strength and not each.stock for each in reported)
        components = tuple(
            _component(each, step_ml)
            for each in reported
            if not made_up or each.stock or each.strength or each.amount or each.volume
        )
        yield Formula(components=components, sessions=tuple(sessions) if len(groups) > 1 else ())


def _component(reported: ProtocolComponent, step_ml: Decimal) -> Component:
    """A component as reported: its volume, or the volume its amount needs."""
    given_volume = volume(reported.volume) if reported.volume else None
    text = reported.strength or reported.stock
    product = strength(text) if text else None
    if product is None and given_volume is not None and reported.amount:
        product = strength(f"{reported.amount} in {reported.volume}")
    # What is drawn must not be taken for the ampoule: the protocol tells the strength as injected.
    made_up = bool(reported.strength) and reported.strength != reported.stock
    component = Component(
        ingredient=reported.ingredient,
        strength=product,
        volume=given_volume,
        product=f"made up to {reported.strength}" if made_up else "",
    )
    if given_volume is None and reported.amount and product is not None and product.per == "ml":
        return draw_amount(component, amount(reported.amount), step_ml=step_ml)
    return component


def _with_points(formula: Formula, points: Points) -> Formula:
    """Let the one component without a volume take what the points take."""
    total = points.volume
    open_ones = [component for component in formula.components if component.volume is None]
    if total is None or len(open_ones) != 1:
        return formula
    return replace(formula, components=filled(formula.components, total))
