"""What an act is, and the list of all of them."""

from collections.abc import Callable
from typing import Any

Act = Callable[[], object]
Prepare = Callable[[], Act]
ACTS: dict[str, Prepare] = {}


def act(function: Prepare) -> Prepare:
    """Add a verb under the name of its function, with the room before it."""
    ACTS[function.__name__] = function
    return function


def on(make: Callable[[], Any], verb: Callable[..., object], of: str, **more: Any) -> Prepare:
    """An act on one row in the version in hand."""

    def prepare() -> Act:
        thing = make()
        return lambda: verb(actor=None, **{of: thing}, expected=thing.version, **more)

    return prepare
