"""What must never stand in a committed file, and what must."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from pistor import __version__

ROOT = Path(__file__).parents[2]


def committed() -> list[Path]:
    if not (ROOT / ".git").exists():  # an unpacked archive holds what was committed
        return [path for path in (ROOT / "src").rglob("*") if path.is_file()]
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_requirements_are_locked_by_hash_and_name_no_address(name):
    text = (ROOT / name).read_text()
    pins = re.findall(r"^[a-z0-9-]+==", text, re.MULTILINE)

    assert "://" not in text
    assert pins
    assert len(re.findall(r"^[^\s#]", text, re.MULTILINE)) == len(pins)
    assert all("--hash=sha256:" in part for part in re.split(r"\n(?=\S)", text.strip()))


def test_every_dependency_has_its_reason():
    lines = (ROOT / "pyproject.toml").read_text().splitlines()
    pinned = [line for line in lines if re.match(r'\s+"[a-z0-9-]+==', line)]

    assert pinned
    assert [line for line in pinned if "#" not in line] == []


EXTRA = re.compile(r"\[\w+\]")  # the lock names an extra as the distributions it brings


def test_every_dependency_of_the_project_is_in_the_lock():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    locked = (ROOT / "requirements.txt").read_text()
    locked_for_development = (ROOT / "requirements-dev.txt").read_text()

    for pin in project["project"]["dependencies"]:
        assert pin in locked
    for pin in project["dependency-groups"]["dev"]:
        assert isinstance(pin, dict) or EXTRA.sub("", pin) in locked_for_development


def test_no_file_names_a_path_of_somebodys_machine():
    private = re.compile(r"/(?:home|Users|root)/\w+|[A-Z]:\\\\Users")
    text_files = [
        path
        for path in committed()
        if path.suffix in {".py", ".md", ".toml", ".txt", ".typ", ""} and path != Path(__file__)
    ]

    assert [str(path) for path in text_files if private.search(path.read_text())] == []


def test_the_changelog_names_the_version():
    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text()
