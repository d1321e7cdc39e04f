"""What the house asks of its code, measured."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Migrations are written by the framework from the models; nobody reads them from top to bottom.
SOURCES = sorted(
    path for path in (ROOT / "src" / "pistor").rglob("*.py") if path.parent.name != "migrations"
)
TESTS = sorted((ROOT / "tests").rglob("*.py"))
TREES = {path: ast.parse(path.read_text()) for path in [*SOURCES, *TESTS]}
NO_ROOM = {"utils", "helpers", "common", "manager", "misc", "data", "info"}


def functions(paths: list[Path]) -> dict[str, ast.FunctionDef]:
    return {
        f"{path.relative_to(ROOT)}:{node.name}": node
        for path in paths
        for node in ast.walk(TREES[path])
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def code_lines(node: ast.FunctionDef) -> int:
    """Lines of a function without its docstring: a long explanation is no fault."""
    docstring = ast.get_docstring(node, clean=False)
    written = (node.body[0].end_lineno - node.body[0].lineno + 1) if docstring else 0
    return node.end_lineno - node.lineno + 1 - written


def share_within(lengths: list[int], most: int) -> float:
    return sum(length <= most for length in lengths) / len(lengths)


def test_ninety_five_of_a_hundred_functions_fit_on_35_lines_and_none_passes_60():
    lengths = {name: code_lines(node) for name, node in functions(SOURCES).items()}

    assert share_within(list(lengths.values()), 35) >= 0.95
    assert {name for name, length in lengths.items() if length > 60} == set()


def test_ninety_five_of_a_hundred_tests_fit_on_25_lines():
    lengths = [
        code_lines(node)
        for name, node in functions(TESTS).items()
        if name.split(":")[1].startswith("test_")
    ]

    assert share_within(lengths, 25) >= 0.95


def test_ninety_five_of_a_hundred_files_fit_on_300_lines_and_none_passes_500():
    lengths = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in SOURCES}

    assert {name for name, length in lengths.items() if length > 500} == set()
    assert share_within(list(lengths.values()), 300) >= 0.95


def test_no_function_takes_more_than_six_arguments():
    def count(node: ast.FunctionDef) -> int:
        names = [each.arg for each in [*node.args.args, *node.args.kwonlyargs]]
        return len([name for name in names if name not in {"self", "cls"}])

    assert {name for name, node in functions(SOURCES).items() if count(node) > 6} == set()


def test_no_room_is_called_utils():
    names = {part for path in SOURCES for part in path.relative_to(ROOT).with_suffix("").parts}

    assert names & NO_ROOM == set()


ASSERTING = ("check_", "django_assert_", "expect")  # names that assert when they are called


def test_every_test_is_a_sentence_and_asserts_something():
    silent = [
        name
        for name, node in functions(TESTS).items()
        if name.split(":")[1].startswith("test_")
        and not any(
            isinstance(each, ast.Assert)
            or (isinstance(each, ast.Attribute) and each.attr == "raises")
            or (isinstance(each, ast.Name) and each.id.startswith(ASSERTING))
            for each in ast.walk(node)
        )
    ]

    assert silent == []


@pytest.mark.parametrize("word", ["float("])
def test_the_clinical_core_never_leaves_exact_numbers(word):
    core = [path for path in SOURCES if "clinical" in path.parts]

    assert [path.name for path in core if word in path.read_text()] == []
    literals = [
        f"{path.name}:{node.lineno}"
        for path in core
        for node in ast.walk(TREES[path])
        if isinstance(node, ast.Constant) and isinstance(node.value, float)
    ]
    assert literals == []
