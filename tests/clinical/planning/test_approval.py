from dataclasses import replace
from datetime import timedelta

import pytest

from pistor.clinical.findings import OverrideRefused
from pistor.clinical.person import Answer, Answered
from pistor.clinical.planning import (
    ClosedDays,
    Course,
    Decision,
    NotApprovable,
    Plan,
    PlanHistory,
    Points,
    approve,
    assess,
    blockers,
    changes,
    needs_prescriber,
    plan_hash,
)
from pistor.clinical.quantities import amount, volume
from tests.cast import MONDAY, NOON, ada, drawn, overridden_by_two, plan_of, yes

PRESCRIBER = Decision(by="Dr Iris Invented", role="prescriber", at=NOON)
FINE = plan_of(drawn("tranexamic_acid", "4 mg/ml", "1 ml"), jurisdiction="GB", protocol="P4")
TWO_ANAESTHETICS = plan_of(
    drawn("lidocaine", "1 %", "1 ml"), drawn("procaine", "1 %", "1 ml"), jurisdiction="GB"
)
SECOND_LOOK = overridden_by_two("M2", "A: lidocaine + procaine")


@pytest.fixture
def approved(formulary):
    def decide(plan, decision=PRESCRIBER, person=None):
        assessment = assess(plan, person=person or ada(formulary), on=MONDAY, formulary=formulary)
        return approve(
            assessment,
            decision,
            release="2026-11",
            ingredients=formulary.questionnaire.ingredients,
        )

    return decide


def test_an_approval_names_plan_release_person_and_what_was_shown(approved):
    approval = approved(FINE)

    assert approval.plan_hash == plan_hash(FINE)
    assert (approval.decision, approval.release) == (PRESCRIBER, "2026-11")
    assert "evidence.none" in approval.reviewed


def test_a_stop_stands_in_the_way_until_it_is_overridden(approved):
    with pytest.raises(NotApprovable, match="another one"):
        approved(TWO_ANAESTHETICS)

    approval = approved(TWO_ANAESTHETICS, replace(PRESCRIBER, overrides=(SECOND_LOOK,)))

    assert approval.decision.overrides == (SECOND_LOOK,)


def test_an_override_of_something_else_is_refused(approved):
    with pytest.raises(OverrideRefused, match="no finding"):
        approved(FINE, replace(PRESCRIBER, overrides=(SECOND_LOOK,)))


@pytest.mark.parametrize(
    ("decision", "says"),
    [
        (replace(PRESCRIBER, role="practitioner"), "Only a prescriber"),
        (replace(PRESCRIBER, by="  "), "by name"),
    ],
)
def test_only_a_named_prescriber_approves_what_may_be_prescription_only(approved, decision, says):
    with pytest.raises(NotApprovable, match=says):
        approved(FINE, decision)


def test_a_practitioner_approves_where_nothing_is_prescription_only(formulary):
    ingredients = dict(formulary.questionnaire.ingredients)
    ingredients["tranexamic_acid"] = replace(
        ingredients["tranexamic_acid"], prescription_only=False
    )
    assessment = assess(FINE, person=ada(formulary), on=MONDAY, formulary=formulary)

    approval = approve(
        assessment,
        replace(PRESCRIBER, role="practitioner"),
        release="2026-11",
        ingredients=ingredients,
    )

    assert not needs_prescriber(FINE, ingredients)
    assert approval.decision.role == "practitioner"


@pytest.mark.parametrize("answer", [None, Answered(on=MONDAY, answer=Answer.DONT_KNOW)])
def test_no_plan_is_approved_before_every_question_is_answered(approved, formulary, answer):
    patient = ada(formulary)
    answers = dict(patient.answers)
    answers.pop("venous_thromboembolism")
    if answer:
        answers["venous_thromboembolism"] = answer

    with pytest.raises(NotApprovable, match="venous thromboembolism"):
        approved(FINE, person=replace(patient, answers=answers))


