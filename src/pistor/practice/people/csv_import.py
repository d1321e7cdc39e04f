"""Reads patients from a CSV file: every line is judged before anything is written."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import msgspec
from django.core.exceptions import ValidationError

from pistor.practice.people import checks
from pistor.practice.people.duplicates import Known, identity_of
from pistor.practice.people.models import Patient
from pistor.practice.people.names import folded
from pistor.practice.people.search import day_of

MOST_BYTES = 5_000_000
MOST_LINES = 20_000
REQUIRED = frozenset({"family_name"})
FIELDS = {
    "family_name": "Family name",
    "given_names": "Given names",
    "called": "Name they go by",
    "born_on": "Date of birth",
    "sex": "Sex",
    "phone": "Phone",
    "email": "E-mail",
    "address": "Address",
    "emergency_contact": "Emergency contact",
}
_SEPARATORS = {";": "semicolons", ",": "commas", "\t": "tabs", "|": "upright strokes"}
_HEADERS = {
    "family_name": "family name|last name|lastname|surname|nachname|familienname|nom|"
    "nom de famille|apellido|apellidos|cognome|name|family|sobrenome",
    "given_names": "given names|given name|first name|firstname|forename|vorname|prenom|nombre|"
    "nome|given|first",
    "called": "called|known as|nickname|preferred name|rufname|goes by",
    "born_on": "date of birth|birth date|birthdate|birthday|dob|born|born on|geburtsdatum|geboren|"
    "date de naissance|naissance|fecha de nacimiento|data di nascita",
    "sex": "sex|gender|geschlecht|sexe|sexo|sesso",
    "phone": "phone|telephone|phone number|mobile|mobile phone|cell|tel|telefon|handy|mobil|"
    "portable|telefono|telefone",
    "email": "email|email address|mail|courriel|correo|e mail",
    "address": "address|adresse|anschrift|direccion|indirizzo|street",
    "emergency_contact": "emergency contact|emergency|notfallkontakt|contact urgence",
}
_SEXES = {
    Patient.Sex.FEMALE: {"female", "f", "w", "weiblich", "frau", "femme", "feminin", "femenino"},
    Patient.Sex.MALE: {"male", "m", "mannlich", "herr", "homme", "h", "masculin", "masculino"},
}
_NOT_KNOWN = {"", "u", "unknown", "not known", "unbekannt", "inconnu"}


class SheetRefused(ValueError):
    """A file that cannot be read as a table; says where and what to do."""


class Sheet(msgspec.Struct):
    """A file as a table, and what its columns mean.

    Args:
        rows: line of the file and its cells.
        says: how it was read, to be shown.
        columns: field and the column it stands in; empty until somebody said so.
    """

    name: str
    says: str
    header: list[str]
    rows: list[tuple[int, list[str]]]
    columns: dict[str, int] = {}
    month_first: bool = False


@dataclass(frozen=True, slots=True)
class Remark:
    """What is to be said of one line."""

    line: int
    says: str
    column: str = ""


@dataclass(slots=True)
class Outcome:
    """What an import would do.

    Args:
        new: patients not here yet.
        likely: patients that may be here already, each with its remark.
        here: lines that stand for patients who are here.
        refused: one remark for each thing that cannot be.
    """

    new: list[Patient] = field(default_factory=list)
    likely: list[tuple[Patient, Remark]] = field(default_factory=list)
    here: list[Remark] = field(default_factory=list)
    refused: list[Remark] = field(default_factory=list)


def read_sheet(name: str, content: bytes) -> Sheet:
    """Read a file as a table.

    Raises:
        SheetRefused: it is too large, not text, or no table.
    """
    if len(content) > MOST_BYTES:
        raise SheetRefused(f"{name} is larger than {MOST_BYTES // 1_000_000} MB; split it.")
    text, encoding = _text(name, content)
    separator = _separator(text)
    header, *rows = _rows(name, text, separator) or [(1, [])]
    if not rows:
        raise SheetRefused(f"{name} holds no line below the names of the columns.")
    if len(header[1]) < 2:
        raise SheetRefused(
            f"{name} has one column only; expected columns separated by semicolons or commas."
        )
    if len(rows) > MOST_LINES:
        raise SheetRefused(f"{name} has {len(rows):,} lines; at most {MOST_LINES:,}: split it.")
    names = [cell.strip() or f"Column {at}" for at, cell in enumerate(header[1], start=1)]
    says = f"Read as {encoding}, separated by {_SEPARATORS[separator]}: {len(rows):,} lines."
    return Sheet(name=name, says=says, header=names, rows=rows)


def _text(name: str, content: bytes) -> tuple[str, str]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in content:
        raise SheetRefused(f"{name} is not CSV in UTF-8; save it as 'CSV UTF-8' and try again.")
    try:
        return content.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
    try:
        return content.decode("cp1252"), "Windows-1252 (check that accents look right)"
    except UnicodeDecodeError:
        raise SheetRefused(
            f"{name}: line {line} is neither UTF-8 nor Windows-1252; save it as 'CSV UTF-8'."
        ) from None


def _separator(text: str) -> str:
    """The one that parts the first line into most cells."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(_SEPARATORS, key=lambda each: len(next(csv.reader([first], delimiter=each), [])))


