"""The mixture rules: what may share a syringe."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from pistor.clinical.evidence import Verification
from pistor.clinical.findings import Finding, Severity
from pistor.clinical.ingredients import Ingredient
from pistor.clinical.planning.formula import Component, Formula
from pistor.clinical.planning.plan import Formulary
from pistor.clinical.planning.rules import MixtureRule, Pair

_UNBUFFERED = "diluent"


def mixture_findings(formula: Formula, formulary: Formulary) -> Iterator[Finding]:
    """Judge every syringe of a formula by the rules M1 to M6 and by the monographs.

    A cream on the skin is in no syringe: a numbing cream beside an injected anaesthetic is judged
    by dose. A licensed combination is one product.

    Args:
        formula: of one session.
        formulary: rules and ingredients.

    Returns:
        Findings, by syringe.

    Sources:
        docs/methods/mixture-rules.md
    """
    for name, components in formula.syringes().items():
        yield from _too_many_products(name, components, formulary)
        yield from _taken_on_trust(name, components)
        pairs = list(_pairs(components, formulary))
        forbidden = _that_may_fire(components, formulary)
        for one, other in pairs:
            yield from _pair_findings(forbidden, one, other, name)
            if one.incompatible and one.key != other.key:
                yield from _monograph_findings(one, other, name)
            if other.incompatible and one.key != other.key:
                yield from _monograph_findings(other, one, name)
        yield from _acid_and_alkaline(name, pairs, formulary)


def _too_many_products(
    name: str, components: Sequence[Component], formulary: Formulary
) -> Iterator[Finding]:
    rule = formulary.rules["M1"]
    most = formulary.setting("sterile_products")
    products = {component.product_name for component in components}
    if len(products) > most:
        older = formulary.setting("mixture_hours_2008")
        newer = formulary.setting("mixture_hours_revised")
        yield Finding(
            code="M1",
            severity=rule.severity,
            says=(
                f"Syringe {name} is made from {len(products)} sterile products; more than {most} "
                f"is no longer an immediate-use mixture (use within {older} h by the older text, "
                f"{newer} h by the revised one)."
            ),
            sources=rule.sources,
            do=rule.do,
            about=name,
            verification=rule.verification,
        )


def _taken_on_trust(name: str, components: Sequence[Component]) -> Iterator[Finding]:
    """Say where the rules were not applied because somebody called it a licensed combination."""
    products: dict[str, list[str]] = {}
    for component in components:
        if component.licensed_combination:
            products.setdefault(component.product_name, []).append(component.ingredient)
    for product, ingredients in products.items():
        if len(ingredients) > 1:
            yield Finding(
                code="mixture.licensed_combination",
                severity=Severity.REVIEW,
                says=(
                    f"Syringe {name}: {' + '.join(ingredients)} are taken for one licensed product "
                    f"({product}); the mixture rules were not applied between them."
                ),
                do="Check that its maker sells it mixed, under one licence.",
                about=f"{name}: {product}",
                verification=Verification.PROPOSAL,
            )


def _pairs(
    components: Sequence[Component], formulary: Formulary
) -> Iterator[tuple[Ingredient, Ingredient]]:
    """Every two different ingredients of a syringe that did not come mixed under one licence."""
    known = formulary.questionnaire.ingredients
    seen: set[tuple[str, str]] = set()
    for one, other in combinations(components, 2):
        key = (one.ingredient, other.ingredient)
        together = one.licensed_combination and other.licensed_combination
        same = one.ingredient == other.ingredient
        if key in seen or (same and one.product_name == other.product_name):
            continue
        if together and one.product_name == other.product_name:
            continue
        seen.add(key)
        seen.add((other.ingredient, one.ingredient))
        yield known[one.ingredient], known[other.ingredient]


def _that_may_fire(
    components: Sequence[Component], formulary: Formulary
) -> list[tuple[MixtureRule, Pair]]:
    """The pairs of the rules of which both sides are in the syringe."""
    known = formulary.questionnaire.ingredients
    present = {name for each in components for name in _names(known[each.ingredient])} | {"*"}
    return [
        (rule, pair)
        for rule in formulary.rules.values()
        for pair in rule.pairs
        if pair.one in present and pair.other in present
    ]


def _pair_findings(
    forbidden: Sequence[tuple[MixtureRule, Pair]], one: Ingredient, other: Ingredient, syringe: str
) -> Iterator[Finding]:
    names, others = _names(one), _names(other)
    fired: set[str] = set()
    for rule, pair in forbidden:
        # Two products of one ingredient are an admixture, but no pair of two kinds.
        if rule.key in fired or (one.key == other.key and pair.other != "*"):
            continue
        if _is_pair(pair, names, others) or _is_pair(pair, others, names):
            fired.add(rule.key)
            yield Finding(
                code=rule.key,
                severity=pair.severity,
                says=f"Syringe {syringe}: {one.name} with {other.name}. {pair.says}",
                sources=pair.sources,
                do=rule.do,
                about=f"{syringe}: {one.key} + {other.key}",
                verification=pair.verification,
            )


def _names(ingredient: Ingredient) -> tuple[str, ...]:
    """What a rule may call an ingredient: its key, or one of its classes."""
    return (ingredient.key, *ingredient.classes)


def _is_pair(pair: Pair, names: tuple[str, ...], others: tuple[str, ...]) -> bool:
    return pair.one in names and (pair.other == "*" or pair.other in others)


def _monograph_findings(one: Ingredient, other: Ingredient, syringe: str) -> Iterator[Finding]:
    for each in one.incompatible:
        named = other.key in each.ingredients or bool(set(each.classes) & set(other.classes))
        if named or "*" in each.ingredients:
            yield Finding(
                code="mixture.monograph",
                severity=each.severity,
                says=f"Syringe {syringe}: {one.name} with {other.name}. {each.says}",
                sources=each.sources,
                do="Keep them in separate syringes, or record why not.",
                about=f"{syringe}: {one.key} + {other.key}",
                verification=each.verification,
            )


def _acid_and_alkaline(
    name: str, pairs: Sequence[tuple[Ingredient, Ingredient]], formulary: Formulary
) -> Iterator[Finding]:
    """Rule M4, on the widest difference that the known ranges allow.

    A diluent has no buffer of its own and takes the pH of what is dissolved in it, so it is left
    out. All pairs with an unknown pH share one line.
    """
    rule = formulary.rules["M4"]
    least = formulary.setting("ph_difference")
    unknown: dict[str, None] = {}
    for one, other in pairs:
        if one.key == other.key or _UNBUFFERED in (*one.classes, *other.classes):
            continue
        difference = _widest_difference(one, other)
        if difference is None:
            names = (each.name for each in (one, other) if _ph_range(each) is None)
            unknown.update(dict.fromkeys(names))
        elif difference >= least:
            yield Finding(
                code="M4",
                severity=rule.severity,
                says=(
                    f"Syringe {name}: {one.name} and {other.name} may differ by {difference} pH: "
                    f"{rule.says}"
                ),
                sources=rule.sources,
                do=rule.do,
                about=f"{name}: {one.key} + {other.key}",
                verification=rule.verification,
            )
    if unknown:
        yield Finding(
            code="not_checked.ph",
            severity=Severity.NOTE,
            says=f"Not checked: syringe {name}: pH of {', '.join(unknown)} unknown.",
            sources=rule.sources,
            do=rule.do,
            about=name,
            verification=Verification.PROPOSAL,
        )


def _ph_range(ingredient: Ingredient) -> tuple[Decimal, Decimal] | None:
    figure = ingredient.ph
    if figure is None or figure.low is None or figure.high is None:
        return None
    return figure.low, figure.high


def _widest_difference(one: Ingredient, other: Ingredient) -> Decimal | None:
    first, second = _ph_range(one), _ph_range(other)
    if first is None or second is None:
        return None
    return max(first[1] - second[0], second[1] - first[0])
