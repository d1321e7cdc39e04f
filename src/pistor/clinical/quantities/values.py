"""The values themselves, and the arithmetic on them.

Every number is a ``Decimal``. Sums and products are computed in a context that refuses to round,
so nothing here is ever off by a last digit. Only ``quotient`` rounds, and its caller says how.
"""

from dataclasses import dataclass
from decimal import (
    ROUND_DOWN,
    ROUND_HALF_EVEN,
    Context,
    Decimal,
    DivisionByZero,
    Inexact,
    InvalidOperation,
    Overflow,
)

EXACT = Context(prec=80, traps=[Inexact, InvalidOperation, DivisionByZero, Overflow])
_DIVIDE = Context(prec=80, traps=[InvalidOperation, DivisionByZero, Overflow])


class QuantityError(ValueError):
    """A text is no quantity, or not one of the kind that is needed."""


@dataclass(frozen=True, slots=True, order=True)
class Millilitres:
    """A volume.

    >>> Millilitres(Decimal("0.2")) + Millilitres(Decimal("0.3"))
    Millilitres(value=Decimal('0.5'))
    """

    value: Decimal

    def __add__(self, other: "Millilitres") -> "Millilitres":
        """Add two volumes exactly; anything that is no volume is a TypeError."""
        if not isinstance(other, Millilitres):
            return NotImplemented
        return Millilitres(EXACT.add(self.value, other.value))

    def times(self, count: int) -> "Millilitres":
        """Multiply by a whole number exactly.

        >>> Millilitres(Decimal("0.05")).times(20)
        Millilitres(value=Decimal('1.00'))
        """
        return Millilitres(EXACT.multiply(self.value, Decimal(count)))


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of an ingredient.

    Args:
        value: 0 or more.
        unit: ``mg`` or ``IU``; the two never add up.

    >>> Amount(Decimal(20), "mg") + Amount(Decimal("0.5"), "mg")
    Amount(value=Decimal('20.5'), unit='mg')
    """

    value: Decimal
    unit: str

    def __add__(self, other: "Amount") -> "Amount":
        """Add two amounts of the same unit exactly.

        Raises:
            QuantityError: the units differ.
        """
        if not isinstance(other, Amount):
            return NotImplemented
        if self.unit != other.unit:
            raise QuantityError(f"{self.unit} and {other.unit} cannot be added")
        return Amount(EXACT.add(self.value, other.value), self.unit)

    def times(self, count: Decimal | int) -> "Amount":
        """Multiply by a number exactly.

        >>> Amount(Decimal(4), "mg").times(7)
        Amount(value=Decimal('28'), unit='mg')
        """
        return Amount(EXACT.multiply(self.value, Decimal(count)), self.unit)


@dataclass(frozen=True, slots=True)
class Strength:
    """How much of an ingredient a product holds.

    Args:
        value: amount in one ``per``.
        unit: ``mg`` or ``IU``.
        per: ``ml``, or ``g`` where the maker gives it by mass; a strength by mass says nothing
            about a volume, because the density is not known.
    """

    value: Decimal
    unit: str
    per: str = "ml"

    def in_volume(self, drawn: Millilitres) -> Amount:
        """The amount in a volume, exact.

        Args:
            drawn: the volume, ml.

        Returns:
            Amount, in mg or IU, not rounded.

        Raises:
            QuantityError: the strength is by mass.

        >>> Strength(Decimal(20), "mg").in_volume(Millilitres(Decimal(1)))
        Amount(value=Decimal('20'), unit='mg')
        """
        if self.per != "ml":
            raise QuantityError(
                f"{self.value} {self.unit}/{self.per} says nothing about a volume: density unknown"
            )
        return Amount(EXACT.multiply(self.value, drawn.value), self.unit)

    def in_mass(self, grams: Decimal) -> Amount:
        """The amount in a mass of cream, exact.

        Args:
            grams: g of the product.

        Raises:
            QuantityError: the strength is by volume.

        >>> Strength(Decimal(25), "mg", "g").in_mass(Decimal(2))
        Amount(value=Decimal('50'), unit='mg')
        """
        if self.per != "g":
            raise QuantityError(
                f"{self.value} {self.unit}/{self.per} is no strength by mass: expected mg/g"
            )
        return Amount(EXACT.multiply(self.value, grams), self.unit)

    def volume_for(self, wanted: Amount, step_ml: Decimal) -> Millilitres:
        """The volume to draw for an amount.

        Args:
            wanted: the amount.
            step_ml: the finest step that is drawn, ml, above 0.

        Returns:
            ml, rounded DOWN to the step, so that what is drawn never holds more than wanted.

        Raises:
            QuantityError: the units do not fit, or the strength is nothing.

        Sources:
            docs/methods/dilution.md

        >>> Strength(Decimal(100), "mg").volume_for(Amount(Decimal(4), "mg"), Decimal("0.01"))
        Millilitres(value=Decimal('0.04'))
        """
        if self.per != "ml" or self.unit != wanted.unit:
            raise QuantityError(
                f"{wanted.value} {wanted.unit} cannot be drawn from {self.unit}/{self.per}"
            )
        if not self.value:
            raise QuantityError("an amount cannot be drawn from a strength of nothing")
        steps = _DIVIDE.divide_int(wanted.value, EXACT.multiply(self.value, step_ml))
        return Millilitres(EXACT.multiply(steps, step_ml))


def quotient(
    amount_value: Decimal, by: Decimal, places: int = 3, rounding: str = ROUND_HALF_EVEN
) -> Decimal:
    """Divide, for showing to a person; never compare the result with a limit.

    Args:
        amount_value: any number.
        by: above 0.
        places: decimals of the result.
        rounding: a rounding of the ``decimal`` module.

    Returns:
        The quotient with at most ``places`` decimals, half to even unless told otherwise.

    Raises:
        QuantityError: ``by`` is not above 0.

    >>> quotient(Decimal(20), Decimal(3))
    Decimal('6.667')
    """
    if by <= 0:
        raise QuantityError(f"cannot divide by {by}")
    exact = _DIVIDE.divide(amount_value, by)
    return plain(exact.quantize(Decimal(1).scaleb(-places), rounding, _DIVIDE))


def rounded_down(value: Decimal, places: int = 3) -> Decimal:
    """Cut a number to some decimals; a dose is only ever rounded this way.

    >>> rounded_down(Decimal("0.0299"), places=2)
    Decimal('0.02')
    """
    return plain(value.quantize(Decimal(1).scaleb(-places), ROUND_DOWN, _DIVIDE))


def plain(value: Decimal) -> Decimal:
    """Drop trailing zeros without falling into powers of ten; the value stays the same.

    >>> plain(Decimal("40.00")), plain(Decimal("0.50"))
    (Decimal('40'), Decimal('0.5'))
    """
    if value == value.to_integral_value():
        return value.quantize(Decimal(1), context=_DIVIDE)
    return value.normalize(_DIVIDE)
