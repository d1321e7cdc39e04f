"""``pistor plan``: doses, limits, mixture and dates of a plan."""

from datetime import date
from pathlib import Path
from typing import Any

from pistor.cli.plan_text import as_text
from pistor.cli.terminal import Refused, print_data, refusals, today
from pistor.knowledge import KnowledgeBase, load
from pistor.notation.files import read
from pistor.notation.plan_file import assessed, plan_request
from pistor.notation.plan_input import PlanInput
from pistor.notation.plan_report import plan_report


def run(file: str, *, on: date | None, as_json: bool, pdf: str | None) -> None:
    """Check the plan in a file and print the result."""
    with refusals():
        knowledge = load()
        given = read(file, PlanInput)
        if on is not None:
            given.on = on
        request = plan_request(given, file=file, on=today(), knowledge=knowledge)
        report = plan_report(request, assessed(request, file, knowledge), knowledge)
    if pdf is not None:
        write_sheet(report, pdf, knowledge)
    if as_json:
        print_data(report)
    else:
        print(as_text(report))
        if pdf is not None:
            print(f"\nPlan and mixing sheet: {pdf}")


def write_sheet(report: dict[str, Any], out: str, knowledge: KnowledgeBase) -> None:
    """Write the plan and mixing sheet.

    Raises:
        Refused: the file cannot be written.
    """
    from pistor.web.documents.plan_sheet import plan_sheet

    content = plan_sheet(report, knowledge)
    try:
        _keep_what_is_no_sheet(Path(out))
        Path(out).write_bytes(content)
    except OSError as error:
        raise Refused(f"{out}: cannot be written ({error.strerror})") from error


def _keep_what_is_no_sheet(out: Path) -> None:
    """Refuse to write over a file that is no PDF: it may be the very plan."""
    if out.is_file():
        with out.open("rb") as file:
            if file.read(5) not in {b"%PDF-", b""}:
                raise Refused(f"{out}: is there and is no PDF; choose another name")
