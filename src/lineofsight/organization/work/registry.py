"""What the worker knows how to do: each room says it in its ``tasks.py``."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

Work = TypeVar("Work", bound=Callable[..., Any])
ATTEMPTS = 6


@dataclass(frozen=True, slots=True)
class Task:
    """How one kind of job is done.

    ``together``: in one transaction with the note that it is done, so that its writes happen
    exactly once. Otherwise it may be done again after a crash, and takes care itself (``effect``).
    """

    name: str
    do: Callable[..., Any]
    attempts: int
    together: bool


@dataclass(frozen=True, slots=True)
class Regular:
    """What one worker at a time does every so many seconds."""

    name: str
    seconds: float
    do: Callable[[], Any]


_TASKS: dict[str, Task] = {}
_REGULAR: dict[str, Regular] = {}


def task(name: str, *, attempts: int = ATTEMPTS, together: bool = True) -> Callable[[Work], Work]:
    """Register how jobs of this name are done; ``together=False`` for what is slow or outside.

    On SQLite a job done ``together`` keeps all others from writing while it runs: keep it short.
    """

    def note(do: Work) -> Work:
        if name in _TASKS:
            raise ValueError(f"{name} is registered already")
        _TASKS[name] = Task(name, do, attempts, together)
        return do

    return note


def every(seconds: float, name: str) -> Callable[[Work], Work]:
    """Register a function without arguments that one worker at a time calls every so often.

    From an hour on, the time of the last call is kept, so that a restart neither repeats nor
    forgets it. Calling it twice must do no harm, and with nothing to do it must not write.
    """

    def note(do: Work) -> Work:
        if name in _REGULAR:
            raise ValueError(f"{name} is registered already")
        _REGULAR[name] = Regular(name, seconds, do)
        return do

    return note


def tasks() -> Mapping[str, Task]:
    """Return what can be done, by name."""
    return _TASKS


def regular() -> Mapping[str, Regular]:
    """Return what is done again and again, by name."""
    return _REGULAR
