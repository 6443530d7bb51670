"""Writers of a record in SQLite take turns.

SQLite has one writer at a time, and lets the others look again after ever longer pauses: with eight
of them somebody waits a third of a second for what takes three milliseconds. Here a writer waits in
a line before it begins, among the threads of its process and then on a lock of a file among
processes, and begins as soon as the one before it has ended. PostgreSQL needs none of this.
"""

import atexit
import fcntl
import os
import threading
import time
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import connection

from lineofsight.organization.record.locks import is_postgresql

PATIENCE = 10.0  # seconds; then SQLite is asked all the same, and says what it says
LOOK = 0.0005  # seconds between two looks at the file: the pauses do not grow
FILE = "writing"


class _Line:
    """The line of this process, and its place in the line of processes."""

    def __init__(self) -> None:
        self._lock = threading.RLock()  # what follows a change in the same thread may be a change
        self._depth = 0
        self._file: IO[bytes] | None = None
        self._process = 0

    def enter(self) -> bool:
        if not self._lock.acquire(timeout=PATIENCE):
            return False
        try:
            held = self._depth > 0 or self._take_file()
        except OSError:
            self._lock.release()
            raise
        if not held:
            self._lock.release()
            return False
        self._depth += 1
        return True

    def leave(self) -> None:
        self._depth -= 1
        if self._depth == 0 and self._file is not None:
            fcntl.flock(self._file, fcntl.LOCK_UN)
        self._lock.release()

    def _take_file(self) -> bool:
        """Wait for the other processes, of which one thread each stands here; False: too long."""
        file, until = self._own_file(), time.monotonic() + PATIENCE
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > until:
                    return False
                time.sleep(LOOK)
            else:
                return True

    def _own_file(self) -> IO[bytes]:
        """Return the file, opened by this process: a fork would share the lock of its parent."""
        if self._file is None or self._process != os.getpid():
            self.close()
            self._file, self._process = lock_file(FILE), os.getpid()
        return self._file

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            self._file.close()
            self._file = None


_LINE = _Line()
atexit.register(_LINE.close)


def take_turn() -> bool:
    """Wait for this writer's turn; True if it has one, which ends with ``end_turn``.

    A thread that stands in a transaction holds the record already, and waits for nobody.
    """
    return not is_postgresql() and not connection.in_atomic_block and _LINE.enter()


def end_turn() -> None:
    """Let the next one write."""
    _LINE.leave()


def lock_file(name: str) -> IO[bytes]:
    """Open a file that is there for its lock; made where it is missing, never emptied."""
    folder = Path(settings.LINEOFSIGHT_DATA) / "locks"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return os.fdopen(os.open(folder / name, os.O_RDWR | os.O_CREAT, 0o600), "r+b")
