"""Seven published protocols, restated from their sources, give exactly the published numbers."""

import json
from datetime import date
from decimal import Decimal

import pytest

from pistor.cli import main

# Sources:
# KYB    Kythera/Allergan, US label of deoxycholic acid injection, 2015
# SAV13  Savoia, Landi, Baldi, Dermatol Ther (Heidelb) 3:83, 2013
# LUE20  Lueangarun et al., J Clin Aesthet Dermatol 13(8):36, 2020
# ABD09  Abdallah, El-Zawahry, Besar, J Pan-Arab League Dermatol 20:137, 2009
# COS11  Costantino, Marangio, Coruzzi, Evid Based Complement Alternat Med 2011:317183
# JPM20  J Pak Med Assoc 2020, article 3117 (pilot, 11 patients)
# HER19  Hertz-Kleptow et al., Clin Cosmet Investig Dermatol 12:563, 2019


@pytest.fixture
def planned(written, capsys):
    def plan(text: str) -> dict:
        assert main(["plan", written(text), "--json"]) == 0
        return json.loads(capsys.readouterr().out, parse_float=Decimal)

    return plan


def days(plan: dict, which: str = "target") -> list[str]:
    return [session[which] for session in plan["sessions"]]


def found(plan: dict, severity: str) -> set[str]:
    return {each["code"] for each in plan["findings"] if each["severity"] == severity}


def limits(plan: dict) -> dict[str, dict]:
    session = plan["per_session"]
    every = [limit for each in session["ingredients"] for limit in each["limits"]]
    return {limit["key"]: limit for limit in every + session["plan_limits"]}


KYB = """
protocol = "L1"
on = 2026-01-31
country = "US"
zone = "{zone}"
[person]
age = {age}
[points]
{points}
[course]
{course}
[[formula]]
[[formula.component]]
ingredient = "deoxycholic acid"
strength = "10 mg/ml"
vial = "2 ml"
{more}
"""


def kyb(**changed: str) -> str:
    usual = {
        "zone": "submental",
        "age": "40",
        "points": "area_cm2 = 20",
        "course": "start = 2026-01-31\nsessions = 6",
        "more": "",
    }
    return KYB.format(**{**usual, **changed})


def test_kyb_label_gives_20_points_of_2_mg_on_20_cm2(planned):
    plan = planned(kyb())

    session = plan["per_session"]
    (acid,) = session["ingredients"]
    assert session["points"] == 20
    assert session["volume_ml"] == 4
    assert session["volume_per_point_ml"] == Decimal("0.2")
    assert session["points_per_cm2"] == 1
    assert (acid["mg"], acid["mg_per_cm2"], acid["vials"]) == (40, 2, 2)


def test_kyb_label_course_is_chained_by_calendar_months(planned):
    plan = planned(kyb())

    expected = [
        "2026-01-31",
        "2026-02-28",
        "2026-03-28",
        "2026-04-28",
        "2026-05-28",
        "2026-06-28",
    ]
    assert days(plan, "earliest") == expected
    assert days(plan) == expected


def test_kyb_label_course_can_be_counted_from_its_start(planned):
    plan = planned(kyb(course='start = 2026-01-31\nsessions = 6\ncount_from = "start"'))

    assert days(plan, "earliest") == [
        "2026-01-31",
        "2026-02-28",
        "2026-03-31",
        "2026-04-30",
        "2026-05-31",
        "2026-06-30",
    ]


def test_kyb_label_maxima_are_shown_with_their_source(planned):
    plan = planned(kyb(points="area_cm2 = 50"))

    maxima = {key: (each["value"], each["unit"]) for key, each in limits(plan).items()}
    assert maxima["deoxycholic_acid.points"] == (50, "points")
    assert maxima["deoxycholic_acid.ml"] == (10, "ml")
    assert maxima["deoxycholic_acid.mg"] == (100, "mg")
    assert maxima["deoxycholic_acid.mg_per_cm2"] == (2, "mg/cm2")
    assert maxima["deoxycholic_acid.sessions"] == (6, "sessions")
    assert plan["per_session"]["ingredients"][0]["vials"] == 5
    assert not found(plan, "stop")


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"points": "count = 51\narea_cm2 = 60"}, "dose.above_limit"),
        ({"points": "count = 30\narea_cm2 = 20"}, "dose.above_limit"),
        ({"course": "start = 2026-01-31\nsessions = 7"}, "dose.above_limit"),
        ({"course": "dates = [2026-01-05, 2026-02-01]"}, "course.gap_too_short"),
        ({"course": "dates = [2026-03-31, 2026-04-28]"}, "course.gap_too_short"),
        ({"age": "17"}, "limit.too_low"),
        ({"more": "[[formula.component]]\ningredient = 'lidocaine'\nvolume = '1 ml'"}, "M5"),
    ],
    ids=[
        "51st_point",
        "corners_counted_30_points_on_20_cm2",
        "7th_treatment",
        "27_days_after_the_first",
        "28_days_from_31_march_is_less_than_a_month",
        "patient_aged_17",
        "mixed_with_another_ingredient",
    ],
)
def test_kyb_label_refuses(planned, changed, code):
    if "more" in changed:
        changed["more"] = 'volume = "4 ml"\n' + changed["more"]

    assert code in found(planned(kyb(**changed)), "stop")


