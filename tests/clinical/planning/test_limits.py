from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from pistor.clinical.person import Weight
from pistor.clinical.planning import Course, CourseGap, Formula, Points, assess
from tests.cast import MONDAY, ada, bruno, codes, cream, drawn, given, plan_of


@pytest.fixture
def checked(formulary):
    def check(plan, person=None, on=MONDAY):
        return assess(plan, person=person or ada(formulary), on=on, formulary=formulary)

    return check


def about(assessment, code):
    return {each.about for each in assessment.findings if each.code == code}


def judged(assessment, key):
    every = [each for session in assessment.sessions for each in session.judged]
    return next(each for each in (*every, *assessment.counts) if each.limit.key == key)


def test_lid_300_mg_of_lidocaine_is_within_and_one_drop_more_is_not(checked):
    exact = plan_of(drawn("lidocaine", "2 %", "15 ml"))
    more = plan_of(drawn("lidocaine", "2 %", "15.01 ml"))

    assert judged(checked(exact), "lidocaine.mg").within is True
    assert judged(checked(more), "lidocaine.mg").within is False
    assert "lidocaine.mg" in about(checked(more), "dose.above_limit")


def test_lid_a_limit_per_kg_is_exact_for_a_weight_that_divides_badly(checked, formulary):
    patient = replace(ada(formulary), weight=Weight(kg=Decimal("61.7"), on=MONDAY))
    allowed_ml = Decimal("4.5") * Decimal("61.7") / 20

    exact = plan_of(drawn("lidocaine", "2 %", f"{allowed_ml} ml"))
    more = plan_of(drawn("lidocaine", "2 %", f"{allowed_ml + Decimal('0.0001')} ml"))

    assert judged(checked(exact, patient), "lidocaine.mg_per_kg").within is True
    assert judged(checked(more, patient), "lidocaine.mg_per_kg").within is False


def test_lid_epinephrine_in_every_part_of_the_dose_raises_the_limits(checked):
    with_it = drawn("lidocaine", "2 %", "20 ml", with_addition="epinephrine")
    without = drawn("lidocaine", "1 %", "0.1 ml")

    only = checked(plan_of(with_it))
    mixed = checked(plan_of(with_it, without))

    assert judged(only, "lidocaine.mg_with_epinephrine").within is True
    assert "lidocaine.mg" in about(mixed, "dose.above_limit")


def test_a_cream_keeps_the_stricter_limits_beside_epinephrine(checked):
    plan = plan_of(drawn("lidocaine", "2 %", "16 ml", with_addition="epinephrine"), numbing=cream())

    assert "lidocaine.mg" in about(checked(plan), "dose.above_limit")


def test_the_sum_with_the_cream_is_a_review_and_shows_both_numbers(checked):
    plan = plan_of(drawn("lidocaine", "2 %", "12 ml"), numbing=cream(grams="3"))

    assessment = checked(plan)

    result = judged(assessment, "lidocaine.mg")
    assert (result.value, result.injected, result.only_the_sum) == (315, 240, True)
    assert result.verdict == "the sum is above the limit"
    assert "lidocaine.mg" in about(assessment, "dose.sum_with_cream_above_limit")
    assert "dose.above_limit" not in codes(assessment.findings, "stop")


def test_what_is_injected_above_the_limit_stops_with_or_without_cream(checked):
    plan = plan_of(drawn("lidocaine", "2 %", "16 ml"), numbing=cream(grams="3"))

    stop = next(each for each in checked(plan).findings if each.about == "lidocaine.mg")
    assert "395 mg (320 of it injected)" in stop.says


@pytest.mark.parametrize(
    ("numbing", "key"),
    [
        (cream(grams="61"), "lidocaine_prilocaine_cream.g"),
        (cream(area_cm2="601"), "lidocaine_prilocaine_cream.cm2"),
        (cream(hours="5.5"), "lidocaine_prilocaine_cream.hours"),
    ],
)
def test_a_cream_beyond_its_own_label_is_a_stop(checked, numbing, key):
    assert key in about(
        checked(plan_of(numbing=numbing, formulas=(Formula(numbing=numbing),))), "dose.above_limit"
    )


