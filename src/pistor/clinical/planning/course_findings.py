"""What the dates have to say: gaps too short, closed days, dates that are not known."""

from collections.abc import Iterator, Sequence
from datetime import date

from pistor.clinical.findings import Finding, Severity, not_checked
from pistor.clinical.planning.completing import course_gap
from pistor.clinical.planning.course import (
    Course,
    CourseGap,
    SessionDates,
    gap_findings,
    later,
)
from pistor.clinical.planning.limits import Setup
from pistor.clinical.planning.protocols import Protocol


def course_findings(
    dates: Sequence[SessionDates], protocol: Protocol | None, setup: Setup
) -> Iterator[Finding]:
    """Say what the dates of a plan have to say.

    Args:
        dates: of its sessions; empty where they are not known.
        protocol: the one it follows; None means none.
        setup: plan, person, day.

    Returns:
        Closed days, then gaps: those an ingredient asks for, the plan's own, the protocol's.

    Raises:
        CourseError: a date leaves the calendar.
    """
    course = setup.plan.course
    if not dates:
        open_parts = {
            "start": course.start,
            "number of sessions": course.length,
            "gap": course.gap or course.at or course.length == 1,
        }
        missing = ", ".join(name for name, value in open_parts.items() if not value)
        yield not_checked("dates", f"dates of the course: {missing}", Severity.NOTE)
    elif dates[0].target < setup.on:
        yield Finding(
            code="course.past",
            severity=Severity.NOTE,
            says=f"The course starts on {dates[0].target}, before the check on {setup.on}.",
        )
    yield from _closed_days(dates, course)
    for key in setup.plan.ingredients():
        for limit in setup.formulary.questionnaire.ingredients[key].limits:
            if limit.least and limit.unit in {"days", "months"}:
                gap = CourseGap(unit=limit.unit, shortest=int(limit.value))
                yield from gap_findings(
                    _days_with(key, dates, setup),
                    gap=gap,
                    code="course.gap_too_short",
                    severity=Severity.STOP,
                    sources=limit.sources,
                )
    days = [*course.earlier, *(each.target for each in dates)] or _as_if_from(setup)
    own = course.gap
    if own is not None:
        yield from gap_findings(
            days, gap=own, code="course.own_gap", severity=Severity.REVIEW, sources=()
        )
    meant = course_gap(protocol.gap) if protocol and protocol.gap else None
    if protocol and protocol.gap and meant:
        yield from gap_findings(
            days,
            gap=meant,
            code="protocol.gap",
            severity=Severity.REVIEW,
            sources=protocol.gap.sources,
        )


def _days_with(key: str, dates: Sequence[SessionDates], setup: Setup) -> list[date]:
    """Days of the sessions that use an ingredient; of those done before nobody knows, so all."""
    plan = setup.plan
    days = [
        each.target
        for each in dates
        if any(part.ingredient == key for part in plan.formula_of(each.number).components)
    ]
    return [*plan.course.earlier, *days] or _as_if_from(setup)


def _as_if_from(setup: Setup) -> list[date]:
    """Where no start is set, two sessions from the day of the check show the gap all the same."""
    course = setup.plan.course
    if course.gap is None or course.start or course.length == 1:
        return []
    return [setup.on, later(setup.on, course.gap.shortest, course.gap.unit)]


def _closed_days(dates: Sequence[SessionDates], course: Course) -> Iterator[Finding]:
    for each in dates:
        if each.moved:
            late = each.latest is not None and each.target > each.latest
            yield Finding(
                code="course.moved",
                severity=Severity.REVIEW if late or course.at else Severity.NOTE,
                says=f"Session {each.number} was moved to {each.target}: the clinic is closed.",
                about=str(each.number),
                do="Check the gaps beside it." if late or course.at else "",
            )
        elif each.target in course.closed:
            yield Finding(
                code="course.closed",
                severity=Severity.REVIEW,
                says=f"Session {each.number} falls on {each.target}: the clinic is closed.",
                about=str(each.number),
                do="Choose another day.",
            )
