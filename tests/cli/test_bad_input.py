"""Bad input: one clear line that says where and what is expected; exit 2; nothing written."""

import json

import pytest

from pistor.cli import main

PLAN = {
    "protocol": "L1",
    "points": {"area_cm2": 20},
    "formula": [{"component": [{"ingredient": "deoxycholic acid", "strength": "10 mg/ml"}]}],
    "course": {"start": "2026-01-31", "sessions": 6},
}
SCREEN = {"person": {"age": 34, "sex": "female"}, "answers": {"pregnant": "no"}}


def changed(document: dict, path: str, value: object) -> str:
    copy = json.loads(json.dumps(document))
    place = copy
    *parents, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    for part in parents:
        place = place[part] if isinstance(place, list) else place.setdefault(part, {})
    place[last] = value
    return json.dumps(copy)


@pytest.fixture
def refused(written, capsys, tmp_path):
    def run(command: str, content: str | bytes, name: str = "input.json") -> str:
        out = tmp_path / "sheet.pdf"
        more = ["--pdf", str(out)] if command == "plan" else []
        assert main([command, written(content, name), *more]) == 2
        printed = capsys.readouterr()
        assert printed.out == ""
        assert not out.exists()
        (line,) = printed.err.splitlines()
        assert name in line
        return line

    return run


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        ("formula.0.component.0.ingredient", "unobtainium", "no ingredient 'unobtainium'"),
        ("formula.0.component.0.ingredient", "lidocain", "did you mean lidocaine"),
        ("formula.0.component.0.strength", "10 ml", "not a strength: expected mg/ml"),
        ("formula.0.component.0.volume", "20 mg", "'20 mg' is not a volume: expected ml"),
        ("formula.0.component.0.volume", "-1 ml", "not a number of 0 or more"),
        ("formula.0.component.0.volume", "0,5 ml", "write decimals with a point"),
        ("formula.0.component.0.amount", "2 ml", "not an amount"),
        ("formula.0.component.0.vial", "0 ml", "expected more than 0 ml"),
        ("formula.0.component.0.final_strength", "1 mg/ml", "needs the total"),
        ("formula.0.component.0.doses", "2 ml", "doses"),
        ("formula.0.sessions", [0], "expected 1 to 100"),
        ("formula.0.sessions", [7], "the course has 6 sessions"),
        ("formula.0.total", "1 mg", "not a volume"),
        ("formula.0.numbing", {"cream": "butter"}, "no ingredient 'butter'"),
        ("points.area_cm2", -20, "not a number of 0 or more"),
        ("points.area_cm2", 1e12, "absurdly large"),
        ("points.spacing_mm", 0, "expected more than 0"),
        ("points.count", 10**9, "expected 0 to 5000"),
        ("points.volume_each", "0.2", "not a volume"),
        ("course.sessions", 0, "expected 1 to 100"),
        ("course.gap", "soon", "expected days, weeks or months"),
        ("course.gap", "0 days", "expected at least 1"),
        ("course.gap", "35-28 days", "the shorter first"),
        ("course.dates", ["2026-02-01", "2026-01-01"], "rising values"),
        ("course.dates", ["2026-01-01"], "is 6, but dates has 1"),
        ("course.at", list(range(101)), "expected at most 100"),
        ("course.start", "31.01.2026", "course.start"),
        ("course.start", "2026-02-30", "expected a day, written as 2026-03-02"),
        ("course.start", "9999-12-31", "outside the calendar"),
        ("course.closed_weekdays", ["someday"], "someday"),
        ("course.usual_gap", "2 weeks", None),
        ("formula.0.component.0.strength", "200 %", "no solution holds more than 1000 mg/ml"),
        ("formula.0.component.0.with_addition", "ephedrine", "expected epinephrine"),
        ("formula.0.component.0.ingredient", "emla", "is a cream"),
        ("course.at", [-3, 1, 2, 3, 4, 5], "expected 0 or more"),
        ("course.earlier", ["2026-02-01"], "expected days before the first session"),
        ("points.area_cm2", "1e999999999", "not a number anybody can mean"),
        ("person", {"age": 40.5}, "expected whole years"),
        ("person", {"medicines": ["x" * 201]}, "length"),
        ("answers", {"vaccination": {"answer": "no", "event_on": "2026-01-01"}}, "says no, but"),
        ("protocol", "Z9", "no protocol 'Z9'"),
        ("zone", "tail", "no zone 'tail'"),
        ("country", "France", "expected two letters"),
        ("person", {"weight_kg": 6200}, "6200 kg is absurd"),
        ("person", {"age": 200}, "200 years is absurd"),
        ("person", {"born_on": "2999-01-01"}, "is after the check"),
        (
            "person",
            {"received": [{"ingredient": "x", "amount": "1 mg", "on": "2026-01-01"}]},
            "'x'",
        ),
        ("answers", {"pregnant": "maybe"}, "answers.pregnant"),
        ("answers", {"pregnant": 3}, "not a number"),
        ("answers", {"pregnant": {}}, "either answer or number"),
        ("answers", {"pregnant": ["yes"]}, "expected yes, no, unknown"),
        ("answers", {"age": 40}, "under person"),
        ("answers", {"pregnent": "no"}, "did you mean pregnant"),
        ("answers", {"keloid": {"answer": "no", "on": "2999-01-01"}}, "after the check"),
    ],
)
def test_a_plan_with_something_wrong_is_refused_with_its_place(refused, path, value, says):
    content = changed(PLAN, path, value)
    if path == "course.usual_gap":
        content = changed(json.loads(content), "course.gap", "28 days")
        says = "expected days, as the gap"

    line = refused("plan", content)

    assert says in line


