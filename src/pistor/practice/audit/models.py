"""The chain of what was written, the versions behind it, and the log of what was read."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class AuditHead(models.Model):
    """The end of an organisation's chain; locked while a row is added to it."""

    organisation_id = models.BigIntegerField(primary_key=True)
    number = models.BigIntegerField(default=0)
    row_hash = models.CharField(max_length=64, default="")


class AuditRow(models.Model):
    """One write: who, what, when, which record and version, and a keyed hash of its content.

    No names and no free text stand here, so that a person can be erased and the chain still holds.
    """

    organisation_id = models.BigIntegerField()
    number = models.BigIntegerField()
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    event = models.CharField(max_length=80)
    record_kind = models.CharField(max_length=80)
    record_id = models.BigIntegerField()
    record_version = models.PositiveIntegerField()
    content_hash = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True)
    row_hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "number"], name="audit_row_number_is_unique"
            )
        ]
        indexes = [models.Index(fields=["record_kind", "record_id"], name="audit_row_by_record")]


class RecordVersion(models.Model):
    """A record as it stood after one write; only erasure removes it."""

    organisation_id = models.BigIntegerField()
    record_kind = models.CharField(max_length=80)
    record_id = models.BigIntegerField()
    version = models.PositiveIntegerField()
    content = models.JSONField(encoder=DjangoJSONEncoder)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record_kind", "record_id", "version"], name="record_version_is_unique"
            )
        ]


class AccessBatch(models.Model):
    """A batch of the access log, chained to the one before."""

    organisation_id = models.BigIntegerField()
    number = models.BigIntegerField()
    at = models.DateTimeField()
    entries = models.PositiveIntegerField()
    entries_hash = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True)
    row_hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "number"], name="access_batch_number_is_unique"
            )
        ]


class AccessEntry(models.Model):
    """One read of a patient, print or export."""

    batch = models.ForeignKey(AccessBatch, on_delete=models.PROTECT, related_name="lines")
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    clinic_id = models.BigIntegerField(null=True)
    patient_id = models.BigIntegerField(null=True)
    what = models.CharField(max_length=80)

    class Meta:
        indexes = [models.Index(fields=["patient_id", "at"], name="access_entry_by_patient")]
