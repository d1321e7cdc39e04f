"""The hashes that tie each row to the one before; an auditor can work them out without us."""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder

# What the hash of a row covers; a column added later is not in it, or old rows would not hold.
AUDIT_ROW = (
    "organisation_id",
    "number",
    "at",
    "actor_id",
    "event",
    "record_kind",
    "record_id",
    "record_version",
    "content_hash",
)
ACCESS_BATCH = ("organisation_id", "number", "at", "entries", "entries_hash")
ACCESS_ENTRY = ("at", "actor_id", "clinic_id", "patient_id", "what")


def written(content: Mapping[str, Any]) -> str:
    """Content as text that is the same wherever it is written."""
    return json.dumps(content, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False)


def as_stored(content: Mapping[str, Any]) -> dict[str, Any]:
    """Content as it will come back from the database, so that both have one hash."""
    stored: dict[str, Any] = json.loads(written(content))
    return stored


def content_hash(content: Mapping[str, Any]) -> str:
    """Name content without giving it away: without the key nobody can try out what it may be."""
    key = settings.AUDIT_KEY.encode()
    return hmac.new(key, written(content).encode(), hashlib.sha256).hexdigest()


def chained(previous: str, fields: Mapping[str, Any]) -> str:
    """The hash of a row: of the row before and of its own fields."""
    return hashlib.sha256(f"{previous}\n{written(fields)}".encode()).hexdigest()


def hash_of(row: Any, names: Sequence[str]) -> str:
    """The hash of a row as it stands, worked out anew."""
    return chained(row.previous, fields_of(row, names))


def hash_of_all(rows: Sequence[Any], names: Sequence[str]) -> str:
    """One hash for several rows, in their order."""
    return chained("", {"rows": [fields_of(row, names) for row in rows]})


def fields_of(row: Any, names: Sequence[str]) -> dict[str, Any]:
    """The named fields of a row; a moment in UTC to the microsecond."""
    return {
        name: row.at.astimezone(UTC).isoformat() if name == "at" else getattr(row, name)
        for name in names
    }
