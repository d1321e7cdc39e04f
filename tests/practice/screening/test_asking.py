"""Beginning a screening and filling it in with staff."""

import pytest
from django.utils import timezone

from pistor.practice.people.models import AnswerOnRecord, Medicine
from pistor.practice.screening.models import Screening
from tests.practice.cast import a_patient
from tests.practice.screening.paper import (
    accepted,
    address,
    all_no,
    begun,
    fields_of,
    filled,
    names_on,
    typed,
)


def asked(answer) -> set[str]:
    return set(fields_of(answer).get("asked", []))


def test_beginning_keeps_what_is_wanted_and_asks_together(house, ada):
    browser = house.signed_in("reception")

    answer = browser.post(
        f"/screening/of/{ada.uid}/begin/",
        {"indication": "melasma", "ingredients": ["tranexamic_acid"], "how": "together"},
    )

    screening = Screening.objects.get()
    assert answer["Location"] == address(screening)
    assert screening.wants == {"indication": "melasma", "ingredients": ["tranexamic_acid"]}
    assert screening.begun_by == house.staff["reception"]


def test_everything_wanted_may_stay_open(house, ada):
    house.signed_in("reception").post(f"/screening/of/{ada.uid}/begin/", {"how": "together"})

    assert Screening.objects.get().wants == {}


def test_a_wish_nobody_knows_is_refused_beside_its_field(house, ada):
    answer = house.signed_in("reception").post(
        f"/screening/of/{ada.uid}/begin/", {"zone": "the moon", "how": "together"}
    )

    assert answer.status_code == 422
    assert b"the moon is not one of the available choices" in answer.content
    assert Screening.objects.count() == 0


def test_asking_again_offers_the_same_wish(house, ada):
    earlier = begun(house, ada, zone="submental")
    browser = house.signed_in("practitioner")

    page = browser.get(f"/screening/of/{ada.uid}/begin/?like={earlier.uid}").content

    assert b'<option value="submental" selected>' in page
    assert browser.get(f"/screening/of/{ada.uid}/begin/?like=nothing").status_code == 200


def test_a_wish_decides_what_is_asked(house, ada):
    browser = house.signed_in("practitioner")

    general = asked(browser.get(address(begun(house, ada))))
    chin = asked(browser.get(address(begun(house, ada, zone="submental"))))

    assert "dysphagia" not in general
    assert chin >= general | {"dysphagia", "neck_surgery"}


def test_a_man_is_not_asked_about_pregnancy(house):
    bruno = a_patient(house, "Muster", given_names="Bruno", sex="male")

    page = house.signed_in("practitioner").get(address(begun(house, bruno)))

    assert "pregnant" not in asked(page)
    assert "keloid" in asked(page)


def test_a_day_is_asked_only_where_a_wait_counts_from_it(house, ada):
    names = names_on(house.signed_in("practitioner").get(address(begun(house, ada))))

    assert {"answers.vaccination.event_on", "answers.pregnant.ended_on"} <= names
    assert "answers.keloid.event_on" not in names
    assert "answers.vaccination.ended_on" not in names


def test_what_is_left_empty_stays_unknown(house, ada):
    screening = begun(house, ada)

    typed(house.signed_in("practitioner"), address(screening), answers__keloid__answer="no")

    screening.refresh_from_db()
    assert set(screening.answers) == {"keloid"}


def test_a_draft_changes_nothing_on_record(house, ada):
    screening = begun(house, ada)

    typed(
        house.signed_in("practitioner"),
        address(screening),
        then="save",
        answers__pregnant__answer="yes",
    )

    screening.refresh_from_db()
    assert screening.state == Screening.State.OPEN
    assert AnswerOnRecord.objects.count() == 0


def test_an_answer_that_calls_for_another_question_gets_it_without_any_script(house, ada):
    screening, browser = begun(house, ada), house.signed_in("practitioner")

    answer = typed(
        browser, address(screening), answers__diabetes_insulin_or_uncontrolled__answer="yes"
    )

    screening.refresh_from_db()
    assert answer["Location"] == address(screening)
    assert screening.state == Screening.State.OPEN
    assert "hba1c" in asked(browser.get(address(screening)))


def test_drawing_the_questions_again_keeps_what_was_typed_and_saves_nothing(house, ada):
    screening, browser = begun(house, ada), house.signed_in("practitioner")

    page = typed(
        browser,
        address(screening),
        then="refresh",
        answers__diabetes_insulin_or_uncontrolled__answer="yes",
        answers__vaccination__event_on="not a day",
    )

    screening.refresh_from_db()
    assert page.status_code == 200
    assert "hba1c" in asked(page)
    assert fields_of(page)["answers.vaccination.event_on"] == "not a day"
    assert screening.answers == {}


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("answers.bmi.number", "27,5", "write decimals with a point"),
        ("answers.bmi.number", "1e999999999", "is not a number of 0 or more"),
        ("answers.bmi.number", "9" * 30, "Ensure this value has at most 20 characters"),
        ("answers.bmi.number", "2.123456", "too many decimals"),
        ("answers.vaccination.event_on", "31/12/2026", "This is no day"),
        ("answers.vaccination.event_on", "9999-12-31", "is still to come"),
        ("answers.vaccination.event_on", "0001-01-01", "too long ago"),
        ("answers.pregnant.ended_on", "9999-12-31", "is still to come"),
        ("answers.pregnant.ended_on", "2026-11-01", "Answer the question above as well"),
        ("answers.pregnant.answer", "<script>alert(1)</script>", "not one of the available"),
        ("version", "many", "Enter a whole number"),
    ],
)
def test_what_cannot_be_meant_comes_back_with_a_sentence(house, ada, field, value, says):
    screening, browser = begun(house, ada, indication="submental_fat"), house.signed_in("reception")
    sent = {**fields_of(browser.get(address(screening))), field: value, "then": "save"}

    answer = browser.post(address(screening), sent)

    screening.refresh_from_db()
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert b"<script>alert" not in answer.content
    assert screening.answers == {}


