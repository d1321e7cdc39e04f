"""The commands as people and programs use them."""

import io
import json
import subprocess
import sys

import pytest
from pypdf import PdfReader

from pistor.cli import knowledge as command
from pistor.cli import main
from pistor.cli.casebook import CASES
from pistor.cli.plan_text import findings_text
from pistor.cli.terminal import coloured
from pistor.knowledge import KnowledgeError, Problem

DAVID = str(CASES / "9-david-invented.toml")
CLARA = str(CASES / "8-clara-invented.toml")


@pytest.fixture
def printed(capsys):
    def run(*arguments: str) -> str:
        assert main(list(arguments)) == 0
        return capsys.readouterr().out

    return run


def test_a_plan_gives_the_promised_keys(printed):
    plan = json.loads(printed("plan", DAVID, "--json"))

    assert {"protocol", "evidence", "per_session", "sessions", "course", "findings"} <= set(plan)
    assert {"grade", "says", "sources"} <= set(plan["evidence"])
    assert {"points", "volume_ml", "ingredients"} <= set(plan["per_session"])
    ingredient = plan["per_session"]["ingredients"][0]
    assert {"key", "mg", "mg_per_cm2", "mg_per_kg", "limits"} <= set(ingredient)
    assert {"says", "value", "unit", "within", "source"} <= set(ingredient["limits"][0])
    assert {"number", "earliest", "target", "latest", "volume_ml", "ingredients"} <= set(
        plan["sessions"][0]
    )
    assert {"key", "mg"} <= set(plan["course"]["ingredients"][0])
    assert all({"code", "severity", "says", "source"} <= set(each) for each in plan["findings"])


def test_a_screening_gives_the_promised_keys(printed, written):
    file = written('[person]\nage = 33\n[answers]\npregnant = "yes"')

    result = json.loads(printed("screen", file, "--json", "--on", "2026-03-02"))

    assert {"verdict", "until", "reasons", "unanswered"} <= set(result)
    assert {"code", "says", "action", "source"} <= set(result["reasons"][0])
    assert result["on"] == "2026-03-02"


def test_a_clinical_stop_is_a_result_and_no_failure(printed):
    text = printed("plan", DAVID)

    assert "STOP " in text
    assert "nobody may override this" in text


def test_the_stopped_case_is_stopped_for_its_good_reasons(printed):
    plan = json.loads(printed("plan", DAVID, "--json"))

    stops = {each["code"] for each in plan["findings"] if each["severity"] == "stop"}
    assert {"ingredient.withdrawn", "M2", "dose.above_limit", "law.banned"} <= stops


def test_the_other_invented_patient_has_no_stop_and_no_question_left(printed):
    plan = json.loads(printed("plan", CLARA, "--json"))

    assert "stop" not in {each["severity"] for each in plan["findings"]}
    assert plan["unanswered"] == []


def test_the_text_of_a_plan_says_what_the_data_says(printed):
    text = printed("plan", CLARA)

    assert "within an unverified limit [DOSSIER]" in text
    assert "2026-03-23" in text
    assert "Supports a clinician's decision; never takes it." in " ".join(text.split())


def test_a_plan_with_only_an_indication_shows_the_choice(printed, written):
    text = printed("plan", written('indication = "melasma"\non = 2026-03-02'))

    assert "Protocols for melasma, best supported first" in text
    assert "Other treatments" in text


def test_an_empty_finding_list_is_said():
    assert "No finding." in findings_text([])


def test_a_screening_reads_as_text(printed, written):
    file = written(
        'on = 2026-03-02\n[person]\nage = 33\nsex = "female"\n[answers]\npregnant = "yes"\n'
        'keloid = "unknown"\n[wants]\ningredients = ["TXA"]'
    )

    text = printed("screen", file)

    assert "DEFER: not now, until a date nobody can know yet." in text
    assert "unknown is never taken as no" in text
    assert """Answered "I don't know" (1)""" in text


