"""Lines of sight: the strongest path from each goal up to the strategy.

Formulas: DEFINITIONS section 4.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from lineofsight.engine.columns import BoolArray, FloatArray, IntArray
from lineofsight.engine.lenses.changes import Changes
from lineofsight.engine.lenses.graph import Graph
from lineofsight.engine.snapshot import Snapshot

CONTRIBUTION_FLOOR = 0.1
NEVER_CONFIRMED = 0.8
CHANGED_SINCE = 0.5
FRESH_DAYS = 100.0
STALE_DAYS = 365.0
STALE_FACTOR = 0.5
TIE_DECIMALS = 12  # strengths that differ by rounding only are equally strong


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


@dataclass(frozen=True, slots=True)
class Best:
    """The best way up from every node under one condition of what may be passed through."""

    strength: FloatArray  # product of link strengths; 0 without a way
    length: IntArray  # links to the root
    edge: IntArray  # first edge of the way, -1 at a root or without a way


class Paths:
    """Strongest paths for all goals in one pass from the top down.

    Attributes
    ----------
    edge_strength : float array, one entry an edge, in (0, 1]
    strength : float array, length n_goals
        Strength of each goal's line of sight; 0 where all its paths are broken or it has none.
    """

    def __init__(self, snapshot: Snapshot, graph: Graph, changes: Changes) -> None:
        self.snapshot, self.graph, self.changes = snapshot, graph, changes
        goals, n = snapshot.goals, len(snapshot.goals)
        self.edge_strength = self._edge_strength()
        self._ids = [snapshot.node_id(node) for node in range(snapshot.n_nodes)]
        # What a goal that has started may look through, and one that has not.
        self._from_started = self._climb(goals.active & goals.started)
        self._from_waiting = self._climb(goals.active)
        self.strength = np.where(
            goals.started, self._from_started.strength[:n], self._from_waiting.strength[:n]
        )

    @cached_property
    def _from_any(self) -> Best:
        return self._climb(np.ones(len(self.snapshot.goals), dtype=bool))

    def _edge_strength(self) -> FloatArray:
        """Contribution x confirmation x freshness of every edge (fit joins with the text lens)."""
        edges, links = self.graph.edges, self.snapshot.links
        link, n_nodes = edges.link, self.snapshot.n_nodes
        contribution = _relative(links.contribution[link], edges.parent, n_nodes)
        confirmed = links.confirmed_on[link]
        newest = np.maximum(self.changes.newest[edges.child], self.changes.newest[edges.parent])
        confirmation = np.where(
            np.isnan(confirmed), NEVER_CONFIRMED, np.where(newest > confirmed, CHANGED_SINCE, 1.0)
        )
        return np.asarray(contribution * confirmation * freshness(self.snapshot.day - confirmed))

    def _climb(self, passable: BoolArray) -> Best:
        """Find every node's best way up through goals that may be passed."""
        graph, edges, n_nodes = self.graph, self.graph.edges, self.snapshot.n_nodes
        may_pass = np.ones(n_nodes, dtype=bool)
        may_pass[: len(passable)] = passable
        best = Best(
            strength=graph.is_root.astype(np.float64),
            length=np.zeros(n_nodes, dtype=np.int64),
            edge=np.full(n_nodes, -1, dtype=np.int64),
        )
        child_level = graph.level[edges.child]
        order = np.lexsort((edges.child, child_level))
        levels = child_level[order]
        top = int(levels[-1]) + 1 if len(levels) else 0
        cuts = np.searchsorted(levels, np.arange(top + 1)).tolist()
        for first, last in pairwise(cuts):
            level = order[first:last]
            parent = edges.parent[level]
            level = level[may_pass[parent] & (best.strength[parent] > 0)]
            if len(level):
                self._choose(best, level)
        return best

    def _choose(self, best: Best, level: IntArray) -> None:
        """Give each child of these edges its best one: strongest, then shorter, then by ids."""
        child, parent = self.graph.edges.child[level], self.graph.edges.parent[level]
        strength = best.strength[parent] * self.edge_strength[level]
        length = best.length[parent] + 1
        rank = -np.round(strength, TIE_DECIMALS)
        order = np.lexsort((length, rank, child))
        first = np.flatnonzero(np.concatenate(([True], np.diff(child[order]) > 0)))
        winner = order[first]
        runner = order[np.minimum(first + 1, len(order) - 1)]
        tied = (
            (first + 1 < len(order))
            & (child[runner] == child[winner])
            & (rank[runner] == rank[winner])
            & (length[runner] == length[winner])
        )
        for place in np.flatnonzero(tied).tolist():
            rivals = order[first[place] :]
            lead = winner[place]
            same = 1
            while same < len(rivals) and (
                child[rivals[same]] == child[lead]
                and rank[rivals[same]] == rank[lead]
                and length[rivals[same]] == length[lead]
            ):
                same += 1
            winner[place] = min(
                rivals[:same].tolist(), key=lambda i: self._ids_from_top(best, int(parent[i]))
            )
        best.strength[child[winner]] = strength[winner]
        best.length[child[winner]] = length[winner]
        best.edge[child[winner]] = level[winner]

    def _ids_from_top(self, best: Best, node: int) -> list[str]:
        return [self._ids[n] for n in reversed(self._walk(best, node)[0])]

    def _walk(self, best: Best, node: int) -> tuple[list[int], list[int]]:
        nodes, taken = [node], []
        while best.edge[node] >= 0:
            edge = int(best.edge[node])
            node = int(self.graph.edges.parent[edge])
            nodes.append(node)
            taken.append(edge)
        return nodes, taken

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
            nodes, edges = self._walk(best, goal)
            return Path(tuple(nodes), tuple(edges), float(self.strength[goal]))
        nodes, edges = self._walk(self._from_any, goal)
        broken_at = next(node for node in nodes[1:] if self.breaks_for(goal, node))
        return Path(tuple(nodes), tuple(edges), 0.0, broken_at)

    @cached_property
    def root(self) -> IntArray:
        """The root at the end of each goal's strongest path (its primary pillar); -1 without."""
        n = len(self.snapshot.goals)
        started = self._ends(self._from_started)
        waiting = self._ends(self._from_waiting)
        root = np.where(self.snapshot.goals.started, started, waiting)
        if self.broken.any():
            root[self.broken] = self._ends(self._from_any)[self.broken]
        root[~self.graph.has_path[:n]] = -1
        return root

    def _ends(self, best: Best) -> IntArray:
        """Follow the best ways to their ends; length n_goals."""
        end = np.arange(self.snapshot.n_nodes, dtype=np.int64)
        order = np.argsort(self.graph.level, kind="stable")
        levels = self.graph.level[order]
        top = int(levels[-1]) + 1 if len(levels) else 0
        for first, last in pairwise(np.searchsorted(levels, np.arange(top + 1)).tolist()):
            nodes = order[first:last]
            nodes = nodes[best.edge[nodes] >= 0]
            end[nodes] = end[self.graph.edges.parent[best.edge[nodes]]]
        return end[: len(self.snapshot.goals)]

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
                [self._ids[node] for node in reversed(line.nodes)],
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
