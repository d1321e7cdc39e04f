"""Two organisations for every test of the practice."""

import pytest
from django.core.cache import cache

from pistor.practice.audit import access
from tests.practice.cast import House, a_house
from tests.practice.races import guards_step_aside

__all__ = ["guards_step_aside"]


@pytest.fixture
def house(db: None) -> House:
    """Lindenhof."""
    return a_house()


@pytest.fixture
def neighbour(db: None) -> House:
    """Seeblick, another organisation, who must see nothing of Lindenhof."""
    return a_house("Seeblick", country="DE", zone="Europe/Berlin")


@pytest.fixture(autouse=True)
def _nobody_signed_in_yet() -> None:
    """Sign-ins are counted against guessing passwords; each test counts its own, and reads too."""
    cache.clear()
    access.forget()
