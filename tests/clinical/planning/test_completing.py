from dataclasses import replace
from decimal import Decimal

import pytest

from pistor.clinical.planning import Course, Plan, Points, completed, course_gap
from pistor.clinical.planning.protocols import Gap, ProtocolComponent
from pistor.clinical.quantities import volume
from tests.cast import MONDAY, drawn, plan_of

STEP = Decimal("0.01")


@pytest.fixture
def complete(formulary):
    def from_protocol(plan, key):
        return completed(plan, formulary.protocols.get(key), step_ml=STEP)

    return from_protocol


def test_a_plan_without_a_protocol_takes_nothing(complete):
    plan, taken = complete(plan_of(points=Points(area_cm2=Decimal(20))), "")

    assert taken == ()
    assert plan.points.count is None


def test_the_arithmetic_of_points_needs_no_protocol(complete):
    points = Points(area_cm2=Decimal(20), spacing_mm=Decimal(10), volume_each=volume("0.05 ml"))

    plan, _ = complete(plan_of(drawn("biotin", "5 mg/ml"), points=points), "")

    assert plan.points.count == 20
    assert plan.formulas[0].volume() == volume("1 ml")


def test_cos11_brings_two_formulas_and_its_days(complete):
    plan, taken = complete(Plan(course=Course(start=MONDAY)), "M1")

    assert [formula.sessions for formula in plan.formulas] == [(1, 2), (3, 4, 5)]
    assert plan.course.at == (0, 3, 6, 9, 12)
    assert {"schedule", "formula"} <= set(taken)


def test_what_the_practitioner_wrote_is_never_replaced(complete):
    own = plan_of(
        drawn("deoxycholic_acid", "10 mg/ml", "1 ml"),
        indication="submental_fat",
        technique="papule",
        points=Points(
            count=7,
            area_cm2=Decimal(20),
            spacing_mm=Decimal(12),
            volume_each=volume("0.1 ml"),
        ),
    )

    plan, taken = complete(own, "L1")

    assert (plan.zone, plan.technique, plan.points) == ("cheek", "papule", own.points)
    assert plan.course.gap == own.course.gap
    assert plan.formulas == own.formulas
    assert set(taken) <= {"assessments"}


def test_a_range_of_sessions_stays_open(complete):
    plan, _ = complete(Plan(course=Course(start=MONDAY)), "P1")

    assert plan.course.length is None


def test_a_usual_gap_alone_counts_as_the_shortest():
    usual = Gap(unit="days", usual=15, sources=("SAV13",))

    assert course_gap(usual).shortest == 15
    assert course_gap(Gap(unit="days", sources=("SAV13",))) is None


def test_an_amount_of_a_protocol_is_drawn_from_its_stock(formulary):
    reported = (ProtocolComponent(ingredient="caffeine", stock="50 mg/ml", amount="20 mg"),)
    protocol = replace(formulary.protocols["L3"], components=reported)

    plan, _ = completed(Plan(), protocol, step_ml=STEP)

    assert plan.formulas[0].components[0].volume == volume("0.4 ml")


def test_an_ingredient_reported_without_any_number_stays_without(formulary):
    reported = (ProtocolComponent(ingredient="caffeine"),)
    protocol = replace(formulary.protocols["L3"], components=reported)

    plan, _ = completed(Plan(), protocol, step_ml=STEP)

    assert plan.formulas[0].components[0].dose is None


def test_a_protocol_without_a_gap_leaves_the_dates_open(complete):
    plan, taken = complete(Plan(course=Course(start=MONDAY)), "H6")

    assert plan.course.gap is None
    assert "gap" not in taken


def test_abd09_seven_sessions_are_its_irregular_seven(complete):
    plan, _ = complete(Plan(course=Course(start=MONDAY, sessions=7)), "H1")

    assert plan.course.at == (0, 1, 2, 3, 5, 7, 11)


def test_a_strength_as_injected_is_never_taken_for_the_ampoule(complete):
    points = Points(count=20, volume_each=volume("0.05 ml"))

    plan, _ = complete(Plan(course=Course(start=MONDAY), points=points), "P2")

    (component,) = plan.formulas[0].components
    assert component.product == "made up to 4 mg/ml"
    assert component.volume == volume("1 ml")


def test_a_gap_told_only_in_words_gives_no_dates(complete):
    plan, taken = complete(Plan(course=Course(start=MONDAY)), "H3")

    assert plan.course.gap is None
    assert "gap" not in taken
