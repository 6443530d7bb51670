"""What the database itself refuses, whoever asks: rows that are only ever added.

Migrations call ``refusing`` for a table. SQLite drops the triggers of a table when a later
migration remakes it, so ``missing`` is asked by ``lineofsight audit verify`` too.
"""

from collections.abc import Sequence

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython
from django.db.migrations.state import StateApps

GUARDED = {  # table -> what is refused there
    "organization_auditentry": ("update", "delete"),
    "organization_seal": ("update", "delete"),
    "goals_observation": ("update",),
    "goals_revision": ("update",),
}
_FUNCTION = """
CREATE OR REPLACE FUNCTION lineofsight_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of % is refused: it only grows', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def refusing(table: str, *, columns: Sequence[str] = ()) -> RunPython:
    """Return the step of a migration by which the database refuses what ``GUARDED`` names.

    With ``columns``, an update is refused only where it names one of these. Where deleting is
    refused, so is emptying the table at once (PostgreSQL's TRUNCATE).
    """

    def forwards(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        for statement in _statements(editor.connection.vendor, table, columns):
            editor.execute(statement, params=None)

    def backwards(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        for name in _names(editor.connection.vendor, table):
            where = f" ON {table}" if editor.connection.vendor == "postgresql" else ""
            editor.execute(f"DROP TRIGGER {name}{where}", params=None)

    return RunPython(forwards, backwards)


def missing(database: BaseDatabaseWrapper | None = None) -> list[str]:
    """Name the triggers that should stand in the database and do not."""
    database = database or connection
    listing = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
        if database.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with database.cursor() as cursor:
        cursor.execute(listing)
        found = {row[0] for row in cursor.fetchall()}
    return [
        name for table in GUARDED for name in _names(database.vendor, table) if name not in found
    ]


def _names(vendor: str, table: str) -> list[str]:
    verbs = list(GUARDED[table])
    if vendor == "postgresql" and "delete" in verbs:
        verbs.append("truncate")
    return [f"{table}_no_{verb}" for verb in verbs]


def _statements(vendor: str, table: str, columns: Sequence[str]) -> list[str]:
    of = f" OF {', '.join(columns)}" if columns else ""
    events = {"update": f"UPDATE{of}", "delete": "DELETE", "truncate": "TRUNCATE"}
    made = [_FUNCTION] if vendor == "postgresql" else []
    for name in _names(vendor, table):
        verb = name.rpartition("_")[2]
        if vendor == "postgresql":
            each = "STATEMENT" if verb == "truncate" else "ROW"
            does = f"FOR EACH {each} EXECUTE FUNCTION lineofsight_refuse()"
        else:
            does = f"BEGIN SELECT RAISE(ABORT, '{verb} of {table} is refused: it only grows'); END"
        made.append(f"CREATE TRIGGER {name} BEFORE {events[verb]} ON {table} {does}")
    return made
