from django.db import migrations

from lineofsight.organization.audit.triggers import refusing


class Migration(migrations.Migration):
    dependencies = [
        ("goals", "0001_initial"),
        ("organization", "0002_audit_only_grows"),
    ]

    operations = [
        refusing(
            "goals_observation",
            columns=(
                "key_result_id",
                "kpi_id",
                "date",
                "value",
                "confidence",
                "reported",
                "note",
                "author_id",
                "source",
                "recorded_at",
            ),
        ),
        refusing("goals_revision", columns=("goal_id", "date", "field", "before", "after")),
    ]
