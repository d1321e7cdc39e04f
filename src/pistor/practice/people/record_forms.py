"""Forms of what is learnt of a patient: one small dated form for each kind of record."""

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from pistor.clinical.quantities import QuantityError, amount
from pistor.clinical.screening.recognise import NONE_KNOWN
from pistor.knowledge import NotFound, load, named
from pistor.practice.people.chart_forms import CheckedForm
from pistor.practice.people.models import (
    Allergy,
    Condition,
    Measurement,
    Medicine,
    Phototype,
    Procedure,
    Received,
)
from pistor.practice.people.queries import standing
from pistor.web.templatetags.pistor import day
from pistor.web.widgets import AmountInput

# Not limits of medicine: outside of these somebody slipped on the keys or mixed up the units.
_ANYBODY = {
    Measurement.Kind.WEIGHT: (Decimal(2), Decimal(400), "kg"),
    Measurement.Kind.HEIGHT: (Decimal(40), Decimal(250), "cm"),
}


class RecordForm(CheckedForm, forms.ModelForm):  # type: ignore[type-arg]
    """A record of one kind."""

    title: ClassVar[str]
    names: ClassVar[str] = ""  # the field that names what is listed once only
    suggested: ClassVar[str] = ""  # the field that comes with suggestions

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.patient = self.patient
        if self.suggested:
            self.fields[self.suggested].widget.attrs["list"] = "suggestions"

    @property
    def suggestions(self) -> list[tuple[str, str]]:
        """What a field may be chosen from: value and words."""
        return []

    def clean(self) -> dict[str, Any]:
        """Refuse what is listed already and what ends before it begins."""
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", f"{day(until)} is before the beginning, {day(since)}.")
        if self.names and cleaned.get(self.names):
            self._check_listed_once(cleaned[self.names])
        return cleaned

    def _check_listed_once(self, text: str) -> None:
        listed = standing(self._meta.model, [self.patient])
        if "until" in self.fields:
            listed = listed.filter(until__isnull=True)
        if listed.filter(**{f"{self.names}__iexact": text}).exists():
            self.add_error(self.names, f"{text} is listed already.")


class AllergyForm(RecordForm):
    """A substance the person reacts to."""

    title, names, dated = "Add an allergy", "substance", "reported_on"

    class Meta:
        model = Allergy
        fields = ["substance", "reaction", "severity", "reported_on"]
        labels = {"severity": "How bad", "reported_on": "Reported on"}
        help_texts = {"reaction": "What happened, in the words of the patient."}

    def clean_substance(self) -> str:
        """Having none has its own button."""
        text = str(self.cleaned_data["substance"])
        if " ".join(text.casefold().split()) in NONE_KNOWN:
            raise ValidationError("No allergies: use the button 'None known' on the chart instead.")
        return text


class MedicineForm(RecordForm):
    """A medicine the person takes."""

    title, names = "Add a medicine", "name"

    class Meta:
        model = Medicine
        fields = ["name", "dose", "since", "until"]
        labels = {"name": "Medicine", "since": "Taken since"}


class ConditionForm(RecordForm):
    """An illness or state of the person."""

    title, names = "Add a condition", "name"

    class Meta:
        model = Condition
        fields = ["name", "since", "until"]
        labels = {"name": "Condition"}


class ProcedureForm(RecordForm):
    """An earlier procedure."""

    title = "Add an earlier procedure"

    class Meta:
        model = Procedure
        fields = ["kind", "what", "zone", "on", "remarks"]
        labels = {"zone": "Where on the body"}


class MeasurementForm(RecordForm):
    """A weight or a height."""

    title, dated = "Add a weight or height", "on"

    class Meta:
        model = Measurement
        fields = ["kind", "value", "on"]
        labels = {"kind": "What was measured", "value": "Value, in kg or cm"}
        widgets = {"value": AmountInput, "kind": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = Measurement.Kind.choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse what no scale and no tape shows."""
        cleaned = super().clean()
        kind, value = cleaned.get("kind"), cleaned.get("value")
        if kind and value is not None:
            least, most, unit = _ANYBODY[Measurement.Kind(kind)]
            if not least <= value <= most:
                says = f"{value} {unit} cannot be; expected {least} to {most} {unit}."
                self.add_error("value", says)
        return cleaned


class PhototypeForm(RecordForm):
    """The skin's phototype."""

    title, dated = "Judge the phototype", "on"

    class Meta:
        model = Phototype
        fields = ["kind", "on"]
        widgets = {"kind": forms.RadioSelect}
        help_texts = {"kind": "After Fitzpatrick. The newest judgement counts."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = Phototype.Kind.choices  # type: ignore[attr-defined]


class ReceivedForm(RecordForm):
    """A dose received elsewhere; it counts against the limits here."""

    title, suggested = "Add a dose received elsewhere", "ingredient"

    class Meta:
        model = Received
        fields = ["ingredient", "amount", "on", "route", "where"]
        labels = {"where": "Who gave it, where"}
        help_texts = {"route": "Such as injected, cream, by mouth."}

    @property
    def suggestions(self) -> list[tuple[str, str]]:
        """Every ingredient by name."""
        return [(row.name, row.key) for row in load().ingredient.values()]

    def clean_ingredient(self) -> str:
        """The key of the ingredient, by whatever name it was called."""
        try:
            return str(named(self.cleaned_data["ingredient"], load().ingredient, "ingredient").key)
        except NotFound as refused:
            raise ValidationError(str(refused)) from refused

    def clean_amount(self) -> str:
        """An amount with its unit."""
        text = str(self.cleaned_data["amount"])
        try:
            read = amount(text)
        except QuantityError as refused:
            raise ValidationError(str(refused)) from refused
        if not read.value:
            raise ValidationError(f"{text} is nothing; expected an amount, such as 20 mg.")
        return text


FORMS: dict[str, type[RecordForm]] = {
    "allergy": AllergyForm,
    "medicine": MedicineForm,
    "condition": ConditionForm,
    "procedure": ProcedureForm,
    "measurement": MeasurementForm,
    "phototype": PhototypeForm,
    "received": ReceivedForm,
}