def test_a_no_to_something_that_happened_contradicts_itself(house, ada):
    answer = typed(
        house.signed_in("reception"),
        address(begun(house, ada)),
        answers__vaccination__answer="no",
        answers__vaccination__event_on="2026-01-10",
    )

    assert answer.status_code == 422
    assert b"Take the day away, or answer yes." in answer.content


def test_fields_nobody_offered_are_left_alone(house, ada):
    screening, browser = begun(house, ada), house.signed_in("reception")
    sent = fields_of(browser.get(address(screening)))
    sent |= {"answers.age.number": "12", "answers.nothing.answer": "yes", "state": "accepted"}

    browser.post(address(screening), {**sent, "then": "save"})

    screening.refresh_from_db()
    assert (screening.answers, screening.state) == ({}, Screening.State.OPEN)


def test_the_second_of_two_who_write_sees_what_differs_and_loses_nothing(house, ada):
    screening, browser = begun(house, ada), house.signed_in("reception")
    sent = {**fields_of(browser.get(address(screening))), "answers.keloid.answer": "yes"}
    typed(house.signed_in("practitioner"), address(screening), "save", answers__keloid__answer="no")

    answer = browser.post(address(screening), {**sent, "then": "save"})

    assert answer.status_code == 409
    assert b"Somebody saved this" in answer.content
    assert b"<td>no</td><td>yes</td>" in answer.content
    assert fields_of(answer)["answers.keloid.answer"] == "yes"
    again = browser.post(address(screening), {**fields_of(answer), "then": "save"})
    screening.refresh_from_db()
    assert again.status_code == 302
    assert screening.answers["keloid"]["answer"] == "yes"


def test_what_still_holds_is_not_asked_again_and_what_is_asked_each_time_is(house, ada, days_later):
    accepted(house.signed_in("practitioner"), begun(house, ada))
    days_later(30)
    browser = house.signed_in("practitioner")

    page = browser.get(address(begun(house, ada)))

    shown = fields_of(page)
    assert shown["answers.keloid.answer"] == "no"
    assert "answers.pregnant.answer" not in shown
    assert b"On record: no, asked" in page.content
    assert b"Last answer: no, asked" in page.content


def test_repeating_what_still_holds_leaves_its_day_alone(house, ada, days_later):
    accepted(house.signed_in("practitioner"), begun(house, ada))
    days_later(30)

    screening = filled(house.signed_in("practitioner"), begun(house, ada))

    assert "pregnant" in screening.answers
    assert "keloid" not in screening.answers


def test_a_draft_of_yesterday_is_asked_afresh_where_it_is_asked_each_time(house, ada, days_later):
    screening = filled(house.signed_in("practitioner"), begun(house, ada))
    days_later(1)
    browser = house.signed_in("practitioner")
    page = browser.get(address(screening))
    shown = fields_of(page)

    browser.post(address(screening), {**shown, **all_no(page), "then": "done"})

    screening.refresh_from_db()
    today = timezone.localdate().isoformat()
    assert "answers.pregnant.answer" not in shown
    assert shown["answers.keloid.answer"] == "no"
    assert screening.answers["pregnant"]["on"] == today
    assert screening.answers["keloid"]["on"] != today


def test_what_the_chart_says_is_shown_as_such(house, ada):
    Medicine.objects.create(patient=ada, name="warfarin 5 mg daily")

    page = house.signed_in("practitioner").get(address(begun(house, ada)))

    assert b"Yes, by the chart." in page.content
    assert fields_of(page)["answers.anticoagulant_or_antiplatelet.answer"] == "yes"


def test_drawing_the_questions_again_takes_no_answer_given_meanwhile_away(house, ada):
    Medicine.objects.create(patient=ada, name="warfarin 5 mg daily")

    page = house.signed_in("practitioner").get(address(begun(house, ada))).content.decode()

    asked_now, fold = page.split('<details class="card part" id="still-valid" hx-preserve="true">')
    assert asked_now.count('id="question-') == asked_now.count('hx-preserve="true"') > 20
    assert 'id="question-anticoagulant_or_antiplatelet"' in fold
    assert "hx-preserve" not in fold  # kept inside something kept, it would be dropped
