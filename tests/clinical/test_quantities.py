from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pistor.clinical.quantities import (
    Amount,
    Millilitres,
    QuantityError,
    Strength,
    amount,
    number,
    plain,
    quotient,
    rounded_down,
    strength,
    volume,
)

decimals = st.decimals(min_value=0, max_value=1000, places=4, allow_nan=False)


@pytest.mark.parametrize(
    ("text", "ml"),
    [
        ("0.2 ml", "0.2"),
        ("50 ul", "0.05"),
        ("50 µl", "0.05"),
        ("50 μl", "0.05"),
        ("50 microlitres", "0.05"),
        ("2ML", "2"),
        (".5 ml", "0.5"),
        ("1 cc", "1"),
    ],
)
def test_a_volume_is_read_as_people_write_it(text, ml):
    assert volume(text).value == Decimal(ml)


@pytest.mark.parametrize(
    ("text", "value", "unit", "per"),
    [
        ("10 mg/ml", "10", "mg", "ml"),
        ("2 %", "20", "mg", "ml"),
        ("0.05% w/v", "0.5", "mg", "ml"),
        ("1:1000", "1", "mg", "ml"),
        ("1:200000", "0.005", "mg", "ml"),
        ("150 IU/ml", "150", "IU", "ml"),
        ("40 mg in 1 ml", "40", "mg", "ml"),
        ("160 mg / 2 ml", "80", "mg", "ml"),
        ("5 µg/ml", "0.005", "mg", "ml"),
        ("14 mg/g", "14", "mg", "g"),
        ("1 g/l", "1", "mg", "ml"),
    ],
)
def test_a_strength_is_read_as_an_ampoule_prints_it(text, value, unit, per):
    assert strength(text) == Strength(strength(text).value, unit, per)
    assert strength(text).value == Decimal(value)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("20 mg", "20", "mg"),
        ("500 ug", "0.5", "mg"),
        ("500 mcg", "0.5", "mg"),
        ("1 g", "1000", "mg"),
        ("150 IU", "150", "IU"),
        ("3 U", "3", "IU"),
    ],
)
def test_an_amount_is_read_in_mg_or_in_units(text, value, unit):
    assert (amount(text).value, amount(text).unit) == (Decimal(value), unit)


@pytest.mark.parametrize(
    "text",
    [
        "20 mg",
        "ml",
        "",
        "5 µ",
        "0,2 ml",
        "-1 ml",
        "1e3 ml",
        "NaN ml",
        "2 ml ml",
        "99999999 ml",
        "٣ ml",
    ],
)
def test_what_is_no_volume_is_refused(text):
    with pytest.raises(QuantityError):
        volume(text)


@pytest.mark.parametrize("text", ["2 ml", "mg", "5 µ", "five mg", "1 kg", "0.0000000001 mg"])
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(QuantityError):
        amount(text)


@pytest.mark.parametrize(
    "text", ["10 mg", "10 ml/ml", "1:0", "1:3", "10 mg/kg", "% 2", "-2 %", "101 %"]
)
def test_what_is_no_strength_or_not_exact_is_refused(text):
    with pytest.raises(QuantityError):
        strength(text)


def test_a_comma_is_refused_with_what_to_write():
    with pytest.raises(QuantityError, match="write decimals with a point"):
        number("0,05")


def test_milligrams_and_units_never_add_up():
    with pytest.raises(QuantityError, match="cannot be added"):
        amount("1 mg") + amount("1 IU")


def test_a_bare_number_is_no_volume_and_no_amount():
    with pytest.raises(TypeError):
        volume("1 ml") + 1  # type: ignore[operator]
    with pytest.raises(TypeError):
        amount("1 mg") + 1  # type: ignore[operator]


def test_a_strength_by_mass_says_nothing_about_a_volume():
    with pytest.raises(QuantityError, match="density unknown"):
        strength("14 mg/g").in_volume(volume("1 ml"))


def test_a_strength_by_volume_says_nothing_about_a_mass():
    with pytest.raises(QuantityError, match="expected mg/g"):
        strength("14 mg/ml").in_mass(Decimal(1))


@pytest.mark.parametrize(
    ("product", "wanted"), [("150 IU/ml", "1 mg"), ("14 mg/g", "1 mg"), ("0 mg/ml", "1 mg")]
)
def test_an_amount_is_not_drawn_from_what_does_not_fit(product, wanted):
    with pytest.raises(QuantityError):
        strength(product).volume_for(amount(wanted), Decimal("0.01"))


def test_nothing_is_divided_by_nothing():
    with pytest.raises(QuantityError, match="cannot divide by 0"):
        quotient(Decimal(1), Decimal(0))


@given(value=decimals)
def test_microlitres_and_millilitres_round_trip_exactly(value):
    assert volume(f"{value * 1000:f} ul").value == volume(f"{value:f} ml").value


@given(value=decimals)
def test_micrograms_milligrams_and_grams_round_trip_exactly(value):
    assert amount(f"{value:f} g") == Amount(amount(f"{value * 1000:f} mg").value, "mg")
    assert amount(f"{value:f} ug").value * 1000 == amount(f"{value:f} mg").value


@given(value=st.decimals(min_value=0, max_value=100, places=4))
def test_percent_and_milligrams_for_each_millilitre_round_trip_exactly(value):
    assert strength(f"{value:f} %").value == strength(f"{value * 10:f} mg/ml").value


@given(
    wanted=decimals,
    product=st.decimals(min_value="0.01", max_value=500, places=2),
    step=st.sampled_from(["0.01", "0.02", "0.001"]),
)
def test_what_is_drawn_never_holds_more_than_was_wanted(wanted, product, step):
    stock = Strength(product, "mg")
    drawn = stock.volume_for(Amount(wanted, "mg"), Decimal(step))

    assert stock.in_volume(drawn).value <= wanted
    assert stock.in_volume(Millilitres(drawn.value + Decimal(step))).value > wanted


@given(value=decimals, places=st.integers(0, 4))
def test_rounding_down_never_rounds_a_dose_up(value, places):
    assert rounded_down(value, places) <= value


@given(value=st.decimals(min_value=0, max_value=10**6, places=6))
def test_dropping_zeros_never_changes_a_number(value):
    assert plain(value) == value
    assert "E" not in str(plain(value))
