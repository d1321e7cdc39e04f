"""Prints how long the pages of the invented clinic take in the server: ``make bench``.

Beside each page stands its floor: a page of the same size that asks nothing, through the same
middleware, for the same person.
"""
# ruff: noqa: PLC0415 - the framework is set up before anything of it is imported

import gc
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

RUNS = 40
TARGET_MS = 25


def rows() -> list[tuple[str, float, float, int | None]]:
    """Name, median in ms, floor in ms, target, of each page."""
    folder = tempfile.mkdtemp(prefix="pistor-bench-")
    environment = {**os.environ, "PISTOR_DATA": folder, "PISTOR_DEMO": "yes"}
    command = [sys.executable, "-m", "pistor.cli", "demo", "--data", folder, "--no-serve"]
    subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
    os.environ.update(environment, DJANGO_SETTINGS_MODULE="pistor.config.settings")
    import django

    django.setup()
    return [_measured(name, path) for name, path in _pages()]


def _pages() -> list[tuple[str, str]]:
    from pistor.practice.people.models import Patient
    from pistor.practice.planning.models import PlanVersion

    longest = max(
        PlanVersion.objects.select_related("plan"), key=lambda each: len(str(each.content))
    )
    fullest = max(
        Patient.objects.all(),
        key=lambda each: each.note_set.count() + each.medicine_set.count() + each.plans.count(),
    )
    return [
        ("page: a plan, checked and shown", f"/planning/{longest.plan.uid}/"),
        ("page: a plan being written", f"/planning/{longest.plan.uid}/edit/"),
        ("page: the fullest chart", f"/patients/{fullest.uid}/"),
        ("page: Today", "/"),
        ("page: patients", "/people/"),
    ]


def _measured(name: str, path: str) -> tuple[str, float, float, int | None]:
    from django.http import HttpResponse
    from django.test import RequestFactory

    from pistor.practice.access.models import Membership

    client = _signed_in(Membership.objects.filter(role="prescriber").first())
    page = client.get(path, follow=True)
    assert page.status_code == 200, f"{path}: {page.status_code}"
    bare = HttpResponse(page.content)
    took = milliseconds(lambda: client.get(path))
    floor = milliseconds(lambda: _through_the_middleware(bare, client, RequestFactory()))
    return name, took, floor, TARGET_MS


def _signed_in(membership: Any) -> Any:
    from django.test import Client

    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(membership.user)
    return client


def _through_the_middleware(bare: Any, client: Any, factory: Any) -> Any:
    from django.contrib.auth.middleware import AuthenticationMiddleware
    from django.contrib.sessions.middleware import SessionMiddleware

    from pistor.practice.access.middleware import ClinicMiddleware

    request = factory.get("/", HTTP_HOST="127.0.0.1")
    request.COOKIES = {name: each.value for name, each in client.cookies.items()}
    answer = ClinicMiddleware(lambda _: bare)
    return SessionMiddleware(AuthenticationMiddleware(answer))(request)


def milliseconds(work: Callable[[], object]) -> float:
    """The median of some runs, after a few that are not counted."""
    for _ in range(3):
        work()
    gc.collect()
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def main() -> None:
    """Print the table."""
    print(f"{'what (median, ms, in the server)':52}{'time':>9}{'floor':>9}{'target':>9}")
    for name, took, floor, target in rows():
        print(f"{name:52}{took:9.2f}{floor:9.2f}{target or '-':>9}")


if __name__ == "__main__":
    main()
