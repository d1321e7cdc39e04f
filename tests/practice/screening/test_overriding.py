"""Going on in spite of a reason: by name, with a reason, and with a second look at a stop."""

import re

import pytest

from pistor.practice.audit.models import AuditRow
from pistor.practice.screening.models import Screening, ScreeningOverride
from tests.practice.cast import PASSWORD, House
from tests.practice.screening.paper import accepted, address, begun

WAIT = {"code": "screening.infection_in_zone", "about": "", "reason": "Seen: a scar, no pus."}
ASK = {"code": "screening.keloid", "about": "", "reason": "Only on the chest, years ago."}


@pytest.fixture
def screening(house, ada) -> Screening:
    """Infected in the zone, and keloids: a stop and a question."""
    return accepted(
        house.signed_in("practitioner"),
        begun(house, ada),
        **{"infection_in_zone.answer": "yes", "keloid.answer": "yes"},
    )


def afresh(house: House, role: str):
    """A browser whose owner has just typed the password once more."""
    browser = house.signed_in(role)
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return browser


def looked(screening, row, how: str = "second-look") -> str:
    return address(screening, f"override/{row.pk}/{how}/")


def heading(browser, screening) -> str:
    page = browser.get(address(screening, "")).content.decode()
    return re.search("<h1>(.*?)</h1>", page)[1]


def test_a_question_for_the_doctor_is_overridden_at_once(house, screening):
    answer = house.signed_in("prescriber").post(address(screening, "override/"), ASK)

    row = ScreeningOverride.objects.get()
    assert answer.status_code == 302
    assert (row.by, row.is_stop, row.is_complete) == (house.staff["prescriber"], False, True)
    assert AuditRow.objects.filter(event="screening.override made").count() == 1


def test_a_stop_counts_only_after_the_second_look(house, screening):
    browser = house.signed_in("prescriber")
    browser.post(address(screening, "override/"), ASK)
    browser.post(address(screening, "override/"), WAIT)
    before = heading(browser, screening)
    row = ScreeningOverride.objects.get(is_stop=True)

    answer = afresh(house, "practitioner").post(looked(screening, row))

    row.refresh_from_db()
    assert answer.status_code == 302
    assert before.startswith("Not now")
    assert row.second == house.staff["practitioner"]
    assert heading(browser, screening) == "Suitable"


def test_an_overridden_reason_stays_with_name_reason_and_time(house, screening):
    browser = house.signed_in("prescriber")
    browser.post(address(screening, "override/"), ASK)

    page = browser.get(address(screening, "")).content.decode()

    assert "by Dr Iris Invented," in page
    assert "Only on the chest, years ago." in page
    assert re.search(r"\d\d:\d\d CES?T", page)


def test_the_second_look_is_another_clinicians(house, screening):
    browser = afresh(house, "prescriber")
    browser.post(address(screening, "override/"), WAIT)
    row = ScreeningOverride.objects.get()

    answer = browser.post(looked(screening, row))

    row.refresh_from_db()
    assert answer.status_code == 422
    assert not row.is_complete


def test_a_namesake_is_no_second_clinician(house, screening):
    second = house.staff["practitioner"]
    second.full_name = "dr iris  INVENTED"
    second.save()
    house.signed_in("prescriber").post(address(screening, "override/"), WAIT)
    row = ScreeningOverride.objects.get()

    answer = afresh(house, "practitioner").post(looked(screening, row))

    row.refresh_from_db()
    assert answer.status_code == 422
    assert not row.is_complete


def test_the_second_look_needs_a_fresh_sign_in(house, screening):
    house.signed_in("prescriber").post(address(screening, "override/"), WAIT)
    row = ScreeningOverride.objects.get()

    answer = house.signed_in("practitioner").post(looked(screening, row))

    row.refresh_from_db()
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert not row.is_complete


def test_a_second_look_is_given_once(house, screening):
    house.signed_in("prescriber").post(address(screening, "override/"), WAIT)
    row = ScreeningOverride.objects.get()
    afresh(house, "practitioner").post(looked(screening, row))

    answer = afresh(house, "medical_director").post(looked(screening, row))

    row.refresh_from_db()
    assert answer.status_code == 409
    assert row.second == house.staff["practitioner"]


