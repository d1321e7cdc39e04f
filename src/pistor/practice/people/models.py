"""A patient, and what was learnt of them: the ground floor every step reads and writes."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from pistor.practice.access.models import Clinic, Organisation, User


class Patient(models.Model):
    """One person in the care of an organisation."""

    class Sex(models.TextChoices):
        FEMALE = "female", "Female"
        MALE = "male", "Male"

    class Allergies(models.TextChoices):
        """Having none is an answer, and differs from never having been asked."""

        NOT_ASKED = "not_asked", "Not asked yet"
        NONE_KNOWN = "none_known", "None known"
        LISTED = "listed", "Listed"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.PositiveIntegerField(help_text="Counts up within the organisation.")
    family_name = models.CharField(max_length=100)
    given_names = models.CharField(max_length=100, blank=True)
    called = models.CharField("name they go by", max_length=100, blank=True)
    born_on = models.DateField("date of birth", null=True, blank=True)
    sex = models.CharField(max_length=6, choices=Sex.choices, blank=True)
    language = models.CharField(max_length=35, default="en")
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    address = models.TextField(max_length=400, blank=True)
    emergency_contact = models.CharField(max_length=200, blank=True)
    by_phone = models.BooleanField("may be phoned", default=False)
    by_text = models.BooleanField("may be sent text messages", default=False)
    by_email = models.BooleanField("may be sent e-mail", default=False)
    by_post = models.BooleanField("may be sent letters", default=False)
    allergies_asked = models.CharField(
        max_length=10, choices=Allergies.choices, default=Allergies.NOT_ASKED
    )
    allergies_asked_on = models.DateField(null=True, blank=True)
    portrait = models.FileField(upload_to="portraits/", blank=True)
    search_text = models.CharField(max_length=400, editable=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "number"], name="patient_number_is_unique"
            )
        ]
        indexes = [
            models.Index(
                fields=["organisation", "family_name", "given_names", "id"], name="patient_by_name"
            ),
            models.Index(fields=["organisation", "born_on"], name="patient_by_birth"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Given names, then family name."""
        return f"{self.given_names} {self.family_name}".strip()


class OfPatient(models.Model):
    """A record that belongs to one patient; entered by somebody, at a moment."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="%(class)s_set")
    entered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    entered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True

    @property
    def organisation_id(self) -> int:
        """The organisation of the patient."""
        return self.patient.organisation_id


class Withdrawable(OfPatient):
    """A record that may be withdrawn as an error or as over; it stays readable."""

    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_why = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True


class Allergy(Withdrawable):
    """A substance the person reacts to."""

    class HowBad(models.TextChoices):
        UNKNOWN = "unknown", "Not known"
        MILD = "mild", "Mild"
        MODERATE = "moderate", "Moderate"
        SEVERE = "severe", "Severe"
        ANAPHYLAXIS = "anaphylaxis", "Anaphylaxis"

    substance = models.CharField(max_length=200)
    reaction = models.CharField(max_length=200, blank=True)
    severity = models.CharField(max_length=12, choices=HowBad.choices, default=HowBad.UNKNOWN)
    reported_on = models.DateField()


class Medicine(Withdrawable):
    """A medicine the person takes."""

    name = models.CharField(max_length=200)
    dose = models.CharField("dose and how often", max_length=200, blank=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField("stopped on", null=True, blank=True)


class Condition(Withdrawable):
    """An illness or state of the person."""

    name = models.CharField(max_length=200)
    since = models.DateField(null=True, blank=True)
    until = models.DateField("over since", null=True, blank=True)


class Procedure(Withdrawable):
    """An earlier procedure, here or elsewhere."""

    class Kind(models.TextChoices):
        TOXIN = "toxin", "Botulinum toxin"
        FILLER = "filler", "Filler"
        LASER = "laser", "Laser"
        PEEL = "peel", "Peel"
        SURGERY = "surgery", "Surgery"
        MESOTHERAPY = "mesotherapy", "Mesotherapy elsewhere"
        OTHER = "other", "Other"

    kind = models.CharField(max_length=12, choices=Kind.choices)
    what = models.CharField("product or operation", max_length=200, blank=True)
    zone = models.CharField(max_length=60, blank=True)
    on = models.DateField("date", null=True, blank=True)
    remarks = models.CharField(max_length=400, blank=True)


class Measurement(Withdrawable):
    """A weight or a height, with its day."""

    class Kind(models.TextChoices):
        WEIGHT = "weight_kg", "Weight (kg)"
        HEIGHT = "height_cm", "Height (cm)"

    kind = models.CharField(max_length=9, choices=Kind.choices)
    value = models.DecimalField(max_digits=5, decimal_places=1)
    on = models.DateField("taken on")


class Phototype(OfPatient):
    """The skin's phototype after Fitzpatrick, as somebody judged it on a day."""

    class Kind(models.TextChoices):
        I = "I", "I"  # noqa: E741
        II = "II", "II"
        III = "III", "III"
        IV = "IV", "IV"
        V = "V", "V"
        VI = "VI", "VI"

    kind = models.CharField("phototype", max_length=3, choices=Kind.choices)
    on = models.DateField("judged on")


class Received(Withdrawable):
    """A dose that entered this body elsewhere."""

    ingredient = models.CharField(max_length=80)
    amount = models.CharField(max_length=40, help_text="With its unit, such as 100 mg.")
    on = models.DateField("date")
    route = models.CharField(max_length=60, default="injected")
    where = models.CharField(max_length=200, blank=True)


class AnswerOnRecord(OfPatient):
    """An answer to a screening question that a clinician accepted; the newest one counts."""

    question = models.CharField(max_length=80)
    answer = models.CharField(max_length=7, blank=True)
    number = models.DecimalField(max_digits=12, decimal_places=4, null=True, blank=True)
    on = models.DateField()
    event_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["patient", "question", "id"], name="answer_by_question")]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer__in=["", "yes", "no", "unknown"]), name="answer_is_known"
            )
        ]


class Note(OfPatient):
    """A dated clinical note; signed, it takes additions and no changes."""

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT)
    reason = models.TextField("why they came", max_length=4000)
    findings = models.TextField("what was found", max_length=4000, blank=True)
    discussed = models.TextField("what was discussed", max_length=4000, blank=True)
    why_this_plan = models.TextField(max_length=4000, blank=True)
    version = models.PositiveIntegerField(default=1)
    signed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    signed_at = models.DateTimeField(null=True, editable=False)


class Addendum(OfPatient):
    """An addition to a signed note."""

    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="addenda")
    text = models.TextField(max_length=4000)


class Document(Withdrawable):
    """A letter or a laboratory result, as PDF or picture."""

    class Kind(models.TextChoices):
        LETTER = "letter", "Letter"
        LABORATORY = "laboratory", "Laboratory result"
        OTHER = "other", "Other"

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    title = models.CharField(max_length=200)
    file = models.FileField(upload_to="documents/")
    content_type = models.CharField(max_length=40, editable=False)
    size_bytes = models.PositiveIntegerField(editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    dated = models.DateField(null=True, blank=True)


class SamePerson(OfPatient):
    """Two records of one person, joined; both stay, and the join can be undone."""

    other = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="joined_to")
    why = models.CharField(max_length=200)
    undone_at = models.DateTimeField(null=True, editable=False)
    undone_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    undone_why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(patient=F("other")),
                name="same_person_is_two_records",
                violation_error_message="A record cannot be joined to itself.",
            ),
            models.UniqueConstraint(
                fields=["other"],
                condition=Q(undone_at__isnull=True),
                name="same_person_is_joined_once",
            ),
        ]
