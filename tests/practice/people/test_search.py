"""A patient is found by whatever somebody remembers of them."""

from datetime import date

import pytest
from django.db import connection
from django.urls import reverse

from pistor.practice.people import search
from pistor.practice.people.models import Patient
from pistor.practice.people.names import folded, search_text
from pistor.practice.people.queries import MOST_FOUND, find_patients
from tests.practice.cast import a_patient


@pytest.fixture
def people(house):
    a_patient(house, "O'Connell-Müller", given_names="Freda Marie", phone="+49 (0)170 1234567")
    a_patient(house, "王", given_names="小明", born_on=date(1982, 2, 3))
    a_patient(house, "Łukasiewicz", given_names="Ægir", called="Gigi", born_on=date(1982, 3, 2))
    a_patient(house, "Иванова", given_names="Ольга")
    a_patient(house, "김", given_names="민수")
    a_patient(house, "Ng", given_names="Mary Ann")
    return house


def found(house, text):
    return [each.number for each in find_patients(house.staff["reception"], text)]


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("conn", [1]),
        ("oconnell", [1]),
        ("o'connell", [1]),
        ("O’Connell Muller", [1]),
        ("marie fred", [1]),
        ("MULLER freda", [1]),
        ("freda olga", []),
        ("王", [2]),
        ("明", [2]),
        ("小明", [2]),
        ("王小明", [2]),
        ("明小", []),
        ("lukas", [3]),
        ("aegir", [3]),
        ("gigi", [3]),
        ("иван", [4]),
        ("ОЛЬГА", [4]),
        ("김", [5]),
        ("민수", [5]),
        ("ng", [6]),
        ("maryann", [6]),
        ("m a", [6]),
        ("3.2.1982", [2]),
        ("1982-02-03", [2]),
        ("03/02/1982", [2]),
        ("2-3-1982 gigi", [3]),
        ("31.2.1982", []),
        ("0170 12345", [1]),
        ("+49 170 1234567", [1]),
        ("234567", [1]),
        ("4", [4]),
        ("#4", [4]),
        ("99", []),
        ("%", []),
        ("_", []),
        ('"', []),
        ("a" * 500, []),
        ("---", []),
        ("\x00", []),
    ],
)
def test_a_patient_is_found(people, typed, numbers):
    assert found(people, typed) == numbers


def test_nobody_of_another_organisation_is_found(people, neighbour):
    assert found(neighbour, "conn") == []
    assert found(neighbour, "1") == []


def test_the_very_number_comes_first(people):
    a_patient(people, "Aa", phone="444 123", number=7)
    a_patient(people, "Zz", number=123)

    assert found(people, "123")[0] == 123


def test_more_than_anybody_reads_is_cut_and_said(people):
    for number in range(MOST_FOUND + 1):
        a_patient(people, f"Many {number:03}")

    page = people.signed_in("reception").get(reverse("people:patients"), {"q": "many"})

    assert len(found(people, "many")) == MOST_FOUND
    assert "Type more letters" in page.text


def test_common_words_are_found_in_order_without_sorting_everybody(people, monkeypatch):
    monkeypatch.setattr("pistor.practice.people.queries._FEW", 0)

    assert found(people, "conn fred") == [1]


def test_a_changed_name_is_found_and_the_old_one_is_not(people):
    olga = Patient.objects.get(number=4)
    olga.family_name = "Petrova"
    olga.search_text = search_text(olga)
    olga.save()

    assert found(people, "petrov") == [4]
    assert found(people, "иванова") == []
    olga.delete()
    assert found(people, "petrov") == []


def test_the_list_answers_as_a_page_and_as_a_fragment(people):
    browser = people.signed_in("reception")
    address = reverse("people:patients")

    page = browser.get(address, {"q": "conn"})
    fragment = browser.get(address, {"q": "conn"}, headers={"HX-Request": "true"})

    assert "Freda Marie" in page.text
    assert "<html" in page.text
    assert "Freda Marie" in fragment.text
    assert "1 found" in fragment.text
    assert "<html" not in fragment.text
    assert "HX-Request" in fragment["Vary"]
    assert "Nobody found" in browser.get(address, {"q": "nobody at all"}).text


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps its own index")
def test_triggers_lost_with_a_rebuilt_table_come_back_with_what_was_missed(people):
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER people_patient_words_added")
    a_patient(people, "Missed")
    assert found(people, "missed") == []

    search.install(connection)

    assert found(people, "missed") == [7]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("  Ægir   Øst-Straße ", "aegir oststrasse"),
        ("İstanbul", "istanbul"),
        ("ＡＢＣ", "abc"),
        ("𝐀da\u200b", "ada"),
        ("علي‌رضا", "عليرضا"),
    ],
)
def test_names_fold_to_what_people_type(text, plain):
    assert folded(text) == plain
