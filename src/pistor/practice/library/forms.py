"""The form in which a prescriber states a row differently: one field for each value."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from pistor.clinical.evidence import Row
from pistor.knowledge import KnowledgeBase, plain_row
from pistor.practice.library.leaves import Leaf, Part, parts_of, put_together

LONG = 60
REMOVE = "remove-"


class Lines(forms.CharField):
    """Several values, one on each line."""

    def __init__(self, *, whole: bool = False, **options: Any) -> None:
        self.whole = whole
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": 3}), **options)

    def prepare_value(self, value: Any) -> Any:
        """One on each line, as it is typed."""
        return "\n".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """The lines that hold something."""
        written = value if isinstance(value, list) else str(value or "").splitlines()
        lines = [str(each).strip() for each in written if str(each).strip()]
        if self.whole and not all(each.isdecimal() for each in lines):
            raise forms.ValidationError("Expected whole numbers, one on each line.")
        return [int(each) for each in lines] if self.whole else lines


class Pairs(forms.CharField):
    """Names and values, one pair on each line, as in ``lidocaine = 2 %``."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": 3}), **options)

    def prepare_value(self, value: Any) -> Any:
        """One pair on each line, as it is typed."""
        if isinstance(value, dict):
            return "\n".join(f"{name} = {each}" for name, each in value.items())
        return value

    def to_python(self, value: Any) -> Any:
        """The pairs; None where there are none."""
        if isinstance(value, dict) or not value:
            return value or None
        pairs = [line.partition("=") for line in str(value).splitlines() if line.strip()]
        if not all(name.strip() and sign and each.strip() for name, sign, each in pairs):
            raise forms.ValidationError("Expected a key, = and a strength, one on each line.")
        return {name.strip(): each.strip() for name, _, each in pairs}


def _number(leaf: Leaf) -> forms.Field:
    return forms.DecimalField(
        required=False,
        max_digits=20,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages={"invalid": "Expected a number written with a point, such as 0.5."},
    )


def _whole(leaf: Leaf) -> forms.Field:
    return forms.IntegerField(
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": "Expected a whole number, such as 14."},
    )


def _choice(leaf: Leaf) -> forms.Field:
    names = {"": "not stated"}
    return forms.ChoiceField(
        required=False, choices=[(each, names.get(each, each)) for each in leaf.choices]
    )


def _day(leaf: Leaf) -> forms.Field:
    return forms.DateField(
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": "Expected a day."},
    )


def _text(leaf: Leaf) -> forms.Field:
    is_long = len(str(leaf.value or "")) > LONG or leaf.path.endswith("says")
    widget = forms.Textarea(attrs={"rows": 3}) if is_long else forms.TextInput()
    return forms.CharField(required=False, max_length=4000, widget=widget)