def test_two_ways_of_saying_a_dose_are_refused(refused):
    both = changed(
        json.loads(changed(PLAN, "formula.0.component.0.volume", "1 ml")),
        "formula.0.component.0.amount",
        "10 mg",
    )

    assert "give only one of volume and amount" in refused("plan", both)


def test_components_of_more_than_the_total_are_refused(refused):
    large = changed(PLAN, "formula.0.component.0.volume", "4 ml")

    assert "3 ml more than the total" in refused(
        "plan", changed(json.loads(large), "formula.0.total", "1 ml")
    )


def test_components_of_more_than_the_points_take_are_refused(refused):
    more = [*PLAN["formula"][0]["component"], {"ingredient": "lidocaine", "volume": "9 ml"}]

    assert "more than the total" in refused("plan", changed(PLAN, "formula.0.component", more))


def test_a_usual_gap_within_the_gap_is_taken(written, capsys):
    course = {"start": "2026-01-05", "sessions": 2, "gap": "28-35 days", "usual_gap": "30 days"}

    assert main(["plan", written(json.dumps({"course": course}), "plan.json"), "--json"]) == 0
    second = json.loads(capsys.readouterr().out)["sessions"][1]
    assert [second[key] for key in ("earliest", "target", "latest")] == [
        "2026-02-02",
        "2026-02-04",
        "2026-02-09",
    ]


