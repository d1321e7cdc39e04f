"""Prints how long it takes to find one of 50,000 patients, beside a bare look-up by number.

On SQLite, or on the PostgreSQL of PISTOR_TEST_POSTGRESQL: ``python -m tests.bench_people``.
"""
# ruff: noqa: PLC0415, S311 - the framework is set up before anything of it is imported; invented names

import gc
import os
import random
import re
import statistics
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

PATIENTS = 50_000
TARGET_MS = 10
_SYLLABLES = tuple(
    re.findall(
        r"\w+",
        "ka ri mo ta len ber son ha ju fen dor gal mi vet sar no lu pek wen zi ora uth ing rae",
    )
)
_IDEOGRAPHS = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗小明华丽芳娜秀英敏静强磊洋艳勇军杰娟涛"
_FIRST_DAY = date(1930, 1, 1)
SEARCHES = {
    "part of a rare name": "karimo",
    "part of a common name": "kari",
    "two words, any order": "mota kari",
    "two letters, very common": "ka",
    "one letter nobody has": "x",
    "one Chinese letter": "王",
    "two Chinese letters": "小明",
    "nobody": "zzzzq",
    "date of birth": "3.2.1982",
    "part of a phone number": "17 123 45",
    "patient number": "777",
}


def invented(chance: random.Random, number: int) -> dict[str, Any]:
    """A patient with a name made of syllables; one of fifty in Chinese letters."""

    def name(syllables: int) -> str:
        return "".join(chance.choice(_SYLLABLES) for _ in range(syllables)).capitalize()

    chinese = number % 50 == 0
    return {
        "number": number,
        "family_name": chance.choice(_IDEOGRAPHS) if chinese else name(chance.randint(2, 4)),
        "given_names": "".join(chance.choices(_IDEOGRAPHS, k=2))
        if chinese
        else f"{name(2)} {name(2)}",
        "born_on": _FIRST_DAY + timedelta(days=chance.randrange(32_000)),
        "phone": f"0{chance.randrange(10**8, 10**9)}",
    }


def fill(organisation: Any) -> None:
    """Put the invented patients into the database."""
    from django.db import connection

    from pistor.practice.people.models import Patient
    from pistor.practice.people.names import search_text

    chance = random.Random(1)
    patients = [
        Patient(organisation=organisation, **invented(chance, number))
        for number in range(1, PATIENTS + 1)
    ]
    for patient in patients:
        patient.search_text = search_text(patient)
    Patient.objects.bulk_create(patients, batch_size=1000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def milliseconds(work: Callable[[], object], *, runs: int = 40) -> float:
    """The median of some runs, after one that is not counted."""
    work()
    gc.collect()
    times: list[float] = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def measured() -> list[tuple[str, float, float, int]]:
    """What, its time, the time of a bare look-up, and the target, in milliseconds."""
    from pistor.practice.people.models import Patient
    from pistor.practice.people.queries import by_name, find_patients, patients_visible_to
    from tests.practice.cast import a_house

    house = a_house()
    user = house.staff["reception"]
    fill(house.organisation)
    bare = milliseconds(lambda: Patient.objects.get(organisation=house.organisation, number=777))
    found = [
        (f"find: {name}", milliseconds(lambda typed=typed: find_patients(user, typed)))
        for name, typed in SEARCHES.items()
    ]
    page = milliseconds(lambda: list(by_name(patients_visible_to(user))[:25]))
    return [
        (name, took, bare, TARGET_MS)
        for name, took in [*found, ("first page of all, by name", page)]
    ]


def rows() -> None:
    """Measure in a database made for this, and print."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django
    from django.db import connection

    django.setup()
    from django.test.runner import DiscoverRunner

    runner = DiscoverRunner(verbosity=0, interactive=False)
    made = runner.setup_databases()
    try:
        print(
            f"{f'{PATIENTS:,} patients, {connection.vendor}':52}{'time':>9}{'bare':>9}{'target':>9}"
        )
        for name, took, bare, target in measured():
            print(f"{name:52}{took:9.2f}{bare:9.2f}{target:>9}")
    finally:
        runner.teardown_databases(made)


if __name__ == "__main__":
    rows()
