"""The knowledge an organisation works with: adopted releases, its own rows, its reviews."""

from django.db import models
from django.db.models import Q

from pistor.practice.access.models import Organisation, User


class AdoptedRelease(models.Model):
    """A release a prescriber adopted; its rows are kept, so that the next can be compared."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    release = models.CharField(max_length=16)
    rows = models.JSONField()
    adopted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    adopted_at = models.DateTimeField()


class OwnRow(models.Model):
    """A row as the organisation states it, in place of the released one, until it is ended."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=80)
    row = models.JSONField()
    row_hash = models.CharField(max_length=64)
    reason = models.TextField(max_length=1000)
    stated_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    stated_at = models.DateTimeField()
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "key"],
                condition=Q(ended_at__isnull=True),
                name="own_row_in_force_is_unique",
            )
        ]


class Review(models.Model):
    """A clinician who read a row against its sources and stands for it, as it stood then."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=80)
    row_hash = models.CharField(max_length=64)
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["organisation", "kind", "key"], name="review_by_row")]
