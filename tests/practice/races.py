"""Several people at once: each in a thread with a connection of its own, let go together."""

from collections.abc import Callable, Iterator
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection, connections

from pistor.practice.audit import triggers

WAIT_SECONDS = 60


def race(*actors: Callable[[], Any]) -> list[Any]:
    """Let everybody act at the same moment.

    Returns:
        What each returned, or the exception that stopped it, in their order.
    """
    start = Barrier(len(actors))
    results: list[Any] = [None] * len(actors)

    def act(place: int, actor: Callable[[], Any]) -> None:
        try:
            connection.ensure_connection()
            start.wait(WAIT_SECONDS)
            results[place] = actor()
        except Exception as error:
            results[place] = error
        finally:
            connections.close_all()

    threads = [Thread(target=act, args=pair, daemon=True) for pair in enumerate(actors)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT_SECONDS)
    assert not any(thread.is_alive() for thread in threads), "somebody waits for ever"
    return results


@pytest.fixture(autouse=True)
def guards_step_aside(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let a test that really commits empty its tables afterwards; migrate puts the guards back."""
    marker = request.node.get_closest_marker("django_db")
    commits = (marker and marker.kwargs.get("transaction")) or (
        {"transactional_db", "live_server"} & set(request.fixturenames)
    )
    if not commits:
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    triggers.remove(connection)
