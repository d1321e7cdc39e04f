"""The index by which patients are found fast."""

from typing import Any

from django.db import migrations

from pistor.practice.people.search import install


def make(_apps: Any, schema_editor: Any) -> None:
    install(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("people", "0002_signed_notes_stay")]

    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