def test_a_formula_that_changes_is_told_session_by_session(printed):
    text = printed("plan", str(CASES / "5-cos11-low-back-pain.toml"))

    assert "Session 3, 4, 5: lidocaine 20 mg in 1 ml" in text
    assert "methylprednisolone 20 mg in 1 ml" in " ".join(text.split())


def test_a_stop_of_everything_asked_for_stands_in_the_headline(printed, written):
    file = written(
        'on = 2026-03-02\n[person]\nage = 50\n[answers]\nvenous_thromboembolism = "yes"\n'
        '[wants]\ningredients = ["TXA"]'
    )

    assert "What was asked for is stopped" in printed("screen", file)


@pytest.mark.parametrize("said", ["adrenaline", "Epinephrine 1:200000"])
def test_an_addition_is_known_by_each_of_its_names(printed, written, said):
    file = written(
        '[[formula]]\n[[formula.component]]\ningredient = "lidocaine"\nstrength = "2 %"\n'
        f'volume = "16 ml"\nwith_addition = "{said}"'
    )

    limits = json.loads(printed("plan", file, "--json"))["per_session"]["ingredients"][0]["limits"]
    assert {each["key"] for each in limits} >= {"lidocaine.mg_with_epinephrine"}


def test_syringes_are_the_same_in_any_letter_case(printed, written):
    part = '[[formula.component]]\ningredient = "{}"\nvolume = "1 ml"\nsyringe = "{}"\n'
    file = written("[[formula]]\n" + part.format("lidocaine", "a ") + part.format("procaine", "A"))

    codes = {each["code"] for each in json.loads(printed("plan", file, "--json"))["findings"]}
    assert "M2" in codes


def test_an_old_weight_divides_no_dose(printed, written):
    plan = (
        "on = 2026-03-02\n[person]\nweight_kg = 62\nweight_on = {}\n[[formula]]\n"
        '[[formula.component]]\ningredient = "lidocaine"\nstrength = "2 %"\nvolume = "1 ml"'
    )

    def mg_per_kg(day):
        data = json.loads(printed("plan", written(plan.format(day)), "--json"))
        return data["per_session"]["ingredients"][0]["mg_per_kg"]

    assert mg_per_kg("2026-02-20") == 0.323
    assert mg_per_kg("2025-02-20") is None


def test_several_syringes_are_told_apart_in_text(printed, written):
    part = '[[formula.component]]\ningredient = "{}"\nstrength = "1 %"\nsyringe = "{}"\n'
    file = written("[[formula]]\n" + part.format("lidocaine", "A") + part.format("biotin", "B"))

    text = printed("plan", file)

    assert "10 mg/ml in A" in text
    assert "10 mg/ml in B" in text


def test_the_program_tells_its_version(capsys):
    with pytest.raises(SystemExit):
        main(["--version"])

    assert capsys.readouterr().out.startswith("pistor 0.")


def test_standard_input_is_read_for_a_dash(printed, monkeypatch):
    class Standard:
        buffer = io.BytesIO(b'{"protocol": "L1", "on": "2026-03-02"}')

    monkeypatch.setattr(sys, "stdin", Standard)

    assert json.loads(printed("plan", "-", "--json"))["protocol"] == "L1"


def test_the_day_of_the_check_is_today_unless_somebody_says_so(printed, written):
    file = written('protocol = "L1"')

    assert json.loads(printed("plan", file, "--json"))["on"] >= "2026"
    assert json.loads(printed("plan", file, "--json", "--on", "2026-03-02"))["on"] == "2026-03-02"


def test_numbers_keep_every_digit(printed, written):
    file = written(
        'on = 2026-03-02\n[[formula]]\n[[formula.component]]\ningredient = "biotin"\n'
        'strength = "0.123456789 mg/ml"\nvolume = "0.987654321 ml"'
    )

    assert "0.121932631112635269" in printed("plan", file, "--json")


@pytest.mark.parametrize("name", ["screen", "plan"])
def test_a_schema_names_every_field_it_takes(printed, name):
    schema = json.loads(printed("schema", name))

    assert "$defs" in schema
    assert "answers" in json.dumps(schema)


