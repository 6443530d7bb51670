"""What is promised when workers die: every job is done, and none twice."""

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.config.installation import Installation, installation
from tests.config.under_load import Figures

pytestmark = pytest.mark.long
JOBS, KILLS = 1_000, 20

TASKS = """
from lineofsight.organization.models import Function
from lineofsight.organization.work.registry import task

@task("make", attempts=50)
def make(number):
    Function.objects.create(ref=f"F{number}", name="made by a job")
    print(number, flush=True)  # done, and not yet committed
"""
ENQUEUE = """
from lineofsight.organization.work.queue import enqueue
for number in range(1000):
    enqueue("make", key=f"make-{number}", number=number)
"""
WORK = f"""
import threading
{TASKS}
from lineofsight.organization.work.worker import Worker
Worker(threading.Event()).run()
"""
REFS = """
from lineofsight.organization.models import Function
print("\\n".join(Function.objects.values_list("ref", flat=True)))
"""


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Installation]:
    with installation(tmp_path, "here") as made:
        assert made.run("migrate").returncode == 0
        yield made


def script(here: Installation, text: str, *arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", f"import django; django.setup()\n{text}", *arguments],
        env={**here.environment, "DJANGO_SETTINGS_MODULE": "lineofsight.config.settings"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def end(worker: "subprocess.Popen[str]") -> None:
    """Kill a process that nobody listens to."""
    worker.kill()
    worker.communicate()


def test_jobs_are_done_exactly_once_whatever_becomes_of_workers(
    here: Installation, record_property: Figures
) -> None:
    here.python(ENQUEUE)
    chance = random.Random(7)  # noqa: S311 - when to kill, the same each time
    for _ in range(KILLS):
        worker = script(here, WORK)
        for _ in range(chance.randint(1, JOBS // KILLS - 10)):
            assert worker.stdout is not None
            assert worker.stdout.readline()
        end(worker)
    worker = script(here, WORK)
    killed = time.monotonic()
    until = time.monotonic() + 120
    question = "from lineofsight.organization.work.queue import waiting; print(waiting().count())"
    while time.monotonic() < until and here.python(question).strip() != "0":
        time.sleep(2)
    end(worker)
    record_property("seconds from the last kill to the last job", round(time.monotonic() - killed))

    made = here.python(REFS).split()
    assert here.python(question).strip() == "0"
    assert sorted(made) == sorted(f"F{number}" for number in range(JOBS))
