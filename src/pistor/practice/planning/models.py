"""A plan and its versions; an approved version is frozen by the database itself."""

from __future__ import annotations

import uuid

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from pistor.practice.access.models import Clinic, User
from pistor.practice.access.overrides import OverrideRecord
from pistor.practice.people.models import Patient


class PlanOfCare(models.Model):
    """What is to be done for one patient's goal; its content stands in its versions."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="plans")
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT)
    title = models.CharField(max_length=200)
    begun_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["patient", "-begun_at"], name="plan_by_patient")]

    @property
    def organisation_id(self) -> int:
        """The organisation of the patient."""
        return self.patient.organisation_id


class PlanVersion(models.Model):
    """One version: what a plan file would say, without the person."""

    plan = models.ForeignKey(PlanOfCare, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    draft = models.PositiveIntegerField(default=1, help_text="Counts how often it was saved.")
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    why = models.TextField(max_length=1000, blank=True)
    ready_at = models.DateTimeField(null=True, help_text="Since when it waits for approval.")
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    approved_as = models.CharField(max_length=20, blank=True)
    approved_at = models.DateTimeField(null=True)
    plan_hash = models.CharField(max_length=64, blank=True)
    release = models.CharField(max_length=40, blank=True)
    shown = models.JSONField(
        null=True, encoder=DjangoJSONEncoder, help_text="The report that was approved."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_version_is_unique"),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True)
                | (Q(approved_by__isnull=False) & ~Q(plan_hash="")),
                name="plan_is_approved_by_somebody",
            ),
        ]

    @property
    def organisation_id(self) -> int:
        """The organisation of the patient."""
        return self.plan.organisation_id


class PlanOverride(OverrideRecord):
    """An override of a finding on one version."""

    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="overrides")

    @property
    def organisation_id(self) -> int:
        """The organisation of the patient."""
        return self.version.organisation_id
