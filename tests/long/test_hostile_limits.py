"""Hostile files are refused within 5 seconds and 600 MB: each in a process of its own."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.planfile.hostile import CORPUS, LARGE

SECONDS = 5
PATIENCE = 3  # times that, on a machine that is slow or does other work too
MEGABYTES = 600

# Processor time is limited by the system, so that others who use the machine do not count.
_CHILD = """
import resource, sys
resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[2]), int(sys.argv[2])))
from lineofsight.planfile.problems import PlanError
from lineofsight.planfile.read import read_plan
try:
    read_plan(sys.argv[1])
    print("read")
except PlanError:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
# A process begins with the peak of the one that it was split off from; a small one comes between.
_BETWEEN = "import subprocess, sys; sys.exit(subprocess.call(sys.argv[1:]))"


@pytest.mark.long
@pytest.mark.parametrize("name", [*CORPUS, *LARGE])
def test_is_refused_in_time_and_memory(name: str, tmp_path: Path) -> None:
    path = str({**CORPUS, **LARGE}[name](tmp_path))
    if "\0" in path:
        return  # such a name cannot be handed to a process; the fast test tries it
    child = [sys.executable, "-c", _CHILD, path, str(PATIENCE * SECONDS)]
    run = subprocess.run(
        [sys.executable, "-c", _BETWEEN, *child], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr or "ended by the system: too slow"
    assert run.stdout != "read\n"
    assert int(run.stdout) < MEGABYTES * 1_024
