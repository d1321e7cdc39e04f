"""Who may come in: organisations, clinics, accounts and the roles they have in each clinic."""

from typing import ClassVar
from zoneinfo import ZoneInfo, available_timezones

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q


def check_time_zone(name: str) -> None:
    """Refuse a time zone nobody knows."""
    if name not in available_timezones():
        raise ValidationError(f"{name} is no time zone; expected one such as Europe/Paris.")


def check_country(code: str) -> None:
    """Refuse what is no country code."""
    if len(code) != 2 or not code.isascii() or not code.isupper():
        raise ValidationError(f"{code!r} is no country code; expected two capital letters.")


class Organisation(models.Model):
    """A group of clinics; owns its patients, and never meets another."""

    name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name

    @property
    def organisation_id(self) -> int:
        """Its own key: the chain of an organisation starts with itself."""
        return int(self.pk)


class Clinic(models.Model):
    """A site, with its time zone, its jurisdiction and its settings."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="clinics")
    name = models.CharField(max_length=200)
    time_zone = models.CharField(max_length=60, validators=[check_time_zone])
    jurisdiction = models.CharField("country", max_length=2, validators=[check_country])
    one_clinician_alone = models.BooleanField(
        default=False,
        help_text="The second look at a stop is then a second reading and a fresh sign-in.",
    )

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        """Its time zone."""
        return ZoneInfo(self.time_zone)


class Role(models.TextChoices):
    """What a person does in a clinic; somebody may have several."""

    RECEPTION = "reception", "Reception"
    PRACTITIONER = "practitioner", "Practitioner"
    PRESCRIBER = "prescriber", "Prescriber"
    MEDICAL_DIRECTOR = "medical_director", "Medical director"
    MANAGER = "manager", "Manager"
    AUDITOR = "auditor", "Auditor"


class UserManager(BaseUserManager["User"]):
    """Makes accounts; there is no account that may do everything."""

    def create_user(
        self, *, organisation: Organisation, email: str, full_name: str, password: str | None = None
    ) -> "User":
        """Make an account of one person."""
        user = self.model(
            organisation=organisation, email=self.normalize_email(email), full_name=full_name
        )
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser):
    """One person's own account; nobody shares one."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="users")
    email = models.EmailField(unique=True)
    full_name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    def __str__(self) -> str:
        return self.full_name


class Membership(models.Model):
    """One role of one person in one clinic."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "clinic", "role"], name="membership_is_unique"),
            models.CheckConstraint(
                condition=Q(role__in=Role.values), name="membership_role_is_known"
            ),
        ]

    @property
    def organisation_id(self) -> int:
        """The organisation of the clinic."""
        return self.clinic.organisation_id
