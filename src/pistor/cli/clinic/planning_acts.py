"""How plans go in the story."""

from typing import Any

from pistor.cli.clinic.scene import Act, Scene
from pistor.cli.clinic.story import as_typed, dated, the_plans
from pistor.practice.access.queries import roles_of
from pistor.practice.planning import actions
from pistor.practice.planning.checking import checked
from pistor.practice.planning.models import PlanVersion
from pistor.practice.planning.queries import newest_version, standing_overrides


def begin(scene: Scene, act: Act) -> None:
    """Begin a plan that says what the story calls it."""
    told = the_plans()[act.given["says"]]
    plan = actions.begin_plan(
        actor=act.actor,
        patient=scene.patients[act.key],
        clinic=act.clinic,
        content=as_typed(dated(told, act.on)),
        at=act.at,
    )
    scene.plans[act.key] = plan


def hand_over(scene: Scene, act: Act) -> None:
    """Hand it in for approval."""
    version = _newest(scene, act)
    actions.hand_in(actor=act.actor, version=version, draft=version.draft, at=act.at)


def override(scene: Scene, act: Act) -> None:
    """Override a finding, named by its code."""
    version = _newest(scene, act)
    found = checked(
        version.content, patient=version.plan.patient, clinic=version.plan.clinic, on=act.on
    )
    code = act.given["code"]
    about = next(each.about for each in found.assessment.findings if each.code == code)
    actions.override_finding(
        actor=act.actor,
        version=version,
        target=(code, about),
        reason=act.given["reason"],
        at=act.at,
    )


def look(scene: Scene, act: Act) -> None:
    """Give the second look."""
    made = standing_overrides(_newest(scene, act))[-1]
    actions.look_again(actor=act.actor, override=made, at=act.at)


def approve(scene: Scene, act: Act) -> None:
    """Approve it."""
    version = _newest(scene, act)
    actions.approve_version(
        actor=act.actor,
        version=version,
        roles=roles_of(act.actor, act.clinic),
        draft=version.draft,
        at=act.at,
    )


def revise(scene: Scene, act: Act) -> None:
    """Begin the next version, and change it."""
    plan = scene.plans[act.key]
    version = actions.revise_plan(actor=act.actor, plan=plan, why=act.given["why"], at=act.at)
    content: dict[str, Any] = {**version.content, **as_typed(act.given["changes"])}
    actions.save_draft(
        actor=act.actor, version=version, content=content, draft=version.draft, at=act.at
    )


def _newest(scene: Scene, act: Act) -> PlanVersion:
    return newest_version(scene.plans[act.key])
