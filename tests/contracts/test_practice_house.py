"""What every app of the practice must keep to, whoever writes the next one."""

import ast
import re
import tomllib
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import ForeignKey, ManyToManyField
from django.urls import URLPattern, URLResolver, get_resolver

from pistor.config.permissions import TABLE

PRACTICE = Path(__file__).parents[2] / "src" / "pistor" / "practice"
FLOORS = [
    "audit",
    "access",
    "people",
    "library",
    "screening",
    "planning",
    "consent",
    "booking",
    "treatment",
    "followup",
    "outcomes",
    "maintenance",
]
# The sign-in package brings addresses of its own; one without a row is refused to everybody.
ALLAUTH = re.compile(r"^(account|mfa|socialaccount|usersessions)_")
SOURCES = {
    path: ast.parse(path.read_text(), str(path))
    for path in sorted(PRACTICE.rglob("*.py"))
    if "migrations" not in path.parts
}
ACTIONS = [path for path in SOURCES if re.search(r"(^|_)actions", path.stem)]
RECORDS = {"record", "record_all"}


def view_names(patterns: list[URLPattern | URLResolver], spaces: str = "") -> Iterator[str]:
    for each in patterns:
        if isinstance(each, URLResolver):
            space = f"{spaces}{each.namespace}:" if each.namespace else spaces
            yield from view_names(each.url_patterns, space)
        elif each.name:
            yield f"{spaces}{each.name}"
        else:
            yield f"{spaces}{each.pattern} has no name"


def test_every_address_has_a_row_that_says_who_may_open_it():
    names = set(view_names(get_resolver().url_patterns))

    assert sorted(name for name in names - set(TABLE) if not ALLAUTH.match(name)) == []


def test_every_row_of_the_table_names_an_address():
    names = set(view_names(get_resolver().url_patterns))

    assert sorted(name for name in set(TABLE) - names if not ALLAUTH.match(name)) == []


def test_no_record_points_to_an_app_above_its_own():
    upwards = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.app_label}"
        for model in apps.get_models()
        if model._meta.app_label in FLOORS
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey | ManyToManyField)
        and field.related_model._meta.label != "access.User"
        and field.related_model._meta.app_label in FLOORS
        and FLOORS.index(field.related_model._meta.app_label) > FLOORS.index(model._meta.app_label)
    ]

    assert upwards == []


def calls(node: ast.AST) -> set[str]:
    """The names of everything a piece of code calls."""
    return {
        called.func.attr if isinstance(called.func, ast.Attribute) else called.func.id
        for called in ast.walk(node)
        if isinstance(called, ast.Call) and isinstance(called.func, ast.Attribute | ast.Name)
    }


def is_atomic(function: ast.FunctionDef) -> bool:
    return any("atomic" in ast.unparse(each) for each in function.decorator_list)


def unrecorded(functions: dict[str, ast.FunctionDef]) -> list[str]:
    """Verbs that neither write an audit row nor call a verb that does."""
    recording = set(RECORDS)
    grew = True
    while grew:
        more = {name for name, node in functions.items() if calls(node) & recording} - recording
        recording |= more
        grew = bool(more)
    return [name for name, node in functions.items() if is_atomic(node) and name not in recording]


def functions_of(paths: list[Path]) -> dict[str, ast.FunctionDef]:
    return {
        node.name: node
        for path in paths
        for node in ast.walk(SOURCES[path])
        if isinstance(node, ast.FunctionDef)
    }


def test_every_verb_that_writes_is_written_on_the_chain():
    by_app = {
        app: [path for path in [*ACTIONS, PRACTICE / "access" / "founding.py"] if app in path.parts]
        for app in {path.relative_to(PRACTICE).parts[0] for path in ACTIONS} | {"access"}
    }

    assert {app: unrecorded(functions_of(paths)) for app, paths in by_app.items()} == {
        app: [] for app in by_app
    }


def test_a_verb_that_forgets_the_chain_is_found():
    module = ast.parse(
        "@transaction.atomic\ndef keeps(): record(x)\n"
        "@transaction.atomic\ndef leans(): return keeps()\n"
        "@transaction.atomic()\ndef forgets(): x.save()\n"
    )

    assert unrecorded({node.name: node for node in module.body}) == ["forgets"]


# Each goes past the one place where a change is recorded, unless somebody looked at it here.
PAST_THE_CHAIN = {"update", "bulk_update", "delete"}
LOOKED_AT = {  # file and call
    # A role that ends; the version that ended was put on record just before.
    ("access/actions.py", "membership.delete()"),
}


def past_the_chain(tree: ast.AST) -> list[str]:
    """Calls that change many rows or remove them; ``update`` of a set or dictionary is none."""
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        if node.func.attr not in PAST_THE_CHAIN:
            continue
        written = ast.unparse(node.func.value)
        if written.endswith("storage"):  # files, not rows
            continue
        on_rows = re.search(r"objects|filter\(|exclude\(|_visible_to\(|queryset|_set\b", written)
        if node.func.attr != "update" or (node.keywords and not node.args) or on_rows:
            found.append(ast.unparse(node))
    return found


def test_nothing_changes_rows_past_the_chain():
    found = {
        (str(path.relative_to(PRACTICE)), each)
        for path, tree in SOURCES.items()
        if "audit" not in path.parts
        for each in past_the_chain(tree)
    }

    assert sorted(found - LOOKED_AT) == []


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("Note.objects.filter(pk=1).update(text='x')", True),
        ("notes.update(text='x')", True),
        ("note.delete()", True),
        ("Note.objects.bulk_update(notes, ['text'])", True),
        ("names.update(other)", False),
        ("digest.update(part)", False),
    ],
)
def test_a_change_past_the_chain_is_found(code, found):
    assert bool(past_the_chain(ast.parse(code))) is found


@pytest.mark.django_db
def test_no_migration_is_missing():
    said = StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=said, stderr=said)
    except SystemExit:
        pytest.fail(said.getvalue())

    assert "No changes detected" in said.getvalue()


def test_every_migration_says_what_it_does():
    names = [path.stem for path in PRACTICE.glob("*/migrations/[0-9]*.py")]

    assert names
    assert [name for name in names if re.search(r"_auto_|_initial$|_and_more$|_alter_", name)] == []


def test_every_room_is_named_in_the_import_contract():
    contracts = tomllib.loads((PRACTICE.parents[2] / "pyproject.toml").read_text())["tool"]
    rooms = next(
        contract["layers"]
        for contract in contracts["importlinter"]["contracts"]
        if contract["name"].startswith("7 ")
    )
    named = set(re.findall(r"\w+", " ".join(rooms)))
    kept = [path for path in SOURCES if re.search(r"(^|_)(urls|views|forms|actions)$", path.stem)]

    assert sorted({path.stem for path in kept} - named) == []
