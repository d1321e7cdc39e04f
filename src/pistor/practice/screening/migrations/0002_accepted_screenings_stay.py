"""The database refuses to change an accepted screening."""

from django.db import migrations

from pistor.practice.audit.triggers import installing


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_refuse_changes"), ("screening", "0001_questionnaire")]

    operations = [
        migrations.RunPython(
            installing("screening_screening"),
            migrations.RunPython.noop,
        )
    ]
