"""Two records of one person are joined, and can be parted again."""

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from pistor.practice.audit.models import AuditRow
from pistor.practice.people.actions import PatientRefused, join_records, undo_join
from pistor.practice.people.models import SamePerson
from pistor.practice.people.queries import records_of
from tests.practice.cast import a_patient


@pytest.fixture
def pair(house):
    return a_patient(house), a_patient(house, given_names="Adda", phone="0123")


def joined(house, pair, *, why="registered twice"):
    return join_records(
        actor=house.staff["practitioner"],
        patient=pair[0],
        other=pair[1],
        why=why,
        at=timezone.now(),
    )


def post(house, pair, role="practitioner", **changed):
    typed = {"other": str(pair[1].uid), "why": "registered twice", **changed}
    return house.signed_in(role).post(reverse("people:join", args=[pair[0].uid]), typed)


def test_two_records_are_joined_from_the_page_and_audited(house, pair):
    answer = post(house, pair)

    assert answer.url == reverse("desk:chart", args=[pair[0].uid])
    assert records_of(pair[0]) == list(pair)
    assert records_of(pair[1]) == [pair[1], pair[0]]
    assert AuditRow.objects.get(record_kind="people.sameperson").event == "people.records joined"


def test_the_page_offers_who_looks_alike_searches_and_shows_both_side_by_side(house, pair):
    browser = house.signed_in("practitioner")
    address = reverse("people:join", args=[pair[0].uid])

    assert f"other={pair[1].uid}" in browser.get(address).text
    assert f"other={pair[1].uid}" in browser.get(address, {"q": "adda"}).text
    assert "No other record found" in browser.get(address, {"q": "nobody"}).text
    both = browser.get(address, {"other": pair[1].uid})
    assert ("Phone", "not known", "0123", True) in both.context["pair"]
    assert browser.get(address, {"other": "x"}).status_code == 404


def test_a_join_needs_a_reason(house, pair):
    answer = post(house, pair, why=" ")

    assert answer.status_code == 422
    assert "Say why in a few words." in answer.text
    assert not SamePerson.objects.exists()


def test_a_record_is_not_joined_to_itself(house, pair):
    assert post(house, (pair[0], pair[0])).status_code == 409


def test_a_third_record_is_not_joined_so_that_no_allergy_stays_out_of_sight(house, pair):
    joined(house, pair)
    third = a_patient(house, "Third")

    for two in ((third, pair[0]), (pair[0], third), (third, pair[1]), (pair[1], third)):
        with pytest.raises(PatientRefused, match="joined already"), transaction.atomic():
            joined(house, two)
    answer = post(house, (pair[0], third))
    assert answer.status_code == 409
    assert "undo that one first" in answer.text


def test_a_record_of_another_organisation_does_not_exist(house, pair, neighbour):
    theirs = a_patient(neighbour)

    assert post(house, (pair[0], theirs)).status_code == 404
    with pytest.raises(PatientRefused):
        joined(house, (pair[0], theirs))


def test_a_join_is_undone_with_a_reason_and_can_be_made_again(house, pair):
    made = joined(house, pair)
    address = reverse("people:undo_join", args=[pair[1].uid, made.pk])
    browser = house.signed_in("manager")

    assert browser.get(address).status_code == 200
    assert browser.post(address, {"why": ""}).status_code == 422
    assert browser.post(address, {"why": "twins"}).status_code == 302

    made.refresh_from_db()
    assert (made.undone_why, made.undone_by) == ("twins", house.staff["manager"])
    assert records_of(pair[0]) == [pair[0]]
    assert AuditRow.objects.filter(event="people.join undone").count() == 1
    assert browser.get(address).status_code == 404
    with pytest.raises(PatientRefused, match="before"):
        undo_join(actor=house.staff["manager"], join=made, why="x", at=timezone.now())
    joined(house, pair)
    assert len(records_of(pair[0])) == 2


def test_reception_and_auditors_join_nothing(house, pair):
    assert post(house, pair, role="reception").status_code == 403
    assert post(house, pair, role="auditor").status_code == 403
