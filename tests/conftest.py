"""What every test may lean on: the shipped knowledge base, and files made for one test."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from pistor.clinical.planning import Formulary
from pistor.clinical.screening import Questionnaire
from pistor.knowledge import KnowledgeBase, formulary_of, load, questionnaire_of

# The same examples on every run, so that a red check can be looked at again; a shared machine
# may stall, so no example is held against a clock.
settings.register_profile("pistor", deadline=None, derandomize=True, database=None)
settings.load_profile("pistor")


@pytest.fixture(scope="session")
def knowledge() -> KnowledgeBase:
    return load()


@pytest.fixture(scope="session")
def formulary(knowledge: KnowledgeBase) -> Formulary:
    return formulary_of(knowledge)


@pytest.fixture(scope="session")
def questionnaire(knowledge: KnowledgeBase) -> Questionnaire:
    return questionnaire_of(knowledge)


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str | bytes, str], str]:
    """Write a file for this test and give its path."""

    def write(content: str | bytes, name: str = "input.toml") -> str:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    return write
