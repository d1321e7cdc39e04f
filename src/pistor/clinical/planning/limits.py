"""Limits: every dose held against every ceiling that is known, and what is not known said."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pistor.clinical.evidence import Verification
from pistor.clinical.ingredients import Ingredient, Limit
from pistor.clinical.person import Person, Received, Weight
from pistor.clinical.planning.doses import IngredientDose
from pistor.clinical.planning.formula import Numbing
from pistor.clinical.planning.plan import Formulary, Plan
from pistor.clinical.quantities import EXACT, Amount, plain, quotient, strength

DOSE_UNITS = frozenset({"mg", "IU", "mg/kg", "mg/cm2", "ml"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One limit held against one plan.

    Args:
        limit: the limit.
        ingredient: key.
        value: what the plan brings, in the limit's unit, rounded half to even to 0.001 where a
            division was needed; None means it could not be worked out.
        injected: the part of ``value`` that is not from a cream, rounded likewise; None where
            no cream counts.
        elsewhere: True where doses from elsewhere or of a session beside it count in ``value``.
        within: exact; None means not checked.
        only_the_sum: True where injected and cream each pass and only their sum does not.
        why_not: what is unknown, where it was not checked.
    """

    limit: Limit
    ingredient: str
    value: Decimal | None
    within: bool | None
    injected: Decimal | None = None
    elsewhere: bool = False
    only_the_sum: bool = False
    why_not: str = ""

    @property
    def verdict(self) -> str:
        """The result in words; "within" an unverified limit never reads as a plain "within"."""
        if self.within is None:
            return f"not checked: {self.why_not} unknown"
        if not self.within:
            return "the sum is above the limit" if self.only_the_sum else "outside the limit"
        if self.limit.verification is Verification.SEEN:
            return "within"
        return "within an unverified limit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """What the limits of one session are judged with.

    Args:
        person: None means no patient was given.
        on: day of the check.
        elsewhere: what else enters this body within a day of the session.
        day: of the session; None where it is not known.
    """

    plan: Plan
    formulary: Formulary
    person: Person | None
    on: date
    elsewhere: tuple[Received, ...] = ()
    day: date | None = None

    @property
    def weight(self) -> Weight | None:
        """The weight, if it is recent enough."""
        return recent_weight(self.person, on=self.on, formulary=self.formulary)


def recent_weight(person: Person | None, *, on: date, formulary: Formulary) -> Weight | None:
    """The weight a dose may be divided by.

    Args:
        person: None means no patient was given.
        on: day of the check.
        formulary: its setting says how many days a weight holds.

    Returns:
        None where there is none, or it is too old or from a later day.
    """
    weight = person.weight if person else None
    if weight is None:
        return None
    age = (on - weight.on).days
    return weight if 0 <= age <= formulary.setting("weight_valid") else None


def judged_doses(dose: IngredientDose, setup: Setup) -> tuple[Judged, ...]:
    """Hold one ingredient's dose against its limits.

    Args:
        dose: of one session.
        setup: plan, person, day.

    Returns:
        One result for each limit on a dose or volume that applies.

    Sources:
        docs/methods/limits.md
    """
    ingredient = setup.formulary.questionnaire.ingredients[dose.ingredient]
    near = _from_elsewhere(dose.ingredient, setup)
    return tuple(
        _judged(limit, dose, near if _counts_elsewhere(limit) else (), setup)
        for limit in _that_apply(ingredient, dose, near)
        if limit.unit in DOSE_UNITS
    )


def _that_apply(
    ingredient: Ingredient, dose: IngredientDose, near: tuple[Amount, ...]
) -> list[Limit]:
    """Leave out limits that are meant for another addition.

    Limits "with epinephrine" replace those without only where every part of the dose comes with
    it. A cream never does, and of a dose from elsewhere nobody knows: both keep the stricter ones.
    """
    plain_part = dose.from_cream is not None or dose.cream_unknown or bool(near)
    addition = "" if plain_part else dose.always_with
    limits = [limit for limit in ingredient.limits if limit.only_with == addition]
    return limits or [limit for limit in ingredient.limits if not limit.only_with]


def _from_elsewhere(key: str, setup: Setup) -> tuple[Amount, ...]:
    """Amounts of an ingredient from elsewhere, those inside a cream included.

    A dose of the day before and one of the day after cannot both lie within 24 hours of each
    other around the session: the larger side counts.
    """
    known = setup.formulary.questionnaire.ingredients
    day = setup.day or setup.on
    sides: dict[int, list[Amount]] = {-1: [], 0: [], 1: []}
    for received in setup.elsewhere:
        side = sides[(received.on > day) - (received.on < day)]
        contains = known[received.ingredient].contains or {}
        if received.ingredient == key:
            side.append(received.amount)
        elif key in contains and received.amount.unit == "mg":
            grams = EXACT.multiply(received.amount.value, Decimal("0.001"))
            side.append(strength(contains[key]).in_mass(grams))
    larger = max(sides[-1], sides[1], key=lambda side: sum(amount.value for amount in side))
    return (*sides[0], *larger)


def _counts_elsewhere(limit: Limit) -> bool:
    """Rule M8: a limit for 24 hours, or for each kg, counts every route."""
    return limit.per == "24 h" or limit.unit == "mg/kg"


def _judged(limit: Limit, dose: IngredientDose, near: tuple[Amount, ...], setup: Setup) -> Judged:
    if limit.unit == "ml":
        value = dose.volume.value if dose.volume else None
        within = None if value is None else value <= limit.value
        return _result(limit, dose, value, within, why_not="volume")
    allowed, divisor, why_not = _allowed(limit, setup)
    if allowed is None:
        return _result(limit, dose, None, None, why_not=why_not)
    unit = limit.unit.split("/")[0]
    own = (dose.at_least, *near)
    alone = _sum(own, unit)
    both = _sum((*own, dose.from_cream), unit)
    above = both > allowed
    unknown = _unknown(limit, dose, (*own, dose.from_cream), setup)
    if unknown and not above:
        return _result(limit, dose, None, None, why_not=unknown)
    has_cream = dose.from_cream is not None
    return Judged(
        limit=limit,
        ingredient=dose.ingredient,
        value=_shown(both, divisor),
        injected=_shown(alone, divisor) if has_cream else None,
        elsewhere=bool(near),
        within=not above,
        only_the_sum=above and has_cream and not dose.missing and alone <= allowed,
    )


def _sum(amounts: Iterable[Amount | None], unit: str) -> Decimal:
    """Add what is known in a unit, exactly."""
    total = Decimal(0)
    for amount in amounts:
        if amount is not None and amount.unit == unit:
            total = EXACT.add(total, amount.value)
    return total


def _unknown(
    limit: Limit, dose: IngredientDose, amounts: tuple[Amount | None, ...], setup: Setup
) -> str:
    """What is missing before "within" could be said; empty when nothing is."""
    unit = limit.unit.split("/")[0]
    if dose.missing:
        return dose.missing
    if dose.cream_unknown:
        return "grams of cream"
    if any(amount is not None and amount.unit != unit for amount in amounts):
        return f"amount in {unit}"
    if limit.above_kg is not None:
        weight = setup.weight
        if weight is None:
            return "recent weight"
        if weight.kg <= limit.above_kg:
            return f"maximum for {plain(limit.above_kg)} kg or less"
    return ""


def _result(
    limit: Limit,
    dose: IngredientDose,
    value: Decimal | None,
    within: bool | None,
    *,
    why_not: str,
) -> Judged:
    return Judged(
        limit=limit,
        ingredient=dose.ingredient,
        value=value,
        within=within,
        why_not=why_not if within is None else "",
    )


def _shown(value: Decimal, divisor: Decimal | None) -> Decimal:
    return plain(value) if divisor is None else quotient(value, divisor)


def _allowed(limit: Limit, setup: Setup) -> tuple[Decimal | None, Decimal | None, str]:
    """The amount a limit allows this person here, and what the dose is divided by to show it.

    Multiplying the limit is exact; dividing the dose would not be.
    """
    if limit.unit == "mg/kg":
        weight = setup.weight
        if weight is None:
            return None, None, "recent weight"
        return EXACT.multiply(limit.value, weight.kg), weight.kg, ""
    if limit.unit == "mg/cm2":
        area = setup.plan.points.area_cm2
        if not area:
            return None, None, "treated area"
        return EXACT.multiply(limit.value, area), area, ""
    return limit.value, None, ""


def judged_cream(numbing: Numbing, setup: Setup) -> tuple[Judged, ...]:
    """Hold a numbing cream against its own label: grams, cm2 and hours.

    Args:
        numbing: the cream as applied.
        setup: plan, person, day.

    Returns:
        One result for each limit of the cream.
    """
    actual = {
        "g cream": (numbing.grams, "grams of cream"),
        "cm2 cream": (numbing.area_cm2, "area of cream"),
        "hours cream": (numbing.hours, "time of cream"),
    }
    return _held(setup.formulary.questionnaire.ingredients[numbing.ingredient], actual)


def judged_counts(ingredient: Ingredient, setup: Setup) -> tuple[Judged, ...]:
    """Hold points, number of sessions and age against an ingredient's limits.

    Args:
        ingredient: with its limits.
        setup: plan, person, day.

    Returns:
        One result for each such limit; gaps are judged with the dates.
    """
    course = setup.plan.course
    length = None if course.length is None else Decimal(course.length + len(course.earlier))
    age = setup.person.age_on(setup.on) if setup.person else None
    count = None if setup.plan.points.count is None else Decimal(setup.plan.points.count)
    actual = {
        "points": (count, "number of points"),
        "sessions": (length, "number of sessions"),
        "days": (length, "number of sessions"),
        "years": (age, "age"),
    }
    return _held(ingredient, actual)


def _held(
    ingredient: Ingredient, actual: Mapping[str, tuple[Decimal | None, str]]
) -> tuple[Judged, ...]:
    """Hold plain numbers against the limits in their unit; a floor in days is a gap."""
    judged: list[Judged] = []
    for limit in ingredient.limits:
        if limit.unit in actual and not (limit.unit == "days" and limit.least):
            value, what = actual[limit.unit]
            within = None if value is None else _inside(value, limit)
            judged.append(
                Judged(
                    limit=limit,
                    ingredient=ingredient.key,
                    value=value,
                    within=within,
                    why_not=what if within is None else "",
                )
            )
    return tuple(judged)


def _inside(value: Decimal, limit: Limit) -> bool:
    return value >= limit.value if limit.least else value <= limit.value
