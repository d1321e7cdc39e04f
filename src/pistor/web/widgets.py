"""Form controls a browser helps with: days, moments, exact amounts."""

from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


class DayInput(forms.DateInput):
    """A day, with the calendar of the browser."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class MomentInput(forms.DateTimeInput):
    """A day and a time, in the clinic's zone."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%dT%H:%M")


class AmountInput(forms.TextInput):
    """An exact decimal number; text, so that no browser rounds it or scrolls it away."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"inputmode": "decimal", "autocomplete": "off", **(attrs or {})})


class Line(forms.TextInput):
    """A line of text, written out at once: a page with a hundred lines need not load a template
    for each.
    """

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """The control alone."""
        del renderer
        shown = self.format_value(value)
        given = {} if shown in {None, ""} else {"value": shown}
        all_of_them = {"type": self.input_type, "name": name, **given}
        return format_html("<input{}>", flatatt({**all_of_them, **self.attrs, **(attrs or {})}))


class DayLine(Line):
    """A day, with the calendar of the browser."""

    input_type = "date"


class AmountLine(Line):
    """An exact decimal number; text, so that no browser rounds it or scrolls it away."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"inputmode": "decimal", "autocomplete": "off", **(attrs or {})})


class Choices(forms.Select):
    """One of several, written out at once."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """The control alone."""
        del renderer
        chosen = "" if value is None else str(value)
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            (
                (key, SafeString(" selected") if str(key) == chosen else "", label)
                for key, label in self.choices
            ),
        )
        every = {"name": name, **self.attrs, **(attrs or {})}
        return format_html("<select{}>{}</select>", flatatt(every), options)
