"""Names as they are looked for: in any case, with or without accents, in any script."""

import unicodedata
from typing import Protocol


class Named(Protocol):
    """What a patient is looked for by."""

    family_name: str
    given_names: str
    called: str
    phone: str


# Letters that no decomposition takes apart, though people type them plainly.
_PLAIN = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i"})
# Marks inside a name: left out, so that O'Neill is found as oneill and as o neill.
_MARKS = frozenset("-'`´.,·・|\u2010\u2011\u2012\u2013\u2014\u2018\u2019\u02bc\uff07")
_ASCII = {  # the same, for plain letters: much faster
    code: None
    for code in range(128)
    if chr(code) in _MARKS or (not chr(code).isprintable() and not chr(code).isspace())
}
_UNSEEN = frozenset({"Cc", "Cf", "Cs"})  # controls, joiners, halves of letters
_SEARCH_LENGTH = 400  # of the column
_FIRST_IDEOGRAPH = "\u2e80"
_GAP = "  "


def folded(text: str) -> str:
    """Fold case, accents, wide letters and runs of spaces; leave hyphens and apostrophes out."""
    if text.isascii():
        return " ".join(text.lower().translate(_ASCII).split())
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    letters = "".join(
        letter
        for letter in apart
        if not unicodedata.combining(letter)
        and letter not in _MARKS
        and (unicodedata.category(letter) not in _UNSEEN or letter.isspace())
    )
    return " ".join(letters.translate(_PLAIN).split())


def joined(*names: str) -> str:
    """Names folded and written as one word: Mary-Ann, Mary Ann and maryann are the same."""
    return folded(" ".join(names)).replace(" ", "")


def digits(phone: str) -> str:
    """The digits of a phone number, without a leading zero or a plus."""
    return "".join(letter for letter in phone if letter.isdecimal()).lstrip("0")


def search_text(patient: Named) -> str:
    """Everything a patient is found by, in one line.

    Two spaces stand before every word, and every Chinese or Japanese letter is a word: so even
    one letter typed gives the three letters in a row that an index of the database needs.
    """
    names = folded(f"{patient.given_names} {patient.family_name} {patient.called}")
    one_word = joined(patient.family_name, patient.given_names)
    words = _apart(f"{names} {one_word} {digits(patient.phone)}")
    return (_GAP + _GAP.join(words))[:_SEARCH_LENGTH]


def needle(word: str) -> str:
    """A folded word as it stands in a search text: a part of a name, or the start where short."""
    parts = _apart(word)
    if len(parts) == 1 and len(word) >= 3:
        return word
    return _GAP + _GAP.join(parts)


def _apart(text: str) -> list[str]:
    """The words of folded text, and its ideographs one by one."""
    return "".join(
        f" {letter} " if letter >= _FIRST_IDEOGRAPH else letter for letter in text
    ).split()
