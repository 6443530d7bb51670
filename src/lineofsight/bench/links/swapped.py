"""How many children that were swapped between parents LOS201 and LOS202 name, and at what price.

In each plan about a tenth of the children of a depth change places with others of that depth. What
is named in the plans as they were is counted as a false alarm, though some of it may be true.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from random import Random

import numpy as np

from lineofsight.bench.reading.facts import Record, Rows
from lineofsight.bench.rules.planting import instant
from lineofsight.engine.lens import Lenses
from lineofsight.engine.meaning import fit
from lineofsight.engine.meaning.drift import BETTER, DRIFTED
from lineofsight.engine.meaning.fit import Weights
from lineofsight.engine.meaning.vectors import Vectors
from lineofsight.engine.snapshot import Snapshot
from lineofsight.planfile.columns import to_columns
from lineofsight.planfile.document import PlanDocument

FEWEST_LINKS = 4
PART = 10  # every tenth child of a depth changes places with another
EVERYTHING = {**DRIFTED, "least_certainty": 0.0}
PRICES = (1, 2)  # findings per 100 goals of plans as they were

Link = tuple[str, str]


@dataclass(frozen=True)
class Swapped:
    """What became of swapped children.

    Parameters
    ----------
    goals : int
        Of all plans.
    swapped : int
        Children that changed places.
    alarms, found : mapping of rule to number
        Findings at the default thresholds: in the plans as they were, per 100 goals; and the share
        of swapped links that is named.
    at : mapping of findings per 100 goals to share
        Share of swapped links that LOS201 names where it gives so many findings in plans as they
        were.
    """

    goals: int
    swapped: int
    alarms: Mapping[str, float]
    found: Mapping[str, float]
    at: Mapping[int, float]


def measure(
    plans: Mapping[str, Rows],
    vectors: Vectors | None,
    weights: Mapping[str, Weights],
    seed: int = 0,
    progress: Callable[[str, int, int], None] | None = None,
) -> Swapped:
    """Swap children in plans and see which are named.

    Parameters
    ----------
    plans : mapping of plan name to Rows
    vectors : Vectors, optional
    weights : mapping of plan name to Weights
        By which its links are judged before they adapt to it.
    seed : int
    progress : callable, optional
        Called with (plan, its place, number of plans).
    """
    goals, count = 0, 0
    before: dict[str, list[float]] = defaultdict(list)
    after: dict[str, list[float]] = defaultdict(list)
    for place, (name, rows) in enumerate(plans.items()):
        if progress is not None:
            progress(f"swapped: {name}", place, len(plans))
        lenses = _lenses(rows, vectors, weights[name])
        goals += len(lenses.snapshot.goals)
        for rule, _link, certainty in _named(lenses):
            before[rule].append(certainty)
        if len(rows.get("links", [])) < FEWEST_LINKS:
            continue
        changed, links = _swap(rows, lenses, Random(f"{seed}:{name}"))
        count += len(links)
        for rule, link, certainty in _named(_lenses(changed, vectors, weights[name])):
            if link in links:
                after[rule].append(certainty)
    least = DRIFTED["least_certainty"]
    usual = {"LOS201": least, "LOS202": 0.0}
    ranked = np.sort(before["LOS201"])[::-1]
    limits = {price: _limit(ranked, goals * price // 100) for price in PRICES}
    return Swapped(
        goals=goals,
        swapped=count,
        alarms={
            rule: 100 * sum(c >= bound for c in before[rule]) / max(goals, 1)
            for rule, bound in usual.items()
        },
        found={
            rule: sum(c >= bound for c in after[rule]) / max(count, 1)
            for rule, bound in usual.items()
        },
        at={
            price: sum(c > bound for c in after["LOS201"]) / max(count, 1)
            for price, bound in limits.items()
        },
    )


def _limit(ranked: np.ndarray[tuple[int], np.dtype[np.float64]], number: int) -> float:
    """Certainty above which at most so many findings lie."""
    return float(ranked[number]) if number < len(ranked) else 0.0


def _lenses(rows: Rows, vectors: Vectors | None, weights: Weights) -> Lenses:
    columns = to_columns(PlanDocument.from_rows(rows))
    lenses = Lenses(Snapshot.build(columns, instant(rows)), vectors=vectors)
    meaning, edges = lenses.meaning, lenses.graph.edges
    meaning.weights = fit.own_weights(weights, meaning.features, edges.child, edges.parent)
    return lenses


def _named(lenses: Lenses) -> Iterator[tuple[str, Link, float]]:
    """Yield the links that LOS201, at any certainty, and LOS202 name."""
    snapshot, edges = lenses.snapshot, lenses.graph.edges

    def link(edge: int) -> Link:
        child, parent = int(edges.child[edge]), int(edges.parent[edge])
        return snapshot.node_id(child), snapshot.node_id(parent)

    drifted = lenses.drift.drifted(EVERYTHING)
    for edge, certainty in zip(drifted.edge.tolist(), drifted.certainty.tolist(), strict=True):
        yield "LOS201", link(edge), certainty
    for edge in lenses.drift.better(BETTER).edge.tolist():
        yield "LOS202", link(edge), 1.0


def _swap(rows: Rows, lenses: Lenses, rng: Random) -> tuple[Rows, set[Link]]:
    """Let pairs of children of one depth change places; return the plan and the new links."""
    rows = deepcopy(rows)
    snapshot = lenses.snapshot
    depth = dict(zip(map(str, snapshot.goals.ids), lenses.graph.depth.tolist(), strict=False))
    at_depth: dict[int, list[Record]] = defaultdict(list)
    for link in rows["links"]:
        if link["kind"] == "supports":
            at_depth[depth[str(link["from_id"])]].append(link)
    changed: set[Link] = set()
    for level in sorted(at_depth):
        free = at_depth[level]
        rng.shuffle(free)
        for _ in range(max(1, len(free) // PART)):
            one = free.pop() if free else None
            other = next((x for x in free if one and x["to_id"] != one["to_id"]), None)
            if one is None or other is None:
                break
            free.remove(other)
            one["to_id"], other["to_id"] = other["to_id"], one["to_id"]
            changed |= {(str(x["from_id"]), str(x["to_id"])) for x in (one, other)}
    return rows, changed
