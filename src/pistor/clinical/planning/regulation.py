"""What a country allows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pistor.clinical.evidence import Cited, Row, Verification
from pistor.clinical.findings import Finding, Severity
from pistor.clinical.ingredients import Ingredient


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """Something a country bans or warns of.

    Args:
        severity: stop for a ban, review for a warning, note for a rule to know.
        ingredients: keys it concerns; with ``mixtures`` any mixture counts.
        purposes: purposes it concerns; empty means all.
        mixtures: True where any mixture of two or more products is meant.
    """

    says: str
    sources: tuple[str, ...]
    severity: Severity
    verification: Verification = Verification.SEEN
    ingredients: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    mixtures: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Jurisdiction(Row):
    """One country or union of countries.

    Args:
        key: ISO country code, or ``EU``.
        members: country codes a union applies to.
        locks: what is banned or warned of.
        facts: what else the dossier knows.
    """

    name: str
    members: tuple[str, ...] = ()
    locks: tuple[Lock, ...] = ()
    facts: tuple[Cited, ...] = ()


def regulation_findings(
    country: str,
    *,
    ingredients: Sequence[str],
    purposes: Sequence[str],
    mixed: bool,
    jurisdictions: Mapping[str, Jurisdiction],
) -> Iterator[Finding]:
    """Say what the clinic's country bans or warns of in this plan.

    Args:
        country: ISO code; empty means not known.
        ingredients: keys of what the plan uses.
        purposes: purposes of its indication; empty means not known, so any may be meant.
        mixed: whether two or more products share a syringe.
        jurisdictions: by country code.

    Returns:
        A stop nobody may override for a ban, a review for a warning; a review where the country
        is not known or the knowledge base has nothing on it.
    """
    here = [
        each for each in jurisdictions.values() if country and country in (each.key, *each.members)
    ]
    if not here:
        named = f"the rules of {country}" if country else "the clinic's country"
        yield Finding(
            code="not_checked.country",
            severity=Severity.REVIEW,
            says=f"Not checked: what the law allows here: {named} unknown.",
            do="Give the clinic's country, and check its rules yourself.",
            verification=Verification.PROPOSAL,
        )
    for jurisdiction in here:
        for lock in jurisdiction.locks:
            if _applies(lock, ingredients, purposes, mixed=mixed):
                yield Finding(
                    code="law.banned" if lock.severity is Severity.STOP else "law.warning",
                    severity=lock.severity,
                    says=lock.says
                    if jurisdiction.name in lock.says
                    else f"{jurisdiction.name}: {lock.says}",
                    sources=lock.sources,
                    do="Check the law in force today before anything else.",
                    about=", ".join(lock.ingredients) or "mixtures",
                    verification=lock.verification,
                    overridable=lock.severity is not Severity.STOP,
                )


def standing_findings(ingredients: Sequence[Ingredient]) -> Iterator[Finding]:
    """Say what is injected off-label, or without any licensed product: one line for each.

    Args:
        ingredients: what the plan uses, creams included.
    """
    for word, says, severity in (
        ("UNL", "No licensed product for this use is known for", Severity.REVIEW),
        ("OFF", "Licensed for another use or route, so off-label here:", Severity.NOTE),
    ):
        meant = [
            each
            for each in ingredients
            if word in each.regulatory and not {"LIC", "DEV"} & set(each.regulatory)
        ]
        if meant:
            yield Finding(
                code=f"law.{'unlicensed' if word == 'UNL' else 'off_label'}",
                severity=severity,
                says=f"{says} {', '.join(each.name for each in meant)}.",
                sources=tuple(dict.fromkeys(key for each in meant for key in each.sources)),
                do="Tell the patient, and let the consent say so.",
                about=", ".join(each.key for each in meant),
                verification=min(each.verification for each in meant),
            )


def _applies(
    lock: Lock, ingredients: Sequence[str], purposes: Sequence[str], *, mixed: bool
) -> bool:
    if lock.purposes and purposes and not set(lock.purposes) & set(purposes):
        return False
    return bool(set(lock.ingredients) & set(ingredients)) or (lock.mixtures and mixed)
