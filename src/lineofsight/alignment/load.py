"""From the record to the engine's snapshot: as it is now, or as it was at any instant.

Reading holds up nobody who writes: it happens in one transaction on a second connection, which on
SQLite takes no lock (``BEGIN DEFERRED`` under write-ahead logging) and on PostgreSQL sees one
instant (``REPEATABLE READ, READ ONLY``).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.utils import timezone

from lineofsight.alignment.columns import OBSERVATIONS, Reader, models_by_table, table_of_rows
from lineofsight.alignment.observations import ObservationFile, table
from lineofsight.engine.columns import Columns, ColumnTable
from lineofsight.engine.snapshot import Snapshot
from lineofsight.goals.models import KeyResult
from lineofsight.organization.record.history import rows_at
from lineofsight.strategy.models import Kpi

READING = "reading"


@dataclass(frozen=True)
class Loaded:
    """A snapshot and the instant of the record that it shows."""

    snapshot: Snapshot
    as_of: datetime


def load(as_of: datetime | date | None = None) -> Snapshot:
    """Return the snapshot of an instant; None for now.

    A day means its end in the organisation's time zone, or now where it is today. What had not
    been recorded by a past instant is not in its snapshot, whatever its date.
    """
    return loaded(as_of).snapshot


def loaded(as_of: datetime | date | None = None) -> Loaded:
    """Return the snapshot of an instant with that instant."""
    now = timezone.now()
    at = instant(as_of, now)
    columns = columns_now() if at is None else columns_at(at)
    return Loaded(Snapshot.build(columns, timezone.localdate(at or now)), at or now)


def instant(as_of: datetime | date | None, now: datetime) -> datetime | None:
    """Return the past instant that is meant; None for now, and for what lies ahead."""
    if as_of is None:
        return None
    if not isinstance(as_of, datetime):
        last = datetime.combine(as_of, time.max)
        as_of = timezone.make_aware(last)
    return as_of if as_of < now else None


def columns_now() -> Columns:
    """Read all tables as they are, at one instant."""
    with reading() as using:
        reader = Reader(using)
        found: dict[str, ColumnTable] = {}
        for name, model in models_by_table().items():
            one = _observations(reader) if name == OBSERVATIONS else reader.table(name, model)
            if one is not None:
                found[name] = one
    return found


def columns_at(at: datetime) -> Columns:
    """Read all tables as they were at a past instant, from history."""
    found: dict[str, ColumnTable] = {}
    for name in models_by_table():
        if name not in (OBSERVATIONS, "organization"):
            one = table_of_rows(name, rows_at(name, at))
            if one is not None:
                found[name] = one
    with reading() as using:
        reader = Reader(using)
        organization = reader.table("organization", models_by_table()["organization"])
        store = ObservationFile(folder()).read(using)
    if organization is not None:
        found["organization"] = organization
    refs = {
        name: dict(zip(one.rows.tolist(), one.text("id").tolist(), strict=True))
        for name, one in found.items()
        if name in ("key_results", "kpis")
    }
    seen = table(store, refs.get("key_results", {}), refs.get("kpis", {}), at)
    if seen is not None:
        found[OBSERVATIONS] = seen
    return found


def _observations(reader: Reader) -> ColumnTable | None:
    store = ObservationFile(folder()).read(reader.using)
    return table(store, reader.keys(KeyResult), reader.keys(Kpi))


@contextmanager
def reading() -> Iterator[str]:
    """Open one transaction for reading; the alias of its connection.

    Within a transaction that writes, that one is used: it sees its own changes.
    """
    if connections[DEFAULT_DB_ALIAS].in_atomic_block:
        yield DEFAULT_DB_ALIAS
        return
    with transaction.atomic(using=READING):
        yield READING


def folder() -> Path:
    """Return where the column file of this installation lies."""
    data: Path = settings.ENVIRONMENT.data
    return data / "columns"
