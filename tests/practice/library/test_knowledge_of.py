"""The knowledge an organisation works with: what it adopted, with its own rows in place."""

from dataclasses import replace
from decimal import Decimal

import pytest

from pistor.knowledge import load, plain_row, row_hash
from pistor.practice.audit.models import AuditRow
from pistor.practice.library import actions
from pistor.practice.library.models import AdoptedRelease, OwnRow
from pistor.practice.library.queries import knowledge_of, reviewed_by
from tests.practice.cast import PASSWORD
from tests.practice.library.shelf import (
    KEY,
    KIND,
    WHEN,
    adopted,
    adopted_earlier,
    earlier_release,
    stated,
)


def test_before_the_first_adoption_the_shipped_release_counts(house):
    assert knowledge_of(house.organisation) is load()


def test_an_adopted_release_goes_on_counting_when_the_program_ships_another(house):
    earlier = earlier_release()
    adopted_earlier(house, earlier)

    assert knowledge_of(house.organisation) == earlier


def test_an_own_row_is_what_the_checks_then_use_and_the_neighbour_never_sees_it(house, neighbour):
    adopted(house)
    adopted(neighbour)
    stated(house, value="30")

    assert knowledge_of(house.organisation).setting[KEY].value == Decimal(30)
    assert knowledge_of(neighbour.organisation).setting[KEY].value == Decimal(90)


def test_the_newest_own_row_counts_and_the_one_before_is_ended(house):
    adopted(house)
    stated(house, value="30")
    stated(house, value="45")

    assert knowledge_of(house.organisation).setting[KEY].value == Decimal(45)
    assert OwnRow.objects.filter(ended_at__isnull=True).count() == 1


def test_ending_an_own_row_brings_the_released_one_back(house):
    adopted(house)
    stated(house)
    actions.end_own_row(actor=house.staff["prescriber"], kind=KIND, key=KEY, at=WHEN)

    assert knowledge_of(house.organisation) is load()


def test_an_own_row_stays_when_another_release_is_adopted(house):
    adopted_earlier(house, earlier_release("d" * 16))
    stated(house, value="30")
    adopted(house)

    assert knowledge_of(house.organisation).setting[KEY].value == Decimal(30)
    assert "knee" in knowledge_of(house.organisation).zone


def test_asking_again_costs_two_small_queries(house, django_assert_num_queries):
    adopted(house)
    stated(house)
    first = knowledge_of(house.organisation)

    with django_assert_num_queries(2):
        assert knowledge_of(house.organisation) is first


def test_no_row_is_stated_before_a_release_was_adopted(house):
    with pytest.raises(actions.LibraryRefused, match="Adopt a release first"):
        stated(house)


def test_a_release_with_a_problem_is_not_adopted(house, monkeypatch):
    lost = {key: row for key, row in load().reference.items() if key != "LID"}
    monkeypatch.setattr(actions, "load", lambda: replace(load(), release="b" * 16, reference=lost))

    with pytest.raises(actions.LibraryRefused, match="'LID' does not exist"):
        actions.adopt_release(actor=house.staff["prescriber"], release="b" * 16, at=WHEN)
    assert not AdoptedRelease.objects.exists()


def test_a_release_in_which_an_own_row_no_longer_fits_is_not_adopted(house):
    adopted_earlier(house, earlier_release("c" * 16))
    wrist = knowledge_of(house.organisation).zone["wrist"]
    actions.state_row(
        actor=house.staff["prescriber"],
        kind="zone",
        row={**plain_row(wrist), "name": "Wrist and hand"},
        reason="We treat them together.",
        based_on=row_hash("zone", wrist),
        at=WHEN,
    )

    with pytest.raises(actions.LibraryRefused, match=r"zone wrist.*End that row first"):
        adopted(house)


def test_a_release_is_adopted_once(house):
    adopted(house)

    with pytest.raises(actions.LibraryRefused, match="already"):
        adopted(house)


def test_every_change_leaves_a_row_in_the_audit_chain(house):
    adopted(house)
    own = stated(house)
    row = knowledge_of(house.organisation).setting[KEY]
    actions.review_row(
        actor=house.staff["practitioner"], kind=KIND, key=KEY, stated=own.row_hash, at=WHEN
    )
    actions.end_own_row(actor=house.staff["prescriber"], kind=KIND, key=KEY, at=WHEN)

    assert row.value == Decimal(30)
    events = AuditRow.objects.filter(organisation_id=house.organisation.pk).order_by("number")
    assert list(events.values_list("event", flat=True)) == [
        "library.release adopted",
        "library.own row stated",
        "library.row reviewed",
        "library.own row ended",
    ]


def test_a_review_lapses_when_the_row_changes_and_holds_again_when_it_returns(house):
    adopted(house)
    clinician, knowledge = house.staff["practitioner"], knowledge_of(house.organisation)
    hashed = row_hash(KIND, knowledge.setting[KEY])
    actions.review_row(actor=clinician, kind=KIND, key=KEY, stated=hashed, at=WHEN)
    assert reviewed_by(clinician, knowledge) == {(KIND, KEY): "Petra Nadel"}

    stated(house)
    assert reviewed_by(clinician, knowledge_of(house.organisation)) == {}
    actions.end_own_row(actor=house.staff["prescriber"], kind=KIND, key=KEY, at=WHEN)
    assert reviewed_by(clinician, knowledge_of(house.organisation)) == {(KIND, KEY): "Petra Nadel"}


def test_a_review_of_a_row_that_changed_meanwhile_is_refused(house):
    adopted(house)

    with pytest.raises(actions.ChangedMeanwhile, match="changed while you were reading"):
        actions.review_row(
            actor=house.staff["practitioner"], kind=KIND, key=KEY, stated="another", at=WHEN
        )


def test_a_kept_release_no_program_can_read_stops_every_check_and_says_what_to_do(house):
    AdoptedRelease.objects.create(
        organisation=house.organisation,
        release="f" * 16,
        rows={"ingredient": [{"key": "from_another_time", "colour": "blue"}]},
        adopted_by=house.staff["prescriber"],
        adopted_at=WHEN,
    )
    browser = house.signed_in("prescriber")
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})

    stopped = browser.get("/library/")
    adopting = browser.get("/library/adopt/")
    browser.post("/library/adopt/", {"release": load().release})

    assert stopped.status_code == 503
    assert "Nothing is checked until a prescriber adopts" in stopped.content.decode()
    assert "cannot be read by this version of the program" in adopting.content.decode()
    assert browser.get("/library/").status_code == 200
