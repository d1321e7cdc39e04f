"""The formula: what is drawn into which syringe, and the numbing cream beside it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from pistor.clinical.quantities import (
    EXACT,
    Amount,
    Millilitres,
    QuantityError,
    Strength,
)


class FormulaError(ValueError):
    """A formula that cannot be composed; says which part and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """One ingredient of a formula, from one product.

    Args:
        ingredient: its key.
        strength: of the product; None means unknown.
        volume: drawn, ml; None means unknown.
        product: name of the product; empty means a product of its own.
        syringe: which syringe it goes into; mixture rules judge one syringe.
        with_addition: such as ``epinephrine``.
        licensed_combination: True where all components of this product come mixed by its maker
            under one licence; they count as one product and are not judged against each other.
        asked: the amount that was asked for, before the volume was rounded down.
    """

    ingredient: str
    strength: Strength | None = None
    volume: Millilitres | None = None
    product: str = ""
    syringe: str = "A"
    with_addition: str = ""
    licensed_combination: bool = False
    asked: Amount | None = None

    @property
    def dose(self) -> Amount | None:
        """The amount in the volume, exact; None where strength, density or volume is unknown."""
        if self.strength is None or self.volume is None or self.strength.per != "ml":
            return None
        return self.strength.in_volume(self.volume)

    @property
    def product_name(self) -> str:
        """The product, or the ingredient where no product is named."""
        return self.product or self.ingredient


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbing:
    """A cream put on before the session.

    Args:
        ingredient: key of the cream.
        grams: None means unknown.
        area_cm2: skin covered, cm2; None means unknown.
        hours: how long it stays, h; None means unknown.
    """

    ingredient: str
    grams: Decimal | None = None
    area_cm2: Decimal | None = None
    hours: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    """What is given in one session, or in each of several.

    Args:
        components: in the order they are drawn.
        sessions: the sessions it is for, from 1; empty means all that have no other.
        numbing: None means none.
    """

    components: tuple[Component, ...] = ()
    sessions: tuple[int, ...] = ()
    numbing: Numbing | None = None

    def volume(self) -> Millilitres | None:
        """Total injected volume, ml, exact; None as soon as one volume is unknown."""
        return total_volume(self.components)

    def syringes(self) -> dict[str, tuple[Component, ...]]:
        """The components by syringe, in the order given."""
        grouped: dict[str, list[Component]] = {}
        for component in self.components:
            grouped.setdefault(component.syringe, []).append(component)
        return {name: tuple(components) for name, components in grouped.items()}


def total_volume(components: Iterable[Component]) -> Millilitres | None:
    """Add the volumes of some components.

    Returns:
        ml, exact; None where there are none, or one is unknown.

    >>> one = Component(ingredient="lidocaine", volume=Millilitres(Decimal("0.2")))
    >>> total_volume([one, one])
    Millilitres(value=Decimal('0.4'))
    """
    volumes = [component.volume for component in components]
    known = [volume for volume in volumes if volume is not None]
    if not known or len(known) < len(volumes):
        return None
    total = known[0].value
    for volume in known[1:]:
        total = EXACT.add(total, volume.value)
    return Millilitres(total)


def draw_amount(component: Component, wanted: Amount, *, step_ml: Decimal) -> Component:
    """Draw an amount: the volume is rounded down, and the dose follows from the volume.

    Args:
        component: with the strength of the product.
        wanted: mg or IU.
        step_ml: finest step that is drawn, ml.

    Returns:
        The component with its volume; it never holds more than wanted.

    Raises:
        FormulaError: the strength is unknown, by mass, in another unit, or nothing; or the
            amount is too small to draw.

    Sources:
        docs/methods/dilution.md

    >>> stock = Component(ingredient="tranexamic_acid", strength=Strength(Decimal(100), "mg"))
    >>> draw_amount(stock, Amount(Decimal(4), "mg"), step_ml=Decimal("0.01")).volume
    Millilitres(value=Decimal('0.04'))
    """
    if component.strength is None:
        raise FormulaError(
            f"{component.ingredient}: an amount needs the strength of the product, such as 10 mg/ml"
        )
    try:
        volume = component.strength.volume_for(wanted, step_ml)
    except QuantityError as error:
        raise FormulaError(f"{component.ingredient}: {error}") from error
    if wanted.value and not volume.value:
        raise FormulaError(
            f"{component.ingredient}: {wanted.value} {wanted.unit} is less than one step of "
            f"{step_ml} ml of this product: dilute it first"
        )
    return replace(component, volume=volume, asked=wanted)


def draw_to_strength(
    component: Component, final: Strength, *, total: Millilitres, step_ml: Decimal
) -> Component:
    """Draw as much as gives a strength in the finished mixture.

    Args:
        component: with the strength of the product.
        final: wanted strength in the mixture, in the same unit.
        total: volume of the finished mixture, ml.
        step_ml: finest step that is drawn, ml.

    Returns:
        The component with its volume, rounded down.

    Raises:
        FormulaError: the strengths do not fit, or the product is weaker than what is wanted.

    Sources:
        docs/methods/dilution.md
    """
    if final.per != "ml":
        raise FormulaError(f"{component.ingredient}: the final strength must be in mg/ml or IU/ml")
    drawn = draw_amount(component, final.in_volume(total), step_ml=step_ml)
    if drawn.volume is not None and drawn.volume > total:
        raise FormulaError(
            f"{component.ingredient}: the product is weaker than the {final.value} "
            f"{final.unit}/ml wanted"
        )
    return drawn


def filled(components: tuple[Component, ...], total: Millilitres) -> tuple[Component, ...]:
    """Give the one component without a volume what is left of the total.

    Args:
        components: at most one of them without a volume.
        total: volume of the finished mixture, ml.

    Returns:
        The components, all with a volume.

    Raises:
        FormulaError: two or more are without a volume, or the total is not met.

    >>> saline = Component(ingredient="sodium_chloride")
    >>> filled((saline,), Millilitres(Decimal(1)))[0].volume
    Millilitres(value=Decimal('1'))
    """
    open_ones = [component for component in components if component.volume is None]
    if len(open_ones) > 1:
        names = " and ".join(component.ingredient for component in open_ones)
        raise FormulaError(f"{names}: at most one component may be without a volume, to fill up")
    used = total_volume(each for each in components if each.volume is not None)
    left = EXACT.subtract(total.value, used.value if used else Decimal(0))
    if left < 0:
        raise FormulaError(f"the components are {-left} ml more than the total of {total.value} ml")
    if left and not open_ones:
        raise FormulaError(
            f"the components are {left} ml less than the total of {total.value} ml: add a diluent "
            "without a volume"
        )
    return tuple(
        replace(each, volume=Millilitres(left)) if each.volume is None else each
        for each in components
    )
