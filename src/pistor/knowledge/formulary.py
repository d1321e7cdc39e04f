"""Gives the clinical steps the part of the knowledge base they use."""

from pistor.clinical.planning import Formulary
from pistor.clinical.screening import Questionnaire
from pistor.knowledge.base import KnowledgeBase


def questionnaire_of(knowledge: KnowledgeBase) -> Questionnaire:
    """What screening uses."""
    return Questionnaire(
        questions=knowledge.question,
        criteria=tuple(knowledge.criterion.values()),
        ingredients=knowledge.ingredient,
    )


def formulary_of(knowledge: KnowledgeBase) -> Formulary:
    """What planning uses."""
    return Formulary(
        questionnaire=questionnaire_of(knowledge),
        indications=knowledge.indication,
        protocols=knowledge.protocol,
        zones=knowledge.zone,
        techniques=knowledge.technique,
        comparisons=knowledge.comparison,
        jurisdictions=knowledge.jurisdiction,
        rules=knowledge.rule,
        settings=knowledge.setting,
    )
