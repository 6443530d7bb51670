"""The best way up from every node of the cascade, in one pass from the top down.

The best way is the strongest, then the shorter, then the one whose ids are smaller from the top:
DEFINITIONS section 4.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from lineofsight.engine.columns import BoolArray, FloatArray, IntArray
from lineofsight.engine.lenses.graph import Graph

TIE_DECIMALS = 12  # strengths that differ by rounding only are equally strong


@dataclass(frozen=True, slots=True)
class Best:
    """The best way up from every node under one condition of what may be passed through.

    Each array has one entry a node. ``jump`` is a node further up the way: far enough that any
    place on it is found in few steps (Myers, E. W. (1983), An applicative random-access stack,
    Information Processing Letters 17, 241-248).
    """

    strength: FloatArray  # product of link strengths; 0 without a way
    length: IntArray  # links to the root
    edge: IntArray  # first edge of the way, -1 at a root or without a way
    above: IntArray  # the node that this edge leads to, -1 likewise
    jump: IntArray

    @property
    def end(self) -> IntArray:
        """The root that each way ends at; a node without a way is its own."""
        return self.first(self.above < 0)

    def first(self, stops: BoolArray) -> IntArray:
        """Find for each node the first on its way, itself included, that stops it; else its end."""
        here = np.arange(len(self.above), dtype=np.int64)
        end = np.where(stops | (self.above < 0), here, self.above)
        while True:
            further = end[end]  # twice as far each time
            if np.array_equal(further, end):
                return end
            end = further

    def walks(self, nodes: IntArray, most: int) -> IntArray:
        """List the nodes of many ways at once, a row each, from the bottom up; -1 after the end."""
        steps = [np.asarray(nodes, dtype=np.int64)]
        while len(steps) < most and (steps[-1] >= 0).any():
            here = steps[-1]
            steps.append(np.where(here >= 0, self.above[here], -1))
        return np.stack(steps, axis=1)

    def walk(self, node: int, most: int | None = None) -> tuple[list[int], list[int]]:
        """List the nodes of a way from the bottom up, at most so many, and the edges between."""
        nodes: list[int] = [node]
        edges: list[int] = []
        while (edge := self.edge.item(nodes[-1])) >= 0 and len(nodes) != most:
            edges.append(edge)
            nodes.append(self.above.item(nodes[-1]))
        return nodes, edges


def climb(
    graph: Graph,
    edge_strength: FloatArray,
    passable: BoolArray,
    concerned: BoolArray | None = None,
) -> Best:
    """Find every node's best way up.

    Parameters
    ----------
    graph : Graph
    edge_strength : float array, one entry an edge, in (0, 1]
    passable : bool array, length n_goals
        Goals that a way may run through.
    concerned : bool array, length n_nodes, optional
        Nodes whose ways are asked for; with each, all nodes above it. All by default.
    """
    edges, n_nodes = graph.edges, graph.snapshot.n_nodes
    may_pass = np.ones(n_nodes, dtype=bool)
    may_pass[: len(passable)] = passable
    best = Best(
        strength=graph.is_root.astype(np.float64),
        length=np.zeros(n_nodes, dtype=np.int64),
        edge=np.full(n_nodes, -1, dtype=np.int64),
        above=np.full(n_nodes, -1, dtype=np.int64),
        jump=np.arange(n_nodes, dtype=np.int64),
    )
    open_edges = may_pass[edges.parent]
    if concerned is not None:
        open_edges &= concerned[edges.child]
    if edges.is_deep:
        _climb_edge_by_edge(best, graph, edge_strength, open_edges)
        return best
    for level in graph.edges_by_child:
        chosen = level[open_edges[level] & (best.strength[edges.parent[level]] > 0)]
        if len(chosen):
            _take(best, graph, edge_strength, chosen)
    return best


def _climb_edge_by_edge(
    best: Best, graph: Graph, edge_strength: FloatArray, open_edges: BoolArray
) -> None:
    """Do what ``_take`` does level by level for one node after another."""
    order = graph.by_child
    rank = graph.rank.tolist()
    strength, length, edge, above, jump = (
        array.tolist() for array in (best.strength, best.length, best.edge, best.above, best.jump)
    )

    def comes_first(one: int, other: int) -> bool:
        while above[one] != above[other]:
            far = jump[one] != jump[other]
            one, other = (jump[one], jump[other]) if far else (above[one], above[other])
        return rank[one] < rank[other]

    chosen = order[open_edges[order]]
    for place, child, parent, factor in zip(
        chosen.tolist(),
        graph.edges.child[chosen].tolist(),
        graph.edges.parent[chosen].tolist(),
        edge_strength[chosen].tolist(),
        strict=True,
    ):
        if not strength[parent] > 0:
            continue
        strong, long = strength[parent] * factor, length[parent] + 1
        if edge[child] >= 0:
            beats = _rank_of(strong) - _rank_of(strength[child]) or length[child] - long
            if beats < 0 or not (beats or comes_first(parent, above[child])):
                continue
        strength[child], length[child], edge[child], above[child] = strong, long, place, parent
        over = jump[parent]
        even = length[parent] - length[over] == length[over] - length[jump[over]]
        jump[child] = jump[over] if even else parent
    for array, values in (
        (best.strength, strength),
        (best.length, length),
        (best.edge, edge),
        (best.above, above),
        (best.jump, jump),
    ):
        array[:] = values


def _rank_of(strength: float) -> int:
    """Number a strength so that those which differ by rounding only have one number."""
    return round(strength * 10**TIE_DECIMALS)


def _take(best: Best, graph: Graph, edge_strength: FloatArray, level: IntArray) -> None:
    """Give each child of these edges, which are in the order of children, its best one."""
    child, parent = graph.edges.child[level], graph.edges.parent[level]
    strength = best.strength[parent] * edge_strength[level]
    length = best.length[parent] + 1
    first = np.flatnonzero(np.diff(child, prepend=-1))
    counts = np.diff(first, append=len(child))
    winner = first.copy()
    several = np.flatnonzero(counts > 1)
    if len(several):
        rivals = np.flatnonzero((counts > 1).repeat(counts))
        rank = -np.round(strength[rivals], TIE_DECIMALS)
        order = np.lexsort((length[rivals], rank, child[rivals]))
        rivals, rank = rivals[order], rank[order]
        leads = np.concatenate(([0], np.cumsum(counts[several])[:-1]))
        group = np.arange(len(several), dtype=np.int64).repeat(counts[several])
        tied = (rank == rank[leads][group]) & (length[rivals] == length[rivals[leads]][group])
        n_tied = np.bincount(group[tied], minlength=len(several))

        def smaller(one: IntArray, other: IntArray) -> BoolArray:
            return _comes_first(best, graph.rank, parent[one], parent[other])

        winner[several] = _smallest(rivals, leads, n_tied, smaller)
    node = child[winner]
    above = parent[winner]
    best.strength[node] = strength[winner]
    best.length[node] = length[winner]
    best.edge[node] = level[winner]
    best.above[node] = above
    over = best.jump[above]
    even = (
        best.length[above] - best.length[over] == best.length[over] - best.length[best.jump[over]]
    )
    best.jump[node] = np.where(even, best.jump[over], above)


def _smallest(
    values: IntArray,
    start: IntArray,
    length: IntArray,
    smaller: Callable[[IntArray, IntArray], BoolArray],
) -> IntArray:
    """Return the smallest of ``values[start:start + length]`` for each start."""
    found = values[start]
    for step in range(1, int(length.max(initial=1))):
        open_ones = np.flatnonzero(length > step)
        rival = values[start[open_ones] + step]
        wins = smaller(rival, found[open_ones])
        found[open_ones[wins]] = rival[wins]
    return found


def _comes_first(best: Best, rank: IntArray, one: IntArray, other: IntArray) -> BoolArray:
    """Tell pair by pair which of two equally long ways has the smaller ids from the top."""
    one, other = one.copy(), other.copy()
    # Up to the two nodes below the one where the ways meet, or to two roots.
    apart = np.flatnonzero(best.above[one] != best.above[other])
    while len(apart):
        a, b = one[apart], other[apart]
        far = best.jump[a] != best.jump[b]
        one[apart] = np.where(far, best.jump[a], best.above[a])
        other[apart] = np.where(far, best.jump[b], best.above[b])
        apart = apart[best.above[one[apart]] != best.above[other[apart]]]
    return np.asarray(rank[one] < rank[other])
