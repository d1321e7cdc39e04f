"""Reads the environment: every name known, every value in form, or the start is refused."""

import os
import re
from collections.abc import Mapping
from pathlib import Path

KNOWN = frozenset(
    {
        "PISTOR_DATA",
        "PISTOR_DATABASE",
        "PISTOR_DEMO",
        "PISTOR_HOSTS",
        "PISTOR_AUDIT_KEY",
        "PISTOR_AUDIT_KEY_FILE",
        "PISTOR_SECRET_KEY",
        "PISTOR_SECRET_KEY_FILE",
        "PISTOR_REAL_INPUT",  # read by tests only
        "PISTOR_TEST_POSTGRESQL",  # read by tests only
    }
)
_POSTGRESQL = re.compile(
    r"postgres(?:ql)?://(?:(?P<USER>[^:@/]+)(?::(?P<PASSWORD>[^@/]*))?@)?"
    r"(?P<HOST>[^:/]*)(?::(?P<PORT>\d+))?/(?P<NAME>[\w-]+)"
)


class SettingRefused(ValueError):
    """A setting that cannot be used; says which and what is expected."""


def known_names(environment: Mapping[str, str] = os.environ) -> None:
    """Refuse a name nobody reads: a setting that is misspelt would silently do nothing.

    Raises:
        SettingRefused: there is one.
    """
    strange = sorted(
        name for name in environment if name.startswith("PISTOR_") and name not in KNOWN
    )
    if strange:
        raise SettingRefused(
            f"{strange[0]} is no setting; expected one of {', '.join(sorted(KNOWN))}"
        )


def yes_or_no(name: str, environment: Mapping[str, str] = os.environ) -> bool:
    """A switch; off where it is not given.

    Raises:
        SettingRefused: it is neither yes nor no.
    """
    value = environment.get(name, "no").strip().casefold()
    if value not in {"yes", "no"}:
        raise SettingRefused(f"{name} is {value!r}: expected yes or no")
    return value == "yes"


def secret(name: str, data: Path, environment: Mapping[str, str] = os.environ) -> str:
    """A secret: from the environment, from the file it names, or from the data folder's keys.

    Raises:
        SettingRefused: there is none, or it is too short to keep anything.
    """
    value = environment.get(name, "")
    path = environment.get(f"{name}_FILE", "")
    file = Path(path) if path else data / "keys" / name.removeprefix("PISTOR_").lower()
    if not value:
        try:
            value = file.read_text(encoding="utf-8").strip()
        except OSError as error:
            raise SettingRefused(
                f"{name} is not set and {file} cannot be read: run 'pistor init' first"
            ) from error
    if len(value) < 32:
        raise SettingRefused(f"{name} is too short: expected 32 characters or more")
    return value


def database(data: Path, environment: Mapping[str, str] = os.environ) -> dict[str, object]:
    """The database: SQLite in the data folder, or PostgreSQL where its address is given.

    Raises:
        SettingRefused: the address has another form.
    """
    address = environment.get("PISTOR_DATABASE", "")
    if not address:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": data / "pistor.sqlite3",
            "OPTIONS": {
                # Without IMMEDIATE a transaction that reads first cannot always become a writer.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # Recursive triggers: REPLACE would otherwise delete a signed record unrefused.
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
                    "PRAGMA recursive_triggers=ON;"
                ),
            },
        }
    match = _POSTGRESQL.fullmatch(address)
    if match is None:
        raise SettingRefused(
            "PISTOR_DATABASE: expected postgresql, user, host and name as an address"
        )
    parts = {name: value or "" for name, value in match.groupdict().items()}
    return {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": 60, **parts}
