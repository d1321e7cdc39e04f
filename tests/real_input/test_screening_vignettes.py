"""Ten vignettes composed from published criteria; the people are invented, the criteria not."""

import json

import pytest

from pistor.cli import main
from pistor.knowledge import load

# Sources: the US label of deoxycholic acid (KYB, ONA); eligibility texts of NCT05909072,
# NCT06110377, NCT02035267 and NCT00618722.
STOP = {"not_suitable", "defer"}
STOP_OR_WARN = {"not_suitable", "ask"}
REVIEW = {"ask"}
ELIGIBLE = {"suitable"}
ACID = {"ingredients": ["deoxycholic acid"], "zone": "submental"}
TRANEXAMIC = {"ingredients": ["tranexamic acid"], "indication": "melasma"}
DUTASTERIDE = {"ingredients": ["dutasteride"], "zone": "scalp"}

VIGNETTES = {
    "s01_infected_spots_under_the_chin": (
        {"age": 31, "sex": "female"},
        {"infection_in_zone": "yes"},
        ACID,
        STOP,
        "screening.infection_in_zone",
    ),
    "s02_aged_17": ({"age": 17, "sex": "female"}, {}, ACID, STOP, "screening.age"),
    "s03_deoxycholic_acid_for_the_abdomen": (
        {"age": 40, "sex": "female"},
        {},
        {"ingredients": ["deoxycholic acid"], "zone": "abdomen"},
        STOP_OR_WARN,
        "ingredient.zone",
    ),
    "s04_pregnant": (
        {"age": 29, "sex": "female"},
        {"pregnant": "yes"},
        TRANEXAMIC,
        STOP,
        "screening.pregnant",
    ),
    "s05_combined_pill_and_tranexamic_acid": (
        {"age": 33, "sex": "female", "medicines": ["combined oral contraceptive"]},
        {},
        TRANEXAMIC,
        REVIEW,
        "ingredient.combined_hormonal_contraceptive",
    ),
    "s06_meets_the_inclusion": ({"age": 34, "sex": "female"}, {}, TRANEXAMIC, ELIGIBLE, None),
    "s07_norwood_iv_never_treated": (
        {"age": 30, "sex": "male"},
        {"norwood_grade": 4},
        DUTASTERIDE,
        ELIGIBLE,
        None,
    ),
    "s08_aged_70_outside_the_studied_ages": (
        {"age": 70, "sex": "male"},
        {"norwood_grade": 4},
        DUTASTERIDE,
        REVIEW,
        "study.dutasteride_age_over_65",
    ),
    "s09_bmi_42": (
        {"age": 44, "sex": "female"},
        {"bmi": 42},
        ACID,
        REVIEW,
        "study.deoxycholic_bmi_over_40",
    ),
    "s10_warfarin": (
        {"age": 52, "sex": "male", "medicines": ["warfarin"]},
        {},
        ACID,
        REVIEW,
        "ingredient.anticoagulant_or_antiplatelet",
    ),
}


@pytest.fixture
def screened(written, capsys):
    def screen(person: dict, answers: dict, wants: dict) -> dict:
        given = {"on": "2026-03-02", "person": person, "wants": wants}
        if answers:
            given["answers"] = answers
        assert main(["screen", written(json.dumps(given), "input.json"), "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return screen


def answered_no(answers: dict) -> dict:
    """What a vignette does not mention is answered with no."""
    return {key: "no" for key in load().question if key != "age"} | answers


@pytest.mark.parametrize("vignette", VIGNETTES)
def test_a_vignette_gets_the_published_decision_with_its_reason(screened, vignette):
    person, answers, wants, expected, code = VIGNETTES[vignette]

    result = screened(person, answered_no(answers), wants)

    assert result["verdict"] in expected
    assert result["unanswered"] == []
    assert code is None or code in {reason["code"] for reason in result["reasons"]}


@pytest.mark.parametrize("vignette", VIGNETTES)
def test_a_vignette_left_unanswered_is_never_suitable(screened, vignette):
    person, answers, wants, _, _ = VIGNETTES[vignette]

    result = screened(person, answers, wants)

    assert result["verdict"] != "suitable"
    assert {"keloid", "cancer_active_or_recent", "infection_in_zone"} - set(answers) <= set(
        result["unanswered"]
    )


def test_s01_may_return_when_healed_and_nobody_knows_the_date(screened):
    person, answers, wants, _, _ = VIGNETTES["s01_infected_spots_under_the_chin"]

    result = screened(person, answered_no(answers), wants)

    assert (result["verdict"], result["until"]) == ("defer", None)


def test_s05_is_a_stop_of_the_ingredient_and_not_of_the_patient(screened):
    person, answers, wants, _, _ = VIGNETTES["s05_combined_pill_and_tranexamic_acid"]

    result = screened(person, answered_no(answers), wants)

    (stop,) = [each for each in result["reasons"] if each["action"] == "stop ingredient"]
    assert (stop["about"], stop["source"]) == ("tranexamic_acid", "TXL")


@pytest.mark.parametrize(
    "vignette", ["s05_combined_pill_and_tranexamic_acid", "s08_aged_70_outside_the_studied_ages"]
)
def test_a_trial_exclusion_is_not_called_a_contraindication(screened, vignette):
    person, answers, wants, _, _ = VIGNETTES[vignette]

    result = screened(person, answered_no(answers), wants)

    trials = [each for each in result["reasons"] if each["code"].startswith("study.")]
    assert trials
    assert all(each["trial_criterion"] and each["action"] == "ask" for each in trials)
    assert all("not proof of harm" in each["says"] for each in trials)


def test_s10_warfarin_does_not_pass_silently(screened):
    person, answers, wants, _, _ = VIGNETTES["s10_warfarin"]

    result = screened(person, answered_no(answers), wants)

    assert any("anticoagulant" in each["code"] for each in result["reasons"])
