"""Finds rows by what stands in them, while somebody types; and the rows that rest on a source."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pistor.clinical.evidence import Reference, Row
from pistor.knowledge import KnowledgeBase, plain_row
from pistor.knowledge.lookup import names_of
from pistor.practice.library.shown import sources_in
from pistor.practice.library.wording import KINDS, title_of

_WORD = re.compile(r"\w+")
_KEPT = 8


@dataclass(frozen=True, slots=True)
class Entry:
    """A row as a list shows it."""

    kind: str
    key: str
    title: str
    verification: str
    names: tuple[str, ...]
    text: str

    @property
    def kind_label(self) -> str:
        """Its kind as a reader says it."""
        return KINDS[self.kind][0]

    @property
    def place(self) -> tuple[str, str]:
        """Kind and key."""
        return self.kind, self.key


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The entries of one release, and which of them rest on which source."""

    entries: tuple[Entry, ...]
    resting_on: dict[str, tuple[Entry, ...]]

    def found(self, text: str) -> list[Entry]:
        """Every row in which each word begins a word somewhere; rows of that name first."""
        wanted = worded(text).split()
        if not wanted:
            return list(self.entries)
        whole = f" {' '.join(wanted)}"
        hits = [each for each in self.entries if all(f" {word}" in each.text for word in wanted)]
        return sorted(hits, key=lambda each: _distance(each, whole))


def _distance(entry: Entry, whole: str) -> int:
    """How far a row is from what is looked for: 0 goes by that very name."""
    if whole in entry.names:
        return 0
    if any(name.startswith(whole) for name in entry.names):
        return 1
    return 2 if any(whole in name for name in entry.names) else 3


def worded(text: str) -> str:
    """Words alone: without case, accents and marks."""
    apart = unicodedata.normalize("NFKD", text.casefold().replace("_", " "))
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return " ".join(_WORD.findall(plain))


_CATALOGUES: dict[str, Catalogue] = {}


def catalogue_of(knowledge: KnowledgeBase) -> Catalogue:
    """The catalogue of a release; made once, since a release is named after its content."""
    if knowledge.release not in _CATALOGUES:
        while len(_CATALOGUES) >= _KEPT:
            _CATALOGUES.pop(next(iter(_CATALOGUES)), None)
        _CATALOGUES[knowledge.release] = _made(knowledge)
    return _CATALOGUES[knowledge.release]


def _made(knowledge: KnowledgeBase) -> Catalogue:
    order = {kind: number for number, kind in enumerate(KINDS)}
    rows = sorted(knowledge.rows(), key=lambda each: order[each[0]])
    resting: dict[str, list[Entry]] = {}
    entries = []
    for kind, row in rows:
        entry = _entry(kind, row)
        entries.append(entry)
        for source in dict.fromkeys(sources_in(row)):
            resting.setdefault(source, []).append(entry)
    return Catalogue(tuple(entries), {key: tuple(found) for key, found in resting.items()})


def _entry(kind: str, row: Row | Reference) -> Entry:
    return Entry(
        kind=kind,
        key=row.key,
        title=title_of(row),
        verification=str(getattr(row, "verification", "")),
        names=tuple(f" {worded(name)}" for name in names_of(row)),
        text=" " + worded(" ".join([kind, KINDS[kind][0], *_texts(plain_row(row))])),
    )


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, str):
        yield value


def counted(entries: list[Entry]) -> dict[str, int]:
    """How many rows of each kind, in the order of the kinds."""
    counts = Counter(entry.kind for entry in entries)
    return {kind: counts[kind] for kind in KINDS if counts[kind]}
