"""The knowledge an organisation works with, and what its people said about single rows."""

from collections.abc import Sequence
from functools import lru_cache

from django.db.models import QuerySet

from pistor.clinical.evidence import Reference, Row
from pistor.knowledge import (
    KnowledgeBase,
    RowOverride,
    load,
    overridden,
    restore,
    row_hash,
)
from pistor.practice.access.models import Organisation, User
from pistor.practice.library.models import AdoptedRelease, OwnRow, Review

_Adopted = tuple[int, str] | None


def knowledge_of(organisation: Organisation) -> KnowledgeBase:
    """The release the organisation adopted, with its own rows in place; the same object again.

    Before the first adoption it is the shipped release.

    Raises:
        KnowledgeError: the kept release cannot be read by this version of the program.
    """
    own = OwnRow.objects.filter(organisation=organisation, ended_at__isnull=True)
    return _assembled(
        _newest(organisation), tuple(own.order_by("pk").values_list("pk", "row_hash"))
    )


def adopted_knowledge_of(organisation: Organisation) -> KnowledgeBase | None:
    """The release as it was adopted, without own rows; None before the first adoption."""
    newest = _newest(organisation)
    return _assembled(newest, ()) if newest else None


def _newest(organisation: Organisation) -> _Adopted:
    adopted = AdoptedRelease.objects.filter(organisation=organisation).order_by("-pk")
    return adopted.values_list("pk", "release").first()


@lru_cache(maxsize=32)
def _assembled(adopted: _Adopted, own: tuple[tuple[int, str], ...]) -> KnowledgeBase:
    """Put a release together; the hashes of its own rows tell a change apart."""
    knowledge = load()
    if adopted is not None and adopted[1] != knowledge.release:
        kept = AdoptedRelease.objects.values_list("rows", flat=True).get(pk=adopted[0])
        knowledge = restore(kept)
    if not own:
        return knowledge
    rows = OwnRow.objects.filter(pk__in=[pk for pk, _ in own]).select_related("stated_by")
    return overridden(knowledge, overrides_of(rows.order_by("pk")))


def overrides_of(rows: QuerySet[OwnRow]) -> Sequence[RowOverride]:
    """Own rows as the knowledge base takes them."""
    return [
        RowOverride(
            kind=each.kind,
            row=each.row,
            by=each.stated_by.full_name,
            reason=each.reason,
            at=each.stated_at,
        )
        for each in rows
    ]


def adoptions_visible_to(user: User) -> QuerySet[AdoptedRelease]:
    """What somebody's organisation adopted, the newest first; without the rows it keeps."""
    adopted = AdoptedRelease.objects.filter(organisation_id=user.organisation_id)
    return adopted.defer("rows").select_related("adopted_by").order_by("-pk")


def own_rows_visible_to(user: User) -> QuerySet[OwnRow]:
    """Rows somebody's organisation stated itself, the newest first."""
    own = OwnRow.objects.filter(organisation_id=user.organisation_id)
    return own.select_related("stated_by", "ended_by").order_by("-pk")


def reviews_visible_to(user: User) -> QuerySet[Review]:
    """Reviews by the clinicians of somebody's organisation, the newest first."""
    reviews = Review.objects.filter(organisation_id=user.organisation_id)
    return reviews.select_related("reviewed_by").order_by("-pk")


def reviewed_by(user: User, knowledge: KnowledgeBase) -> dict[tuple[str, str], str]:
    """Who stands for each row as it stands now; rows nobody stands for are not in it."""
    found: dict[tuple[str, str], str] = {
        (kind, row.key): row.reviewed_by
        for kind, row in knowledge.rows()
        if isinstance(row, Row) and row.reviewed_by
    }
    hashes: dict[tuple[str, str], str] = {}
    reviews = Review.objects.filter(organisation_id=user.organisation_id).order_by("pk")
    for kind, key, stated, name in reviews.values_list(
        "kind", "key", "row_hash", "reviewed_by__full_name"
    ):
        row = row_of(knowledge, kind, key)
        if row is None:
            continue
        place = (kind, key)
        if place not in hashes:
            hashes[place] = row_hash(kind, row)
        if hashes[place] == stated:
            found[place] = name
    return found


def row_of(knowledge: KnowledgeBase, kind: str, key: str) -> Row | Reference | None:
    """One row; None where there is no such kind or row."""
    if kind not in KnowledgeBase.__dataclass_fields__ or kind == "release":
        return None
    row: Row | Reference | None = getattr(knowledge, kind).get(key)
    return row
