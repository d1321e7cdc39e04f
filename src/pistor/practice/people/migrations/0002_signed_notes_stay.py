"""The database refuses to change a signed note."""

from django.db import migrations

from pistor.practice.audit.triggers import installing


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_refuse_changes"), ("people", "0001_patients")]

    operations = [
        migrations.RunPython(
            installing("people_note", "people_addendum"),
            migrations.RunPython.noop,
        )
    ]
