"""The clinical core stands alone: pure, documented, and without a clinical number of its own."""

import ast
import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest

import pistor.clinical.evidence
import pistor.clinical.planning
import pistor.clinical.screening

ROOT = Path(__file__).parents[2]
CORE = sorted((ROOT / "src" / "pistor" / "clinical").rglob("*.py"))

# Numbers of arithmetic, units and bounds of input; every clinical number is data in knowledge/.
ARITHMETIC = {"0", "1", "10", "100", "1000", "0.001", "1_000_000", "1000000"}


def public_names():
    for module in (
        pistor.clinical.evidence,
        pistor.clinical.screening,
        pistor.clinical.planning,
    ):
        for name in module.__all__:
            yield module.__name__, name, getattr(module, name)


def test_no_clinical_number_stands_in_the_code():
    found = set()
    for path in CORE:
        for node in ast.walk(ast.parse(path.read_text())):
            is_call = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Decimal"
            if is_call and node.args and isinstance(node.args[0], ast.Constant):
                found.add((path.name, str(node.args[0].value)))

    assert {each for each in found if each[1] not in ARITHMETIC} == set()


def test_the_core_and_the_knowledge_load_without_a_framework_or_the_network():
    blocked = """
import sys
class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"django", "sqlite3", "socket", "ssl", "http", "typst"}:
            raise ImportError(name)
sys.meta_path.insert(0, Refuse())
from pistor.clinical.planning import assess, Plan
from pistor.knowledge import formulary_of, load
import datetime
result = assess(Plan(), person=None, on=datetime.date(2026, 3, 2), formulary=formulary_of(load()))
print(len(result.findings))
"""
    done = subprocess.run(
        [sys.executable, "-c", blocked], capture_output=True, text=True, check=False
    )

    assert done.stderr == ""
    assert int(done.stdout) > 0


@pytest.mark.parametrize(
    "line",
    ["from datetime import date\nday = date.today()\n", "import time\nnow = time.time()\n"],
)
def test_a_clock_in_the_core_is_a_lint_error(line):
    command = [sys.executable, "-m", "ruff", "check", "--select", "TID251", "--stdin-filename"]
    name = str(ROOT / "src" / "pistor" / "clinical" / "tried.py")

    done = subprocess.run(
        [*command, name, "-"], input=line, capture_output=True, text=True, check=False
    )

    assert "TID251" in done.stdout


def test_every_public_function_says_what_it_takes_and_gives():
    silent = [
        f"{module}.{name}"
        for module, name, value in public_names()
        if not (value.__doc__ or "").strip()
        or (
            inspect.isfunction(value)
            and inspect.signature(value).parameters
            and "Args:" not in value.__doc__
        )
    ]

    assert silent == []


def test_every_source_named_by_a_docstring_exists():
    pages = {
        page for path in CORE for page in re.findall(r"docs/methods/[a-z-]+\.md", path.read_text())
    }

    assert pages
    assert [page for page in sorted(pages) if not (ROOT / page).is_file()] == []


def test_every_method_has_a_worked_example_that_runs():
    pages = sorted((ROOT / "docs" / "methods").glob("*.md"))

    without = [
        page.name for page in pages if page.name != "README.md" and ">>>" not in page.read_text()
    ]
    assert without == []
