"""Finds who may be the same person: same name, same birth and like name, same phone or e-mail."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from django.db.models import QuerySet

from pistor.practice.access.models import User
from pistor.practice.people.models import Patient
from pistor.practice.people.names import digits, folded, joined, needle
from pistor.practice.people.queries import by_name, holding, patients_visible_to

_ALIKE = 0.8  # share of letters in the same order
_FEWEST_DIGITS = 6
_COMPARED_DIGITS = 9
_MOST_SHOWN = 20
_MOST_COMPARED = 200  # born on one day: some systems write 1 January for everybody unknown


@dataclass(frozen=True, slots=True)
class Identity:
    """What two records are compared by, folded.

    Args:
        words: of the name, in alphabetical order: so family and given names may be swapped.
    """

    words: tuple[str, ...]
    name: str
    born_on: date | None
    phone: str
    email: str

    @property
    def key(self) -> tuple[object, ...]:
        """Equal keys are one person for certain enough to import nobody twice."""
        if self.born_on:
            return self.name, self.born_on
        return self.name, self.phone, self.email


@dataclass(frozen=True, slots=True)
class Likely:
    """A record that may be of the same person, and why."""

    patient: Patient
    reasons: tuple[str, ...]


def identity_of(patient: Patient) -> Identity:
    """What a record is compared by."""
    return Identity(
        words=tuple(sorted(folded(f"{patient.given_names} {patient.family_name}").split())),
        name=joined(patient.family_name, patient.given_names),
        born_on=patient.born_on,
        phone=digits(patient.phone)[-_COMPARED_DIGITS:],
        email=patient.email.casefold(),
    )


def reasons(one: Identity, other: Identity) -> tuple[str, ...]:
    """Why two records may be of one person; empty where nothing says so."""
    found = []
    same_birth = one.born_on is not None and one.born_on == other.born_on
    if one.name == other.name or one.words == other.words:
        known = one.born_on is not None and other.born_on is not None
        differs = ", other date of birth" if known and not same_birth else ""
        found.append(f"same name{' and date of birth' if same_birth else differs}")
    elif same_birth and _alike(one, other):
        found.append("same date of birth, similar name")
    if one.phone == other.phone and len(one.phone) >= _FEWEST_DIGITS:
        found.append("same phone number")
    if one.email and one.email == other.email:
        found.append("same e-mail address")
    return tuple(found)


def _alike(one: Identity, other: Identity) -> bool:
    few, many = sorted((set(one.words), set(other.words)), key=len)
    return few <= many or SequenceMatcher(None, one.name, other.name).ratio() >= _ALIKE


def likely_duplicates(user: User, patient: Patient) -> list[Likely]:
    """Records of the organisation that may be of the same person, the best reasons first."""
    identity = identity_of(patient)
    found = {}
    for patients in _candidates(patients_visible_to(user), identity):
        for each in patients.exclude(pk=patient.pk):
            why = reasons(identity, identity_of(each))
            if why:
                found[each.pk] = Likely(each, why)
    in_order = sorted(found.values(), key=lambda each: (-len(each.reasons), each.patient.pk))
    return in_order[:_MOST_SHOWN]


def _candidates(visible: QuerySet[Patient], identity: Identity) -> Iterable[QuerySet[Patient]]:
    visible = by_name(visible)
    if identity.words:
        yield holding(visible, [needle(word) for word in identity.words])
    if identity.born_on:
        yield visible.filter(born_on=identity.born_on)
    if len(identity.phone) >= _FEWEST_DIGITS:
        yield holding(visible, [identity.phone])
    if identity.email:
        yield visible.filter(email__iexact=identity.email)


class Known:
    """Many records at once, to compare each line of a file with."""

    def __init__(self) -> None:
        self.by_key: dict[tuple[object, ...], str] = {}
        self._buckets: dict[tuple[str, object], list[tuple[Identity, str]]] = defaultdict(list)

    def add(self, identity: Identity, called: str) -> None:
        """Know one more, and how to speak of it."""
        self.by_key.setdefault(identity.key, called)
        for bucket in self._buckets_of(identity):
            self._buckets[bucket].append((identity, called))

    def like(self, identity: Identity) -> str:
        """The first one that may be of the same person, with the reasons; empty for none."""
        for bucket in self._buckets_of(identity):
            for other, called in self._buckets.get(bucket, [])[:_MOST_COMPARED]:
                why = reasons(identity, other)
                if why:
                    return f"{called}: {', '.join(why)}"
        return ""

    @staticmethod
    def _buckets_of(identity: Identity) -> list[tuple[str, object]]:
        return [
            ("words", identity.words),
            ("name", identity.name),
            *([("born", identity.born_on)] if identity.born_on else []),
            *([("phone", identity.phone)] if len(identity.phone) >= _FEWEST_DIGITS else []),
            *([("email", identity.email)] if identity.email else []),
        ]


def everybody(user: User) -> Known:
    """All patients somebody may see, to compare with."""
    known = Known()
    columns = ("number", "family_name", "given_names", "born_on", "phone", "email")
    for patient in patients_visible_to(user).only(*columns).order_by("pk").iterator(2000):
        known.add(identity_of(patient), f"no. {patient.number}, {patient.name}")
    return known
