"""The database refuses to change an approved version."""

from django.db import migrations

from pistor.practice.audit.triggers import installing


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_refuse_changes"), ("planning", "0001_plans")]

    operations = [
        migrations.RunPython(
            installing("planning_planversion"),
            migrations.RunPython.noop,
        )
    ]
