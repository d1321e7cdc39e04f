"""The database itself refuses to change what was signed or logged, on SQLite and PostgreSQL."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, models, transaction

from pistor.practice.audit import triggers
from pistor.practice.audit.models import AuditRow
from pistor.practice.audit.triggers import GUARDS, Guard, install, problems
from pistor.practice.people.models import Note
from pistor.practice.planning.models import PlanVersion
from tests.practice.audit.signed import NOW, one_of_each
from tests.practice.cast import a_patient

HERE = triggers.wanted(connection)  # SQLite knows no TRUNCATE
on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="what SQLite alone does")
on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="what PostgreSQL alone does"
)


def run(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)


def attempt(guard: Guard, key: int) -> None:
    table = connection.ops.quote_name(guard.table)
    with transaction.atomic():
        if guard.operation == "UPDATE":
            run(f"UPDATE {table} SET id = id WHERE id = %s", key)  # noqa: S608
        elif guard.operation == "DELETE":
            run(f"DELETE FROM {table} WHERE id = %s", key)  # noqa: S608
        else:
            run("SET CONSTRAINTS ALL IMMEDIATE")  # rows that were just made hold the table
            run(f"TRUNCATE {table} CASCADE")


@pytest.mark.django_db
def test_after_all_migrations_every_guard_stands():
    assert problems(connection) == []


@pytest.mark.django_db
@pytest.mark.parametrize("guard", HERE, ids=lambda guard: guard.name)
def test_every_guard_refuses_in_its_own_words(guard, house, rf):
    rows = one_of_each(house, rf.get("/"))

    with pytest.raises(IntegrityError, match=guard.says):
        attempt(guard, rows[guard.table])


@pytest.mark.django_db
def test_what_is_not_signed_yet_may_change(house):
    ada = a_patient(house)
    note = Note.objects.create(patient=ada, clinic=house.clinic, reason="thin hair")
    note.reason = "thin hair since May"
    note.save()
    note.signed_by, note.signed_at = house.staff["prescriber"], NOW
    note.save()

    assert Note.objects.get().signed_at == NOW
    with pytest.raises(IntegrityError, match="A signed note never changes"), transaction.atomic():
        note.save()


@pytest.mark.django_db
def test_an_approval_cannot_be_taken_back_by_the_back_door(house, rf):
    rows = one_of_each(house, rf.get("/"))

    with pytest.raises(IntegrityError, match="An approved plan never"), transaction.atomic():
        PlanVersion.objects.filter(pk=rows["planning_planversion"]).update(approved_at=None)

    assert PlanVersion.objects.get().approved_at == NOW


@pytest.mark.django_db
def test_erasure_may_remove_a_kept_version(house, rf):
    rows = one_of_each(house, rf.get("/"))

    run("DELETE FROM audit_recordversion WHERE id = %s", rows["audit_recordversion"])

    assert AuditRow.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("guard", HERE, ids=lambda guard: guard.name)
def test_a_guard_that_was_dropped_is_named_and_can_be_put_back(guard):
    run(triggers._dropping(guard, connection))

    assert problems(connection) == [
        f"{guard.table} does not refuse {guard.operation}: its trigger {guard.name} is missing"
    ]
    install(connection)
    install(connection)
    assert problems(connection) == []


@pytest.mark.django_db
@on_sqlite
def test_a_guard_without_teeth_is_named_and_replaced():
    run('DROP TRIGGER "people_note_no_update"')
    run(
        'CREATE TRIGGER "people_note_no_update" BEFORE UPDATE ON people_note '
        "BEGIN SELECT 'go ahead'; END"
    )

    assert "people_note_no_update is switched off or was changed" in problems(connection)[0]
    install(connection)
    assert problems(connection) == []


@pytest.mark.django_db
@on_sqlite
def test_replacing_a_row_is_refused_like_deleting_it(house, rf):
    one_of_each(house, rf.get("/"))

    with pytest.raises(IntegrityError, match="only ever added to"), transaction.atomic():
        run("INSERT OR REPLACE INTO audit_auditrow SELECT * FROM audit_auditrow")


@pytest.mark.django_db
@on_postgresql
@pytest.mark.parametrize(
    "spoilt",
    [
        "ALTER TABLE people_note DISABLE TRIGGER people_note_no_update",
        "DROP TRIGGER people_note_no_update ON people_note; CREATE TRIGGER people_note_no_update "
        "BEFORE UPDATE ON people_note FOR EACH ROW WHEN (OLD.signed_at IS NOT NULL AND OLD.id < 0) "
        "EXECUTE FUNCTION pistor_refuse('A signed note never changes: write an addition.')",
    ],
)
def test_a_guard_switched_off_is_named_and_replaced(spoilt):
    run(spoilt)

    assert "people_note_no_update is switched off or was changed" in problems(connection)[0]
    install(connection)
    assert problems(connection) == []


@pytest.mark.django_db
@on_postgresql
def test_guards_whose_function_lost_its_teeth_are_all_named():
    run(
        "CREATE OR REPLACE FUNCTION pistor_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "'BEGIN RETURN NEW; END'"
    )

    assert len(problems(connection)) == len(GUARDS)
    install(connection)
    assert problems(connection) == []


@pytest.mark.django_db(transaction=True)
@on_sqlite
def test_a_table_that_a_migration_rebuilds_gets_its_guards_back():
    field = Note._meta.get_field("reason")
    longer = models.TextField(max_length=9000, null=True)
    longer.set_attributes_from_name("reason")
    longer.model = Note
    with connection.schema_editor() as editor:
        editor.alter_field(Note, field, longer)
    lost = problems(connection)
    with connection.schema_editor() as editor:
        editor.alter_field(Note, longer, field)

    assert len(lost) == 2
    assert "people_note does not refuse UPDATE" in lost[0]
    call_command("migrate", verbosity=0, stdout=StringIO())
    assert problems(connection) == []


@pytest.mark.django_db(transaction=True)
def test_emptying_a_test_database_brings_the_guards_back(house, rf):
    with transaction.atomic():
        one_of_each(house, rf.get("/"))

    triggers.remove(connection)
    call_command("flush", verbosity=0, interactive=False)

    assert problems(connection) == []
    assert AuditRow.objects.count() == 0
