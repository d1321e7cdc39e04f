from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pistor.clinical.findings import Severity
from pistor.clinical.planning import (
    ClosedDays,
    Course,
    CourseError,
    CourseGap,
    assessment_dates,
    later,
    session_dates,
)
from pistor.clinical.planning.course import gap_findings

MONTHLY = Course(start=date(2026, 1, 31), sessions=4, gap=CourseGap(unit="months", shortest=1))
WEEKENDS = ClosedDays(weekdays=frozenset({5, 6}))
DAYS = st.dates(date(2020, 1, 1), date(2040, 1, 1))


def targets(course: Course) -> list[str]:
    return [str(each.target) for each in session_dates(course)]


@pytest.mark.parametrize(
    ("day", "count", "unit", "expected"),
    [
        (date(2026, 1, 31), 1, "months", date(2026, 2, 28)),
        (date(2028, 1, 31), 1, "months", date(2028, 2, 29)),
        (date(2026, 12, 31), 2, "months", date(2027, 2, 28)),
        (date(2026, 3, 31), -1, "months", date(2026, 2, 28)),
        (date(2026, 1, 12), 3, "weeks", date(2026, 2, 2)),
        (date(2026, 12, 30), 3, "days", date(2027, 1, 2)),
    ],
)
def test_a_month_is_a_calendar_month_that_ends_on_its_last_day(day, count, unit, expected):
    assert later(day, count, unit) == expected


@pytest.mark.parametrize(("count", "unit"), [(10**6, "months"), (10**9, "days"), (1, "years")])
def test_a_date_outside_the_calendar_or_an_unknown_unit_is_refused(count, unit):
    with pytest.raises(CourseError):
        later(date(2026, 1, 1), count, unit)


def test_a_chained_course_forgets_the_31st_and_one_from_the_start_does_not():
    assert targets(MONTHLY) == ["2026-01-31", "2026-02-28", "2026-03-28", "2026-04-28"]
    assert targets(replace(MONTHLY, convention="from_start")) == [
        "2026-01-31",
        "2026-02-28",
        "2026-03-31",
        "2026-04-30",
    ]


def test_a_gap_with_a_usual_and_a_longest_gives_a_window():
    gap = CourseGap(unit="days", shortest=28, usual=30, longest=35)

    (_, second) = session_dates(Course(start=date(2026, 3, 2), sessions=2, gap=gap))

    assert (second.earliest, second.target, second.latest) == (
        date(2026, 3, 30),
        date(2026, 4, 1),
        date(2026, 4, 6),
    )


def test_a_closed_day_moves_the_session_to_the_next_open_one_within_the_gap():
    gap = CourseGap(unit="days", shortest=12, longest=16)
    course = Course(start=date(2026, 3, 2), sessions=2, gap=gap, closed=WEEKENDS)

    second = session_dates(course)[1]

    assert (second.target, second.moved) == (date(2026, 3, 16), True)


def test_a_closed_day_at_the_end_of_the_gap_moves_the_session_before_it():
    gap = CourseGap(unit="days", shortest=10, usual=13, longest=13)
    course = Course(start=date(2026, 3, 2), sessions=2, gap=gap, closed=WEEKENDS)

    assert session_dates(course)[1].target == date(2026, 3, 13)


def test_where_no_day_of_the_gap_is_open_the_next_open_day_is_proposed():
    gap = CourseGap(unit="days", shortest=12, longest=13)
    course = Course(start=date(2026, 3, 2), sessions=2, gap=gap, closed=WEEKENDS)

    second = session_dates(course)[1]

    assert second.target == date(2026, 3, 16) > second.latest


def test_a_clinic_that_never_opens_again_is_refused():
    never = ClosedDays(weekdays=frozenset(range(7)))

    with pytest.raises(CourseError, match="no open day"):
        session_dates(replace(MONTHLY, closed=never))


def test_an_irregular_course_counts_from_its_first_session():
    course = Course(start=date(2026, 1, 12), at=(1, 4, 7, 10, 13), at_unit="days")

    assert targets(course) == ["2026-01-12", "2026-01-15", "2026-01-18", "2026-01-21", "2026-01-24"]


@pytest.mark.parametrize(
    "course",
    [
        Course(sessions=4, gap=MONTHLY.gap),
        Course(start=date(2026, 1, 31), gap=MONTHLY.gap),
        Course(start=date(2026, 1, 31), sessions=4),
    ],
    ids=["no_start", "no_number", "no_gap"],
)
def test_a_course_that_is_not_known_has_no_dates(course):
    assert session_dates(course) == ()


def test_a_single_session_needs_no_gap():
    assert targets(Course(start=date(2026, 1, 31), sessions=1)) == ["2026-01-31"]


def test_chosen_dates_are_judged_and_not_moved():
    chosen = (date(2026, 3, 1), date(2026, 3, 8))

    course = Course(dates=chosen, closed=WEEKENDS)

    assert [each.target for each in session_dates(course)] == list(chosen)
    assert course.length == 2


def test_a_session_27_days_after_the_last_is_less_than_a_month():
    found = list(
        gap_findings(
            [date(2026, 3, 2), date(2026, 3, 29), date(2026, 4, 29)],
            gap=CourseGap(unit="months", shortest=1),
            code="course.gap_too_short",
            severity=Severity.STOP,
            sources=("KYB",),
        )
    )

    (finding,) = found
    assert finding.about == "2026-03-29"
    assert "27 days" in finding.says
    assert "2026-04-02" in finding.do


def test_measurements_count_from_the_first_session():
    course = replace(MONTHLY, assess_at=(0, 4), assess_unit="weeks")

    assert assessment_dates(course) == (date(2026, 1, 31), date(2026, 2, 28))
    assert assessment_dates(Course(start=date(2026, 1, 31), assess_at=(1,))) == (date(2026, 2, 7),)
    assert assessment_dates(Course(assess_at=(1,))) == ()


@given(
    start=DAYS,
    sessions=st.integers(1, 12),
    shortest=st.integers(1, 90),
    extra=st.integers(0, 30),
    unit=st.sampled_from(["days", "weeks"]),
    closed=st.sets(st.integers(0, 6), max_size=5),
)
def test_no_session_is_ever_earlier_than_its_gap_allows_or_on_a_closed_day(
    start, sessions, shortest, extra, unit, closed
):
    gap = CourseGap(unit=unit, shortest=shortest, longest=shortest + extra)
    course = Course(
        start=start, sessions=sessions, gap=gap, closed=ClosedDays(weekdays=frozenset(closed))
    )

    dates = session_dates(course)

    days = shortest * (7 if unit == "weeks" else 1)
    for before, after in pairwise(dates):
        assert after.target - before.target >= timedelta(days=days)
    assert all(each.target not in course.closed for each in dates)


@given(day=DAYS, months=st.integers(1, 60))
def test_a_calendar_month_later_is_always_in_that_month(day, months):
    result = later(day, months, "months")

    assert (result.year * 12 + result.month) - (day.year * 12 + day.month) == months
    assert result.day <= day.day


@pytest.mark.parametrize(
    "gap",
    [
        CourseGap(unit="days", shortest=28, usual=7),
        CourseGap(unit="days", shortest=28, longest=14),
        CourseGap(unit="days", shortest=28, usual=35, longest=30),
    ],
)
def test_a_gap_that_contradicts_itself_is_refused(gap):
    with pytest.raises(CourseError, match="is not between"):
        session_dates(Course(start=date(2026, 3, 2), sessions=2, gap=gap))
