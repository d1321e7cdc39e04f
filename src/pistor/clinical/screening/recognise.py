"""Recognises the names of medicines, allergies and conditions a chart or a patient uses."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from pistor.clinical.ingredients import Ingredient
from pistor.clinical.screening.questions import Word

NONE_KNOWN = frozenset(
    {"none", "none known", "no", "nkda", "nka", "no known allergies", "no known drug allergies"}
)
_BETWEEN_NAMES = re.compile(r"[,;/+&\n]|\b(?:and|plus|with)\b")
KINDS = ("allergy", "medicine", "condition")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """What a list of names says.

    Args:
        yes: keys of questions answered yes by it.
        on_record: each name that was recognised, with what it answers.
        allergic_to: keys of ingredients named in a list of allergies.
        not_recognised: names that nothing here knows; somebody has to read them.
    """

    yes: tuple[str, ...]
    allergic_to: tuple[str, ...]
    not_recognised: tuple[str, ...]
    on_record: tuple[str, ...] = ()


def recognise(
    names: Iterable[str],
    *,
    kind: str,
    words: Mapping[str, Word],
    ingredients: Mapping[str, Ingredient],
    treated: Iterable[str] = (),
) -> Recognised:
    """Turn names into answers; a name that is not known is handed back, never dropped.

    Args:
        names: as written, such as ``warfarin 5 mg daily``; several may share a line.
        kind: ``allergy``, ``medicine`` or ``condition``; the same name means different things.
        words: the vocabulary of the knowledge base.
        ingredients: by key; an allergy may name one.
        treated: names of what is treated here, such as melasma; a condition may name one.

    Returns:
        The questions answered yes, the ingredients reacted to, and what was not recognised.

    >>> recognise(["xyz"], kind="medicine", words={}, ingredients={}).not_recognised
    ('xyz',)
    """
    vocabulary = _vocabulary(kind, words)
    own_names = _ingredient_names(ingredients) if kind == "allergy" else {}
    to_treat = {_folded(each): ("to be treated",) for each in treated if kind == "condition"}
    yes: dict[str, None] = {}
    allergic_to: dict[str, None] = {}
    unknown: list[str] = []
    on_record: list[str] = []
    for name in names:
        for part in _parts(name, vocabulary, own_names):
            folded = _folded(part)
            # Somebody else's illness is not this person's; a reader sorts it out.
            own = "family history" not in folded
            questions = _mentioned(folded, vocabulary) if own else []
            reacts_to = _mentioned(folded, own_names) if own else []
            yes.update(dict.fromkeys(questions))
            allergic_to.update(dict.fromkeys(reacts_to))
            wish = _mentioned(folded, to_treat) if own else []
            if questions or reacts_to or wish:
                meant = ", ".join(dict.fromkeys((*questions, *reacts_to, *wish)))
                on_record.append(f"{part.strip()} ({meant.replace('_', ' ')})")
            else:
                unknown.append(part.strip())
    return Recognised(
        yes=tuple(yes),
        allergic_to=tuple(allergic_to),
        not_recognised=tuple(unknown),
        on_record=tuple(on_record),
    )


def _parts(
    name: str, vocabulary: Mapping[str, tuple[str, ...]], own_names: Mapping[str, tuple[str, ...]]
) -> list[str]:
    """The single names of a line; a name that is known as a whole is not taken apart.

    A known name must not hide an unknown one beside it: "hepatitis and thrombophilia" is two.
    """
    folded = _folded(name)
    if folded in vocabulary or folded in own_names or folded in NONE_KNOWN:
        return [] if folded in NONE_KNOWN else [name]
    if "family history" in folded:
        return [name]
    return [part for part in _BETWEEN_NAMES.split(name) if _folded(part) not in {"", *NONE_KNOWN}]


def _vocabulary(kind: str, words: Mapping[str, Word]) -> dict[str, tuple[str, ...]]:
    prefix = f"{kind}: "
    return {
        _folded(each.removeprefix(prefix)): word.questions
        for word in words.values()
        for each in word.words
        if each.startswith(prefix)
    }


def _ingredient_names(ingredients: Mapping[str, Ingredient]) -> dict[str, tuple[str, ...]]:
    return {
        _folded(name): (ingredient.key,)
        for ingredient in ingredients.values()
        for name in (ingredient.key.replace("_", " "), ingredient.name, *ingredient.also)
    }


def _mentioned(text: str, vocabulary: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Find every known phrase that stands in the text as whole words."""
    return [
        key
        for phrase, keys in vocabulary.items()
        if phrase in text and re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", text)
        for key in keys
    ]


@lru_cache(maxsize=8192)  # the same vocabulary is folded for every person
def _folded(text: str) -> str:
    """Fold case, accents, wide letters, hyphens and runs of spaces."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return " ".join(letters.replace("-", " ").replace("_", " ").split())
