from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from pistor.clinical.evidence import Figure
from pistor.clinical.person import Person
from pistor.clinical.planning import (
    ClosedDays,
    Course,
    CourseGap,
    Formula,
    FormulaError,
    Plan,
    Points,
    alternatives_for,
    assess,
    draw_amount,
    protocols_for,
    standing_of,
    vials,
)
from pistor.clinical.planning.doses import added, per, session_dose
from pistor.clinical.planning.regulation import regulation_findings
from pistor.clinical.quantities import QuantityError, amount, volume
from tests.cast import MONDAY, ada, bruno, codes, cream, drawn, plan_of, yes


@pytest.fixture
def checked(formulary):
    def check(plan, person=None):
        return assess(plan, person=person, on=MONDAY, formulary=formulary)

    return check


def test_an_empty_plan_says_everything_it_could_not_check(checked):
    assessment = checked(Plan())

    assert {
        "not_checked.person",
        "not_checked.formula",
        "not_checked.dates",
        "not_checked.country",
        "protocol.none",
    } <= codes(assessment.findings)
    assert assessment.suitability is None
    assert len(assessment.sessions) == 1


def test_the_gravest_finding_comes_first_and_each_sentence_once(checked):
    anaesthetics = (drawn("lidocaine", "2 %", "16 ml"), drawn("procaine", "1 %", "1 ml"))
    again = Formula(components=anaesthetics, sessions=(2,))

    found = checked(
        replace(plan_of(*anaesthetics), formulas=(Formula(components=anaesthetics), again))
    ).findings

    severities = [each.severity for each in found]
    assert severities == sorted(severities, key=["stop", "review", "note"].index)
    assert len(found) == len(set(found))


def test_unanswered_questions_are_one_finding_that_names_them(checked, formulary):
    patient = replace(ada(formulary), answers={})

    (said,) = [
        each
        for each in checked(plan_of(drawn("biotin", "5 mg/ml", "1 ml")), patient).findings
        if each.code == "not_checked.answers"
    ]

    assert "keloid" in said.says


def test_a_stop_of_the_screening_stands_on_the_plan(checked, formulary):
    minor = replace(ada(formulary), born_on=date(2010, 1, 1))

    assert "screening.age" in codes(checked(plan_of(), minor).findings, "stop")


def test_one_ingredient_in_mg_and_in_units_contradicts_itself(checked):
    with pytest.raises(QuantityError):
        checked(plan_of(drawn("biotin", "5 mg/ml", "1 ml"), drawn("biotin", "5 IU/ml", "1 ml")))


@pytest.mark.parametrize(
    ("count", "each", "is_off"),
    [(20, "0.05 ml", False), (22, "0.05 ml", False), (23, "0.05 ml", True), (18, "0.05 ml", True)],
)
def test_what_is_drawn_must_equal_what_the_points_take_within_a_tenth(checked, count, each, is_off):
    points = Points(count=count, volume_each=volume(each))
    plan = plan_of(drawn("biotin", "5 mg/ml", "1 ml"), points=points)

    assert ("points.volume" in codes(checked(plan).findings)) is is_off


@pytest.mark.parametrize(
    ("protocol", "code"), [("L3", "evidence.against"), ("H6", "evidence.none"), ("L1", None)]
)
def test_negative_or_missing_evidence_is_said(checked, protocol, code):
    found = codes(checked(plan_of(protocol=protocol)).findings, "review")

    assert {each for each in found if each.startswith("evidence.")} == ({code} if code else set())


@pytest.mark.parametrize(
    ("zone", "departs"),
    [("cheek", False), ("face", False), ("abdomen", True), ("", False), ("periorbital", True)],
)
def test_a_zone_the_protocol_was_not_used_on_is_said(checked, zone, departs):
    found = codes(checked(plan_of(protocol="F1", zone=zone)).findings)

    assert ("protocol.zone" in found) is departs


def test_more_sessions_points_and_ml_than_the_protocol_are_said(checked):
    plan = plan_of(
        drawn("deoxycholic_acid", "10 mg/ml", "11 ml"),
        protocol="L1",
        zone="submental",
        points=Points(count=55),
        course=Course(start=MONDAY, sessions=7, gap=CourseGap(unit="months", shortest=1)),
    )

    found = codes(checked(plan).findings, "review")
    assert {"protocol.sessions", "protocol.points", "protocol.ml"} <= found


def test_a_gap_shorter_than_the_protocol_is_said(checked):
    course = Course(start=MONDAY, sessions=2, gap=CourseGap(unit="days", shortest=10))

    found = codes(checked(plan_of(protocol="F1", course=course)).findings, "review")

    assert "protocol.gap" in found


