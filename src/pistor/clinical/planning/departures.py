"""Where a plan leaves its protocol, and where the evidence ends."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from pistor.clinical.evidence import Verification
from pistor.clinical.findings import Finding, Severity
from pistor.clinical.planning.doses import SessionDose
from pistor.clinical.planning.formula import total_volume
from pistor.clinical.planning.limits import Setup
from pistor.clinical.planning.protocols import Protocol, ProtocolComponent
from pistor.clinical.quantities import EXACT, Amount, amount, plain, strength

_RATIO_SOURCE = ("DOSSIER",)


def departures(
    protocol: Protocol, sessions: Sequence[SessionDose], setup: Setup
) -> Iterator[Finding]:
    """Compare a plan with the protocol it follows.

    Args:
        protocol: the one the plan names.
        sessions: doses of every session.
        setup: plan, person, day.

    Returns:
        Reviews and notes; a departure is never a stop by itself.

    Sources:
        docs/methods/departures.md
    """
    yield from _evidence(protocol)
    yield from _zone(protocol, setup)
    yield from _ages(protocol, setup)
    yield from _volume_per_point(protocol, setup)
    for session in sessions:
        yield from _counts(protocol, session, setup)
        for component in protocol.components:
            if not component.sessions or session.number in component.sessions:
                yield from _strengths(component, session, setup)


def _evidence(protocol: Protocol) -> Iterator[Finding]:
    evidence = protocol.evidence
    if evidence.direction in {"against", "none"}:
        against = evidence.direction == "against"
        yield Finding(
            code=f"evidence.{evidence.direction}",
            severity=Severity.REVIEW,
            says=(
                f"{protocol.key}: the evidence speaks against an effect. {evidence.says}"
                if against
                else f"{protocol.key}: no controlled evidence of an effect. {evidence.says}"
            ),
            sources=evidence.sources,
            do="Tell the patient, and consider the alternatives.",
            about=protocol.key,
            verification=protocol.verification,
        )


def _zone(protocol: Protocol, setup: Setup) -> Iterator[Finding]:
    zone = setup.plan.zone
    if not zone or not protocol.zones:
        return
    inside = set(setup.formulary.zones_of(zone))
    around = {each for key in protocol.zones for each in setup.formulary.zones_of(key)}
    if not inside & set(protocol.zones) and zone not in around:
        yield _departure(
            "protocol.zone",
            f"{protocol.key} was not used on this zone ({zone}): "
            f"it is known for {', '.join(protocol.zones)}.",
            protocol,
        )


def _ages(protocol: Protocol, setup: Setup) -> Iterator[Finding]:
    age = setup.person.age_on(setup.on) if setup.person else None
    if age is None:
        return
    if protocol.studied_ages and not protocol.studied_ages.holds(age):
        yield _departure(
            "protocol.age",
            f"Age {age} is outside the ages studied ({protocol.studied_ages.range_text}): "
            "no evidence, which is no proof of harm.",
            protocol,
        )
    if not protocol.variants:
        return
    fitting = [variant for variant in protocol.variants if variant.ages.holds(age)]
    if len(fitting) == 1:
        yield _departure(
            "protocol.variant",
            f"At {age} years the trial used formula {fitting[0].key}: {fitting[0].says}",
            protocol,
            Severity.NOTE,
        )
    elif fitting:
        names = " and ".join(variant.key for variant in fitting)
        yield _departure(
            "protocol.variant", f"At {age} years formulas {names} both apply: choose one.", protocol
        )
    else:
        yield _departure("protocol.age", f"Age {age} is outside the ages studied.", protocol)


def _counts(protocol: Protocol, session: SessionDose, setup: Setup) -> Iterator[Finding]:
    points = setup.plan.points
    course = setup.plan.course
    length = None if course.length is None else Decimal(course.length + len(course.earlier))
    volume = session.volume or points.volume
    planned = (
        ("sessions", length, protocol.sessions),
        ("points", None if points.count is None else Decimal(points.count), protocol.max_points),
        ("ml", volume.value if volume else None, protocol.max_volume_ml),
    )
    for what, value, figure in planned:
        if value is not None and figure and figure.high is not None and value > figure.high:
            yield _departure(
                f"protocol.{what}",
                f"{plain(value)} {what} planned; {protocol.key} used at most {figure.high}.",
                protocol,
            )


def _volume_per_point(protocol: Protocol, setup: Setup) -> Iterator[Finding]:
    each = setup.plan.points.volume_each
    figure = protocol.volume_per_point_ml
    if each and figure and figure.high and _many_times(each.value, figure.high, setup):
        yield _ten_times(
            f"{plain(each.value)} ml at each point", f"{plain(figure.high)} ml", protocol.key, setup
        )


def _strengths(
    component: ProtocolComponent, session: SessionDose, setup: Setup
) -> Iterator[Finding]:
    """Call out a strength or an amount many times the protocol's: a slipped decimal point."""
    dose = next((d for d in session.ingredients if d.ingredient == component.ingredient), None)
    if dose is None:
        return
    name = setup.formulary.questionnaire.ingredients[component.ingredient].name
    if component.strength:
        meant = strength(component.strength)
        ratio = setup.formulary.setting("strength_ratio")
        times = EXACT.multiply(meant.value, ratio)
        if meant.per == "ml" and _reaches(component.ingredient, times, session, setup):
            yield _ten_times(f"{name} as injected", component.strength, component.ingredient, setup)
    if component.amount and dose.at_least is not None:
        asked: Amount = amount(component.amount)
        same = asked.unit == dose.at_least.unit
        if same and _many_times(dose.at_least.value, asked.value, setup):
            yield _ten_times(
                f"{name}: {plain(dose.at_least.value)} {asked.unit} in a session",
                component.amount,
                component.ingredient,
                setup,
            )


def _reaches(key: str, bound: Decimal, session: SessionDose, setup: Setup) -> bool:
    """Whether a strength as injected reaches a bound in any syringe, compared without dividing.

    Where a syringe's volume is unknown the product's own strength counts: nobody has diluted it.
    """
    for components in setup.plan.formula_of(session.number).syringes().values():
        total = total_volume(components)
        for each in components:
            if each.ingredient != key or each.strength is None or each.strength.per != "ml":
                continue
            if total is None and each.strength.value >= bound:
                return True
            reached = None if total is None else EXACT.multiply(bound, total.value)
            if reached and each.dose is not None and each.dose.value >= reached:
                return True
    return False


def _many_times(planned: Decimal, meant: Decimal, setup: Setup) -> bool:
    ratio = setup.formulary.setting("strength_ratio")
    return meant > 0 and planned >= EXACT.multiply(meant, ratio)


def _ten_times(planned: str, meant: str, about: str, setup: Setup) -> Finding:
    ratio = setup.formulary.setting("strength_ratio")
    return Finding(
        code="protocol.strength",
        severity=Severity.REVIEW,
        says=f"{planned} is {ratio} or more times the protocol's {meant}. Is the point misplaced?",
        sources=_RATIO_SOURCE,
        do="Check the decimal point and the unit on the ampoule.",
        about=about,
        verification=Verification.PROPOSAL,
    )


def _departure(
    code: str, says: str, protocol: Protocol, severity: Severity = Severity.REVIEW
) -> Finding:
    return Finding(
        code=code,
        severity=severity,
        says=says,
        sources=protocol.sources,
        do="" if severity is Severity.NOTE else "Give the reason, or keep to the protocol.",
        about=protocol.key,
        verification=protocol.verification,
    )
