"""Asking for pages over connections that stay open, one at a time and many together, timed."""

import json
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection
from random import Random
from time import perf_counter

HOST = "127.0.0.1"
SECONDS = 60.0  # that an answer may take
RECORDED = 201

Headers = Mapping[str, str]


@dataclass(frozen=True)
class Request:
    """What is asked for; ``key`` says which figure it belongs to."""

    key: int
    address: str
    headers: Headers


@dataclass
class Timed:
    """What was measured of one request asked for again and again: seconds of each, bytes, fails."""

    seconds: list[float] = field(default_factory=list)
    bytes: int = 0
    failed: int = 0
    status: int = 0


class Asker:
    """One client with one connection."""

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection(HOST, port, timeout=SECONDS)

    def ask(self, request: Request) -> tuple[float, int, int]:
        """Return the seconds, the status and the bytes of one answer."""
        began = perf_counter()
        self._connection.request("GET", request.address, headers=dict(request.headers))
        answer = self._connection.getresponse()
        body = answer.read()
        return perf_counter() - began, answer.status, len(body)

    def record(self, key_result: int, body: Mapping[str, object], headers: Headers) -> float:
        """Record a value through the interface for programs; the seconds until it answers.

        Raises
        ------
        RuntimeError
            It was refused.
        """
        address = f"/api/v1/key-results/{key_result}/observations"
        sent = {**headers, "Content-Type": "application/json"}
        began = perf_counter()
        self._connection.request("POST", address, body=json.dumps(body), headers=sent)
        answer = self._connection.getresponse()
        said = answer.read()
        seconds = perf_counter() - began
        if answer.status != RECORDED:
            raise RuntimeError(f"{answer.status} {said[:200].decode(errors='replace')}")
        return seconds

    def close(self) -> None:
        """End the connection."""
        self._connection.close()


def one_at_a_time(port: int, requests: Sequence[Request], rounds: int) -> dict[int, Timed]:
    """Ask for each page once a round, in another order each time, over one connection."""
    asker, rng = Asker(port), Random(rounds)
    found = {one.key: Timed() for one in requests}
    for _round in range(rounds):
        for request in rng.sample(requests, len(requests)):
            _keep(found[request.key], *asker.ask(request))
    asker.close()
    return found


def together(
    port: int, requests: Sequence[Request], rounds: int, clients: int, each: int
) -> dict[int, Timed]:
    """Ask for one page at a time from many connections together, page after page, in rounds.

    In a round every client asks for the page ``each`` times; the next page waits for all of them.
    The first page, the floor, is asked for before each of the others: a machine that is busy with
    something else for a moment is so for both.

    Raises
    ------
    RuntimeError
        An answer did not come.
    """
    found = {one.key: Timed() for one in requests}
    rng = Random(rounds)
    floor, *pages = requests
    turns = [one for _ in range(rounds) for one in rng.sample(pages, len(pages))]
    order = [one for page in turns for one in (floor, page)]
    gate, kept = threading.Barrier(clients), threading.Lock()

    def run(_number: int) -> None:
        asker = Asker(port)
        for request in order:
            gate.wait()
            told = [asker.ask(request) for _turn in range(each)]
            with kept:
                for one in told:
                    _keep(found[request.key], *one)
        asker.close()

    _all_together(run, clients, gate)
    return found


def _all_together(run: Callable[[int], None], count: int, gate: threading.Barrier) -> None:
    """Run something in so many threads; if one gives up, all do.

    Raises
    ------
    RuntimeError
        One gave up.
    """
    wrong: list[Exception] = []

    def guarded(number: int) -> None:
        try:
            run(number)
        except threading.BrokenBarrierError:
            pass  # another has said why
        except Exception as error:  # said below, once all have ended
            wrong.append(error)
            gate.abort()

    threads = [threading.Thread(target=guarded, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise RuntimeError(f"{type(wrong[0]).__name__}: {wrong[0]}") from wrong[0]


def _keep(timed: Timed, seconds: float, status: int, count: int) -> None:
    timed.seconds.append(seconds)
    timed.bytes = max(timed.bytes, count)
    timed.status = status
    timed.failed += status != 200


def writers_together(
    port: int, writers: Sequence[tuple[Headers, Sequence[int]]], each: int, day: str
) -> list[float]:
    """Let writers record values at the same time, each over a connection of its own; seconds.

    Raises
    ------
    RuntimeError
        A value was refused, or not answered.
    """
    seconds: list[float] = []
    kept = threading.Lock()
    gate = threading.Barrier(len(writers))

    def run(number: int) -> None:
        headers, key_results = writers[number]
        asker, rng = Asker(port), Random(number)
        gate.wait()
        for turn in range(each):
            body = {"value": round(rng.uniform(0, 100), 2), "date": day}
            took = asker.record(key_results[turn % len(key_results)], body, headers)
            with kept:
                seconds.append(took)
        asker.close()

    _all_together(run, len(writers), gate)
    return seconds