@pytest.mark.parametrize(
    ("strength", "called_out"), [("4 mg/ml", False), ("39 mg/ml", False), ("40 mg/ml", True)]
)
def test_a_strength_ten_times_the_protocols_is_called_out(checked, strength, called_out):
    plan = plan_of(drawn("tranexamic_acid", strength, "1 ml"), protocol="P4")

    found = [each for each in checked(plan).findings if each.code == "protocol.strength"]
    assert bool(found) is called_out


def test_a_strength_is_called_out_before_any_volume_is_known(checked):
    plan = plan_of(drawn("tranexamic_acid", "100 mg/ml"), protocol="P4")

    assert "protocol.strength" in codes(checked(plan).findings)


def test_a_strength_diluted_in_the_mixture_is_not_called_out(checked):
    plan = plan_of(
        drawn("tranexamic_acid", "100 mg/ml", "0.04 ml"),
        drawn("sodium_chloride", "", "0.96 ml"),
        protocol="P4",
    )

    assert "protocol.strength" not in codes(checked(plan).findings)


def test_an_amount_ten_times_the_protocols_is_called_out(checked):
    plan = plan_of(drawn("methylprednisolone", "400 mg/ml", "1 ml"), protocol="M1")

    said = [each.says for each in checked(plan).findings if each.code == "protocol.strength"]
    assert any("400 mg in a session" in each for each in said)


def test_an_ingredient_the_protocol_does_not_name_is_no_tenfold_error(checked):
    plan = plan_of(drawn("biotin", "5 mg/ml", "1 ml"), protocol="P4")

    assert "protocol.strength" not in codes(checked(plan).findings)


def test_a_session_on_a_closed_day_is_said_and_a_moved_one_too(checked):
    sundays = ClosedDays(weekdays=frozenset({6}))
    chosen = checked(plan_of(course=Course(dates=(date(2026, 3, 1),), closed=sundays)))
    moved = checked(
        plan_of(
            course=Course(
                start=MONDAY,
                sessions=2,
                gap=CourseGap(unit="days", shortest=6, longest=6),
                closed=sundays,
            )
        )
    )

    assert "course.closed" in codes(chosen.findings, "review")
    assert "course.moved" in codes(moved.findings, "review")


def test_a_session_moved_within_its_gap_is_only_a_note(checked):
    course = Course(
        start=MONDAY,
        sessions=2,
        gap=CourseGap(unit="days", shortest=6, longest=9),
        closed=ClosedDays(weekdays=frozenset({6})),
    )

    assert "course.moved" in codes(checked(plan_of(course=course)).findings, "note")


@pytest.mark.parametrize(
    ("country", "ingredients", "purposes", "mixed", "code"),
    [
        ("FR", ("phosphatidylcholine",), ("fat",), False, "law.banned"),
        ("FR", ("biotin", "caffeine"), ("fat",), True, "law.banned"),
        ("FR", ("biotin",), ("skin",), True, None),
        ("FR", ("phosphatidylcholine",), (), False, "law.banned"),
        ("BR", ("phosphatidylcholine",), ("fat",), False, "law.banned"),
        ("US", ("phosphatidylcholine",), ("fat",), False, "law.warning"),
        ("", ("biotin",), ("skin",), False, "not_checked.country"),
        ("JP", ("biotin",), ("skin",), False, "not_checked.country"),
    ],
)
def test_a_country_bans_warns_or_is_not_known(
    formulary, country, ingredients, purposes, mixed, code
):
    found = tuple(
        regulation_findings(
            country,
            ingredients=ingredients,
            purposes=purposes,
            mixed=mixed,
            jurisdictions=formulary.jurisdictions,
        )
    )

    assert (code in codes(found)) if code else not codes(found, "stop") | codes(found, "review")
    assert all(not each.overridable for each in found if each.code == "law.banned")


def test_protocols_are_ranked_by_their_evidence_and_counter_evidence_comes_last(formulary):
    keys = [
        choice.protocol.key
        for choice in protocols_for("facial_ageing", jurisdiction="FR", formulary=formulary)
    ]

    assert keys[0] == "F1"
    assert keys[-1] == "F5"


def test_a_protocol_that_is_banned_here_is_shown_with_the_ban(formulary):
    def bans(country):
        choices = protocols_for("submental_fat", jurisdiction=country, formulary=formulary)
        return codes(choices[0].law, "stop")

    assert bans("FR") == {"law.banned"}
    assert bans("US") == bans("") == set()


