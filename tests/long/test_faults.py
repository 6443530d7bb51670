"""What is promised when processes die: nothing acknowledged is lost, and nothing happens twice."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.config.installation import Installation, installation

pytestmark = pytest.mark.long
JOBS, KILLS = 1_000, 20
WRITERS = 8
WEB_KILLS = 30
RESTARTS = 5
RECOVERY = 10  # seconds

TASKS = """
from lineofsight.organization.models import Function
from lineofsight.organization.work.registry import task

@task("make", attempts=50)
def make(number):
    Function.objects.create(ref=f"F{number}", name="made by a job")
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
# One writer: each line that it prints was acknowledged by the record before.
WRITE = """
import sys, time
from django.db import DatabaseError, connection
from lineofsight.kit.errors import DomainError
from lineofsight.organization.models import Function
from lineofsight.organization.record.change import Change
number = 0
while True:
    ref = f"{sys.argv[1]}-{number}"
    try:
        with Change(None, "function.created") as change:
            change.add(Function(ref=ref, name="written"))
    except DatabaseError:
        connection.close()
        time.sleep(0.1)
        if not sys.argv[2:]:
            continue
        number += 1  # whether it was written is unknown; it was not acknowledged
        continue
    print(ref, time.time(), flush=True)
    number += 1
    time.sleep(0.01)
"""
COUNTS = """
from django.db.models import Count
from lineofsight.organization.models import AuditEntry, Function, Version
print(Function.objects.count(), Function.objects.values("ref").distinct().count(),
      AuditEntry.objects.filter(verb="function.created").count(),
      Version.objects.filter(table="functions", valid_to__isnull=True).count())
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


def whole(here: Installation) -> set[str]:
    """Check that every function came with exactly one audit entry and one present version."""
    rows, distinct, entries, versions = map(int, here.python(COUNTS).split())

    assert rows == distinct == entries == versions
    assert here.run("worker", "--once").returncode == 0
    verified = here.run("audit", "verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    return set(here.python(REFS).split())


def test_jobs_are_done_exactly_once_whatever_becomes_of_workers(here: Installation) -> None:
    here.python(ENQUEUE)
    chance = random.Random(7)  # noqa: S311 - when to kill, the same each time
    for _ in range(KILLS):
        worker = script(here, WORK)
        time.sleep(2.5 + chance.random() * 1.5)
        end(worker)
    worker = script(here, WORK)
    until = time.monotonic() + 120
    question = "from lineofsight.organization.work.queue import waiting; print(waiting().count())"
    while time.monotonic() < until and here.python(question).strip() != "0":
        time.sleep(2)
    end(worker)

    made = here.python(REFS).split()
    assert here.python(question).strip() == "0"
    assert sorted(made) == sorted(f"F{number}" for number in range(JOBS))


def test_what_was_acknowledged_is_there_once_when_writers_are_killed(here: Installation) -> None:
    chance = random.Random(7)  # noqa: S311 - whom to kill, the same each time
    said, lock = set[str](), threading.Lock()

    def listen(writer: "subprocess.Popen[str]") -> None:
        assert writer.stdout is not None
        for line in writer.stdout:
            if line.endswith("\n"):
                with lock:
                    said.add(line.split()[0])
        writer.stdout.close()

    writers: list[subprocess.Popen[str]] = []
    listeners: list[threading.Thread] = []

    def begin() -> "subprocess.Popen[str]":
        writer = script(here, WRITE, f"w{len(listeners)}")
        listeners.append(threading.Thread(target=listen, args=[writer]))
        listeners[-1].start()
        return writer

    writers = [begin() for _ in range(WRITERS)]
    for _ in range(WEB_KILLS):
        time.sleep(2)
        victim = chance.randrange(WRITERS)
        writers[victim].kill()
        writers[victim].wait()
        writers[victim] = begin()
    time.sleep(4)
    for writer in writers:
        writer.kill()
        writer.wait()
    for listener in listeners:
        listener.join()

    assert len(said) > 100
    assert said <= whole(here)


@pytest.mark.skipif(
    not os.environ.get("DATABASE_URL", "").startswith("postgres"),
    reason="SQLite has no server to restart",
)
def test_nothing_acknowledged_is_lost_when_the_database_restarts(here: Installation) -> None:
    said: list[tuple[str, float]] = []

    def listen(writer: "subprocess.Popen[str]") -> None:
        assert writer.stdout is not None
        for line in writer.stdout:
            ref, at = line.split()
            said.append((ref, float(at)))
        writer.stdout.close()

    writers = [script(here, WRITE, f"w{place}", "restarts") for place in range(WRITERS)]
    listeners = [threading.Thread(target=listen, args=[writer]) for writer in writers]
    for listener in listeners:
        listener.start()
    while len(said) < WRITERS * 10:
        time.sleep(0.2)
    back: list[float] = []
    for _ in range(RESTARTS):
        restart_at_once()  # returns when the server takes connections again: what follows is ours
        began = time.time()
        until = time.monotonic() + 30
        while not any(at > began for _, at in said[-50:]) and time.monotonic() < until:
            time.sleep(0.05)
        back.append(time.time() - began)
        time.sleep(3)
    for writer in writers:
        writer.send_signal(signal.SIGKILL)
        writer.wait()
    for listener in listeners:
        listener.join()

    assert max(back) <= RECOVERY, back
    assert {ref for ref, _ in said} <= whole(here)


def restart_at_once() -> None:
    """Restart the server as after a loss of power: no word to anybody, recovery from its log."""
    data, binaries = os.environ["PGDATA"], os.environ["POSTGRESQL_BIN"]
    owner = Path(data).owner()
    command = [f"{binaries}/pg_ctl", "restart", "-D", data, "-m", "immediate", "-w", "-s"]
    as_owner = ["runuser", "-u", owner, "--"] if os.geteuid() == 0 else []
    log = str(Path(data).parent / "log")
    subprocess.run([*as_owner, *command, "-l", log], check=True, cwd="/", stdin=subprocess.DEVNULL)
    with psycopg.connect(os.environ["DATABASE_URL"]) as server:
        assert server.execute("SHOW fsync").fetchone() == ("on",)
