"""One size of the scale benchmark, in a process of its own so that its memory is its own.

``python -m lineofsight.bench.scale_child make FILE PEOPLE DAY SEED`` leaves the columns of a
company in a file; ``... check FILE DAY`` looks through every lens and runs every rule over them;
``... parse FOLDER`` reads a plan as a user would. All print one JSON object.
"""

from __future__ import annotations

import json
import pickle
import resource
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from lineofsight.engine.after import (
    after_contribution,
    after_lost_link,
    after_new_link,
    after_status,
    chance_after,
)
from lineofsight.engine.check import check
from lineofsight.engine.codes import LinkKind, Status
from lineofsight.engine.columns import Columns
from lineofsight.engine.lens import Lenses
from lineofsight.engine.lenses.live import LiveProgress
from lineofsight.engine.meaning.rewording import after_words
from lineofsight.engine.meaning.space import blocks
from lineofsight.engine.settings import Settings
from lineofsight.engine.snapshot import Snapshot

# What rests on texts and links alone. It is made once, and then for what changed.
INDEX: dict[str, Callable[[Lenses], object]] = {
    "graph": lambda lenses: lenses.graph,
    "vectors of words": lambda lenses: lenses.meaning.space,
    "what is usual": lambda lenses: lenses.meaning.features,
    "fit of links": lambda lenses: lenses.meaning.link_factor,
    "twins": lambda lenses: lenses.meaning.twins,
}

KIB = 1024
CHANGES = 7  # of each kind, of which the median is told
OBSERVATIONS = 25 / 3  # of a key result, and so 25 of a goal with three

# In the order in which one needs the other, so that each is timed alone.
LENSES: dict[str, Callable[[Lenses], object]] = {
    "graph": lambda lenses: lenses.graph,
    "flow": lambda lenses: lenses.flow,
    "stakes": lambda lenses: (lenses.stakes.of_links, lenses.stakes.of_people),
    "changes": lambda lenses: lenses.changes,
    "wording": lambda lenses: lenses.wording.language,
    "meaning": lambda lenses: lenses.link_factor,
    "paths": lambda lenses: lenses.paths.root,
    "progress": lambda lenses: lenses.progress.track,
    "clocks": lambda lenses: lenses.clocks.last_update,
    "competition": lambda lenses: lenses.competition.opposed,
    "rhythm": lambda lenses: lenses.rhythm.of_pair,
    "load": lambda lenses: (lenses.load.owned, lenses.load.contributed),
    "sight": lambda lenses: (lenses.sight.goals_with_line, lenses.sight.people_with_line),
    "activity": lambda lenses: lenses.activity.verbs,
    "twins": lambda lenses: lenses.meaning.twins,
}


def peak() -> int:
    """Largest resident size of this process so far, in bytes."""
    largest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return largest if sys.platform == "darwin" else largest * KIB


def make(target: Path, people: int, day: date, seed: int) -> dict[str, Any]:
    """Leave the columns of a company in a file; the process that checks only holds them."""
    # The process that checks loads no generator: its memory is that of the check.
    from lineofsight.demo.scale import SEED, generate_columns  # noqa: PLC0415 - see above

    began = perf_counter()
    columns = generate_columns(
        people, today=day, seed=SEED + seed, observations_per_key_result=OBSERVATIONS
    )
    with target.open("wb") as file:
        pickle.dump(columns, file, protocol=pickle.HIGHEST_PROTOCOL)
    return {"seconds": perf_counter() - began}


def parse(folder: Path) -> dict[str, Any]:
    """Read a plan as a user would, and turn it into columns."""
    # The process that checks loads no readers: its memory is that of the check.
    from lineofsight.planfile.columns import to_columns  # noqa: PLC0415 - see above
    from lineofsight.planfile.read import read_plan  # noqa: PLC0415 - see above

    began = perf_counter()
    document = read_plan(folder)
    read = perf_counter()
    to_columns(document)
    return {"parse": read - began, "columns": perf_counter() - read, "peak_bytes": peak()}


def floor(columns: Columns) -> float:
    """Seconds of one NumPy pass over every column: a sum of numbers, a comparison of the rest."""
    began = perf_counter()
    for table in columns.values():
        for column in table.columns.values():
            if column.dtype == object:
                np.count_nonzero(column == "")
            elif column.dtype == np.float64:
                np.nansum(column)
            else:
                np.count_nonzero(column == column[0])
    return perf_counter() - began


