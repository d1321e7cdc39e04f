"""Protocols, law and findings as plain data."""

from collections.abc import Iterable

from pistor.clinical.evidence import Cited, Figure
from pistor.clinical.findings import Finding
from pistor.clinical.planning import Choice, Formulary, alternatives_for, protocols_for, standing_of
from pistor.clinical.planning.protocols import Protocol, Standing
from pistor.knowledge import KnowledgeBase, formulary_of
from pistor.notation.screen_report import Data


def evidence_data(protocol: Protocol | None) -> Data:
    """Evidence of a protocol."""
    if protocol is None:
        return {"grade": None, "says": "no protocol chosen", "sources": []}
    evidence = protocol.evidence
    return {
        "grade": evidence.level,
        "certainty": evidence.certainty,
        "direction": evidence.direction,
        "says": evidence.says,
        "not_proven": evidence.not_proven,
        "funding": evidence.funding,
        "sources": list(evidence.sources),
    }


def regulatory_data(protocol: Protocol | None, country: str) -> Data:
    """Legal standing of a protocol, here and elsewhere."""
    if protocol is None:
        return {"country": country or None, "here": [], "elsewhere": []}
    choice = standing_of(protocol, country)
    return {
        "country": country or None,
        "here": [_standing(each) for each in choice.standing_here],
        "elsewhere": [_standing(each) for each in choice.standing_elsewhere],
    }


def _standing(standing: Standing) -> Data:
    return {
        "word": standing.word,
        "where": list(standing.where),
        "says": standing.says,
        "source": ", ".join(standing.sources),
        "verification": standing.verification.value,
    }


def finding_data(finding: Finding) -> Data:
    """One finding."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "says": finding.says,
        "do": finding.do,
        "source": ", ".join(finding.sources),
        "verification": finding.verification.value,
        "about": finding.about,
        "overridable": finding.overridable,
    }


def protocols_data(indication: str, country: str, knowledge: KnowledgeBase) -> list[Data]:
    """The protocols of an indication, the best supported first."""
    if not indication:
        return []
    formulary = formulary_of(knowledge)
    choices = protocols_for(indication, jurisdiction=country, formulary=formulary)
    return [_choice(each) for each in choices]


def _choice(choice: Choice) -> Data:
    protocol, evidence = choice.protocol, choice.protocol.evidence
    return {
        "key": protocol.key,
        "name": protocol.name,
        "grade": evidence.level,
        "certainty": evidence.certainty,
        "direction": evidence.direction,
        "says": evidence.says,
        "not_proven": evidence.not_proven,
        "here": [_standing(each) for each in choice.standing_here],
        "elsewhere": [_standing(each) for each in choice.standing_elsewhere],
        "law": [finding_data(each) for each in choice.law],
        "sources": list(protocol.sources),
    }


def _gap_days(figure: Figure | None) -> str | None:
    return None if figure is None else figure.range_text


def _says(cited: Cited | None) -> str | None:
    return cited.says if cited else None


def alternatives_data(purposes: Iterable[str], formulary: Formulary) -> list[Data]:
    """Other treatments for the same wish, with the gap to keep from each."""
    return [
        {
            "key": each.key,
            "name": each.name,
            "course": each.course,
            "risks": each.risks,
            "evidence": each.evidence,
            "gap": _gap_days(each.gap_days),
            "combination": _says(each.combination),
        }
        for purpose in purposes
        for each in alternatives_for(purpose, formulary)
    ]
