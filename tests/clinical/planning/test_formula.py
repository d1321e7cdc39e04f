from decimal import Decimal

import pytest

from pistor.clinical.planning import FormulaError, draw_amount, draw_to_strength, filled
from pistor.clinical.quantities import amount, strength, volume
from tests.cast import drawn

STEP = Decimal("0.01")


def test_jpm20_4_mg_per_ml_from_the_ampoule_takes_40_microlitres_in_1_ml():
    acid = draw_to_strength(
        drawn("tranexamic_acid", "100 mg/ml"),
        strength("4 mg/ml"),
        total=volume("1 ml"),
        step_ml=STEP,
    )
    mixture = filled((acid, drawn("sodium_chloride")), volume("1 ml"))

    assert [each.volume.value for each in mixture] == [Decimal("0.04"), Decimal("0.96")]


def test_an_amount_that_cannot_be_drawn_exactly_is_rounded_down_and_remembered():
    component = draw_amount(drawn("aminophylline", "24 mg/ml"), amount("5 mg"), step_ml=STEP)

    assert component.volume == volume("0.20 ml")
    assert component.dose.value == Decimal("4.80")
    assert component.asked == amount("5 mg")


@pytest.mark.parametrize(
    ("component", "wanted", "says"),
    [
        (drawn("biotin"), "5 mg", "needs the strength"),
        (drawn("hyaluronidase", "150 IU/ml"), "5 mg", "cannot be drawn"),
        (drawn("hyaluronic_acid", "14 mg/g"), "5 mg", "cannot be drawn"),
    ],
)
def test_an_amount_is_not_drawn_from_an_unknown_or_unfit_strength(component, wanted, says):
    with pytest.raises(FormulaError, match=says):
        draw_amount(component, amount(wanted), step_ml=STEP)


def test_a_product_weaker_than_what_is_wanted_cannot_make_it():
    with pytest.raises(FormulaError, match="weaker than the 10"):
        draw_to_strength(
            drawn("lidocaine", "0.5 %"), strength("1 %"), total=volume("1 ml"), step_ml=STEP
        )


def test_a_strength_by_mass_is_no_strength_of_a_mixture():
    with pytest.raises(FormulaError, match="must be in mg/ml"):
        draw_to_strength(
            drawn("lidocaine", "2 %"), strength("1 mg/g"), total=volume("1 ml"), step_ml=STEP
        )


def test_only_one_component_can_fill_up():
    with pytest.raises(FormulaError, match="at most one component"):
        filled((drawn("sodium_chloride"), drawn("biotin")), volume("1 ml"))


def test_components_of_more_than_the_total_are_refused():
    with pytest.raises(FormulaError, match=r"0\.5 ml more than the total"):
        filled((drawn("lidocaine", "2 %", "1.5 ml"), drawn("sodium_chloride")), volume("1 ml"))


def test_a_dose_is_unknown_where_strength_density_or_volume_is():
    assert drawn("biotin", "", "1 ml").dose is None
    assert drawn("biotin", "5 mg/ml").dose is None
    assert drawn("hyaluronic_acid", "14 mg/g", "1 ml").dose is None


def test_an_amount_below_one_step_of_the_syringe_is_refused():
    with pytest.raises(FormulaError, match="dilute it first"):
        draw_amount(drawn("tranexamic_acid", "100 mg/ml"), amount("0.5 mg"), step_ml=STEP)


def test_components_of_less_than_the_total_need_a_diluent():
    with pytest.raises(FormulaError, match="add a diluent"):
        filled((drawn("lidocaine", "2 %", "0.5 ml"),), volume("1 ml"))
