"""Who looked at what is written down, and the page never notices."""

import threading
import time

import pytest
from django.db import DatabaseError

from pistor.practice.audit import access
from pistor.practice.audit.models import AccessBatch, AccessEntry
from pistor.practice.audit.verify import problems_of_chain
from tests.practice.cast import a_patient


@pytest.fixture(autouse=True)
def nothing_waits():
    access._waiting.clear()
    yield
    access._waiting.clear()


@pytest.fixture
def looking(rf):
    """A request of somebody of a house."""

    def make(house, role="auditor"):
        request = rf.get("/")
        request.user, request.clinic = house.staff[role], house.clinic
        return request

    return make


@pytest.mark.django_db
def test_a_look_waits_and_is_then_written_with_who_where_and_whom(house, looking):
    ada = a_patient(house)

    access.note(looking(house), what="chart read", patient=ada)
    waited = AccessEntry.objects.count()
    access.flush()

    entry = AccessEntry.objects.get()
    assert waited == 0
    assert (entry.actor_id, entry.clinic_id) == (house.staff["auditor"].pk, house.clinic.pk)
    assert (entry.patient_id, entry.what) == (ada.pk, "chart read")


@pytest.mark.django_db
def test_each_organisation_has_a_chain_of_its_own(house, neighbour, looking):
    for _ in range(2):
        access.note(looking(house), what="chart read")
        access.note(looking(neighbour), what="patients exported")
        access.flush()

    assert sorted(AccessBatch.objects.values_list("organisation_id", "number")) == sorted(
        (each.organisation.pk, number) for each in (house, neighbour) for number in (1, 2)
    )
    assert problems_of_chain(house.organisation.pk) == []
    assert problems_of_chain(neighbour.organisation.pk) == []


@pytest.mark.django_db
def test_nothing_waiting_writes_nothing(house):
    assert access.flush() == 0
    assert AccessBatch.objects.count() == 0


def test_a_page_never_fails_because_of_the_log(rf, caplog):
    access.note(rf.get("/"), what="chart read")  # nobody is signed in: there is no user at all

    assert "could not note: chart read" in caplog.text


@pytest.mark.django_db
def test_lines_that_cannot_be_written_go_on_waiting_in_their_order(house, looking, monkeypatch):
    for what in ("first", "second"):
        access.note(looking(house), what=what)

    def fails(*_: object) -> None:
        raise DatabaseError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(access, "_write_batch", fails)
        with pytest.raises(DatabaseError):
            access.flush()
        access._write()  # the writer itself goes on

    assert access.flush() == 2
    lines = AccessEntry.objects.order_by("pk").values_list("what", flat=True)
    assert list(lines) == ["first", "second"]


@pytest.mark.django_db(transaction=True)
def test_the_writer_writes_by_itself_within_seconds(house, looking, settings, monkeypatch):
    settings.ACCESS_LOG_IN_BACKGROUND = True
    monkeypatch.setattr(access, "SECONDS", 0.05)

    access.note(looking(house), what="chart read")

    until = time.monotonic() + 10
    while time.monotonic() < until and not AccessEntry.objects.exists():
        time.sleep(0.05)
    assert AccessEntry.objects.count() == 1
    assert [each.name for each in threading.enumerate()].count("access-log") == 1