def test_kyb_label_corner_inclusive_grid_is_3_mg_per_cm2(planned):
    plan = planned(kyb(points="count = 30\narea_cm2 = 20"))

    assert plan["per_session"]["ingredients"][0]["mg_per_cm2"] == 3
    assert limits(plan)["deoxycholic_acid.mg_per_cm2"]["within"] is False


def test_kyb_label_warns_of_any_area_but_the_one_under_the_chin(planned):
    plan = planned(kyb(zone="abdomen"))

    assert "ingredient.zone" in found(plan, "review")


@pytest.mark.parametrize(
    ("age", "code", "says"),
    [
        (49, "protocol.variant", "formula B"),
        (50, "protocol.variant", "A and B both apply"),
        (65, "protocol.variant", "formula A"),
        (66, "protocol.age", "outside the ages studied"),
    ],
)
def test_sav13_chooses_the_formula_by_age_and_asks_at_the_boundary(planned, age, code, says):
    plan = planned(
        f'protocol = "F4"\non = 2026-01-12\n[person]\nage = {age}\n[course]\nstart = 2026-01-12'
    )

    said = [each["says"] for each in plan["findings"] if each["code"] == code]
    assert any(says in each for each in said)


def test_sav13_treats_every_15_days_on_moving_weekdays(planned):
    plan = planned('protocol = "F4"\non = 2026-01-12\n[course]\nstart = 2026-01-12')

    assert days(plan) == ["2026-01-12", "2026-01-27", "2026-02-11", "2026-02-26"]
    assert days(plan, "weekday") == ["Mon", "Tue", "Wed", "Thu"]
    span = date.fromisoformat(days(plan)[-1]) - date.fromisoformat(days(plan)[0])
    assert span.days == 45


LUE20 = """
protocol = "P4"
on = 2026-01-12
[course]
start = 2026-01-12
[[formula]]
[[formula.component]]
ingredient = "tranexamic acid"
strength = "4 mg/ml"
volume = "1.0 ml"
"""


def test_lue20_gives_4_mg_a_session_and_28_mg_in_seven(planned):
    plan = planned(LUE20)

    assert plan["per_session"]["ingredients"][0]["mg"] == 4
    assert plan["course"]["ingredients"] == [{"key": "tranexamic_acid", "mg": 28}]


def test_lue20_treats_every_two_weeks_and_measures_until_week_48(planned):
    plan = planned(LUE20)

    assert days(plan) == [
        "2026-01-12",
        "2026-01-26",
        "2026-02-09",
        "2026-02-23",
        "2026-03-09",
        "2026-03-23",
        "2026-04-06",
    ]
    assert plan["assessment_dates"] == [
        "2026-01-12",
        "2026-02-09",
        "2026-03-09",
        "2026-04-06",
        "2026-05-04",
        "2026-12-14",
    ]
    last = date.fromisoformat(plan["assessment_dates"][-1])
    assert (last - date.fromisoformat(days(plan)[-1])).days == 36 * 7


ABD09 = 'protocol = "H1"\non = 2026-01-12\n[course]\nstart = 2026-01-12'


def test_abd09_gives_1_mg_of_dutasteride_a_session_and_7_mg_in_all(planned):
    plan = planned(ABD09)

    (dutasteride,) = plan["per_session"]["ingredients"]
    assert dutasteride["mg_per_ml_in_mixture"] == Decimal("0.5")
    assert dutasteride["mg"] == 1
    assert plan["course"]["ingredients"] == [{"key": "dutasteride", "mg": 7}]


def test_abd09_keeps_its_irregular_schedule_and_is_evaluated_in_week_12(planned):
    plan = planned(ABD09)

    assert days(plan) == [
        "2026-01-12",
        "2026-01-19",
        "2026-01-26",
        "2026-02-02",
        "2026-02-16",
        "2026-03-02",
        "2026-03-30",
    ]
    assert "2026-04-06" in plan["assessment_dates"]


