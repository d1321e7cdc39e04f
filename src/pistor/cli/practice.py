"""What the commands of the server share: its folder, its keys, the framework, and its checks."""

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pistor.cli.terminal import Refused, refusals
from pistor.knowledge import load, problems_of

KEYS = ("secret_key", "audit_key")
Check = Callable[[], list[str]]
Answers = Iterator[tuple[str, list[str]]]
OTHERS = 0o077  # what everybody but the owner may do with a file


def data_folder() -> Path:
    """Where everything the clinic writes is kept."""
    return Path(os.environ.get("PISTOR_DATA", "pistor-data")).absolute()


def make_keys(folder: Path) -> list[Path]:
    """Make the data folder and the keys that are missing; none is ever overwritten.

    Raises:
        Refused: the folder cannot be written.
    """
    made = []
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / "keys").mkdir(mode=0o700, exist_ok=True)
        for name in KEYS:
            if not _comes_from_outside(name) and not (folder / "keys" / name).exists():
                made.append(_make_key(folder / "keys" / name))
    except OSError as error:
        raise Refused(f"{error.filename}: cannot be made ({error.strerror})") from error
    return made


def _comes_from_outside(name: str) -> bool:
    variable = f"PISTOR_{name.upper()}"
    return bool(os.environ.get(variable) or os.environ.get(f"{variable}_FILE"))


def _make_key(file: Path) -> Path:
    opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(opened, "w", encoding="utf-8") as written:
        written.write(f"{secrets.token_urlsafe(48)}\n")
    return file


def start_framework() -> None:
    """Read the settings and load the apps.

    Raises:
        Refused: a setting cannot be used.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pistor.config.settings")
    import django

    try:
        django.setup()
    except ValueError as error:  # what the settings refuse; they are above this layer
        raise Refused(str(error)) from error


@contextmanager
def database_refusals() -> Iterator[None]:
    """Turn what the database refuses into one line."""
    from django.db import Error

    try:
        yield
    except Error as error:
        says = " ".join(str(error).split())
        raise Refused(f"database: {says}; is it running, and may it be written?") from error


def open_keys() -> list[str]:
    """Keys that others on this machine could read."""
    found = []
    for name in KEYS:
        value = os.environ.get(f"PISTOR_{name.upper()}_FILE")
        file = Path(value) if value else data_folder() / "keys" / name
        if file.exists() and file.stat().st_mode & OTHERS:
            mode = oct(file.stat().st_mode & 0o777)[2:]
            found.append(f"{file} can be read by others (mode {mode}): chmod 600")
    return found


def unreachable() -> list[str]:
    """Why the database gives no answer."""
    from django.db import Error, connection

    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error as error:
        return [f"gives no answer: {' '.join(str(error).split())}"]
    return []


def unapplied() -> list[str]:
    """Migrations the database still waits for."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not plan:
        return []
    first, _ = plan[0]
    return [f"{len(plan)} not applied, first {first}: run 'pistor init'"]


def uncollected() -> list[str]:
    """Style sheets and scripts that pages would ask for in vain."""
    from django.contrib.staticfiles.finders import get_finders
    from django.contrib.staticfiles.storage import staticfiles_storage

    known = getattr(staticfiles_storage, "hashed_files", None)
    if known is None:  # served from where they lie
        return []
    names = {name for finder in get_finders() for name, _ in finder.list([])}
    missing = sorted(name for name in names if name.replace("\\", "/") not in known)
    if not missing:
        return []
    return [f"{len(missing)} not collected, first {missing[0]}: run 'pistor init'"]


def unguarded() -> list[str]:
    """Signed tables that would take a change."""
    from django.db import connection

    from pistor.practice.audit.triggers import problems

    return problems(connection)


def broken_chains() -> list[str]:
    """Rows of the audit chain and the access log that do not hold."""
    from pistor.practice.audit.verify import organisations, problems_of_chain

    return [
        f"organisation {key}: {problem}"
        for key in organisations()
        for problem in problems_of_chain(key)
    ]


def knowledge_problems() -> list[str]:
    """Rows of the knowledge base that do not hang together."""
    with refusals():
        return [f"{each.where}: {each.says}" for each in problems_of(load())]


# Without the first two nothing after them can be asked.
BEFORE_SERVING: dict[str, Check] = {
    "database": unreachable,
    "migrations": unapplied,
    "keys": open_keys,
    "static files": uncollected,
    "guards": unguarded,
}
ALL: dict[str, Check] = {
    **BEFORE_SERVING,
    "chains": broken_chains,
    "knowledge": knowledge_problems,
}
