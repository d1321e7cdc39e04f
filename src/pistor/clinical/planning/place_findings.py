"""What the place has to say: what lies under the zone, and how deep the needle goes."""

from collections.abc import Iterator

from pistor.clinical.findings import Finding, Severity
from pistor.clinical.planning.limits import Setup
from pistor.clinical.quantities import plain


def place_findings(setup: Setup) -> Iterator[Finding]:
    """Name what lies under the zone, and a depth that the technique does not reach.

    Args:
        setup: with the plan.
    """
    plan, formulary = setup.plan, setup.formulary
    avoid = [each for key in formulary.zones_of(plan.zone) for each in formulary.zones[key].avoid]
    if avoid:
        yield Finding(
            code="zone.avoid",
            severity=Severity.NOTE,
            says=f"Keep away from: {' '.join(dict.fromkeys(each.says for each in avoid))}",
            sources=tuple(dict.fromkeys(key for each in avoid for key in each.sources)),
            about=plan.zone,
            verification=min(each.verification for each in avoid),  # the weakest, by its name
        )
    technique = formulary.techniques[plan.technique] if plan.technique else None
    figure, depth = (technique.depth_mm if technique else None), plan.points.depth_mm
    if technique and figure and depth is not None and not figure.holds(depth):
        yield Finding(
            code="technique.depth",
            severity=Severity.REVIEW,
            says=f"{plain(depth)} mm deep: {technique.name} is known for {figure.range_text}.",
            sources=figure.sources,
            do="Check the depth, or name the technique really used.",
            about=technique.key,
            verification=figure.verification,
        )
