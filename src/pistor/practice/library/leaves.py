"""A row taken apart into single values, each with its path; put together again after editing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields, is_dataclass
from functools import cache
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

from pistor.practice.library.wording import label_of

FIXED = frozenset({"key", "reviewed_by"})
BETWEEN = "-"
_KNOWN = frozenset({"sources", "verification", "grade", "checked_on"})


@dataclass(frozen=True, slots=True)
class Leaf:
    """One value of a row.

    Args:
        path: names and numbers from the row down to it, such as ``limits-0-value``.
        kind: ``text``, ``number``, ``whole``, ``yes``, ``day``, ``lines``, ``pairs`` or ``choice``.
        value: as it would stand in the file.
        required: whether it must not be empty.
        choices: what may be chosen, for ``choice`` and ``yes``.
    """

    path: str
    label: str
    kind: str
    value: Any
    required: bool
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """The row itself (empty path), or a smaller statement inside it.

    Args:
        label: such as ``Limits 1``.
        standing: ``fixed`` (cannot go), ``there`` (may be left out) or ``new`` (may be filled in).
    """

    path: str
    label: str
    standing: str
    leaves: tuple[Leaf, ...]


@cache
def _hints(row_type: type) -> dict[str, Any]:
    return get_type_hints(row_type)


def parts_of(row_type: type, row: Mapping[str, Any], posted: Sequence[str] = ()) -> Iterator[Part]:
    """Take a plain row apart.

    Args:
        row_type: the dataclass it fits.
        row: as ``plain_row`` gives it.
        posted: paths that came back from a form; it may hold more parts than the row now does.
    """
    yield from _parts(row_type, row, Part("", "", "fixed", ()), posted)


def _parts(
    part_type: type, value: Mapping[str, Any], frame: Part, posted: Sequence[str]
) -> Iterator[Part]:
    leaves, inner = [], []
    for field in fields(part_type):
        path = f"{frame.path}{BETWEEN}{field.name}" if frame.path else field.name
        kept, optional = _unwrapped(_hints(part_type)[field.name])
        label = label_of(field.name, part_type)
        here = value.get(field.name)
        each = get_args(kept)[0] if get_origin(kept) is tuple else None
        if each is not None and is_dataclass(each):
            inner += list(
                _several(each, (here or []), Part(path, label, frame.standing, ()), posted)
            )
        elif isinstance(kept, type) and is_dataclass(kept):
            standing = _standing_inside(frame, here, optional=optional)
            inner += list(_parts(kept, here or {}, Part(path, label, standing, ()), posted))
        elif field.name not in FIXED or frame.path:
            leaves.append(_leaf(field, Leaf(path, label, "", here, required=False), kept, optional))
    if not frame.path:  # what the row says before how well it is known
        leaves.sort(key=lambda leaf: leaf.path in _KNOWN)
    yield Part(frame.path, frame.label, frame.standing, tuple(leaves))
    yield from inner


def _standing_inside(frame: Part, here: Any, *, optional: bool) -> str:
    if frame.standing == "new" or here is None:
        return "new"
    return "there" if optional else "fixed"


def _several(
    part_type: Any, here: Sequence[Mapping[str, Any]], frame: Part, posted: Sequence[str]
) -> Iterator[Part]:
    """The statements of one field, and one more to fill in."""
    count = len(here)
    more = count + 1
    while any(name.startswith(f"{frame.path}{BETWEEN}{more}{BETWEEN}") for name in posted):
        more += 1
    for number in range(more):
        standing = "there" if number < count and frame.standing != "new" else "new"
        path = f"{frame.path}{BETWEEN}{number}"
        part = Part(path, f"{frame.label} {number + 1}", standing, ())
        yield from _parts(part_type, here[number] if number < count else {}, part, posted)


def _unwrapped(hint: Any) -> tuple[Any, bool]:
    """A type without ``None``, and whether it had it."""
    inner = [each for each in get_args(hint) if each is not NoneType]
    if NoneType in get_args(hint):
        return inner[0], True
    return hint, False


def _leaf(field: Any, leaf: Leaf, kept: Any, optional: bool) -> Leaf:
    from_start = field.default if field.default is not MISSING else None
    value = leaf.value
    if value is None and from_start is not None:
        value = _plain(from_start)
    kind, choices = _kind_of(kept)
    if kind == "yes" and optional:
        choices = ("", *choices)
    if field.name == "verification" and leaf.value is None:
        value = "proposal"  # nothing new may call itself seen unless somebody says so
    if kind == "choice" and value is None:
        choices = ("", *choices)
    required = field.name == "sources" or (field.default is MISSING and not optional)
    return Leaf(leaf.path, leaf.label, kind, value, required, choices)


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


_KINDS = {"bool": "yes", "int": "whole", "Decimal": "number", "date": "day", "dict": "pairs"}


def _kind_of(kept: Any) -> tuple[str, tuple[str, ...]]:
    if get_origin(kept) is tuple:
        return ("whole lines" if get_args(kept)[0] is int else "lines"), ()
    if hasattr(kept, "__members__"):
        return "choice", tuple(str(each.value) for each in kept)
    name = (get_origin(kept) or kept).__name__
    kind = _KINDS.get(name, "text")
    return kind, ("yes", "no") if kind == "yes" else ()


def put_together(parts: Sequence[Part], values: Mapping[str, Any]) -> dict[str, Any]:
    """A plain row from its parts.

    Args:
        parts: those that stay, the row itself first, an outer one before those inside it.
        values: of each leaf, by path.
    """
    row: dict[str, Any] = {}
    made: dict[str, dict[str, Any]] = {"": row}
    for part in parts:
        if part.path:
            made[part.path] = {}
            _place(made, part)
        for leaf in part.leaves:
            value = values.get(leaf.path)
            if value is not None:
                made[part.path][leaf.path.rpartition(BETWEEN)[2]] = value
    return row


def _place(made: dict[str, dict[str, Any]], part: Part) -> None:
    """Hang a part into the one it stands in."""
    outer, _, name = part.path.rpartition(BETWEEN)
    if name.isdecimal():
        outer, _, field = outer.rpartition(BETWEEN)
        made[outer].setdefault(field, []).append(made[part.path])
    else:
        made[outer][name] = made[part.path]


def flat(row_type: type, row: Mapping[str, Any]) -> dict[str, str]:
    """What a plain row states, value by value: where it stands in words, and the value."""
    found: dict[str, str] = {}
    for part in parts_of(row_type, row):
        if part.standing == "new":
            continue
        for leaf in part.leaves:
            if leaf.value not in (None, "", [], {}):
                label = f"{part.label}: {leaf.label.lower()}" if part.label else leaf.label
                found[label] = in_words(leaf.value)
    return found


def in_words(value: Any) -> str:
    """A plain value as text."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    if isinstance(value, dict):
        return ", ".join(f"{name} {each}" for name, each in value.items())
    return str(value)


def changed(
    row_type: type, old: Mapping[str, Any], new: Mapping[str, Any]
) -> list[tuple[str, str, str]]:
    """Each value in which two plain rows of a kind differ: where, the old one, the new one."""
    before, after = flat(row_type, old), flat(row_type, new)
    return [
        (where, before.get(where, "not stated"), after.get(where, "not stated"))
        for where in dict.fromkeys((*before, *after))
        if before.get(where) != after.get(where)
    ]
