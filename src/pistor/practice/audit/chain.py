"""The hashes that tie each row to the one before; an auditor can work them out without us."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder


def written(content: Mapping[str, Any]) -> str:
    """Content as text that is the same wherever it is written."""
    return json.dumps(content, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False)


def content_hash(content: Mapping[str, Any]) -> str:
    """Name content without giving it away: without the key nobody can try out what it may be."""
    key = settings.AUDIT_KEY.encode()
    return hmac.new(key, written(content).encode(), hashlib.sha256).hexdigest()


def chained(previous: str, fields: Mapping[str, Any]) -> str:
    """The hash of a row: of the row before and of its own fields."""
    return hashlib.sha256(f"{previous}\n{written(fields)}".encode()).hexdigest()
