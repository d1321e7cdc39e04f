"""What must hold for every formula anybody can think of."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from pistor.clinical.planning import Component, assess
from pistor.clinical.planning.doses import session_dose
from pistor.clinical.quantities import Millilitres, Strength
from pistor.knowledge import formulary_of, load
from tests.cast import MONDAY, ada, plan_of

FORMULARY = formulary_of(load())
ADA = ada(FORMULARY)
INGREDIENTS = sorted(
    key for key, each in FORMULARY.questionnaire.ingredients.items() if not each.contains
)
IN_UNITS = {"hyaluronidase"}

volumes = st.decimals(min_value="0.01", max_value=30, places=2).map(Millilitres)
strengths = st.none() | st.decimals(min_value="0.01", max_value=250, places=2)


@st.composite
def components(draw) -> Component:
    ingredient = draw(st.sampled_from(INGREDIENTS))
    value = draw(strengths)
    unit = "IU" if ingredient in IN_UNITS else "mg"
    return Component(
        ingredient=ingredient,
        strength=None if value is None else Strength(value, unit),
        volume=draw(st.none() | volumes),
        syringe=draw(st.sampled_from(["A", "B"])),
        with_addition=draw(st.sampled_from(["", "epinephrine"])),
    )


formulas = st.lists(components(), max_size=6)


def stops(parts: list[Component]) -> set[tuple[str, str]]:
    assessment = assess(plan_of(*parts), person=ADA, on=MONDAY, formulary=FORMULARY)
    return {
        (each.code, frozenset(each.about.split()))
        for each in assessment.findings
        if each.severity == "stop"
    }


def doses(parts: list[Component]) -> dict[str, Decimal | None]:
    session = session_dose(
        plan_of(*parts).formula_of(1), number=1, ingredients=FORMULARY.questionnaire.ingredients
    )
    return {
        each.ingredient: each.injected.value if each.injected else None
        for each in session.ingredients
    }


@settings(max_examples=150)
@given(parts=formulas, one_more=components())
def test_adding_an_ingredient_never_removes_a_stop(parts, one_more):
    if not parts:
        return
    before, after = stops(parts), stops([*parts, one_more])

    # A limit "with epinephrine" gives way to the stricter one without, which then stops.
    relaxed = {stop for stop in before if any("with_epinephrine" in word for word in stop[1])}
    assert before - relaxed <= after
    assert not relaxed or any("lidocaine.mg" in word for _, words in after for word in words)


@settings(max_examples=150)
@given(parts=formulas, factor=st.integers(1, 9))
def test_scaling_every_volume_scales_every_dose(parts, factor):
    scaled = [
        Component(
            ingredient=each.ingredient,
            strength=each.strength,
            volume=each.volume.times(factor) if each.volume else None,
            syringe=each.syringe,
            with_addition=each.with_addition,
        )
        for each in parts
    ]

    once = doses(parts)
    assert doses(scaled) == {
        key: None if value is None else value * factor for key, value in once.items()
    }


@settings(max_examples=150)
@given(parts=formulas)
def test_the_order_of_the_components_changes_no_dose_and_no_stop(parts):
    assert doses(parts[::-1]) == doses(parts)
    assert stops(parts[::-1]) == stops(parts)


@settings(max_examples=150)
@given(part=components())
def test_a_dose_is_within_exactly_when_it_does_not_pass_the_limit(part):
    assessment = assess(plan_of(part), person=ADA, on=MONDAY, formulary=FORMULARY)

    for each in assessment.sessions[0].judged:
        if each.limit.unit == "mg" and each.within is not None:
            assert each.within == (part.dose.value <= each.limit.value)
        if each.limit.unit == "mg/kg" and each.within is not None:
            assert each.within == (part.dose.value <= each.limit.value * ADA.weight.kg)