def test_grams_of_cream_unknown_is_said_and_hides_no_stop(checked):
    unknown = cream(grams=None)

    quiet = checked(plan_of(drawn("lidocaine", "2 %", "1 ml"), numbing=unknown))
    loud = checked(plan_of(drawn("lidocaine", "2 %", "16 ml"), numbing=unknown))

    assert "grams of cream" in about(quiet, "not_checked.limit")
    assert "lidocaine.mg" in about(loud, "dose.above_limit")


def test_a_dose_from_elsewhere_the_day_before_counts_and_a_week_ago_does_not(checked, formulary):
    plan = plan_of(drawn("lidocaine", "2 %", "10 ml"))
    yesterday = replace(
        ada(formulary), received=(given("lidocaine", "150 mg", MONDAY - timedelta(days=1)),)
    )
    last_week = replace(
        ada(formulary), received=(given("lidocaine", "150 mg", MONDAY - timedelta(days=7)),)
    )

    assert judged(checked(plan, yesterday), "lidocaine.mg").value == 350
    assert "lidocaine.mg" in about(checked(plan, yesterday), "dose.above_limit")
    assert judged(checked(plan, last_week), "lidocaine.mg").value == 200


def test_a_dose_from_elsewhere_counts_near_any_session_of_the_course(checked, formulary):
    plan = plan_of(drawn("lidocaine", "2 %", "10 ml"))
    near_third = replace(
        ada(formulary), received=(given("lidocaine", "150 mg", MONDAY + timedelta(days=28)),)
    )

    sums = [each.judged[1].value for each in checked(plan, near_third).sessions]
    assert sums == [200, 200, 350, 200]
    assert "lidocaine.mg" in about(checked(plan, near_third), "dose.above_limit")


def test_sessions_on_neighbouring_days_add_up_within_24_hours(checked):
    daily = Course(start=MONDAY, sessions=3, gap=CourseGap(unit="days", shortest=1))
    apart = Course(start=MONDAY, sessions=3, gap=CourseGap(unit="days", shortest=2))
    ketoprofen = drawn("ketoprofen", "160 mg/ml", "1 ml")

    assert "ketoprofen.mg" in about(checked(plan_of(ketoprofen, course=daily)), "dose.above_limit")
    assert judged(checked(plan_of(ketoprofen, course=apart)), "ketoprofen.mg").within is True


def test_of_three_days_in_a_row_only_two_lie_within_24_hours(checked):
    daily = Course(start=MONDAY, sessions=3, gap=CourseGap(unit="days", shortest=1))

    assessment = checked(plan_of(drawn("ketoprofen", "90 mg/ml", "1 ml"), course=daily))

    assert [each.judged[0].value for each in assessment.sessions] == [180, 180, 180]
    assert all(each.judged[0].within for each in assessment.sessions)


def test_doses_of_neighbouring_days_are_named_as_such(checked):
    daily = Course(start=MONDAY, sessions=2, gap=CourseGap(unit="days", shortest=1))

    found = checked(plan_of(drawn("ketoprofen", "160 mg/ml", "1 ml"), course=daily)).findings

    said = [each.says for each in found if each.about == "ketoprofen.mg"]
    assert "320 mg, doses from elsewhere and from sessions within a day counted" in said[0]


def test_a_plain_dose_from_elsewhere_keeps_the_stricter_limits(checked, formulary):
    patient = replace(ada(formulary), received=(given("lidocaine", "250 mg"),))
    plan = plan_of(drawn("lidocaine", "2 %", "10 ml", with_addition="epinephrine"))

    assert "lidocaine.mg" in about(checked(plan, patient), "dose.above_limit")


def test_a_dose_from_elsewhere_above_the_limit_is_no_matter_of_cream(checked, formulary):
    patient = replace(ada(formulary), received=(given("lidocaine", "400 mg"),))

    assessment = checked(
        plan_of(numbing=cream(grams="1"), formulas=(Formula(numbing=cream()),)), patient
    )

    assert "lidocaine.mg" in about(assessment, "dose.above_limit")


def test_what_a_cream_from_elsewhere_holds_counts(checked, formulary):
    patient = replace(ada(formulary), received=(given("lidocaine_prilocaine_cream", "5 g"),))

    assessment = checked(plan_of(drawn("lidocaine", "2 %", "10 ml")), patient)

    assert judged(assessment, "lidocaine.mg").value == 325


