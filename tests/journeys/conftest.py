"""A filled clinic that is really served, and a browser in which people of it are signed in."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.journeys import browsing
from tests.journeys.browsing import Visits
from tests.journeys.served import Served, served


@pytest.fixture(scope="session")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The invented clinic, served."""
    if not browsing.is_here():
        says = "not run: Chromium absent"
        if os.environ.get("CI") == "true":
            pytest.fail(says, pytrace=False)
        pytest.skip(says)
    with served(tmp_path_factory.mktemp("clinic") / "demo") as answering:
        yield answering


# Of one module: while it is open, the framework refuses every use of the database beside it.
@pytest.fixture(scope="module")
def browser(clinic: Served) -> Iterator[Browser]:
    """Chromium."""
    with browsing.chromium() as opened:
        yield opened


@pytest.fixture
def visits(browser: Browser, clinic: Served) -> Iterator[Visits]:
    """Opens pages; at the end, none of them may have said anything wrong."""
    opened = Visits(browser, clinic)
    yield opened
    opened.close()
    assert opened.problems == []


@pytest.fixture
def page_as(visits: Visits):
    """A page of somebody signed in, by role."""
    return visits.page_as
