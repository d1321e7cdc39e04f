"""Turns the formulas of a plan file into clinical values."""

from dataclasses import dataclass

from pistor.clinical.planning import (
    Component,
    Formula,
    FormulaError,
    Numbing,
    draw_amount,
    draw_to_strength,
    filled,
)
from pistor.clinical.quantities import Millilitres, amount, strength, volume
from pistor.notation.person_file import Place
from pistor.notation.plan_input import MOST_SESSIONS, ComponentInput, FormulaInput, NumbingInput


@dataclass(frozen=True, slots=True, kw_only=True)
class FormulaReader:
    """Reads formulas; a refusal names the place down to the component."""

    place: Place

    def formula(self, given: FormulaInput, at: str) -> Formula:
        """One formula, its syringes filled up to the total."""
        step = self.place.knowledge.setting["setting_draw_step"].value
        total = self.place.quantity(given.total, f"{at}.total", volume) if given.total else None
        components: list[Component] = []
        for index, each in enumerate(given.component):
            where = f"{at}.component[{index}]"
            component = self._component(each, where)
            try:
                if each.amount:
                    wanted = self.place.quantity(each.amount, f"{where}.amount", amount)
                    component = draw_amount(component, wanted, step_ml=step)
                elif each.final_strength:
                    final = self.place.quantity(
                        each.final_strength, f"{where}.final_strength", strength
                    )
                    if total is None:
                        raise FormulaError("final_strength needs the total of the formula")
                    component = draw_to_strength(component, final, total=total, step_ml=step)
            except FormulaError as error:
                raise self.place.refused(where, error) from error
            components.append(component)
        if any(not 1 <= session <= MOST_SESSIONS for session in given.sessions):
            raise self.place.refused(f"{at}.sessions", f"expected 1 to {MOST_SESSIONS}")
        return Formula(
            components=self._filled(tuple(components), total, at),
            sessions=tuple(given.sessions),
            numbing=self._numbing(given.numbing, f"{at}.numbing"),
        )

    def _component(self, given: ComponentInput, at: str) -> Component:
        ways = [name for name in ("volume", "amount", "final_strength") if getattr(given, name)]
        if len(ways) > 1:
            raise self.place.refused(at, f"give only one of {' and '.join(ways)}")
        product = given.strength
        return Component(
            ingredient=self.place.key("ingredient", given.ingredient, f"{at}.ingredient"),
            strength=self.place.quantity(product, f"{at}.strength", strength) if product else None,
            volume=self.place.quantity(given.volume, f"{at}.volume", volume)
            if given.volume
            else None,
            product=given.product,
            syringe=" ".join(given.syringe.upper().split()) or "A",
            with_addition=self._addition(given.with_addition, f"{at}.with_addition"),
            licensed_combination=given.licensed_combination,
        )

    def _addition(self, text: str, at: str) -> str:
        """An addition some limit knows; anything else would silently change nothing."""
        said = text.strip().casefold().replace("adrenaline", "epinephrine")
        known = {
            limit.only_with
            for ingredient in self.place.knowledge.ingredient.values()
            for limit in ingredient.limits
            if limit.only_with
        }
        found = [each for each in sorted(known) if each in said]
        if said and not found:
            raise self.place.refused(at, f"{text!r} is not known; expected {', '.join(known)}")
        return found[0] if found else ""

    def _filled(
        self, components: tuple[Component, ...], total: Millilitres | None, at: str
    ) -> tuple[Component, ...]:
        if total is None:
            return components
        syringes = dict.fromkeys(component.syringe for component in components)
        filled_up: list[Component] = []
        for syringe in syringes:
            inside = tuple(each for each in components if each.syringe == syringe)
            try:
                filled_up += filled(inside, total)
            except FormulaError as error:
                raise self.place.refused(f"{at}, syringe {syringe}", error) from error
        return tuple(filled_up)

    def _numbing(self, given: NumbingInput | None, at: str) -> Numbing | None:
        if given is None:
            return None
        minutes = self.place.number(given.minutes, f"{at}.minutes")
        return Numbing(
            ingredient=self.place.key("ingredient", given.cream, f"{at}.cream"),
            grams=self.place.number(given.grams, f"{at}.grams"),
            area_cm2=self.place.number(given.area_cm2, f"{at}.area_cm2"),
            hours=None if minutes is None else minutes / 60,
        )

    def vials(self, formulas: list[FormulaInput]) -> dict[str, Millilitres]:
        """Content of one vial by ingredient, where it was given."""
        sizes: dict[str, Millilitres] = {}
        for index, formula in enumerate(formulas):
            for number, each in enumerate(formula.component):
                at = f"formula[{index}].component[{number}].vial"
                if each.vial:
                    size = self.place.quantity(each.vial, at, volume)
                    if not size.value:
                        raise self.place.refused(at, "expected more than 0 ml")
                    sizes[self.place.key("ingredient", each.ingredient, at)] = size
        return sizes