@pytest.fixture
def alone(house, screening) -> ScreeningOverride:
    """A stop overridden where one clinician works alone."""
    house.clinic.one_clinician_alone = True
    house.clinic.save()
    house.signed_in("prescriber").post(address(screening, "override/"), WAIT)
    return ScreeningOverride.objects.get()


def test_who_works_alone_reads_it_again_behind_a_fresh_sign_in(house, screening, alone):
    browser = afresh(house, "prescriber")

    browser.post(looked(screening, alone, "read-again"))

    alone.refresh_from_db()
    assert alone.is_complete
    assert alone.alone
    assert "One clinician alone" in browser.get(address(screening, "")).content.decode()


def test_a_password_given_before_the_override_is_no_fresh_sign_in(house, screening):
    house.clinic.one_clinician_alone = True
    house.clinic.save()
    browser = afresh(house, "prescriber")
    browser.post(address(screening, "override/"), WAIT)
    row = ScreeningOverride.objects.get()

    answer = browser.post(looked(screening, row, "read-again"))

    row.refresh_from_db()
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert not row.is_complete
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert browser.post(looked(screening, row, "read-again")).status_code == 302
    row.refresh_from_db()
    assert row.is_complete


def test_where_one_works_alone_nobody_else_reads_it_again(house, screening, alone):
    answer = afresh(house, "medical_director").post(looked(screening, alone, "read-again"))
    second = afresh(house, "practitioner").post(looked(screening, alone))

    alone.refresh_from_db()
    assert (answer.status_code, second.status_code) == (422, 422)
    assert not alone.is_complete


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"reason": "  "}, "Give the reason"),
        ({"reason": "x" * 1001}, "at most 1000 characters"),
        ({"reason": "fine \u202e enif"}, "can disguise what is read"),
        ({"reason": "fine\x00"}, "Null characters"),
        ({"code": "screening.nothing"}, "There is no finding"),
        ({"about": "tranexamic_acid"}, "There is no finding"),
    ],
)
def test_an_override_that_cannot_stand_is_refused(house, screening, changed, says):
    answer = house.signed_in("prescriber").post(
        address(screening, "override/"), {**WAIT, **changed}
    )

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert ScreeningOverride.objects.count() == 0


def test_a_reason_may_have_several_lines(house, screening):
    typed = {**ASK, "reason": "On the chest.\r\nYears ago."}

    house.signed_in("prescriber").post(address(screening, "override/"), typed)

    assert ScreeningOverride.objects.get().reason == "On the chest.\nYears ago."


def test_what_was_typed_comes_back_beside_its_reason(house, screening):
    typed = {**WAIT, "reason": "Seen <b>by me</b> \u202e"}

    page = house.signed_in("prescriber").post(address(screening, "override/"), typed).content

    assert b"Seen &lt;b&gt;by me&lt;/b&gt;" in page
    assert b'class="override no-print" open' in page


def test_what_nobody_may_override_cannot_be_overridden(house, ada):
    screening = accepted(
        house.signed_in("practitioner"),
        begun(house, ada, ingredients=["buflomedil", "hyaluronic_acid"]),
    )
    barred = next(each for each in screening.suitability["reasons"] if not each["overridable"])
    sent = {"code": barred["code"], "about": barred["about"], "reason": "I insist."}
    browser = house.signed_in("prescriber")

    answer = browser.post(address(screening, "override/"), sent)

    assert answer.status_code == 422
    assert b"nobody may override this" in answer.content
    assert b"Nobody may override this." in answer.content


def test_the_second_of_two_who_override_learns_of_the_first(house, screening):
    house.signed_in("prescriber").post(address(screening, "override/"), ASK)

    answer = house.signed_in("medical_director").post(address(screening, "override/"), ASK)

    assert answer.status_code == 409
    assert b"Dr Iris Invented has overridden this already" in answer.content


def test_a_practitioner_overrides_nothing(house, screening):
    browser = house.signed_in("practitioner")

    assert browser.post(address(screening, "override/"), ASK).status_code == 403
    assert b"Why you go on" not in browser.get(address(screening, "")).content