def test_an_indication_nobody_defined_is_refused(formulary):
    with pytest.raises(KeyError):
        protocols_for("longevity", jurisdiction="", formulary=formulary)


def test_a_legal_standing_is_here_only_where_the_country_is_named(formulary):
    label = formulary.protocols["L1"]

    assert [each.word for each in standing_of(label, "US").standing_here] == ["LIC"]
    assert standing_of(label, "JP").standing_here == ()
    assert standing_of(label, "").standing_here == ()


def test_other_treatments_for_fat_name_the_operation(formulary):
    names = {each.key for each in alternatives_for("fat", formulary)}

    assert "other_liposuction" in names


def test_a_patient_outside_the_studied_ages_of_a_variant_is_told(checked, formulary):
    plan = plan_of(protocol="F4")

    young = checked(plan, replace(bruno(formulary), born_on=date(2000, 1, 1)))
    unknown = checked(plan, Person())

    assert "protocol.age" in codes(young.findings)
    assert not {"protocol.age", "protocol.variant"} & codes(unknown.findings)


def test_the_course_adds_up_and_stays_unknown_with_one_unknown_session(checked):
    known = Formula(components=(drawn("biotin", "5 mg/ml", "1 ml"),))
    unknown = Formula(components=(drawn("biotin", "", "1 ml"),), sessions=(2,))

    assert checked(plan_of(formulas=(known,))).course["biotin"] == amount("20 mg")
    assert checked(plan_of(formulas=(known, unknown))).course["biotin"] is None


def test_a_session_without_a_formula_of_its_own_brings_nothing(formulary):
    plan = replace(plan_of(), formulas=(Formula(sessions=(1,)),))

    dose = session_dose(
        plan.formula_of(2), number=2, ingredients=formulary.questionnaire.ingredients
    )
    assert (dose.volume, dose.ingredients) == (None, ())


def test_one_ingredient_in_two_syringes_has_no_one_strength(formulary):
    formula = Formula(
        components=(
            drawn("biotin", "5 mg/ml", "1 ml"),
            drawn("biotin", "5 mg/ml", "1 ml", syringe="B"),
        )
    )

    dose = session_dose(formula, number=1, ingredients=formulary.questionnaire.ingredients)

    assert dose.ingredients[0].injected == amount("10 mg")
    assert dose.ingredients[0].in_mixture is None


def test_nothing_in_a_syringe_has_no_strength(formulary):
    formula = Formula(components=(drawn("biotin", "5 mg/ml", "0 ml"),))

    dose = session_dose(formula, number=1, ingredients=formulary.questionnaire.ingredients)

    assert dose.ingredients[0].in_mixture is None


def test_vials_are_whole_and_rounded_up():
    assert vials(volume("4.1 ml"), volume("2 ml")) == 3
    assert vials(None, volume("2 ml")) is None
    assert vials(volume("2 ml"), None) is None


def test_a_dose_for_each_kg_of_nobody_is_unknown():
    assert per(None, Decimal(62)) is None
    assert per(amount("1 mg"), None) is None
    assert added([]) is None


@pytest.mark.parametrize(
    ("born", "says"),
    [(1989, "formula B"), (1976, "A and B both apply"), (1966, "formula A")],
)
def test_sav13_the_formula_goes_by_age(checked, formulary, born, says):
    patient = replace(bruno(formulary), born_on=date(born, 1, 1))

    said = [each.says for each in checked(plan_of(protocol="F4"), patient).findings]

    assert any(says in each for each in said)


def test_a_protocol_that_studied_some_ages_says_when_the_patient_is_none_of_them(
    formulary, checked
):
    ages = Figure(low=Decimal(18), high=Decimal(40), unit="years", sources=("BAS13",))
    studied = replace(formulary.protocols["F1"], studied_ages=ages)
    narrow = replace(formulary, protocols={**formulary.protocols, "F1": studied})
    plan = plan_of(protocol="F1")

    found = assess(plan, person=ada(formulary), on=MONDAY, formulary=narrow).findings
    young = replace(ada(formulary), born_on=date(1990, 1, 1))
    within = assess(plan, person=young, on=MONDAY, formulary=narrow).findings

    assert "protocol.age" in codes(found)
    assert "protocol.age" not in codes(within)


def test_a_protocol_that_names_no_zone_fits_any(formulary):
    anywhere = replace(formulary.protocols["F1"], zones=())
    wide = replace(formulary, protocols={**formulary.protocols, "F1": anywhere})

    found = assess(plan_of(protocol="F1"), person=None, on=MONDAY, formulary=wide).findings

    assert "protocol.zone" not in codes(found)


