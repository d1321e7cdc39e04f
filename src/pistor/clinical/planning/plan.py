"""The plan: protocol, formulas, points and course; and what a plan is checked against."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from pistor.clinical.body import Zone
from pistor.clinical.ingredients import Ingredient
from pistor.clinical.planning.comparisons import Comparison
from pistor.clinical.planning.course import Course
from pistor.clinical.planning.formula import Formula, FormulaError
from pistor.clinical.planning.points import Points
from pistor.clinical.planning.protocols import Indication, Protocol
from pistor.clinical.planning.regulation import Jurisdiction
from pistor.clinical.planning.rules import MixtureRule, Setting
from pistor.clinical.planning.techniques import Technique
from pistor.clinical.screening import Questionnaire, Wanted

NO_FORMULA = Formula()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be injected, where, how much and how often.

    Args:
        indication: key; empty means not chosen.
        protocol: key; empty means none is followed.
        zone: key; empty means not chosen.
        technique: key; empty means not chosen.
        jurisdiction: country code of the clinic; empty means not known.
        formulas: one for all sessions, or several with their sessions.
        points: of one session.
        course: the series of sessions.
    """

    indication: str = ""
    protocol: str = ""
    zone: str = ""
    technique: str = ""
    jurisdiction: str = ""
    formulas: tuple[Formula, ...] = ()
    points: Points = field(default_factory=Points)
    course: Course = field(default_factory=Course)

    def formula_of(self, session: int) -> Formula:
        """The formula of a session: the one that names it, else the one that names none."""
        for formula in self.formulas:
            if session in formula.sessions:
                return formula
        for formula in self.formulas:
            if not formula.sessions:
                return formula
        return NO_FORMULA

    def ingredients(self) -> tuple[str, ...]:
        """Keys of everything that touches the person, creams included, each once."""
        keys: dict[str, None] = {}
        for formula in self.formulas:
            keys.update(dict.fromkeys(each.ingredient for each in formula.components))
            if formula.numbing is not None:
                keys[formula.numbing.ingredient] = None
        return tuple(keys)


def check_formulas(plan: Plan, ingredients: Mapping[str, Ingredient]) -> None:
    """Refuse formulas of which some part would silently be left out.

    Args:
        plan: with its formulas.
        ingredients: by key.

    Raises:
        FormulaError: two formulas claim one session, one is for no session of the course, a cream
            is to be injected, or what is put on the skin is no cream.
    """
    _check_creams(plan, ingredients)
    claimed: set[int] = set()
    for formula in plan.formulas:
        twice = claimed.intersection(formula.sessions)
        if twice:
            raise FormulaError(f"two formulas are for session {min(twice)}")
        claimed.update(formula.sessions)
    if sum(1 for formula in plan.formulas if not formula.sessions) > 1:
        raise FormulaError("two formulas are for all sessions: say which is for which")
    length = plan.course.length
    if length is not None and any(session > length for session in claimed):
        raise FormulaError(
            f"a formula is for session {max(claimed)}, but the course has {length} sessions"
        )


def _check_creams(plan: Plan, ingredients: Mapping[str, Ingredient]) -> None:
    for formula in plan.formulas:
        for component in formula.components:
            if ingredients[component.ingredient].contains:
                raise FormulaError(f"{component.ingredient} is a cream: it is put on, not injected")
        if formula.numbing and not ingredients[formula.numbing.ingredient].contains:
            raise FormulaError(f"{formula.numbing.ingredient} is no numbing cream")


@dataclass(frozen=True, slots=True, kw_only=True)
class Formulary:
    """What a plan is checked against: the part of the knowledge base that planning uses."""

    questionnaire: Questionnaire
    indications: Mapping[str, Indication]
    protocols: Mapping[str, Protocol]
    zones: Mapping[str, Zone]
    techniques: Mapping[str, Technique]
    comparisons: Mapping[str, Comparison]
    jurisdictions: Mapping[str, Jurisdiction]
    rules: Mapping[str, MixtureRule]
    settings: Mapping[str, Setting]

    def setting(self, name: str) -> Decimal:
        """The number of a setting, by its key without ``setting_``."""
        return self.settings[f"setting_{name}"].value

    def purposes_of(self, plan: Plan) -> tuple[str, ...]:
        """The purposes of the plan's indication, or of its protocol's indications."""
        if plan.indication:
            return (self.indications[plan.indication].purpose,)
        if plan.protocol:
            keys = self.protocols[plan.protocol].indications
            return tuple(dict.fromkeys(self.indications[key].purpose for key in keys))
        return ()

    def zones_of(self, zone: str) -> tuple[str, ...]:
        """A zone and the zones it lies in, the smallest first."""
        keys: list[str] = []
        while zone:
            keys.append(zone)
            zone = self.zones[zone].part_of
        return tuple(keys)

    def wanted_of(self, plan: Plan) -> Wanted:
        """What the plan wants, as screening asks for it."""
        return Wanted(
            ingredients=plan.ingredients(),
            zones=self.zones_of(plan.zone),
            purposes=self.purposes_of(plan),
            additions=tuple(
                dict.fromkeys(
                    component.with_addition
                    for formula in plan.formulas
                    for component in formula.components
                    if component.with_addition
                )
            ),
        )
