"""Every other kind of record: added with its day, refused in a sentence, withdrawn for a reason."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from pistor.practice.audit.models import AuditRow
from pistor.practice.people.models import (
    AnswerOnRecord,
    Condition,
    Measurement,
    Medicine,
    Received,
)
from pistor.practice.people.queries import answers_of, person_input
from pistor.practice.people.record_actions import RecordRefused, withdraw_record
from tests.practice.cast import a_patient

GOOD = {
    "medicine": {"name": "Warfarin", "dose": "5 mg in the evening", "since": "2020-05-01"},
    "condition": {"name": "Asthma", "since": "1999-01-01"},
    "procedure": {"kind": "filler", "what": "Hyaluronic acid", "zone": "lips", "on": "2023-03-04"},
    "measurement": {"kind": "weight_kg", "value": "64.5", "on": "2026-02-03"},
    "phototype": {"kind": "III", "on": "2026-02-03"},
    "received": {
        "ingredient": "Lidocaine",
        "amount": "40 mg",
        "on": "2026-02-03",
        "route": "injected",
    },
}
ABSURD = [
    ("measurement", {"value": "5000"}, "expected 2 to 400 kg"),
    ("measurement", {"kind": "height_cm", "value": "3"}, "expected 40 to 250 cm"),
    ("measurement", {"value": "-4"}, "cannot be"),
    ("measurement", {"value": "64,5 kg"}, "Enter a number"),
    ("measurement", {"on": "3026-01-01"}, "is in the future"),
    ("measurement", {"on": "1970-01-01"}, "is before the date of birth"),
    ("measurement", {"on": "yesterday"}, "Enter a valid date"),
    ("medicine", {"name": ""}, "This field is required"),
    ("medicine", {"name": "x" * 5000}, "at most 200 characters"),
    ("medicine", {"name": "<script>alert(1)</script>"}, "This holds markup"),
    ("medicine", {"name": "War\x07farin"}, "invisible character U+0007"),
    ("medicine", {"name": "War\u202efarin"}, "invisible character U+202E"),
    ("medicine", {"name": "War\u200bfarin"}, "invisible character U+200B"),
    ("medicine", {"until": "2019-01-01"}, "is before the beginning"),
    ("received", {"ingredient": "unobtainium"}, "in the knowledge base"),
    ("received", {"amount": "forty"}, "is not an amount"),
    ("received", {"amount": "0 mg"}, "is nothing"),
    ("phototype", {"kind": "VII"}, "Select a valid choice"),
]


@pytest.fixture
def ada(house):
    return a_patient(house)


def address_of(patient, kind):
    return reverse("people:add_record", args=[patient.uid, kind])


@pytest.mark.parametrize("kind", GOOD)
def test_each_kind_of_record_is_kept_shown_and_audited(house, ada, kind):
    client = house.signed_in("practitioner")
    assert client.get(address_of(ada, kind)).status_code == 200

    answer = client.post(address_of(ada, kind), GOOD[kind], follow=True)

    assert answer.redirect_chain[0][0].endswith(f"#{kind}")
    assert "Saved." in answer.text
    assert AuditRow.objects.get().event == f"people.{kind} added"


@pytest.mark.parametrize(("kind", "wrong", "says"), ABSURD)
def test_what_cannot_be_is_refused_in_one_sentence_and_nothing_typed_is_lost(
    house, ada, kind, wrong, says
):
    typed = {**GOOD[kind], **wrong}

    answer = house.signed_in("practitioner").post(address_of(ada, kind), typed)

    assert answer.status_code == 422
    assert says in answer.text
    assert "<script>alert" not in answer.text
    assert answer.context["form"].data.dict() == typed
    assert not AuditRow.objects.exists()


def test_an_ingredient_received_elsewhere_is_kept_under_its_key(house, ada):
    house.signed_in("practitioner").post(address_of(ada, "received"), GOOD["received"])

    assert Received.objects.get().ingredient == "lidocaine"
    assert person_input(ada).received[0].amount == "40 mg"


def test_a_withdrawn_record_stays_readable_but_counts_no_more(house, ada):
    client = house.signed_in("practitioner")
    client.post(address_of(ada, "measurement"), GOOD["measurement"])
    weight = Measurement.objects.get()
    address = reverse("people:withdraw_record", args=[ada.uid, "measurement", weight.pk])
    assert "Weight 64.5" in client.get(address).text

    assert client.post(address, {"why": ""}).status_code == 422
    page = client.post(address, {"why": "wrong scale"}, follow=True).text

    assert person_input(ada).weight_kg is None
    assert "Withdrawn: wrong scale" in page
    again = client.post(address, {"why": "once more"})
    assert again.status_code == 409
    assert "Somebody withdrew this before: wrong scale" in again.text


def test_a_record_that_was_withdrawn_is_not_withdrawn_twice(house, ada):
    actor = house.staff["practitioner"]
    medicine = Medicine.objects.create(patient=ada, name="Warfarin")
    withdraw_record(actor=actor, record=medicine, why="stopped", at=timezone.now())

    with pytest.raises(RecordRefused, match="stopped"):
        withdraw_record(actor=actor, record=medicine, why="again", at=timezone.now())


def test_a_record_of_somebody_else_is_not_found_under_this_patient(house, ada):
    other = a_patient(house, "Other")
    medicine = Medicine.objects.create(patient=other, name="Warfarin")
    address = reverse("people:withdraw_record", args=[ada.uid, "medicine", medicine.pk])

    assert house.signed_in("practitioner").post(address, {"why": "x"}).status_code == 404
    assert house.signed_in("practitioner").get(address_of(ada, "spell")).status_code == 404


PREGNANCY = {"pregnant": "no", "breast_feeding": "yes", "on": "2026-02-03"}


def test_pregnancy_is_put_on_record_with_its_day_and_stands_on_the_chart(house, ada):
    client = house.signed_in("practitioner")

    answer = client.post(reverse("people:pregnancy", args=[ada.uid]), PREGNANCY, follow=True)

    assert "breast-feeding: yes, asked 3 Feb 2026" in answer.text
    assert answers_of(ada)["pregnant"]["answer"] == "no"
    assert AuditRow.objects.count() == 2


def test_an_older_answer_does_not_take_the_place_of_a_newer_one(house, ada):
    client = house.signed_in("practitioner")
    address = reverse("people:pregnancy", args=[ada.uid])
    client.post(address, PREGNANCY)

    answer = client.post(address, {**PREGNANCY, "on": "2025-02-03"})

    assert answer.status_code == 422
    assert "A newer answer, of 3 Feb 2026, is on record." in answer.text
    assert AnswerOnRecord.objects.count() == 2


def test_a_pregnancy_cannot_go_on_and_have_ended(house, ada):
    answer = house.signed_in("practitioner").post(
        reverse("people:pregnancy", args=[ada.uid]),
        {**PREGNANCY, "pregnant": "yes", "pregnant_ended_on": "2026-01-01"},
    )

    assert answer.status_code == 422
    assert "It cannot be so now and have ended." in answer.text


def test_men_are_not_asked_about_pregnancy(house):
    otto = a_patient(house, "Otto", sex="male")
    address = reverse("people:pregnancy", args=[otto.uid])

    assert house.signed_in("practitioner").get(address).status_code == 404


def test_a_condition_that_is_over_still_reaches_the_rules(house):
    ada = a_patient(house)
    Condition.objects.create(patient=ada, name="deep vein thrombosis", until=date(2010, 1, 1))

    assert person_input(ada).conditions == ["deep vein thrombosis"]


def test_a_stopped_medicine_counts_until_somebody_was_asked_after_it_was_stopped(house):
    ada = a_patient(house)
    Medicine.objects.create(patient=ada, name="isotretinoin", until=date(2026, 3, 2))
    before = person_input(ada).medicines
    AnswerOnRecord.objects.create(
        patient=ada, question="isotretinoin_6_months", answer="yes", on=date(2026, 3, 9)
    )

    assert before == ["isotretinoin"]
    assert person_input(ada).medicines == []
