"""A plan as the fields of a form: ``formula.0.component.1.volume`` and back."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from pistor.notation.files import InputRefused, hidden_character
from pistor.notation.plan_input import PlanInput

LISTS = frozenset({"at", "dates", "earlier", "closed_weekdays", "closed_days", "assess_at"})
_BETWEEN = re.compile(r"[\s,;]+")
_ROW = re.compile(r"\[(\d+)\]")
_LONGEST = 400
_MOST_ROWS = 40
_EXPECTED = (
    ("int", "expected a whole number, such as 4"),
    ("decimal", "expected a number, such as 2.5"),
    ("date", "expected a day, such as 2026-03-02"),
    ("RFC3339", "expected a day, such as 2026-03-02"),
    ("bool", "expected a tick or none"),
)


def content_of(fields: Mapping[str, str]) -> dict[str, Any]:
    """Put the fields of a form together; what was left empty is left out.

    Args:
        fields: text by path. Lists stand in one field, with spaces or commas between.

    Returns:
        What a plan file would hold, as far as it was typed; rows without a word are dropped.
    """
    content: dict[str, Any] = {}
    for path, text in fields.items():
        if text.strip():
            _put(content, path.split("."), text.strip())
    for formula in content.get("formula", {}).values():
        rows = formula.get("component", {})
        formula["component"] = [
            rows[number] for number in sorted(rows) if _says_something(rows[number])
        ]
    formulas = content.pop("formula", {})
    kept = [formulas[number] for number in sorted(formulas)]
    kept = [each for each in kept if any(each.values())]
    return {**content, "formula": kept} if kept else content


def _put(content: dict[Any, Any], path: list[str], text: str) -> None:
    for name in path[:-1]:
        content = content.setdefault(int(name) if name.isdecimal() else name, {})
    last = path[-1]
    listed = last in LISTS or (last == "sessions" and path[0] == "formula")
    content[last] = [each for each in _BETWEEN.split(text) if each] if listed else text


def _says_something(row: Mapping[str, str]) -> bool:
    return any(name not in {"syringe", "licensed_combination"} for name in row)


def fields_of(content: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    """Take a plan apart into the fields of a form."""
    for name, value in content.items():
        where = f"{path}{name}"
        if isinstance(value, Mapping):
            yield from fields_of(value, f"{where}.")
        elif isinstance(value, list) and any(isinstance(each, Mapping) for each in value):
            for number, each in enumerate(value):
                yield from fields_of(each, f"{where}.{number}.")
        elif isinstance(value, list):
            yield where, " ".join(map(str, value))
        elif isinstance(value, bool):
            yield where, "true" if value else ""
        elif value is not None:
            yield where, str(value)


def plan_input_of(content: Mapping[str, Any]) -> PlanInput:
    """Read what was put together, as strictly as a file.

    Raises:
        InputRefused: something in it does not fit; ``at`` is the path of its field.
    """
    formulas = content.get("formula", [])
    if max([len(formulas), *(len(each.get("component", [])) for each in formulas)]) > _MOST_ROWS:
        raise _refused("formula", f"has more than {_MOST_ROWS} lines; nobody draws that many")
    for path, text in fields_of(content):
        if len(text) > _LONGEST:
            raise _refused(path, f"is {len(text)} characters long; expected at most {_LONGEST}")
        hidden = hidden_character(text)
        if hidden:
            raise _refused(
                path, f"holds the invisible character U+{ord(hidden):04X}; type it again"
            )
    try:
        return msgspec.convert(content, PlanInput, strict=False)
    except msgspec.ValidationError as error:
        says, _, place = str(error).partition(" - at ")
        where = place.strip("`").removeprefix("$.").removeprefix("$")
        raise _refused(where, _in_words(says)) from error


def _in_words(says: str) -> str:
    return next((sentence for word, sentence in _EXPECTED if word in says), says.replace("`", ""))


def _refused(where: str, why: str) -> InputRefused:
    return InputRefused(f"plan: {where}: {why}", at=where, why=why)


def field_at(where: str) -> str:
    """The name of the form's field for a place in a plan.

    >>> field_at("formula[0].component[1].volume")
    'formula.0.component.1.volume'
    """
    return _ROW.sub(r".\1", where)