def test_an_unknown_injected_part_is_never_called_within(checked):
    plan = plan_of(drawn("lidocaine", "", "1 ml"), numbing=cream(grams="20"))

    result = judged(checked(plan), "lidocaine.mg")

    assert (result.within, result.only_the_sum) == (False, False)


@pytest.mark.parametrize(
    "plan",
    [
        plan_of(drawn("tranexamic_acid", "100 IU/ml", "0.5 ml")),
        plan_of(drawn("hyaluronidase", "1 mg/ml", "1 ml")),
    ],
)
def test_units_are_not_held_against_milligrams(checked, plan):
    every = [each for each in checked(plan).sessions[0].judged if each.limit.unit in {"mg", "IU"}]

    assert all(each.within is None for each in every)


def test_a_dose_received_in_other_units_is_not_added_and_not_called_within(checked, formulary):
    patient = replace(ada(formulary), received=(given("lidocaine", "10 IU"),))

    result = judged(checked(plan_of(drawn("lidocaine", "2 %", "1 ml")), patient), "lidocaine.mg")

    assert result.verdict == "not checked: amount in mg unknown"


@pytest.mark.parametrize(
    "weight",
    [
        None,
        Weight(kg=Decimal(62), on=MONDAY - timedelta(days=91)),
        Weight(kg=Decimal(62), on=MONDAY + timedelta(days=1)),
    ],
    ids=["none", "91_days_old", "from_the_future"],
)
def test_a_limit_per_kg_without_a_recent_weight_is_not_checked_and_says_so(
    checked, formulary, weight
):
    assessment = checked(
        plan_of(drawn("lidocaine", "2 %", "1 ml")), replace(ada(formulary), weight=weight)
    )

    result = judged(assessment, "lidocaine.mg_per_kg")
    assert (result.within, result.verdict) == (None, "not checked: recent weight unknown")
    assert "recent weight" in about(assessment, "not_checked.limit")


def test_a_weight_of_90_days_ago_still_serves(checked, formulary):
    weight = Weight(kg=Decimal(62), on=MONDAY - timedelta(days=90))

    assessment = checked(
        plan_of(drawn("lidocaine", "2 %", "1 ml")), replace(ada(formulary), weight=weight)
    )

    assert judged(assessment, "lidocaine.mg_per_kg").within is True


def test_within_a_recalled_or_proposed_limit_is_never_a_plain_within(checked):
    acid = checked(plan_of(drawn("tranexamic_acid", "4 mg/ml", "1 ml")))
    lidocaine = checked(plan_of(drawn("lidocaine", "2 %", "1 ml")))

    assert judged(acid, "tranexamic_acid.mg").verdict == "within an unverified limit"
    assert judged(lidocaine, "lidocaine.mg").verdict == "within"


def test_an_unknown_strength_is_said_once_and_not_taken_for_nothing(checked):
    assessment = checked(plan_of(drawn("lidocaine", "", "5 ml"), drawn("biotin", "", "1 ml")))

    (said,) = [each for each in assessment.findings if each.code == "not_checked.dose"]
    assert "lidocaine, biotin: strength unknown" in said.says
    assert judged(assessment, "lidocaine.mg").verdict == "not checked: strength unknown"


def test_a_part_with_unknown_strength_does_not_hide_what_is_known(checked):
    plan = plan_of(drawn("lidocaine", "2 %", "16 ml"), drawn("lidocaine", "", "1 ml"))

    assert "lidocaine.mg" in about(checked(plan), "dose.above_limit")


def test_an_ingredient_without_a_known_maximum_is_named(checked):
    said = next(
        each
        for each in checked(plan_of(drawn("biotin", "5 mg/ml", "1 ml"))).findings
        if each.code == "not_checked.maximum"
    )

    assert "biotin" in said.says


def test_a_diluent_needs_no_maximum_and_no_strength(checked):
    found = codes(checked(plan_of(drawn("sodium_chloride", "", "1 ml"))).findings)

    assert not {"not_checked.maximum", "not_checked.dose"} & found


