"""Two organisations for every test of the practice."""

import pytest

from tests.practice.cast import House, a_house


@pytest.fixture
def house(db: None) -> House:
    """Lindenhof."""
    return a_house()


@pytest.fixture
def neighbour(db: None) -> House:
    """Seeblick, another organisation, who must see nothing of Lindenhof."""
    return a_house("Seeblick", country="DE", zone="Europe/Berlin")
