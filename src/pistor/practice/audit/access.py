"""The log of who looked at what; a page never waits for it and never fails because of it.

Lines gather in memory and are written once a second, or at once when 200 wait. Stopping the server
writes what is left. Lines are lost only when the process is killed outright or the power fails: at
most those of one second, and those that a database out of reach has kept waiting.
"""

import logging
import os
import threading
from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from multiprocessing import util
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest
from django.utils import timezone

from pistor.practice.audit.chain import ACCESS_BATCH, ACCESS_ENTRY, hash_of, hash_of_all
from pistor.practice.audit.models import AccessBatch, AccessEntry, AuditHead

SECONDS = 1.0
FULL = 200
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Line:
    organisation_id: int
    at: datetime
    actor_id: int
    clinic_id: int | None
    patient_id: int | None
    what: str


_waiting: deque[_Line] = deque()  # its appends and pops are safe from any thread
_enough = threading.Event()
_writing = threading.Lock()
_starting = threading.Lock()
_writer_of: list[int] = []  # the process that has a writer: a forked one starts its own


def note(request: HttpRequest, *, what: str, patient: Any = None) -> None:
    """Say that somebody looked; never raises.

    Args:
        what: in a few words, such as "chart read" or "plan printed".
        patient: whose record it was; None where it was everybody's.
    """
    try:
        user: Any = request.user
        clinic = getattr(request, "clinic", None)
        line = _Line(
            organisation_id=user.organisation_id,
            at=timezone.now(),
            actor_id=user.pk,
            clinic_id=clinic.pk if clinic else None,
            patient_id=patient.pk if patient else None,
            what=what[:80],
        )
        _waiting.append(line)
        if settings.ACCESS_LOG_IN_BACKGROUND:
            _start_writer()
            if len(_waiting) >= FULL:
                _enough.set()
    except Exception:  # a log that fails must not keep a nurse from a chart
        _log.exception("The access log could not note: %s", what)


def flush() -> int:
    """Write what waits, now; gives how many lines that were.

    Lines that cannot be written go on waiting, and the error goes to whoever called.
    """
    with _writing:
        lines = [_waiting.popleft() for _ in range(len(_waiting))]
        by_organisation: dict[int, list[_Line]] = defaultdict(list)
        for line in lines:
            by_organisation[line.organisation_id].append(line)
        for organisation_id in list(by_organisation):
            try:
                _write_batch(organisation_id, by_organisation[organisation_id])
            except Exception:
                _waiting.extendleft(
                    reversed([line for rest in by_organisation.values() for line in rest])
                )
                raise
            del by_organisation[organisation_id]
        return len(lines)


def forget() -> None:
    """Drop what was not written yet; for tests, which read pages of organisations that then go."""
    _waiting.clear()


@transaction.atomic
def _write_batch(organisation_id: int, lines: Sequence[_Line]) -> None:
    # Two servers may write at once: the head of the other chain is the lock of this one too.
    AuditHead.objects.select_for_update().get_or_create(organisation_id=organisation_id)
    newest = AccessBatch.objects.filter(organisation_id=organisation_id).order_by("-number").first()
    batch = AccessBatch(
        organisation_id=organisation_id,
        number=newest.number + 1 if newest else 1,
        at=timezone.now(),
        entries=len(lines),
        entries_hash=hash_of_all(lines, ACCESS_ENTRY),
        previous=newest.row_hash if newest else "",
    )
    batch.row_hash = hash_of(batch, ACCESS_BATCH)
    batch.save(force_insert=True)
    AccessEntry.objects.bulk_create(
        [
            AccessEntry(batch=batch, **{name: getattr(line, name) for name in ACCESS_ENTRY})
            for line in lines
        ],
        batch_size=500,
    )


def _start_writer() -> None:
    """Start the thread that writes, once in each process."""
    if os.getpid() in _writer_of:
        return
    with _starting:
        if os.getpid() not in _writer_of:
            threading.Thread(target=_write_on, name="access-log", daemon=True).start()
            # Runs at the end of the main process as well as of a worker process.
            util.Finalize(None, _write, exitpriority=10)
            _writer_of[:] = [os.getpid()]


def _write_on() -> None:
    while True:
        _enough.wait(SECONDS)
        _enough.clear()
        if _waiting:
            _write()
            connection.close()  # seconds may pass: nothing is kept open for them


def _write() -> None:
    """Write what waits; what cannot be written is tried again a second later."""
    try:
        flush()
    except Exception:
        _log.exception("The access log could not be written; %s lines wait", len(_waiting))
