"""What is kept of a record, and that it can be read again as it was hashed."""

from datetime import datetime, timedelta, timezone

import pytest
from django.db import transaction

from pistor.practice.audit.actions import record
from pistor.practice.audit.chain import AUDIT_ROW, content_hash, hash_of
from pistor.practice.audit.models import AuditRow, RecordVersion
from tests.practice.cast import a_patient

pytestmark = pytest.mark.django_db


def test_the_kept_version_has_the_hash_the_row_names(house):
    row = record(actor=house.staff["manager"], event="people.patient x", subject=a_patient(house))

    kept = RecordVersion.objects.get(record_kind="people.patient")
    assert content_hash(kept.content) == AuditRow.objects.get(pk=row.pk).content_hash
    assert kept.content["family_name"] == "Invented"


def test_a_password_is_never_kept(house):
    record(actor=None, event="access.user made", subject=house.staff["manager"])

    kept = RecordVersion.objects.get(record_kind="access.user")
    assert "password" not in kept.content
    assert kept.content["full_name"] == "Max Kasse"


def test_the_hash_of_a_row_does_not_depend_on_the_zone_it_was_written_in(house):
    noon = datetime(2026, 3, 2, 12, tzinfo=timezone(timedelta(hours=5)))

    row = record(actor=None, event="people.x", subject=a_patient(house), at=noon)

    assert row.row_hash == hash_of(AuditRow.objects.get(pk=row.pk), AUDIT_ROW)


def test_a_row_outside_a_transaction_is_refused(house, monkeypatch):
    monkeypatch.setattr(transaction.get_connection(), "in_atomic_block", False)

    with pytest.raises(RuntimeError, match="in the transaction of its record"):
        record(actor=None, event="people.x", subject=house.organisation)
