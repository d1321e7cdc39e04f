"""Whoever gets past the guards is found out: the row is named."""

import pytest
from django.db import connection

from pistor.practice.audit import access, triggers
from pistor.practice.audit.actions import record
from pistor.practice.audit.models import (
    AccessBatch,
    AccessEntry,
    AuditHead,
    AuditRow,
    RecordVersion,
)
from pistor.practice.audit.verify import organisations, problems_of_chain, verified
from tests.practice.cast import a_patient

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain(house, rf):
    """Five writes and three batches of reads, and guards that somebody took away."""
    ada = a_patient(house)
    request = rf.get("/")
    request.user, request.clinic = house.staff["auditor"], house.clinic
    for number in range(1, 6):
        ada.called = f"Ada {number}"
        record(actor=house.staff["reception"], event="people.patient changed", subject=ada)
        if number <= 3:
            access.note(request, what=f"chart read {number}", patient=ada)
            access.note(request, what="plan printed", patient=ada)
            access.flush()
    triggers.remove(connection)
    return house.organisation.pk


def test_what_nobody_touched_holds(chain):
    seen = verified(chain)

    assert (seen.rows, seen.batches, seen.erased, seen.problems) == (5, 3, 0, [])
    assert organisations() == [chain]


def test_a_row_taken_out_is_missed(chain):
    AuditRow.objects.filter(number=3).delete()

    assert problems_of_chain(chain) == ["row 3 is missing"]


def test_several_rows_taken_out_are_missed(chain):
    AuditRow.objects.filter(number__in=[1, 2, 3]).delete()

    assert problems_of_chain(chain) == ["row 1 to 3 is missing"]


def test_the_last_row_taken_off_is_missed(chain):
    AuditRow.objects.filter(number=5).delete()

    assert problems_of_chain(chain) == ["the chain ends at row 4, and 5 were written"]


def test_the_end_taken_away_is_missed(chain):
    AuditHead.objects.all().delete()

    assert problems_of_chain(chain) == ["the end of the chain is missing; its last row is 5"]
    assert organisations() == [chain]


def test_an_edited_row_is_named(chain):
    AuditRow.objects.filter(number=2).update(actor_id=999)

    (problem,) = problems_of_chain(chain)
    assert problem.startswith("row 2 was changed (people.patient changed, people.patient ")


def test_an_edited_row_with_a_new_hash_breaks_the_next(chain):
    AuditRow.objects.filter(number=2).update(row_hash="0" * 64)

    problems = problems_of_chain(chain)
    assert problems[0].startswith("row 2 was changed")
    assert problems[1] == "row 3 does not follow the one before it"


def test_rows_in_another_order_are_named(chain):
    for number, other in ((2, 90), (4, 2), (90, 4)):
        AuditRow.objects.filter(number=number).update(number=other)

    problems = " ".join(problems_of_chain(chain))
    assert "row 2 was changed" in problems
    assert "row 4 was changed" in problems


def test_an_edited_version_is_named(chain):
    kept = RecordVersion.objects.get(version=4)
    kept.content["called"] = "Eve"
    kept.save()

    assert problems_of_chain(chain) == [
        f"row 4: the kept version 4 of people.patient {kept.record_id} was changed"
    ]


def test_an_erased_version_is_counted_and_no_problem(chain):
    RecordVersion.objects.filter(version=4).delete()

    seen = verified(chain)
    assert (seen.erased, seen.problems) == (1, [])


@pytest.mark.parametrize(
    ("tamper", "says"),
    [
        (lambda: AccessEntry.objects.first().delete(), "access batch 1 has 1 lines, and 2 were"),
        (
            lambda: AccessEntry.objects.filter(batch__number=2).update(patient_id=None),
            "access batch 2: a line was changed",
        ),
        (lambda: AccessBatch.objects.filter(number=2).update(entries=3), "access batch 2 was ch"),
        (
            lambda: (
                AccessEntry.objects.filter(batch__number=2).delete(),
                AccessBatch.objects.filter(number=2).delete(),
            ),
            "access batch 2 is missing",
        ),
    ],
)
def test_a_changed_access_log_is_named(chain, tamper, says):
    tamper()

    assert says in problems_of_chain(chain)[0]
