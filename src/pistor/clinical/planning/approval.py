"""The plan's history: versions, what changed between them, and the approval that freezes one."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from pistor.clinical.findings import Finding, Override, Severity, check_override
from pistor.clinical.ingredients import Ingredient
from pistor.clinical.planning.assess import Assessment
from pistor.clinical.planning.plan import Plan
from pistor.clinical.quantities import plain


class NotApprovable(ValueError):
    """A plan that may not be approved; says everything that stands in the way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What somebody decides on a plan that was just checked.

    Args:
        by: name.
        role: ``prescriber``; ``practitioner`` only where nothing is prescription-only.
        at: when.
        overrides: of its stops.
    """

    by: str
    role: str
    at: datetime
    overrides: tuple[Override, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """A decision that freezes a version.

    Args:
        decision: who decided, as what, when, and which stops were overridden.
        plan_hash: of the plan approved.
        release: of the knowledge it was checked against.
        reviewed: codes of the review findings that were shown.
    """

    decision: Decision
    plan_hash: str
    release: str
    reviewed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of a plan; a later thought is a new version, never a change of this one.

    Args:
        number: from 1.
        by: who wrote it.
        why: what it is for; may be empty for the first.
        approval: None while it is a draft.
    """

    number: int
    plan: Plan
    by: str
    at: datetime
    why: str = ""
    approval: Approval | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanHistory:
    """All versions of a plan, the oldest first."""

    versions: tuple[Version, ...] = ()

    @property
    def current(self) -> Version:
        """The newest version.

        Raises:
            NotApprovable: there is none yet.
        """
        if not self.versions:
            raise NotApprovable("There is no version of this plan yet.")
        return self.versions[-1]

    def revised(self, plan: Plan, *, by: str, at: datetime, why: str = "") -> "PlanHistory":
        """Add a version; approved ones stay as they are.

        Args:
            plan: as it is from now on.
            by: who wrote it.
            at: when.
            why: the reason; needed once a version has been approved.

        Raises:
            ValueError: an approved plan is changed without a reason.
        """
        if any(version.approval for version in self.versions) and not why.strip():
            raise ValueError("An approved plan is changed only with a reason.")
        version = Version(number=len(self.versions) + 1, plan=plan, by=by, at=at, why=why)
        return PlanHistory(versions=(*self.versions, version))

    def approved(self, approval: Approval) -> "PlanHistory":
        """Freeze the newest version.

        Raises:
            NotApprovable: it is approved already, or the approval is for another plan.
        """
        current = self.current
        if current.approval is not None:
            raise NotApprovable(f"Version {current.number} is already approved.")
        if approval.plan_hash != plan_hash(current.plan):
            raise NotApprovable("The plan was changed after it was checked: check it again.")
        return PlanHistory(versions=(*self.versions[:-1], replace(current, approval=approval)))


def plan_hash(plan: Plan) -> str:
    """Name a plan by its content: any change gives another name.

    Args:
        plan: any.

    Returns:
        64 hexadecimal digits; equal for plans that mean the same, so 0.5 ml and 0.50 ml agree.

    Sources:
        docs/methods/plan-hash.md

    >>> plan_hash(Plan(zone="cheek")) == plan_hash(Plan(zone="chin"))
    False
    """
    content = json.dumps(_meant(asdict(plan)), default=_written, sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()


def _meant(value: Any) -> Any:
    """Drop what says nothing, so that a field added later leaves old names as they are.

    What was asked for is dropped too: only what is drawn reaches the patient.
    """
    if isinstance(value, dict):
        parts = {name: _meant(each) for name, each in value.items() if name != "asked"}
        return {name: each for name, each in parts.items() if each not in (None, "", {}, [], False)}
    if isinstance(value, tuple):
        return [_meant(each) for each in value]
    return value


def _written(value: Any) -> Any:
    match value:
        case Decimal():
            return str(plain(value))
        case date():
            return value.isoformat()
        case _:  # a set of closed days, which has no order of its own
            return sorted(str(each) for each in value)


def changes(old: Plan, new: Plan) -> dict[str, tuple[Any, Any]]:
    """Say what differs between two plans.

    Args:
        old: the earlier one.
        new: the later one.

    Returns:
        By name of the part, such as ``points.count``: old and new value; None where it was not
        there.

    >>> changes(Plan(zone="cheek"), Plan(zone="chin"))
    {'zone': ('cheek', 'chin')}
    """
    before, after = _flat(asdict(old)), _flat(asdict(new))
    names = dict.fromkeys((*before, *after))
    return {
        name: (before.get(name), after.get(name))
        for name in names
        if before.get(name) != after.get(name)
    }


def _flat(value: Any, name: str = "") -> dict[str, Any]:
    if isinstance(value, tuple):
        value = {str(number): each for number, each in enumerate(value, start=1)}
    if not isinstance(value, dict):
        return {name: value}
    flat: dict[str, Any] = {}
    for key, each in value.items():
        flat.update(_flat(each, f"{name}.{key}" if name else str(key)))
    return flat


def needs_prescriber(plan: Plan, ingredients: Mapping[str, Ingredient]) -> bool:
    """Say whether only a prescriber may approve: something is prescription-only, or may be.

    Args:
        plan: any.
        ingredients: by key; one whose standing is unknown counts as prescription-only.
    """
    return any(ingredients[key].prescription_only is not False for key in plan.ingredients())


_KNOWN_FIRST = frozenset({"not_checked.person", "not_checked.answers", "not_checked.formula"})


def blockers(assessment: Assessment, overrides: tuple[Override, ...]) -> tuple[Finding, ...]:
    """What stands in the way of an approval.

    Args:
        assessment: of the plan as it is now.
        overrides: what a prescriber decided.

    Returns:
        Stops that nobody has overridden, and what has to be known before anything is approved:
        the patient, every question the ingredients ask, and the formula of every session.

    Raises:
        OverrideRefused: an override is not allowed, or matches no finding.
    """
    for override in overrides:
        matching = [f for f in assessment.findings if (f.code, f.about) == override.target]
        check_override(override, matching)
    lifted = {override.target for override in overrides}
    return tuple(
        finding
        for finding in assessment.findings
        if (finding.severity is Severity.STOP and (finding.code, finding.about) not in lifted)
        or finding.code in _KNOWN_FIRST
    )


def approve(
    assessment: Assessment,
    decision: Decision,
    *,
    release: str,
    ingredients: Mapping[str, Ingredient],
) -> Approval:
    """Approve a plan that was just checked.

    Args:
        assessment: of the plan as it is now.
        decision: who approves, and the overrides.
        release: of the knowledge used.
        ingredients: by key.

    Raises:
        NotApprovable: with everything that stands in the way.
        OverrideRefused: an override is not allowed.

    Sources:
        docs/methods/overrides.md
    """
    if not decision.by.strip():
        raise NotApprovable("Only a person, by name, can approve.")
    allowed = {"prescriber"}
    if not needs_prescriber(assessment.plan, ingredients):
        allowed.add("practitioner")
    if decision.role not in allowed:
        raise NotApprovable("Only a prescriber may approve this plan.")
    if decision.at.date() != assessment.on:
        raise NotApprovable(f"The plan was checked on {assessment.on}: check it again.")
    standing = blockers(assessment, decision.overrides)
    if standing:
        raise NotApprovable(" ".join(finding.says for finding in standing))
    return Approval(
        decision=decision,
        plan_hash=plan_hash(assessment.plan),
        release=release,
        reviewed=tuple(f.code for f in assessment.findings if f.severity is Severity.REVIEW),
    )
