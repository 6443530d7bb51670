"""What is usual for each node: how alike others are to it, and how the plan's links mostly go."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy

import numpy as np

from lineofsight.engine.columns import BoolArray, FloatArray, IntArray
from lineofsight.engine.meaning.nodes import Nodes
from lineofsight.engine.meaning.space import Space, blocks
from lineofsight.engine.meaning.terms import Block

LEAST_SPREAD = 0.02  # similarities that differ by less tell nothing
USUAL_SPREAD = 0.1  # how far similarities lie apart in most plans
FEW = 4  # of so few similarities their own spread is believed by half
HALF = 0.5  # what an unseen turn of a habit counts


class Standing:
    """For each node, how alike it is to the candidates of the plan, and to any node.

    Attributes
    ----------
    candidates : int64 array, at most 256
        What stands for all candidates (nodes with children).
    mean, spread : float arrays, length n
        Of the similarity to candidates that are neither itself nor below it.
    best, second : float arrays, length n; best_at : int64 array
        The two largest of these similarities, and whose the largest is; -inf, -1 where none.
    base, base_spread : float arrays, length n
        Of the similarity to any other node.
    """

    def __init__(self, nodes: Nodes, space: Space) -> None:
        n = len(nodes)
        self.nodes = nodes
        self.candidates = space.references(nodes.candidates)
        anyone = space.references(nodes.at_home)
        self.mean, self.spread = np.zeros(n), np.full(n, USUAL_SPREAD + LEAST_SPREAD)
        self.base, self.base_spread = np.zeros(n), np.full(n, USUAL_SPREAD + LEAST_SPREAD)
        self.best, self.second = np.full(n, -np.inf), np.full(n, -np.inf)
        self.best_at = np.full(n, -1, dtype=np.int64)
        self.barred = _above_or_same(nodes, self.candidates)
        self._towards, self._all_others = space.block(self.candidates).T, space.block(anyone).T
        self._place = np.full(n, -1, dtype=np.int64)
        self._place[anyone] = np.arange(len(anyone))
        for part in blocks(n):
            self._look(part, space.block(np.arange(part.start, part.stop)))

    def rewritten(self, node: int, row: Block) -> Standing:
        """Return the same with another vector for one node; the others stand as they did."""
        new = copy(self)
        for name in ("mean", "spread", "base", "base_spread", "best", "second", "best_at"):
            setattr(new, name, getattr(self, name).copy())
        new._look(slice(node, node + 1), row)
        return new

    def _look(self, part: slice, rows: Block) -> None:
        if len(self.candidates):
            self._stand(part, np.round(rows @ self._towards, 4), self.open_to(np.r_[part]))
        if self._all_others.shape[1]:
            like = np.round(rows @ self._all_others, 4)
            others = np.ones(like.shape, dtype=bool)
            itself = self._place[self.nodes.original[part]]
            own = np.flatnonzero(itself >= 0)
            others[own, itself[own]] = False
            self.base[part], self.base_spread[part] = _mean_and_spread(like, others)

    def open_to(self, nodes: IntArray) -> BoolArray:
        """Tell which candidates each of some nodes may be linked to: not itself, nor below it."""
        return ~self.barred[self.nodes.original[nodes]]

    def _stand(self, part: slice, like: FloatArray, open_to: BoolArray) -> None:
        self.mean[part], self.spread[part] = _mean_and_spread(like, open_to)
        like = np.where(open_to, like, -np.inf)
        first = like.argmax(axis=1)
        rows = np.arange(len(like))
        self.best[part] = like[rows, first]
        self.best_at[part] = np.where(np.isfinite(self.best[part]), self.candidates[first], -1)
        like[rows, first] = -np.inf
        self.second[part] = like.max(axis=1)

    def rival(self, child: IntArray, parent: IntArray) -> FloatArray:
        """The largest similarity of a child to a candidate other than ``parent``; -inf if none."""
        return np.where(self.best_at[child] == parent, self.second[child], self.best[child])


def _mean_and_spread(like: FloatArray, counted: BoolArray) -> tuple[FloatArray, FloatArray]:
    number = np.maximum(counted.sum(axis=1), 1)
    mean = np.where(counted, like, 0).sum(axis=1, dtype=np.float64) / number
    off = np.where(counted, like - mean[:, None], 0)
    squares = np.einsum("ij,ij->i", off, off) + FEW * USUAL_SPREAD**2
    return mean, np.sqrt(squares / (counted.sum(axis=1) + FEW)) + LEAST_SPREAD


def _above_or_same(nodes: Nodes, candidates: IntArray) -> BoolArray:
    """Mark for each node the candidates that it is, or that are below it; shape (n, candidates)."""
    marked = np.zeros((len(nodes), len(candidates)), dtype=bool)
    frontier, whose = candidates, np.arange(len(candidates), dtype=np.int64)
    marked[frontier, whose] = True
    while len(frontier):
        where, above = nodes.up.gather(frontier)
        whose = whose[where]
        new = ~marked[above, whose]
        keys = np.unique(above[new] * len(candidates) + whose[new])
        frontier, whose = np.divmod(keys, max(1, len(candidates)))
        marked[frontier, whose] = True
    return marked


Outcome = Callable[[IntArray, IntArray], IntArray]


class Habit:
    """How links of a plan mostly go: of children of one group, how often each outcome.

    Parameters
    ----------
    nodes : Nodes
    standing : Standing
    group : int64 array, length n
        Which children are alike; -1: in no group.
    outcome : callable
        From arrays of children and parents, which go together or are stretched to each other, to
        what the link is, a code from 0.
    outcomes : int
        Number of codes.
    """

    def __init__(
        self, nodes: Nodes, standing: Standing, group: IntArray, outcome: Outcome, outcomes: int
    ) -> None:
        self.nodes, self.standing = nodes, standing
        self.group, self.outcome, self.outcomes = group, outcome, outcomes
        native = np.zeros(len(nodes), dtype=bool)
        native[nodes.at_home] = True
        use = native[nodes.child] & native[nodes.parent] & (group[nodes.child] >= 0)
        child, parent = nodes.child[use], nodes.parent[use]
        keys = group[child] * outcomes + outcome(child, parent)
        self._keys, self._seen = np.unique(keys, return_counts=True)
        self._in_all = np.bincount(group[child], minlength=int(group.max(initial=0)) + 1)

    def evidence(self, child: IntArray, parent: IntArray) -> FloatArray:
        """How much a link looks like the plan's other links, and unlike a link to just anything.

        Returns
        -------
        float array, length of ``child``
            log of (share of this outcome among the links of other children of the group / share
            among the child's candidates), damped; 0 where the child is in no group.
        """
        found = np.zeros(len(child))
        child = self.nodes.original[child]
        known = np.flatnonzero(self.group[child] >= 0)
        for part in blocks(len(known)):
            at = known[part]
            found[at] = self._evidence(child[at], parent[at])
        return found

    def _evidence(self, child: IntArray, parent: IntArray) -> FloatArray:
        nodes, group = self.nodes, self.group
        happens = self.outcome(child, parent)
        # The child's own links are what is being judged: they do not count.
        where, own = nodes.up.gather(child)
        same = self.outcome(child[where], own) == happens[where]
        own_same = np.bincount(where[same], minlength=len(child))
        own_all = np.bincount(where, minlength=len(child))
        count = self._count(group[child] * self.outcomes + happens) - own_same
        total = self._in_all[group[child]] - own_all
        share = self._share(child, happens)
        likely = (count + HALF * share) / (total + HALF)
        return np.log(np.maximum(likely, 0) / share * 0.9 + 0.1)

    def _count(self, keys: IntArray) -> IntArray:
        if not len(self._keys):
            return np.zeros(len(keys), dtype=np.int64)
        place = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        return np.where(self._keys[place] == keys, self._seen[place], 0)

    def _share(self, child: IntArray, happens: IntArray) -> FloatArray:
        """Share of an outcome among what the child could be linked to."""
        would = self.outcome(child[:, None], self.standing.candidates[None, :])
        open_to = self.standing.open_to(child)
        hits = ((would == happens[:, None]) & open_to).sum(axis=1)
        return np.maximum(hits, HALF) / np.maximum(open_to.sum(axis=1), 1)
