"""What is going on, on standard error, if it takes over a second and somebody is watching."""

from __future__ import annotations

import sys
import threading
import time
from types import TracebackType

from lineofsight.cli.output import is_terminal, width

SILENT_SECONDS = 1.0
BETWEEN_SECONDS = 0.1
BAR = 24  # characters


class Progress:
    """One line that is written over and over, and gone at the end.

    Used as a context manager; whatever is printed after it finds a clean line.
    """

    def __init__(self) -> None:
        self.watched = is_terminal(sys.stderr)
        self._began = time.monotonic()
        self._last = 0.0
        self._shown = False
        self._lock = threading.Lock()
        self.timer: threading.Timer | None = None

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.clear()

    def step(self, name: str) -> None:
        """Say what is done now, of which nobody knows how long it takes."""
        self._stop()
        if not self.watched:
            return
        left = max(0.0, SILENT_SECONDS - (time.monotonic() - self._began))
        self.timer = threading.Timer(left, self._show, [f"{name} …"])
        self.timer.daemon = True
        self.timer.start()

    def part(self, name: str, done: int, total: int) -> None:
        """Say how far it is: ``done`` of ``total`` parts, and which comes next."""
        self._stop()
        now = time.monotonic()
        if (
            not self.watched
            or now - self._began < SILENT_SECONDS
            or now - self._last < BETWEEN_SECONDS
        ):
            return
        self._last = now
        full = BAR * done // max(total, 1)
        self._show(f"{'━' * full}{'╌' * (BAR - full)} {done}/{total} {name}")

    def clear(self) -> None:
        """Wipe the line."""
        self._stop()
        with self._lock:
            if self._shown:
                sys.stderr.write("\r\x1b[K")
                sys.stderr.flush()
                self._shown = False

    def _stop(self) -> None:
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None

    def _show(self, text: str) -> None:
        with self._lock:
            sys.stderr.write(f"\r\x1b[K{text[: width() - 1]}")
            sys.stderr.flush()
            self._shown = True
