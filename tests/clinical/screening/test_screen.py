from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from pistor.clinical.findings import Action, OverrideRefused
from pistor.clinical.person import Answer, Answered, Person
from pistor.clinical.screening import (
    Verdict,
    Wanted,
    lift,
    questions_for,
    questions_to_ask_again,
    screen,
)
from tests.cast import MONDAY, ada, bruno, overridden_by_two, yes

ACID = Wanted(ingredients=("deoxycholic_acid",), zones=("submental",), purposes=("fat",))
TRANEXAMIC = Wanted(ingredients=("tranexamic_acid",), purposes=("pigment",))
DUTASTERIDE = Wanted(ingredients=("dutasteride",), zones=("scalp",), purposes=("hair",))
NOTHING = Wanted()


@pytest.fixture
def result(formulary):
    def of(person: Person, wanted: Wanted = TRANEXAMIC, on: date = MONDAY):
        return screen(person, on=on, wanted=wanted, questionnaire=formulary.questionnaire)

    return of


def reason(suitability, code):
    (found,) = [each for each in suitability.reasons if each.code == code]
    return found


def test_a_person_with_nothing_against_her_is_suitable(result, formulary):
    suitability = result(ada(formulary))

    assert (suitability.verdict, suitability.reasons) == (Verdict.SUITABLE, ())


def test_a_person_of_whom_nothing_is_known_is_never_suitable(result):
    suitability = result(Person())

    assert suitability.verdict is Verdict.ASK
    assert {"age", "pregnant", "infection_in_zone"} <= set(suitability.unanswered)


def test_i_dont_know_is_kept_apart_from_not_asked(result, formulary):
    unsure = Answered(on=MONDAY, answer=Answer.DONT_KNOW)

    suitability = result(ada(formulary, keloid=unsure))

    assert suitability.verdict is Verdict.ASK
    assert (suitability.dont_know, suitability.unanswered) == (("keloid",), ())


def test_a_pregnant_patient_waits_and_nobody_knows_until_when(result, formulary):
    suitability = result(ada(formulary, pregnant=yes()))

    assert (suitability.verdict, suitability.until) == (Verdict.DEFER, None)
    assert reason(suitability, "screening.pregnant").says


def test_six_weeks_after_a_birth_the_wait_is_over_and_still_on_record(result, formulary):
    birth = MONDAY - timedelta(days=42)

    no_longer = Answered(on=MONDAY, answer=Answer.NO, ended_on=birth)

    suitability = result(ada(formulary, pregnant=no_longer), NOTHING)

    assert suitability.verdict is Verdict.SUITABLE
    assert "over since 2026-03-02" in reason(suitability, "screening.pregnant").says


def test_a_yes_to_what_ended_long_ago_contradicts_itself_and_asks(result, formulary):
    long_ago = MONDAY - timedelta(days=90)

    suitability = result(ada(formulary, pregnant=yes(ended_on=long_ago)), NOTHING)

    assert suitability.verdict is Verdict.ASK


def test_a_vaccination_defers_for_14_days_from_its_day(result, formulary):
    suitability = result(ada(formulary, vaccination=yes(event_on=date(2026, 2, 25))))

    assert (suitability.verdict, suitability.until) == (Verdict.DEFER, date(2026, 3, 11))


def test_an_event_without_a_date_counts_from_today(result, formulary):
    suitability = result(ada(formulary, vaccination=yes()))

    assert suitability.until == MONDAY + timedelta(days=14)


def test_two_waits_end_with_the_later_one(result, formulary):
    patient = ada(
        formulary,
        vaccination=yes(event_on=date(2026, 3, 1)),
        recent_procedure_in_zone=yes(event_on=date(2026, 2, 28)),
    )

    assert result(patient).until == date(2026, 3, 15)


def test_one_wait_without_an_end_leaves_the_whole_date_open(result, formulary):
    patient = ada(formulary, vaccination=yes(event_on=MONDAY), infection_in_zone=yes())

    assert result(patient).until is None


def test_a_minor_is_not_treated(result, formulary):
    suitability = result(replace(ada(formulary), born_on=date(2009, 1, 1)))

    assert suitability.verdict is Verdict.NOT_SUITABLE


def test_an_allergy_stops_the_ingredient_and_not_the_patient(result, formulary):
    patient = ada(formulary, allergy_amide_anaesthetic=yes())

    stopped = result(patient, Wanted(ingredients=("lidocaine",)))
    other = result(patient, TRANEXAMIC)

    assert stopped.verdict is Verdict.ASK
    assert stopped.reasons[0].action is Action.STOP_INGREDIENT
    assert other.verdict is Verdict.SUITABLE