def test_her19_half_a_millilitre_at_each_point_is_called_out(checked):
    points = Points(count=20, volume_each=volume("0.5 ml"))

    assert "protocol.strength" in codes(checked(plan_of(protocol="F7", points=points)).findings)


def test_an_unknown_density_is_named_as_such(checked):
    found = checked(plan_of(drawn("hyaluronic_acid", "14 mg/g", "1 ml"))).findings

    said = [each.says for each in found if each.code == "not_checked.dose"]
    assert said == ["Not checked: dose of hyaluronic acid, non-cross-linked: density unknown."]


def test_the_purpose_comes_from_the_indication_before_the_protocol(formulary):
    assert formulary.purposes_of(Plan(indication="melasma", protocol="L1")) == ("pigment",)
    assert formulary.purposes_of(Plan(protocol="L1")) == ("fat",)
    assert formulary.purposes_of(Plan()) == ()


def test_a_session_without_a_formula_is_named_and_leaves_the_course_unknown(checked):
    some = Formula(components=(drawn("biotin", "5 mg/ml", "1 ml"),), sessions=(1, 2))

    assessment = checked(plan_of(formulas=(some,)))

    said = [each.says for each in assessment.findings if each.code == "not_checked.formula"]
    assert said == ["Not checked: doses of session 3, 4: formula unknown."]
    assert assessment.course["biotin"] is None


@pytest.mark.parametrize(
    ("sessions", "says"),
    [
        (((), ()), "two formulas are for all sessions"),
        (((1, 2), (2,)), "two formulas are for session 2"),
        (((9,),), "the course has 4 sessions"),
    ],
)
def test_a_formula_that_would_be_left_out_is_refused(checked, sessions, says):
    biotin = drawn("biotin", "5 mg/ml", "1 ml")
    formulas = tuple(Formula(components=(biotin,), sessions=each) for each in sessions)

    with pytest.raises(FormulaError, match=says):
        checked(plan_of(formulas=formulas))


def test_less_drawn_than_asked_for_is_said(checked):
    component = draw_amount(
        drawn("aminophylline", "24 mg/ml"), amount("5 mg"), step_ml=Decimal("0.01")
    )

    said = [f.says for f in checked(plan_of(component)).findings if f.code == "dose.rounded_down"]
    assert "5 mg asked for, 4.8 mg drawn" in said[0]


def test_a_gap_too_short_is_found_before_any_date_is_set(checked):
    course = Course(sessions=3, gap=CourseGap(unit="days", shortest=7))
    acid = drawn("deoxycholic_acid", "10 mg/ml", "1 ml")

    assert "course.gap_too_short" in codes(checked(plan_of(acid, course=course)).findings, "stop")


def test_dates_that_break_the_plans_own_gap_are_said(checked):
    course = Course(dates=(MONDAY, date(2026, 3, 3)), gap=CourseGap(unit="weeks", shortest=2))

    assert "course.own_gap" in codes(checked(plan_of(course=course)).findings, "review")


def test_a_gap_counts_between_the_sessions_that_use_the_ingredient(checked):
    acid = Formula(components=(drawn("deoxycholic_acid", "10 mg/ml", "1 ml"),), sessions=(1, 3))
    other = Formula(components=(drawn("lidocaine", "2 %", "1 ml"),), sessions=(2,))
    course = Course(start=MONDAY, sessions=3, gap=CourseGap(unit="weeks", shortest=3))

    found = codes(checked(plan_of(formulas=(acid, other), course=course)).findings)

    assert "course.gap_too_short" not in found


def test_a_protocol_with_only_a_usual_gap_calls_out_a_shorter_one(checked):
    course = Course(start=MONDAY, sessions=7, gap=CourseGap(unit="days", shortest=1))

    assert "protocol.gap" in codes(checked(plan_of(protocol="P4", course=course)).findings)


def test_a_strength_split_over_two_syringes_is_still_called_out(checked):
    plan = plan_of(
        drawn("tranexamic_acid", "100 mg/ml", "0.5 ml"),
        drawn("tranexamic_acid", "100 mg/ml", "0.5 ml", syringe="B"),
        protocol="P4",
    )

    assert "protocol.strength" in codes(checked(plan).findings)


def test_an_anaesthetic_stronger_than_usual_in_a_mixture_is_said(checked):
    mixed = plan_of(drawn("lidocaine", "2 %", "1 ml"), drawn("sodium_chloride", "", "1 ml"))
    neat = plan_of(drawn("lidocaine", "2 %", "1 ml"))

    assert "dose.above_usual" in codes(checked(mixed).findings)
    assert "dose.above_usual" not in codes(checked(neat).findings)


