"""Processes end when they are told to, at whatever moment that is."""

import subprocess
import sys
from pathlib import Path

from tests.config.installation import installation

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


BROKEN = """
from lineofsight.organization.work import worker

def run(self):
    raise RuntimeError("out of order")

worker.Worker.run = run
from lineofsight.cli.main import main
main(["worker"])
"""


def test_a_worker_that_breaks_down_does_not_end_as_if_told_to(tmp_path: Path) -> None:
    with installation(tmp_path, "here") as here:
        assert here.run("migrate").returncode == 0
        done = subprocess.run(
            [sys.executable, "-c", BROKEN],
            env=here.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    assert done.returncode not in {0, 2}
    assert "work.ended" not in done.stderr
