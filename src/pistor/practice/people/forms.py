"""Forms of who a patient is, of joining two records and of importing many."""

from datetime import date
from typing import Any

from django import forms
from django.conf.locale import LANG_INFO
from django.core.exceptions import ValidationError

from pistor.practice.people import checks
from pistor.practice.people.actions import EDITABLE
from pistor.practice.people.csv_import import FIELDS, REQUIRED, Sheet, guesses
from pistor.practice.people.models import Patient
from pistor.web.widgets import DayInput

_DAYS = ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y"]
_SEXES = [("", "Not known"), *Patient.Sex.choices]
_CHECKS = {"family_name": checks.check_name, "phone": checks.check_phone}


def languages(also: str = "") -> list[tuple[str, str]]:
    """Languages by their English name; English first.

    Args:
        also: a code on record, kept even where nobody knows its name.
    """
    known = {code: row["name"] for code, row in LANG_INFO.items() if "name" in row}
    english = [("en", known.pop("en"))]
    rest = sorted(known.items(), key=lambda each: each[1])
    kept = [(also, also)] if also and also != "en" and also not in known else []
    return english + rest + kept


class PatientForm(forms.ModelForm):  # type: ignore[type-arg]
    """Who somebody is and how to reach them.

    Args:
        today: in the clinic.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    anyway = forms.BooleanField(
        label="This is another person: add the patient anyway", required=False
    )
    born_on = forms.DateField(
        label="Date of birth",
        required=False,
        input_formats=_DAYS,
        error_messages={"invalid": "This is no day; write it as 1982-02-03 or 3.2.1982."},
    )
    sex = forms.ChoiceField(choices=_SEXES, required=False, widget=forms.RadioSelect)
    language = forms.ChoiceField(label="Language they read")

    class Meta:
        model = Patient
        fields = EDITABLE
        widgets = {"address": forms.Textarea(attrs={"rows": 3})}
        labels = {"email": "E-mail"}
        help_texts = {"emergency_contact": "Name and phone number."}

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        born_on, language = self.fields["born_on"], self.fields["language"]
        born_on.widget = DayInput(attrs={"max": today.isoformat()})
        assert isinstance(language, forms.ChoiceField)  # noqa: S101
        language.choices = languages(self.instance.language)
        for field in self.fields.values():
            if str(field.label).startswith("May be "):
                field.label = str(field.label).removeprefix("May be ")
            if isinstance(field, forms.CharField):
                # A browser would cut what is pasted without a word.
                field.widget.attrs.pop("maxlength", None)
                field.error_messages["max_length"] = (
                    "This is %(show_value)d letters long; at most %(limit_value)d fit."
                )
                field.error_messages["required"] = f"Enter the {str(field.label).lower()}."
        self.fields["email"].error_messages["invalid"] = (
            "This is no e-mail address; expected one such as name@example.org."
        )

    @property
    def ways(self) -> list[forms.BoundField]:
        """The ways by which somebody may be reached."""
        return [self[name] for name in EDITABLE if name.startswith("by_")]

    def clean(self) -> dict[str, Any]:
        """Refuse what cannot be read or cannot be."""
        cleaned = super().clean() or self.cleaned_data
        for name, value in list(cleaned.items()):
            try:
                cleaned[name] = self._checked(name, value)
            except ValidationError as refused:
                self.add_error(name, refused)
        return cleaned

    def _checked(self, name: str, value: Any) -> Any:
        if isinstance(value, date):
            checks.check_birth(value, self.today)
        if not isinstance(value, str) or not value:
            return value
        many_lines = isinstance(self.fields[name].widget, forms.Textarea)
        # Browsers write the ends of lines in two characters.
        text = value.replace("\r\n", "\n") if many_lines else value
        checks.check_text(text, many_lines=many_lines)
        if name in _CHECKS:
            _CHECKS[name](text)
        return text


class WhyForm(forms.Form):
    """A reason that stays with what is done."""

    why = forms.CharField(
        label="Why",
        max_length=200,
        error_messages={
            "required": "Say why in a few words.",
            "max_length": "This is %(show_value)d letters long; at most %(limit_value)d fit.",
        },
    )

    def __init__(self, *args: Any, help_text: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].help_text = help_text
        self.fields["why"].widget.attrs.pop("maxlength", None)

    def clean_why(self) -> str:
        """Refuse what cannot be read."""
        why: str = self.cleaned_data["why"]
        checks.check_text(why)
        return why


class UploadForm(forms.Form):
    """The file patients come from."""

    file = forms.FileField(
        label="File",
        help_text="CSV, at most 5 MB and 20,000 lines; the first line names the columns.",
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv"}),
        error_messages={
            "required": "Choose a file.",
            "empty": "This file is empty; choose another.",
        },
    )


class ColumnsForm(forms.Form):
    """Which column of the file holds what.

    Args:
        sheet: the file.
    """

    def __init__(self, *args: Any, sheet: Sheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        columns = [("", "Not in the file")]
        columns += [(str(at), _shown(sheet, at)) for at in range(len(sheet.header))]
        guessed = sheet.columns or guesses(sheet.header)
        for name, label in FIELDS.items():
            self.fields[name] = forms.ChoiceField(
                label=label,
                choices=columns,
                required=name in REQUIRED,
                initial=str(guessed[name]) if name in guessed else "",
                error_messages={"required": f"Choose the column of the {label.lower()}."},
            )
        self.fields["month_first"] = forms.ChoiceField(
            label="Dates such as 03/02/1982",
            choices=[("", "day first: 3 February"), ("yes", "month first: 2 March")],
            required=False,
            initial="yes" if sheet.month_first else "",
            widget=forms.RadioSelect,
            help_text="1982-02-03 is always understood.",
        )

    def clean(self) -> dict[str, Any]:
        """Refuse one column for two fields."""
        cleaned = super().clean() or self.cleaned_data
        taken: dict[str, str] = {}
        for name, label in FIELDS.items():
            column = cleaned.get(name)
            if column and column in taken:
                self.add_error(name, f"This column is already the {taken[column].lower()}.")
            elif column:
                taken[column] = label
        return cleaned

    @property
    def columns(self) -> dict[str, int]:
        """Field and column, of those in the file."""
        return {name: int(self.cleaned_data[name]) for name in FIELDS if self.cleaned_data[name]}


def _shown(sheet: Sheet, at: int) -> str:
    """A column by its name, with the first value in it."""
    values = (cells[at].strip() for _, cells in sheet.rows if at < len(cells))
    example = next((value for value in values if value), "")
    return f"{sheet.header[at]} (such as {example[:40]})" if example else sheet.header[at]
