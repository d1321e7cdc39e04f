"""Choosing: the protocols of an indication, best supported first, and what else there is."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pistor.clinical.evidence import best_first
from pistor.clinical.findings import Finding
from pistor.clinical.planning.comparisons import Comparison
from pistor.clinical.planning.plan import Formulary
from pistor.clinical.planning.protocols import Protocol, Standing
from pistor.clinical.planning.regulation import regulation_findings


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One protocol as it looks from this clinic.

    Args:
        protocol: the protocol.
        standing_here: its legal standing in this country; empty means unknown here.
        standing_elsewhere: its standing in general and in other countries.
        law: what this country bans or warns of in it, as far as its ingredients are known.
    """

    protocol: Protocol
    standing_here: tuple[Standing, ...]
    standing_elsewhere: tuple[Standing, ...]
    law: tuple[Finding, ...] = ()


def protocols_for(
    indication: str, *, jurisdiction: str, formulary: Formulary
) -> tuple[Choice, ...]:
    """List the protocols of an indication, the best supported first.

    Args:
        indication: its key.
        jurisdiction: country code; empty means not known.
        formulary: with the protocols.

    Returns:
        All of them, those with evidence against included, last.

    Raises:
        KeyError: there is no such indication.

    Sources:
        docs/methods/evidence-ranking.md
    """
    indication = formulary.indications[indication].key
    fitting = [each for each in formulary.protocols.values() if indication in each.indications]
    return tuple(
        replace(
            standing_of(protocol, jurisdiction), law=tuple(_law(protocol, jurisdiction, formulary))
        )
        for protocol in sorted(fitting, key=lambda each: best_first(each.evidence))
    )


def _law(protocol: Protocol, jurisdiction: str, formulary: Formulary) -> Iterator[Finding]:
    ingredients = tuple(dict.fromkeys(each.ingredient for each in protocol.components))
    for finding in regulation_findings(
        jurisdiction,
        ingredients=ingredients,
        purposes=[formulary.indications[key].purpose for key in protocol.indications],
        mixed=len(ingredients) > 1,
        jurisdictions=formulary.jurisdictions,
    ):
        if finding.code.startswith("law."):
            yield finding


def standing_of(protocol: Protocol, jurisdiction: str) -> Choice:
    """Sort a protocol's legal standing into here and elsewhere.

    Args:
        protocol: any.
        jurisdiction: country code; empty means not known.

    Returns:
        What names this country is "here"; what names none or another is "elsewhere".
    """
    here = tuple(each for each in protocol.standing if jurisdiction and jurisdiction in each.where)
    elsewhere = tuple(each for each in protocol.standing if each not in here)
    return Choice(protocol=protocol, standing_here=here, standing_elsewhere=elsewhere)


def alternatives_for(purpose: str, formulary: Formulary) -> tuple[Comparison, ...]:
    """List other treatments for a purpose, with the gap to keep from each.

    Args:
        purpose: such as ``fat``.
        formulary: with the comparisons.
    """
    return tuple(each for each in formulary.comparisons.values() if purpose in each.purposes)