def test_the_knowledge_base_is_counted_and_its_holes_too(printed):
    text = printed("knowledge", "check")

    assert "every source resolves" in text
    assert "not yet reviewed by a clinician" in text
    assert json.loads(printed("knowledge", "check", "--json"))["problems"] == []


def test_a_row_is_shown_with_its_sources_written_out(printed):
    text = printed("knowledge", "show", "tranexamic", "acid")

    assert "combined hormonal contraception" in text
    assert "TXL (L) label texts: Tranexamic acid injection" in text
    assert "no clinician yet" in text


def test_a_question_shows_what_its_answer_means_for_single_ingredients(printed):
    assert "for single ingredients:" in printed("knowledge", "show", "epilepsy")


def test_a_source_that_was_not_opened_says_so(printed):
    assert "not opened" in printed("knowledge", "show", "H1")


def test_many_rows_are_listed_to_choose_from(printed):
    text = printed("knowledge", "show", "allergy")

    assert "name one:" in text
    assert "question allergy_fish" in text


def test_rows_are_data_where_data_is_asked_for(printed):
    rows = json.loads(printed("knowledge", "show", "M1", "--json"))

    assert {row["kind"] for row in rows} == {"protocol", "rule"}


def test_the_whole_knowledge_base_can_be_taken_out(printed, knowledge):
    exported = json.loads(printed("knowledge", "export"))

    assert exported["release"] == knowledge.release
    assert len(exported["rows"]) == len(list(knowledge.rows()))


def test_the_case_book_leaves_a_pdf_for_each_case(printed, tmp_path):
    text = printed("casebook", "--out", str(tmp_path))

    pdfs = sorted(tmp_path.glob("*.pdf"))
    assert len(pdfs) == len(list(CASES.glob("*.toml"))) == 9
    assert "Screening: a published protocol, no patient." in text
    assert "buflomedil" in PdfReader(pdfs[-1]).pages[0].extract_text().lower()


def test_the_case_book_needs_a_folder_it_can_make(capsys, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")

    assert main(["casebook", "--out", str(blocked / "folder")]) == 2
    assert "cannot be made a folder" in capsys.readouterr().err


def test_the_command_runs_as_a_program_of_its_own():
    command = [sys.executable, "-m", "pistor.cli"]

    done = subprocess.run([*command, "knowledge", "check"], capture_output=True, check=True)
    refused = subprocess.run([*command, "plan", "absent.toml"], capture_output=True, check=False)

    assert b"every source resolves" in done.stdout
    assert (refused.returncode, refused.stdout) == (2, b"")
    assert refused.stderr.startswith(b"pistor: absent.toml: cannot be read")


def test_a_reader_who_leaves_early_ends_the_command_quietly():
    export = [sys.executable, "-m", "pistor.cli", "knowledge", "export"]

    with subprocess.Popen(export, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        running.stdout.read(100)
        running.stdout.close()
        said = running.stderr.read()

    assert said == b""


def test_a_terminal_gets_colour_and_a_file_does_not(monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert coloured("stop", "red") == "stop"
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert coloured("stop", "red") == "\033[31mstop\033[0m"
    monkeypatch.setenv("NO_COLOR", "1")
    assert coloured("stop", "red") == "stop"


def test_a_broken_knowledge_base_is_one_line_and_no_traceback(monkeypatch, capsys):
    def broken():
        raise KnowledgeError("zones.toml: not readable as TOML")

    monkeypatch.setattr(command, "load", broken)

    assert main(["knowledge", "check"]) == 2
    assert capsys.readouterr().err == "pistor: zones.toml: not readable as TOML\n"


def test_a_knowledge_base_that_does_not_hang_together_is_a_failure(monkeypatch, capsys):
    monkeypatch.setattr(command, "problems_of", lambda _: [Problem("zone tail", "has no source")])

    assert main(["knowledge", "check"]) == 2
    assert "1 problems; first: zone tail: has no source" in capsys.readouterr().err