def measure(source: Path, as_of: date) -> dict[str, Any]:
    """Time snapshot, lenses and rules over columns in memory."""
    with source.open("rb") as file:
        columns: Columns = pickle.load(file)  # noqa: S301 - our own file, see above
    before = peak()
    lowest = min(floor(columns) for _ in range(3))
    began = perf_counter()
    snapshot = Snapshot.build(columns, as_of)
    built = perf_counter()
    del columns  # whoever loads them has no use for them any more
    settings = Settings(people=True)
    index = Lenses(snapshot, settings)
    seconds_of_index = _timed(INDEX, index)
    started = perf_counter()
    lenses = Lenses(snapshot, settings, earlier=index)
    seconds_of_lenses = _timed(LENSES, lenses)
    looked = perf_counter()
    result = check(snapshot, settings, lenses=lenses)
    done = perf_counter()
    whole = peak()
    return {
        "floor": lowest,
        "snapshot": built - began,
        "lenses": seconds_of_lenses,
        "rules": dict(result.seconds),
        "rules_in_all": done - looked,
        "in_all": built - began + done - started,
        "index": seconds_of_index,
        "text_floor": text_floor(index),
        "one_percent": after_one_percent(index),
        "columns_bytes": before,
        "peak_bytes": whole,
        "changes": after_changes(lenses),
        "findings": len(result.findings),
        "counts": dict(snapshot.counts),
    }


def _timed(what: Mapping[str, Callable[[Lenses], object]], lenses: Lenses) -> dict[str, float]:
    """Seconds of each look."""
    seconds = {}
    for name, look in what.items():
        start = perf_counter()
        look(lenses)
        seconds[name] = perf_counter() - start
    return seconds


def text_floor(lenses: Lenses) -> float:
    """Seconds of one matrix product: the vectors of all texts with those of 512 of them."""
    space = lenses.meaning.space
    some = space.block(np.linspace(0, len(space.rows) - 1, 512, dtype=np.int64)).T
    began = perf_counter()
    for part in blocks(len(space.rows)):
        _product = space.block(np.r_[part]) @ some
    return perf_counter() - began


def after_one_percent(index: Lenses) -> float:
    """Seconds until the text index is up to date after every hundredth title changed."""
    goals = index.snapshot.goals
    titles = goals.title.copy()
    titles[::100] = [f"{title} by next spring" for title in titles[::100]]
    changed = replace(index.snapshot, goals=replace(goals, title=titles))
    began = perf_counter()
    _timed(INDEX, Lenses(changed, index.settings, earlier=index))
    return perf_counter() - began


def after_changes(lenses: Lenses) -> dict[str, float]:
    """Median seconds after one change, over changes spread through the plan.

    A new value: progress of everything above it, and its chance. Others: the stake of all goals
    and links, all lines of sight, and progress.
    """
    live = LiveProgress(lenses.progress)
    snapshot = lenses.snapshot
    supports = np.flatnonzero(snapshot.links.kind == LinkKind.SUPPORTS)
    active = np.flatnonzero(snapshot.goals.active)
    goals, pillar = len(snapshot.goals), snapshot.pillar_node(0)
    changes: dict[str, tuple[int, Callable[[int], object]]] = {
        "value": (
            len(snapshot.key_results),
            lambda result: (live.record(result, 1.0), chance_after(lenses, result, 1.0)),
        ),
        "contribution": (
            len(supports),
            lambda place: _look(after_contribution(lenses, int(supports[place]), 0.3)),
        ),
        "status": (
            len(active),
            lambda place: _look(after_status(lenses, int(active[place]), Status.PAUSED)),
        ),
        "words": (
            goals,
            lambda goal: after_words(lenses.meaning, goal, "Ten towns drink safe water").after,
        ),
        "new_link": (goals, lambda goal: _look(after_new_link(lenses, goal, pillar))),
        "lost_link": (
            len(supports),
            lambda place: _look(after_lost_link(lenses, int(supports[place]))),
        ),
    }
    seconds = {}
    for name, (count, change) in changes.items():
        taken = []
        for place in np.linspace(0, count - 1, CHANGES, dtype=np.int64).tolist():
            began = perf_counter()
            change(place)
            taken.append(perf_counter() - began)
        seconds[name] = float(np.median(taken))
    return seconds


def _look(lenses: Lenses) -> None:
    """Look at what depends on links and on the status of goals."""
    _seen = lenses.stakes.of_links, lenses.paths.root, lenses.progress.node


def main(arguments: list[str]) -> None:
    """Do one part and print what it took."""
    match arguments:
        case ["make", target, people, as_of, seed]:
            told = make(Path(target), int(people), date.fromisoformat(as_of), int(seed))
        case ["parse", folder]:
            told = parse(Path(folder))
        case ["check", source, as_of]:
            told = measure(Path(source), date.fromisoformat(as_of))
        case _:
            raise SystemExit(
                "usage: scale_child make FILE PEOPLE DAY SEED | parse FOLDER | check FILE DAY"
            )
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1:])
