"""The auditor reads who wrote what and who read whom, without a patient's name."""

from django.utils import timezone

from pistor.practice.audit import access
from pistor.practice.planning import actions
from tests.practice.cast import a_patient


def a_plan(house, patient):
    return actions.begin_plan(
        actor=house.staff["practitioner"],
        patient=patient,
        clinic=house.clinic,
        content={},
        at=timezone.now(),
    )


def test_a_write_stands_there_with_its_writer_and_no_name_of_the_patient(house):
    a_plan(house, a_patient(house))

    page = house.signed_in("auditor").get("/record/writes/").content.decode()

    assert "planning.plan begun" in page
    assert "Petra Nadel" in page
    assert "Ada" not in page


def test_a_chart_that_was_read_stands_there_with_its_reader(house):
    ada = a_patient(house)
    house.signed_in("practitioner").get(f"/patients/{ada.uid}/")
    access.flush()

    page = house.signed_in("auditor").get("/record/reads/").content.decode()

    assert "chart read" in page
    assert "Petra Nadel" in page


def test_the_neighbours_chain_is_not_shown(house, neighbour):
    a_plan(neighbour, a_patient(neighbour))

    page = house.signed_in("auditor").get("/record/writes/").content.decode()

    assert "planning.plan begun" not in page


def test_queries_do_not_grow_with_the_chain(house, django_assert_num_queries):
    ada, browser = a_patient(house), house.signed_in("auditor")
    a_plan(house, ada)
    with django_assert_num_queries(8):
        browser.get("/record/writes/")
    for _ in range(30):
        a_plan(house, ada)
    with django_assert_num_queries(8):
        browser.get("/record/writes/")