def _rows(name: str, text: str, separator: str) -> list[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows, begins = [], 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((begins, cells))
            begins = reader.line_num + 1
    except csv.Error as error:
        raise SheetRefused(
            f"{name}: line {begins}: {error}; look for a quotation mark that is never closed."
        ) from error
    return rows


def guesses(header: list[str]) -> dict[str, int]:
    """The column of each field, as far as its name tells."""
    found: dict[str, int] = {}
    names = [folded(name.replace("_", " ").replace("-", " ")) for name in header]
    for name, words in _HEADERS.items():
        for word in words.split("|"):
            if word in names and names.index(word) not in found.values():
                found[name] = names.index(word)
                break
    return found


def judge(sheet: Sheet, known: Known, today: date) -> Outcome:
    """Judge every line: new, likely here, here, or refused.

    Args:
        known: everybody who is here; those of the file are added to it.
    """
    outcome = Outcome()
    for line, cells in sheet.rows:
        patient, remarks = _patient(sheet, line, cells, today)
        if remarks:
            outcome.refused += remarks
            continue
        identity = identity_of(patient)
        here, like = known.by_key.get(identity.key), known.like(identity)
        if here:
            outcome.here.append(Remark(line, f"{patient.name} is here already: {here}."))
            continue
        if like:
            outcome.likely.append((patient, Remark(line, f"{patient.name} is like {like}.")))
        else:
            outcome.new.append(patient)
        known.add(identity, f"line {line}, {patient.name}")
    return outcome


def _patient(
    sheet: Sheet, line: int, cells: list[str], today: date
) -> tuple[Patient, list[Remark]]:
    """The patient of a line, and everything that is wrong with it."""
    patient, remarks = Patient(), []
    if len(cells) != len(sheet.header):
        says = f"has {len(cells)} cells where the first line has {len(sheet.header)}."
        return patient, [Remark(line, f"This line {says}")]
    for name, at in sheet.columns.items():
        text = cells[at].strip().replace("\r\n", "\n")
        try:
            if text or name in REQUIRED:
                _set(patient, name, text, sheet.month_first)
                if name == "born_on" and patient.born_on:
                    checks.check_birth(patient.born_on, today)
        except ValidationError as refused:
            remarks.append(Remark(line, refused.messages[0], sheet.header[at]))
    return patient, remarks


def _set(patient: Patient, name: str, text: str, month_first: bool) -> None:
    if not text:
        raise ValidationError("This is empty; every line needs it.")
    checks.check_text(text, many_lines=name == "address")
    if name == "born_on":
        patient.born_on = _day(text, month_first)
        return
    if name == "sex":
        patient.sex = _sex(text)
        return
    checks.check_length(text, _LONGEST[name] or 0)
    if name in _CHECKS:
        _CHECKS[name](text)
    setattr(patient, name, text)


_LONGEST = {each.name: each.max_length for each in Patient._meta.fields}
_CHECKS: dict[str, Callable[[str], None]] = {
    "family_name": checks.check_name,
    "phone": checks.check_phone,
    "email": checks.check_email,
}


def _day(text: str, month_first: bool) -> date:
    day = day_of(text, month_first=month_first)
    if day is None:
        order = "month first" if month_first else "day first"
        raise ValidationError(f"{text!r} is no day; expected 1982-02-03, or {order}: 3/2/1982.")
    return day


def _sex(text: str) -> str:
    word = folded(text)
    if word in _NOT_KNOWN:
        return ""
    for sex, words in _SEXES.items():
        if word in words:
            return str(sex)
    raise ValidationError(f"{text!r} is not understood; expected female, male or nothing.")