def test_no_plan_is_approved_on_answers_of_another_day(approved, formulary):
    old = Answered(on=MONDAY.replace(day=1), answer=Answer.NO)

    with pytest.raises(NotApprovable, match="pregnant"):
        approved(FINE, person=ada(formulary, pregnant=old))


def test_no_plan_is_approved_for_nobody(formulary):
    assessment = assess(FINE, person=None, on=MONDAY, formulary=formulary)

    assert "not_checked.person" in {each.code for each in blockers(assessment, ())}


def test_what_nobody_may_override_stays_in_the_way(approved, formulary):
    plan = plan_of(drawn("dutasteride", "0.05 %", "1 ml"), jurisdiction="GB")
    override = replace(SECOND_LOOK, code="ingredient.can_conceive", about="dutasteride")

    with pytest.raises(OverrideRefused, match="nobody may override"):
        approved(
            plan,
            replace(PRESCRIBER, overrides=(override,)),
            person=ada(formulary, can_conceive=yes()),
        )


def test_the_history_keeps_every_version_and_who_wrote_it(approved):
    history = PlanHistory().revised(FINE, by="Nurse Kim Invented", at=NOON)
    history = history.approved(approved(FINE))
    history = history.revised(TWO_ANAESTHETICS, by="Nurse Kim Invented", at=NOON, why="Pain")

    first, second = history.versions
    assert first.approval is not None
    assert (second.number, second.why, second.approval) == (2, "Pain", None)
    assert history.current is second


def test_an_approved_plan_is_frozen(approved):
    history = PlanHistory().revised(FINE, by="Kim", at=NOON).approved(approved(FINE))

    with pytest.raises(NotApprovable, match="already approved"):
        history.approved(approved(FINE))
    with pytest.raises(ValueError, match="only with a reason"):
        history.revised(TWO_ANAESTHETICS, by="Kim", at=NOON)


def test_an_approval_of_another_plan_is_refused(approved):
    history = PlanHistory().revised(TWO_ANAESTHETICS, by="Kim", at=NOON)

    with pytest.raises(NotApprovable, match="check it again"):
        history.approved(approved(FINE))


def test_a_plan_that_was_never_written_has_no_version():
    with pytest.raises(NotApprovable, match="no version"):
        _ = PlanHistory().current


def test_the_hash_changes_with_the_plan_and_not_with_trailing_zeros():
    half = Plan(points=Points(volume_each=volume("0.5 ml")))
    same = Plan(points=Points(volume_each=volume("0.50 ml")))
    more = Plan(points=Points(volume_each=volume("0.51 ml")))

    assert plan_hash(half) == plan_hash(same)
    assert plan_hash(half) != plan_hash(more)


def test_the_hash_does_not_depend_on_the_order_of_closed_days():
    days = [MONDAY.replace(day=day) for day in (9, 16, 23)]

    hashes = {
        plan_hash(Plan(course=Course(start=MONDAY, closed=ClosedDays(days=frozenset(order)))))
        for order in (days, days[::-1])
    }

    assert len(hashes) == 1


def test_what_changed_is_named_down_to_the_component():
    more = plan_of(drawn("tranexamic_acid", "4 mg/ml", "2 ml"), jurisdiction="GB", protocol="P4")

    assert changes(FINE, more) == {
        "formulas.1.components.1.volume.value": (
            FINE.formulas[0].components[0].volume.value,
            more.formulas[0].components[0].volume.value,
        )
    }


def test_an_empty_plan_is_approved_by_nobody(approved):
    with pytest.raises(NotApprovable, match="formula unknown"):
        approved(Plan(jurisdiction="GB"))


def test_a_check_of_yesterday_does_not_serve_for_an_approval_today(approved):
    with pytest.raises(NotApprovable, match="check it again"):
        approved(FINE, replace(PRESCRIBER, at=NOON + timedelta(days=1)))


def test_the_hash_is_of_what_is_drawn_and_not_of_how_it_was_typed():
    component = drawn("tranexamic_acid", "100 mg/ml", "0.04 ml")

    typed = plan_of(replace(component, asked=amount("4 mg")))

    assert plan_hash(typed) == plan_hash(plan_of(component))
