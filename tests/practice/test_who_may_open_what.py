"""Every address, every role, and the organisation next door; all from the address map itself."""

import re

import pytest

from pistor.config.permissions import TABLE
from pistor.practice.access.models import Role
from pistor.practice.access.permissions import EVERYBODY, NOBODY, SIGNED_IN, TABLET
from tests.practice.addresses import (
    ABOUT,
    WITHOUT_A_RECORD,
    address,
    every_view,
    nobody,
    records_of,
)
from tests.practice.cast import PASSWORD

TOKEN = re.compile(rb'csrfmiddlewaretoken" value="[^"]+"|x-csrftoken": "[^"]+"')


def test_every_address_that_names_something_is_in_these_tests():
    named = {
        view for view, pattern in every_view() if pattern.pattern.regex.groups and view in TABLE
    }

    assert named - set(WITHOUT_A_RECORD) == set(ABOUT)


@pytest.mark.parametrize("role", Role.values)
def test_a_role_opens_what_the_table_gives_it_and_is_told_who_may_open_the_rest(house, role):
    records, browser = records_of(house), house.signed_in(role)
    acts_as = {role, Role.PRESCRIBER} if role == Role.MEDICAL_DIRECTOR else {role}

    wrong = []
    for view, _ in every_view():
        needed = TABLE[view]
        if needed in {EVERYBODY, NOBODY, TABLET}:
            continue
        answer = browser.get(address(view, records))
        may = needed == SIGNED_IN or bool(needed & acts_as)
        for close in answer._resource_closers:  # a document: its file would stay open
            close()
        told = not answer.streaming and b"This page is for: " in answer.content
        if (answer.status_code == 403) == may or (not may and not told):
            wrong.append((view, answer.status_code))

    assert wrong == []


def test_who_has_not_signed_in_is_asked_to_and_sees_nothing(house, client):
    records = records_of(house)

    wrong = []
    for view, _ in every_view():
        if TABLE[view] == EVERYBODY:
            continue
        answer = client.get(address(view, records))
        if answer.status_code != 302 or not answer.url.startswith("/accounts/login/"):
            wrong.append((view, answer.status_code))

    assert wrong == []


@pytest.mark.parametrize("view", ABOUT)
def test_the_organisation_next_door_gets_the_page_of_a_record_that_is_not_there(
    house, neighbour, view
):
    records = records_of(house)
    stranger = neighbour.signed_in(next(role for role in Role.values if role in TABLE[view]))
    stranger.post("/accounts/reauthenticate/", {"password": PASSWORD})

    theirs = [stranger.get(address(view, records)), stranger.post(address(view, records))]
    none = [stranger.get(nobody(view, records)), stranger.post(nobody(view, records))]

    assert [each.status_code for each in theirs] == [each.status_code for each in none]
    assert {each.status_code for each in theirs} <= {404, 405}
    assert 404 in {each.status_code for each in theirs}
    assert [TOKEN.sub(b"", each.content) for each in theirs] == [
        TOKEN.sub(b"", each.content) for each in none
    ]


def test_the_own_patient_does_not_open_the_neighbours_note(house, neighbour):
    mine, theirs = records_of(neighbour), records_of(house)
    browser = neighbour.signed_in("prescriber")

    for path in (
        f"/people/{mine.patient.uid}/notes/{theirs.note.pk}/",
        f"/people/{mine.patient.uid}/documents/{theirs.document.pk}/",
    ):
        assert b"Secret" not in browser.get(path).content


@pytest.mark.parametrize("page", ["/", "/people/", "/people/?q=Invented", "/library/"])
def test_lists_of_one_organisation_do_not_change_with_the_others_records(house, neighbour, page):
    browser = neighbour.signed_in("prescriber")
    before = TOKEN.sub(b"", browser.get(page).content)

    records_of(house)

    assert TOKEN.sub(b"", browser.get(page).content) == before
