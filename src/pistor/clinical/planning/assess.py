"""Assesses a plan: doses, limits, mixture, person, law, course; everything it has to say."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from pistor.clinical.evidence import Verification
from pistor.clinical.findings import Finding, Severity
from pistor.clinical.person import Person, Received
from pistor.clinical.planning.course import SessionDates, assessment_dates, session_dates
from pistor.clinical.planning.course_findings import course_findings
from pistor.clinical.planning.departures import departures
from pistor.clinical.planning.dose_findings import dose_findings
from pistor.clinical.planning.doses import SessionDose, course_doses, session_dose
from pistor.clinical.planning.limits import (
    Judged,
    Setup,
    judged_counts,
    judged_cream,
    judged_doses,
)
from pistor.clinical.planning.mixture import mixture_findings
from pistor.clinical.planning.place_findings import place_findings
from pistor.clinical.planning.plan import Formulary, Plan, check_formulas
from pistor.clinical.planning.protocols import Protocol
from pistor.clinical.planning.regulation import regulation_findings, standing_findings
from pistor.clinical.quantities import Amount
from pistor.clinical.screening import Suitability, screen

_GRAVEST_FIRST = tuple(Severity)


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessedSession:
    """One session of the plan.

    Args:
        dates: None where the course has no dates yet.
        dose: what it brings.
        judged: its doses against their limits.
    """

    number: int
    dates: SessionDates | None
    dose: SessionDose
    judged: tuple[Judged, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """Everything a check of a plan has to say.

    Args:
        on: day of the check.
        protocol: the protocol followed; None where there is none.
        sessions: at least one, even where nothing is dated.
        course: injected over the whole course by ingredient, exact; None means unknown.
        counts: points, sessions, age and cream against their limits.
        assess_on: days on which the effect is measured.
        suitability: None where no patient was given.
        findings: the gravest first.
    """

    plan: Plan
    on: date
    protocol: Protocol | None
    sessions: tuple[AssessedSession, ...]
    course: dict[str, Amount | None]
    counts: tuple[Judged, ...]
    assess_on: tuple[date, ...]
    suitability: Suitability | None
    findings: tuple[Finding, ...]


def assess(plan: Plan, *, person: Person | None, on: date, formulary: Formulary) -> Assessment:
    """Check a plan, live and whole.

    Args:
        plan: as it stands; every part of it may be missing.
        person: None means no patient was given, which is said.
        on: day of the check.
        formulary: what it is checked against.

    Returns:
        Doses, dates and findings. What could not be checked is a finding of its own.

    Raises:
        KeyError: the plan names something the formulary does not have.
        CourseError: the course contradicts itself.
        FormulaError: a formula contradicts the course or the kind of an ingredient.
        QuantityError: one ingredient is given in mg and in IU.

    Sources:
        docs/methods/limits.md, docs/methods/mixture-rules.md, docs/methods/course-dates.md
    """
    check_formulas(plan, formulary.questionnaire.ingredients)
    dates = session_dates(plan.course)
    setup = Setup(plan=plan, formulary=formulary, person=person, on=on)
    sessions = _sessions(dates, setup)
    protocol = formulary.protocols[plan.protocol] if plan.protocol else None
    counts = tuple(_counts(setup))
    judged = dict.fromkeys((*(each for session in sessions for each in session.judged), *counts))
    # Without a patient the questions stay unasked, but what holds for everybody still counts.
    suitability = screen(
        person or Person(),
        on=on,
        wanted=formulary.wanted_of(plan),
        questionnaire=formulary.questionnaire,
    )
    found = [
        *_person_findings(suitability, person, dates),
        *dose_findings([each.dose for each in sessions], judged, setup),
        *_mixture_findings(setup),
        *course_findings(dates, protocol, setup),
        *_departure_findings(sessions, protocol, setup),
        *place_findings(setup),
    ]
    return Assessment(
        plan=plan,
        on=on,
        protocol=protocol,
        sessions=sessions,
        course=course_doses(
            [session.dose for session in sessions], complete=plan.course.length is not None
        ),
        counts=counts,
        assess_on=assessment_dates(plan.course),
        suitability=suitability if person else None,
        findings=_in_order(found),
    )


def _in_order(found: Sequence[Finding]) -> tuple[Finding, ...]:
    """The gravest first, each sentence once."""
    return tuple(
        sorted(dict.fromkeys(found), key=lambda finding: _GRAVEST_FIRST.index(finding.severity))
    )


def _sessions(dates: Sequence[SessionDates], setup: Setup) -> tuple[AssessedSession, ...]:
    """Work out every session; sessions with the same doses around them share their judgement."""
    plan = setup.plan
    doses = tuple(_doses(max(len(dates), plan.course.length or 1), setup))
    judged: dict[tuple[object, ...], tuple[Judged, ...]] = {}
    sessions: list[AssessedSession] = []
    for dose in doses:
        elsewhere = _elsewhere(dose, doses, dates, setup)
        shared = (id(dose.ingredients), elsewhere, dose.number if elsewhere else None)
        if shared not in judged:
            day = dates[dose.number - 1].target if dates else None
            near = replace(setup, elsewhere=elsewhere, day=day)
            judged[shared] = tuple(
                each for part in dose.ingredients for each in judged_doses(part, near)
            )
        sessions.append(
            AssessedSession(
                number=dose.number,
                dates=dates[dose.number - 1] if dose.number <= len(dates) else None,
                dose=dose,
                judged=judged[shared],
            )
        )
    return tuple(sessions)


def _doses(length: int, setup: Setup) -> Iterator[SessionDose]:
    """The dose of each session; sessions with the same formula are added up once."""
    known = setup.formulary.questionnaire.ingredients
    done: dict[int, SessionDose] = {}
    for number in range(1, length + 1):
        formula = setup.plan.formula_of(number)
        if id(formula) not in done:
            done[id(formula)] = session_dose(formula, number=number, ingredients=known)
        yield replace(done[id(formula)], number=number)


def _elsewhere(
    dose: SessionDose,
    doses: Sequence[SessionDose],
    dates: Sequence[SessionDates],
    setup: Setup,
) -> tuple[Received, ...]:
    """What else enters this body within a day of a session, neighbouring sessions included.

    The hour of a dose is not known, so one of the day before or after may lie within 24 hours.
    """
    day = dates[dose.number - 1].target if dates else setup.on
    received = setup.person.received if setup.person else ()
    near = [each for each in received if abs((each.on - day).days) <= 1]
    for other in doses if dates else ():
        other_day = dates[other.number - 1].target
        if other.number != dose.number and abs((other_day - day).days) <= 1:
            near += [
                Received(
                    ingredient=part.ingredient,
                    amount=amount,
                    on=other_day,
                    route=f"session {other.number}",
                )
                for part in other.ingredients
                for amount in (part.at_least, part.from_cream)
                if amount is not None
            ]
    return tuple(near)


def _counts(setup: Setup) -> Iterator[Judged]:
    known = setup.formulary.questionnaire.ingredients
    for key in setup.plan.ingredients():
        yield from judged_counts(known[key], setup)
    for formula in setup.plan.formulas:
        if formula.numbing is not None:
            yield from judged_cream(formula.numbing, setup)


def _person_findings(
    suitability: Suitability, person: Person | None, dates: Sequence[SessionDates]
) -> Iterator[Finding]:
    first = dates[0].target if dates else None
    for reason in suitability.reasons:
        finding = reason.as_finding()
        if first and reason.until and reason.until <= first:
            says = f"{finding.says} The first session, on {first}, keeps that."
            finding = replace(finding, severity=Severity.NOTE, says=says)
        yield finding
    if person is None:
        yield Finding(
            code="not_checked.person",
            severity=Severity.REVIEW,
            says="Not checked: no patient was given; age, weight, allergies, medicines, "
            "conditions unknown.",
            do="Screen the patient.",
            verification=Verification.PROPOSAL,
        )
        return
    missing = dict.fromkeys(suitability.unanswered + suitability.dont_know)
    names = ", ".join(missing).replace("_", " ")
    if missing:
        yield Finding(
            code="not_checked.answers",
            severity=Severity.REVIEW,
            says=f"Not checked: {len(missing)} answers unknown or too old: {names}.",
            do="Ask them before the plan is approved.",
            sources=("DOSSIER",),
            verification=Verification.PROPOSAL,
        )


def _mixture_findings(setup: Setup) -> Iterator[Finding]:
    plan, formulary = setup.plan, setup.formulary
    for formula in plan.formulas:
        yield from mixture_findings(formula, formulary)
    mixed = any(
        len({component.product_name for component in components}) > 1
        for formula in plan.formulas
        for components in formula.syringes().values()
    )
    known = formulary.questionnaire.ingredients
    yield from standing_findings([known[key] for key in plan.ingredients()])
    yield from regulation_findings(
        plan.jurisdiction,
        ingredients=plan.ingredients(),
        purposes=formulary.purposes_of(plan),
        mixed=mixed,
        jurisdictions=formulary.jurisdictions,
    )


def _departure_findings(
    sessions: Sequence[AssessedSession], protocol: Protocol | None, setup: Setup
) -> Iterator[Finding]:
    if protocol is None:
        yield Finding(
            code="protocol.none",
            severity=Severity.REVIEW,
            says="This plan follows no protocol: there is no evidence to show for it.",
            do="Choose a protocol, or give the reason.",
        )
        return
    yield from departures(protocol, [session.dose for session in sessions], setup)
