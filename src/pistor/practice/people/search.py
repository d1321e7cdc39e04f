"""What somebody typed to find a patient, and the index of the database that finds it fast.

PostgreSQL indexes every three letters in a row (pg_trgm); where the extension cannot be made the
same question is answered more slowly. SQLite does it in a full-text table that triggers keep.
"""

import re
from dataclasses import dataclass, field
from datetime import date

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import RawSQL
from django.db.transaction import atomic
from django.db.utils import DatabaseError

from pistor.practice.people.names import digits, folded, needle

LONGEST_QUERY = 200
_DAY_FIRST = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})[./-](\d{1,2})[./-](\d{1,2})")
_PHONE = re.compile(r"[\d+/().#-]+")
_SHORTEST_PHONE = 3
_COMPARED_DIGITS = 9  # the country's code may be written or not
_LARGEST_NUMBER = 2**31 - 1
_TABLE = "people_patient_words"


@dataclass(slots=True)
class Wanted:
    """What was typed, understood: all of it must be true, or the number alone.

    Args:
        needles: parts of the search text.
        days: dates of birth.
        number: of the patient, where only a number was typed.
    """

    needles: list[str] = field(default_factory=list)
    days: list[date] = field(default_factory=list)
    number: int | None = None


def wanted(text: str) -> Wanted:
    """Understand what was typed.

    >>> wanted("  müller 3.2.1982 ")
    Wanted(needles=['muller'], days=[datetime.date(1982, 2, 3)], number=None)
    """
    found, rest = Wanted(), []
    for word in text[:LONGEST_QUERY].split():
        day = day_of(word)
        if day:
            found.days.append(day)
        else:
            rest.append(word)
    if rest and all(_PHONE.fullmatch(word) for word in rest):
        return _with_digits(found, rest)
    found.needles = [needle(word) for word in folded(" ".join(rest)).split()]
    return found


def _with_digits(found: Wanted, words: list[str]) -> Wanted:
    written = "".join(words).removeprefix("#")
    if written.isascii() and written.isdecimal() and int(written) <= _LARGEST_NUMBER:
        found.number = int(written)
    phone = digits("".join(words))[-_COMPARED_DIGITS:]
    if len(phone) >= _SHORTEST_PHONE:
        found.needles = [phone]
    return found


def day_of(word: str, *, month_first: bool = False) -> date | None:
    """A day written as 1982-02-03, 3.2.1982, 3/2/1982 or 3-2-1982; None for anything else."""
    year_first, day_first = _YEAR_FIRST.fullmatch(word), _DAY_FIRST.fullmatch(word)
    try:
        if year_first:
            year, month, day = map(int, year_first.groups())
            return date(year, month, day)
        if day_first:
            first, second, year = map(int, day_first.groups())
            day, month = (second, first) if month_first else (first, second)
            return date(year, month, day)
    except ValueError:
        return None
    return None


def rows_matching(needles: list[str]) -> RawSQL:
    """On SQLite: the keys of the rows whose search text holds every needle."""
    # No quotation mark inside a phrase is left alone, and the phrase is an argument.
    matching = "SELECT rowid FROM people_patient_words WHERE words MATCH %s"
    return RawSQL(matching, [_phrases(needles)])  # noqa: S611


def holds_at_most(connection: BaseDatabaseWrapper, needles: list[str], most: int) -> bool:
    """On SQLite: whether so few rows match that sorting them costs less than reading in order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM "
            "(SELECT 1 FROM people_patient_words WHERE words MATCH %s LIMIT %s)",
            [_phrases(needles), most + 1],
        )
        counted: int = cursor.fetchone()[0]
    return counted <= most


def _phrases(needles: list[str]) -> str:
    return " AND ".join('"' + each.replace('"', '""') + '"' for each in needles)


def install(connection: BaseDatabaseWrapper) -> None:
    """Make the index, or what a rebuilt table lost of it; nothing where it stands."""
    if connection.vendor == "sqlite":
        _install_on_sqlite(connection)
    elif connection.vendor == "postgresql":
        _install_on_postgresql(connection)


_TRIGGERS = {
    "people_patient_words_added": """AFTER INSERT ON people_patient BEGIN
        INSERT INTO people_patient_words(rowid, words) VALUES (NEW.id, NEW.search_text); END""",
    "people_patient_words_changed": """AFTER UPDATE OF search_text ON people_patient
        WHEN OLD.search_text <> NEW.search_text BEGIN
        UPDATE people_patient_words SET words = NEW.search_text WHERE rowid = NEW.id; END""",
    "people_patient_words_removed": """AFTER DELETE ON people_patient BEGIN
        DELETE FROM people_patient_words WHERE rowid = OLD.id; END""",
}


def _install_on_sqlite(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE name LIKE 'people_patient_words%'")
        standing = {name for (name,) in cursor.fetchall()}
        if standing >= {_TABLE, *_TRIGGERS}:
            return
        if _TABLE not in standing:
            cursor.execute(
                "CREATE VIRTUAL TABLE people_patient_words USING fts5(words, tokenize='trigram')"
            )
        for name, body in _TRIGGERS.items():
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            cursor.execute(f"CREATE TRIGGER {name} {body}")
        cursor.execute("DELETE FROM people_patient_words")
        cursor.execute(
            "INSERT INTO people_patient_words(rowid, words) "
            "SELECT id, search_text FROM people_patient"
        )


def _install_on_postgresql(connection: BaseDatabaseWrapper) -> None:
    """Leave it where the extension is missing or its making is not allowed."""
    try:
        with atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            cursor.execute(
                "CREATE INDEX IF NOT EXISTS people_patient_words "
                "ON people_patient USING gin (search_text gin_trgm_ops)"
            )
    except DatabaseError:
        return
