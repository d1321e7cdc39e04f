"""The check of a plan as plain data, under the names the command line promises."""

from decimal import Decimal

from pistor.clinical.person import Person
from pistor.clinical.planning import (
    AssessedSession,
    Assessment,
    IngredientDose,
    Judged,
    plan_hash,
    vials,
)
from pistor.clinical.planning.doses import added, per
from pistor.clinical.planning.limits import recent_weight
from pistor.clinical.quantities import Amount, Millilitres, plain, quotient
from pistor.clinical.screening import Suitability
from pistor.knowledge import KnowledgeBase, formulary_of
from pistor.notation.plan_file import PlanRequest
from pistor.notation.protocol_report import (
    alternatives_data,
    evidence_data,
    finding_data,
    protocols_data,
    regulatory_data,
)
from pistor.notation.screen_report import Data


def plan_report(request: PlanRequest, assessment: Assessment, knowledge: KnowledgeBase) -> Data:
    """The result of a plan's check."""
    plan, protocol = assessment.plan, assessment.protocol
    formulary = formulary_of(knowledge)
    purposes = formulary.purposes_of(plan)
    suitability = assessment.suitability
    not_reviewed, rows = knowledge.not_reviewed()
    return {
        "title": request.title,
        "protocol": plan.protocol or None,
        "protocol_name": protocol.name if protocol else None,
        "indication": plan.indication or None,
        "zone": plan.zone or None,
        "technique": plan.technique or None,
        "depth_mm": _plain(plan.points.depth_mm),
        "evidence": evidence_data(protocol),
        "regulatory": regulatory_data(protocol, plan.jurisdiction),
        "taken_from_protocol": list(request.taken),
        "per_session": _per_session(request, assessment, knowledge),
        "sessions": [_session(each, assessment) for each in assessment.sessions],
        "course": {
            "sessions": plan.course.length,
            "volume_ml": _course_volume(assessment),
            "ingredients": [
                _amounts(key, value)
                for key, value in assessment.course.items()
                if key not in _diluents(knowledge)
            ],
        },
        "assessment_dates": list(assessment.assess_on),
        "findings": [finding_data(each) for each in assessment.findings],
        "unanswered": list(suitability.unanswered if suitability else ()),
        "screening": _screening(suitability),
        "person": _person(request.person, assessment),
        "protocols": protocols_data(plan.indication, plan.jurisdiction, knowledge),
        "alternatives": alternatives_data(purposes, formulary),
        "on": assessment.on,
        "plan_hash": plan_hash(plan),
        "knowledge_release": knowledge.release,
        "rows_not_reviewed": not_reviewed,
        "rows": rows,
    }


def _screening(suitability: Suitability | None) -> Data | None:
    if suitability is None:
        return None
    return {"verdict": suitability.verdict.value, "until": suitability.until}


def _person(person: Person | None, assessment: Assessment) -> Data | None:
    """What the check knew of the person; never a name."""
    if person is None:
        return None
    return {
        "born_on": person.born_on,
        "age": person.age_on(assessment.on),
        "sex": person.sex or None,
        "weight_kg": person.weight.kg if person.weight else None,
        "weight_on": person.weight.on if person.weight else None,
        "on_record": list(person.on_record),
        "not_recognised": list(person.not_recognised),
    }


def _per_session(request: PlanRequest, assessment: Assessment, knowledge: KnowledgeBase) -> Data:
    points = assessment.plan.points
    first = assessment.sessions[0]
    volume = _volume(first, assessment)
    count = None if points.count is None else Decimal(points.count)
    return {
        "points": points.count,
        "volume_ml": _ml(volume),
        "volume_per_point_ml": _ml(points.volume_each),
        "area_cm2": _plain(points.area_cm2),
        "spacing_mm": _plain(points.spacing_mm),
        "points_per_cm2": _quotient(count, points.area_cm2),
        "ml_per_cm2": _quotient(volume.value if volume else None, points.area_cm2),
        "ingredients": _ingredients(request, assessment, knowledge),
        "plan_limits": [_judged(each) for each in assessment.counts],
    }


def _diluents(knowledge: KnowledgeBase) -> set[str]:
    """What only carries the others: nobody counts its mg."""
    return {row.key for row in knowledge.ingredient.values() if "diluent" in row.classes}


