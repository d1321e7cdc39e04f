from dataclasses import replace

import pytest

from pistor.clinical.planning import Formula
from pistor.clinical.planning.mixture import mixture_findings
from tests.cast import codes, cream, drawn

LIDOCAINE = drawn("lidocaine", "1 %", "1 ml")
PROCAINE = drawn("procaine", "1 %", "1 ml")
ACID = drawn("deoxycholic_acid", "10 mg/ml", "4 ml")
AMINOPHYLLINE = drawn("aminophylline", "25 mg/ml", "1 ml")
HYALURONIC = drawn("hyaluronic_acid", "10 mg/ml", "1 ml")
HYALURONIDASE = drawn("hyaluronidase", "150 IU/ml", "1 ml")
SALINE = drawn("sodium_chloride", "", "1 ml")
VITAMIN_C = drawn("ascorbic_acid", "100 mg/ml", "1 ml")


@pytest.fixture
def mixed(formulary):
    def mix(*components, **more):
        return tuple(mixture_findings(Formula(components=components, **more), formulary))

    return mix


def apart(*components):
    """The same components, each in a syringe of its own."""
    return tuple(
        replace(component, syringe=str(number)) for number, component in enumerate(components)
    )


@pytest.mark.parametrize(
    ("components", "code", "severity"),
    [
        ((LIDOCAINE, PROCAINE), "M2", "stop"),
        ((LIDOCAINE, AMINOPHYLLINE), "M3", "review"),
        ((PROCAINE, AMINOPHYLLINE), "M4", "review"),
        ((ACID, LIDOCAINE), "M5", "stop"),
        ((SALINE, ACID), "M5", "stop"),
        ((HYALURONIDASE, HYALURONIC), "M6", "stop"),
        ((LIDOCAINE, HYALURONIDASE), "M6", "review"),
        ((VITAMIN_C, AMINOPHYLLINE), "mixture.monograph", "review"),
        ((drawn("glutathione", "60 mg/ml", "1 ml"), SALINE), "mixture.monograph", "review"),
    ],
)
def test_one_syringe_must_not_hold(mixed, components, code, severity):
    assert code in codes(mixed(*components), severity)
    assert code not in codes(mixed(*apart(*components)))


def test_four_sterile_products_are_no_immediate_use_mixture_and_three_are(mixed):
    four = [drawn(key, "", "1 ml") for key in ("biotin", "dexpanthenol", "b_complex", "caffeine")]

    assert "M1" in codes(mixed(*four), "review")
    assert "M1" not in codes(mixed(*four[:3]))


def test_the_same_anaesthetic_from_two_products_is_one_anaesthetic(mixed):
    assert "M2" not in codes(mixed(LIDOCAINE, drawn("lidocaine", "2 %", "1 ml")))


def test_a_licensed_combination_is_one_product(mixed):
    combination = [
        replace(each, product="Twinplex", licensed_combination=True)
        for each in (LIDOCAINE, PROCAINE)
    ]

    assert "M2" not in codes(mixed(*combination))
    assert "M2" in codes(
        mixed(*(replace(each, licensed_combination=False) for each in combination))
    )
    assert "M2" in codes(mixed(combination[0], replace(combination[1], product="Other")))


def test_a_numbing_cream_beside_an_injected_anaesthetic_is_no_mixture(mixed):
    assert "M2" not in codes(mixed(LIDOCAINE, numbing=cream()))


def test_unknown_ph_shares_one_line_for_all_pairs(mixed):
    found = [
        each
        for each in mixed(LIDOCAINE, drawn("biotin", "", "1 ml"), drawn("minoxidil", "", "1 ml"))
        if each.code == "not_checked.ph"
    ]

    (line,) = found
    assert "biotin, minoxidil unknown" in line.says


def test_a_diluent_takes_the_ph_of_what_it_carries(mixed):
    assert not {"M4", "not_checked.ph"} & codes(mixed(AMINOPHYLLINE, SALINE))


def test_each_pair_is_named_once_however_often_it_is_drawn(mixed):
    found = [each for each in mixed(LIDOCAINE, PROCAINE, LIDOCAINE) if each.code == "M2"]

    assert len(found) == 1


def test_where_a_combination_is_taken_on_trust_it_is_said(mixed):
    combination = [
        replace(each, product="Twinplex", licensed_combination=True)
        for each in (LIDOCAINE, PROCAINE)
    ]

    assert "mixture.licensed_combination" in codes(mixed(*combination), "review")
    assert "mixture.licensed_combination" not in codes(mixed(combination[0]))


def test_two_products_of_deoxycholic_acid_are_an_admixture(mixed):
    assert "M5" in codes(mixed(ACID, replace(ACID, product="Another")), "stop")
