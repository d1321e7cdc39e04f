"""Who may be here already is shown before a second record of one person comes to be."""

from datetime import date

import pytest
from django.urls import reverse

from pistor.practice.people.duplicates import likely_duplicates
from pistor.practice.people.models import Patient
from tests.practice.cast import a_patient


@pytest.fixture
def ada(house):
    return a_patient(
        house, "Lovelace", given_names="Ada", phone="+44 20 7946 0000", email="Ada@example.org"
    )


def like(house, **changed):
    usual = {"family_name": "Else", "given_names": "Somebody", "born_on": date(1950, 1, 1)}
    patient = Patient(organisation=house.organisation, **{**usual, **changed})
    found = likely_duplicates(house.staff["reception"], patient)
    return [", ".join(each.reasons) for each in found]


@pytest.mark.parametrize(
    ("typed", "reasons"),
    [
        ({}, []),
        (
            {"family_name": "LOVELACE", "given_names": "Áda", "born_on": date(1984, 12, 10)},
            ["same name and date of birth"],
        ),
        (
            {"family_name": "Ada", "given_names": "Lovelace"},
            ["same name, other date of birth"],
        ),
        ({"family_name": "Love-lace", "given_names": "Ada", "born_on": None}, ["same name"]),
        (
            {"family_name": "Lovelase", "given_names": "Ada", "born_on": date(1984, 12, 10)},
            ["same date of birth, similar name"],
        ),
        (
            {"family_name": "Lovelace", "given_names": "Ada Mary", "born_on": date(1984, 12, 10)},
            ["same date of birth, similar name"],
        ),
        ({"born_on": date(1984, 12, 10)}, []),
        ({"phone": "020 7946 0000"}, ["same phone number"]),
        ({"phone": "0000"}, []),
        ({"email": "ada@EXAMPLE.org"}, ["same e-mail address"]),
    ],
)
def test_a_record_is_like_another_for_a_reason(house, ada, typed, reasons):
    assert like(house, **typed) == reasons


def test_a_patient_is_not_like_themselves_nor_like_a_neighbours(house, ada, neighbour):
    assert likely_duplicates(house.staff["reception"], ada) == []
    assert likely_duplicates(neighbour.staff["reception"], ada) == []


def test_somebody_like_another_is_added_only_when_it_is_said_that_they_differ(house, ada):
    browser = house.signed_in("reception")
    typed = {"family_name": "Lovelace", "given_names": "Ada", "language": "en", "phone": "0123"}

    answer = browser.post(reverse("people:new"), typed)

    assert answer.status_code == 409
    assert reverse("desk:chart", args=[ada.uid]) in answer.text
    assert "same name" in answer.text
    assert answer.context["form"]["phone"].value() == "0123"
    assert Patient.objects.count() == 1
    assert browser.post(reverse("people:new"), {**typed, "anyway": "on"}).status_code == 302
    assert Patient.objects.count() == 2
