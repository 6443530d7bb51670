"""A server under the writes of many programs at once, and a look at what it has kept of them."""

import json
import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any, NamedTuple

from tests.config.installation import Installation

Figures = Callable[[str, object], None]  # pytest's record_property: printed at the end of a run
CLIENTS = 8
PATIENCE = 180  # seconds in which a request that is sent again and again is acknowledged

# A record, and people in it with a token for each of two programs; all goals lead to one goal.
SET_UP = """
import json
from django.core.management import call_command
call_command("migrate", verbosity=0)
from lineofsight.api.tokens import make_token
from lineofsight.goals.services import create_goal
from lineofsight.organization.services import add_person
top = create_goal(actor=None, title="Keep customers", text="set up", rollup="children")
for number in range({clients} // 2):
    person = add_person(actor=None, name=f"Person {{number}}")
    shared = create_goal(actor=person, title="Shared", text="set up", owner=person)
    for place in range(2):
        _, secret = make_token(actor=person, name="load", scopes=["read", "write"])
        print(json.dumps([secret, shared.pk, top.pk]))
"""

# What is kept: the marks of all that was asked for, and whatever is half there.
LOOK = """
import json
from collections import Counter
from lineofsight.api.models import KeptAnswer
from lineofsight.goals.models import Goal, KeyResult, Link, Observation
from lineofsight.goals.rollup import recheck
from lineofsight.organization import audit
from lineofsight.organization.models import AuditEntry, Version

MADE = [
    (Goal, "goal.created", "text", "goals"),
    (KeyResult, "key_result.added", "title", "key_results"),
    (Link, "link.created", "rationale", "links"),
    (Observation, "observation.recorded", "note", None),
]
marks, halves = Counter(), []
for model, verb, field, table in MADE:
    marks.update(mark for mark in model.objects.values_list(field, flat=True) if mark != "set up")
    rows = Counter(model.objects.values_list("pk", flat=True))
    entries = Counter(AuditEntry.objects.filter(verb=verb).values_list("subject_id", flat=True))
    if rows != entries:
        halves.append([verb, len(rows), entries.total()])
    present = Version.objects.filter(table=table, valid_to__isnull=True)
    if table and rows != Counter(present.values_list("object_id", flat=True)):
        halves.append([table, len(rows), present.count()])
edits = AuditEntry.objects.filter(verb="goal.edited")
marks.update(edits.values_list("reason", flat=True))
halves += [["no answer", key] for key in
           KeptAnswer.objects.exclude(status__in=[200, 201]).values_list("key", flat=True)]
audit.seal()
log = audit.verify()
print(json.dumps({
    "log": [str(fault) for fault in log.faults] + ["not sealed"] * log.unsealed,
    "marks": marks,
    "keys": sorted(KeptAnswer.objects.values_list("key", flat=True)),
    "halves": halves,
    "rollups": [str(one) for one in recheck()],
}))
"""


class Refusal(NamedTuple):
    """A 503: nothing was done, and it may be asked again."""

    kind: str  # its content type
    retry_after: str
    body: str


