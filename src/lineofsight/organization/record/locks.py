"""The few things in which the two databases differ.

SQLite has one writer at a time: ``transaction_mode`` IMMEDIATE takes the write lock at the start of
each transaction, and nothing else needs to be locked. PostgreSQL has many, and says here what waits
for what. All locks end with the transaction.
"""

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib import import_module
from typing import Any, TypeVar

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.models import Model, QuerySet

M = TypeVar("M", bound=Model)
KEPT_PLANS = 1_000  # of each connection to PostgreSQL
STRUCTURE = 7_201  # who may change which goal hangs on which
ORGANIZATION = 7_202  # who may change who reports to whom, and which team lies below which


def is_postgresql() -> bool:
    """Tell whether the record is kept in PostgreSQL."""
    return connection.vendor == "postgresql"


def lock_structure(*, exclusive: bool) -> None:
    """Hold the shape of the cascade: shared while values flow up it, exclusive to change it."""
    if is_postgresql():
        verb = "pg_advisory_xact_lock" if exclusive else "pg_advisory_xact_lock_shared"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {verb}(%s)", [STRUCTURE])


def lock_organization() -> None:
    """Hold the shape of the organisation: one at a time changes reporting lines and teams."""
    if is_postgresql():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ORGANIZATION])


def wait_for_name(name: str) -> None:
    """Take the lock of this name until the transaction ends; wait while another has it."""
    if is_postgresql():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_key(name)])


def lock_name(name: str) -> bool:
    """Try to take the lock of this name until the transaction ends; False if another has it."""
    if not is_postgresql():
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_key(name)])
        row = cursor.fetchone()
    return bool(row and row[0])


def _key(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)


def count_anew(*tables: type[Model]) -> None:
    """Let PostgreSQL look at tables to which this transaction has added very many rows.

    It plans by what it last counted, and nobody counts before the transaction ends: a table that
    was empty then is read through whichever index comes first, once for each row of another.
    SQLite plans by its indexes, and needs nothing.
    """
    if is_postgresql() and tables:
        names = ", ".join(connection.ops.quote_name(table._meta.db_table) for table in tables)
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {names}")


def cursor_for(there: BaseDatabaseWrapper) -> CursorWrapper:
    """Return a cursor for a statement whose text is always the same.

    PostgreSQL plans such a statement once for each connection, if it is told the values apart from
    the text; Django writes them into it. SQLite is told nothing else.
    """
    if there.vendor != "postgresql":
        return there.cursor()
    there.ensure_connection()
    there.connection.prepared_max = KEPT_PLANS
    cursor: CursorWrapper = there._prepare_cursor(_plain_cursor()(there.connection))  # type: ignore[attr-defined] # what its cursor() ends with
    return cursor


@cache
def _plain_cursor() -> type[Any]:
    return import_module("psycopg").Cursor


def is_among(column: str) -> str:
    """Return the condition that a column is one of any number of numbers, with one parameter.

    ``as_one`` makes the parameter. Both databases look each number up in an index of the column,
    also where another condition would do instead.
    """
    if is_postgresql():
        return f"{column} = ANY(%s::bigint[])"
    return f"{column} IN (SELECT value FROM json_each(%s))"  # noqa: S608 - a column of ours


def as_one(numbers: Iterable[int]) -> str:
    """Return any number of numbers as one parameter: a text, quickly read by either database."""
    text = ",".join(map(str, numbers))
    return f"{{{text}}}" if is_postgresql() else f"[{text}]"


def locked(rows: QuerySet[M]) -> QuerySet[M]:
    """Lock the rows of a queryset for this transaction, each in the order of its id."""
    rows = rows.order_by("pk")
    return rows.select_for_update(of=("self",)) if is_postgresql() else rows
