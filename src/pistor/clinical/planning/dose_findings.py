"""What the doses have to say: limits passed, limits not checked, doses beyond the usual."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from pistor.clinical.evidence import Figure, Verification
from pistor.clinical.findings import Finding, Severity, not_checked
from pistor.clinical.ingredients import Ingredient, Limit
from pistor.clinical.planning.doses import SessionDose
from pistor.clinical.planning.formula import Component
from pistor.clinical.planning.limits import DOSE_UNITS, Judged, Setup
from pistor.clinical.planning.plan import Plan
from pistor.clinical.quantities import EXACT, plain

_HUNDRED = Decimal(100)


def dose_findings(
    sessions: Sequence[SessionDose], judged: Iterable[Judged], setup: Setup
) -> Iterator[Finding]:
    """Say what the doses of a plan have to say.

    Args:
        sessions: doses of every session.
        judged: every limit that was judged, each once.
        setup: plan, person, day.

    Returns:
        Limits first, then what could not be checked, then doses beyond the usual.
    """
    known = setup.formulary.questionnaire.ingredients
    judged = tuple(judged)
    yield from limit_findings(judged, setup)
    yield from _anaesthetics_together(judged, setup)
    different = list({id(session.ingredients): session for session in sessions}.values())
    doses = [dose for session in different for dose in session.ingredients]
    for what in ("strength", "density", "volume"):
        names = {
            known[dose.ingredient].name: None
            for dose in doses
            if dose.missing == what and not _is_carrier(known[dose.ingredient])
        }
        if names:
            yield not_checked("dose", f"dose of {', '.join(names)}: {what}")
    without = {
        known[dose.ingredient].name: None
        for dose in doses
        if _has_no_maximum(known[dose.ingredient])
    }
    if without:
        yield not_checked("maximum", f"highest dose of {', '.join(without)}", Severity.NOTE)
    empty = [str(each.number) for each in sessions if not each.ingredients]
    if empty:
        which = f" of session {', '.join(empty)}" if doses else ""
        yield not_checked("formula", f"doses{which}: formula")
    yield from _above_usual(different, known)
    yield from _rounded_down(setup.plan, known)
    yield from _drawn_and_points(different, setup)


def _anaesthetics_together(judged: Iterable[Judged], setup: Setup) -> Iterator[Finding]:
    """Two anaesthetics, each within its limit, whose shares of their limits add up to too much."""
    known = setup.formulary.questionnaire.ingredients
    shares: dict[str, Fraction] = {}
    for each in judged:
        is_one = "anaesthetic" in known[each.ingredient].classes and each.limit.unit == "mg"
        if is_one and each.value is not None and each.limit.value:
            share = Fraction(each.value) / Fraction(each.limit.value)
            shares[each.ingredient] = max(share, shares.get(each.ingredient, Fraction(0)))
    if len(shares) > 1 and sum(shares.values()) > 1:
        names = " and ".join(known[key].name for key in shares)
        yield Finding(
            code="dose.anaesthetics_together",
            severity=Severity.REVIEW,
            says=(
                f"{names}: their effects on heart and brain add up, and the shares of their limits "
                "come to more than one limit together."
            ),
            sources=("DOSSIER",),
            do="Lower one of them, or use one only.",
            about=" + ".join(shares),
            verification=Verification.PROPOSAL,
        )


def _has_no_maximum(ingredient: Ingredient) -> bool:
    return not _is_carrier(ingredient) and not any(
        limit.unit in DOSE_UNITS for limit in ingredient.limits
    )


def _is_carrier(ingredient: Ingredient) -> bool:
    """A diluent only carries the others: it has no dose of its own to check."""
    return "diluent" in ingredient.classes


def _above_usual(
    sessions: Sequence[SessionDose], known: Mapping[str, Ingredient]
) -> Iterator[Finding]:
    for session in sessions:
        for dose in session.ingredients:
            ingredient = known[dose.ingredient]
            planned = (
                (dose.at_least.value, dose.at_least.unit, ingredient.usual)
                if dose.at_least
                else None,
                (dose.volume.value, "ml", ingredient.usual) if dose.volume else None,
                (dose.in_mixture, "mg/ml", ingredient.in_mixture) if dose.is_mixed else None,
            )
            for value, unit, usual in (each for each in planned if each is not None):
                highest = _highest(usual, unit)
                if value is not None and highest is not None and value > highest:
                    where = "in a mixture" if unit == "mg/ml" else "in a session"
                    yield Finding(
                        code="dose.above_usual",
                        severity=Severity.REVIEW,
                        says=(
                            f"{ingredient.name}: {plain(value)} {unit} {where} is above the usual "
                            f"{plain(highest)} {unit}."
                        ),
                        sources=ingredient.sources,
                        do="Give the reason.",
                        about=dose.ingredient,
                        verification=ingredient.verification,
                    )


def _highest(figures: Sequence[Figure], unit: str) -> Decimal | None:
    """The highest usual figure in a unit; a percentage is grams in 100 ml."""
    tenfold = {"%": Decimal(10)} if unit == "mg/ml" else {}
    factors = {unit: Decimal(1), **tenfold}
    highs = [
        EXACT.multiply(figure.high, factors[figure.unit])
        for figure in figures
        if figure.high is not None and figure.unit in factors
    ]
    return max(highs, default=None)


def _rounded_down(plan: Plan, known: Mapping[str, Ingredient]) -> Iterator[Finding]:
    """Say where less is drawn than was asked for, because of the step of the syringe."""
    components: list[Component] = [each for f in plan.formulas for each in f.components]
    for each in components:
        if each.asked is not None and each.dose is not None and each.dose != each.asked:
            yield Finding(
                code="dose.rounded_down",
                severity=Severity.NOTE,
                says=(
                    f"{known[each.ingredient].name}: {plain(each.asked.value)} {each.asked.unit} "
                    f"asked for, {plain(each.dose.value)} {each.dose.unit} drawn: volumes are "
                    "rounded down to what a syringe shows."
                ),
                sources=("DOSSIER",),
                about=each.ingredient,
                verification=Verification.PROPOSAL,
            )


def _drawn_and_points(sessions: Sequence[SessionDose], setup: Setup) -> Iterator[Finding]:
    """Points x ml must equal what is drawn, within the tolerance."""
    mapped = setup.plan.points.volume
    tolerance = setup.formulary.settings["setting_drawn_tolerance"]
    for session in sessions:
        drawn = session.volume
        if mapped is None or drawn is None:
            continue
        difference = abs(EXACT.subtract(drawn.value, mapped.value))
        if EXACT.multiply(difference, _HUNDRED) > EXACT.multiply(mapped.value, tolerance.value):
            yield Finding(
                code="points.volume",
                severity=Severity.REVIEW,
                says=(
                    f"{plain(drawn.value)} ml are drawn, but the points take "
                    f"{plain(mapped.value)} ml: more than {tolerance.value} % apart."
                ),
                sources=tolerance.sources,
                do="Change the volume at each point, the number of points, or what is drawn.",
                verification=tolerance.verification,
            )


def limit_findings(judged: Iterable[Judged], setup: Setup) -> Iterator[Finding]:
    """Turn results into findings: what is outside, and what could not be checked.

    Args:
        judged: results of the sessions and of the plan.
        setup: for names.

    Returns:
        A stop for each limit that is passed, a review where only the sum with the cream is
        above, and one review for all limits that could not be checked for the same reason. An
        unknown strength, density or volume has its own line elsewhere.
    """
    not_checked: dict[str, list[Judged]] = {}
    for each in judged:
        if each.within is None:
            not_checked.setdefault(each.why_not, []).append(each)
        elif not each.within:
            yield _outside(each, _name(each, setup))
    for why_not, group in not_checked.items():
        if why_not in {"strength", "density", "volume"}:
            continue
        limits = "; ".join(f"{_name(each, setup)}, {_bound(each.limit)}" for each in group)
        yield Finding(
            code="not_checked.limit",
            severity=Severity.REVIEW,
            says=f"Not checked: {limits}: {why_not} unknown.",
            sources=tuple(dict.fromkeys(key for each in group for key in each.limit.sources)),
            do=f"Give the {why_not}.",
            about=why_not,
        )


def _name(each: Judged, setup: Setup) -> str:
    return setup.formulary.questionnaire.ingredients[each.ingredient].name


def _outside(each: Judged, name: str) -> Finding:
    limit = each.limit
    mark = "" if limit.verification is Verification.SEEN else f" ({limit.verification} limit)"
    if each.only_the_sum:
        return Finding(
            code="dose.sum_with_cream_above_limit",
            severity=Severity.REVIEW,
            says=(
                f"{name}: injected and cream together are {each.value} {limit.unit}, as if all "
                f"of the cream were absorbed; {_bound(limit)}{mark}. What is injected is within "
                f"it; the cream is judged by its own label."
            ),
            sources=limit.sources,
            do="Use less cream, or inject less.",
            about=limit.key,
            verification=Verification.PROPOSAL,
        )
    part = "" if each.injected is None else f" ({each.injected} of it injected)"
    if each.elsewhere:
        part += ", doses from elsewhere and from sessions within a day counted,"
    return Finding(
        code="limit.too_low" if limit.least else "dose.above_limit",
        severity=Severity.STOP,
        says=f"{name}: {each.value} {limit.unit}{part} in this plan; {_bound(limit)}{mark}.",
        sources=limit.sources,
        do="Do not treat below it." if limit.least else "Lower the dose.",
        about=limit.key,
        verification=limit.verification,
    )


def _bound(limit: Limit) -> str:
    word = "at least" if limit.least else "at most"
    period = "" if limit.unit in {"years", "sessions", "days"} else f" per {limit.per}"
    return f"{word} {plain(limit.value)} {limit.unit}{period}"
