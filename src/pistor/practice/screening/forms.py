"""Forms of the screening app: what is wanted, the questionnaire, an override."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField

from pistor.clinical.evidence import Row
from pistor.clinical.person import Answered
from pistor.clinical.quantities import QuantityError, number
from pistor.clinical.screening import Question
from pistor.knowledge import KnowledgeBase
from pistor.knowledge.lookup import names_of
from pistor.practice.people.checks import check_text
from pistor.practice.screening.sheets import Sheet, days_asked
from pistor.practice.screening.words import PARTS, asked_on, said
from pistor.web.templatetags.pistor import day
from pistor.web.widgets import AmountInput, DayInput

CHOICES = [("yes", "Yes"), ("no", "No"), ("unknown", "Don't know")]
WITH_NUMBER = [("no", "No"), ("unknown", "Don't know")]
FIRST_YEAR = 1900
DAYS_AHEAD = 366
PLACES_KEPT = 4


class WantsForm(forms.Form):
    """What the patient wants; everything may stay open."""

    indication = forms.ChoiceField(label="What is to be treated", required=False)
    zone = forms.ChoiceField(label="Zone", required=False)
    ingredients = forms.MultipleChoiceField(
        label="Ingredients", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, knowledge: KnowledgeBase, **more: Any) -> None:
        super().__init__(*args, **more)
        for name, rows in (("indication", knowledge.indication), ("zone", knowledge.zone)):
            self.fields[name].choices = [("", "Not decided yet"), *_named(rows)]  # type: ignore[attr-defined]
        self.fields["ingredients"].choices = sorted(  # type: ignore[attr-defined]
            _named(knowledge.ingredient), key=lambda each: each[1].casefold()
        )

    def wants(self) -> dict[str, Any]:
        """What was chosen, as an input file would say it."""
        return {name: value for name, value in self.cleaned_data.items() if value}


def _named(rows: Mapping[str, Row]) -> list[tuple[str, str]]:
    """Keys with the name a reader knows; the second name of a row, after its key."""
    return [(key, [*names_of(row), key][1].replace("_", " ")) for key, row in rows.items()]


class NumberField(forms.CharField):
    """A number of 0 or more, exact, that the record can hold."""

    widget = AmountInput

    def clean(self, value: Any) -> Decimal | None:
        """Read it as every number in this program is read."""
        text = super().clean(value)
        if not text:
            return None
        try:
            read = number(text)
        except QuantityError as error:
            raise ValidationError(f"{error}.") from error
        if -int(read.as_tuple().exponent) > PLACES_KEPT:
            raise ValidationError(f"{text} has too many decimals: the most is {PLACES_KEPT}.")
        return read


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One question as a page shows it."""

    question: Question
    answer: BoundField
    number: BoundField | None
    days: tuple[BoundField, ...]
    also_after_no: bool
    on_record: str
    calls_for_more: bool

    @property
    def has_error(self) -> bool:
        """Whether something in it is to be put right."""
        fields = [self.answer, *self.days, *([self.number] if self.number else [])]
        return any(each.errors for each in fields)


