"""A plan is begun, written, checked live and saved in the browser."""

import pytest

from pistor.practice.audit.models import AuditRow
from pistor.practice.planning.models import PlanOfCare
from tests.practice.cast import House, a_patient


@pytest.fixture
def ada(house: House):
    return a_patient(house)


def begun(house, patient, role="practitioner", **fields):
    """A plan begun in the browser, and that browser."""
    browser = house.signed_in(role)
    browser.post(f"/planning/for/{patient.uid}/", {"indication": "melasma", **fields})
    return browser, PlanOfCare.objects.get(patient=patient)


TOO_MUCH = {
    "draft": "1",
    "do": "save",
    "indication": "melasma",
    "zone": "cheek",
    "formula.0.component.0.ingredient": "lidocaine",
    "formula.0.component.0.strength": "2 %",
    "formula.0.component.0.volume": "30 ml",
    "course.start": "2027-03-01",
    "course.sessions": "4",
    "course.gap": "2 weeks",
}


def test_protocols_stand_side_by_side_with_what_is_not_proven(house, ada):
    page = house.signed_in("practitioner").get(f"/planning/for/{ada.uid}/?indication=melasma")

    text = page.content.decode()
    assert "Protocols for" in text
    assert "What is not proven" in text
    assert 'value="P2"' in text


def test_a_plan_begins_with_its_protocol_and_leaves_a_row_in_the_chain(house, ada):
    _, plan = begun(house, ada, protocol="P2")

    assert plan.versions.get().content == {"indication": "melasma", "protocol": "P2"}
    assert "planning.plan begun" in AuditRow.objects.values_list("event", flat=True)


def test_a_dose_above_its_limit_is_a_stop_while_it_is_typed(house, ada):
    browser, plan = begun(house, ada)

    answer = browser.post(f"/planning/{plan.uid}/check/", TOO_MUCH)

    assert "dose.above_limit" in answer.content.decode()
    assert plan.versions.get().content == {"indication": "melasma"}, "a check saves nothing"


def test_a_saved_draft_keeps_every_field_as_typed(house, ada):
    browser, plan = begun(house, ada)

    browser.post(f"/planning/{plan.uid}/edit/", TOO_MUCH)

    version = plan.versions.get()
    assert version.draft == 2
    assert version.content["formula"][0]["component"][0]["volume"] == "30 ml"
    assert 'value="30 ml"' in browser.get(f"/planning/{plan.uid}/edit/").content.decode()


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("formula.0.component.0.volume", "30", "30"),
        ("formula.0.component.0.strength", "ten", "ten"),
        ("formula.0.component.0.ingredient", "moon dust", "moon dust"),
        ("points.count", "many", "expected a whole number"),
        ("points.area_cm2", "1e99999", "not a number anybody can mean"),
        ("course.start", "tomorrow", "expected a day"),
        ("course.gap", "soon", "is no gap"),
        ("title", "x" * 5000, "characters long"),
        ("title", "evil\u202etitle", "invisible character"),
        ("formula.0.component.0.product", "<script>alert(1)</script>\x07", "invisible character"),
    ],
)
def test_what_cannot_be_read_comes_back_as_typed_with_one_sentence(
    house, ada, field, typed, sentence
):
    browser, plan = begun(house, ada)

    answer = browser.post(f"/planning/{plan.uid}/edit/", {**TOO_MUCH, field: typed})

    text = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in text
    assert "2 weeks" in text
    assert "<script>alert" not in text
    assert plan.versions.get().draft == 1, "nothing was half saved"


def test_of_two_people_editing_one_plan_the_second_is_told_and_shown_the_difference(house, ada):
    browser, plan = begun(house, ada)
    other = house.signed_in("prescriber")
    other.post(f"/planning/{plan.uid}/edit/", {**TOO_MUCH, "zone": "neck"})

    answer = browser.post(f"/planning/{plan.uid}/edit/", TOO_MUCH)

    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Dr Iris Invented saved this plan while you were writing" in text
    assert plan.versions.get().content["zone"] == "neck"
    assert 'name="draft" value="2"' in text, "saving again keeps mine, knowingly"


def test_another_organisation_cannot_open_it(house, neighbour, ada):
    _, plan = begun(house, ada)
    stranger = neighbour.signed_in("prescriber")

    assert stranger.get(f"/planning/{plan.uid}/").status_code == 404
    assert stranger.post(f"/planning/{plan.uid}/edit/", TOO_MUCH).status_code == 404
    assert stranger.get(f"/planning/for/{ada.uid}/").status_code == 404
    assert plan.versions.get().draft == 1


def test_reception_is_told_that_a_plan_is_not_for_them(house, ada):
    answer = house.signed_in("reception").get(f"/planning/for/{ada.uid}/")

    assert answer.status_code == 403
    assert (
        "This page is for: practitioner or prescriber or medical director"
        in answer.content.decode()
    )


def test_queries_do_not_grow_with_the_plan(house, ada, django_assert_max_num_queries):
    browser, plan = begun(house, ada)
    lines = {
        f"formula.0.component.{number}.{name}": value
        for number in range(12)
        for name, value in (("ingredient", "lidocaine"), ("strength", "2 %"), ("volume", "0.1 ml"))
    }
    browser.post(f"/planning/{plan.uid}/edit/", {**TOO_MUCH, **lines})

    with django_assert_max_num_queries(30):
        browser.get(f"/planning/{plan.uid}/")