def test_an_allergy_to_a_named_ingredient_stops_it_and_what_contains_it(result, formulary):
    patient = replace(ada(formulary), allergic_to=("lidocaine",))

    wanted = Wanted(ingredients=("lidocaine_prilocaine_cream", "biotin"))
    found = [each for each in result(patient, wanted).reasons if each.code == "ingredient.allergy"]

    assert [each.about for each in found] == ["lidocaine_prilocaine_cream"]


def test_a_name_nobody_knows_is_handed_to_the_doctor(result, formulary):
    suitability = result(replace(ada(formulary), not_recognised=("Zorblax",)))

    assert suitability.verdict is Verdict.ASK
    assert "Zorblax" in reason(suitability, "screening.not_recognised").says


def test_dutasteride_is_barred_for_good_where_pregnancy_is_possible(result, formulary):
    suitability = result(ada(formulary, can_conceive=yes()), DUTASTERIDE)

    assert suitability.verdict is Verdict.NOT_SUITABLE
    assert not reason(suitability, "ingredient.can_conceive").overridable


def test_a_bar_on_one_of_two_wanted_ingredients_asks_the_doctor(result, formulary):
    both = replace(DUTASTERIDE, ingredients=("dutasteride", "biotin"))

    assert result(ada(formulary, can_conceive=yes()), both).verdict is Verdict.ASK


def test_a_man_is_not_asked_whether_he_is_pregnant(formulary):
    asked = questions_for(
        bruno(formulary), wanted=DUTASTERIDE, questionnaire=formulary.questionnaire
    )

    keys = {question.key for question in asked}
    assert not {"pregnant", "can_conceive", "breast_feeding"} & keys
    assert "norwood_grade" in keys


def test_questions_of_one_ingredient_are_asked_only_for_it(formulary):
    asked = questions_for(ada(formulary), wanted=NOTHING, questionnaire=formulary.questionnaire)

    assert "combined_hormonal_contraceptive" not in {question.key for question in asked}


def test_questions_of_a_zone_are_asked_only_there(formulary):
    for zones, is_asked in ((("submental",), True), (("scalp",), False)):
        asked = questions_for(
            ada(formulary), wanted=Wanted(zones=zones), questionnaire=formulary.questionnaire
        )
        assert ("thyroid_or_neck_mass" in {question.key for question in asked}) is is_asked


@pytest.mark.parametrize(
    ("answer", "question"),
    [
        ("diabetes_insulin_or_uncontrolled", "hba1c"),
        ("minor_flaw_preoccupation", "bdd_screen_positive"),
    ],
)
def test_an_answer_may_call_for_another_question(formulary, answer, question):
    def asked(person):
        chosen = questions_for(person, wanted=NOTHING, questionnaire=formulary.questionnaire)
        return {each.key for each in chosen}

    assert question not in asked(ada(formulary))
    assert question in asked(ada(formulary, **{answer: yes()}))


def test_the_short_list_before_a_session_asks_again_what_may_have_changed(formulary):
    again = questions_to_ask_again(
        ada(formulary),
        on=MONDAY + timedelta(days=14),
        wanted=TRANEXAMIC,
        questionnaire=formulary.questionnaire,
    )

    keys = {question.key for question in again}
    assert {"pregnant", "anticoagulant_or_antiplatelet", "infection_in_zone"} <= keys
    assert "reaction_last_session" in keys
    assert not {"keloid", "epilepsy", "age"} & keys


def test_an_old_no_counts_as_unanswered_but_an_old_yes_still_alarms(result, formulary):
    later = MONDAY + timedelta(days=14)

    suitability = result(ada(formulary, pregnant=yes()), on=later)

    assert suitability.verdict is Verdict.DEFER
    assert {"pregnant", "infection_in_zone"} <= set(suitability.unanswered)


def test_an_answer_from_the_future_is_no_answer(result, formulary):
    early = MONDAY - timedelta(days=1)

    assert "keloid" in result(ada(formulary), on=early).unanswered


def test_a_number_asked_for_and_answered_yes_is_still_missing(result, formulary):
    suitability = result(ada(formulary, bmi=yes()), ACID)

    assert "bmi" in suitability.unanswered


@pytest.mark.parametrize(
    ("bmi", "found"),
    [("29.9", set()), ("30", {"screening.bmi"}), ("40", {"screening.bmi"})],
)
def test_a_bound_is_met_exactly(result, formulary, bmi, found):
    patient = ada(formulary, bmi=Answered(on=MONDAY, number=Decimal(bmi)))

    assert {each.code for each in result(patient, ACID).reasons} == found


def test_a_bmi_above_40_is_outside_the_trials_and_no_contraindication(result, formulary):
    patient = ada(formulary, bmi=Answered(on=MONDAY, number=Decimal("40.1")))

    found = reason(result(patient, ACID), "study.deoxycholic_bmi_over_40")
    assert (found.trial, found.action) == (True, Action.ASK)


