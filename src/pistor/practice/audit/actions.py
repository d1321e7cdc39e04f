"""Adds to the chain; every write of a record calls this inside its own transaction."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from django.db import models, transaction
from django.utils import timezone

from pistor.practice.audit.chain import AUDIT_ROW, as_stored, content_hash, hash_of
from pistor.practice.audit.models import AuditHead, AuditRow, RecordVersion


class Recorded(Protocol):
    """A record that belongs to an organisation."""

    pk: Any

    @property
    def organisation_id(self) -> int:
        """The organisation it belongs to."""


def record(
    *, actor: models.Model | None, event: str, subject: Recorded, at: datetime | None = None
) -> AuditRow:
    """Keep a record as it stands now, and chain a row that says so.

    Args:
        actor: who did it; None for a patient at the clinic's tablet, or for the program.
        event: app and sentence, such as ``people.patient created``.
        subject: the record, saved.
        at: when; now by default.
    """
    return record_all(actor=actor, event=event, subjects=[subject], at=at)[0]


def record_all(
    *,
    actor: models.Model | None,
    event: str,
    subjects: Sequence[Recorded],
    at: datetime | None = None,
) -> list[AuditRow]:
    """Do the same for several records of one kind and one organisation."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"{event}: an audit row is written in the transaction of its record")
    if not subjects:
        return []
    organisation_id = subjects[0].organisation_id
    head, _ = AuditHead.objects.select_for_update().get_or_create(organisation_id=organisation_id)
    kind = subjects[0]._meta.label_lower  # type: ignore[attr-defined]
    numbers = _versions(kind, [subject.pk for subject in subjects])
    rows, versions = [], []
    moment = at or timezone.now()
    for subject in subjects:
        version = numbers[subject.pk] = numbers.get(subject.pk, 0) + 1
        content = content_of(subject)
        row = AuditRow(
            organisation_id=organisation_id,
            number=head.number + 1,
            at=moment,
            actor_id=actor.pk if actor else None,
            event=event,
            record_kind=kind,
            record_id=subject.pk,
            record_version=version,
            content_hash=content_hash(content),
            previous=head.row_hash,
        )
        row.row_hash = hash_of(row, AUDIT_ROW)
        rows.append(row)
        versions.append(
            RecordVersion(
                organisation_id=organisation_id,
                record_kind=kind,
                record_id=subject.pk,
                version=version,
                content=content,
            )
        )
        head.number, head.row_hash = row.number, row.row_hash
    RecordVersion.objects.bulk_create(versions, batch_size=500)
    AuditRow.objects.bulk_create(rows, batch_size=500)
    head.save(update_fields=["number", "row_hash"])
    return rows


def content_of(subject: Any) -> dict[str, Any]:
    """Every stored field of a record; a file by its name, a password not at all."""
    return as_stored(
        {
            field.attname: field.value_to_string(subject)
            if isinstance(field, models.FileField)
            else getattr(subject, field.attname)
            for field in subject._meta.concrete_fields
            if field.attname != "password"
        }
    )


def _versions(kind: str, keys: Sequence[Any]) -> dict[Any, int]:
    """The newest version of each record; in parts, since SQLite limits the number of arguments."""
    newest: dict[Any, int] = {}
    for start in range(0, len(keys), 500):
        found = (
            RecordVersion.objects.filter(record_kind=kind, record_id__in=keys[start : start + 500])
            .values_list("record_id")
            .annotate(newest=models.Max("version"))
        )
        newest.update(dict(found))
    return newest
