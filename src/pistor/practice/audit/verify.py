"""Proves that nobody changed, removed or moved a row of the chain or of the access log."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from pistor.practice.audit.chain import (
    ACCESS_BATCH,
    ACCESS_ENTRY,
    AUDIT_ROW,
    content_hash,
    hash_of,
    hash_of_all,
)
from pistor.practice.audit.models import (
    AccessBatch,
    AccessEntry,
    AuditHead,
    AuditRow,
    RecordVersion,
)

AT_ONCE = 400  # rows looked up together; SQLite limits the number of arguments


@dataclass
class Verified:
    """What was walked through, and what does not hold."""

    rows: int = 0
    erased: int = 0
    batches: int = 0
    problems: list[str] = field(default_factory=list)


def organisations() -> list[int]:
    """Every organisation that has a chain, even one whose end was taken away."""
    keys: set[int] = set()
    for kind in (AuditHead, AuditRow, AccessBatch):
        keys.update(kind._default_manager.values_list("organisation_id", flat=True).distinct())
    return sorted(keys)


def problems_of_chain(organisation_id: int) -> list[str]:
    """What does not hold, each with the row it is about; empty where all of it does."""
    return verified(organisation_id).problems


def verified(organisation_id: int) -> Verified:
    """Walk through the chain and the access log of an organisation, however long they are.

    A version that is gone was erased with its person: it is counted, and is no problem.
    """
    result = Verified()
    rows = AuditRow.objects.filter(organisation_id=organisation_id).order_by("number")
    last: AuditRow | None = None
    for part in _parts(rows.iterator(chunk_size=AT_ONCE)):
        for row in part:
            result.problems += _link("row", row, last, AUDIT_ROW)
            last = row
        _contents(part, result)
        result.rows += len(part)
    result.problems += _end(organisation_id, last)
    _access(organisation_id, result)
    return result


def _link(word: str, row: Any, last: Any, names: Sequence[str]) -> Iterator[str]:
    """What is wrong between a row and the one before, and with the row itself."""
    expected = last.number + 1 if last else 1
    if row.number != expected:
        which = f"{expected}" if row.number == expected + 1 else f"{expected} to {row.number - 1}"
        yield f"{word} {which} is missing"
    elif row.previous != (last.row_hash if last else ""):
        yield f"{word} {row.number} does not follow the one before it"
    if hash_of(row, names) != row.row_hash:
        yield f"{word} {row.number} was changed{_about(row)}"


def _about(row: Any) -> str:
    return f" ({row.event}, {row.record_kind} {row.record_id})" if hasattr(row, "event") else ""


def _contents(rows: Sequence[AuditRow], result: Verified) -> None:
    """Hold the kept version of each record against the hash in its row."""
    versions = RecordVersion.objects.filter(
        record_id__in={row.record_id for row in rows},
        version__in={row.record_version for row in rows},
    )
    kept = {(each.record_kind, each.record_id, each.version): each.content for each in versions}
    for row in rows:
        content = kept.get((row.record_kind, row.record_id, row.record_version))
        if content is None:
            result.erased += 1
        elif content_hash(content) != row.content_hash:
            result.problems.append(
                f"row {row.number}: the kept version {row.record_version} of "
                f"{row.record_kind} {row.record_id} was changed"
            )


def _end(organisation_id: int, last: AuditRow | None) -> Iterator[str]:
    head = AuditHead.objects.filter(organisation_id=organisation_id).first()
    number = last.number if last else 0
    if head is None:
        if last is not None:
            yield f"the end of the chain is missing; its last row is {number}"
    elif head.number != number:
        yield f"the chain ends at row {number}, and {head.number} were written"
    elif last is not None and head.row_hash != last.row_hash:
        yield f"row {number} is not the one that was written last"


def _access(organisation_id: int, result: Verified) -> None:
    batches = AccessBatch.objects.filter(organisation_id=organisation_id).order_by("number")
    last: AccessBatch | None = None
    for batch in batches.iterator(chunk_size=AT_ONCE):
        result.problems += _link("access batch", batch, last, ACCESS_BATCH)
        lines = list(AccessEntry.objects.filter(batch=batch).order_by("pk"))
        if len(lines) != batch.entries:
            result.problems.append(
                f"access batch {batch.number} has {len(lines)} lines, and {batch.entries} "
                "were written"
            )
        elif hash_of_all(lines, ACCESS_ENTRY) != batch.entries_hash:
            result.problems.append(f"access batch {batch.number}: a line was changed")
        last = batch
        result.batches += 1


def _parts(rows: Iterable[AuditRow]) -> Iterator[list[AuditRow]]:
    walk = iter(rows)
    while part := list(islice(walk, AT_ONCE)):
        yield part
