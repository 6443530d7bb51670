"""Lines of sight: the strongest path from each goal up to the strategy.

Formulas: DEFINITIONS section 4.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from lineofsight.engine.columns import BoolArray, FloatArray, IntArray
from lineofsight.engine.lenses.changes import Changes
from lineofsight.engine.lenses.climb import TIE_DECIMALS, Best, climb
from lineofsight.engine.lenses.graph import Graph
from lineofsight.engine.snapshot import Snapshot

CONTRIBUTION_FLOOR = 0.1
NEVER_CONFIRMED = 0.8
CHANGED_SINCE = 0.5
FRESH_DAYS = 100.0
STALE_DAYS = 365.0
STALE_FACTOR = 0.5


@dataclass(frozen=True, slots=True)
class Path:
    """A chain of links from a goal up to a root.

    Parameters
    ----------
    nodes : tuple of int
        The goal first, the root last.
    edges : tuple of int
        Edges of the graph between them, one fewer than nodes.
    strength : float
        Product of the strengths of its links, in (0, 1]; 0 if it is broken.
    broken_at : int
        The first node going up that breaks it, -1 if none does.
    """

    nodes: tuple[int, ...]
    edges: tuple[int, ...]
    strength: float
    broken_at: int = -1


class Paths:
    """Strongest paths for all goals in one pass from the top down.

    Attributes
    ----------
    edge_strength : float array, one entry an edge, in (0, 1]
    strength : float array, length n_goals
        Strength of each goal's line of sight; 0 where all its paths are broken or it has none.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        graph: Graph,
        changes: Changes,
        fit: FloatArray | None = None,
    ) -> None:
        self.snapshot, self.graph, self.changes = snapshot, graph, changes
        self._fit = fit
        goals, n = snapshot.goals, len(snapshot.goals)
        self.edge_strength = self._edge_strength()
        # What a goal that has started may look through, and one that has not.
        self._from_started = self._ways(goals.active & goals.started)
        waits = goals.active & ~goals.started
        self._from_waiting = self._ways(goals.active) if waits.any() else self._from_started
        self.strength = np.where(
            goals.started, self._from_started.strength[:n], self._from_waiting.strength[:n]
        )

    @cached_property
    def _from_any(self) -> Best:
        """The best ways through goals of any status, from broken goals and what is above them."""
        everyone = np.ones(len(self.snapshot.goals), dtype=bool)
        concerned = np.zeros(self.snapshot.n_nodes, dtype=bool)
        frontier = np.flatnonzero(self.broken)
        while len(frontier):
            concerned[frontier] = True
            _, edges = self.graph.up.gather(frontier[frontier < len(everyone)])
            above = self.graph.edges.parent[edges]
            frontier = np.unique(above[~concerned[above]])
        return climb(self.graph, self.edge_strength, everyone, concerned)

    def _edge_strength(self) -> FloatArray:
        """Contribution x confirmation x freshness x fit of every edge."""
        edges, links = self.graph.edges, self.snapshot.links
        link, n_nodes = edges.link, self.snapshot.n_nodes
        contribution = _relative(links.contribution[link], edges.parent, n_nodes)
        confirmed = links.confirmed_on[link]
        newest = np.maximum(self.changes.newest[edges.child], self.changes.newest[edges.parent])
        confirmation = np.where(
            np.isnan(confirmed), NEVER_CONFIRMED, np.where(newest > confirmed, CHANGED_SINCE, 1.0)
        )
        strength = contribution * confirmation * freshness(self.snapshot.day - confirmed)
        return np.asarray(strength if self._fit is None else strength * self._fit)

    def _ways(self, passable: BoolArray) -> Best:
        return climb(self.graph, self.edge_strength, passable)

    @cached_property
    def shortest(self) -> Best:
        """The shortest way up from each node, through goals of any status."""
        everyone = np.ones(len(self.snapshot.goals), dtype=bool)
        return climb(self.graph, np.ones(len(self.graph.edges)), everyone)

    @cached_property
    def broken(self) -> BoolArray:
        """For each goal, whether it has paths and every one of them is broken."""
        return self.graph.has_path[: len(self.strength)] & (self.strength == 0)

    def breaks_for(self, goal: int, node: int) -> bool:
        """Tell whether a node breaks a path that runs through it for a goal that looks up."""
        goals = self.snapshot.goals
        if node >= len(goals):
            return False
        waits = not goals.started[node] and bool(goals.started[goal])
        return not goals.active[node] or waits

    def line(self, goal: int) -> Path | None:
        """Return a goal's line of sight: its strongest path, unbroken ones first; None without."""
        if not self.graph.has_path[goal]:
            return None
        if self.strength[goal] > 0:
            started = bool(self.snapshot.goals.started[goal])
            best = self._from_started if started else self._from_waiting
            nodes, edges = best.walk(goal)
            return Path(tuple(nodes), tuple(edges), float(self.strength[goal]))
        nodes, edges = self._from_any.walk(goal)
        return Path(tuple(nodes), tuple(edges), 0.0, int(self.broken_at[goal]))

    @cached_property
    def broken_at(self) -> IntArray:
        """For each goal, the first node going up that breaks its line of sight; -1 if none does."""
        goals, way = self.snapshot.goals, self._from_any
        closed = np.zeros(self.snapshot.n_nodes, dtype=bool)
        closed[: len(goals)] = ~goals.active
        waits = np.zeros(self.snapshot.n_nodes, dtype=bool)
        waits[: len(goals)] = ~goals.started
        above = way.above[: len(goals)]
        at = np.where(goals.started, way.first(closed | waits)[above], way.first(closed)[above])
        return np.where(self.broken, at, -1)

    def ways(self) -> Iterator[tuple[IntArray, Best]]:
        """Yield sets of goals with a path, and the ways up on which their lines of sight lie.

        Goals that have started, those that have not, and those whose paths are all broken.
        """
        with_line = self.graph.has_path[: len(self.strength)] & ~self.broken
        started = self.snapshot.goals.started
        sets = [np.flatnonzero(with_line)]
        if self._from_waiting is not self._from_started:
            sets = [np.flatnonzero(with_line & started), np.flatnonzero(with_line & ~started)]
        yield from zip(sets, (self._from_started, self._from_waiting), strict=False)
        if self.broken.any():
            yield np.flatnonzero(self.broken), self._from_any

    @cached_property
    def root(self) -> IntArray:
        """The root at the end of each goal's strongest path (its primary pillar); -1 without."""
        n = len(self.snapshot.goals)
        started, waiting = self._from_started.end[:n], self._from_waiting.end[:n]
        root = np.where(self.snapshot.goals.started, started, waiting)
        if self.broken.any():
            root[self.broken] = self._from_any.end[:n][self.broken]
        root[~self.graph.has_path[:n]] = -1
        return root

    def best_of(self, goals: IntArray) -> Path | None:
        """Return the strongest line of sight among goals; None where none has a path."""
        lines = [line for goal in goals.tolist() if (line := self.line(goal)) is not None]
        if not lines:
            return None
        return min(
            lines,
            key=lambda line: (
                -round(line.strength, TIE_DECIMALS),
                len(line.edges),
                self.graph.rank[list(reversed(line.nodes))].tolist(),
            ),
        )

    def of_person(self, person: int, contributed: IntArray) -> Path | None:
        """Return a person's line of sight: of the active objectives owned, then contributed to."""
        goals = self.snapshot.goals
        counts = goals.active & goals.objective
        owned = np.flatnonzero((goals.owner == person) & counts)
        return self.best_of(owned) or self.best_of(contributed[counts[contributed]])


def _relative(given: FloatArray, parent: IntArray, n_nodes: int) -> FloatArray:
    """Contribution beside the largest sibling's, at least 0.1; 1 where none is given."""
    known = ~np.isnan(given)
    total = np.bincount(parent[known], weights=given[known], minlength=n_nodes)
    n_known = np.bincount(parent[known], minlength=n_nodes)
    mean = np.divide(total, n_known, out=np.zeros(n_nodes), where=n_known > 0)
    filled = np.where(known, given, mean[parent])
    largest = np.zeros(n_nodes)
    np.maximum.at(largest, parent, filled)
    ratio = np.divide(filled, largest[parent], out=np.ones(len(given)), where=largest[parent] > 0)
    return np.maximum(CONTRIBUTION_FLOOR, ratio)


def freshness(days: FloatArray) -> FloatArray:
    """Factor for the days since a link was confirmed; 1 if never (NaN).

    Examples
    --------
    >>> freshness(np.array([100.0, 232.5, 365.0, 900.0, np.nan])).tolist()
    [1.0, 0.75, 0.5, 0.5, 1.0]
    """
    return np.interp(np.nan_to_num(days), [FRESH_DAYS, STALE_DAYS], [1.0, STALE_FACTOR])
