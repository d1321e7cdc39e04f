"""The database refuses to change what was adopted and reviewed."""

from django.db import migrations

from pistor.practice.audit.triggers import installing


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_refuse_changes"), ("library", "0001_adoption")]

    operations = [
        migrations.RunPython(
            installing("library_adoptedrelease", "library_review"),
            migrations.RunPython.noop,
        )
    ]
