"""The whole run: two installations, their pages asked for, values recorded, all in one table."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from lineofsight.bench.http.client import (
    Request,
    Timed,
    one_at_a_time,
    together,
    writers_together,
)
from lineofsight.bench.http.figures import Page, Result
from lineofsight.bench.http.installation import Installation, in_schema
from lineofsight.kit.i18n import gettext as _

PEOPLE, GOALS, OBSERVATIONS = 20_000, 60_000, 12.0
FEWEST_PEOPLE = 60
SMALL_PEOPLE, SMALL_OBSERVATIONS = 600, 1.0
SMALL_SCHEMA = "lineofsight_bench_small"
CLIENTS = 16
ROUNDS_ALONE, ROUNDS_TOGETHER, EACH = 60, 4, 4
WARM, WARMERS = 1, 4  # rounds that are not counted, and who asks in them: each process is warm
WRITES_ALONE, WRITES_EACH = 200, 50

Progress = Callable[[str], None]
Key = tuple[str, str]


def run(
    people: int = PEOPLE,
    goals: int = GOALS,
    *,
    observations: float = OBSERVATIONS,
    seed: int = 0,
    database: str = "",
    keep: Path | None = None,
    rounds: int = ROUNDS_ALONE,
    small_people: int = SMALL_PEOPLE,
    say: Progress | None = None,
) -> Result:
    """Measure.

    Parameters
    ----------
    people, goals : int
        Size of the company; three key results a goal.
    observations : float
        Of each key result on average; twelve are one a month of a year.
    database : str
        An empty database, as ``postgresql://...``; nothing for the embedded one.
    keep : Path, optional
        A folder that stays, and is used again as it is if it has been filled.
    rounds : int
        How often each page is asked for alone; together in proportion.
    small_people : int
        Size of the second company, which shows whether statements grow.
    say : callable, optional
        Is told what comes next.

    Raises
    ------
    ValueError
        The size is out of range, or the database is somebody's.
    RuntimeError
        The server does not come up, or refuses a value.
    """
    if people < FEWEST_PEOPLE or small_people < FEWEST_PEOPLE or goals < people:
        raise ValueError(_("A company here has at least 60 people, and a goal for each of them."))
    tell = say or (lambda _what: None)
    with ExitStack() as stack:
        place = keep or Path(stack.enter_context(TemporaryDirectory(prefix="lineofsight-http-")))
        large = Installation(place / "large", database)
        small = Installation(place / "small", in_schema(database, SMALL_SCHEMA))
        loaded = []
        for installation, size in ((large, people), (small, small_people)):
            tell(_("loading {people} people").format(people=f"{size:,}"))
            many = observations if installation is large else SMALL_OBSERVATIONS
            its_goals = round(size * goals / people)
            loaded.append(
                installation.tell("load", str(size), str(its_goals), str(many), str(seed))
            )
        tell(_("counting statements"))
        queries = _queries(large)
        queries_small = _queries(small)
        visits = large.tell("visits")
        writers = large.tell("writers")
        tell(_("recording values"))
        verb = large.tell("write", str(WRITES_ALONE))
        with large.served() as port:
            alone, many_at_once = _ask(large, port, visits, rounds, tell)
            tell(_("recording values"))
            write_alone, write_together = _write(large, port, writers, rounds)
        workers = large.tell("workers")
    pages = [
        _page(visit, alone[key], many_at_once[key], queries, queries_small)
        for key, visit in enumerate(visits)
    ]
    return Result(
        database="PostgreSQL" if database else "SQLite",
        counts=loaded[0]["counts"],
        counts_small=loaded[1]["counts"],
        took=loaded[0]["took"],
        workers=int(workers["workers"]),
        threads=int(workers["threads"]),
        clients=CLIENTS,
        writers=len(writers),
        pages=pages,
        write_verb=verb,
        write_alone=write_alone,
        write_together=write_together,
    )


def _queries(installation: Installation) -> dict[Key, int]:
    return {(one["name"], one["who"]): int(one["queries"]) for one in installation.tell("count")}


def _ask(
    installation: Installation,
    port: int,
    visits: Sequence[dict[str, Any]],
    rounds: int,
    tell: Progress,
) -> tuple[dict[int, Timed], dict[int, Timed]]:
    requests = [
        Request(key, visit["address"], _headers(installation, visit))
        for key, visit in enumerate(visits)
    ]
    tell(_("asking for each page"))
    together(port, requests, WARM, WARMERS, 1)
    alone = one_at_a_time(port, requests, rounds)
    tell(_("asking for each page, {clients} together").format(clients=CLIENTS))
    turns = max(1, round(ROUNDS_TOGETHER * rounds / ROUNDS_ALONE))
    each = max(1, round(EACH * rounds / ROUNDS_ALONE))
    return alone, together(port, requests, turns, CLIENTS, each)


def _headers(installation: Installation, visit: dict[str, Any]) -> dict[str, str]:
    headers = dict(installation.headers)
    if visit["cookie"]:
        headers["Cookie"] = visit["cookie"]
    if visit["htmx"]:
        headers["HX-Request"] = "true"
    return headers


def _write(
    installation: Installation, port: int, writers: Sequence[dict[str, Any]], rounds: int
) -> tuple[list[float], list[float]]:
    prepared = [
        (
            {**installation.headers, "Authorization": f"Bearer {writer['secret']}"},
            writer["key_results"],
        )
        for writer in writers
    ]
    day = datetime.now(UTC).date().isoformat()
    each = max(2, round(WRITES_EACH * rounds / ROUNDS_ALONE))
    writers_together(port, prepared, WARM, day)
    alone = [
        seconds for one in prepared for seconds in writers_together(port, [one], each // 2, day)
    ]
    return alone, writers_together(port, prepared, each, day)


def _page(
    visit: dict[str, Any],
    alone: Timed,
    many: Timed,
    queries: dict[Key, int],
    queries_small: dict[Key, int],
) -> Page:
    key = visit["name"], visit["who"]
    return Page(
        name=visit["name"],
        who=visit["who"],
        alone=alone.seconds,
        together=many.seconds,
        queries=queries[key],
        queries_small=queries_small[key],
        bytes=alone.bytes,
        status=many.status,
        failed=alone.failed + many.failed,
    )
