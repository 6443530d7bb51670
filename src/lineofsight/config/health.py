"""Is it alive, is it ready, and what does it need: asked by machines, and by ``doctor``."""

from functools import cache

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from lineofsight.organization.work.presence import workers_present


def pending_migrations() -> list[str]:
    """Name the steps that the database still has to take; empty if it is as the code needs it."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{step.app_label}.{step.name}" for step, _ in plan]


def foreign_migrations() -> list[str]:
    """Name the steps that the database has taken and this version does not know: it is newer."""
    taken = MigrationRecorder(connection).applied_migrations()
    known = known_migrations()
    ours = {app for app, _ in known}
    return sorted(
        f"{app}.{name}" for app, name in taken if app in ours and (app, name) not in known
    )


def known_migrations() -> set[tuple[str, str]]:
    """Return the steps that this version knows: app and name."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    replaced = {one for step in loader.disk_migrations.values() for one in step.replaces}
    return set(loader.disk_migrations) | replaced


@cache
def _was_migrated(_name: str) -> bool:
    """Remember that nothing was pending: a running version's database does not go back."""
    if pending_migrations():
        raise LookupError
    return True


def is_migrated() -> bool:
    """Tell whether the database is as the code needs it; asked anew until it is."""
    try:
        return _was_migrated(str(connection.settings_dict["NAME"]))
    except LookupError:
        return False


def readiness() -> dict[str, str]:
    """Say of each part whether it is ``ok``; a worker may be ``absent`` for a while."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        migrations = "ok" if is_migrated() else "pending"
        worker = "ok" if workers_present() else "absent"
    except DatabaseError:
        connection.close()
        return {"database": "away", "migrations": "unknown", "worker": "unknown"}
    return {"database": "ok", "migrations": migrations, "worker": worker}


def is_ready(parts: dict[str, str]) -> bool:
    """Tell whether requests can be answered; a missing worker does not hinder that."""
    return parts["database"] == "ok" and parts["migrations"] == "ok"
