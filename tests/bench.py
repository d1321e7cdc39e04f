"""Prints how long things take, each beside its floor: ``make bench``."""

import gc
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from pistor.cli.casebook import CASES
from pistor.clinical.person import Person
from pistor.clinical.planning import assess
from pistor.knowledge import formulary_of, load, problems_of
from pistor.knowledge.loader import HERE
from tests.cast import MONDAY, ada, cream, drawn, plan_of

TWELVE = (
    drawn("lidocaine", "2 %", "1 ml"),
    drawn("ascorbic_acid", "100 mg/ml", "1 ml"),
    drawn("b_complex", "", "1 ml"),
    drawn("biotin", "5 mg/ml", "1 ml"),
    drawn("dexpanthenol", "250 mg/ml", "1 ml"),
    drawn("caffeine", "50 mg/ml", "1 ml"),
    drawn("levocarnitine", "200 mg/ml", "1 ml"),
    drawn("pentoxifylline", "20 mg/ml", "1 ml"),
    drawn("hyaluronic_acid", "10 mg/ml", "1 ml"),
    drawn("tranexamic_acid", "100 mg/ml", "1 ml"),
    drawn("sodium_bicarbonate", "", "1 ml"),
    drawn("sodium_chloride", "", "1 ml"),
)


def milliseconds(work: Callable[[], object], *, runs: int) -> float:
    """The median of some runs, after one that is not counted."""
    work()
    gc.collect()
    times: list[float] = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def process(*arguments: str) -> Callable[[], object]:
    """A whole process from start to end."""
    return lambda: subprocess.run(
        [sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL
    )


def load_anew() -> object:
    load.cache_clear()
    return problems_of(load())


def read_all_files() -> object:
    return [file.read_bytes() for file in HERE.glob("*.toml")]


def main() -> None:
    """Measure and print the table."""
    formulary = formulary_of(load())
    patient = ada(formulary)
    twelve = plan_of(*TWELVE, numbing=cream(), protocol="C1")
    plan = str(CASES / "9-david-invented.toml")
    folder = Path(tempfile.mkdtemp())
    screen = folder / "screen.json"
    screen.write_text('{"person": {"age": 33, "sex": "female"}, "wants": {"ingredients": ["TXA"]}}')
    pistor = ("-m", "pistor.cli")
    bare = milliseconds(process("-c", "pass"), runs=9)
    rows = [
        ("whole process: pistor screen", process(*pistor, "screen", str(screen)), 9, bare, 500),
        ("whole process: pistor plan", process(*pistor, "plan", plan), 9, bare, 500),
        (
            "whole process: pistor plan --pdf",
            process(*pistor, "plan", plan, "--pdf", str(folder / "sheet.pdf")),
            5,
            bare,
            None,
        ),
        (
            "check of a plan with 12 ingredients, patient known",
            lambda: assess(twelve, person=patient, on=MONDAY, formulary=formulary),
            300,
            milliseconds(
                lambda: assess(plan_of(), person=Person(), on=MONDAY, formulary=formulary),
                runs=300,
            ),
            1,
        ),
        (
            "knowledge base loaded and checked",
            load_anew,
            21,
            milliseconds(read_all_files, runs=21),
            50,
        ),
    ]
    print(f"{'what (median, ms)':52}{'time':>9}{'floor':>9}{'target':>9}")
    for name, work, runs, floor, target in rows:
        took = milliseconds(work, runs=runs)
        print(f"{name:52}{took:9.2f}{floor:9.2f}{target or '-':>9}")
    print("Floors: a bare interpreter's start; the check of an empty plan; reading the same files.")
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
