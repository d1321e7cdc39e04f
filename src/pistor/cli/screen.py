"""``pistor screen``: may this person be treated?"""

from datetime import date

from pistor.cli.terminal import coloured, marks, print_data, refusals, today, wrapped
from pistor.clinical.findings import Action
from pistor.clinical.screening import Reason, Suitability, Verdict, screen
from pistor.knowledge import KnowledgeBase, load, questionnaire_of
from pistor.notation.files import read
from pistor.notation.screen_file import ScreenInput, screen_request
from pistor.notation.screen_report import screen_report

VERDICTS = {
    Verdict.SUITABLE: ("SUITABLE: no reason against it was found in the answers.", "green"),
    Verdict.ASK: ("ASK: the prescriber decides.", "yellow"),
    Verdict.DEFER: ("DEFER: not now.", "red"),
    Verdict.NOT_SUITABLE: ("NOT SUITABLE.", "red"),
}
_COLOURS = {
    Action.STOP: "red",
    Action.STOP_INGREDIENT: "red",
    Action.DEFER: "red",
    Action.ASK: "yellow",
    Action.NOTE: "dim",
}


def run(file: str, *, on: date | None, as_json: bool) -> None:
    """Screen the person in a file and print the result."""
    with refusals():
        knowledge = load()
        request = screen_request(
            read(file, ScreenInput), file=file, on=on or today(), knowledge=knowledge
        )
    suitability = screen(
        request.person,
        on=on or request.on,
        wanted=request.wanted,
        questionnaire=questionnaire_of(knowledge),
    )
    if as_json:
        print_data(screen_report(suitability, on=on or request.on, knowledge=knowledge))
    else:
        print(as_text(suitability, knowledge))


def as_text(suitability: Suitability, knowledge: KnowledgeBase) -> str:
    """The result as a person reads it."""
    says, colour = VERDICTS[suitability.verdict]
    if suitability.verdict is Verdict.DEFER:
        until = suitability.until or "a date nobody can know yet"
        says = f"{says[:-1]}, until {until}."
    lines = [coloured(says, colour)]
    names = [knowledge.ingredient[key].name for key in suitability.wanted]
    stopped = {each.about for each in suitability.reasons if each.action is Action.STOP_INGREDIENT}
    if names and stopped.issuperset(suitability.wanted):
        lines.append(
            coloured("What was asked for is stopped unless a prescriber overrides.", "red")
        )
    lines.append(
        f"Screened for: {', '.join(names) or 'nothing named; only the general questions'}."
    )
    for reason in suitability.reasons:
        lines += ["", *_reason(reason, knowledge)]
    for what, keys in (
        ("Not answered", suitability.unanswered),
        ('Answered "I don\'t know"', suitability.dont_know),
    ):
        if keys:
            lines += [
                "",
                coloured(f"{what} ({len(keys)}); unknown is never taken as no:", "yellow"),
            ]
            lines += [wrapped(f"- {key}: {knowledge.question[key].asks}", "  ") for key in keys]
    return "\n".join([*lines, "", marks(*knowledge.not_reviewed())])


def _reason(reason: Reason, knowledge: KnowledgeBase) -> list[str]:
    about = f" {knowledge.ingredient[reason.about].name}" if reason.about else ""
    trial = "  [a trial's criterion, no contraindication]" if reason.trial else ""
    mark = "" if reason.verification == "seen" else f", {reason.verification}"
    heading = coloured(f"{reason.action.value.upper()}{about}", _COLOURS[reason.action])
    return [
        f"{heading}{trial}",
        wrapped(reason.says, "  ", ""),
        coloured(f"  {reason.code} · {', '.join(reason.sources)}{mark}", "dim"),
    ]