class QuestionnaireForm(forms.Form):
    """Fields named by the path an input file would have; an empty field stays unknown."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        post: Any = None,
        *,
        sheet: Sheet,
        version: int,
        typed: Mapping[str, Any] | None = None,
    ) -> None:
        shown = dict(_initial(sheet)) if typed is None else {name: typed[name] for name in typed}
        super().__init__(post, initial={**shown, "version": version})
        self.sheet = sheet
        for question in sheet.questions:
            self.fields.update(_fields(question, sheet))

    @cached_property
    def items(self) -> list[Item]:
        """Every question, in the order of the questionnaire."""
        followed = {
            key for each in self.sheet.basis.questionnaire.questions.values() for key in each.after
        }
        return [self._item(question, question.key in followed) for question in self.sheet.questions]

    @property
    def parts(self) -> list[tuple[str, list[Item]]]:
        """What is to be asked, by part."""
        open_items = [each for each in self.items if self.sheet.is_open(each.question.key)]
        grouped = {
            title: [each for each in open_items if each.question.part == part]
            for part, title in PARTS.items()
        }
        return [(title, items) for title, items in grouped.items() if items]

    @property
    def still_valid(self) -> list[Item]:
        """What the record answers already."""
        return [each for each in self.items if not self.sheet.is_open(each.question.key)]

    @property
    def valid_has_error(self) -> bool:
        """Whether the folded part has to be opened."""
        return any(each.has_error for each in self.still_valid)

    def _item(self, question: Question, calls_for_more: bool) -> Item:
        path = f"answers.{question.key}"
        days = [f"{path}.{name}" for name in ("event_on", "ended_on")]
        return Item(
            question=question,
            answer=self[f"{path}.answer"],
            number=self[f"{path}.number"] if question.unit else None,
            days=tuple(self[name] for name in days if name in self.fields),
            also_after_no=f"{path}.ended_on" in self.fields,
            on_record=self._on_record(question),
            calls_for_more=calls_for_more,
        )

    def _on_record(self, question: Question) -> str:
        """What the record says, with its day, or that the chart says it."""
        given = self.sheet.known.get(question.key)
        if given is None:
            return ""
        words = said(question, given)
        if self.sheet.from_chart(question.key):
            return f"{words}, by the chart"
        before = "last answer" if question.key in self.sheet.to_ask else "on record"
        return f"{before}: {words}, asked {day(asked_on(given))}"

    def clean(self) -> dict[str, Any]:
        """Refuse what contradicts itself, beside the field."""
        for question in self.sheet.questions:
            given = self._given(question.key)
            path = f"answers.{question.key}"
            if given.get("number") is not None and given.get("answer"):
                self.add_error(f"{path}.number", "Give either the number or the answer below it.")
            if not given.get("answer"):
                for name in ("event_on", "ended_on"):
                    if given.get(name):
                        self.add_error(f"{path}.{name}", "Answer the question above as well.")
            if given.get("answer") == "no" and given.get("event_on"):
                self.add_error(f"{path}.event_on", "Take the day away, or answer yes.")
        return self.cleaned_data

    def _given(self, key: str) -> dict[str, Any]:
        """What was typed for a question; empty where nothing was."""
        path = f"answers.{key}."
        names = ("answer", "number", "event_on", "ended_on")
        found = {name: self.cleaned_data.get(f"{path}{name}") for name in names}
        return {name: value for name, value in found.items() if value not in {None, ""}}

    def draft(self) -> dict[str, Any]:
        """The answers given here, as an input file would say them.

        What only repeats a valid answer on record is left out; what repeats the draft keeps its
        day.
        """
        sheet, kept = self.sheet, {}
        for question in sheet.questions:
            key = question.key
            given = self._given(key)
            if not given or (not sheet.is_open(key) and given == _plain(sheet.known[key])):
                continue
            before = sheet.draft.get(key)
            written = {name: str(value) for name, value in given.items()}
            same = before and {n: v for n, v in before.items() if n != "on"} == written
            today = sheet.basis.on.isoformat()
            on = before["on"] if before and same and key not in sheet.outdated else today
            kept[key] = {**written, "on": on}
        return kept

    def refuse(self, at: str, why: str) -> None:
        """Put what the rules refuse beside the field it is about."""
        field = next((each for each in (f"{at}.answer", at) if each in self.fields), None)
        self.add_error(field, f"{why[:1].upper()}{why[1:]}.")


def _fields(question: Question, sheet: Sheet) -> dict[str, forms.Field]:
    path = f"answers.{question.key}"
    fields: dict[str, forms.Field] = {}
    if question.unit:
        label = f"{question.asks} ({question.unit})"
        fields[f"{path}.number"] = NumberField(label=label, required=False, max_length=20)
    fields[f"{path}.answer"] = forms.ChoiceField(
        label="Or, without a number" if question.unit else question.asks,
        required=False,
        choices=WITH_NUMBER if question.unit else CHOICES,
        widget=forms.RadioSelect,
    )
    days = days_asked(question.key, sheet.basis)
    if "event" in days:
        fields[f"{path}.event_on"] = _day_field("When did it happen?", sheet.basis.on, ahead=0)
    if "end" in days:
        fields[f"{path}.ended_on"] = _day_field(
            "If it is over: since when?", sheet.basis.on, ahead=DAYS_AHEAD
        )
    return fields


def _day_field(label: str, on: date, *, ahead: int) -> forms.DateField:
    last = on + timedelta(days=ahead)

    def check(value: date) -> None:
        if value.year < FIRST_YEAR:
            raise ValidationError(f"{value.year} is too long ago to be meant; check the year.")
        if value > last:
            raise ValidationError(f"{day(value)} is still to come; the last day is {day(last)}.")

    return forms.DateField(
        label=label,
        required=False,
        widget=DayInput,
        input_formats=["%Y-%m-%d"],
        validators=[check],
        error_messages={"invalid": "This is no day; write it as 2026-02-03."},
    )


def _plain(given: Answered) -> dict[str, Any]:
    """A valid answer on record as a form would give it."""
    values = {
        "answer": str(given.answer) if given.answer else None,
        "number": given.number,
        "event_on": given.event_on,
        "ended_on": given.ended_on,
    }
    return {name: value for name, value in values.items() if value is not None}


def _initial(sheet: Sheet) -> Iterator[tuple[str, Any]]:
    """What a page shows before anybody types: the draft, and what still holds."""
    for question in sheet.questions:
        key = question.key
        if key in sheet.draft and key not in sheet.outdated:
            values = sheet.draft[key]
        elif key in sheet.known and not sheet.is_open(key):
            values = _plain(sheet.known[key])
        else:
            continue
        for name, value in values.items():
            shown = format(value.normalize(), "f") if isinstance(value, Decimal) else value
            yield f"answers.{key}.{name}", shown


class OverrideForm(forms.Form):
    """The decision to go on in spite of a reason."""

    code = forms.CharField(max_length=120, widget=forms.HiddenInput)
    about = forms.CharField(max_length=120, required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Why you go on in spite of this",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Give the reason: the record keeps it with your name."},
    )

    def clean_reason(self) -> str:
        """One or more plain sentences."""
        reason = str(self.cleaned_data["reason"]).replace("\r\n", "\n")
        check_text(reason, many_lines=True)
        return reason
