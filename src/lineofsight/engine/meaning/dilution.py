"""How much of a pillar's intent is left at each goal, and where on the way it was lost.

Definitions: DEFINITIONS section 6, Retention. What is left of a goal is followed along its line of
sight, so that what is told is what `lineofsight trace` shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from lineofsight.engine.codes import Scope
from lineofsight.engine.columns import BoolArray, FloatArray, IntArray
from lineofsight.engine.lenses.graph import Graph
from lineofsight.engine.lenses.paths import Path, Paths
from lineofsight.engine.meaning import fit, retention
from lineofsight.engine.meaning.lens import Meaning
from lineofsight.engine.meaning.retention import DEEPEST
from lineofsight.engine.snapshot import Snapshot

PERCENTILES = (1, 2, 5)


@dataclass(frozen=True)
class Way:
    """What is left on the way from a pillar down to one goal.

    Attributes
    ----------
    path : Path
        The goal first, the pillar last.
    curve : tuple of float in (0, 1]
        What is left at each rung, from the one under the pillar down to the goal.
    lost_at : int
        The goal at which most was lost; of equal ones the highest.
    rung : int
        How many links below the pillar that is.
    """

    path: Path
    curve: tuple[float, ...]
    lost_at: int
    rung: int


class Dilution:
    """Retention of every goal along its line of sight.

    Parameters
    ----------
    snapshot : Snapshot
    graph : Graph
    paths : Paths
    meaning : Meaning
    """

    def __init__(self, snapshot: Snapshot, graph: Graph, paths: Paths, meaning: Meaning) -> None:
        self.snapshot, self.graph, self.paths, self.meaning = snapshot, graph, paths, meaning

    @cached_property
    def judged(self) -> BoolArray:
        """Whether each goal's words are judged: an active objective with a line, not private."""
        goals = self.snapshot.goals
        judged = goals.active & goals.objective & (goals.scope != Scope.INDIVIDUAL)
        return judged & (self.paths.root >= 0) & (self.graph.depth[: len(goals)] > 0)

    @cached_property
    def usual(self) -> FloatArray:
        """Closeness to the pillar that is usual at depths 1, 2, ...; at least 5 of them."""
        shipped = {int(rung): float(row["median"]) for rung, row in self._table.items()}
        goals = np.flatnonzero(self.judged)
        depth = self.graph.depth[goals]
        deepest = max(int(self.graph.depth.max(initial=0)), DEEPEST)
        found = np.array([shipped[min(rung, DEEPEST)] for rung in range(1, deepest + 1)])
        if len(goals):
            close = self._closeness(goals, self.paths.root[goals])
            rungs, place = np.unique(depth, return_index=True)
            found[rungs - 1] = retention.usual(depth, close, shipped)[place]
        return found

    def _closeness(self, goals: IntArray, roots: IntArray) -> FloatArray:
        return retention.closeness(self.meaning.space.similarity(goals, roots))

    def _kept(self, goals: IntArray, roots: IntArray) -> FloatArray:
        """Share of the intent of a root that each goal keeps of what reached it."""
        share = np.ones(len(goals))
        depth = self.graph.depth[goals]
        # What people write for themselves is not judged: it keeps all.
        told = (self.snapshot.goals.scope[goals] != Scope.INDIVIDUAL) & (depth > 0)
        close = self._closeness(goals[told], roots[told])
        share[told] = retention.kept(close, self.usual[depth[told] - 1])
        return share

    @property
    def _table(self) -> dict[str, dict[str, float]]:
        """What is usual in published plans, at depths 1 to 5."""
        mode = "words" if self.meaning.vectors is None else "meaning"
        return dict(fit.table()["retention"][mode])

    @cached_property
    def left(self) -> FloatArray:
        """What is left of the intent of its pillar at each goal; in (0, 1], NaN without a line."""
        n_goals = len(self.snapshot.goals)
        left = np.full(n_goals, np.nan)
        for goals, best in self.paths.ways():
            on_a_way = np.flatnonzero(best.above[:n_goals] >= 0)
            kept = np.ones(self.snapshot.n_nodes)
            kept[on_a_way] = self._kept(on_a_way, best.end[on_a_way])
            left[goals] = retention.along(kept, best.above)[goals]
        return left

    def rare(self, percentile: float) -> FloatArray:
        """Retention below which only so many per cent of the goals of published plans lie.

        Parameters
        ----------
        percentile : float
            1, 2 or 5; between these the next lower.

        Returns
        -------
        float array, length n_goals
            By the depth of each goal; 0 where it has none.
        """
        known = max((p for p in PERCENTILES if p <= percentile), default=min(PERCENTILES))
        bounds = [0.0, *(self._table[str(rung)][f"p{known}"] for rung in range(1, DEEPEST + 1))]
        depth = self.graph.depth[: len(self.snapshot.goals)]
        return np.array(bounds)[np.clip(depth, 0, DEEPEST)]

    def way(self, goal: int) -> Way | None:
        """Tell what is left on each rung of a goal's line of sight; None without a line."""
        path = self.paths.line(goal)
        if path is None or len(path.nodes) < 2:
            return None
        rungs = np.array(path.nodes[-2::-1], dtype=np.int64)
        kept = self._kept(rungs, np.full(len(rungs), path.nodes[-1]))
        curve = np.cumprod(kept)
        rung = int(np.argmin(np.round(kept, 12)))
        return Way(path, tuple(curve.tolist()), int(rungs[rung]), rung + 1)
