"""Progress after one change: only the ancestors of what changed are worked out again."""

from __future__ import annotations

import heapq

import numpy as np

from lineofsight.engine.columns import IntArray
from lineofsight.engine.lenses.progress import Progress, result_progress, weighted_means


class LiveProgress:
    """Progress that takes new values one by one.

    It starts from a ``Progress`` and leaves that untouched. After any number of values it equals
    the progress worked out from the beginning.

    Attributes
    ----------
    value, clipped : float array, length n_key_results
    own : float array, length n_goals
    children, node : float array, length n_nodes
    """

    def __init__(self, progress: Progress) -> None:
        self._start = progress
        self.value = progress.value.copy()
        self.clipped = progress.clipped.copy()
        self.own = progress.own.copy()
        self.children = progress.children.copy()
        self.node = progress.node.copy()
        self._summed = progress.is_summed.copy()

    def record(self, result: int, value: float) -> IntArray:
        """Take a new value of a key result.

        Parameters
        ----------
        result : int
            The key result.
        value : float
            In its own unit.

        Returns
        -------
        int64 array
            The nodes that were worked out again: its goal and what stands above, from the bottom.
        """
        start, results = self._start, self._start.snapshot.key_results
        self._summed[result] = False  # it has a value of its own now
        self._set(result, value)
        edges, level = start.graph.edges, start.graph.level
        n_goals = len(start.snapshot.goals)
        first = int(results.goal[result])
        waiting, queued, done = [(-int(level[first]), first)], {first}, []
        while waiting:
            _, node = heapq.heappop(waiting)
            done.append(node)
            if node < n_goals:
                self._refresh_goal(node)
                parents = edges.parent[start.graph.up[node]].tolist()
            else:
                self.children[node] = self.node[node] = self._children_of(node)
                parents = []
            for parent in parents:
                if parent not in queued:
                    queued.add(parent)
                    heapq.heappush(waiting, (-int(level[parent]), parent))
        return np.array(done, dtype=np.int64)

    def _set(self, result: int, value: float) -> None:
        self.value[result] = value
        unclipped = result_progress(
            self._start.snapshot, self._start.scale, self.value, np.array([result], dtype=np.int64)
        )
        self.clipped[result] = np.clip(unclipped[0], 0.0, 1.0)

    def _refresh_goal(self, goal: int) -> None:
        start = self._start
        own_results = start.results_of[goal]
        for result in own_results[self._summed[own_results]].tolist():
            self._set(result, start.sum_below(result, self.value))
        together = np.zeros(len(own_results), dtype=np.int64)
        mean, _ = weighted_means(
            self.clipped[own_results], start.result_weight[own_results], together, 1
        )
        self.own[goal] = mean[0]
        self.children[goal] = self._children_of(goal)
        alone = np.array([goal], dtype=np.int64)
        self.node[goal] = start.blend(alone, self.own[alone], self.children[alone])[0]

    def _children_of(self, node: int) -> float:
        start = self._start
        below = start.graph.down[node]
        together = np.zeros(len(below), dtype=np.int64)
        children = self.node[start.graph.edges.child[below]]
        mean, _ = weighted_means(children, start.edge_share[below], together, 1)
        return float(mean[0])