def test_a_withdrawn_ingredient_is_barred_and_a_blocked_one_may_be_overridden(result, formulary):
    withdrawn = result(ada(formulary), Wanted(ingredients=("buflomedil",)))
    blocked = result(ada(formulary), Wanted(ingredients=("artichoke_extract",)))

    assert withdrawn.verdict is Verdict.NOT_SUITABLE
    assert blocked.verdict is Verdict.ASK


def test_deoxycholic_acid_off_the_chin_asks_the_doctor(result, formulary):
    wanted = replace(ACID, zones=("abdomen",))

    assert reason(result(ada(formulary), wanted), "ingredient.zone").action is Action.ASK


def test_an_overridden_stop_lifts_the_verdict_and_stays_on_record(result, formulary):
    suitability = result(ada(formulary, combined_hormonal_contraceptive=yes()))

    lifted = lift(
        suitability,
        [overridden_by_two("ingredient.combined_hormonal_contraceptive", "tranexamic_acid")],
    )

    assert lifted.verdict is Verdict.SUITABLE
    ((overridden, by),) = lifted.overridden
    assert overridden.code == "ingredient.combined_hormonal_contraceptive"
    assert by.by == "Dr Iris Invented"


def test_an_override_does_not_answer_the_questions_left_open(result, formulary):
    patient = Person(sex="female", answers={"pregnant": yes()})

    assert lift(result(patient), [overridden_by_two("screening.pregnant")]).verdict is Verdict.ASK


def test_an_override_of_something_else_is_refused(result, formulary):
    with pytest.raises(OverrideRefused, match="no finding"):
        lift(result(ada(formulary)), [overridden_by_two("screening.pregnant")])


def test_a_truthful_no_with_a_recent_end_still_waits(result, formulary):
    ended = Answered(on=MONDAY, answer=Answer.NO, ended_on=MONDAY - timedelta(days=7))

    suitability = result(ada(formulary, pregnant=ended), NOTHING)

    assert (suitability.verdict, suitability.until) == (
        Verdict.DEFER,
        MONDAY + timedelta(days=35),
    )


def test_a_fever_that_goes_on_is_never_over(result, formulary):
    fever = yes(event_on=MONDAY - timedelta(days=60))

    suitability = result(ada(formulary, fever_or_infection=fever))

    assert (suitability.verdict, suitability.until) == (Verdict.DEFER, None)


def test_a_yes_counts_even_beside_a_number(result, formulary):
    both = Answered(on=MONDAY, answer=Answer.YES, number=Decimal(12))

    assert result(ada(formulary, pregnant=both)).verdict is Verdict.DEFER


def test_an_allergy_to_a_cream_stops_what_it_contains(result, formulary):
    patient = replace(ada(formulary), allergic_to=("lidocaine_prilocaine_cream",))

    found = result(patient, Wanted(ingredients=("lidocaine",)))

    assert reason(found, "ingredient.allergy").action is Action.STOP_INGREDIENT


def test_names_on_record_are_shown_with_what_they_were_taken_for(result, formulary):
    patient = replace(ada(formulary), on_record=("HRT patch (oestrogen)",))

    found = reason(result(patient), "screening.on_record")

    assert "HRT patch (oestrogen)" in found.says
    assert found.action is Action.NOTE


def test_a_contradiction_is_never_suitable(result, formulary):
    suitability = result(replace(ada(formulary), contradicted=("dermatitis_in_zone",)))

    assert suitability.verdict is Verdict.ASK
    assert "dermatitis in zone" in reason(suitability, "screening.contradicted").says


def test_an_ingredient_a_regulator_warns_of_asks_the_doctor(result, formulary):
    suitability = result(ada(formulary), Wanted(ingredients=("glutathione",)))

    assert reason(suitability, "ingredient.warned").action is Action.ASK


def test_a_child_in_pain_asks_the_doctor(result, formulary):
    child = replace(ada(formulary), born_on=date(2020, 1, 1))

    suitability = result(child, Wanted(ingredients=("lidocaine",), purposes=("pain",)))

    assert suitability.verdict is Verdict.ASK


@pytest.mark.parametrize(("additions", "stopped"), [((), False), (("epinephrine",), True)])
def test_heart_disease_stops_lidocaine_only_where_epinephrine_comes_with_it(
    result, formulary, additions, stopped
):
    wanted = Wanted(ingredients=("lidocaine",), additions=additions)

    actions = {each.action for each in result(ada(formulary, heart_disease=yes()), wanted).reasons}

    assert (Action.STOP_INGREDIENT in actions) is stopped
