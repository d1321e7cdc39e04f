"""What the pages of the library show."""

from typing import Any

from django.core.paginator import Paginator

from pistor.clinical.evidence import Reference, Row
from pistor.knowledge import (
    Difference,
    KnowledgeBase,
    KnowledgeError,
    differences,
    load,
    plain_row,
    row_hash,
)
from pistor.practice.access.models import User
from pistor.practice.library.catalogue import catalogue_of, counted
from pistor.practice.library.leaves import changed
from pistor.practice.library.queries import (
    adopted_knowledge_of,
    adoptions_visible_to,
    knowledge_of,
    own_rows_visible_to,
    reviewed_by,
    reviews_visible_to,
    row_of,
)
from pistor.practice.library.shown import shown
from pistor.practice.library.wording import GRADES, KINDS, MARKS, title_of

ON_A_PAGE = 50


def release_page(user: User, knowledge: KnowledgeBase) -> dict[str, Any]:
    """Which release is used, and whether another one waits."""
    adopted = adoptions_visible_to(user).first()
    shipped = load().release
    return {
        "release": knowledge.release,
        "adopted": adopted,
        "waiting": shipped if adopted and adopted.release != shipped else "",
    }


def search_page(
    user: User, *, text: str, kind: str, only_not_reviewed: bool, number: str
) -> dict[str, Any]:
    """Rows by words, kind and whether a clinician stands for them."""
    knowledge = knowledge_of(user.organisation)
    signed = reviewed_by(user, knowledge)
    own = set(own_rows_visible_to(user).filter(ended_at__isnull=True).values_list("kind", "key"))
    found = catalogue_of(knowledge).found(text)
    if only_not_reviewed:
        found = [each for each in found if each.place not in signed and each.kind != "reference"]
    counts = counted(found)
    of_kind = [each for each in found if not kind or each.kind == kind]
    page = Paginator(of_kind, ON_A_PAGE).get_page(number)
    unsigned = sum(isinstance(row, Row) for _, row in knowledge.rows()) - len(signed)
    return {
        **release_page(user, knowledge),
        "text": text,
        "kind": kind,
        "only_not_reviewed": only_not_reviewed,
        "kinds": [(each, KINDS[each][1], count) for each, count in counts.items()],
        "kind_label": KINDS[kind][1] if kind else "",
        "kind_is_empty": bool(kind) and kind not in counts,
        "all_kinds": len(found),
        "page_obj": page,
        "rows": [(each, signed.get(each.place, ""), each.place in own) for each in page],
        "not_reviewed_count": unsigned,
    }


def row_page(user: User, kind: str, key: str) -> dict[str, Any] | None:
    """One row with everything around it; None where there is none."""
    knowledge = knowledge_of(user.organisation)
    row = row_of(knowledge, kind, key)
    if row is None:
        return None
    return {
        **release_page(user, knowledge),
        "kind": kind,
        "kind_label": KINDS[kind][0],
        "row": row,
        "title": title_of(row),
        "shown": shown(row, knowledge),
        "is_reference": isinstance(row, Reference),
        "marks": MARKS,
        "grades": GRADES,
        "stated": row_hash(kind, row),
        **_people_page(user, kind, row),
        **(_resting_page(knowledge, row) if isinstance(row, Reference) else {}),
    }


def _people_page(user: User, kind: str, row: Row | Reference) -> dict[str, Any]:
    """What the organisation's people said about a row."""
    history = list(own_rows_visible_to(user).filter(kind=kind, key=row.key))
    reviews = list(reviews_visible_to(user).filter(kind=kind, key=row.key))
    current = next((each for each in history if each.ended_at is None), None)
    stated = row_hash(kind, row)
    holding = [each for each in reviews if each.row_hash == stated]
    page: dict[str, Any] = {
        "history": history,
        "own": current,
        "reviews": [(each, each.row_hash == stated) for each in reviews],
        "review": holding[0] if holding else None,
        "lapsed": reviews[0] if reviews and not holding else None,
    }
    if current is not None:
        released = row_of(adopted_knowledge_of(user.organisation) or load(), kind, row.key)
        if released is not None:
            page["own_differences"] = changed(type(row), plain_row(released), plain_row(row))
    return page


def _resting_page(knowledge: KnowledgeBase, row: Reference) -> dict[str, Any]:
    resting = catalogue_of(knowledge).resting_on.get(row.key, ())
    return {
        "resting": [
            (KINDS[kind][1], [each for each in resting if each.kind == kind])
            for kind in counted(list(resting))
        ],
        "resting_count": len(resting),
    }


def adopt_page(user: User) -> dict[str, Any]:
    """What the shipped release changes in the one adopted last."""
    shipped, unreadable = load(), ""
    try:
        old = adopted_knowledge_of(user.organisation)
    except KnowledgeError as error:
        old, unreadable = None, str(error)
    own = set(own_rows_visible_to(user).filter(ended_at__isnull=True).values_list("kind", "key"))
    found: dict[str, list[dict[str, Any]]] = {"added": [], "removed": [], "changed": []}
    if old is not None:
        for each in differences(old, shipped):
            found[each.what].append(_difference(each, old, shipped, own))
    unreviewed, reviewable = shipped.not_reviewed()
    return {
        "shipped": shipped.release,
        "unreadable": unreadable,
        "adoptions": list(adoptions_visible_to(user)),
        "found": found,
        "is_current": old is not None and old.release == shipped.release,
        "is_first": old is None and not unreadable,
        "counts": [(KINDS[kind][1], len(getattr(shipped, kind))) for kind in KINDS],
        "unreviewed": unreviewed,
        "reviewable": reviewable,
        "difference_count": sum(map(len, found.values())),
    }


def _difference(
    each: Difference, old: KnowledgeBase, new: KnowledgeBase, own: set[tuple[str, str]]
) -> dict[str, Any]:
    before, after = row_of(old, each.kind, each.key), row_of(new, each.kind, each.key)
    row = after or before
    return {
        "kind": each.kind,
        "kind_label": KINDS[each.kind][0],
        "key": each.key,
        "title": title_of(row) if row else each.key,
        "fields": changed(type(row), plain_row(before), plain_row(after))
        if before and after
        else [],
        "is_own": (each.kind, each.key) in own,
    }
