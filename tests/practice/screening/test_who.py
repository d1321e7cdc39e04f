"""Who may open which page; and next door sees nothing."""

import pytest

from pistor.practice.screening.models import ScreeningOverride
from tests.practice.screening.paper import accepted, address, begun

POSTED = {"hand-over/", "take-back/", "discard/", "override/"}
PAGES = ["", "answers/", "accept/", *sorted(POSTED)]


def opened(browser, screening, page: str) -> int:
    url = address(screening, page)
    return (browser.post(url) if page in POSTED else browser.get(url)).status_code


@pytest.mark.parametrize("page", PAGES)
def test_another_organisation_finds_nothing(house, neighbour, ada, page):
    screening = accepted(house.signed_in("practitioner"), begun(house, ada))

    assert opened(neighbour.signed_in("medical_director"), screening, page) == 404


def test_another_organisation_can_neither_begin_nor_look_a_second_time(house, neighbour, ada):
    screening = accepted(
        house.signed_in("practitioner"), begun(house, ada), **{"keloid.answer": "yes"}
    )
    house.signed_in("prescriber").post(
        address(screening, "override/"), {"code": "screening.keloid", "reason": "Old."}
    )
    row = ScreeningOverride.objects.get()
    browser = neighbour.signed_in("medical_director")
    browser.post("/accounts/reauthenticate/", {"password": "an invented password"})

    assert browser.get(f"/screening/of/{ada.uid}/begin/").status_code == 404
    assert browser.get(address(screening, f"override/{row.pk}/second-look/")).status_code == 404


def test_an_override_of_another_screening_is_not_found(house, ada):
    browser = house.signed_in("practitioner")
    one = accepted(browser, begun(house, ada), **{"keloid.answer": "yes"})
    other = accepted(browser, begun(house, ada))
    house.signed_in("prescriber").post(
        address(one, "override/"), {"code": "screening.keloid", "reason": "Old."}
    )
    row = ScreeningOverride.objects.get()
    browser.post("/accounts/reauthenticate/", {"password": "an invented password"})

    assert browser.get(address(other, f"override/{row.pk}/second-look/")).status_code == 404


@pytest.mark.parametrize("role", ["manager", "auditor"])
@pytest.mark.parametrize("page", PAGES)
def test_who_does_not_treat_opens_no_screening(house, ada, role, page):
    assert opened(house.signed_in(role), begun(house, ada), page) == 403
