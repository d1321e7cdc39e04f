"""The result of a screening as plain data, under the names the command line promises."""

from datetime import date
from typing import Any

from pistor.clinical.screening import Suitability
from pistor.knowledge import KnowledgeBase

Data = dict[str, Any]


def screen_report(suitability: Suitability, *, on: date, knowledge: KnowledgeBase) -> Data:
    """The result of a screening."""
    return {
        "verdict": suitability.verdict.value,
        "until": suitability.until,
        "reasons": [
            {
                "code": reason.code,
                "says": reason.says,
                "action": reason.action.value,
                "source": ", ".join(reason.sources),
                "about": reason.about,
                "until": reason.until,
                "trial_criterion": reason.trial,
                "verification": reason.verification.value,
                "overridable": reason.overridable,
            }
            for reason in suitability.reasons
        ],
        "unanswered": list(suitability.unanswered),
        "dont_know": list(suitability.dont_know),
        "on": on,
        "knowledge_release": knowledge.release,
    }
