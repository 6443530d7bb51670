"""Processes that end when they are told to, and with the one that started them."""

import ctypes
import os
import signal
import sys

CHILD = "SERVED_BY"  # in the environment of a child: the number of the process that started it
PR_SET_PDEATHSIG = 1
ENDING = (signal.SIGTERM, signal.SIGINT)


def told_to_end() -> list[int]:
    """Return a list to which each signal to end adds its number, from now on.

    Nothing else is done when one arrives: a lock, such as that of an event, could be held by the
    very thread that the signal interrupts.
    """
    told: list[int] = []
    for number in ENDING:
        signal.signal(number, lambda given, _frame: told.append(given))
    return told


def forked_end_at_once() -> None:
    """Let a process that is forked from this one end by a signal as long as it handles none.

    It would run the handler of its parent otherwise, which says nothing to it: a signal that comes
    while it still makes itself ready would be lost.
    """

    def begin() -> None:
        signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)

    def end() -> None:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)

    def child() -> None:
        for number in ENDING:
            signal.signal(number, signal.SIG_DFL)
        end()

    os.register_at_fork(before=begin, after_in_parent=end, after_in_child=child)


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
