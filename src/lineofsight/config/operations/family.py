"""Processes that end with the one that started them, however that ended."""

import ctypes
import os
import signal
import sys

CHILD = "SERVED_BY"  # in the environment of a child: the number of the process that started it
PR_SET_PDEATHSIG = 1


def die_with_parent(by: int = signal.SIGTERM) -> None:
    """If another process of ours started this one, end when that is gone, even if it was killed.

    ``by`` is the signal that the system sends then: what waits for its parent in order to end
    needs one that nothing can catch.
    """
    parent = os.environ.pop(CHILD, "")
    if not parent:
        return
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, by)
    if os.getppid() != int(parent):
        sys.exit(0)


def adopt() -> None:
    """Let the processes that this one starts from now on end with it."""
    os.environ[CHILD] = str(os.getpid())


def is_child() -> bool:
    """Tell whether another process of ours has prepared everything already."""
    return CHILD in os.environ
