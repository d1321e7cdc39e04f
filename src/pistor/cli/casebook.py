"""``pistor casebook``: published protocols and invented cases, screened and planned."""

import sys
from pathlib import Path

from pistor.cli import plan as plan_command
from pistor.cli import plan_text
from pistor.cli import screen as screen_command
from pistor.cli.terminal import Refused, coloured, refusals
from pistor.knowledge import KnowledgeBase, load
from pistor.notation.files import read
from pistor.notation.plan_file import assessed, plan_request
from pistor.notation.plan_input import PlanInput
from pistor.notation.plan_report import plan_report

CASES = Path(__file__).parent / "casebook"


def run(out: str) -> None:
    """Screen and plan every case, print what was found, and leave the PDFs in a folder.

    Raises:
        Refused: the folder cannot be made.
    """
    folder = Path(out)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(f"{out}: cannot be made a folder ({error.strerror})") from error
    with refusals():
        knowledge = load()
        files = sorted(CASES.glob("*.toml"))
        for file in files:
            print(_case(file, folder, knowledge), end="\n\n")
    print(f"{len(files)} cases; plans and mixing sheets as PDF in {folder}/")
    print(f"See one whole: {sys.argv[0]} plan {CASES}/{files[0].name}")


def _case(file: Path, folder: Path, knowledge: KnowledgeBase) -> str:
    """Screen and plan one case and write its PDF."""
    given = read(str(file), PlanInput)
    if given.on is None:
        raise Refused(f"{file.name}: a case names its day with 'on'")
    request = plan_request(given, file=file.name, on=given.on, knowledge=knowledge)
    assessment = assessed(request, file.name, knowledge)
    report = plan_report(request, assessment, knowledge)
    pdf = folder / f"{file.stem}.pdf"
    plan_command.write_sheet(report, str(pdf), knowledge)
    parts = [coloured("=" * 96, "dim"), plan_text.heading(report)]
    if assessment.suitability is None:
        parts.append("Screening: a published protocol, no patient.")
    else:
        verdict, colour = screen_command.VERDICTS[assessment.suitability.verdict]
        parts.append(f"Screening: {coloured(verdict, colour)}")
    parts += [
        plan_text.findings_text(report["findings"]),
        plan_text.dates_text(report),
        f"PDF: {pdf}",
    ]
    return "\n".join(parts)
