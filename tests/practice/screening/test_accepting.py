"""A clinician reads the answers; only then do they stand on the record."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pistor.practice.audit.models import AuditRow
from pistor.practice.people.models import AnswerOnRecord, Medicine
from pistor.practice.screening.models import Screening
from tests.practice.screening.paper import accepted, address, begun, filled, typed


def test_accepting_puts_the_answers_on_record_with_who_and_when(house, ada):
    browser = house.signed_in("practitioner")

    screening = accepted(
        browser,
        begun(house, ada),
        **{"vaccination.answer": "yes", "vaccination.event_on": "2026-11-01"},
    )

    row = AnswerOnRecord.objects.get(question="vaccination")
    assert (row.answer, row.event_on.isoformat()) == ("yes", "2026-11-01")
    assert row.entered_by == house.staff["practitioner"]
    assert screening.accepted_by == house.staff["practitioner"]
    assert screening.release
    assert screening.suitability["verdict"] == "suitable" or screening.suitability["reasons"]


def test_each_step_stands_in_the_audit_chain(house, ada):
    accepted(house.signed_in("practitioner"), begun(house, ada))

    events = set(AuditRow.objects.values_list("event", flat=True))
    assert {
        "screening.answers handed in",
        "screening.screening accepted",
        "people.answer accepted",
    } <= events
    answers = AuditRow.objects.filter(event="people.answer accepted").count()
    assert answers == AnswerOnRecord.objects.count()


def test_answers_changed_since_they_were_read_are_not_accepted(house, ada):
    screening = filled(house.signed_in("reception"), begun(house, ada))
    seen = screening.version
    typed(house.signed_in("reception"), address(screening), "save", answers__keloid__answer="yes")

    answer = house.signed_in("practitioner").post(address(screening, "accept/"), {"version": seen})

    screening.refresh_from_db()
    assert answer.status_code == 409
    assert b"Read the answers below again" in answer.content
    assert screening.state == Screening.State.HANDED_IN
    assert AnswerOnRecord.objects.count() == 0


@pytest.mark.parametrize("version", ["", "many", "-1", "9" * 40, "²"])
def test_a_version_nobody_was_shown_is_not_accepted(house, ada, version):
    screening = filled(house.signed_in("practitioner"), begun(house, ada))

    answer = house.signed_in("practitioner").post(
        address(screening, "accept/"), {"version": version}
    )

    assert answer.status_code == 409


def test_accepting_twice_leads_to_the_one_result(house, ada):
    browser = house.signed_in("practitioner")
    screening = accepted(browser, begun(house, ada))
    rows = AnswerOnRecord.objects.count()

    browser.post(address(screening, "accept/"), {"version": screening.version})

    assert AnswerOnRecord.objects.count() == rows


def test_what_the_record_said_before_stands_beside_what_changes_it(house, ada):
    accepted(house.signed_in("practitioner"), begun(house, ada))
    screening = filled(
        house.signed_in("practitioner"), begun(house, ada), **{"keloid.answer": "yes"}
    )

    page = house.signed_in("practitioner").get(address(screening, "accept/")).content.decode()

    assert "the record says: no" in page


def test_questions_nobody_answered_are_listed_before_accepting(house, ada):
    screening = begun(house, ada)
    typed(house.signed_in("practitioner"), address(screening), answers__keloid__answer="no")

    page = house.signed_in("practitioner").get(address(screening, "accept/")).content.decode()

    assert "Are you pregnant" in page
    assert "Unknown never counts as no" in page


def test_discarded_answers_never_count_and_stay(house, ada):
    browser = house.signed_in("practitioner")
    screening = filled(browser, begun(house, ada))

    browser.post(address(screening, "discard/"))

    screening.refresh_from_db()
    assert screening.state == Screening.State.DISCARDED
    assert screening.answers
    assert AnswerOnRecord.objects.count() == 0
    assert b"This screening is closed" in browser.get(address(screening)).content


def test_reception_hands_in_and_may_neither_accept_nor_read_the_result(house, ada):
    reception = house.signed_in("reception")
    screening = filled(reception, begun(house, ada))
    refused = reception.post(address(screening, "accept/"), {"version": screening.version})
    accepted(house.signed_in("practitioner"), screening)

    assert refused.status_code == 403
    assert reception.get(address(screening, "")).status_code == 403
    assert b"The result is for clinicians" in reception.get(address(screening)).content


def test_a_chart_the_rules_cannot_read_says_which_entry(house, ada):
    screening = filled(house.signed_in("practitioner"), begun(house, ada))
    ada.born_on = "2999-01-01"
    ada.save()

    answer = house.signed_in("practitioner").post(
        address(screening, "accept/"), {"version": screening.version}
    )

    screening.refresh_from_db()
    assert answer.status_code == 422
    assert b"person.born_on: 2999-01-01 is after the check" in answer.content
    assert screening.state == Screening.State.HANDED_IN


@pytest.mark.parametrize("page", ["answers/", "accept/", ""])
def test_the_number_of_queries_does_not_grow_with_what_is_on_record(house, ada, page):
    browser = house.signed_in("practitioner")
    accepted(browser, begun(house, ada))
    screening = begun(house, ada)
    if page == "":
        accepted(browser, screening)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert browser.get(address(screening, page)).status_code == 200
        return len(seen)

    before = queries()
    for number in range(20):
        Medicine.objects.create(patient=ada, name=f"warfarin {number} mg")
    assert queries() == before
    assert before <= 40
