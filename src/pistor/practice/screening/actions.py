"""Writes of the screening app; each locks, checks, writes and says so in the audit chain."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from pistor.clinical.findings import OverrideRefused, check_override
from pistor.practice.access.models import Clinic, User
from pistor.practice.audit.actions import record
from pistor.practice.people.answers import accept_answers
from pistor.practice.people.models import Patient
from pistor.practice.screening.models import Screening, ScreeningOverride
from pistor.practice.screening.results import (
    Target,
    findings_about,
    is_stop,
    judged,
    to_keep,
)
from pistor.practice.screening.sheets import basis_of

State = Screening.State
WITH_STAFF = frozenset({State.OPEN, State.HANDED_IN})


class Conflict(Exception):
    """Somebody else was faster; says what happened, and nothing was written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """Answers as somebody saves them: against which version, and whether they are done."""

    draft: Mapping[str, Any]
    version: int
    handed_in: bool


@transaction.atomic
def begin_screening(
    *, actor: User, patient: Patient, clinic: Clinic, wants: Mapping[str, Any], at: datetime
) -> Screening:
    """Start a questionnaire."""
    screening = Screening.objects.create(
        patient=patient, clinic=clinic, wants=dict(wants), begun_by=actor, begun_at=at
    )
    record(actor=actor, event="screening.screening begun", subject=screening, at=at)
    return screening


@transaction.atomic
def save_answers(
    *, actor: User | None, screening: Screening, filled: Filled, at: datetime
) -> Screening:
    """Keep answers as a draft; nothing of it is on the patient's record yet.

    Args:
        actor: None for the patient at the tablet.

    Raises:
        Conflict: it was saved meanwhile, or is no longer where this answer comes from.
    """
    allowed = WITH_STAFF if actor else {State.ON_TABLET}
    fresh = _locked(screening, allowed, filled.version)
    fresh.answers = dict(filled.draft)
    fresh.filled_by_patient = fresh.filled_by_patient or actor is None
    if filled.handed_in:
        fresh.state = State.HANDED_IN
    event = "screening.answers handed in" if filled.handed_in else "screening.answers saved"
    return _written(fresh, event, actor, at)


@transaction.atomic
def hand_over(*, actor: User, screening: Screening, at: datetime) -> Screening:
    """Give the tablet to the patient."""
    fresh = _locked(screening, WITH_STAFF | {State.ON_TABLET})
    fresh.state = State.ON_TABLET
    return _written(fresh, "screening.tablet handed over", actor, at)


@transaction.atomic
def take_back(*, actor: User, screening: Screening, at: datetime) -> Screening:
    """Go on with staff; the tablet can save nothing more."""
    fresh = _locked(screening, {State.ON_TABLET})
    fresh.state = State.OPEN
    return _written(fresh, "screening.tablet taken back", actor, at)


@transaction.atomic
def discard_screening(*, actor: User, screening: Screening, at: datetime) -> Screening:
    """Put a questionnaire aside; its answers never count, and stay readable."""
    fresh = _locked(screening, WITH_STAFF | {State.ON_TABLET})
    fresh.state = State.DISCARDED
    return _written(fresh, "screening.screening discarded", actor, at)


@transaction.atomic
def accept_screening(
    *, actor: User, screening: Screening, version: int, on: date, at: datetime
) -> Screening:
    """Put the answers on record and keep what follows from the whole record.

    Raises:
        Conflict: the answers were changed since they were read.
        InputRefused: something on record cannot be used; nothing is written.
    """
    fresh = _locked(screening, WITH_STAFF, version)
    basis = basis_of(fresh, on=on)
    known = {key: each for key, each in fresh.answers.items() if key in basis.knowledge.question}
    accept_answers(patient=fresh.patient, answers=known, actor=actor, on=on, at=at)
    basis = basis_of(fresh, on=on)
    fresh.state = State.ACCEPTED
    fresh.accepted_by, fresh.accepted_at = actor, at
    fresh.suitability = to_keep(judged(basis), basis)
    fresh.release = basis.knowledge.release
    return _written(fresh, "screening.screening accepted", actor, at)


