"""``pistor demo`` at a terminal."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from pistor.cli.demo import MARKER


def demo(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    ours = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("PISTOR_") and name != "DJANGO_SETTINGS_MODULE"
    }
    return subprocess.run(
        [sys.executable, "-m", "pistor.cli", "demo", "--data", str(folder), *arguments],
        env=ours,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def filled(tmp_path_factory) -> tuple[Path, str]:
    """A demo that was filled once, and what it printed."""
    folder = tmp_path_factory.mktemp("demo") / "clinic"
    done = demo(folder, "--no-serve")
    assert done.returncode == 0, done.stderr
    return folder, done.stdout


def test_it_says_how_to_sign_in(filled):
    _, printed = filled

    assert "http://127.0.0.1:8000/" in printed
    assert "this is only a demo" in printed
    assert "prescriber@lindenhof.example" in printed


def test_a_second_run_goes_on_with_what_is_there(filled):
    folder, _ = filled

    again = demo(folder, "--no-serve")

    assert again.returncode == 0
    assert "is here already" in again.stdout


def test_a_folder_that_is_no_demo_is_never_thrown_away(tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")

    refused = demo(tmp_path, "--no-serve", "--fresh")

    assert refused.returncode == 2
    assert "holds something else than a demo" in refused.stderr
    assert [each.name for each in tmp_path.iterdir()] == ["thesis.txt"]


def test_fresh_throws_the_last_demo_away(tmp_path):
    (tmp_path / MARKER).write_text("")
    (tmp_path / "pistor.sqlite3").write_text("no database at all")

    done = demo(tmp_path, "--no-serve", "--fresh")

    assert done.returncode == 0, done.stderr
    assert "40 invented patients" in done.stdout


def test_a_port_that_is_taken_is_said_in_one_line_before_anything_is_made(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        refused = demo(tmp_path / "new", "--port", str(port))

    assert refused.returncode == 2
    assert refused.stderr.count("\n") == 1
    assert "try another --port" in refused.stderr
    assert not (tmp_path / "new").exists()
