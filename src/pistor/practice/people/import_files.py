"""Keeps a file to import between its steps: in the data folder, for one user, for a day at most."""

import time
from pathlib import Path
from uuid import UUID, uuid4

import msgspec
from django.conf import settings

from pistor.practice.access.models import User
from pistor.practice.people.csv_import import Sheet

_DAY_SECONDS = 24 * 3600


def keep(user: User, sheet: Sheet) -> UUID:
    """Keep a new file under a name nobody can guess; those of yesterday go."""
    _remove_old()
    token = uuid4()
    save(user, token, sheet)
    return token


def save(user: User, token: UUID, sheet: Sheet) -> None:
    """Keep what was learnt of it; whole or not at all."""
    path = _path(user, token)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    half = path.with_suffix(".half")
    half.touch(mode=0o600)
    half.write_bytes(msgspec.json.encode(sheet))
    half.replace(path)


def kept(user: User, token: UUID) -> Sheet | None:
    """The file; None where it is not this user's, done with, or gone."""
    try:
        return msgspec.json.decode(_path(user, token).read_bytes(), type=Sheet)
    except FileNotFoundError:
        return None


def remove(user: User, token: UUID) -> None:
    """Forget it."""
    _path(user, token).unlink(missing_ok=True)


def _folder() -> Path:
    return Path(settings.DATA) / "imports"


def _path(user: User, token: UUID) -> Path:
    return _folder() / f"{user.pk}-{token.hex}.json"


def _remove_old() -> None:
    if not _folder().is_dir():
        return
    oldest = time.time() - _DAY_SECONDS
    for path in _folder().iterdir():
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