@transaction.atomic
def override_reason(
    *, actor: User, screening: Screening, target: Target, reason: str, at: datetime
) -> ScreeningOverride:
    """Go on in spite of a reason; a stop waits for its second look.

    Raises:
        OverrideRefused: there is no such reason, nobody may override it, or no reason is given.
        Conflict: somebody has overridden it already.
    """
    fresh = _locked(screening, {State.ACCEPTED})
    findings = findings_about(fresh, target)
    code, about = target
    same = fresh.overrides.filter(code=code, about=about, withdrawn_at__isnull=True)
    earlier = same.select_related("by").first()
    if earlier:
        raise Conflict(f"{earlier.by.full_name} has overridden this already.")
    row = ScreeningOverride(
        screening=fresh,
        code=code,
        about=about,
        says=" ".join(each.says for each in findings),
        is_stop=is_stop(findings),
        reason=reason.strip(),
        by=actor,
        at=at,
        alone=fresh.clinic.one_clinician_alone,
    )
    if not findings or any(not each.overridable for each in findings):
        check_override(row.as_override(), findings)
    if not row.reason:
        raise OverrideRefused("Give the reason: the record keeps it with your name.")
    row.save()
    record(actor=actor, event="screening.override made", subject=row, at=at)
    return row


@transaction.atomic
def look_a_second_time(
    *, actor: User, override: ScreeningOverride, at: datetime
) -> ScreeningOverride:
    """Stand behind a colleague's override of a stop.

    Raises:
        OverrideRefused: it is one's own, or needs no second clinician.
        Conflict: somebody has looked already.
    """
    fresh = _locked_override(override)
    if fresh.alone or not fresh.is_stop:
        raise OverrideRefused("This override needs no second clinician.")
    if actor.pk == fresh.by_id:
        raise OverrideRefused("The second look is another clinician's, on their own account.")
    fresh.second, fresh.second_at = actor, at
    return _completed(fresh, "screening.override seconded", actor, at)


@transaction.atomic
def read_again(*, actor: User, override: ScreeningOverride, at: datetime) -> ScreeningOverride:
    """Working alone: read the finding again, behind a fresh sign-in.

    Raises:
        OverrideRefused: it is somebody else's, or asks for a second clinician.
        Conflict: it was read again already.
    """
    fresh = _locked_override(override)
    if not fresh.alone or not fresh.is_stop:
        raise OverrideRefused("This override is not one of a clinician who works alone.")
    if actor.pk != fresh.by_id:
        raise OverrideRefused("Only the prescriber who overrode it reads it again.")
    fresh.read_again_at = at
    return _completed(fresh, "screening.override read again", actor, at)


def _locked(screening: Screening, allowed: Any, version: int | None = None) -> Screening:
    """Lock a screening and check that it is still where the writer believes it to be."""
    rows = Screening.objects.select_for_update(of=("self",))
    fresh = rows.select_related("patient", "clinic__organisation").get(pk=screening.pk)
    if fresh.state not in allowed:
        raise Conflict(f"This screening is now: {fresh.get_state_display().lower()}.")
    if version is not None and fresh.version != version:
        raise Conflict("Somebody saved this questionnaire while you were writing.")
    return fresh


def _written(screening: Screening, event: str, actor: User | None, at: datetime) -> Screening:
    screening.version += 1
    screening.save()
    record(actor=actor, event=event, subject=screening, at=at)
    return screening


def _locked_override(override: ScreeningOverride) -> ScreeningOverride:
    rows = ScreeningOverride.objects.select_for_update(of=("self",))
    fresh = rows.select_related("screening__patient", "by", "second").get(pk=override.pk)
    if fresh.withdrawn_at or fresh.is_complete:
        raise Conflict("This override is complete already.")
    return fresh


def _completed(
    override: ScreeningOverride, event: str, actor: User, at: datetime
) -> ScreeningOverride:
    findings = findings_about(override.screening, (override.code, override.about))
    check_override(override.as_override(), findings)
    override.save()
    record(actor=actor, event=event, subject=override, at=at)
    return override
