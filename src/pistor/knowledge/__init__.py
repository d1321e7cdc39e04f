"""What is known, as data: TOML files beside this module, and the loader that reads them."""

from pistor.knowledge.adoption import (
    Difference,
    RowOverride,
    differences,
    overridden,
    plain_row,
    restore,
    row_hash,
    snapshot,
)
from pistor.knowledge.base import KnowledgeBase
from pistor.knowledge.check import Problem, problems_of
from pistor.knowledge.formulary import formulary_of, questionnaire_of
from pistor.knowledge.loader import KnowledgeError, load
from pistor.knowledge.lookup import NotFound, found, named

__all__ = [
    "Difference",
    "KnowledgeBase",
    "KnowledgeError",
    "NotFound",
    "Problem",
    "RowOverride",
    "differences",
    "formulary_of",
    "found",
    "load",
    "named",
    "overridden",
    "plain_row",
    "problems_of",
    "questionnaire_of",
    "restore",
    "row_hash",
    "snapshot",
]
