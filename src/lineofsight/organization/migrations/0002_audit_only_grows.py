from django.db import migrations, models

from lineofsight.organization.audit.triggers import refusing


class Migration(migrations.Migration):
    dependencies = [
        ("organization", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="seal",
            name="digests",
            field=models.TextField(default=""),
            preserve_default=False,
        ),
        refusing("organization_auditentry"),
        refusing("organization_seal"),
    ]
