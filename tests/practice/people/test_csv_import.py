"""A file of patients comes in whole or not at all, and can be brought again."""

import os
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from pistor.practice.audit.models import AuditRow
from pistor.practice.people.csv_import import SheetRefused, guesses, read_sheet
from pistor.practice.people.models import Patient
from pistor.practice.people.queries import find_patients
from tests.practice.cast import a_patient

HEADER = "Nachname;Vorname;Geburtsdatum;Geschlecht;Telefon;E-Mail"
LINES = [
    "Müller;Anna;3.2.1982;w;0170 111111;anna@example.org",
    "王;小明;1990-05-06;m;;",
    '"Komma; Strich";"Zwei\nZeilen";;;;'.replace("\n", " "),
]


def file_of(*lines, header=HEADER, encoding="utf-8-sig", name="old.csv"):
    return SimpleUploadedFile(name, "\r\n".join([header, *lines]).encode(encoding))


def upload(house, file, role="manager"):
    browser = house.signed_in(role)
    return browser, browser.post(reverse("people:import"), {"file": file})


def checked(house, *lines, **options):
    """Upload, take the columns as they were guessed, and look."""
    browser, answer = upload(house, file_of(*lines, **options))
    assert answer.status_code == 302, answer.text
    form = browser.get(answer.url).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}
    answer = browser.post(answer.url, typed)
    return browser, browser.get(answer.url)


def run(browser, page, **typed):
    return browser.post(
        reverse("people:import_run", args=[page.context["token"]]), typed, follow=True
    )


def counts(page):
    return [int(count.replace(",", "")) for _, count in page.context["counts"]]


def remarks(page):
    return [(each.line, each.column, each.says) for _, _, each in page.context["page_obj"]]


def test_a_file_comes_in_whole_and_is_audited(house):
    browser, page = checked(house, *LINES)
    assert counts(page) == [3, 3, 0, 0, 0]
    assert not Patient.objects.exists()

    done = run(browser, page)

    assert "3 patients were added" in done.text
    anna = Patient.objects.get(number=1)
    assert (anna.family_name, str(anna.born_on), anna.sex) == ("Müller", "1982-02-03", "female")
    assert Patient.objects.get(number=3).family_name == "Komma; Strich"
    assert AuditRow.objects.filter(event="people.patient imported").count() == 3
    assert [each.number for each in find_patients(house.staff["manager"], "小明")] == [2]


def test_the_same_file_again_adds_nobody(house):
    run(*checked(house, *LINES))

    browser, page = checked(house, *LINES, "Neu;Nina;;;;")

    assert counts(page) == [4, 1, 0, 3, 0]
    assert remarks(page)[0] == (2, "", "Anna Müller is here already: no. 1, Anna Müller.")
    run(browser, page)
    assert Patient.objects.count() == 4
    _, page = checked(house, *LINES)
    assert "There is nothing to add" in page.text


def test_a_bad_line_812_is_named_with_column_and_reason_and_nobody_comes_in(house):
    lines = [f"Name{number};Anna;;;;" for number in range(2, 1001)]
    lines[812 - 2] = "Name812;Anna;31.2.1982;;;"
    browser, page = checked(house, *lines)

    assert counts(page) == [999, 998, 0, 0, 1]
    assert remarks(page) == [
        (
            812,
            "Geburtsdatum",
            "'31.2.1982' is no day; expected 1982-02-03, or day first: 3/2/1982.",
        )
    ]
    answer = browser.post(reverse("people:import_run", args=[page.context["token"]]))
    assert answer.status_code == 409
    assert not Patient.objects.exists()


@pytest.mark.parametrize(
    ("line", "column", "says"),
    [
        (";Anna;;;;", "Nachname", "This is empty; every line needs it."),
        ("-;Anna;;;;", "Nachname", "There is no letter in '-'; enter the name."),
        ("A;" + "x" * 101 + ";;;;", "Vorname", "This is 101 letters long; at most 100 fit."),
        ("A;b\u202e;;;;", "Vorname", "invisible character U+202E"),
        ('A;"two\nlines";;;;', "Vorname", "write it on one line"),
        ("A;b;2199-01-01;;;", "Geburtsdatum", "is in the future"),
        ("A;b;1.1.1800;;;", "Geburtsdatum", "more than 120 years ago"),
        ("A;b;;x;;", "Geschlecht", "'x' is not understood; expected female, male or nothing."),
        ("A;b;;;none;", "Telefon", "'none' is no phone number"),
        ("A;b;;;;nobody", "E-Mail", "'nobody' is no e-mail address"),
        ("A;b;c", "", "This line has 3 cells where the first line has 6."),
    ],
)
def test_a_line_is_refused_for_a_reason(house, line, column, says):
    _, page = checked(house, "First;Fine;;;;", line)

    [(number, named, said)] = remarks(page)
    assert (number, named) == (3, column)
    assert says in said


