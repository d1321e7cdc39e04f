"""The override of a stop or review as a record: who, why, and the second look."""

from django.db import models

from pistor.clinical.findings import Override
from pistor.practice.access.models import User


class OverrideRecord(models.Model):
    """A prescriber's decision to go on in spite of a finding."""

    code = models.CharField(max_length=120)
    about = models.CharField(max_length=120, blank=True)
    says = models.TextField()
    is_stop = models.BooleanField()
    reason = models.TextField(max_length=1000)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    second = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    second_at = models.DateTimeField(null=True)
    alone = models.BooleanField(default=False)
    read_again_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    @property
    def is_complete(self) -> bool:
        """Whether the second look it needs was given."""
        if not self.is_stop:
            return True
        return self.read_again_at is not None if self.alone else self.second_at is not None

    def as_override(self) -> Override:
        """The decision as the rules judge it."""
        seconded = self.second is not None and self.second_at is not None
        return Override(
            code=self.code,
            about=self.about,
            by=self.by.full_name,
            role="prescriber",
            reason=self.reason,
            at=self.at,
            second=self.second.full_name if self.second and seconded else "",
            alone=self.alone,
            read_again_at=self.read_again_at,
            # Reading again alone is only possible behind a fresh sign-in.
            signed_in_again=self.read_again_at is not None,
        )
