"""Text and data for a terminal: colour where it helps, one line for a refusal."""

import os
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

import msgspec

from pistor.knowledge import KnowledgeError
from pistor.notation.files import InputRefused

WIDTH = 96
LONGEST_LINE = 500
_MARKS = (
    "Marks: no mark = read in the source named; recalled = from memory; proposal = our own; "
    "DOSSIER = no outside source."
)
_COLOURS = {"red": "31", "yellow": "33", "green": "32", "dim": "2", "bold": "1"}


class Refused(ValueError):
    """The command cannot be carried out; one line that says where, why and what is expected."""


@contextmanager
def refusals() -> Iterator[None]:
    """Turn what the layers below refuse into one line for the terminal."""
    try:
        yield
    except (InputRefused, KnowledgeError) as error:
        line = " ".join(str(error).split())
        raise Refused(
            line if len(line) <= LONGEST_LINE else f"{line[:LONGEST_LINE]} ..."
        ) from error


def today() -> date:
    """The day on this machine: the one place where a command reads a clock."""
    return datetime.now(UTC).astimezone().date()


def print_data(data: object) -> None:
    """Print data as JSON; numbers keep every digit."""
    encoded = msgspec.json.Encoder(decimal_format="number").encode(data)
    print(msgspec.json.format(encoded, indent=2).decode())


def coloured(text: str, colour: str) -> str:
    """Colour a text where a terminal shows it and nobody asked for none."""
    if os.environ.get("NO_COLOR") or not sys.stdout.isatty():
        return text
    return f"\033[{_COLOURS[colour]}m{text}\033[0m"


def wrapped(text: str, indent: str = "", hang: str = "  ") -> str:
    """Break a text into lines of a readable length."""
    return textwrap.fill(
        " ".join(text.split()), WIDTH, initial_indent=indent, subsequent_indent=indent + hang
    )


def marks(not_reviewed: int, rows: int) -> str:
    """What the marks behind a source mean, and how much of it a clinician has signed."""
    return coloured(
        wrapped(f"{_MARKS} Not reviewed by a clinician: {not_reviewed} of {rows} rows.", "", ""),
        "dim",
    )


def table(rows: list[list[str]], indent: str = "  ") -> str:
    """Set rows in columns as wide as their longest cell; the first row is the heading."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        (
            indent + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    return "\n".join([coloured(lines[0], "dim"), *lines[1:]])
