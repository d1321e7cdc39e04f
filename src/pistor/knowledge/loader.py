"""Reads the knowledge files strictly: an unknown name or a wrong type is refused with its place."""

import hashlib
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import tomli

from pistor.knowledge.base import FILES, KnowledgeBase

HERE = Path(__file__).parent


class KnowledgeError(ValueError):
    """A knowledge file cannot be used; says which, where and why."""


@cache
def load(folder: Path = HERE) -> KnowledgeBase:
    """Read every knowledge file of a folder.

    Args:
        folder: holds the files named in ``base.FILES``; the shipped ones by default.

    Returns:
        The knowledge base; the same object on every call with the same folder.

    Raises:
        KnowledgeError: a file is missing, is not TOML, or a row does not fit its kind.
    """
    digest = hashlib.sha256()
    tables: dict[str, dict[str, Any]] = {}
    for name, kinds in FILES.items():
        path = folder / f"{name}.toml"
        content = _content(path)
        digest.update(content)
        document = _parsed(path, content)
        checked_on = document.pop("checked_on", None)
        for kind, row_type in kinds.items():
            raw_rows = document.pop(kind, [])
            for raw in raw_rows:
                if checked_on is not None:
                    raw.setdefault("checked_on", checked_on)
            tables[kind] = read_rows(path.name, kind, raw_rows, row_type)
        if document:
            raise KnowledgeError(f"{path.name}: unknown table {sorted(document)[0]!r}")
    return KnowledgeBase(release=digest.hexdigest()[:16], **tables)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise KnowledgeError(f"{path.name}: cannot be read ({error.strerror})") from error


def _parsed(path: Path, content: bytes) -> dict[str, Any]:
    try:
        return tomli.loads(content.decode("utf-8"), parse_float=Decimal)
    except (tomli.TOMLDecodeError, UnicodeDecodeError) as error:
        raise KnowledgeError(f"{path.name}: not readable as TOML ({error})") from error


def read_rows(
    file: str, kind: str, raw_rows: list[dict[str, Any]], row_type: type
) -> dict[str, Any]:
    """Read rows of one kind strictly.

    Args:
        file: where they stand, for the message.
        kind: such as ``ingredient``.
        raw_rows: as parsed.
        row_type: the dataclass they must fit.

    Raises:
        KnowledgeError: one does not fit, holds an unknown name, or stands twice.
    """
    rows: dict[str, Any] = {}
    for raw in raw_rows:
        place = f"{file}: {kind} {raw.get('key', '(no key)')!r}"
        try:
            row: Any = msgspec.convert(raw, row_type)
        except msgspec.ValidationError as error:
            raise KnowledgeError(f"{place}: {error}") from error
        unknown = _unknown_name(raw, row)
        if unknown:
            raise KnowledgeError(f"{place}: unknown name {unknown!r}")
        if row.key in rows:
            raise KnowledgeError(f"{place}: this key stands twice")
        rows[row.key] = row
    return rows


def _unknown_name(raw: Any, row: Any) -> str:
    """Name the first key of the file that the row type does not know; dataclasses drop them."""
    if isinstance(raw, dict) and not isinstance(row, dict):
        for name, value in raw.items():
            if name not in row.__dataclass_fields__:
                return str(name)
            inner = _unknown_name(value, getattr(row, name))
            if inner:
                return f"{name}.{inner}"
    elif isinstance(raw, list):
        for each, value in zip(raw, row, strict=True):
            inner = _unknown_name(each, value)
            if inner:
                return inner
    return ""
