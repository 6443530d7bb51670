"""On PostgreSQL words in titles and texts are found by an index, where the server has trigrams."""

from typing import Any

from django.db import Error, migrations, transaction

COLUMNS = ("title", "text")


def make(_apps: Any, schema_editor: Any) -> None:
    """Make the indexes; who may not, or has no such extension, searches by reading every goal."""
    connection = schema_editor.connection
    if connection.vendor != "postgresql":
        return
    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            for column in COLUMNS:  # as the framework asks, whatever the case of the letters
                cursor.execute(
                    f"CREATE INDEX goal_{column}_by_trigrams ON goals_goal "
                    f"USING gin (UPPER({column}::text) gin_trgm_ops)"
                )
    except Error:
        return


def remove(_apps: Any, schema_editor: Any) -> None:
    """Take the indexes away; the extension may be somebody else's."""
    if schema_editor.connection.vendor == "postgresql":
        for column in COLUMNS:
            schema_editor.execute(f"DROP INDEX IF EXISTS goal_{column}_by_trigrams")


class Migration(migrations.Migration):
    dependencies = [
        ("goals", "0006_pillars_that_goals_lead_to"),
    ]

    operations = [migrations.RunPython(make, remove)]
