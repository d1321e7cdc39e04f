"""Volumes, amounts and strengths that carry their unit; exact, or an error."""

from pistor.clinical.quantities.reading import amount, number, strength, volume
from pistor.clinical.quantities.values import (
    EXACT,
    Amount,
    Millilitres,
    QuantityError,
    Strength,
    plain,
    quotient,
    rounded_down,
)

__all__ = [
    "EXACT",
    "Amount",
    "Millilitres",
    "QuantityError",
    "Strength",
    "amount",
    "number",
    "plain",
    "quotient",
    "rounded_down",
    "strength",
    "volume",
]