def test_seven_closed_weekdays_leave_no_day(refused):
    week = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

    assert "closes every day" in refused("plan", changed(PLAN, "course.closed_weekdays", week))


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        ("", "input.toml", "is empty"),
        ("   \n", "input.toml", "is empty"),
        (b'{"title": "\xff\xfe"}', "input.json", "is not UTF-8"),
        ('{"protocol": "L1", "poi', "input.json", "cut short"),
        ('{"protocol": "L1"', "input.json", "cut short"),
        ('{"protocol": L1}', "input.json", "line 1, column 14: not JSON"),
        ('protocol = "L1', "input.toml", "neither JSON nor TOML"),
        ('{"points": {"area_cm2": NaN}}', "input.json", "NaN is not a number"),
        ('{"protocol": "L1", "protocol": "L2"}', "input.json", "stands twice"),
        ("count = " + "9" * 5000, "input.toml", "neither JSON nor TOML"),
        ('{"points": {"area_cm2": 1e999999999}}', "input.json", "not a number anybody can mean"),
        ('{"a": ' * 100_000 + "1" + "}" * 100_000, "input.json", "nested too deeply"),
        ('{"points": {"count": ' + "9" * 5000 + "}}", "input.json", "Exceeds the limit"),
        ("a = " + "[" * 100_000, "input.toml", "nested too deeply"),
        ('["a", "list"]', "input.json", "Expected `object`".replace("`", "")),
        ("[points]\narea = 3", "input.toml", "unknown field area"),
        ("protocol = 3", "input.toml", "protocol: Expected str, got int"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_whole(refused, content, name, says):
    assert says in refused("plan", content, name)


@pytest.mark.parametrize(
    ("hidden", "name"),
    [
        ("\ud800", "U+D800"),
        ("\x1b[2J", "U+001B"),
        ("\u202e", "U+202E"),
        ("\x00", "U+0000"),
        ("\x9b", "U+009B"),
    ],
)
def test_a_name_that_could_paint_over_the_terminal_is_refused(refused, hidden, name):
    assert name in refused("plan", json.dumps({**PLAN, "title": f"Ada{hidden}Invented"}))
    assert name in refused("plan", json.dumps({**PLAN, f"ti{hidden}tle": "Ada"}))


@pytest.mark.parametrize(
    "title", ["Ольга Выдуманная", "فاطمة المختلقة", "架空 花子", "Zoë Ærø-Ñandú"]
)
def test_a_name_in_any_script_is_taken(written, capsys, title):
    file = written(json.dumps({**PLAN, "title": title}), "plan.json")

    assert main(["plan", file]) == 0
    assert title in capsys.readouterr().out


def test_a_file_of_200_megabytes_is_refused_without_reading_it_all(tmp_path, capsys):
    huge = tmp_path / "huge.json"
    with huge.open("wb") as file:
        file.truncate(200_000_000)

    assert main(["plan", str(huge)]) == 2
    assert "is larger than 1,000,000 bytes" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["absent.toml", "."])
def test_a_file_that_is_not_there_is_refused(capsys, tmp_path, name):
    assert main(["plan", str(tmp_path / name)]) == 2
    assert "cannot be read" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (changed(SCREEN, "answers", {}), "answers: is empty"),
        ("{}", "says nothing of anybody"),
        (changed(SCREEN, "wants", {"ingredients": ["unobtainium"]}), "no ingredient 'unobtainium'"),
        (changed(SCREEN, "wants", {"zone": "tail"}), "no zone 'tail'"),
        (changed(SCREEN, "wants", {"indication": "youth"}), "no indication 'youth'"),
        (changed(SCREEN, "person.sex", "yes"), "person.sex"),
        (changed(SCREEN, "person.shoe_size", 40), "unknown field shoe_size"),
    ],
)
def test_a_screening_with_something_wrong_is_refused_with_its_place(refused, content, says):
    assert says in refused("screen", content)


def test_a_pdf_that_cannot_be_written_is_refused(written, capsys, tmp_path):
    file = written(json.dumps(PLAN), "plan.json")

    assert main(["plan", file, "--pdf", str(tmp_path / "nowhere" / "sheet.pdf")]) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_a_pdf_is_never_written_over_the_plan(written, capsys):
    file = written(json.dumps(PLAN), "plan.json")

    assert main(["plan", file, "--pdf", file]) == 2
    assert "is there and is no PDF" in capsys.readouterr().err
    assert main(["plan", file]) == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["screen", "x.toml", "--on", "2026-02-30"], "'2026-02-30' is no day"),
        (["plan"], "the following arguments are required: FILE"),
        (["dance"], "invalid choice: 'dance'"),
    ],
)
def test_what_cannot_be_typed_is_refused_in_one_line(capsys, arguments, says):
    assert main(arguments) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert says in line


@pytest.mark.parametrize("name", ["course", "practice"])
def test_a_schema_nobody_has_is_refused(capsys, name):
    assert main(["schema", name]) == 2
    assert "expected screen or plan" in capsys.readouterr().err


def test_a_row_nobody_has_is_refused(capsys):
    assert main(["knowledge", "show", "qqqqq"]) == 2
    assert "nothing goes by 'qqqqq'" in capsys.readouterr().err
