"""Finds rows by key, by name and by what people call them."""

import difflib
import re
from collections.abc import Iterator, Mapping
from typing import TypeVar

from pistor.clinical.evidence import Reference, Row
from pistor.knowledge.base import KnowledgeBase

AnyRow = TypeVar("AnyRow", bound=Row)


_WORD = re.compile(r"[\w%.]+")


class NotFound(ValueError):
    """Nothing goes by that name; says what is near."""


def named(text: str, rows: Mapping[str, AnyRow], what: str) -> AnyRow:
    """Find the one row of a kind that goes by a name.

    Args:
        text: a key, a name or another name, in any spelling of case, spaces and hyphens.
        rows: of one kind.
        what: the kind, for the message.

    Raises:
        NotFound: none does.
    """
    if text in rows:
        return rows[text]
    wanted = folded(text)
    for row in rows.values():
        if wanted in map(folded, names_of(row)):
            return row
    near = difflib.get_close_matches(wanted, [folded(key) for key in rows], n=3)
    hint = f"; did you mean {' or '.join(name.replace(' ', '_') for name in near)}?" if near else ""
    raise NotFound(f"no {what} {text!r} in the knowledge base{hint}")


def names_of(row: Row | Reference) -> Iterator[str]:
    """Every name a row goes by."""
    yield row.key
    for field in ("name", "title"):
        name = getattr(row, field, "")
        if name:
            yield name
    yield from getattr(row, "also", ())
    yield from getattr(row, "words", ())


def found(text: str, knowledge: KnowledgeBase) -> list[tuple[str, Row | Reference]]:
    """Find rows of any kind: by name, else by every word standing somewhere in the row.

    Args:
        text: what somebody looks for.
        knowledge: where.

    Returns:
        Kind and row; those that go by that very name alone, where there are any.
    """
    wanted = folded(text)
    rows = list(knowledge.rows())
    exact = [(kind, row) for kind, row in rows if wanted in map(folded, names_of(row))]
    if exact or not wanted:
        return exact
    words = set(wanted.split())
    return [(kind, row) for kind, row in rows if words <= set(_WORD.findall(folded(str(row))))]


def folded(text: str) -> str:
    """Fold case, hyphens, underscores and runs of spaces."""
    return " ".join(text.casefold().replace("-", " ").replace("_", " ").split())
