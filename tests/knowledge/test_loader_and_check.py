"""A knowledge file that is wrong is refused with its place; the shipped one hangs together."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from pistor.knowledge import KnowledgeError, NotFound, found, load, named, problems_of
from pistor.knowledge.loader import HERE


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for file in HERE.glob("*.toml"):
        shutil.copy(file, tmp_path)
    return tmp_path


def change(folder: Path, name: str, old: str, new: str) -> None:
    file = folder / name
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


def test_the_shipped_knowledge_base_hangs_together(knowledge):
    assert problems_of(knowledge) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        ("ingredients.toml", 'key = "lidocaine"', 'kye = "lidocaine"', "key"),
        ("ingredients.toml", 'sources = ["LID"]', 'source = ["LID"]', "sources"),
        ("screening.toml", 'action = "defer"', 'action = "postpone"', "postpone"),
        ("techniques.toml", 'key = "nappage"', 'key = "papule"', "stands twice"),
        ("zones.toml", "[[zone]]", "[[zones]]", "unknown table 'zones'"),
        ("claims.toml", "checked_on =", "checked_on", "not readable as TOML"),
        ("mixture.toml", "number = 3\n", 'number = "three"\n', "number"),
    ],
)
def test_a_wrong_file_is_refused_with_its_place(folder, name, old, new, says):
    change(folder, name, old, new)

    with pytest.raises(KnowledgeError, match=name) as refused:
        load(folder)
    assert says in str(refused.value)


def test_a_name_no_row_has_is_refused_and_not_dropped(folder):
    change(folder, "zones.toml", "part_of = ", 'colour = "red"\npart_of = ')

    with pytest.raises(KnowledgeError, match="unknown name 'colour'"):
        load(folder)


def test_a_nested_name_no_value_has_is_refused_with_its_path(folder):
    change(
        folder,
        "ingredients.toml",
        'key = "lidocaine.mg", value',
        'key = "lidocaine.mg", colour = "red", value',
    )

    with pytest.raises(KnowledgeError, match=r"unknown name 'limits\.colour'"):
        load(folder)


def test_a_missing_file_is_named(folder):
    (folder / "claims.toml").unlink()

    with pytest.raises(KnowledgeError, match=r"claims\.toml: cannot be read"):
        load(folder)


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        ("ingredients.toml", 'sources = ["LID"]', 'sources = ["LIDX"]', "'LIDX' does not exist"),
        ("ingredients.toml", 'sources = ["LID"]', "sources = []", "has no source"),
        ("ingredients.toml", 'unit = "mg/kg", per', 'unit = "mg/stone", per', "mg/stone"),
        ("ingredients.toml", 'standing = "withdrawn"', 'standing = "gone"', "gone"),
        ("ingredients.toml", 'lidocaine = "25 mg/g"', 'lidocaine = "25 mg"', "not a strength"),
        ("protocols.toml", 'indications = ["melasma"]', 'indications = ["x"]', "'x'"),
        ("protocols.toml", 'purpose = "fat"', 'purpose = "fatness"', "fatness"),
        ("protocols.toml", 'level = "1-2"', 'level = "0"', "unknown level"),
        ("mixture.toml", 'one = "anaesthetic"', 'one = "numbing"', "numbing"),
        ("screening.toml", 'part = "pregnancy"', 'part = "womb"', "womb"),
        ("techniques.toml", "low = 2, high = 4", "low = 4, high = 2", "wrong way round"),
    ],
)
def test_the_check_names_what_does_not_hang_together(folder, name, old, new, says):
    change(folder, name, old, new)

    problems = problems_of(load(folder))

    assert any(says in problem.says for problem in problems)


def test_a_reference_of_an_unknown_kind_is_a_problem(knowledge):
    odd = replace(knowledge.reference["KYB"], tier="Z")
    wrong = replace(knowledge, reference={**knowledge.reference, "KYB": odd})

    assert [problem.where for problem in problems_of(wrong)] == ["reference KYB"]


def test_a_figure_that_says_nothing_is_a_problem(knowledge):
    technique = knowledge.technique["nappage"]
    empty = replace(technique.depth_mm, low=None, high=None, says="")
    wrong = replace(knowledge, technique={"nappage": replace(technique, depth_mm=empty)})

    assert any("says nothing" in problem.says for problem in problems_of(wrong))


def test_an_ingredient_that_is_barred_must_say_why(knowledge):
    barred = replace(knowledge.ingredient["buflomedil"], standing_says=None)
    wrong = replace(knowledge, ingredient={**knowledge.ingredient, "buflomedil": barred})

    assert any("does not say why" in problem.says for problem in problems_of(wrong))


def test_any_changed_character_is_another_release(folder, knowledge):
    same = load(folder).release
    load.cache_clear()
    (folder / "zones.toml").write_text((folder / "zones.toml").read_text() + "\n# a remark\n")

    assert same == knowledge.release
    assert load(folder).release != same


@pytest.mark.parametrize("spelling", ["Tranexamic Acid", "tranexamic-acid", "TXA", "txa"])
def test_an_ingredient_is_found_under_every_name_it_has(knowledge, spelling):
    assert named(spelling, knowledge.ingredient, "ingredient").key == "tranexamic_acid"


def test_a_name_nobody_has_is_refused_with_what_is_near(knowledge):
    with pytest.raises(NotFound, match="did you mean lidocaine"):
        named("lidocain", knowledge.ingredient, "ingredient")
    with pytest.raises(NotFound, match=r"no ingredient 'qqqq' in the knowledge base$"):
        named("qqqq", knowledge.ingredient, "ingredient")


def test_words_find_every_row_that_speaks_of_them(knowledge):
    rows = found("mycobacteria chlorhexidine", knowledge)

    assert rows
    assert found("", knowledge) == []
