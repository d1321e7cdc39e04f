"""The course: when each session may be, should be and must be."""

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from pistor.clinical.findings import Finding, Severity

UNITS = ("days", "weeks", "months")
CONVENTIONS = ("chained", "from_start")
_DAYS_TO_LOOK = 366


class CourseError(ValueError):
    """A course that cannot be laid out; says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseGap:
    """The gap between two sessions of this course.

    Args:
        unit: ``days``, ``weeks`` or ``months``; a month is a calendar month.
        shortest: never less.
        usual: what is aimed at; None means as short as allowed.
        longest: None means not known.
    """

    unit: str
    shortest: int
    usual: int | None = None
    longest: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedDays:
    """Days without treatment.

    Args:
        weekdays: 0 = Monday ... 6 = Sunday.
        days: single dates.
    """

    weekdays: frozenset[int] = frozenset()
    days: frozenset[date] = frozenset()

    def __contains__(self, day: date) -> bool:
        """Whether the clinic is closed on this day."""
        return day.weekday() in self.weekdays or day in self.days


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A series of sessions.

    Args:
        start: day of the first session; None means not set yet.
        sessions: how many; None means not known.
        gap: None where ``at`` or ``dates`` say it, or where it is not known.
        at: for an irregular course: when each session falls, counted from the first (0).
        at_unit: unit of ``at``.
        dates: dates somebody chose; they are judged, not moved.
        closed: days without treatment.
        convention: ``chained``: each gap counts from the session before; ``from_start``: all
            from the first.
        earlier: dates of sessions of this course that were done before.
        assess_at: when the effect is measured, counted from the first session.
        assess_unit: unit of ``assess_at``.
    """

    start: date | None = None
    sessions: int | None = None
    gap: CourseGap | None = None
    at: tuple[int, ...] = ()
    at_unit: str = "weeks"
    dates: tuple[date, ...] = ()
    closed: ClosedDays = field(default_factory=ClosedDays)
    convention: str = "chained"
    earlier: tuple[date, ...] = ()
    assess_at: tuple[int, ...] = ()
    assess_unit: str = "weeks"

    @property
    def length(self) -> int | None:
        """Number of sessions; None where it is not known."""
        if self.dates:
            return len(self.dates)
        return len(self.at) if self.at else self.sessions


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionDates:
    """When one session may be.

    Args:
        number: from 1.
        earliest: first day its gap allows.
        target: the day proposed.
        latest: last day; None where the longest gap is not known.
        moved: True where the target was moved off a closed day.
    """

    number: int
    earliest: date
    target: date
    latest: date | None
    moved: bool = False


def later(day: date, count: int, unit: str) -> date:
    """Add days, weeks or calendar months to a date.

    A month that has no such day ends on its last day: 31 January + 1 month is 28 February.

    Args:
        day: any date.
        count: how many; may be negative.
        unit: ``days``, ``weeks`` or ``months``.

    Raises:
        CourseError: the unit is none of these, or the date leaves the calendar.

    Sources:
        docs/methods/course-dates.md

    >>> later(date(2026, 1, 31), 1, "months")
    datetime.date(2026, 2, 28)
    """
    if unit not in UNITS:
        raise CourseError(f"{unit!r} is no unit of a gap: expected days, weeks or months")
    try:
        if unit != "months":
            return day + timedelta(days=count * (7 if unit == "weeks" else 1))
        year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
        last = calendar.monthrange(year, month + 1)[1]
        return date(year, month + 1, min(day.day, last))
    except (OverflowError, ValueError) as error:
        raise CourseError(f"{count} {unit} after {day} is outside the calendar") from error


def session_dates(course: Course) -> tuple[SessionDates, ...]:
    """Lay out the course.

    Args:
        course: with a start or chosen dates.

    Returns:
        One entry for each session; empty where the start, the number or the gap is not known.

    Raises:
        CourseError: the numbers contradict each other, or no open day can be found.

    Sources:
        docs/methods/course-dates.md

    >>> month = CourseGap(unit="months", shortest=1)
    >>> course = Course(start=date(2026, 1, 31), sessions=3, gap=month)
    >>> [str(each.target) for each in session_dates(course)]
    ['2026-01-31', '2026-02-28', '2026-03-28']
    """
    if course.dates:
        return tuple(
            SessionDates(number=number, earliest=day, target=day, latest=day)
            for number, day in enumerate(course.dates, start=1)
        )
    if course.start is None or course.length is None:
        return ()
    if course.at:
        return tuple(_at_set_times(course, course.start))
    if course.gap is not None:
        _check_order(course.gap)
        return tuple(_by_gap(course, course.gap, course.start, course.length))
    if course.length == 1:
        return (_session(1, (course.start, course.start, None), course.closed),)
    return ()


