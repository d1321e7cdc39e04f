"""Forms of the chart: the checks they all share, and the small forms around the records."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from pistor.practice.people.models import AnswerOnRecord, Document, Note, Patient
from pistor.practice.people.note_actions import PARTS
from pistor.practice.people.queries import records_of
from pistor.practice.people.typed_text import check_text
from pistor.practice.people.uploads import (
    Accepted,
    UploadRefused,
    accepted_document,
    accepted_portrait,
)
from pistor.web.templatetags.pistor import day
from pistor.web.widgets import DayInput

PREGNANCY = ("pregnant", "breast_feeding")
_FIRST_YEAR = 1900


class CheckedForm(forms.BaseForm):
    """Typed text and days are checked the same way in every form of the chart.

    Args:
        patient: whose chart it is.
        today: in the clinic.
    """

    dated: ClassVar[str] = ""  # the field that starts with today

    def __init__(self, *args: Any, patient: Patient, today: date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {self.dated: today})
        super().__init__(*args, **kwargs)
        self.patient, self.today = patient, today
        for field in self.fields.values():
            if isinstance(field, forms.DateField):
                field.widget = DayInput(attrs={"max": today.isoformat()})
                field.widget.is_required = field.required

    def clean(self) -> dict[str, Any]:
        """Refuse unreadable text and days that cannot be."""
        cleaned = super().clean() or self.cleaned_data
        for name, value in list(cleaned.items()):
            try:
                if isinstance(value, str):
                    many = isinstance(self.fields[name].widget, forms.Textarea)
                    check_text(value, many_lines=many)
                elif isinstance(value, date):
                    self._check_day(value)
            except ValidationError as refused:
                self.add_error(name, refused)
        return cleaned

    def _check_day(self, value: date) -> None:
        if value > self.today:
            raise ValidationError(f"{day(value)} is in the future; today is {day(self.today)}.")
        born_on = self.patient.born_on
        if born_on and value < born_on:
            raise ValidationError(f"{day(value)} is before the date of birth, {day(born_on)}.")
        if value.year < _FIRST_YEAR:
            raise ValidationError(f"{day(value)} is too long ago; check the year.")


class WithdrawForm(CheckedForm, forms.Form):
    """Why a record is taken back."""

    why = forms.CharField(
        label="Why", max_length=200, help_text="Such as: entered for the wrong patient; stopped."
    )


class NoneKnownForm(CheckedForm, forms.Form):
    """The day somebody asked and no allergy was known."""

    dated = "on"
    on = forms.DateField(label="Asked on")


class PregnancyForm(CheckedForm, forms.Form):
    """Pregnancy and breast-feeding, with the day it was asked."""

    _ANSWERS = [("no", "No"), ("yes", "Yes"), ("unknown", "Does not know")]
    pregnant = forms.ChoiceField(
        label="Pregnant, or could be", choices=_ANSWERS, widget=forms.RadioSelect
    )
    pregnant_ended_on = forms.DateField(
        label="Day the last pregnancy ended",
        required=False,
        help_text="Where it ended lately.",
    )
    breast_feeding = forms.ChoiceField(
        label="Breast-feeding", choices=_ANSWERS, widget=forms.RadioSelect
    )
    breast_feeding_ended_on = forms.DateField(
        label="Day breast-feeding ended", required=False, help_text="Where it ended lately."
    )
    dated = "on"
    on = forms.DateField(label="Asked on")

    def clean(self) -> dict[str, Any]:
        """Refuse an end of what goes on, and a day before the newest answer."""
        cleaned = super().clean()
        for question in PREGNANCY:
            ended_on = cleaned.get(f"{question}_ended_on")
            if ended_on and cleaned.get(question) == "yes":
                self.add_error(f"{question}_ended_on", "It cannot be so now and have ended.")
        newest = (
            AnswerOnRecord.objects.filter(
                patient__in=records_of(self.patient), question__in=PREGNANCY
            )
            .order_by("-on")
            .first()
        )
        if newest and cleaned.get("on") and cleaned["on"] < newest.on:
            self.add_error("on", f"A newer answer, of {day(newest.on)}, is on record.")
        return cleaned

    def answers(self) -> dict[str, dict[str, Any]]:
        """The answers by question, as an input file would say them."""
        given = self.cleaned_data
        return {
            question: {
                "answer": given[question],
                "on": given["on"],
                "ended_on": given[f"{question}_ended_on"],
            }
            for question in PREGNANCY
        }


class NoteForm(CheckedForm, forms.ModelForm):  # type: ignore[type-arg]
    """A clinical note while it may still be changed."""

    class Meta:
        model = Note
        fields = [*PARTS, "version"]
        labels = {"why_this_plan": "Why this plan"}
        widgets = {
            "version": forms.HiddenInput,
            **{part: forms.Textarea(attrs={"rows": 4}) for part in PARTS},
        }


class AddendumForm(CheckedForm, forms.Form):
    """An addition to a signed note."""

    text = forms.CharField(
        label="Addition", max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )


class DocumentForm(CheckedForm, forms.ModelForm):  # type: ignore[type-arg]
    """A letter or a result."""

    file = forms.FileField(
        label="File",
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png,.webp"}),
        help_text="PDF up to 20 MB; JPEG, PNG or WebP picture up to 10 MB.",
    )

    class Meta:
        model = Document
        fields = ["kind", "title", "dated"]
        labels = {"dated": "Date of the document"}

    def clean_file(self) -> Accepted:
        """The content as it will be stored."""
        try:
            return accepted_document(self.cleaned_data["file"])
        except UploadRefused as refused:
            raise ValidationError(str(refused)) from refused


class PortraitForm(CheckedForm, forms.Form):
    """A photo to know the patient by."""

    file = forms.FileField(
        label="Photo",
        widget=forms.FileInput(attrs={"accept": ".jpg,.jpeg,.png,.webp"}),
        help_text="JPEG, PNG or WebP up to 10 MB. The middle square is kept.",
    )

    def clean_file(self) -> Accepted:
        """The middle square of the photo."""
        try:
            return accepted_portrait(self.cleaned_data["file"])
        except UploadRefused as refused:
            raise ValidationError(str(refused)) from refused
