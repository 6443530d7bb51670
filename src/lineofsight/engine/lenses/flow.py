"""Stake: how much of the strategy rests on something. Formulas: DEFINITIONS sections 3 and 5."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from lineofsight.engine.columns import BoolArray, FloatArray, IntArray
from lineofsight.engine.lenses import deep
from lineofsight.engine.lenses.graph import Graph
from lineofsight.engine.snapshot import Snapshot

SMALL_PART = 32  # where so small a part of all links is below, it is quicker to look at it alone
LEAST_LINKS = 64


def shares_in_groups(given: FloatArray, group: IntArray, n_groups: int) -> FloatArray:
    """Divide 1 within each group in proportion to what is given.

    An empty one takes the mean of those given in its group; none given, or all 0: equal.

    Parameters
    ----------
    given : float array
        Contributions or weights, not negative; NaN where empty.
    group : int array of the same length
        In 0..n_groups-1.

    Returns
    -------
    float array of the same length
        Shares in [0, 1] that add up to 1 in each group.

    Examples
    --------
    >>> shares_in_groups(np.array([0.5, 0.25, np.nan]), np.array([0, 0, 1]), 2).round(3).tolist()
    [0.667, 0.333, 1.0]
    """
    known = ~np.isnan(given)
    total = np.bincount(group[known], weights=given[known], minlength=n_groups)
    n_known = np.bincount(group[known], minlength=n_groups)
    usable = total > 0
    mean = np.divide(total, n_known, out=np.ones(n_groups), where=usable)
    filled = np.where(usable[group], np.where(known, given, mean[group]), 1.0)
    return np.asarray(filled / np.bincount(group, weights=filled, minlength=n_groups)[group])


class Flow:
    """Stake flowing from the roots down to those who carry them.

    Attributes
    ----------
    weight : float array, length n_nodes
        Weight of each root, adding up to 1 where there is a root; 0 elsewhere.
    share : float array, one entry an edge of the graph
        Part of its parent's stake that the edge passes down; 0 where the child does not count.
    stake : float array, length n_nodes
    edge_flow : float array, one entry an edge
    """

    def __init__(self, snapshot: Snapshot, graph: Graph) -> None:
        self.snapshot, self.graph = snapshot, graph
        edges, n_goals = graph.edges, len(snapshot.goals)
        self.weight = _weights(snapshot, graph.is_root)
        passes = graph.is_root.copy()
        passes[:n_goals] |= snapshot.goals.active
        carries = graph.is_supporter & passes[edges.parent]
        self.share = np.zeros(len(edges))
        contribution = snapshot.links.contribution[edges.link]
        self.share[carries] = shares_in_groups(
            contribution[carries], edges.parent[carries], snapshot.n_nodes
        )
        self.stake, self.edge_flow = self._pour(self.weight)

    def _pour(self, sources: FloatArray) -> tuple[FloatArray, FloatArray]:
        edges = self.graph.edges
        if edges.is_deep:
            return deep.pour(sources, self.share, edges.child, edges.parent)
        stake, flow = sources.copy(), np.zeros(len(edges))
        for level in edges.levels_down():
            flow[level] = stake[edges.parent[level]] * self.share[level]
            np.add.at(stake, edges.child[level], flow[level])
        return stake, flow

    def from_root(self, node: int) -> tuple[IntArray, FloatArray]:
        """Pour one unit into a root: the goals that some of it reaches, and how much.

        Where little is below the root only that is looked at, so that many small pillars cost no
        more than a few large ones.
        """
        n_goals, edges = len(self.snapshot.goals), self.graph.edges
        stake = np.zeros(self.snapshot.n_nodes)
        stake[node] = 1.0
        goals = self.graph.branch(np.array([node]), most=max(LEAST_LINKS, len(edges) // SMALL_PART))
        if goals is None:
            stake, _ = self._pour(stake)
            goals = np.flatnonzero(stake[:n_goals])
        else:
            _, below = self.graph.down.gather(np.append(goals, node))
            below = np.sort(below)
            level = self.graph.level[edges.parent[below]]
            for part in np.split(below, np.flatnonzero(np.diff(level)) + 1):
                np.add.at(stake, edges.child[part], stake[edges.parent[part]] * self.share[part])
            goals = goals[stake[goals] > 0]
        return goals, stake[goals]

    @cached_property
    def stops(self) -> BoolArray:
        """For each goal, whether stake ends there: active, without a supporter."""
        goals = self.snapshot.goals
        return goals.active & (self.graph.supporters[: len(goals)] == 0)

    def held(self, group: IntArray, n_groups: int) -> FloatArray:
        """Stake held by persons, teams or functions, nothing counted twice.

        Parameters
        ----------
        group : int array, length n_goals
            Who holds each goal, -1 for nobody.
        n_groups : int

        Returns
        -------
        float array, length n_groups, in [0, 1]
        """
        goals, edges, n = self.snapshot.goals, self.graph.edges, len(self.snapshot.goals)
        mine = goals.active & (group >= 0)
        total = np.bincount(group[mine], weights=self.stake[:n][mine], minlength=n_groups)
        inner = edges.parent < n
        parent_group = np.where(inner, group[np.minimum(edges.parent, n - 1)], -1)
        own = group[edges.child]
        same = inner & (own >= 0) & (own == parent_group)
        total -= np.bincount(own[same], weights=self.edge_flow[same], minlength=n_groups)
        return np.clip(total, 0.0, 1.0)

    def held_by_set(self, goals: IntArray) -> float:
        """Stake held by some goals taken together, nothing counted twice; in [0, 1]."""
        graph, members = self.graph, np.unique(goals)
        counted = members[self.snapshot.goals.active[members]]
        _, up = graph.up.gather(members)
        inner = np.sort(up[np.isin(graph.edges.parent[up], members)])
        total = sum(self.stake[counted].tolist(), 0.0) - sum(self.edge_flow[inner].tolist(), 0.0)
        return min(max(total, 0.0), 1.0)

    def reach(self, goals: IntArray) -> FloatArray:
        """Share of all active goals that each goal and those that climb to it make up."""
        n_active = int(self.snapshot.goals.active.sum())
        if not n_active:
            return np.zeros(len(goals))
        return np.asarray((1 + self.graph.active_below(goals)) / n_active)

    @cached_property
    def of_goals(self) -> FloatArray:
        """Stake of each goal, or its reach where that is 0; length n_goals, in [0, 1]."""
        stake = self.stake[: len(self.snapshot.goals)].copy()
        without = np.flatnonzero(stake <= 0)
        stake[without] = self.reach(without)
        return stake

    def of_goal(self, goal: int) -> float:
        """Stake of a goal, or its reach where that is 0; 0 for an unknown goal (-1)."""
        return float(self.of_goals[goal]) if goal >= 0 else 0.0


def _weights(snapshot: Snapshot, is_root: BoolArray) -> FloatArray:
    """Weights of the roots: pillars as given, others equal; together 1."""
    weight = np.zeros(snapshot.n_nodes)
    n_goals, n_pillars = len(snapshot.goals), len(snapshot.pillars)
    if n_pillars:
        group = np.zeros(n_pillars, dtype=np.int64)
        weight[n_goals : n_goals + n_pillars] = shares_in_groups(snapshot.pillars.weight, group, 1)
    elif is_root.any():
        weight[is_root] = 1.0 / int(is_root.sum())
    return weight
