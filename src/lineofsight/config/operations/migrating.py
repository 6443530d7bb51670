"""Bring the database up to what this version needs: one process at a time, after a copy."""

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from lineofsight.config.health import foreign_migrations, pending_migrations
from lineofsight.config.operations.errors import Refused
from lineofsight.goals.words import keep
from lineofsight.kit.i18n import gettext as _
from lineofsight.kit.i18n import ngettext
from lineofsight.organization.record.locks import is_postgresql
from lineofsight.organization.work.presence import alone

WAIT = 60  # seconds for another process that is at it
COPIES = 3  # of the embedded database are kept
LOCK_TIMEOUT = "10s"  # a step that cannot have its table gives up rather than hold up everybody


def bring_up_to_date(say: Callable[[str], None]) -> int:
    """Take all steps that are pending; return how many.

    Raises
    ------
    Refused
        The database is of a newer version, or another process has been at it for too long.
    """
    Path(settings.LINEOFSIGHT_DATA).mkdir(mode=0o700, parents=True, exist_ok=True)
    until = time.monotonic() + WAIT
    while True:
        with alone("migrate") as mine:
            if mine:
                return _bring_up_to_date(say)
        if time.monotonic() > until:
            raise Refused(
                _("Another process has been bringing this database up to date for a minute."),
                _("Wait for it, then ask again."),
            )
        time.sleep(0.5)


def _bring_up_to_date(say: Callable[[str], None]) -> int:
    refuse_newer(foreign_migrations())
    pending = pending_migrations()
    if not pending:
        keep()  # a record may be older than what is kept beside its tables
        say(_("The database is up to date."))
        return 0
    if MigrationRecorder(connection).has_table():
        say(
            ngettext(
                "The database takes {count} step: {steps}.",
                "The database takes {count} steps: {steps}.",
                len(pending),
            ).format(count=len(pending), steps=", ".join(pending))
        )
    else:
        say(_("The database is empty, and gets its tables."))
    copy = None if is_postgresql() else copy_of_embedded()
    if copy is not None:
        say(_("A copy of it as it was is {file}.").format(file=copy))
    if is_postgresql():
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = '{LOCK_TIMEOUT}'")
    call_command("migrate", interactive=False, verbosity=0)
    say(_("Done."))
    return len(pending)


def refuse_newer(foreign: list[str]) -> None:
    """Refuse a database that has taken steps which this version does not know."""
    if foreign:
        raise Refused(
            _("The record is of a newer version of lineofsight: it has taken {steps}.").format(
                steps=", ".join(foreign)
            ),
            _("Install that version or a later one."),
        )


def copy_of_embedded() -> Path | None:
    """Copy the embedded database beside itself, if there is anything in it."""
    source = Path(str(connection.settings_dict["NAME"]))
    if not source.exists() or not connection.introspection.table_names():
        return None
    stamp = timezone.now().strftime("%Y%m%d-%H%M%S")
    target = source.with_name(f"{source.stem}-before-{stamp}.sqlite3")
    copy_sqlite(source, target)
    for old in sorted(source.parent.glob(f"{source.stem}-before-*.sqlite3"))[:-COPIES]:
        old.unlink()
    return target


def copy_sqlite(source: Path, target: Path) -> None:
    """Copy a SQLite database as it is at one instant, whoever writes meanwhile; readable by us."""
    target.touch(mode=0o600)
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
        new.execute("PRAGMA journal_mode=DELETE")
