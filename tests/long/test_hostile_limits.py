"""Hostile files are refused within 5 seconds and 600 MB: each in a process of its own."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.planfile.hostile import CORPUS, LARGE

SECONDS = 5  # of processor time: what else the machine does is not the reader's fault
PATIENCE = 3 * SECONDS  # of the clock, before the process is ended
MEGABYTES = 600

_CHILD = """
import json, resource, sys
from lineofsight.planfile.problems import PlanError
from lineofsight.planfile.read import read_plan
try:
    read_plan(sys.argv[1])
    said = "read"
except PlanError as error:
    said = str(error.problems[0])
usage = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({"said": said, "seconds": usage.ru_utime + usage.ru_stime, "kb": usage.ru_maxrss}))
"""
# A process begins with the peak of the one that it was split off from; a small one comes between.
_BETWEEN = "import subprocess, sys; sys.exit(subprocess.call(sys.argv[1:]))"


@pytest.mark.long
@pytest.mark.parametrize("name", [*CORPUS, *LARGE])
def test_is_refused_in_time_and_memory(name: str, tmp_path: Path) -> None:
    path = str({**CORPUS, **LARGE}[name](tmp_path))
    if "\0" in path:
        return  # such a name cannot be handed to a process; the fast test tries it
    command = [sys.executable, "-c", _CHILD, path]
    run = subprocess.run(
        [sys.executable, "-c", _BETWEEN, *command],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=True,
    )
    used = json.loads(run.stdout)
    assert used["said"] != "read"
    assert used["seconds"] < SECONDS, used
    assert used["kb"] < MEGABYTES * 1_024, used
