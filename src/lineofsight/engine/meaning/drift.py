"""Links whose words say little for them: beside other goals, and beside other parents.

Definitions: DEFINITIONS section 7, LOS201 and LOS202.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

import numpy as np

from lineofsight.engine.codes import Scope
from lineofsight.engine.columns import BoolArray, FloatArray, IntArray
from lineofsight.engine.lenses.changes import Changes
from lineofsight.engine.lenses.graph import Graph
from lineofsight.engine.meaning.fit import SURE
from lineofsight.engine.meaning.lens import Meaning
from lineofsight.engine.meaning.terms import Block
from lineofsight.engine.snapshot import Snapshot

TOLERANCE = 1e-9
DRIFTED = {"least_certainty": 0.33, "fewest_others": 10, "fewest_words": 5}
BETTER = {"least_gain": 0.82, "least_fit": 0.82}
MOST_OTHERS = 200  # of more goals at a depth, so many stand for all
MOST_CANDIDATES = 20
MOST_LINKS = 2_000  # of more links in doubt, those that fit least are looked at
_BLOCK = 512

Limits = Mapping[str, float]


@dataclass(frozen=True)
class Drifted:
    """Links that fit no better than goals which do not serve that parent; one entry a link.

    Parameters
    ----------
    edge : int64 array
        Edges of the graph.
    fit, median : float arrays in [0.001, 0.999]
        Of the link, and of the other goals to the same parent.
    compared : int64 array
        How many others were compared.
    certainty : float array in [0, 1]
        1 less the fit, moved to the share of claimed links that are right.
    """

    edge: IntArray
    fit: FloatArray
    median: FloatArray
    compared: IntArray
    certainty: FloatArray


@dataclass(frozen=True)
class Better:
    """Links beside which another parent fits better; one entry a link.

    Parameters
    ----------
    edge : int64 array
        Edges of the graph.
    fit : float array in [0.001, 0.999]
        Of the link.
    parent : int64 array
        The node that fits best.
    better_fit : float array in [0.001, 0.999]
        Of the child to it.
    """

    edge: IntArray
    fit: FloatArray
    parent: IntArray
    better_fit: FloatArray


class Drift:
    """What stands beside the links of a plan.

    Parameters
    ----------
    snapshot : Snapshot
    graph : Graph
    changes : Changes
    meaning : Meaning
    """

    def __init__(
        self, snapshot: Snapshot, graph: Graph, changes: Changes, meaning: Meaning
    ) -> None:
        self.snapshot, self.graph, self.changes = snapshot, graph, changes
        self.meaning = meaning
        self._drifted: dict[tuple[float, ...], Drifted] = {}
        self._pools: dict[int, IntArray] = {}

    @cached_property
    def judged(self) -> BoolArray:
        """For each goal, whether rules on wording speak of it: active, objective, not private."""
        goals = self.snapshot.goals
        return goals.active & goals.objective & (goals.scope != Scope.INDIVIDUAL)

    @cached_property
    def content_words(self) -> IntArray:
        """Number of content words in title and text of each node."""
        nodes = self.meaning.nodes
        return nodes.words.count(nodes.stop)

    # --- the link beside other goals

    def drifted(self, limits: Limits) -> Drifted:
        """Find links that fit their parent no better than goals that do not serve it.

        Parameters
        ----------
        limits : mapping
            ``least_certainty``, ``fewest_others``, ``fewest_words``.
        """
        key = tuple(float(limits[name]) for name in DRIFTED)
        if key not in self._drifted:
            self._drifted[key] = self._find_drifted(limits)
        return self._drifted[key]

    def _find_drifted(self, limits: Limits) -> Drifted:
        edges, graph, meaning = self.graph.edges, self.graph, self.meaning
        certainty = 1 - meaning.link_chance
        doubtful = certainty >= limits["least_certainty"] - TOLERANCE
        doubtful &= self.judged[edges.child] & (graph.depth[edges.child] > 0)
        doubtful &= ~self.looked_after
        chosen = np.flatnonzero(doubtful)
        if meaning.wording.words is None:  # words of no language: which say something is unknown
            chosen = chosen[:0]
        said = self.content_words
        fewest = limits["fewest_words"] - TOLERANCE
        chosen = chosen[np.minimum(said[edges.child], said[edges.parent])[chosen] >= fewest]
        chosen = chosen[~meaning.shares_measure(edges.child[chosen], edges.parent[chosen])]
        chosen = self._least_fitting(chosen)
        median, compared = self._beside(chosen)
        fit = meaning.link_fit[chosen]
        with np.errstate(invalid="ignore"):
            fires = (compared >= limits["fewest_others"] - TOLERANCE) & (fit <= median + TOLERANCE)
        chosen = chosen[fires]
        return Drifted(chosen, fit[fires], median[fires], compared[fires], certainty[chosen])

    @cached_property
    def looked_after(self) -> BoolArray:
        """For each edge, whether it has a reason, and was confirmed since either end changed."""
        edges, links = self.graph.edges, self.snapshot.links
        with_reason = self.meaning.speaker != edges.child
        newest = np.maximum(self.changes.newest[edges.child], self.changes.newest[edges.parent])
        return np.asarray(with_reason & (links.confirmed_on[edges.link] >= newest))

    def _least_fitting(self, edges: IntArray) -> IntArray:
        """Of very many edges those that fit least, and so are the surest to be seen."""
        if len(edges) <= MOST_LINKS:
            return edges
        order = np.argsort(self.meaning.link_fit[edges], kind="stable")
        return np.sort(edges[order[:MOST_LINKS]])

    def _beside(self, chosen: IntArray) -> tuple[FloatArray, IntArray]:
        """Median fit of others to the parent of each edge, and how many; NaN where there are none.

        Others are the goals of the child's depth that are not below the parent. Links of the same
        parent and depth are compared with the same others.
        """
        edges, graph = self.graph.edges, self.graph
        n_nodes = self.snapshot.n_nodes
        keys = graph.depth[edges.child[chosen]] * n_nodes + edges.parent[chosen]
        groups, group = np.unique(keys, return_inverse=True)
        median, compared = np.full(len(groups), np.nan), np.zeros(len(groups), dtype=np.int64)
        depth, parent = np.divmod(groups, n_nodes)
        for rung in np.unique(depth).tolist():
            here = np.flatnonzero(depth == rung)
            row, other = self._others(rung, parent[here])
            compared[here] = np.bincount(row, minlength=len(here))
            fits = self.meaning.fit(other, parent[here][row])
            ends = np.cumsum(compared[here])[:-1]
            for place, found in zip(here.tolist(), np.split(fits, ends), strict=True):
                if len(found):
                    median[place] = np.median(found)
        return median[group], compared[group]

    def _others(self, rung: int, parents: IntArray) -> tuple[IntArray, IntArray]:
        """Choose at most 200 goals at a depth that are not below each of some parents.

        Returns
        -------
        row, goal : int64 arrays
            Place in ``parents``, in order, and a goal.
        """
        pool = self._pool(rung)
        rows, goals = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
        left, first = np.arange(len(parents), dtype=np.int64), 2 * MOST_OTHERS
        while len(left):
            looked = pool[:first]
            free = ~self.below(looked, parents[left])
            free &= np.cumsum(free, axis=1) <= MOST_OTHERS
            enough = (free.sum(axis=1) == MOST_OTHERS) | (len(looked) == len(pool))
            row, column = np.nonzero(free[enough])
            rows.append(left[enough][row])
            goals.append(looked[column])
            left, first = left[~enough], 8 * first
        row, goal = np.concatenate(rows), np.concatenate(goals)
        order = np.argsort(row, kind="stable")
        return row[order], goal[order]

    def _pool(self, rung: int) -> IntArray:
        """The goals at a depth in an order that their words decide, and not their ids."""
        if rung not in self._pools:
            at = np.flatnonzero(self.judged & (self.graph.depth[: len(self.judged)] == rung))
            if len(at) > MOST_OTHERS:
                texts = self.meaning.nodes.texts
                marks = [blake2b(texts[i].encode(), digest_size=8).digest() for i in at.tolist()]
                at = at[np.array(sorted(range(len(at)), key=lambda place: (marks[place], place)))]
            self._pools[rung] = at
        return self._pools[rung]

    def below(self, goals: IntArray, nodes: IntArray) -> BoolArray:
        """Tell which goals are below which nodes, through active goals.

        Parameters
        ----------
        goals, nodes : int64 arrays
            Each without repeats.

        Returns
        -------
        bool array, shape (len(nodes), len(goals))
        """
        graph, edges = self.graph, self.graph.edges
        found = np.zeros((len(nodes), len(goals)), dtype=bool)
        if not len(nodes):
            return found
        place = np.full(self.snapshot.n_nodes, -1, dtype=np.int64)
        place[nodes] = np.arange(len(nodes))
        # What stands no lower than the highest of the nodes is below none of them.
        lowest = int(graph.level[nodes].min())
        whose = np.flatnonzero(graph.level[goals] > lowest)
        frontier = goals[whose]
        while len(frontier):
            where, up = graph.up.gather(frontier)
            keys = np.unique(edges.parent[up] * len(goals) + whose[where])
            above, whose = np.divmod(keys, len(goals))
            hit = place[above] >= 0
            found[place[above[hit]], whose[hit]] = True
            on = (graph.level[above] > lowest) & (above < len(self.judged))
            on[on] = self.snapshot.goals.active[above[on]]
            frontier, whose = above[on], whose[on]
        return found

    # --- the link beside other parents

    def better(self, limits: Limits) -> Better:
        """Find links beside which another node of the parent's depth fits the child better.

        Parameters
        ----------
        limits : mapping
            ``least_gain``, ``least_fit``.
        """
        edges, graph, meaning = self.graph.edges, self.graph, self.meaning
        room = meaning.link_fit <= 1 - SURE - limits["least_gain"] + TOLERANCE
        room &= self.judged[edges.child] & (graph.depth[edges.parent] >= 0)
        chosen = self._least_fitting(np.flatnonzero(room))
        row, node = self._nearest(chosen)
        fits = meaning.fit(meaning.speaker[chosen][row], node)
        # The best of each link comes first; of equal ones the smaller id.
        order = np.lexsort((graph.rank[node], -fits, row))
        row, node, fits = row[order], node[order], fits[order]
        first = np.flatnonzero(np.diff(row, prepend=-1))
        row, node, fits = row[first], node[first], fits[first]
        claimed = meaning.link_fit[chosen[row]]
        fires = (fits >= claimed + limits["least_gain"] - TOLERANCE) & (
            fits >= limits["least_fit"] - TOLERANCE
        )
        return Better(chosen[row][fires], claimed[fires], node[fires], fits[fires])

    def _nearest(self, chosen: IntArray) -> tuple[IntArray, IntArray]:
        """For each edge the at most 20 nodes of the parent's depth that are most like the child.

        Active goals and pillars that the child neither supports nor has below it.
        """
        edges, graph = self.graph.edges, self.graph
        n_goals = len(self.judged)
        offered = np.zeros(self.snapshot.n_nodes, dtype=bool)
        offered[:n_goals] = self.judged
        offered[n_goals : n_goals + len(self.snapshot.pillars)] = True
        depth = graph.depth[edges.parent[chosen]]
        rows, nodes = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
        for rung in np.unique(depth).tolist():
            candidates = np.flatnonzero(offered & (graph.depth == rung))
            here = np.flatnonzero(depth == rung)
            for start in range(0, len(here), _BLOCK):
                part = here[start : start + _BLOCK]
                row, column = self._nearest_of(chosen[part], candidates)
                rows.append(part[row])
                nodes.append(candidates[column])
        return np.concatenate(rows), np.concatenate(nodes)

    def _nearest_of(self, chosen: IntArray, candidates: IntArray) -> tuple[IntArray, IntArray]:
        edges, graph, space = self.graph.edges, self.graph, self.meaning.space
        child = edges.child[chosen]
        like = np.full((len(chosen), len(candidates)), -np.inf, dtype=np.float32)
        spoken = space.block(self.meaning.speaker[chosen])
        for first in range(0, len(candidates), 16 * _BLOCK):
            part = slice(first, first + 16 * _BLOCK)
            like[:, part] = np.round(spoken @ space.block(candidates[part]).T, 4)
        place = np.full(self.snapshot.n_nodes, -1, dtype=np.int64)
        place[candidates] = np.arange(len(candidates))
        self_ = np.flatnonzero(place[child] >= 0)
        like[self_, place[child[self_]]] = -np.inf
        where, up = graph.up.gather(child)
        column = place[edges.parent[up]]
        like[where[column >= 0], column[column >= 0]] = -np.inf
        goals = candidates[candidates < len(self.judged)]
        if len(goals):
            ones, of_child = np.unique(child, return_inverse=True)
            inside, whose = np.nonzero(self.below(goals, ones))
            barred = {int(i): place[goals[whose[inside == i]]] for i in np.unique(inside)}
            for row, one in enumerate(of_child.tolist()):
                if one in barred:
                    like[row, barred[one]] = -np.inf
        return _largest(like, graph.rank[candidates], MOST_CANDIDATES)


def _largest(like: Block, rank: IntArray, most: int) -> tuple[IntArray, IntArray]:
    """Places of the largest numbers of each row, at most so many; of equal ones by rank."""
    if not like.shape[1]:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    if like.shape[1] > most:
        bound = np.partition(like, like.shape[1] - most, axis=1)[:, [-most]]
    else:
        bound = np.full((len(like), 1), -np.inf, dtype=like.dtype)
    row, column = np.nonzero((like >= bound) & np.isfinite(like))
    order = np.lexsort((rank[column], -like[row, column], row))
    row, column = row[order], column[order]
    number = np.bincount(row, minlength=len(like))
    place = np.arange(len(row)) - np.repeat(np.cumsum(number) - number, number)
    return row[place < most], column[place < most]
