"""Names as they are looked for: in any case, with or without accents, in any script."""

import unicodedata
from typing import Protocol


class Named(Protocol):
    """What a patient is looked for by."""

    number: int
    family_name: str
    given_names: str
    called: str
    phone: str


# Letters that no decomposition takes apart, though people type them plainly.
_PLAIN = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i"})


def folded(text: str) -> str:
    """Fold case, accents, wide letters, hyphens, apostrophes and runs of spaces."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(letter for letter in apart if not unicodedata.combining(letter))
    for mark in "-'\u2019.":
        letters = letters.replace(mark, " ")
    return " ".join(letters.translate(_PLAIN).split())


def digits(phone: str) -> str:
    """The digits of a phone number, without a leading zero or a plus."""
    return "".join(letter for letter in phone if letter.isdecimal()).lstrip("0")


def search_text(patient: Named) -> str:
    """Everything a patient is found by, in one line."""
    names = folded(f"{patient.given_names} {patient.family_name} {patient.called}")
    backwards = folded(f"{patient.family_name} {patient.given_names}")
    return f"{names} | {backwards} | {digits(patient.phone)} | {patient.number}"[:400]
