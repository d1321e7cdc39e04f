"""Addresses by the hundred: each view's address is worked out once, then filled in."""

from functools import cache
from uuid import UUID

from django.urls import reverse

Part = UUID | int | str

_MARKS: dict[type, tuple[Part, Part]] = {
    UUID: (UUID(int=1), UUID(int=2)),
    int: (900_000_001, 900_000_002),
    str: ("first-mark", "second-mark"),
}


def address(name: str, *parts: Part) -> str:
    """The address of a view; the same as ``reverse``, many times as fast.

    Args:
        name: of the view.
        parts: keys, numbers and words without a slash, at most two of a kind.
    """
    return _pattern(name, tuple(type(part) for part in parts)).format(*parts)


@cache
def _pattern(name: str, kinds: tuple[type, ...]) -> str:
    marks = [_MARKS[kind][kinds[:place].count(kind)] for place, kind in enumerate(kinds)]
    pattern = reverse(name, args=marks)
    for place, mark in enumerate(marks):
        pattern = pattern.replace(str(mark), f"{{{place}}}")
    return pattern
