"""What a file says of a person becomes exactly that, and no more."""

from datetime import date
from decimal import Decimal

import msgspec
import pytest

from pistor.clinical.person import Answer
from pistor.notation.files import InputRefused
from pistor.notation.person_file import PersonInput, Place, person_of

DAY = date(2026, 3, 2)


@pytest.fixture
def read(knowledge):
    def of(person: dict, answers: dict | None = None):
        given = msgspec.convert(person, PersonInput)
        place = Place(file="input.toml", knowledge=knowledge)
        return person_of(given, answers or {}, on=DAY, place=place)

    return of


def test_nothing_said_is_nothing_known(read):
    person = read({})

    assert (person.answers, person.weight, person.age_on(DAY)) == ({}, None, None)


def test_a_weight_without_its_day_is_not_taken_for_recent(read):
    assert read({"weight_kg": 62}).weight is None
    assert read({"weight_kg": 62, "weight_on": DAY}).weight.kg == 62


def test_weight_and_height_give_the_body_mass_index(read):
    person = read({"weight_kg": 62, "height_cm": 170, "weight_on": DAY})

    assert person.answers["bmi"].number == Decimal("21.5")


@pytest.mark.parametrize(("said", "bmi"), [(22, "46.9"), ("no", "46.9"), (50, "50")])
def test_what_was_measured_wins_unless_more_was_said(read, said, bmi):
    body = {"weight_kg": 120, "height_cm": 160, "weight_on": DAY}

    assert read(body, {"bmi": said}).answers["bmi"].number == Decimal(bmi)


def test_a_medicine_that_is_named_is_taken_whatever_the_form_says(read):
    person = read({"medicines": ["warfarin"]}, {"anticoagulant_or_antiplatelet": "no"})

    assert person.answers["anticoagulant_or_antiplatelet"].answer is Answer.YES


def test_a_condition_on_record_that_was_answered_no_is_asked_again(read):
    person = read({"conditions": ["eczema"]}, {"dermatitis_in_zone": "no"})

    assert person.answers["dermatitis_in_zone"].answer is Answer.NO
    assert person.contradicted == ("dermatitis_in_zone",)


def test_a_condition_that_answers_the_whole_question_wins_over_a_no(read):
    person = read({"conditions": ["previous DVT"]}, {"venous_thromboembolism": "no"})

    assert person.answers["venous_thromboembolism"].answer is Answer.YES
    assert person.contradicted == ()


def test_a_wish_named_as_a_condition_is_understood(read):
    assert read({"conditions": ["melasma"]}).not_recognised == ()


@pytest.mark.parametrize("written", ["none known", "NKDA", "No known allergies"])
def test_none_known_answers_every_allergy_with_no(read, written):
    person = read({"allergies": [written]})

    assert person.answers["allergy_fish"].answer is Answer.NO
    assert person.not_recognised == ()


def test_an_empty_list_of_allergies_answers_nothing(read):
    assert read({"allergies": []}).answers == {}


def test_a_name_nobody_knows_is_kept_for_a_reader(read):
    assert read({"medicines": ["Zorblax 5"]}).not_recognised == ("Zorblax 5",)


@pytest.mark.parametrize(
    ("value", "answer"), [("yes", "yes"), ("unknown", "unknown"), (True, "yes"), (False, "no")]
)
def test_an_answer_is_read_in_each_of_its_forms(read, value, answer):
    assert read({}, {"keloid": value}).answers["keloid"].answer == answer


def test_an_answer_keeps_its_dates(read):
    given = {"answer": "yes", "on": "2026-02-20", "event_on": "2026-02-01"}

    answered = read({}, {"vaccination": given}).answers["vaccination"]

    assert (answered.on, answered.event_on) == (date(2026, 2, 20), date(2026, 2, 1))


def test_a_question_is_found_by_its_name_in_words(read):
    assert "breast_feeding" in read({}, {"breast feeding": "no"}).answers


def test_a_dose_from_elsewhere_is_read_with_its_unit(read):
    person = read({"received": [{"ingredient": "TXA", "amount": "0.5 g", "on": "2026-03-01"}]})

    assert person.received[0].amount.value == 500


@pytest.mark.parametrize("name", ["event_on", "ended_on"])
def test_a_day_years_ahead_is_a_slip_and_is_refused(read, name):
    answers = {"infection_in_zone": {"answer": "yes", name: "9999-12-31"}}

    with pytest.raises(InputRefused, match="9999-12-31 is years after the check"):
        read({}, answers)
