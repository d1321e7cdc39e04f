"""The sheet on the trolley says what the check says, whatever was typed."""

import io
from datetime import date

import msgspec
import pytest
from pypdf import PdfReader

from pistor.cli.casebook import CASES
from pistor.notation.files import read
from pistor.notation.plan_file import assessed, plan_request
from pistor.notation.plan_input import PlanInput
from pistor.notation.plan_report import plan_report
from pistor.web.documents.plan_sheet import plan_sheet

LABEL = {"protocol": "L1", "points": {"area_cm2": 20}, "course": {"start": "2026-01-31"}}
TWO_SYRINGES = {
    "formula": [
        {
            "component": [
                {"ingredient": "lidocaine", "strength": "2 %", "volume": "1 ml"},
                {
                    "ingredient": "procaine",
                    "strength": "1 %",
                    "volume": "2 ml",
                    "syringe": "B",
                },
            ]
        }
    ]
}


@pytest.fixture
def sheet(knowledge):
    def of(plan: dict | PlanInput) -> tuple[str, int]:
        """Text and number of pages."""
        given = plan if isinstance(plan, PlanInput) else msgspec.convert(plan, PlanInput)
        request = plan_request(given, file="plan", on=date(2026, 3, 2), knowledge=knowledge)
        report = plan_report(request, assessed(request, "plan", knowledge), knowledge)
        pages = PdfReader(io.BytesIO(plan_sheet(report, knowledge))).pages
        return " ".join(" ".join(page.extract_text() for page in pages).split()), len(pages)

    return of


def test_a_usual_plan_fits_on_one_page_with_its_numbers(sheet):
    text, pages = sheet(LABEL)

    assert pages == 1
    assert "deoxycholic acid" in text
    assert "4 ml" in text
    assert "40 mg" in text
    assert "2 mg/cm2" in text


def test_a_stopped_plan_says_so_in_words(sheet):
    text, _ = sheet(read(str(CASES / "9-david-invented.toml"), PlanInput))

    assert "STOP" in text
    assert "not to be injected until overridden or changed" in text
    assert "nobody may override" in text


def test_the_sheet_names_what_it_was_checked_for(sheet):
    text, _ = sheet(read(str(CASES / "9-david-invented.toml"), PlanInput))

    assert "born 1974-01-15, male, 58 kg on 2026-02-20" in text
    assert "Screening: defer." in text
    assert "warfarin" in text


def test_a_plan_for_nobody_never_reads_no_stop(sheet):
    text, _ = sheet(LABEL)

    assert "No patient was checked." in text
    assert "No stop" not in text


def test_a_plan_without_a_stop_does_not_claim_to_be_approved(sheet):
    text, _ = sheet(read(str(CASES / "8-clara-invented.toml"), PlanInput))

    assert "No stop" in text
    assert "STOP" not in text


def test_an_unknown_volume_reads_unknown_and_never_nothing(sheet):
    text, _ = sheet({"formula": [{"component": [{"ingredient": "biotin"}]}]})

    assert "strength unknown" in text
    assert "0 ml" not in text


def test_a_strength_as_injected_is_not_printed_like_an_ampoule(sheet):
    text, _ = sheet({**LABEL, "protocol": "P4", "points": {"count": 20, "volume_each": "50 ul"}})

    assert "made up to 4 mg/ml" in text


def test_what_goes_into_which_syringe_is_said(sheet):
    text, _ = sheet(TWO_SYRINGES)

    assert "NOT all in one syringe. syringe A: lidocaine; syringe B: procaine." in text


def test_each_line_says_its_syringe_where_there_are_several(sheet):
    text, _ = sheet(TWO_SYRINGES)

    assert "procaine 10 mg/ml, into syringe B" in text


def test_the_law_is_named_even_where_no_protocol_is_followed(sheet):
    text, _ = sheet({"indication": "melasma", "country": "IT"})

    assert "Legal standing: here (IT) unknown" in text


def test_sessions_that_differ_are_shown_apart(sheet):
    text, _ = sheet({"protocol": "M1", "course": {"start": "2026-01-12"}})

    assert "NOT every session is the same. The table above is for session 1 only." in text
    assert "methylprednisolone 1 ml of 20 mg/ml = 20 mg" in text


def test_a_cream_is_no_part_of_what_is_drawn(sheet):
    numbing = {"grams": 2, "area_cm2": 20, "minutes": 60}
    drawn = [{"ingredient": "lidocaine", "strength": "2 %", "volume": "1 ml"}]

    text, _ = sheet({"formula": [{"component": drawn, "numbing": numbing}]})

    assert "as if all of it were absorbed: lidocaine 50 mg (with what is injected 70 mg)" in text
    assert "0 ml" not in text


@pytest.mark.parametrize(
    "title",
    [
        '#read("/etc/passwd")',
        "*bold* _it_ $x^2$ `raw`",
        '#import "@preview/evil:0.1.0": *',
        "\\u{1F600} <label> @cite",
    ],
)
def test_a_hostile_title_is_printed_as_plain_text(sheet, title):
    text, _ = sheet({**LABEL, "title": title})

    assert title.replace(" ", "") in text.replace(" ", "")


def test_a_very_long_title_is_cut_and_says_so(sheet):
    text, pages = sheet({**LABEL, "title": "Ada " * 2000})

    assert "more letters: see the screen" in text
    assert pages == 1


def test_a_very_long_name_is_cut_and_says_so(sheet):
    text, pages = sheet({**LABEL, "person": {"age": 40, "medicines": ["x" * 200]}})

    assert "more letters: see the screen" in text
    assert pages == 1


def test_letters_without_a_font_are_said_to_be_missing(sheet):
    text, _ = sheet({**LABEL, "title": "架空 花子"})

    assert "stands for a letter this sheet has no font for" in text


def test_the_same_plan_gives_the_same_bytes(knowledge):
    given = msgspec.convert(LABEL, PlanInput)
    request = plan_request(given, file="plan", on=date(2026, 3, 2), knowledge=knowledge)
    report = plan_report(request, assessed(request, "plan", knowledge), knowledge)

    assert plan_sheet(report, knowledge) == plan_sheet(report, knowledge)


def test_every_page_of_a_long_plan_names_the_plan(sheet, knowledge):
    names = [key for key, row in knowledge.ingredient.items() if not row.contains][:30]
    parts = [{"ingredient": key, "volume": "0.1 ml"} for key in names]

    text, pages = sheet({"title": "Everything", "formula": [{"component": parts}]})

    assert pages > 1
    assert f"page {pages} of {pages}" in text
