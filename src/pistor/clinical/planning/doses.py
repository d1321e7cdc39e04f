"""Doses: how much of each ingredient one session brings, and the course as a whole."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pistor.clinical.ingredients import Ingredient
from pistor.clinical.planning.formula import Component, Formula, total_volume
from pistor.clinical.quantities import Amount, Millilitres, quotient, strength


@dataclass(frozen=True, slots=True, kw_only=True)
class IngredientDose:
    """One ingredient in one session.

    Args:
        ingredient: its key.
        injected: exact; None where a strength, density or volume is unknown.
        at_least: the part of it that is known, exact; None where nothing is.
        from_cream: as if all of the cream were absorbed; None where the cream's grams are
            unknown or there is no cream.
        cream_unknown: True where there is a cream and its grams are unknown.
        volume: ml of the products it comes in; None means unknown.
        in_mixture: strength in the finished mixture, mg or IU in 1 ml, rounded half to even to
            0.001; for showing.
        is_mixed: True where it shares its one syringe with another product.
        always_with: the addition every component of it comes with, such as ``epinephrine``.
        missing: what is unknown, in words; empty when nothing is.
    """

    ingredient: str
    injected: Amount | None
    volume: Millilitres | None
    at_least: Amount | None = None
    from_cream: Amount | None = None
    cream_unknown: bool = False
    in_mixture: Decimal | None = None
    is_mixed: bool = False
    always_with: str = ""
    missing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionDose:
    """Everything one session brings.

    Args:
        number: of the session, from 1.
        volume: injected, ml, exact; None means unknown.
        ingredients: in the order of the formula, creams last.
    """

    number: int
    volume: Millilitres | None
    ingredients: tuple[IngredientDose, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Syringe:
    """What one syringe holds in all.

    Args:
        volume: ml; None means unknown.
        products: how many components share it.
    """

    volume: Millilitres | None
    products: int


def session_dose(
    formula: Formula, *, number: int, ingredients: Mapping[str, Ingredient]
) -> SessionDose:
    """Add up one session.

    Args:
        formula: of that session.
        number: of the session, from 1.
        ingredients: by key, for what a cream contains.

    Returns:
        Doses, exact; unknown stays unknown.

    Raises:
        QuantityError: one ingredient is given in mg and in IU.

    Sources:
        docs/methods/dose.md
    """
    by_ingredient: dict[str, list[Component]] = {}
    for component in formula.components:
        by_ingredient.setdefault(component.ingredient, []).append(component)
    creams = _cream_amounts(formula, ingredients)
    syringes = {
        name: _Syringe(volume=total_volume(inside), products=len(inside))
        for name, inside in formula.syringes().items()
    }
    doses = [
        _ingredient_dose(key, components, syringes) for key, components in by_ingredient.items()
    ]
    doses += [_not_injected(key) for key in creams if key not in by_ingredient]
    return SessionDose(
        number=number,
        volume=formula.volume(),
        ingredients=tuple(
            replace(
                dose,
                from_cream=creams[dose.ingredient],
                cream_unknown=creams[dose.ingredient] is None,
            )
            if dose.ingredient in creams
            else dose
            for dose in doses
        ),
    )


def _not_injected(key: str) -> IngredientDose:
    """An ingredient that only a cream brings."""
    nothing = Amount(Decimal(0), "mg")
    return IngredientDose(
        ingredient=key, injected=nothing, at_least=nothing, volume=Millilitres(Decimal(0))
    )


def _cream_amounts(
    formula: Formula, ingredients: Mapping[str, Ingredient]
) -> dict[str, Amount | None]:
    """What the numbing cream holds, as if all of it were absorbed."""
    numbing = formula.numbing
    if numbing is None:
        return {}
    contains = ingredients[numbing.ingredient].contains or {}
    return {
        key: None if numbing.grams is None else strength(text).in_mass(numbing.grams)
        for key, text in contains.items()
    }


def _ingredient_dose(
    key: str, components: list[Component], syringes: Mapping[str, _Syringe]
) -> IngredientDose:
    known = [dose for component in components if (dose := component.dose) is not None]
    complete = len(known) == len(components)
    additions = {component.with_addition for component in components}
    at_least = added(known)
    injected = at_least if complete else None
    return IngredientDose(
        ingredient=key,
        injected=injected,
        at_least=at_least,
        volume=total_volume(components),
        in_mixture=_in_mixture(components, syringes, injected),
        is_mixed=any(syringes[component.syringe].products > 1 for component in components),
        always_with=additions.pop() if len(additions) == 1 else "",
        missing="" if complete else _missing(components),
    )


def _missing(components: Iterable[Component]) -> str:
    for component in components:
        if component.strength is None:
            return "strength"
        if component.strength.per != "ml":
            return "density"
    return "volume"


def _in_mixture(
    components: list[Component],
    syringes: Mapping[str, _Syringe],
    injected: Amount | None,
) -> Decimal | None:
    """Strength in the one syringe that holds it; None where several do, or one is unknown."""
    names = {component.syringe for component in components}
    if injected is None or len(names) > 1:
        return None
    total = syringes[names.pop()].volume
    if total is None or not total.value:
        return None
    return quotient(injected.value, total.value)


def added(amounts: Iterable[Amount]) -> Amount | None:
    """Add amounts exactly.

    Args:
        amounts: all in the same unit.

    Returns:
        The sum; None where there are none.

    Raises:
        QuantityError: mg and IU are mixed.

    >>> added([Amount(Decimal("0.1"), "mg"), Amount(Decimal("0.2"), "mg")])
    Amount(value=Decimal('0.3'), unit='mg')
    """
    total: Amount | None = None
    for amount in amounts:
        total = amount if total is None else total + amount
    return total


def course_doses(sessions: Sequence[SessionDose], *, complete: bool) -> dict[str, Amount | None]:
    """Add up what is injected over the whole course.

    Args:
        sessions: as far as they are known.
        complete: whether that is all of them.

    Returns:
        By ingredient, exact; None as soon as one session is unknown or has no formula. What only
        a cream brings is not counted as injected.
    """
    complete = complete and all(session.ingredients for session in sessions)
    parts: dict[str, list[Amount | None]] = {}
    for session in sessions:
        for dose in session.ingredients:
            if dose.volume is None or dose.volume.value:
                parts.setdefault(dose.ingredient, []).append(dose.injected)
    totals: dict[str, Amount | None] = {}
    for key, amounts in parts.items():
        known = [amount for amount in amounts if amount is not None]
        totals[key] = added(known) if complete and len(known) == len(amounts) else None
    return totals


def per(value: Amount | None, by: Decimal | None) -> Decimal | None:
    """A dose for each kg or cm2, for showing.

    Args:
        value: mg or IU; None means unknown.
        by: kg or cm2; None means unknown, 0 gives None.

    Returns:
        Rounded half to even to 0.001; None where something is unknown.

    >>> per(Amount(Decimal(40), "mg"), Decimal(20))
    Decimal('2')
    """
    if value is None or not by:
        return None
    return quotient(value.value, by)


def vials(volume: Millilitres | None, vial: Millilitres | None) -> int | None:
    """Whole vials to open for a volume.

    Args:
        volume: to draw, ml.
        vial: content of one vial, ml, above 0.

    Returns:
        Rounded UP; None where one is unknown.

    >>> vials(Millilitres(Decimal("4.0")), Millilitres(Decimal(2)))
    2
    """
    if volume is None or vial is None:
        return None
    whole, rest = divmod(volume.value, vial.value)
    return int(whole) + (1 if rest else 0)
