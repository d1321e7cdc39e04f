"""Reads of the planning app; every one starts from what somebody may see."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Prefetch, QuerySet

from pistor.notation.plan_fields import fields_of
from pistor.practice.access.models import User
from pistor.practice.planning.models import PlanOfCare, PlanOverride, PlanVersion


def plans_visible_to(user: User) -> QuerySet[PlanOfCare]:
    """The plans of the patients of somebody's organisation."""
    return PlanOfCare.objects.filter(patient__organisation_id=user.organisation_id).select_related(
        "patient", "clinic__organisation"
    )


def versions_visible_to(user: User) -> QuerySet[PlanVersion]:
    """Their versions."""
    return PlanVersion.objects.filter(
        plan__patient__organisation_id=user.organisation_id
    ).select_related("plan__patient", "plan__clinic__organisation", "written_by", "approved_by")


def overrides_visible_to(user: User) -> QuerySet[PlanOverride]:
    """Their overrides that nobody took back."""
    return PlanOverride.objects.filter(
        version__plan__patient__organisation_id=user.organisation_id, withdrawn_at__isnull=True
    ).select_related("version__plan__patient", "by", "second")


def waiting_for_approval(user: User) -> QuerySet[PlanVersion]:
    """Versions that wait for somebody to approve them, the longest first."""
    return (
        versions_visible_to(user)
        .filter(ready_at__isnull=False, approved_at__isnull=True)
        .order_by("ready_at")
    )


def waiting_for_second_look(user: User) -> QuerySet[PlanOverride]:
    """Overridden stops on drafts that wait for a clinician other than the one who overrode."""
    return (
        overrides_visible_to(user)
        .filter(
            is_stop=True, alone=False, second_at__isnull=True, version__approved_at__isnull=True
        )
        .exclude(by=user)
        .order_by("at")
    )


def standing_overrides(version: PlanVersion) -> list[PlanOverride]:
    """Overrides of a version that nobody took back, the oldest first."""
    return list(
        version.overrides.filter(withdrawn_at__isnull=True)
        .select_related("by", "second")
        .order_by("at")
    )


def with_versions(plans: QuerySet[PlanOfCare]) -> QuerySet[PlanOfCare]:
    """The same plans with their versions fetched at once, the newest first."""
    versions = PlanVersion.objects.select_related("written_by", "approved_by").order_by("-number")
    return plans.prefetch_related(Prefetch("versions", queryset=versions))


def newest_version(plan: PlanOfCare) -> PlanVersion:
    """The version that counts: approved, or the draft after it."""
    version = plan.versions.select_related("written_by", "approved_by").order_by("-number")[0]
    version.plan = plan  # fetched already, with patient and clinic
    return version


def flat(content: Mapping[str, Any]) -> dict[str, str]:
    """A version's content by path, for comparing two."""
    return dict(fields_of(content))


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """What differs between two contents: the field in words, its old and its new value."""
    before, after = flat(old), flat(new)
    return [
        (in_words(path), before.get(path, ""), after.get(path, ""))
        for path in dict.fromkeys((*before, *after))
        if before.get(path) != after.get(path)
    ]


def in_words(path: str) -> str:
    """A path as a person reads it: ``formula.0.component.1.volume`` is "formula 1, line 2: volume".

    >>> in_words("points.volume_each")
    'points: volume each'
    """
    *before, last = path.split(".")
    parts: list[str] = []
    for name in before:
        if name.isdecimal() and parts:
            parts[-1] = f"{parts[-1]} {int(name) + 1}"
        else:
            parts.append("line" if name == "component" else name.replace("_", " "))
    said = last.replace("_", " ")
    return f"{', '.join(parts)}: {said}" if parts else said
