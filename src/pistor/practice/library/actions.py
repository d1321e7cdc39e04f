"""Changes of the knowledge an organisation works with: adopt, state, end, review."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from pistor.clinical.evidence import Row
from pistor.knowledge import (
    KnowledgeBase,
    KnowledgeError,
    RowOverride,
    load,
    overridden,
    problems_of,
    row_hash,
    snapshot,
)
from pistor.practice.access.models import Organisation, User
from pistor.practice.audit.actions import record
from pistor.practice.library.models import AdoptedRelease, OwnRow, Review
from pistor.practice.library.queries import knowledge_of, overrides_of, row_of


class LibraryRefused(ValueError):
    """A change that is not possible; says why and what to do."""


class ChangedMeanwhile(LibraryRefused):
    """The row or the release is not the one that was on the page."""


def _locked(actor: User) -> Organisation:
    return Organisation.objects.select_for_update().get(pk=actor.organisation_id)


@transaction.atomic
def adopt_release(*, actor: User, release: str, at: datetime) -> AdoptedRelease:
    """Make the shipped release the one the organisation works with.

    Args:
        release: the one whose differences were read.

    Raises:
        LibraryRefused: it has problems, was adopted already, or an own row no longer fits it.
        ChangedMeanwhile: the program now ships another one.
    """
    organisation = _locked(actor)
    shipped = load()
    if shipped.release != release:
        raise ChangedMeanwhile(
            f"The program now ships release {shipped.release}, not {release}. "
            "Nothing was adopted: read these differences first."
        )
    newest = AdoptedRelease.objects.filter(organisation=organisation).order_by("-pk").first()
    if newest is not None and newest.release == release:
        raise LibraryRefused(f"Release {release} was adopted already.")
    check_adoptable(organisation, shipped)
    adopted = AdoptedRelease.objects.create(
        organisation=organisation,
        release=release,
        rows=snapshot(shipped),
        adopted_by=actor,
        adopted_at=at,
    )
    record(actor=actor, event="library.release adopted", subject=adopted, at=at)
    return adopted


def check_adoptable(organisation: Organisation, shipped: KnowledgeBase) -> None:
    """Prove that a release hangs together, with the organisation's own rows in it.

    Raises:
        LibraryRefused: it does not; says where.
    """
    problems = problems_of(shipped)
    if problems:
        raise LibraryRefused(
            f"Release {shipped.release} cannot be adopted, it has {len(problems)} problems. "
            f"The first: {problems[0].where}: {problems[0].says}."
        )
    own = OwnRow.objects.filter(organisation=organisation, ended_at__isnull=True)
    try:
        overridden(shipped, overrides_of(own.select_related("stated_by").order_by("pk")))
    except KnowledgeError as error:
        raise LibraryRefused(
            f"A row this organisation states itself does not fit release {shipped.release}: "
            f"{error}. End that row first, or state it again."
        ) from error


@transaction.atomic
def state_row(
    *,
    actor: User,
    kind: str,
    row: Mapping[str, Any],
    reason: str,
    based_on: str,
    at: datetime,
) -> OwnRow:
    """Put the organisation's own row in place of the released one.

    Args:
        row: the whole row, as it would stand in its file.
        based_on: hash of the row that was on the page.

    Raises:
        LibraryRefused: nothing was adopted yet, the row does not fit, or states nothing new.
        ChangedMeanwhile: the row is not the one that was on the page.
    """
    organisation = _locked(actor)
    key = str(row.get("key"))
    if not AdoptedRelease.objects.filter(organisation=organisation).exists():
        raise LibraryRefused("Adopt a release first: an own row stands in place of an adopted one.")
    knowledge = knowledge_of(organisation)
    stated = _stated(knowledge, kind, key)
    if row_hash(kind, stated) != based_on:
        raise ChangedMeanwhile(
            "Somebody changed this row while you were writing. Nothing was overwritten: "
            "compare, and save again to keep yours."
        )
    override = RowOverride(kind=kind, row=row, by=actor.full_name, reason=reason, at=at)
    new = _fitting(knowledge, override, key)
    if new == stated:
        raise LibraryRefused("You changed nothing: the row already says this.")
    _end(actor=actor, organisation=organisation, kind=kind, key=key, at=at)
    own = OwnRow.objects.create(
        organisation=organisation,
        kind=kind,
        key=key,
        row=dict(row),
        row_hash=row_hash(kind, new),
        reason=reason,
        stated_by=actor,
        stated_at=at,
    )
    record(actor=actor, event="library.own row stated", subject=own, at=at)
    return own


def _stated(knowledge: KnowledgeBase, kind: str, key: str) -> Row:
    row = row_of(knowledge, kind, key)
    if not isinstance(row, Row):
        raise LibraryRefused(f"There is no row {kind} {key} that could be stated differently.")
    return row


def _fitting(knowledge: KnowledgeBase, override: RowOverride, key: str) -> Row:
    try:
        return _stated(overridden(knowledge, [override]), override.kind, key)
    except KnowledgeError as error:
        raise LibraryRefused(f"The row does not fit: {_plainly(error)}.") from error


def _plainly(error: KnowledgeError) -> str:
    """A reader's message without the program's own signs."""
    says = str(error).removeprefix("override: ").replace("`", "")
    return says.replace("$.", "").rstrip(".")


def _end(*, actor: User, organisation: Organisation, kind: str, key: str, at: datetime) -> bool:
    own = OwnRow.objects.filter(
        organisation=organisation, kind=kind, key=key, ended_at__isnull=True
    ).first()
    if own is None:
        return False
    own.ended_by, own.ended_at = actor, at
    own.save(update_fields=["ended_by", "ended_at"])
    record(actor=actor, event="library.own row ended", subject=own, at=at)
    return True


@transaction.atomic
def end_own_row(*, actor: User, kind: str, key: str, at: datetime) -> None:
    """Let the released row count again.

    Raises:
        LibraryRefused: the organisation does not state this row itself.
    """
    organisation = _locked(actor)
    if not _end(actor=actor, organisation=organisation, kind=kind, key=key, at=at):
        raise LibraryRefused("This organisation no longer states this row itself.")


@transaction.atomic
def review_row(*, actor: User, kind: str, key: str, stated: str, at: datetime) -> Review:
    """Keep that a clinician read a row against its sources and stands for it.

    Args:
        stated: hash of the row that was on the page.

    Raises:
        ChangedMeanwhile: the row is another one by now.
    """
    organisation = _locked(actor)
    row = _stated(knowledge_of(organisation), kind, key)
    if row_hash(kind, row) != stated:
        raise ChangedMeanwhile(
            "This row changed while you were reading. Nothing was signed: read it again."
        )
    review = Review.objects.create(
        organisation=organisation,
        kind=kind,
        key=key,
        row_hash=stated,
        reviewed_by=actor,
        reviewed_at=at,
    )
    record(actor=actor, event="library.row reviewed", subject=review, at=at)
    return review