def test_deoxycholic_acid_without_a_zone_is_not_checked_and_says_so(checked):
    found = checked(plan_of(drawn("deoxycholic_acid", "10 mg/ml", "1 ml"), zone="")).findings

    said = [each.says for each in found if each.code == "ingredient.zone"]
    assert said[0].startswith("Not checked: zone unknown.")


def test_a_course_of_unknown_length_has_no_total(checked):
    plan = plan_of(drawn("biotin", "5 mg/ml", "1 ml"), course=Course(start=MONDAY))

    assert checked(plan).course == {"biotin": None}


def test_a_ban_on_fat_dissolvers_holds_whatever_the_indication_is_called(checked):
    acid = drawn("deoxycholic_acid", "10 mg/ml", "1 ml")

    plan = plan_of(acid, jurisdiction="FR", indication="facial_ageing")

    assert "law.banned" in codes(checked(plan).findings, "stop")


@pytest.mark.parametrize(
    ("formula", "says"),
    [
        (
            Formula(components=(drawn("lidocaine_prilocaine_cream", "25 mg/g", "1 ml"),)),
            "is a cream",
        ),
        (Formula(numbing=replace(cream(), ingredient="lidocaine")), "no numbing cream"),
    ],
)
def test_a_cream_is_not_injected_and_a_drug_is_no_cream(checked, formula, says):
    with pytest.raises(FormulaError, match=says):
        checked(plan_of(formulas=(formula,)))


@pytest.mark.parametrize(("ml", "too_much"), [("20 ml", False), ("40 ml", True)])
def test_two_anaesthetics_within_their_limits_may_together_be_too_much(checked, ml, too_much):
    plan = plan_of(drawn("lidocaine", "2 %", "10 ml"), drawn("procaine", "1 %", ml, syringe="B"))

    assert ("dose.anaesthetics_together" in codes(checked(plan).findings)) is too_much


def test_what_lies_under_the_zone_is_named(checked):
    said = [each for each in checked(plan_of(zone="cheek")).findings if each.code == "zone.avoid"]

    assert "Keep away from" in said[0].says


@pytest.mark.parametrize(("depth", "is_off"), [("3", False), ("30", True)])
def test_a_depth_the_technique_does_not_reach_is_said(checked, depth, is_off):
    plan = plan_of(technique="nappage", points=Points(depth_mm=Decimal(depth)))

    assert ("technique.depth" in codes(checked(plan).findings, "review")) is is_off


def test_a_course_that_began_before_the_check_is_said(checked):
    course = Course(start=date(2026, 2, 1), sessions=1)

    assert "course.past" in codes(checked(plan_of(course=course)).findings, "note")


def test_what_is_missing_for_the_dates_is_named(checked):
    said = [
        each.says
        for each in checked(plan_of(course=Course(start=MONDAY, sessions=3))).findings
        if each.code == "not_checked.dates"
    ]

    assert said == ["Not checked: dates of the course: gap unknown."]


def test_what_is_not_licensed_is_said_in_one_line_each(checked):
    found = checked(
        plan_of(drawn("organic_silicon", "", "1 ml"), drawn("biotin", "5 mg/ml", "1 ml"))
    ).findings

    assert "law.unlicensed" in codes(found, "review")
    assert "law.off_label" in codes(found, "note")


def test_a_wait_keeps_its_date_on_the_plan(checked, formulary):
    patient = ada(formulary, vaccination=yes(event_on=date(2026, 3, 1)))

    said = [each.says for each in checked(plan_of(), patient).findings]

    assert any("Not before 2026-03-15." in each for each in said)


def test_a_wait_that_is_over_by_the_first_session_is_only_a_note(checked, formulary):
    patient = ada(formulary, vaccination=yes(event_on=date(2026, 3, 1)))
    course = Course(start=date(2026, 3, 16), sessions=1)

    found = checked(plan_of(course=course), patient).findings

    assert "screening.vaccination" in codes(found, "note")
    assert "screening.vaccination" not in codes(found, "stop")


def test_a_range_reads_as_people_say_it():
    def text(low, high):
        return Figure(low=low, high=high, unit="mm", says="shallow", sources=("BTP",)).range_text

    two, four = Decimal(2), Decimal(4)
    assert [text(two, four), text(two, two), text(two, None), text(None, four)] == [
        "2-4 mm",
        "2 mm",
        "at least 2 mm",
        "at most 4 mm",
    ]
    assert text(None, None) == "shallow mm"