COS11 = 'protocol = "M1"\non = 2026-01-12\n[course]\nstart = 2026-01-12\n'


def test_cos11_mixes_3_ml_with_three_strengths(planned):
    plan = planned(COS11)

    session = plan["per_session"]
    mg = {each["key"]: each["mg"] for each in session["ingredients"]}
    in_mixture = {each["key"]: each["mg_per_ml_in_mixture"] for each in session["ingredients"]}
    assert session["volume_ml"] == 3
    assert mg == {"lidocaine": 20, "ketoprofen": 160, "methylprednisolone": 40}
    assert in_mixture == {
        "lidocaine": Decimal("6.667"),
        "ketoprofen": Decimal("53.333"),
        "methylprednisolone": Decimal("13.333"),
    }


def test_cos11_halves_the_steroid_from_the_third_session_on(planned):
    plan = planned(COS11)

    steroid = [
        each["mg"]
        for session in plan["sessions"]
        for each in session["ingredients"]
        if each["key"] == "methylprednisolone"
    ]
    third = {each["key"]: each for each in plan["sessions"][2]["ingredients"]}
    assert steroid == [40, 40, 20, 20, 20]
    assert third["methylprednisolone"]["mg_per_ml_in_mixture"] == Decimal("6.667")
    assert {each["key"]: each["mg"] for each in plan["course"]["ingredients"]} == {
        "lidocaine": 100,
        "ketoprofen": 800,
        "methylprednisolone": 140,
    }


def test_cos11_falls_on_a_sunday_and_a_saturday(planned):
    plan = planned(COS11)

    assert days(plan) == ["2026-01-12", "2026-01-15", "2026-01-18", "2026-01-21", "2026-01-24"]
    assert days(plan, "weekday") == ["Mon", "Thu", "Sun", "Wed", "Sat"]


def test_cos11_moves_off_closed_weekends_and_says_so(planned):
    plan = planned(COS11 + 'closed_weekdays = ["saturday", "sunday"]')

    assert days(plan) == ["2026-01-12", "2026-01-15", "2026-01-19", "2026-01-21", "2026-01-26"]
    assert "course.moved" in found(plan, "review")


def test_jpm20_treats_weekly_and_dilutes_the_ampoule_1_to_25(planned):
    plan = planned(
        """
        protocol = "P5"
        on = 2026-01-12
        [course]
        start = 2026-01-12
        [[formula]]
        total = "1.0 ml"
        [[formula.component]]
        ingredient = "tranexamic acid"
        strength = "100 mg/ml"
        final_strength = "4 mg/ml"
        [[formula.component]]
        ingredient = "NaCl 0.9 %"
        """
    )

    acid, saline = plan["per_session"]["ingredients"]
    assert (acid["volume_ml"], acid["mg_per_ml_in_mixture"]) == (Decimal("0.04"), 4)
    assert saline["volume_ml"] == Decimal("0.96")
    assert days(plan) == [
        "2026-01-12",
        "2026-01-19",
        "2026-01-26",
        "2026-02-02",
        "2026-02-09",
        "2026-02-16",
    ]


def test_jpm20_shows_its_58_percent_reduction_as_uncontrolled(planned):
    plan = planned('protocol = "P5"\non = 2026-01-12\n[course]\nstart = 2026-01-12')

    assert "58.2 %" in plan["evidence"]["says"]
    assert plan["evidence"]["grade"] == "4"
    assert "evidence.none" in found(plan, "review")


HER19 = """
protocol = "F7"
on = 2026-01-12
[points]
count = 20
volume_each = "{each}"
[course]
start = 2026-01-12
"""


def test_her19_gives_1_ml_in_20_points_of_50_microlitres(planned):
    plan = planned(HER19.format(each="50 microlitres"))

    assert plan["per_session"]["volume_per_point_ml"] == Decimal("0.05")
    assert plan["per_session"]["volume_ml"] == 1
    assert plan["course"]["volume_ml"] == 3
    assert days(plan) == ["2026-01-12", "2026-02-09", "2026-03-09"]
    assert plan["assessment_dates"][-1] == "2026-09-21"


def test_her19_half_a_millilitre_for_50_microlitres_is_called_out(planned):
    plan = planned(HER19.format(each="0.5 ml"))

    said = [each["says"] for each in plan["findings"] if each["code"] == "protocol.strength"]
    assert any("0.5 ml at each point is 10 or more times" in each for each in said)
