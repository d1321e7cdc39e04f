"""The handbook tells the truth: its commands run, its links lead somewhere."""

import re
import shlex
from pathlib import Path

import pytest

from pistor.cli import main

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
CONSOLE = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)[^)]*\)")


def commands() -> list[tuple[str, str, str]]:
    """Page, command and the lines it is shown to print."""
    shown = []
    for page in PAGES:
        for block in CONSOLE.findall(page.read_text()):
            for part in block.split("$ ")[1:]:
                command, _, lines = part.partition("\n")
                shown.append((str(page.relative_to(ROOT)), command, lines))
    return shown


@pytest.mark.parametrize(("page", "command", "lines"), commands())
def test_a_command_of_the_handbook_prints_what_the_page_shows(
    page, command, lines, capsys, monkeypatch
):
    monkeypatch.chdir(ROOT)
    program, *arguments = shlex.split(command)
    assert program == "pistor"

    assert main(arguments) == 0

    printed = " ".join(capsys.readouterr().out.split())
    missing = [line for line in lines.splitlines() if " ".join(line.split()) not in printed]
    assert missing == []


def test_every_link_of_the_handbook_leads_to_a_file():
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in PAGES
        for target in LINK.findall(page.read_text())
        if "://" not in target and not (page.parent / target).exists()
    ]

    assert broken == []


def test_every_page_of_the_handbook_can_be_reached_from_its_start():
    reached, todo = set(), [ROOT / "README.md"]
    while todo:
        page = todo.pop().resolve()
        if page not in reached and page.suffix == ".md":
            reached.add(page)
            links = LINK.findall(page.read_text())
            todo += [page.parent / link for link in links if "://" not in link]

    assert {
        page for page in (ROOT / "docs").rglob("*.md") if page.resolve() not in reached
    } == set()