def test_likely_duplicates_stay_out_unless_somebody_says_otherwise(house):
    a_patient(house, "Müller", given_names="Anna", born_on=None)
    browser, page = checked(house, *LINES[:2])
    assert counts(page) == [2, 1, 1, 0, 0]
    assert "Anna Müller is like no. 1, Anna Müller: same name" in page.content.decode()

    run(browser, page)
    assert Patient.objects.count() == 2
    run(*checked(house, *LINES[:2]), also_likely="on")
    assert Patient.objects.count() == 3


def test_a_line_that_stands_twice_comes_in_once(house):
    browser, page = checked(house, LINES[0], LINES[0])

    assert counts(page) == [2, 1, 0, 1, 0]
    assert "line 2, Anna Müller" in remarks(page)[0][2]
    run(browser, page)
    assert Patient.objects.count() == 1


def test_columns_are_guessed_and_none_is_taken_twice(house):
    assert guesses(["Last_Name", "First Name", "DOB", "E-mail", "Prénom", "Strange"]) == {
        "family_name": 0,
        "given_names": 1,
        "born_on": 2,
        "email": 3,
    }
    browser, answer = upload(house, file_of(*LINES))
    twice = browser.post(answer.url, {"family_name": "0", "given_names": "0"})
    assert twice.status_code == 422
    assert "already the family name" in twice.text
    assert browser.post(answer.url, {"family_name": "99"}).status_code == 422
    assert browser.post(answer.url, {}).status_code == 422


def test_days_may_be_written_month_first(house):
    browser, answer = upload(house, file_of("A;b;2/3/1982;;;"))
    answer = browser.post(answer.url, {"family_name": "0", "born_on": "2", "month_first": "yes"})
    run(browser, browser.get(answer.url))

    assert str(Patient.objects.get().born_on) == "1982-02-03"


def test_windows_letters_are_read_and_said():
    sheet = read_sheet("a.csv", "Name,Given\nMüller,Zoë".encode("cp1252"))

    assert sheet.rows == [(2, ["Müller", "Zoë"])]
    assert "Windows-1252" in sheet.says
    assert "commas" in sheet.says


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"a;b\n", "no line below"),
        (b"\n\n", "no line below"),
        (b"a\nb\n", "one column only"),
        (b'a;b\nc;"d\ne;f\n', "line 2: .*quotation mark"),
        ("a;b\nc;d".encode("utf-16"), "save it as 'CSV UTF-8'"),
        (b"a;b\nc;\x81", "line 2 is neither UTF-8"),
        (b"a;b\n" + b"c;d\n" * 20_001, "20,001 lines; at most 20,000"),
        (b"a" * 5_000_001, "larger than 5 MB"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_a_reason(content, says):
    with pytest.raises(SheetRefused, match=says):
        read_sheet("a.csv", content)


def test_a_refused_file_is_said_beside_its_field(house):
    _, answer = upload(house, file_of(header="one"))

    assert answer.status_code == 422
    assert "no line below" in answer.context["form"].errors["file"][0]
    assert upload(house, "")[1].status_code == 422


def test_the_file_between_the_steps_is_for_one_user_and_not_for_ever(house, neighbour):
    browser, answer = upload(house, file_of(*LINES))
    folder = Path(settings.DATA) / "imports"
    path = max(folder.iterdir(), key=lambda each: each.stat().st_mtime)
    assert path.stat().st_mode & 0o077 == 0

    assert neighbour.signed_in("manager").get(answer.url).url == reverse("people:import")
    assert browser.get(answer.url).status_code == 200
    yesterday = time.time() - 2 * 24 * 3600
    os.utime(path, (yesterday, yesterday))
    upload(neighbour, file_of(*LINES))
    assert not path.exists()
    assert browser.get(answer.url).url == reverse("people:import")


def test_an_import_runs_once_and_needs_its_columns_first(house):
    browser, answer = upload(house, file_of(*LINES))
    check = answer.url.replace("columns", "check")
    assert browser.get(check).url == answer.url
    browser, page = checked(house, *LINES)
    run(browser, page)

    again = run(browser, page)

    assert "finished or older than a day" in again.text
    assert Patient.objects.count() == 3


def test_only_a_manager_imports(house):
    for role in ("reception", "prescriber", "auditor"):
        assert upload(house, file_of(*LINES), role)[1].status_code == 403