_FIELDS: dict[str, Callable[[Leaf], forms.Field]] = {
    "text": _text,
    "number": _number,
    "whole": _whole,
    "choice": _choice,
    "yes": _choice,
    "day": _day,
    "lines": lambda leaf: Lines(),
    "whole lines": lambda leaf: Lines(whole=True),
    "pairs": lambda leaf: Pairs(),
}


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the row with its fields, for the page."""

    label: str
    standing: str
    is_open: bool
    fields: tuple[tuple[BoundField, bool], ...]
    remove: BoundField | None


class OwnRowForm(forms.Form):
    """Every value of a row, and the reason for stating it differently."""

    reason = forms.CharField(
        label="Reason",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Kept with the row, and shown to everybody who reads it.",
        error_messages={"required": "Say why this organisation states the row differently."},
    )

    def __init__(
        self, data: Mapping[str, Any] | None, *, row: Row, knowledge: KnowledgeBase
    ) -> None:
        super().__init__(data)
        self.row, self.knowledge = row, knowledge
        self.parts = list(parts_of(type(row), plain_row(row), tuple(data or ())))
        for part in self.parts:
            for leaf in part.leaves:
                field = _FIELDS[leaf.kind](leaf)
                field.label, field.initial = leaf.label, _initial(leaf)
                if leaf.kind in {"lines", "whole lines"}:
                    field.help_text = "One on each line."
                self.fields[leaf.path] = field
            if part.standing == "there":
                self.fields[f"{REMOVE}{part.path}"] = forms.BooleanField(
                    required=False, label=f"Leave out: {part.label}"
                )
        self.order_fields([name for name in self.fields if name != "reason"])

    def sections(self) -> Iterator[Section]:
        """The parts with their fields, in the order of the row."""
        for part in self.parts:
            removing = f"{REMOVE}{part.path}"
            yield Section(
                label=part.label,
                standing=part.standing,
                is_open=part.standing != "new" or (self.is_bound and self._is_filled(part)),
                fields=tuple((self[leaf.path], _is_never_empty(leaf)) for leaf in part.leaves),
                remove=self[removing] if removing in self.fields else None,
            )

    def clean(self) -> dict[str, Any]:
        """Ask for what a statement cannot do without, and for sources that exist."""
        cleaned = super().clean() or {}
        for part in self._staying(cleaned):
            for leaf in part.leaves:
                if leaf.path in self.errors:
                    continue
                value = cleaned.get(leaf.path)
                if leaf.path.endswith("sources"):
                    self._check_sources(leaf, value or [])
                elif leaf.required and value in (None, "", []):
                    self.add_error(leaf.path, "This must not be empty.")
        return cleaned

    def _check_sources(self, leaf: Leaf, keys: list[str]) -> None:
        unknown = [key for key in keys if key not in self.knowledge.reference]
        if not keys:
            self.add_error(
                leaf.path, "A statement needs at least one source; without an outside one, DOSSIER."
            )
        elif unknown:
            self.add_error(leaf.path, f"There is no source with the key {', '.join(unknown)}.")

    def _staying(self, cleaned: Mapping[str, Any]) -> list[Part]:
        """The parts that are not left out: neither ticked nor left blank."""
        gone: list[str] = []
        staying = []
        for part in self.parts:
            inside_gone = any(part.path.startswith(f"{path}-") for path in gone)
            blank = part.standing == "new" and not self._is_filled(part)
            if inside_gone or blank or cleaned.get(f"{REMOVE}{part.path}"):
                gone.append(part.path)
            else:
                staying.append(part)
        return staying

    def _is_filled(self, part: Part) -> bool:
        """Whether somebody wrote into a new part or into one inside it."""
        return any(name.startswith(f"{part.path}-") for name in self.changed_data)

    def plain(self) -> dict[str, Any]:
        """The row as it would stand in its file."""
        values = {name: _plain(value) for name, value in self.cleaned_data.items()}
        for part in self.parts:
            for leaf in part.leaves:
                if leaf.kind == "yes":
                    values[leaf.path] = {"yes": True, "no": False}.get(values[leaf.path])
                elif leaf.kind == "choice" and not values[leaf.path]:
                    values[leaf.path] = None
        parts = self._staying(self.cleaned_data)
        return {"key": self.row.key, **put_together(parts, values)}


def _is_never_empty(leaf: Leaf) -> bool:
    """Whether nobody may leave it out, or cannot."""
    return leaf.required or (leaf.kind in {"yes", "choice"} and "" not in leaf.choices)


def _initial(leaf: Leaf) -> Any:
    """What stands in the field, in the type that what is typed is compared with."""
    if leaf.kind == "yes":
        return {True: "yes", False: "no"}.get(leaf.value, "" if "" in leaf.choices else "no")
    if leaf.kind in {"lines", "whole lines"}:
        return leaf.value or []
    if leaf.value is None:
        return None
    if leaf.kind == "day":
        return date.fromisoformat(leaf.value)
    return Decimal(leaf.value) if leaf.kind == "number" else leaf.value


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else value
