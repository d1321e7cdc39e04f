"""Pages of a decision: read the check, override, look again, hand in, approve, revise."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from pistor.clinical.planning import needs_prescriber
from pistor.notation.files import InputRefused
from pistor.practice.access.fresh import signed_in_afresh
from pistor.practice.access.models import Role
from pistor.practice.access.requests import ClinicRequest
from pistor.practice.audit.access import note
from pistor.practice.people.queries import header_of
from pistor.practice.planning import actions
from pistor.practice.planning.checking import Checked, checked
from pistor.practice.planning.models import PlanOverride, PlanVersion
from pistor.practice.planning.queries import (
    newest_version,
    overrides_visible_to,
    plans_visible_to,
    standing_overrides,
)


def show(
    request: ClinicRequest, uid: UUID, *, refused: str = "", status: int = 200
) -> HttpResponse:
    """The newest version as it stands, with the check on today's facts."""
    plan = get_object_or_404(plans_visible_to(request.user), uid=uid)
    version = newest_version(plan)
    note(request, what="plan read", patient=plan.patient)
    overrides = standing_overrides(version)
    page: dict[str, Any] = {
        "header": header_of(plan.patient),
        "plan": plan,
        "version": version,
        "versions": plan.versions.select_related("written_by", "approved_by").order_by("-number"),
        "overrides": overrides,
        "refused": refused,
    }
    try:
        found = checked(
            version.content, patient=plan.patient, clinic=plan.clinic, on=timezone.localdate()
        )
    except InputRefused as error:
        page["refused"] = refused or f"This plan cannot be checked: {error}"
    else:
        page.update(_decision(request, version, found, overrides))
    return render(request, "planning/show.html", page, status=status)


def _decision(
    request: ClinicRequest, version: PlanVersion, found: Checked, overrides: list[PlanOverride]
) -> dict[str, Any]:
    by_target = {(each.code, each.about): each for each in overrides}
    known = {_target(each) for each in (version.shown or {}).get("findings", ())}
    frozen = version.approved_at is not None
    findings = [
        {
            **each,
            "override": by_target.get(_target(each)),
            "is_new": frozen and _target(each) not in known,
        }
        for each in found.report["findings"]
    ]
    stops = [each for each in findings if each["severity"] == "stop"]
    prescriber = needs_prescriber(found.plan, found.knowledge.ingredient)
    return {
        "report": found.report,
        "findings": findings,
        "stops": stops,
        "open_stops": [
            each for each in stops if not (each["override"] and each["override"].is_complete)
        ],
        "reviews": [each for each in findings if each["severity"] == "review"],
        "notes": [each for each in findings if each["severity"] == "note"],
        "asks": _asking(version, found),
        "needs_prescriber": prescriber,
        "may_override": Role.PRESCRIBER in request.roles,
        "may_approve": Role.PRESCRIBER in request.roles or not prescriber,
        "own_plan": version.written_by_id == request.user.pk,
    }


def _asking(version: PlanVersion, found: Checked) -> str:
    """Where to ask what this plan needs to know; empty where nothing is missing."""
    if not any(each["code"] == "not_checked.answers" for each in found.report["findings"]):
        return ""
    wanted = [("indication", found.plan.indication), ("zone", found.plan.zone)]
    wanted += [("ingredients", key) for key in found.plan.ingredients()]
    begin = reverse("screening:begin", args=[version.plan.patient.uid])
    return f"{begin}?{urlencode(wanted)}"


def _target(finding: dict[str, Any]) -> tuple[str, str]:
    return finding["code"], finding["about"]


def _refused(request: ClinicRequest, uid: UUID, error: Exception) -> HttpResponse:
    return show(request, uid, refused=str(error), status=409)


@require_POST
def hand_in(request: ClinicRequest, uid: UUID) -> HttpResponse:
    """Say that the draft waits for approval."""
    plan = get_object_or_404(plans_visible_to(request.user), uid=uid)
    try:
        actions.hand_in(
            actor=request.user,
            version=newest_version(plan),
            draft=_draft(request),
            at=timezone.now(),
        )
    except actions.PlanRefused as error:
        return _refused(request, uid, error)
    messages.success(request, "Handed in: it waits for approval on Today.")
    return redirect("planning:show", uid=uid)


def _draft(request: ClinicRequest) -> int:
    text = request.POST.get("draft", "")
    return int(text) if text.isdecimal() and len(text) < 9 else 0


@signed_in_afresh
def approve(request: ClinicRequest, uid: UUID) -> HttpResponse:
    """Read once more what is approved, then approve it; the signature asks who is there."""
    plan = get_object_or_404(plans_visible_to(request.user), uid=uid)
    if request.method != "POST":
        return show(request, uid)
    try:
        version = actions.approve_version(
            actor=request.user,
            version=newest_version(plan),
            roles=request.roles,
            draft=_draft(request),
            at=timezone.now(),
        )
    except (actions.PlanRefused, InputRefused) as error:
        return _refused(request, uid, error)
    messages.success(request, f"Version {version.number} is approved and frozen.")
    return redirect("planning:show", uid=uid)


@require_POST
def override(request: ClinicRequest, uid: UUID) -> HttpResponse:
    """Override one finding, with a reason."""
    plan = get_object_or_404(plans_visible_to(request.user), uid=uid)
    reason = request.POST.get("reason", "").strip()
    try:
        if not reason:
            raise actions.PlanRefused("An override needs its reason: say why.")
        if len(reason) > 1000:
            raise actions.PlanRefused("The reason is too long: at most 1000 characters.")
        made = actions.override_finding(
            actor=request.user,
            version=newest_version(plan),
            target=(request.POST.get("code", ""), request.POST.get("about", "")),
            reason=reason,
            at=timezone.now(),
        )
    except (actions.PlanRefused, InputRefused) as error:
        return _refused(request, uid, error)
    if made.is_stop and made.alone:
        messages.info(request, "Working alone: read the finding again and confirm it.")
    elif made.is_stop:
        messages.info(request, "A stop: it now waits for a second clinician, on Today.")
    return redirect("planning:show", uid=uid)


@signed_in_afresh
def second_look(request: ClinicRequest, pk: int) -> HttpResponse:
    """Look at an overridden stop a second time, behind a fresh sign-in."""
    made = get_object_or_404(overrides_visible_to(request.user), pk=pk)
    plan = made.version.plan
    if request.method != "POST":
        page = {"header": header_of(plan.patient), "override": made, "plan": plan}
        return render(request, "planning/second_look.html", page)
    try:
        actions.look_again(actor=request.user, override=made, at=timezone.now())
    except actions.PlanRefused as error:
        return _refused(request, plan.uid, error)
    messages.success(request, "The second look is recorded.")
    return redirect("planning:show", uid=plan.uid)


@require_POST
def revise(request: ClinicRequest, uid: UUID) -> HttpResponse:
    """Begin a new version of an approved plan."""
    plan = get_object_or_404(plans_visible_to(request.user), uid=uid)
    try:
        actions.revise_plan(
            actor=request.user, plan=plan, why=request.POST.get("why", ""), at=timezone.now()
        )
    except actions.PlanRefused as error:
        return _refused(request, uid, error)
    return redirect("planning:edit", uid=uid)
