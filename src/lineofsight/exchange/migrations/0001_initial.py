import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organization", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Import",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file", models.CharField(blank=True, default="", max_length=500)),
                ("hash", models.CharField(blank=True, default="", max_length=64)),
                ("at", models.DateTimeField()),
                ("reason", models.TextField(blank=True, default="")),
                ("state", models.CharField(default="applied", max_length=32)),
                ("counts", models.JSONField(default=dict)),
                ("mapping", models.JSONField(default=dict)),
                ("added", models.JSONField(default=dict)),
                ("removed", models.JSONField(default=dict)),
                ("before", models.JSONField(default=dict)),
                (
                    "actor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="imports",
                        to="organization.person",
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exchange_import",
                        to="organization.auditentry",
                    ),
                ),
                (
                    "undone",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exchange_undo",
                        to="organization.auditentry",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["applied", "partly_undone", "undone"])),
                        name="import_state_is_a_known_word",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="QuarantinedRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file", models.CharField(blank=True, default="", max_length=500)),
                ("table", models.CharField(max_length=32)),
                ("row", models.PositiveIntegerField(null=True)),
                ("content", models.JSONField()),
                ("problems", models.JSONField(default=list)),
                ("state", models.CharField(default="waiting", max_length=32)),
                ("since", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="organization.person",
                    ),
                ),
                (
                    "of",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="quarantined",
                        to="exchange.import",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["state", "table"], name="quarantined_by_state")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "placed", "dropped"])),
                        name="quarantined_row_state_is_a_known_word",
                    )
                ],
            },
        ),
    ]