def test_kyb_2_mg_for_each_cm2_needs_the_area(checked):
    acid = drawn("deoxycholic_acid", "10 mg/ml", "4 ml")

    without = checked(plan_of(acid, zone="submental"))
    exact = checked(plan_of(acid, zone="submental", points=Points(area_cm2=Decimal(20))))
    dense = checked(plan_of(acid, zone="submental", points=Points(area_cm2=Decimal("19.9"))))

    key = "deoxycholic_acid.mg_per_cm2"
    assert judged(without, key).verdict == "not checked: treated area unknown"
    assert judged(exact, key).within is True
    assert judged(dense, key).within is False


def test_kyb_six_sessions_count_those_done_before(checked):
    acid = drawn("deoxycholic_acid", "10 mg/ml", "1 ml")
    course = Course(
        start=MONDAY,
        sessions=4,
        gap=CourseGap(unit="months", shortest=1),
        earlier=(date(2025, 11, 3), date(2025, 12, 8), date(2026, 1, 12)),
    )

    assert "deoxycholic_acid.sessions" in about(
        checked(plan_of(acid, zone="submental", course=course)), "dose.above_limit"
    )


def test_the_first_session_keeps_its_gap_from_the_ones_done_before(checked):
    acid = drawn("deoxycholic_acid", "10 mg/ml", "1 ml")
    course = Course(
        start=MONDAY,
        sessions=1,
        earlier=(MONDAY - timedelta(days=20),),
    )

    found = checked(plan_of(acid, zone="submental", course=course)).findings
    assert "course.gap_too_short" in codes(found, "stop")


def test_thiocolchicoside_is_limited_to_five_days_of_treatment(checked):
    course = Course(start=MONDAY, sessions=6, gap=CourseGap(unit="days", shortest=1))

    assert "thiocolchicoside.days" in about(
        checked(plan_of(drawn("thiocolchicoside", "2 mg/ml", "2 ml"), course=course)),
        "dose.above_limit",
    )


@pytest.mark.parametrize(
    ("kg", "mg", "within", "why_not"),
    [
        ("60", "20", True, ""),
        ("60", "21", False, ""),
        ("50", "10", None, "maximum for 50 kg or less"),
        ("50", "21", False, ""),
    ],
)
def test_dro_the_triamcinolone_maximum_is_known_above_50_kg_only(
    checked, formulary, kg, mg, within, why_not
):
    patient = replace(ada(formulary), weight=Weight(kg=Decimal(kg), on=MONDAY))
    plan = plan_of(drawn("triamcinolone", "10 mg/ml", f"{Decimal(mg) / 10} ml"))

    result = next(each for each in checked(plan, patient).sessions[0].judged if each.limit.above_kg)

    assert (result.within, result.why_not) == (within, why_not)


def test_dro_without_a_weight_the_triamcinolone_maximum_is_not_checked(checked, formulary):
    patient = replace(ada(formulary), weight=None)

    assessment = checked(plan_of(drawn("triamcinolone", "10 mg/ml", "1 ml")), patient)

    assert "recent weight" in about(assessment, "not_checked.limit")


def test_units_are_judged_as_units_and_a_dose_above_the_usual_is_shown(checked):
    assessment = checked(plan_of(drawn("hyaluronidase", "150 IU/ml", "2 ml")))

    assert assessment.sessions[0].dose.ingredients[0].injected.unit == "IU"
    assert "hyaluronidase" in about(assessment, "dose.above_usual")


def test_kyb_a_boy_of_17_is_below_the_age_of_the_label(checked, formulary):
    boy = replace(bruno(formulary), born_on=date(2008, 3, 3))

    found = checked(plan_of(drawn("deoxycholic_acid", "10 mg/ml", "1 ml")), boy).findings

    assert "limit.too_low" in codes(found, "stop")


def test_a_changed_formula_is_judged_in_the_sessions_it_is_for(checked):
    small = Formula(components=(drawn("lidocaine", "2 %", "1 ml"),))
    large = Formula(components=(drawn("lidocaine", "2 %", "16 ml"),), sessions=(3,))

    assessment = checked(replace(plan_of(), formulas=(small, large)))

    assert [each.judged[1].within for each in assessment.sessions] == [True, True, False, True]
    assert "lidocaine.mg" in about(assessment, "dose.above_limit")
