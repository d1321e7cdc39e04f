"""Reads quantities as people and ampoules write them."""

import re
from decimal import Decimal, DivisionByZero, Inexact, InvalidOperation

from pistor.clinical.quantities.values import EXACT, Amount, Millilitres, QuantityError, Strength

# The largest number and the most decimals anybody can mean in a syringe or a dose.
_LARGEST = Decimal(1_000_000)
_DECIMALS = 9
# A millilitre of a watery solution weighs about a gram.
_MOST_MG_IN_ML = 1000

_VOLUME_IN_ML = {
    "ml": Decimal(1),
    "millilitre": Decimal(1),
    "millilitres": Decimal(1),
    "cc": Decimal(1),
    "ul": Decimal("0.001"),
    "microlitre": Decimal("0.001"),
    "microlitres": Decimal("0.001"),
    "l": Decimal(1000),
}
_AMOUNT = {
    "mg": (Decimal(1), "mg"),
    "g": (Decimal(1000), "mg"),
    "ug": (Decimal("0.001"), "mg"),
    "mcg": (Decimal("0.001"), "mg"),
    "iu": (Decimal(1), "IU"),
    "u": (Decimal(1), "IU"),
    "units": (Decimal(1), "IU"),
}
_NUMBER = r"(?P<number>[^\s%:/a-zA-Z]+)"
_MEASURE = re.compile(_NUMBER + r"\s*(?P<unit>[a-zA-Z]+)")
_PERCENT = re.compile(_NUMBER + r"\s*%(?:\s*w/v)?")
_RATIO = re.compile(r"1\s*:\s*(?P<number>[^\s%:/a-zA-Z]+)")
_PER = re.compile(
    _NUMBER + r"\s*(?P<unit>[a-zA-Z]+)\s*(?:/|in|per)\s*(?P<count>[\d.]+)?\s*(?P<per>[a-zA-Z]+)"
)


def number(text: str) -> Decimal:
    """Read a number as a person writes it.

    Args:
        text: digits with at most one point, 0 or more, at most 1,000,000, at most 9 decimals.

    Raises:
        QuantityError: it is none, with what was expected.

    >>> number("0.05")
    Decimal('0.05')
    """
    written = text.strip()
    if "," in written:
        raise QuantityError(f"{text!r}: write decimals with a point and thousands without a mark")
    if not re.fullmatch(r"\d+(\.\d+)?|\.\d+", written, re.ASCII):
        raise QuantityError(f"{text!r} is not a number of 0 or more, such as 0.05")
    value = Decimal(written)
    if value > _LARGEST:
        raise QuantityError(f"{text!r} is absurdly large: the most is {_LARGEST}")
    if -int(value.as_tuple().exponent) > _DECIMALS:
        raise QuantityError(f"{text!r} has too many decimals: the most is {_DECIMALS}")
    return value


def volume(text: str) -> Millilitres:
    """Read a volume.

    Args:
        text: such as ``0.2 ml``, ``50 ul``, ``50 µl`` or ``50 microlitres``.

    Returns:
        The volume in ml, exact.

    Raises:
        QuantityError: it is no volume.

    >>> volume("50 µl")
    Millilitres(value=Decimal('0.050'))
    """
    match = _MEASURE.fullmatch(_folded(text))
    factor = _VOLUME_IN_ML.get(match["unit"]) if match else None
    if match is None or factor is None:
        raise QuantityError(f"{text!r} is not a volume: expected ml or ul, such as 0.2 ml")
    return Millilitres(EXACT.multiply(number(match["number"]), factor))


def amount(text: str) -> Amount:
    """Read an amount.

    Args:
        text: such as ``160 mg``, ``500 ug``, ``1 g`` or ``150 IU``.

    Returns:
        The amount in mg or IU, exact.

    Raises:
        QuantityError: it is no amount.

    >>> amount("500 ug")
    Amount(value=Decimal('0.500'), unit='mg')
    """
    match = _MEASURE.fullmatch(_folded(text))
    known = _AMOUNT.get(match["unit"]) if match else None
    if match is None or known is None:
        raise QuantityError(f"{text!r} is not an amount: expected mg, ug, g or IU, such as 20 mg")
    factor, unit = known
    return Amount(EXACT.multiply(number(match["number"]), factor), unit)


def strength(text: str) -> Strength:
    """Read a strength.

    Args:
        text: such as ``10 mg/ml``, ``2 %`` (grams in 100 ml), ``1:1000`` (grams in ml),
            ``150 IU/ml``, ``40 mg in 1 ml`` or ``14 mg/g``.

    Returns:
        Amount in one ml, or in one g; exact.

    Raises:
        QuantityError: it is no strength, more than the solution weighs, or cannot be said in
            finitely many digits.

    >>> strength("0.05 %")
    Strength(value=Decimal('0.50'), unit='mg', per='ml')
    """
    read = _strength(text)
    if (read.unit, read.per) == ("mg", "ml") and read.value > _MOST_MG_IN_ML:
        raise QuantityError(
            f"{text!r} is absurd: no solution holds more than {_MOST_MG_IN_ML} mg/ml"
        )
    return read


def _strength(text: str) -> Strength:
    folded = _folded(text)
    if match := _PERCENT.fullmatch(folded):
        return Strength(EXACT.multiply(number(match["number"]), Decimal(10)), "mg")
    if match := _RATIO.fullmatch(folded):
        return Strength(_shared(Decimal(1000), number(match["number"]), text), "mg")
    if match := _PER.fullmatch(folded):
        known = _AMOUNT.get(match["unit"])
        count = number(match["count"] or "1")
        if known and match["per"] in {"g", "gram"}:
            value = EXACT.multiply(number(match["number"]), known[0])
            return Strength(_shared(value, count, text), known[1], "g")
        factor = _VOLUME_IN_ML.get(match["per"])
        if known and factor:
            value = EXACT.multiply(number(match["number"]), known[0])
            return Strength(_shared(value, EXACT.multiply(count, factor), text), known[1])
    raise QuantityError(
        f"{text!r} is not a strength: expected mg/ml, IU/ml, mg/g, % or 1:n, such as 10 mg/ml"
    )


def _shared(value: Decimal, among: Decimal, text: str) -> Decimal:
    """Divide exactly, or refuse: a strength that cannot be written down cannot be checked."""
    try:
        return EXACT.divide(value, among)
    except (Inexact, DivisionByZero, InvalidOperation) as error:
        raise QuantityError(f"{text!r} cannot be written exactly: give it in mg/ml") from error


def _folded(text: str) -> str:
    """Lower the case and fold the two micro signs of keyboards, but only before a g or an l.

    A micro sign on its own is a unit cut short; as a plain u it would read as units.
    """
    return re.sub("[\N{MICRO SIGN}\N{GREEK SMALL LETTER MU}](?=[gl])", "u", text.strip().lower())
