"""Pages of a plan: choose a protocol, write, check live, read, compare, print."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from pistor.knowledge import formulary_of
from pistor.notation.files import InputRefused
from pistor.notation.protocol_report import alternatives_data, protocols_data
from pistor.practice.access.requests import ClinicRequest
from pistor.practice.audit.access import note
from pistor.practice.library.queries import knowledge_of
from pistor.practice.people.queries import header_of, patients_visible_to
from pistor.practice.planning import actions
from pistor.practice.planning.checking import Checked, checked
from pistor.practice.planning.forms import COURSE_USUAL, PlanForm, typed
from pistor.practice.planning.models import PlanVersion
from pistor.practice.planning.queries import (
    differences,
    newest_version,
    plans_visible_to,
    versions_visible_to,
)
from pistor.web.templatetags.pistor import day, moment


def begin(request: ClinicRequest, uid: UUID) -> HttpResponse:
    """Choose what is wanted, see the protocols side by side, and begin with one."""
    patient = get_object_or_404(patients_visible_to(request.user), uid=uid)
    knowledge = knowledge_of(request.clinic.organisation)
    wanted = request.POST.get("indication") or request.GET.get("indication", "")
    if wanted not in knowledge.indication:
        wanted = ""
    if request.method == "POST":
        protocol = request.POST.get("protocol", "")
        content = {
            "indication": wanted,
            "protocol": protocol if protocol in knowledge.protocol else "",
        }
        plan = actions.begin_plan(
            actor=request.user,
            patient=patient,
            clinic=request.clinic,
            content={name: value for name, value in content.items() if value},
            at=timezone.now(),
            title=knowledge.indication[wanted].name if wanted else "",
        )
        return redirect("planning:edit", uid=plan.uid)
    formulary = formulary_of(knowledge)
    purposes = [knowledge.indication[wanted].purpose] if wanted else []
    page = {
        "header": header_of(patient),
        "patient": patient,
        "indications": knowledge.indication.values(),
        "wanted": knowledge.indication.get(wanted),
        "protocols": [
            {**each, "row": knowledge.protocol[each["key"]]}
            for each in protocols_data(wanted, request.clinic.jurisdiction, knowledge)
        ],
        "alternatives": alternatives_data(purposes, formulary),
    }
    return render(request, "planning/begin.html", page)


def edit(request: ClinicRequest, uid: UUID) -> HttpResponse:
    """Write the newest version; check it on every change; save it."""
    plan = get_object_or_404(plans_visible_to(request.user), uid=uid)
    version = newest_version(plan)
    if version.approved_at is not None:
        return redirect("planning:show", uid=plan.uid)
    knowledge = knowledge_of(plan.clinic.organisation)
    if request.method != "POST":
        form = PlanForm(version.content, knowledge=knowledge)
        return _editor(request, version, form, _check_into(form, version.content, version))
    content = typed(request.POST)
    wants_rows = request.POST.get("do") == "more"
    form = PlanForm(content, knowledge=knowledge, spare_rows=5 if wants_rows else 1)
    if request.POST.get("do") == "formula":
        content_and_one = {**content, "formula": [*content.get("formula", [{}]), {}]}
        form = PlanForm(content_and_one, knowledge=knowledge)
    found = _check_into(form, content, version)
    if request.POST.get("do") != "save" or found is None:
        return _editor(request, version, form, found, status=422 if found is None else 200)
    return _save(request, version, content, form, found)


def _save(
    request: ClinicRequest,
    version: PlanVersion,
    content: dict[str, Any],
    form: PlanForm,
    found: Checked,
) -> HttpResponse:
    draft = request.POST.get("draft", "")
    try:
        actions.save_draft(
            actor=request.user,
            version=version,
            content=content,
            draft=int(draft) if draft.isdecimal() else 0,
            at=timezone.now(),
        )
    except actions.ChangedMeanwhile as error:
        theirs = error.version
        form.add_error(
            None, f"{error} Their plan differs from yours as shown; save again to keep yours."
        )
        return _editor(
            request, theirs, form, found, differs=differences(theirs.content, content), status=409
        )
    except actions.PlanRefused as error:
        form.add_error(None, str(error))
        return _editor(request, version, form, found, status=409)
    return redirect("planning:show", uid=version.plan.uid)


def _editor(
    request: ClinicRequest,
    version: PlanVersion,
    form: PlanForm,
    found: Checked | None,
    *,
    differs: list[tuple[str, str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    knowledge = form.knowledge
    page = {
        "header": header_of(version.plan.patient),
        "plan": version.plan,
        "version": version,
        "form": form,
        "found": found,
        "differences": differs,
        "ingredients": [each for each in knowledge.ingredient.values() if not each.contains],
        "points": form.of("points"),
        "course": form.of("course")[:COURSE_USUAL],
        "course_more": form.of("course")[COURSE_USUAL:],
        "course_more_is_open": any(each.value() for each in form.of("course")[COURSE_USUAL:]),
        **_check_page(found),
    }
    return render(request, "planning/edit.html", page, status=status)


def _check_into(form: PlanForm, content: dict[str, Any], version: PlanVersion) -> Checked | None:
    """Check, or put what is wrong beside its field."""
    plan = version.plan
    try:
        return checked(content, patient=plan.patient, clinic=plan.clinic, on=timezone.localdate())
    except InputRefused as error:
        form.refused(error)
        return None


def _check_page(found: Checked | None) -> dict[str, Any]:
    if found is None:
        return {"report": None}
    return {
        "report": found.report,
        "stops": found.findings("stop"),
        "reviews": found.findings("review"),
        "notes": found.findings("note"),
    }


@require_POST
def check(request: ClinicRequest, uid: UUID) -> HttpResponse:
    """The check alone, while somebody writes; nothing is saved."""
    plan = get_object_or_404(plans_visible_to(request.user), uid=uid)
    content = typed(request.POST)
    form = PlanForm(content, knowledge=knowledge_of(plan.clinic.organisation))
    found = _check_into(form, content, newest_version(plan))
    page = {"plan": plan, "form": form, **_check_page(found)}
    return render(request, "planning/_check.html", page, status=200 if found else 422)


def compare(request: ClinicRequest, uid: UUID) -> HttpResponse:
    """Two versions side by side."""
    plan = get_object_or_404(plans_visible_to(request.user), uid=uid)
    versions = {each.number: each for each in plan.versions.order_by("number")}
    new = _numbered(request.GET.get("new", ""), versions, default=max(versions))
    old = _numbered(request.GET.get("old", ""), versions, default=max(new.number - 1, 1))
    page = {
        "header": header_of(plan.patient),
        "plan": plan,
        "versions": versions.values(),
        "old": old,
        "new": new,
        "differences": differences(old.content, new.content),
    }
    return render(request, "planning/compare.html", page)


def _numbered(text: str, versions: dict[int, PlanVersion], *, default: int) -> PlanVersion:
    number = int(text) if text.isdecimal() and len(text) < 6 else default
    return versions.get(number, versions[default])


def sheet(request: ClinicRequest, uid: UUID, number: int) -> HttpResponse:
    """The plan and mixing sheet of a version as PDF."""
    # The engine that sets it is heavy: whoever prints nothing need not wait for it.
    from pistor.web.documents.plan_sheet import PrintedFor, plan_sheet  # noqa: PLC0415

    version = get_object_or_404(versions_visible_to(request.user), plan__uid=uid, number=number)
    plan = version.plan
    found = checked(
        version.content, patient=plan.patient, clinic=plan.clinic, on=timezone.localdate()
    )
    note(request, what="plan printed", patient=plan.patient)
    patient = plan.patient
    printed_for = PrintedFor(
        name=f"{patient.name} (no. {patient.number})",
        born=day(patient.born_on),
        practitioner=version.written_by.full_name,
        standing=_standing(version),
    )
    content = plan_sheet(found.report, found.knowledge, printed_for=printed_for)
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="plan-{plan.patient.number}-v{number}.pdf"'
    return answer


def _standing(version: PlanVersion) -> str:
    if version.approved_at is None or version.approved_by is None:
        return f"Version {version.number}: DRAFT, not approved"
    return (
        f"Version {version.number}: approved by {version.approved_by.full_name} as "
        f"{version.approved_as}, {moment(version.approved_at)}"
    )
