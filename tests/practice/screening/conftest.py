"""Ada, and a day that can be moved on."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from pistor.practice.people.models import Patient
from tests.practice.cast import House, a_patient


@pytest.fixture
def ada(house: House) -> Patient:
    return a_patient(house)


@pytest.fixture
def days_later(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Move the clock on; whoever was signed in has to sign in again."""
    now = timezone.now

    def move(days: int) -> None:
        monkeypatch.setattr(timezone, "now", lambda: now() + timedelta(days=days))

    return move
