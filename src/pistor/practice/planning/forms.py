"""The form of a plan: one field for each path of a plan file, as many rows as the plan has."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from pistor.clinical.evidence import Row
from pistor.knowledge import KnowledgeBase
from pistor.notation.files import InputRefused
from pistor.notation.plan_fields import content_of, field_at, fields_of
from pistor.web.widgets import AmountLine, Choices, DayLine, Line

SPARE_ROWS = 1
COURSE_USUAL = 5  # the fields of the course that most plans need; the others fold away
_UNITS = (("", "weeks"), ("days", "days"), ("weeks", "weeks"), ("months", "months"))
_COUNT_FROM = (
    ("", "the session before"),
    ("previous session", "the session before"),
    ("start", "the first session"),
)
_LONGEST = 400


class PlanForm(forms.Form):
    """Fields named by their path; what was typed comes back whatever is wrong with it."""

    def __init__(
        self, content: Mapping[str, Any], *, knowledge: KnowledgeBase, spare_rows: int = SPARE_ROWS
    ) -> None:
        self.knowledge = knowledge
        self.formulas = max(len(content.get("formula", [])), 1)
        self.rows = [
            len(each.get("component", [])) + spare_rows for each in content.get("formula", [{}])
        ]
        shown = {
            path: text.replace("_", " ") if path.endswith(".ingredient") else text
            for path, text in fields_of(content)
        }
        super().__init__(data=shown, auto_id="plan-%s")
        self.fields.update(self._fields())
        # Everything is judged by the notation, so that a form and a file cannot differ.
        self._errors = forms.utils.ErrorDict()
        self.cleaned_data: dict[str, Any] = {}

    def _fields(self) -> dict[str, forms.Field]:
        base = self.knowledge
        fields: dict[str, forms.Field] = {
            "title": _text("Title", most=200),
            "indication": _choice("Indication", base.indication.values()),
            "protocol": _choice("Protocol", base.protocol.values(), with_key=True),
            "zone": _choice("Zone", base.zone.values()),
            "technique": _choice("Technique", base.technique.values()),
            "points.count": _amount("Points in one session"),
            "points.volume_each": _text("Volume of one point", "0.05 ml"),
            "points.area_cm2": _amount("Area (cm2)"),
            "points.spacing_mm": _amount("Spacing (mm)"),
            "points.depth_mm": _amount("Depth (mm)"),
        }
        for formula in range(self.formulas):
            fields.update(self._formula(f"formula.{formula}"))
            for row in range(self.rows[formula] if self.rows else SPARE_ROWS):
                fields.update(_component(f"formula.{formula}.component.{row}"))
        return {**fields, **_course()}

    def _formula(self, path: str) -> dict[str, forms.Field]:
        creams = [each for each in self.knowledge.ingredient.values() if each.contains]
        return {
            f"{path}.sessions": _text("For sessions", "1 2; empty: all others"),
            f"{path}.total": _text("Total of each syringe", "1 ml"),
            f"{path}.numbing.cream": _choice("Numbing cream", creams, none="none"),
            f"{path}.numbing.grams": _amount("Grams"),
            f"{path}.numbing.area_cm2": _amount("On cm2"),
            f"{path}.numbing.minutes": _amount("For minutes"),
        }

    def refused(self, error: InputRefused) -> None:
        """Put a refusal beside its field, or above the form where it belongs to none."""
        name = field_at(error.at)
        known = name if name in self.fields else f"{name}.ingredient"
        self.add_error(known if known in self.fields else None, error.why)

    def groups(self) -> list[dict[str, Any]]:
        """The formulas with their rows, for the page."""
        return [
            {
                "number": number + 1,
                "path": f"formula.{number}",
                "sessions": self[f"formula.{number}.sessions"],
                "total": self[f"formula.{number}.total"],
                "numbing": [
                    self[f"formula.{number}.numbing.{name}"]
                    for name in ("cream", "grams", "area_cm2", "minutes")
                ],
                "rows": [
                    _row(self, f"formula.{number}.component.{row}")
                    for row in range(self.rows[number] if self.rows else SPARE_ROWS)
                ],
            }
            for number in range(self.formulas)
        ]

    def of(self, prefix: str) -> list[forms.BoundField]:
        """The fields under one path."""
        return [self[name] for name in self.fields if name.startswith(f"{prefix}.")]


_ROW = ("ingredient", "strength", "volume", "amount")
_ROW_MORE = (
    "final_strength",
    "product",
    "syringe",
    "vial",
    "with_addition",
    "licensed_combination",
)


def _row(form: PlanForm, path: str) -> dict[str, Any]:
    fields = {name: form[f"{path}.{name}"] for name in (*_ROW, *_ROW_MORE)}
    more = [fields[name] for name in _ROW_MORE]
    return {
        "line": [fields[name] for name in _ROW],
        "more": more,
        "more_is_open": any(each.value() for each in more if each.value() != "A"),
        "errors": [says for each in fields.values() for says in each.errors],
    }


def _component(path: str) -> dict[str, forms.Field]:
    ingredient = _text("Ingredient", most=80)
    ingredient.widget.attrs["list"] = "ingredients"
    return {
        f"{path}.ingredient": ingredient,
        f"{path}.strength": _text("Strength of the product", "10 mg/ml, 2 %"),
        f"{path}.volume": _text("Volume drawn", "1 ml"),
        f"{path}.amount": _text("Or amount", "20 mg"),
        f"{path}.final_strength": _text("Or strength in the mixture", "4 mg/ml"),
        f"{path}.product": _text("Product"),
        f"{path}.syringe": _text("Syringe", "A", most=20),
        f"{path}.vial": _text("One vial holds", "2 ml"),
        f"{path}.with_addition": _text("With addition", "epinephrine"),
        f"{path}.licensed_combination": forms.CharField(
            label="Sold ready mixed with the others of this product",
            required=False,
            widget=forms.CheckboxInput(
                attrs={"value": "true"}, check_test=lambda value: value == "true"
            ),
        ),
    }


def _course() -> dict[str, forms.Field]:
    return {
        "course.start": _day("First session on"),
        "course.sessions": _amount("Number of sessions"),
        "course.gap": _text("Gap, shortest to longest", "14-21 days, 1 month"),
        "course.usual_gap": _text("Usual gap", "14 days"),
        "course.count_from": _chosen("Gaps count from", _COUNT_FROM[:1] + _COUNT_FROM[2:]),
        "course.at": _text("Or at these times from the first", "0 1 2 3 5"),
        "course.at_unit": _chosen("Unit of these times", _UNITS[:2] + _UNITS[3:]),
        "course.dates": _text("Or on these days", "2026-03-02 2026-03-16"),
        "course.earlier": _text("Sessions of this course done before", "2026-02-02"),
        "course.closed_weekdays": _text("Closed weekdays", "saturday sunday"),
        "course.closed_days": _text("Closed days", "2026-12-25"),
        "course.assess_at": _text("Measure the effect at, from the first", "12 24"),
        "course.assess_unit": _chosen("Unit of the measuring times", _UNITS[:2] + _UNITS[3:]),
    }


def _text(label: str, example: str = "", most: int = _LONGEST) -> forms.CharField:
    attrs = {"autocomplete": "off", **({"placeholder": example} if example else {})}
    return forms.CharField(label=label, required=False, max_length=most, widget=Line(attrs=attrs))


def _amount(label: str) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=20, widget=AmountLine())


def _day(label: str) -> forms.CharField:
    return forms.CharField(label=label, required=False, widget=DayLine())


def _chosen(label: str, choices: Sequence[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=False, widget=Choices)


def _choice(
    label: str, rows: Iterable[Row], *, with_key: bool = False, none: str = "not chosen"
) -> forms.ChoiceField:
    named = [
        (row.key, f"{row.key}: {row.name}" if with_key else row.name)  # type: ignore[attr-defined]
        for row in rows
    ]
    return _chosen(label, [("", none), *named])


def typed(post: Mapping[str, str]) -> dict[str, Any]:
    """What somebody typed into this form, put together."""
    known = ("title", "indication", "protocol", "zone", "technique")
    return content_of(
        {
            name: text
            for name, text in post.items()
            if name in known or name.startswith(("points.", "formula.", "course."))
        }
    )


class WhyForm(forms.Form):
    """One reason, in words."""

    why = forms.CharField(
        label="Why", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), strip=True
    )
