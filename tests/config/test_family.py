"""Processes end when they are told to, at whatever moment that is."""

import subprocess
import sys

FORKED = """
import os, signal, time
from lineofsight.config.operations.family import forked_end_at_once, told_to_end

told = told_to_end()
if {asked}:
    forked_end_at_once()
child = os.fork()
if child == 0:
    time.sleep(1)
    os._exit(7)
os.kill(child, signal.SIGTERM)
status = os.waitpid(child, 0)[1]
print("ended", os.WIFSIGNALED(status))
os.kill(os.getpid(), signal.SIGTERM)
time.sleep(0.01)
print("told", told == [signal.SIGTERM])
"""


def said(*, asked: bool) -> str:
    """Return what a process prints that forks one and tells it to end before it is ready."""
    return subprocess.run(
        [sys.executable, "-c", FORKED.format(asked=asked)],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stdout


def test_a_process_told_to_end_while_it_makes_itself_ready_ends_at_once() -> None:
    assert said(asked=True) == "ended True\ntold True\n"


def test_without_that_it_would_go_on() -> None:
    assert said(asked=False) == "ended False\ntold True\n"