class Program(threading.Thread):
    """Writes one thing after another; sends each again, with its key, until it is acknowledged."""

    def __init__(self, load: "Load", name: str, given: list[Any]) -> None:
        super().__init__(name=name, daemon=True)
        self.load = load
        self.secret, self.shared, self.top = given
        self.failure: BaseException | None = None

    def run(self) -> None:
        """Write until the load ends; what is begun is ended."""
        try:
            number = 0
            while not self.load.ending.is_set():
                self.one_round(f"{self.name}-{number}")
                number += 1
        except BaseException as error:  # pytest hears of it when the programs are awaited
            self.failure = error

    def one_round(self, mark: str) -> None:
        """A goal, its measure, its link upwards, values for it, and an edit of a shared goal."""
        goal = self.make("/goals", f"{mark}-goal", {"title": "Written", "text": f"{mark}-goal"})
        result = self.make(
            f"/goals/{goal}/key-results",
            f"{mark}-result",
            {"title": f"{mark}-result", "baseline": 0, "target": 100},
        )
        link = {"kind": "supports", "source_id": goal, "goal_id": self.top}
        self.make("/links", f"{mark}-link", {**link, "rationale": f"{mark}-link"})
        for place in range(3):
            value = {"value": 10 * place + 5, "date": self.load.today, "note": f"{mark}-{place}"}
            self.make(f"/key-results/{result}/observations", f"{mark}-{place}", value)
        self.edit(f"{mark}-edit")

    def make(self, path: str, mark: str, body: dict[str, Any]) -> int:
        status, _, answer = self.send("POST", path, mark, body)
        assert status == 201, (path, status, answer)
        self.load.acknowledge(mark)
        return int(answer["id"])

    def edit(self, mark: str) -> None:
        """Edit what another program edits too: read it again if that one was quicker."""
        for attempt in range(50):
            _, tag, _ = self.send("GET", f"/goals/{self.shared}", "", None)
            tried = f"{mark}-{attempt}"
            body = {"title": f"Edited {tried}", "reason": tried}
            status, _, answer = self.send("PATCH", f"/goals/{self.shared}", tried, body, tag)
            if status == 200:
                self.load.acknowledge(tried)
                return
            assert status == 412, (status, answer)
        raise AssertionError("An edit was always too late.")

    def send(
        self, method: str, path: str, key: str, body: dict[str, Any] | None, tag: str = ""
    ) -> tuple[int, str, Any]:
        """Send a request until it is answered by more than that nobody is there."""
        headers = {"Authorization": f"Bearer {self.secret}", "Content-Type": "application/json"}
        headers |= {"Idempotency-Key": key} if key else {}
        headers |= {"If-Match": tag} if tag else {}
        until, last = time.monotonic() + PATIENCE, ""
        while time.monotonic() < until:
            connection = HTTPConnection("127.0.0.1", self.load.port, timeout=30)
            try:
                connection.request(
                    method, f"/api/v1{path}", None if body is None else json.dumps(body), headers
                )
                answer = connection.getresponse()
                text = answer.read().decode()
            except (OSError, HTTPException) as error:
                self.load.unheard += 1
                last = repr(error)
                time.sleep(0.1)
                continue
            finally:
                connection.close()
            if answer.status != 503:
                return answer.status, answer.headers.get("ETag", ""), json.loads(text)
            last = text[:500]
            kind, after = (answer.headers.get(n, "") for n in ("Content-Type", "Retry-After"))
            self.load.refused.append(Refusal(kind, after, text))
            time.sleep(0.1)
        raise AssertionError(f"{method} {path} was never acknowledged: {last}")


class Load:
    """Programs that write to a server, and what they were told."""

    def __init__(self, here: Installation, port: int) -> None:
        self.here, self.port = here, port
        self.today = time.strftime("%Y-%m-%d", time.gmtime())
        self.ending = threading.Event()
        self.acknowledged: list[tuple[str, float]] = []  # mark, and when
        self.refused: list[Refusal] = []
        self.unheard = 0  # requests without any answer
        lines = here.python(SET_UP.format(clients=CLIENTS)).splitlines()
        self.programs = [
            Program(self, f"p{place}", json.loads(line)) for place, line in enumerate(lines)
        ]

    def acknowledge(self, mark: str) -> None:
        self.acknowledged.append((mark, time.monotonic()))

    @contextmanager
    def running(self) -> Iterator[None]:
        """Write while the block runs; at its end every request that was begun is ended."""
        for program in self.programs:
            program.start()
        try:
            yield
        finally:
            self.ending.set()
            for program in self.programs:
                program.join(PATIENCE + 30)
        assert not [one.name for one in self.programs if one.is_alive()]
        self.fail_with_programs()

    def fail_with_programs(self) -> None:
        """Raise what a program has failed with, if one has."""
        for one in self.programs:
            if one.failure is not None:
                raise one.failure

    def wait_for(self, count: int, since: float, seconds: float = PATIENCE) -> float:
        """Wait until so many things were acknowledged since an instant; return when that was."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            later = [at for _, at in self.acknowledged[-2000:] if at > since]
            if len(later) >= count:
                return later[count - 1]
            self.fail_with_programs()
            time.sleep(0.02)
        raise AssertionError(f"Nothing was acknowledged for {seconds} s: {self.refused[-3:]}")

    def assert_kept(self) -> None:
        """Check that all that was acknowledged is there once, and nothing half."""
        found = json.loads(self.here.python(LOOK))
        said = Counter(mark for mark, _ in self.acknowledged)

        assert found["halves"] == []
        assert found["rollups"] == []
        assert Counter(found["marks"]) == said
        assert found["keys"] == sorted(said)
        assert found["log"] == []


def web_processes(server: int) -> tuple[list[int], list[int]]:
    """Return the processes that answer requests, and those that keep them, below a server."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
            command = path.with_name("cmdline").read_text()
        except OSError:
            continue
        parents[int(path.parent.name)] = (int(fields[1]), command)
    keepers = [p for p, (above, said) in parents.items() if above == server and "web-only" in said]
    return [p for p, (above, _) in parents.items() if above in keepers], keepers


def kill_one(server: int, chance: random.Random, *, keeper: bool) -> None:
    """Kill a random web process that answers, or the one that keeps them; wait until there is one.

    A process that has only just begun is as good as any.
    """
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        answering, keepers = web_processes(server)
        among = keepers if keeper else answering
        if among:
            with suppress(ProcessLookupError):
                os.kill(chance.choice(sorted(among)), signal.SIGKILL)
                return
        time.sleep(0.1)
    raise AssertionError("Nobody serves any more.")
