"""What exactly, where, how much, how often: protocols, formula, points, course, and the check."""

from pistor.clinical.planning.approval import (
    Approval,
    Decision,
    NotApprovable,
    PlanHistory,
    Version,
    approve,
    blockers,
    changes,
    needs_prescriber,
    plan_hash,
)
from pistor.clinical.planning.assess import AssessedSession, Assessment, assess
from pistor.clinical.planning.choosing import (
    Choice,
    alternatives_for,
    protocols_for,
    standing_of,
)
from pistor.clinical.planning.completing import completed, course_gap
from pistor.clinical.planning.course import (
    ClosedDays,
    Course,
    CourseError,
    CourseGap,
    SessionDates,
    assessment_dates,
    later,
    session_dates,
)
from pistor.clinical.planning.doses import IngredientDose, SessionDose, session_dose, vials
from pistor.clinical.planning.formula import (
    Component,
    Formula,
    FormulaError,
    Numbing,
    draw_amount,
    draw_to_strength,
    filled,
)
from pistor.clinical.planning.limits import Judged
from pistor.clinical.planning.plan import Formulary, Plan
from pistor.clinical.planning.points import Points, points_in_area

__all__ = [
    "Approval",
    "AssessedSession",
    "Assessment",
    "Choice",
    "ClosedDays",
    "Component",
    "Course",
    "CourseError",
    "CourseGap",
    "Decision",
    "Formula",
    "FormulaError",
    "Formulary",
    "IngredientDose",
    "Judged",
    "NotApprovable",
    "Numbing",
    "Plan",
    "PlanHistory",
    "Points",
    "SessionDates",
    "SessionDose",
    "Version",
    "alternatives_for",
    "approve",
    "assess",
    "assessment_dates",
    "blockers",
    "changes",
    "completed",
    "course_gap",
    "draw_amount",
    "draw_to_strength",
    "filled",
    "later",
    "needs_prescriber",
    "plan_hash",
    "points_in_area",
    "protocols_for",
    "session_dates",
    "session_dose",
    "standing_of",
    "vials",
]
