"""Reads an input file whole or not at all, and says in one line where it is wrong."""

import json
import re
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import tomli

MOST_BYTES = 1_000_000
_HIDDEN = re.compile(
    "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u202a-\\u202e\\u2066-\\u2069\\ud800-\\udfff]"
)
Wanted = TypeVar("Wanted")


class InputRefused(ValueError):
    """An input that cannot be used; one line: where, what, and what is expected.

    Args:
        at: the place in it, such as ``formula[0].total``; empty where it is the whole.
        why: what is wrong there, without the place.
    """

    def __init__(self, says: str, *, at: str = "", why: str = "") -> None:
        super().__init__(says)
        self.at, self.why = at, why or says


def read(name: str, wanted: type[Wanted]) -> Wanted:
    """Read a JSON or TOML file, or standard input for ``-``.

    Args:
        name: path of the file; JSON where its content starts with a brace, else TOML.
        wanted: the structure it must have; anything unknown in it is refused.

    Raises:
        InputRefused: it cannot be read, is too large, not UTF-8, cut short, or does not fit.
    """
    text = _text(name)
    if not text.strip():
        raise InputRefused(f"{name}: is empty; expected JSON or TOML")
    raw = _from_json(name, text) if _looks_like_json(text) else _from_toml(name, text)
    hidden = hidden_character(raw)
    if hidden:
        raise InputRefused(
            f"{name}: holds the invisible character U+{ord(hidden):04X}, which can disguise what "
            "is read; remove it"
        )
    return as_structure(raw, wanted, name)


def as_structure(raw: object, wanted: type[Wanted], name: str) -> Wanted:
    """Fit what was parsed into a structure.

    Args:
        raw: dictionaries, lists, texts, numbers, dates.
        wanted: the structure.
        name: of the file, for the message.

    Raises:
        InputRefused: it does not fit; says at which place.
    """
    try:
        return msgspec.convert(raw, wanted)
    except msgspec.ValidationError as error:
        raise InputRefused(f"{name}: {_in_words(str(error))}") from error


def hidden_character(value: object) -> str:
    """Find a control character, or a mark that turns the direction of writing around.

    They could paint over a terminal or show "05.0" for "0.50"; no name in any script needs them.
    """
    if isinstance(value, str):
        found = _HIDDEN.search(value)
        return found.group() if found else ""
    if isinstance(value, dict):
        value = [*value.keys(), *value.values()]
    if isinstance(value, list):
        return next((hidden for each in value if (hidden := hidden_character(each))), "")
    return ""


def _in_words(error: str) -> str:
    """Turn ``Expected `str`, got `int` - at `$.a[0]``` around: the place first."""
    says, _, place = error.partition(" - at ")
    place = place.strip("`").removeprefix("$.").removeprefix("$")
    says = says.replace("`", "")
    if "RFC3339" in says or "datetime" in says:
        says = "expected a day, written as 2026-03-02"
    return f"{place}: {says}" if place else says


def _text(name: str) -> str:
    try:
        content = _bytes(name)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InputRefused(f"{name}: cannot be read ({reason})") from error
    if len(content) > MOST_BYTES:
        raise InputRefused(f"{name}: is larger than {MOST_BYTES:,} bytes; no input is that long")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise InputRefused(
            f"{name}: line {line}: byte {error.start} is not UTF-8; save the file as UTF-8"
        ) from error


def _bytes(name: str) -> bytes:
    """Read one byte more than allowed at most, so that no size can fill the memory."""
    if name == "-":
        return sys.stdin.buffer.read(MOST_BYTES + 1)
    with Path(name).open("rb") as file:
        return file.read(MOST_BYTES + 1)


def _looks_like_json(text: str) -> bool:
    """JSON starts with a brace or a list; TOML may start with a ``[table]``."""
    start = text.lstrip()
    return start.startswith("{") or (start.startswith("[") and not re.match(r"\[\[?\s*\w", start))


def _from_json(name: str, text: str) -> Any:
    try:
        return json.loads(
            text,
            parse_float=Decimal,
            parse_constant=_no_such_number,
            object_pairs_hook=_each_name_once,
        )
    except json.JSONDecodeError as error:
        at_end = error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string")
        hint = "; the file seems to be cut short" if at_end else ""
        raise InputRefused(
            f"{name}: line {error.lineno}, column {error.colno}: not JSON ({error.msg}){hint}"
        ) from error
    except RecursionError as error:
        raise InputRefused(f"{name}: is nested too deeply") from error
    except ValueError as error:
        raise InputRefused(f"{name}: {error}") from error


class _NotJson(ValueError):
    """Something Python's reader lets through and no input may hold."""


def _no_such_number(word: str) -> Any:
    raise _NotJson(f"{word} is not a number")


def _each_name_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise _NotJson(f"{twice!r} stands twice in the same place; keep one")
    return dict(pairs)


def _from_toml(name: str, text: str) -> Any:
    try:
        return tomli.loads(text, parse_float=Decimal)
    except RecursionError as error:
        raise InputRefused(f"{name}: is nested too deeply") from error
    except ValueError as error:
        raise InputRefused(f"{name}: neither JSON nor TOML: {error}") from error
