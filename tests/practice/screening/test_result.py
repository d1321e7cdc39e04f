"""What the page of an accepted screening says."""

from datetime import timedelta

import pytest
from django.utils import timezone

from pistor.practice.people.models import Allergy
from tests.practice.cast import a_patient
from tests.practice.screening.paper import accepted, address, begun, typed

PIGMENT = {"indication": "melasma", "ingredients": ["tranexamic_acid"]}


def page_of(browser, screening) -> str:
    return browser.get(address(screening, "")).content.decode()


def test_nothing_against_it_is_suitable_in_words(house, ada):
    browser = house.signed_in("practitioner")

    page = page_of(browser, accepted(browser, begun(house, ada, **PIGMENT)))

    assert "<h1>Suitable</h1>" in page
    assert f"/planning/for/{ada.uid}/" in page


def test_a_wait_names_its_day(house, ada):
    browser = house.signed_in("practitioner")
    today = timezone.localdate()
    given = {"vaccination.answer": "yes", "vaccination.event_on": today.isoformat()}

    page = page_of(browser, accepted(browser, begun(house, ada, **PIGMENT), **given))

    until = today + timedelta(days=14)
    assert "<h1>Not now, until" in page
    assert f"Not before <strong>{until.day} " in page


def test_a_wait_nobody_knows_the_end_of_says_so(house, ada):
    browser = house.signed_in("practitioner")

    page = page_of(
        browser, accepted(browser, begun(house, ada), **{"infection_in_zone.answer": "yes"})
    )

    assert "<h1>Not now; nobody can know until when</h1>" in page


def test_an_unanswered_question_is_never_suitable_and_is_named(house, ada):
    browser = house.signed_in("practitioner")
    screening = begun(house, ada)
    typed(browser, address(screening), answers__keloid__answer="no")
    screening.refresh_from_db()
    browser.post(address(screening, "accept/"), {"version": screening.version})

    page = page_of(browser, screening)

    assert "<h1>Ask the doctor</h1>" in page
    assert "Are you pregnant" in page


def test_dont_know_is_listed_on_its_own(house, ada):
    browser = house.signed_in("practitioner")

    page = page_of(browser, accepted(browser, begun(house, ada), **{"keloid.answer": "unknown"}))

    assert "Answered &quot;don't know&quot; (1)" in page or 'Answered "don\'t know" (1)' in page
    assert "<h1>Ask the doctor</h1>" in page


def test_a_stop_closes_the_next_step(house):
    child = a_patient(house, "Young", born_on=timezone.localdate() - timedelta(days=17 * 365))
    browser = house.signed_in("practitioner")

    page = page_of(browser, accepted(browser, begun(house, child, **PIGMENT)))

    assert "<h1>Not suitable</h1>" in page
    assert f"/planning/for/{child.uid}/" not in page


def test_a_trial_criterion_is_not_called_a_contraindication(house):
    old = a_patient(house, "Older", sex="male", born_on=timezone.localdate() - timedelta(70 * 366))
    browser = house.signed_in("practitioner")
    screening = begun(house, old, ingredients=["dutasteride"], zone="scalp")

    page = page_of(browser, accepted(browser, screening, **{"norwood_grade.number": "4"}))

    assert "study.dutasteride_age_over_65" in page
    assert "it is no contraindication" in page


def test_reasons_come_the_gravest_first_with_their_sources(house, ada):
    browser = house.signed_in("practitioner")
    given = {"pregnant.answer": "yes", "keloid.answer": "yes"}

    page = page_of(browser, accepted(browser, begun(house, ada), **given))

    assert page.index("screening.pregnant") < page.index("screening.keloid")
    assert "ELA" in page
    assert "Rule proposed by Pistor" in page


def test_the_day_after_answers_asked_each_time_have_grown_too_old(house, ada, days_later):
    screening = accepted(house.signed_in("practitioner"), begun(house, ada, **PIGMENT))
    days_later(1)

    page = page_of(house.signed_in("practitioner"), screening)

    assert "<h1>Ask the doctor</h1>" in page
    assert "When it was accepted, it said: Suitable." in page
    assert "grown too old" in page


def test_an_allergy_learnt_since_shows_and_needs_a_new_screening_to_be_overridden(house, ada):
    screening = accepted(house.signed_in("prescriber"), begun(house, ada, **PIGMENT))
    Allergy.objects.create(
        patient=ada, substance="tranexamic acid", reported_on=timezone.localdate()
    )

    page = page_of(house.signed_in("prescriber"), screening)

    assert "New since it was accepted" in page
    assert "ingredient.allergy" in page


def test_an_older_screening_points_to_the_newest(house, ada):
    browser = house.signed_in("practitioner")
    older = accepted(browser, begun(house, ada))
    newer = accepted(browser, begun(house, ada))

    assert f"/screening/{newer.uid}/" in page_of(browser, older)
    assert "not the newest" not in page_of(browser, newer)


@pytest.mark.parametrize("page", ["", "accept/"])
def test_what_is_not_accepted_has_no_result(house, ada, page):
    screening = begun(house, ada)

    answer = house.signed_in("practitioner").get(address(screening, page))

    assert b"Suitable" not in answer.content
