"""Locks that end with the process that holds them, and are seen by all: no row is written.

On PostgreSQL they are advisory locks of a session. A record in SQLite belongs to one machine, and
there they are locks on files beside it.
"""

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from lineofsight.organization.record.locks import is_postgresql
from lineofsight.organization.record.turns import lock_file

WORKERS, ALONE = 7_203, 7_204  # classes of advisory locks; 7,201 is the shape of the cascade


def _number(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big", signed=True)


@contextmanager
def alone(name: str) -> Iterator[bool]:
    """Hold the lock of this name while the block runs; yields False if another process has it."""
    if is_postgresql():
        held = connection
        if not _ask(held, "SELECT pg_try_advisory_lock(%s, %s)", ALONE, _number(name)):
            yield False
            return
        try:
            yield True
        finally:
            if held.is_usable():  # else the lock has gone with the connection
                _ask(held, "SELECT pg_advisory_unlock(%s, %s)", ALONE, _number(name))
        return
    with lock_file(name) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def _ask(held: BaseDatabaseWrapper, question: str, *values: int) -> bool:
    with held.cursor() as cursor:
        cursor.execute(question, values)
        row = cursor.fetchone()
    return bool(row and row[0])


class Presence:
    """Tells all that a worker is alive, for as long as this object lives."""

    def __init__(self) -> None:
        self._file: IO[bytes] | None = None
        self._connection: BaseDatabaseWrapper | None = None

    def show(self) -> None:
        """Be seen; again after the database was away."""
        if not is_postgresql():
            if self._file is None:
                self._file = lock_file("worker")
                fcntl.flock(self._file, fcntl.LOCK_SH)
            return
        if self._connection is None:
            self._connection = connections.create_connection("default")
        if self._connection.connection is not None and not self._connection.is_usable():
            self._connection.close()
        if self._connection.connection is None:
            with self._connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_lock_shared(%s, 1)", [WORKERS])

    def leave(self) -> None:
        """Be seen no longer."""
        if self._file is not None:
            self._file.close()
        if self._connection is not None:
            if self._connection.connection is not None and self._connection.is_usable():
                # The server notices the end of a connection a moment later.
                _ask(self._connection, "SELECT pg_advisory_unlock_shared(%s, 1)", WORKERS)
            self._connection.close()
        self._file = self._connection = None


def workers_present() -> bool:
    """Tell whether any worker is alive."""
    if is_postgresql():
        return _ask(
            connection,
            "SELECT count(*) > 0 FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND "
            "objid = 1 AND granted AND database = "
            "(SELECT oid FROM pg_database WHERE datname = current_database())",
            WORKERS,
        )
    with lock_file("worker") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False
