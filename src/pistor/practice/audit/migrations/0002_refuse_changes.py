"""The database refuses to change what was logged."""

from django.db import migrations

from pistor.practice.audit.triggers import installing


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_the_chain")]

    operations = [
        migrations.RunPython(
            installing(
                "audit_auditrow", "audit_accessbatch", "audit_accessentry", "audit_recordversion"
            ),
            migrations.RunPython.noop,
        )
    ]