def _check_order(gap: CourseGap) -> None:
    usual = gap.shortest if gap.usual is None else gap.usual
    if usual < gap.shortest or (gap.longest is not None and gap.longest < usual):
        raise CourseError(
            f"the usual gap of {usual} {gap.unit} is not between the shortest ({gap.shortest}) "
            f"and the longest ({gap.longest or 'not known'})"
        )


_Window = tuple[date, date, date | None]  # earliest, target, latest


def _at_set_times(course: Course, start: date) -> Iterator[SessionDates]:
    """An irregular course: each session at its own time from the first."""
    first = start
    for number, time in enumerate(course.at, start=1):
        day = later(first, time - course.at[0], course.at_unit)
        session = _session(number, (day, day, None), course.closed)
        first = session.target if number == 1 else first
        yield session


def _by_gap(course: Course, gap: CourseGap, start: date, length: int) -> Iterator[SessionDates]:
    """A regular course: each session a gap after the one before, or so many after the first."""
    session = _session(1, (start, start, None), course.closed)
    first = session.target
    yield session
    for number in range(2, length + 1):
        chained = course.convention == "chained"
        since, times = (session.target, 1) if chained else (first, number - 1)
        session = _session(number, _window(gap, since, times), course.closed)
        yield session


def _window(gap: CourseGap, since: date, times: int) -> _Window:
    usual = gap.shortest if gap.usual is None else gap.usual
    return (
        later(since, gap.shortest * times, gap.unit),
        later(since, usual * times, gap.unit),
        None if gap.longest is None else later(since, gap.longest * times, gap.unit),
    )


def _session(number: int, window: _Window, closed: ClosedDays) -> SessionDates:
    """Put a session on an open day of its window."""
    earliest, target, latest = window
    chosen = _open_day(closed, earliest, target, latest)
    return SessionDates(
        number=number, earliest=earliest, target=chosen, latest=latest, moved=chosen != target
    )


def _open_day(closed: ClosedDays, earliest: date, target: date, latest: date | None) -> date:
    """The open day nearest after the target, else before it within the gap, else after it."""
    after = next((day for day in _days(target, 1) if day not in closed), None)
    if after is None:
        raise CourseError(f"no open day within a year after {target}")
    if latest is None or after <= latest:
        return after
    before = (day for day in _days(target, -1) if day not in closed)
    return next((day for day in before if day >= earliest), after)


def _days(start: date, step: int) -> Iterator[date]:
    for offset in range(_DAYS_TO_LOOK):
        yield start + timedelta(days=offset * step)


def assessment_dates(course: Course) -> tuple[date, ...]:
    """The days on which the effect is measured.

    Args:
        course: with ``assess_at`` and a start or dates.

    Returns:
        Dates, counted from the first session; empty where nothing is known.
    """
    dates = session_dates(course)
    start = dates[0].target if dates else course.start
    if start is None:
        return ()
    return tuple(later(start, count, course.assess_unit) for count in course.assess_at)


def gap_findings(
    dates: Sequence[date],
    *,
    gap: CourseGap,
    code: str,
    severity: Severity,
    sources: tuple[str, ...],
) -> Iterator[Finding]:
    """Find the sessions that are too close together.

    Args:
        dates: of all sessions, in order, those done before included.
        gap: with the shortest gap.
        code: of the findings.
        severity: of the findings.
        sources: of the shortest gap.

    Returns:
        One finding for each session that comes too early.

    Raises:
        CourseError: the dates leave the calendar.
    """
    for before, day in pairwise(dates):
        allowed = later(before, gap.shortest, gap.unit)
        if day < allowed:
            yield Finding(
                code=code,
                severity=severity,
                says=(
                    f"The session on {day} is {(day - before).days} days after the one on "
                    f"{before}; the shortest gap is {gap.shortest} "
                    f"{gap.unit if gap.shortest != 1 else gap.unit.removesuffix('s')}."
                ),
                sources=sources,
                do=f"Not before {allowed}.",
                about=str(day),
            )
