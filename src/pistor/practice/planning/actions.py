"""Changes of plans: begin, save, hand in, override, look again, approve, revise."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from pistor.clinical.findings import OverrideRefused, check_override
from pistor.clinical.planning import Decision, NotApprovable, approve
from pistor.practice.access.models import Clinic, Role, User
from pistor.practice.audit.actions import record
from pistor.practice.people.models import Patient
from pistor.practice.planning.checking import Checked, checked
from pistor.practice.planning.models import PlanOfCare, PlanOverride, PlanVersion


class PlanRefused(ValueError):
    """A change that is not possible; says why and what to do."""


class ChangedMeanwhile(PlanRefused):
    """Somebody else saved in between; carries what they saved."""

    def __init__(self, version: PlanVersion) -> None:
        self.version = version
        super().__init__(
            f"{version.written_by.full_name} saved this plan while you were writing. "
            "Nothing was overwritten."
        )


@transaction.atomic
def begin_plan(
    *,
    actor: User,
    patient: Patient,
    clinic: Clinic,
    content: Mapping[str, Any],
    at: datetime,
    title: str = "",
) -> PlanOfCare:
    """Begin a plan with its first version; it goes by its title, or by what it is for."""
    plan = PlanOfCare.objects.create(
        patient=patient,
        clinic=clinic,
        title=(content.get("title") or title or "Plan")[:200],
        begun_by=actor,
        begun_at=at,
    )
    version = PlanVersion.objects.create(
        plan=plan, number=1, content=dict(content), written_by=actor, written_at=at
    )
    record(actor=actor, event="planning.plan begun", subject=plan, at=at)
    record(actor=actor, event="planning.version written", subject=version, at=at)
    return plan


def _locked(version: PlanVersion) -> PlanVersion:
    locked = (
        PlanVersion.objects.select_for_update(of=("self",))
        .select_related("plan__patient", "plan__clinic__organisation", "written_by")
        .get(pk=version.pk)
    )
    if locked.approved_at is not None:
        raise PlanRefused(f"Version {locked.number} is approved and stays as it is: revise it.")
    return locked


@transaction.atomic
def save_draft(
    *, actor: User, version: PlanVersion, content: Mapping[str, Any], draft: int, at: datetime
) -> PlanVersion:
    """Save a draft; a changed draft loses its overrides, since they were made for another plan."""
    locked = _locked(version)
    if locked.draft != draft:
        raise ChangedMeanwhile(locked)
    if locked.content == content:
        return locked
    for override in locked.overrides.filter(withdrawn_at__isnull=True):
        override.withdrawn_at = at
        override.save(update_fields=["withdrawn_at"])
        record(actor=actor, event="planning.override lapsed", subject=override, at=at)
    locked.content, locked.draft = dict(content), locked.draft + 1
    locked.written_by, locked.written_at, locked.ready_at = actor, at, None
    locked.save()
    if content.get("title") and locked.plan.title != content["title"]:
        locked.plan.title = content["title"][:200]
        locked.plan.save(update_fields=["title"])
        record(actor=actor, event="planning.plan renamed", subject=locked.plan, at=at)
    record(actor=actor, event="planning.draft saved", subject=locked, at=at)
    return locked


@transaction.atomic
def hand_in(*, actor: User, version: PlanVersion, draft: int, at: datetime) -> PlanVersion:
    """Say that a draft waits for approval."""
    locked = _locked(version)
    if locked.draft != draft:
        raise ChangedMeanwhile(locked)
    locked.ready_at = at
    locked.save(update_fields=["ready_at"])
    record(actor=actor, event="planning.version handed in", subject=locked, at=at)
    return locked


@transaction.atomic
def override_finding(
    *, actor: User, version: PlanVersion, target: tuple[str, str], reason: str, at: datetime
) -> PlanOverride:
    """Override one finding of a draft, by its code and what it is about.

    A stop then waits for its second look: by another clinician, or, where one works alone, by
    reading it again behind a fresh sign-in.
    """
    locked = _locked(version)
    code, about = target
    if locked.overrides.filter(code=code, about=about, withdrawn_at__isnull=True).exists():
        raise PlanRefused("This finding is overridden already.")
    found = _check(locked, at).assessment.findings
    matching = [each for each in found if (each.code, each.about) == target]
    alone = locked.plan.clinic.one_clinician_alone
    override = PlanOverride(
        version=locked,
        code=code,
        about=about,
        says=" ".join(dict.fromkeys(each.says for each in matching)),
        is_stop=any(each.severity == "stop" for each in matching),
        reason=reason.strip(),
        by=actor,
        at=at,
        alone=alone,
    )
    _refuse_what_nobody_may(override, matching)
    override.save()
    record(actor=actor, event="planning.finding overridden", subject=override, at=at)
    return override


def _refuse_what_nobody_may(override: PlanOverride, matching: list[Any]) -> None:
    """Judge everything but the second look, which is still to come."""
    reviewed = [each for each in matching if each.severity != "stop"] or matching
    try:
        if any(not each.overridable for each in matching):
            check_override(override.as_override(), matching)
        if override.is_stop and override.reason:
            return
        check_override(override.as_override(), reviewed)
    except OverrideRefused as error:
        raise PlanRefused(str(error)) from error


@transaction.atomic
def look_again(*, actor: User, override: PlanOverride, at: datetime) -> PlanOverride:
    """Give the second look a stop needs; whoever calls this has just signed in again."""
    locked = (
        PlanOverride.objects.select_for_update(of=("self",))
        .select_related("by")
        .get(pk=override.pk)
    )
    _locked(override.version)
    if locked.withdrawn_at is not None:
        raise PlanRefused("The plan was changed since: this override no longer stands.")
    if locked.alone and locked.by == actor:
        locked.read_again_at = at
    elif locked.by == actor:
        raise PlanRefused("The second look is for another clinician.")
    else:
        locked.second, locked.second_at, locked.alone = actor, at, False
    locked.save()
    record(actor=actor, event="planning.second look given", subject=locked, at=at)
    return locked


@transaction.atomic
def approve_version(
    *, actor: User, version: PlanVersion, roles: frozenset[str], draft: int, at: datetime
) -> PlanVersion:
    """Freeze a version, after checking it on today's facts.

    Raises:
        PlanRefused: with everything that stands in the way.
    """
    locked = _locked(version)
    if locked.draft != draft:
        raise ChangedMeanwhile(locked)
    found = _check(locked, at)
    overrides = [
        each for each in locked.overrides.filter(withdrawn_at__isnull=True) if each.is_complete
    ]
    role = "prescriber" if Role.PRESCRIBER in roles else "practitioner"
    try:
        approval = approve(
            found.assessment,
            Decision(
                by=actor.full_name,
                role=role,
                at=at.astimezone(locked.plan.clinic.zone),
                overrides=tuple(each.as_override() for each in overrides),
            ),
            release=found.knowledge.release,
            ingredients=found.knowledge.ingredient,
        )
    except (NotApprovable, OverrideRefused) as error:
        raise PlanRefused(str(error)) from error
    locked.approved_by, locked.approved_as, locked.approved_at = actor, role, at
    locked.plan_hash, locked.release = approval.plan_hash, approval.release
    locked.shown = found.report
    locked.save()
    record(actor=actor, event="planning.version approved", subject=locked, at=at)
    return locked


def _check(version: PlanVersion, at: datetime) -> Checked:
    clinic = version.plan.clinic
    today = at.astimezone(clinic.zone).date()
    return checked(version.content, patient=version.plan.patient, clinic=clinic, on=today)


@transaction.atomic
def revise_plan(*, actor: User, plan: PlanOfCare, why: str, at: datetime) -> PlanVersion:
    """Begin a new version from the approved one; the approved one stays."""
    PlanOfCare.objects.select_for_update().get(pk=plan.pk)
    current = plan.versions.order_by("-number")[0]
    if current.approved_at is None:
        raise PlanRefused(f"Version {current.number} is still a draft: change that one.")
    if not why.strip():
        raise PlanRefused("An approved plan is changed only with a reason: say why.")
    version = PlanVersion.objects.create(
        plan=plan,
        number=current.number + 1,
        content=current.content,
        written_by=actor,
        written_at=at,
        why=why.strip()[:1000],
    )
    record(actor=actor, event="planning.plan revised", subject=version, at=at)
    return version
