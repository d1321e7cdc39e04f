"""Allergies: listed, none known and not asked are three different things."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from pistor.practice.audit.models import AuditRow
from pistor.practice.people.models import Allergy, Patient, SamePerson
from pistor.practice.people.queries import header_of, person_input
from tests.practice.cast import a_patient

LIDOCAINE = {
    "substance": "Lidocaine",
    "reaction": "swollen lips",
    "severity": "anaphylaxis",
    "reported_on": "2024-06-12",
}


@pytest.fixture
def ada(house):
    return a_patient(house)


def add(house, patient, **changed):
    address = reverse("people:add_record", args=[patient.uid, "allergy"])
    return house.signed_in("practitioner").post(address, {**LIDOCAINE, **changed})


def page_of(house, patient):
    return house.signed_in("practitioner").get(reverse("desk:chart", args=[patient.uid])).text


def test_nobody_asked_yet_is_said_in_so_many_words(house, ada):
    assert "Allergies not asked yet." in page_of(house, ada)
    assert person_input(ada).allergies == []


def test_a_listed_allergy_stands_on_the_chart_with_reaction_severity_and_day(house, ada):
    answer = add(house, ada)

    assert answer.status_code == 302
    ada.refresh_from_db()
    assert ada.allergies_asked == Patient.Allergies.LISTED
    page = page_of(house, ada)
    for words in ("Lidocaine", "Anaphylaxis", "swollen lips", "12 Jun 2024"):
        assert words in page
    events = list(AuditRow.objects.values_list("event", flat=True))
    assert events == ["people.allergy added", "people.allergies stated"]


def test_none_known_is_stated_with_the_day_it_was_asked(house, ada):
    client = house.signed_in("prescriber")

    answer = client.post(reverse("people:none_known", args=[ada.uid]), {"on": "2026-01-02"})

    assert answer.status_code == 302
    assert "No known allergies, asked on 2 Jan 2026." in page_of(house, ada)
    ada.refresh_from_db()
    assert person_input(ada).allergies == ["none known"]


def test_none_known_is_refused_while_an_allergy_is_listed(house, ada):
    add(house, ada)
    client = house.signed_in("prescriber")

    answer = client.post(reverse("people:none_known", args=[ada.uid]), {"on": "2026-01-02"})

    assert answer.status_code == 409
    assert "Lidocaine is listed as an allergy. Withdraw it first" in answer.text
    ada.refresh_from_db()
    assert ada.allergies_asked == Patient.Allergies.LISTED


@pytest.mark.parametrize("typed", ["none", "None known", "NKDA", "no  known allergies"])
def test_none_typed_as_a_substance_is_sent_to_its_own_button(house, ada, typed):
    answer = add(house, ada, substance=typed)

    assert answer.status_code == 422
    assert "use the button" in answer.text
    assert not Allergy.objects.exists()


def test_an_allergy_is_listed_once(house, ada):
    add(house, ada)

    answer = add(house, ada, substance="LIDOCAINE")

    assert answer.status_code == 422
    assert "LIDOCAINE is listed already." in answer.text


def test_withdrawing_the_last_allergy_leaves_them_not_asked_and_says_so(house, ada):
    add(house, ada)
    allergy = Allergy.objects.get()
    address = reverse("people:withdraw_record", args=[ada.uid, "allergy", allergy.pk])

    answer = house.signed_in("practitioner").post(
        address, {"why": "entered for the wrong patient"}, follow=True
    )

    ada.refresh_from_db()
    assert ada.allergies_asked == Patient.Allergies.NOT_ASKED
    assert "allergies count as not asked: ask again" in answer.text
    assert "Withdrawn: entered for the wrong patient" in answer.text
    assert "<s>Lidocaine</s>" in answer.text


def test_withdrawing_one_of_two_leaves_the_other_listed(house, ada):
    add(house, ada)
    add(house, ada, substance="Latex")
    latex = Allergy.objects.get(substance="Latex")
    address = reverse("people:withdraw_record", args=[ada.uid, "allergy", latex.pk])

    house.signed_in("practitioner").post(address, {"why": "tested: negative"})

    ada.refresh_from_db()
    assert ada.allergies_asked == Patient.Allergies.LISTED
    assert [each.substance for each in header_of(ada).allergies] == ["Lidocaine"]


def test_the_worst_allergy_comes_first_and_those_of_a_joined_record_count(house, ada):
    add(house, ada, substance="Latex", severity="mild")
    twin = a_patient(house, "Invented-Before")
    Allergy.objects.create(
        patient=twin, substance="Procaine", severity="severe", reported_on=date(2020, 1, 1)
    )
    SamePerson.objects.create(patient=ada, other=twin, why="same passport")

    assert [each.substance for each in header_of(ada).allergies] == ["Procaine", "Latex"]
    assert [each.substance for each in header_of(twin).allergies] == ["Procaine", "Latex"]


def test_a_day_in_the_future_is_refused(house, ada):
    tomorrow = timezone.localdate() + timedelta(days=2)

    answer = add(house, ada, reported_on=tomorrow.isoformat())

    assert answer.status_code == 422
    assert "is in the future" in answer.text
    assert 'value="swollen lips"' in answer.text


def test_reception_may_not_write_allergies_and_a_neighbour_finds_nobody(house, neighbour, ada):
    address = reverse("people:add_record", args=[ada.uid, "allergy"])

    assert house.signed_in("reception").post(address, LIDOCAINE).status_code == 403
    assert neighbour.signed_in("practitioner").post(address, LIDOCAINE).status_code == 404
    assert not Allergy.objects.exists()
