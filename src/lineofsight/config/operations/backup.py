"""Keep the whole record, and bring it back: one file, one instant, everything or nothing."""

import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

import lineofsight
from lineofsight.config.environment import SECRET_FILE
from lineofsight.config.health import known_migrations
from lineofsight.config.operations import postgresql
from lineofsight.config.operations.archive import pack, unpacked
from lineofsight.config.operations.errors import Refused
from lineofsight.config.operations.migrating import copy_sqlite, refuse_newer
from lineofsight.kit.i18n import gettext as _
from lineofsight.organization.record.locks import is_postgresql

DATABASE, SECRET = "database", "secret-key"
LAST = "last-backup"  # a file whose time tells when the last backup was made
Counts = dict[str, int]


def back_up(target: Path) -> dict[str, Any]:
    """Write the record and the installation's secret to a file; return what it says of itself.

    Raises
    ------
    Refused
        There is such a file already, or the database cannot be copied.
    """
    if target.exists():
        what = _("{file} is there already.").format(file=target)
        raise Refused(what, _("Name another file: a backup is never written over."))
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as folder:
        copy = Path(folder) / DATABASE
        counts = _from_postgresql(copy) if is_postgresql() else _from_sqlite(copy)
        parts = {DATABASE: copy}
        secret = Path(settings.LINEOFSIGHT_DATA) / SECRET_FILE
        if secret.exists():
            parts[SECRET] = secret
        manifest = {
            "lineofsight": lineofsight.__version__,
            "taken_at": timezone.now().isoformat(),
            "database": connection.vendor,
            "migrations": sorted(map(list, MigrationRecorder(connection).applied_migrations())),
            "rows": counts,
        }
        pack(target, manifest, parts)
    data = Path(settings.LINEOFSIGHT_DATA)
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    (data / LAST).touch(mode=0o600)
    return manifest


def _from_sqlite(copy: Path) -> Counts:
    copy_sqlite(Path(str(connection.settings_dict["NAME"])), copy)
    return count_sqlite(copy)


def count_sqlite(file: Path) -> Counts:
    """Count the rows of every table of a SQLite database."""
    with closing(sqlite3.connect(file)) as database:
        question = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        names = [name for (name,) in database.execute(question)]
        return {name: _count(database.execute, name) for name in sorted(names)}


def _count(execute: Callable[[str], Any], name: str) -> int:
    quoted = '"' + name.replace('"', '""') + '"'
    return int(execute(f"SELECT count(*) FROM {quoted}").fetchone()[0])  # noqa: S608 - a table's own name, quoted


def _from_postgresql(copy: Path) -> Counts:
    # One snapshot for the counts and for the dump, whoever writes meanwhile.
    with transaction.atomic(using="reading"):
        reading = connections["reading"]
        with reading.cursor() as cursor:
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = str((cursor.fetchone() or [""])[0])
        postgresql.dump(copy, snapshot)
        return count_postgresql(reading)


def count_postgresql(database: BaseDatabaseWrapper) -> Counts:
    """Count the rows of every table of the record in PostgreSQL."""
    with database.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        names = [name for (name,) in cursor.fetchall()]

        def execute(question: str) -> Any:
            cursor.execute(question)
            return cursor

        return {name: _count(execute, name) for name in names}


def bring_back(source: Path, *, replace: bool) -> dict[str, Any]:
    """Put what a backup holds in the place of the record; return what it says of itself.

    Raises
    ------
    Refused
        It is damaged, of a newer version or another kind of database, or there is a record already
        and ``replace`` was not said. Nothing was changed.
    """
    data = Path(settings.LINEOFSIGHT_DATA)
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(dir=data, prefix=".restore-") as folder,
        unpacked(source, Path(folder)) as (manifest, parts),
    ):
        _look_at(manifest, replace=replace)
        if is_postgresql():
            postgresql.load(parts[DATABASE])
            connection.close()
            found = count_postgresql(connection)
        else:
            found = _to_sqlite(parts[DATABASE], manifest)
        if found != manifest["rows"]:
            raise Refused(_("What was brought back differs in its number of rows."))
        _keep_secret(parts, data)
    return manifest


def _look_at(manifest: dict[str, Any], *, replace: bool) -> None:
    if manifest["database"] != connection.vendor:
        raise Refused(
            _("The backup is of {kind}, and this installation keeps its record in {own}.").format(
                kind=manifest["database"], own=connection.vendor
            ),
            _("Bring it back where DATABASE_URL names {kind}.").format(kind=manifest["database"]),
        )
    known = known_migrations()
    apps = {app for app, _name in known}
    taken = [(app, name) for app, name in manifest["migrations"]]
    refuse_newer(
        [f"{app}.{name}" for app, name in taken if app in apps and (app, name) not in known]
    )
    if not replace and _has_record():
        raise Refused(
            _("There is a record here already."),
            _("Say --replace to put the backup in its place; back it up first."),
        )


def _has_record() -> bool:
    """Tell whether anybody or anything is on record, beyond what an empty database begins with."""
    tables = connection.introspection.table_names()
    people = {"organization_person", "organization_organization", "organization_account"}
    with connection.cursor() as cursor:
        for name in people & set(tables):
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(name)}")  # noqa: S608 - one of three names
            row = cursor.fetchone()
            if row and row[0]:
                return True
    return False


def _to_sqlite(copy: Path, manifest: dict[str, Any]) -> Counts:
    found = count_sqlite(copy)
    with closing(sqlite3.connect(copy)) as database:
        sound = database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    if not sound or found != manifest["rows"]:
        raise Refused(_("The database within the backup is damaged."), _("Take another copy."))
    target = Path(str(connection.settings_dict["NAME"]))
    connection.close()
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # SQLite's own copying is one transaction: whoever has the file open sees all of it or none.
    with closing(sqlite3.connect(copy)) as new, closing(sqlite3.connect(target, timeout=30)) as old:
        new.backup(old)
        old.execute("PRAGMA journal_mode=WAL")
    return count_sqlite(target)


def _keep_secret(parts: dict[str, Path], data: Path) -> None:
    """Bring back the secret that signs sessions, where this folder has none yet."""
    if SECRET in parts and not (data / SECRET_FILE).exists():
        parts[SECRET].replace(data / SECRET_FILE)
