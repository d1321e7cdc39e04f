"""A screening: answers as they are given, then accepted, then judged."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from pistor.practice.access.models import Clinic, User
from pistor.practice.access.overrides import OverrideRecord
from pistor.practice.people.models import Patient


class Screening(models.Model):
    """One filling of the questionnaire; nothing of it is on record before a clinician accepts."""

    class State(models.TextChoices):
        OPEN = "open", "Being answered"
        ON_TABLET = "on_tablet", "With the patient"
        HANDED_IN = "handed_in", "To be accepted"
        ACCEPTED = "accepted", "Accepted"
        DISCARDED = "discarded", "Discarded"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="screenings")
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    wants = models.JSONField(default=dict)  # ingredients, zone, indication
    answers = models.JSONField(default=dict)  # by key of the question, as in an input file
    version = models.PositiveIntegerField(default=1)
    begun_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    filled_by_patient = models.BooleanField(default=False)
    accepted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    suitability = models.JSONField(null=True)  # as it was shown when it was accepted
    release = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(accepted_by__isnull=False),
                name="screening_is_accepted_by_somebody",
            )
        ]
        indexes = [models.Index(fields=["patient", "-begun_at"], name="screening_by_patient")]

    @property
    def organisation_id(self) -> int:
        """The organisation of the patient."""
        return self.patient.organisation_id


class ScreeningOverride(OverrideRecord):
    """An override of a reason of an accepted screening."""

    screening = models.ForeignKey(Screening, on_delete=models.PROTECT, related_name="overrides")

    @property
    def organisation_id(self) -> int:
        """The organisation of the patient."""
        return self.screening.organisation_id
