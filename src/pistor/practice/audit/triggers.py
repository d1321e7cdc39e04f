"""What the database itself refuses: no signed record changes, whoever asks, by whatever means."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


@dataclass(frozen=True)
class Guard:
    """One trigger: what is refused on a table, on which rows, and in which words.

    Args:
        column: the column of the old row that decides; none where every row is refused.
        holds: what the column is when the row is refused, as SQL.
    """

    table: str
    operation: str
    says: str
    column: str = ""
    holds: str = ""

    @property
    def name(self) -> str:
        """Its name in the database."""
        return f"{self.table}_no_{self.operation.lower()}"

    @property
    def condition(self) -> str:
        """When it refuses, as SQL; empty for always."""
        return f"OLD.{self.column} {self.holds}" if self.column else ""


def _guards(
    table: str, says: str, *, operations: Iterable[str] = ("UPDATE", "DELETE"), when: str = ""
) -> tuple[Guard, ...]:
    """The guards of one table; emptying it is refused wherever a change is.

    Args:
        when: column and what it holds, such as ``signed_at IS NOT NULL``.
    """
    column, _, holds = when.partition(" ")
    return (
        *(Guard(table, each, says, column, holds) for each in operations),
        Guard(table, "TRUNCATE", says),
    )


GUARDS: tuple[Guard, ...] = (
    *_guards("audit_auditrow", "The audit log is only ever added to."),
    *_guards("audit_accessbatch", "The access log is only ever added to."),
    *_guards("audit_accessentry", "The access log is only ever added to."),
    *_guards(
        "audit_recordversion",
        "A kept version of a record never changes; only erasure removes it.",
        operations=("UPDATE",),
    ),
    *_guards(
        "people_note",
        "A signed note never changes: write an addition.",
        when="signed_at IS NOT NULL",
    ),
    *_guards("people_addendum", "An addition to a signed note never changes: write another."),
    *_guards(
        "screening_screening",
        "An accepted screening never changes: begin another.",
        when="state = 'accepted'",
    ),
    *_guards(
        "planning_planversion",
        "An approved plan never changes: begin a new version.",
        when="approved_at IS NOT NULL",
    ),
    *_guards("library_adoptedrelease", "The adoption of a release is kept as it was."),
    *_guards("library_review", "A review is kept as it was: write another."),
)
_FUNCTION = "pistor_refuse"
# 23001 is what a database says when a rule restricts a change: an IntegrityError to Django, as on
# SQLite.
_BODY = """
BEGIN
    RAISE EXCEPTION USING MESSAGE = TG_ARGV[0], ERRCODE = '23001';
END
"""


def wanted(connection: BaseDatabaseWrapper) -> list[Guard]:
    """The guards this database can have: SQLite empties a table by DELETE alone."""
    truncates = connection.vendor == "postgresql"
    return [guard for guard in GUARDS if truncates or guard.operation != "TRUNCATE"]


def problems(connection: BaseDatabaseWrapper) -> list[str]:
    """What is missing, switched off or not as it was made; empty when every guard stands."""
    standing = _standing(connection)
    return [
        f"{guard.table} does not refuse {guard.operation}: {_why(guard, standing)}"
        for guard in wanted(connection)
        if not _stands(guard, connection, standing)
    ]


def install(connection: BaseDatabaseWrapper, tables: Iterable[str] = ()) -> None:
    """Make the guards that are missing or spoilt; those of some tables, or all.

    A table or column that an unfinished migration has not made yet gets its guard afterwards.
    """
    only = set(tables)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {_FUNCTION}() RETURNS trigger "
                f"LANGUAGE plpgsql AS $body${_BODY}$body$"
            )
        standing = _standing(connection)
        for guard in wanted(connection):
            if only and guard.table not in only:
                continue
            if not _stands(guard, connection, standing) and _can_stand(guard, connection):
                cursor.execute(_dropping(guard, connection))
                cursor.execute(_making(guard, connection))


def installing(*tables: str) -> Callable[[Any, BaseDatabaseSchemaEditor], None]:
    """What a migration runs to guard the tables of its app."""

    def run(_apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        install(schema_editor.connection, tables)

    return run


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take every guard away; for tests that must empty their database, never in a clinic."""
    with connection.cursor() as cursor:
        for guard in wanted(connection):
            if _can_stand(guard, connection):
                cursor.execute(_dropping(guard, connection))


def _making(guard: Guard, connection: BaseDatabaseWrapper) -> str:
    """The statement that makes a guard; nothing in it comes from outside this file."""
    words = guard.says.replace("'", "''")
    head = f'CREATE TRIGGER "{guard.name}" BEFORE {guard.operation} ON "{guard.table}"'
    when = f" WHEN ({guard.condition})" if guard.condition else ""
    if connection.vendor == "postgresql":
        level = "STATEMENT" if guard.operation == "TRUNCATE" else "ROW"
        return f"{head} FOR EACH {level}{when} EXECUTE FUNCTION {_FUNCTION}('{words}')"
    return f"{head} FOR EACH ROW{when} BEGIN SELECT RAISE(ABORT, '{words}'); END"


def _dropping(guard: Guard, connection: BaseDatabaseWrapper) -> str:
    on = f' ON "{guard.table}"' if connection.vendor == "postgresql" else ""
    return f'DROP TRIGGER IF EXISTS "{guard.name}"{on}'


def _can_stand(guard: Guard, connection: BaseDatabaseWrapper) -> bool:
    with connection.cursor() as cursor:
        if guard.table not in connection.introspection.table_names(cursor):
            return False
        columns = connection.introspection.get_table_description(cursor, guard.table)
        return not guard.column or guard.column in {column.name for column in columns}


def _standing(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """The triggers of the database by name, as it describes them; empty for one switched off."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            return dict(cursor.fetchall())
        cursor.execute(
            "SELECT tgname, CASE WHEN tgenabled IN ('O', 'A') AND prosrc = %s "
            "THEN pg_get_triggerdef(pg_trigger.oid) ELSE '' END "
            "FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
            "JOIN pg_proc ON pg_proc.oid = tgfoid "
            "WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace",
            [_BODY],
        )
        return dict(cursor.fetchall())


def _stands(guard: Guard, connection: BaseDatabaseWrapper, standing: dict[str, str]) -> bool:
    found = standing.get(guard.name, "")
    if connection.vendor == "sqlite":
        return found == _making(guard, connection)
    # PostgreSQL writes a condition in its own words: a text column gets a type, others do not.
    ours = (
        f"WHEN ((old.{guard.column} {guard.holds}))",
        f"WHEN (((old.{guard.column})::text {guard.holds}::text))",
    )
    condition_is_ours = any(each in found for each in ours) if guard.column else "WHEN" not in found
    words = guard.says.replace("'", "''")
    return (
        f"BEFORE {guard.operation} ON " in found
        and f".{guard.table} " in found
        and f"{_FUNCTION}('{words}')" in found
        and condition_is_ours
    )


def _why(guard: Guard, standing: dict[str, str]) -> str:
    if guard.name not in standing:
        return f"its trigger {guard.name} is missing"
    return f"its trigger {guard.name} is switched off or was changed"