def _ingredients(
    request: PlanRequest, assessment: Assessment, knowledge: KnowledgeBase
) -> list[Data]:
    session = assessment.sessions[0]
    area = assessment.plan.points.area_cm2
    weight = recent_weight(request.person, on=assessment.on, formulary=formulary_of(knowledge))
    diluents = _diluents(knowledge)
    return [
        {
            **_amounts(dose.ingredient, dose.injected),
            "volume_ml": _ml(dose.volume),
            "products": _products(dose.ingredient, session.number, assessment),
            "mg_per_ml_in_mixture": dose.in_mixture,
            "mg_per_cm2": per(dose.injected, area),
            "mg_per_kg": per(dose.injected, weight.kg if weight else None),
            "cream_mg_as_if_absorbed": _plain(dose.from_cream.value if dose.from_cream else None),
            "with_cream_mg": _with_cream(dose),
            "vials": vials(dose.volume, request.vials.get(dose.ingredient)),
            "diluent": dose.ingredient in diluents,
            "unknown": dose.missing or None,
            "limits": [
                _judged(each) for each in session.judged if each.ingredient == dose.ingredient
            ],
        }
        for dose in session.dose.ingredients
    ]


def _products(key: str, number: int, assessment: Assessment) -> list[Data]:
    """What is drawn in a session, and from what; a strength nobody gave is None."""
    return [
        {
            "product": component.product or None,
            "syringe": component.syringe,
            "strength": f"{plain(component.strength.value)} {component.strength.unit}"
            f"/{component.strength.per}"
            if component.strength
            else None,
            "draw_ml": _ml(component.volume),
        }
        for component in assessment.plan.formula_of(number).components
        if component.ingredient == key
    ]


def _with_cream(dose: IngredientDose) -> Decimal | None:
    parts = (dose.injected, dose.from_cream)
    both = added(part for part in parts if part) if dose.from_cream and dose.injected else None
    return plain(both.value) if both and both.unit == "mg" else None


def _judged(judged: Judged) -> Data:
    limit = judged.limit
    return {
        "key": limit.key,
        "says": limit.says,
        "value": plain(limit.value),
        "unit": limit.unit,
        "per": limit.per,
        "bound": "at least" if limit.least else "at most",
        "actual": _plain(judged.value),
        "within": judged.within,
        "verdict": judged.verdict,
        "source": ", ".join(limit.sources),
        "verification": limit.verification.value,
    }


def _session(session: AssessedSession, assessment: Assessment) -> Data:
    dates = session.dates
    return {
        "number": session.number,
        "earliest": dates.earliest if dates else None,
        "target": dates.target if dates else None,
        "latest": dates.latest if dates else None,
        "weekday": dates.target.strftime("%a") if dates else None,
        "moved": dates.moved if dates else False,
        "volume_ml": _ml(_volume(session, assessment)),
        "ingredients": [
            {
                **_amounts(dose.ingredient, dose.injected),
                "volume_ml": _ml(dose.volume),
                "products": _products(dose.ingredient, session.number, assessment),
                "mg_per_ml_in_mixture": dose.in_mixture,
            }
            for dose in session.dose.ingredients
        ],
    }


def _volume(session: AssessedSession, assessment: Assessment) -> Millilitres | None:
    """What is drawn; where no formula says it, what the points take."""
    if session.dose.ingredients:
        return session.dose.volume
    return assessment.plan.points.volume


def _course_volume(assessment: Assessment) -> Decimal | None:
    if assessment.plan.course.length is None:
        return None
    volumes = [_volume(session, assessment) for session in assessment.sessions]
    known = [volume for volume in volumes if volume is not None]
    if not known or len(known) < len(volumes):
        return None
    return plain(sum(known[1:], start=known[0]).value)


def _amounts(key: str, value: Amount | None) -> Data:
    data: Data = {"key": key, "mg": None}
    if value is not None and value.unit == "IU":
        data["iu"] = plain(value.value)
    elif value is not None:
        data["mg"] = plain(value.value)
    return data


def _ml(volume: Millilitres | None) -> Decimal | None:
    return None if volume is None else plain(volume.value)


def _plain(value: Decimal | None) -> Decimal | None:
    return None if value is None else plain(value)


def _quotient(value: Decimal | None, by: Decimal | None) -> Decimal | None:
    return quotient(value, by) if value is not None and by else None
