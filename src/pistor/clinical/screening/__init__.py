"""May this person be treated, and with what."""

from pistor.clinical.screening.questions import Question, StudyCriterion, Word
from pistor.clinical.screening.recognise import Recognised, recognise
from pistor.clinical.screening.screen import questions_for, questions_to_ask_again, screen
from pistor.clinical.screening.suitability import Reason, Suitability, Verdict, lift
from pistor.clinical.screening.wanted import Questionnaire, Wanted

__all__ = [
    "Question",
    "Questionnaire",
    "Reason",
    "Recognised",
    "StudyCriterion",
    "Suitability",
    "Verdict",
    "Wanted",
    "Word",
    "lift",
    "questions_for",
    "questions_to_ask_again",
    "recognise",
    "screen",
]
