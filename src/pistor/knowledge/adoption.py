"""Adopting a release: keeping it, what differs from the last one, rows stated differently."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import datetime
from typing import Any

import msgspec

from pistor.clinical.evidence import Reference, Row
from pistor.knowledge.base import FILES, KnowledgeBase
from pistor.knowledge.check import problems_of
from pistor.knowledge.loader import KnowledgeError, read_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class RowOverride:
    """A row as a clinic states it, in place of the released one.

    Args:
        kind: of the row, such as ``ingredient``.
        row: the whole row, as it would stand in its file.
        by: name of the prescriber.
        reason: why; never empty.
        at: when.
    """

    kind: str
    row: Mapping[str, Any]
    by: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One row that differs between two releases.

    Args:
        what: ``added``, ``removed`` or ``changed``.
    """

    kind: str
    key: str
    what: str


def plain_row(row: Row | Reference) -> dict[str, Any]:
    """A row as it would stand in its file: names, text, lists and tables, every field."""
    plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(row))
    return plain


def row_hash(kind: str, row: Row | Reference) -> str:
    """Name what a row states; a field left at what is taken without it does not count."""
    written = json.dumps([kind, _stated(row)], default=str, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()


def _stated(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_stated(each) for each in value]
    if not is_dataclass(value):
        return value
    return {
        field.name: _stated(getattr(value, field.name))
        for field in fields(value)
        if getattr(value, field.name) != field.default
    }


def snapshot(knowledge: KnowledgeBase) -> dict[str, Any]:
    """Every row of a release as plain content, to be kept and given to ``restore``."""
    rows = {
        kind: [plain_row(row) for row in getattr(knowledge, kind).values()]
        for kinds in FILES.values()
        for kind in kinds
    }
    return {"release": knowledge.release, **rows}


def restore(kept: Mapping[str, Any]) -> KnowledgeBase:
    """Read a kept release back, as strictly as the files.

    Args:
        kept: as ``snapshot`` gave it.

    Raises:
        KnowledgeError: it holds a kind or a field nobody knows, lacks one, or a row does not fit.
    """
    types = {kind: row_type for kinds in FILES.values() for kind, row_type in kinds.items()}
    strange = sorted({"release", *types} ^ set(kept))
    if strange:
        raise KnowledgeError(f"kept release: {strange[0]!r} is missing or unknown")
    where = f"kept release {kept['release']}"
    tables = {
        kind: read_rows(where, kind, kept[kind], row_type) for kind, row_type in types.items()
    }
    return KnowledgeBase(release=kept["release"], **tables)


def differences(old: KnowledgeBase, new: KnowledgeBase) -> Iterator[Difference]:
    """List the rows in which two releases differ, in the order of the files."""
    for kinds in FILES.values():
        for kind in kinds:
            before, after = getattr(old, kind), getattr(new, kind)
            for key in dict.fromkeys((*before, *after)):
                if key not in before:
                    yield Difference(kind=kind, key=key, what="added")
                elif key not in after:
                    yield Difference(kind=kind, key=key, what="removed")
                elif before[key] != after[key]:
                    yield Difference(kind=kind, key=key, what="changed")


def overridden(knowledge: KnowledgeBase, overrides: Sequence[RowOverride]) -> KnowledgeBase:
    """Put a clinic's rows in place of the released ones.

    Args:
        knowledge: the release.
        overrides: later ones win.

    Returns:
        A knowledge base with a release of its own, named after the one it changes.

    Raises:
        KnowledgeError: there is no such row, no name or no reason, or the row does not fit.
    """
    for override in overrides:
        knowledge = _with_row(knowledge, override)
    problems = problems_of(knowledge)
    if problems:
        raise KnowledgeError(f"{problems[0].where}: {problems[0].says}")
    return knowledge


def _with_row(knowledge: KnowledgeBase, override: RowOverride) -> KnowledgeBase:
    types = {kind: row_type for kinds in FILES.values() for kind, row_type in kinds.items()}
    key = override.row.get("key")
    where = f"{override.kind} {key}"
    if override.kind not in types or key not in getattr(knowledge, override.kind):
        raise KnowledgeError(f"{where}: there is no such row to override")
    if not override.by.strip() or not override.reason.strip():
        raise KnowledgeError(f"{where}: an override needs a name and a reason")
    rows = read_rows("override", override.kind, [dict(override.row)], types[override.kind])
    written = json.dumps(override.row, default=str, sort_keys=True)
    name = hashlib.sha256(f"{knowledge.release}{override.kind}{written}".encode()).hexdigest()
    merged = {**getattr(knowledge, override.kind), **rows}
    return replace(
        knowledge, release=f"{knowledge.release[:16]}+{name[:8]}", **{override.kind: merged}
    )
