"""What must hold when several people do the same thing at the same moment."""

import pytest
from django.db import transaction

from pistor.practice.audit import access
from pistor.practice.audit.actions import record
from pistor.practice.audit.models import AuditRow
from pistor.practice.audit.verify import problems_of_chain, verified
from tests.practice.cast import a_patient
from tests.practice.races import race

pytestmark = pytest.mark.django_db(transaction=True)
EVERYBODY = 20


def test_twenty_writes_at_once_leave_one_unbroken_chain(house):
    patients = [a_patient(house, number=number) for number in range(1, EVERYBODY + 1)]

    def writes(patient):
        def act():
            with transaction.atomic():
                return record(actor=None, event="people.patient created", subject=patient)

        return act

    results = race(*map(writes, patients))

    assert [each for each in results if isinstance(each, Exception)] == []
    assert sorted(row.number for row in results) == list(range(1, EVERYBODY + 1))
    assert problems_of_chain(house.organisation.pk) == []


def test_twenty_writes_of_one_record_at_once_leave_twenty_versions(house):
    ada = a_patient(house)

    def act():
        with transaction.atomic():
            return record(actor=None, event="people.patient changed", subject=ada)

    results = race(*[act] * EVERYBODY)

    assert [each for each in results if isinstance(each, Exception)] == []
    versions = AuditRow.objects.values_list("record_version", flat=True)
    assert sorted(versions) == list(range(1, EVERYBODY + 1))
    assert problems_of_chain(house.organisation.pk) == []


def test_writing_the_access_log_twice_at_once_breaks_nothing(house, rf):
    request = rf.get("/")
    request.user, request.clinic = house.staff["auditor"], house.clinic

    def act():
        access.note(request, what="chart read")
        access.flush()

    results = race(*[act] * EVERYBODY)

    assert [each for each in results if each is not None] == []
    seen = verified(house.organisation.pk)
    assert seen.problems == []
    assert seen.batches >= 1
