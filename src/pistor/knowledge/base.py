"""The knowledge base: which file holds which rows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pistor.clinical.body import NeverInject, Zone
from pistor.clinical.evidence import Claim, Reference, Row
from pistor.clinical.followup import AftercareAdvice, CheckIn, Reaction, ReportingScheme
from pistor.clinical.ingredients import Ingredient
from pistor.clinical.outcomes import Instrument
from pistor.clinical.planning.comparisons import Comparison
from pistor.clinical.planning.protocols import Indication, Protocol
from pistor.clinical.planning.regulation import Jurisdiction
from pistor.clinical.planning.rules import MixtureRule, Setting
from pistor.clinical.planning.techniques import Technique
from pistor.clinical.screening.questions import Question, StudyCriterion, Word
from pistor.clinical.treatment import ChecklistStep, EmergencyItem

FILES: Mapping[str, Mapping[str, type[Row] | type[Reference]]] = {
    "references": {"reference": Reference},
    "techniques": {"technique": Technique},
    "zones": {"zone": Zone, "never_inject": NeverInject},
    "protocols": {"indication": Indication, "protocol": Protocol},
    "jurisdictions": {"jurisdiction": Jurisdiction},
    "ingredients": {"ingredient": Ingredient},
    "mixture": {"rule": MixtureRule, "setting": Setting},
    "screening": {"question": Question, "criterion": StudyCriterion, "word": Word},
    "reactions": {"reaction": Reaction, "reporting": ReportingScheme},
    "aftercare": {"advice": AftercareAdvice, "check_in": CheckIn},
    "comparisons": {"comparison": Comparison},
    "instruments": {"instrument": Instrument},
    "checklist": {"step": ChecklistStep, "emergency": EmergencyItem},
    "claims": {"claim": Claim},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class KnowledgeBase:
    """All rows, by kind and key, in the order of the files.

    Args:
        release: a hash of every file's content; changes with any character.
    """

    release: str
    reference: Mapping[str, Reference]
    technique: Mapping[str, Technique]
    zone: Mapping[str, Zone]
    never_inject: Mapping[str, NeverInject]
    indication: Mapping[str, Indication]
    protocol: Mapping[str, Protocol]
    jurisdiction: Mapping[str, Jurisdiction]
    ingredient: Mapping[str, Ingredient]
    rule: Mapping[str, MixtureRule]
    setting: Mapping[str, Setting]
    question: Mapping[str, Question]
    criterion: Mapping[str, StudyCriterion]
    word: Mapping[str, Word]
    reaction: Mapping[str, Reaction]
    reporting: Mapping[str, ReportingScheme]
    advice: Mapping[str, AftercareAdvice]
    check_in: Mapping[str, CheckIn]
    comparison: Mapping[str, Comparison]
    instrument: Mapping[str, Instrument]
    step: Mapping[str, ChecklistStep]
    emergency: Mapping[str, EmergencyItem]
    claim: Mapping[str, Claim]

    def not_reviewed(self) -> tuple[int, int]:
        """How many rows no clinician has signed, and how many there are to sign."""
        rows = [row for _, row in self.rows() if isinstance(row, Row)]
        return sum(not row.reviewed_by for row in rows), len(rows)

    def rows(self) -> Iterator[tuple[str, Row | Reference]]:
        """Every row with its kind, in the order of the files."""
        for kinds in FILES.values():
            for kind in kinds:
                for row in getattr(self, kind).values():
                    yield kind, row
