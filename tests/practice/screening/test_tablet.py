"""The tablet in the patient's hands holds one questionnaire and nothing else."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from pistor.config.permissions import TABLE
from pistor.practice.access.middleware import TABLET_KEY
from pistor.practice.access.permissions import EVERYBODY, TABLET
from pistor.practice.screening.models import Screening
from tests.practice.cast import PASSWORD, a_patient
from tests.practice.screening.paper import address, all_no, begun, fields_of, typed

FORM = "/screening/tablet/"
SHAPES = ((), (uuid4(),), (uuid4(), 1), (1,), (uuid4(), "x"), ("x",), ("x", "y"))


@pytest.fixture
def screening(house, ada) -> Screening:
    return begun(house, ada)


@pytest.fixture
def tablet(house, screening) -> Client:
    """A browser that was handed over."""
    browser = house.signed_in("reception")
    assert browser.post(address(screening, "hand-over/"))["Location"] == FORM
    return browser


def an_address_of(view: str) -> str:
    for shape in SHAPES:
        try:
            return reverse(view, args=shape)
        except NoReverseMatch:
            continue
    return ""


STAFF_ONLY = sorted(view for view, row in TABLE.items() if row not in {TABLET, EVERYBODY})


def test_handing_over_signs_out_and_keeps_nothing_but_the_questionnaire(tablet, screening):
    screening.refresh_from_db()

    assert screening.state == Screening.State.ON_TABLET
    assert dict(tablet.session.items()) == {TABLET_KEY: str(screening.uid)}


def test_beginning_may_hand_over_at_once(house, ada):
    browser = house.signed_in("reception")

    answer = browser.post(f"/screening/of/{ada.uid}/begin/", {"how": "tablet"})

    assert answer["Location"] == FORM
    assert set(browser.session.keys()) == {TABLET_KEY}


@pytest.mark.parametrize("view", STAFF_ONLY)
def test_every_staff_address_leads_back_to_the_form(tablet, view):
    url = an_address_of(view)

    assert not url or tablet.get(url)["Location"] == FORM
    assert not url or tablet.post(url)["Location"] == FORM


def test_most_staff_addresses_were_tried():
    assert sum(bool(an_address_of(view)) for view in STAFF_ONLY) > len(STAFF_ONLY) / 2


def test_the_form_shows_no_navigation_and_nobody_else(house, tablet):
    a_patient(house, "Otherwise", given_names="Cleo")

    page = tablet.get(FORM)

    assert b"Ada, please answer these questions" in page.content
    assert b"side-nav" not in page.content
    assert b"Rosa Empfang" not in page.content  # nor a message meant for staff
    assert b"Otherwise" not in page.content


@pytest.mark.parametrize("url", ["/", "/accounts/login/"])
def test_no_browser_keeps_a_page_of_staff(house, url):
    answer = house.signed_in("reception").get(url)

    assert "no-store" in answer["Cache-Control"]


def test_the_form_is_not_kept_by_the_browser_either(tablet):
    assert "no-store" in tablet.get(FORM)["Cache-Control"]


def test_finishing_hands_the_answers_in_and_stays_locked(tablet, screening):
    page = tablet.get(FORM)

    tablet.post(FORM, {**fields_of(page), **all_no(page), "then": "done"})

    screening.refresh_from_db()
    assert screening.state == Screening.State.HANDED_IN
    assert screening.filled_by_patient
    assert screening.answers["keloid"]["answer"] == "no"
    assert b"give the tablet back" in tablet.get(FORM).content
    assert tablet.get(address(screening))["Location"] == FORM


def test_what_was_handed_in_cannot_be_changed_from_the_tablet(tablet, screening):
    page = tablet.get(FORM)
    sent = {**fields_of(page), **all_no(page), "then": "done"}
    tablet.post(FORM, sent)

    answer = tablet.post(FORM, {**sent, "answers.keloid.answer": "yes"})

    screening.refresh_from_db()
    assert b"give the tablet back" in answer.content
    assert screening.answers["keloid"]["answer"] == "no"


def test_a_mistake_comes_back_to_the_patient_with_a_sentence(tablet):
    answer = typed(
        tablet, FORM, answers__vaccination__answer="yes", answers__vaccination__event_on="soon"
    )

    assert answer.status_code == 422
    assert b"This is no day" in answer.content


def test_a_staff_sign_in_unlocks_the_browser(house, tablet, screening):
    answer = tablet.post(
        f"/accounts/login/?next={address(screening)}",
        {"login": house.staff["practitioner"].email, "password": PASSWORD},
    )

    assert answer.status_code == 302
    assert TABLET_KEY not in tablet.session
    assert tablet.get(address(screening)).status_code == 200


def test_a_wrong_password_unlocks_nothing(house, tablet):
    tablet.post("/accounts/login/", {"login": house.staff["manager"].email, "password": "guess"})

    assert TABLET_KEY in tablet.session
    assert tablet.get("/")["Location"] == FORM


def test_staff_take_it_back_and_the_tablet_can_save_nothing_more(house, tablet, screening):
    sent = {**fields_of(tablet.get(FORM)), "answers.keloid.answer": "yes", "then": "done"}
    house.signed_in("practitioner").post(address(screening, "take-back/"))

    answer = tablet.post(FORM, sent)

    screening.refresh_from_db()
    assert b"give the tablet back" in answer.content
    assert (screening.state, screening.answers) == (Screening.State.OPEN, {})


def test_staff_see_that_the_patient_has_it(house, tablet, screening):
    page = house.signed_in("practitioner").get(address(screening))

    assert b"The patient has the tablet" in page.content


def test_nobody_reaches_the_form_without_a_handed_over_browser(house):
    assert Client().get(FORM).status_code == 302
    assert house.signed_in("practitioner").get(FORM).status_code == 403


def test_a_tablet_whose_screening_is_gone_shows_only_thanks(db):
    browser = Client()
    held = browser.session
    held[TABLET_KEY] = "no uid at all"
    held.save()

    assert b"give the tablet back" in browser.get(FORM).content
