"""What tells whether a child belongs under a parent, in numbers around 0."""

from __future__ import annotations

from copy import copy
from functools import cached_property

import numpy as np

from lineofsight.engine.columns import FloatArray, IntArray
from lineofsight.engine.meaning.families import Families
from lineofsight.engine.meaning.nodes import Nodes
from lineofsight.engine.meaning.space import Space, blocks, row_products
from lineofsight.engine.meaning.usual import Habit, Outcome, Standing
from lineofsight.engine.ragged import Ragged

FEATURES = (
    "standing",  # likeness to the parent, against the child's likeness to other candidates
    "lead",  # the same, against the best of the others
    "apart",  # the same, against the parent's own siblings
    "family",  # likeness to the parent's other children
    "above",  # likeness to what the parent supports
    "below",  # likeness of the child's own children to the parent
    "form",  # put in the same form as the parent's other children
    "level",  # how often nodes of the child's height link to the parent's depth
    "holder",  # how often the child's function links to the parent's
    "dates",  # how often dates lie to each other like this
)
DEEPEST = 15
PAIRS_AT_ONCE = 512  # of which ten vectors each are held
DATE_TURNS = 4  # unknown, the same, inside, otherwise


class Features:
    """The features of any child and parent of a plan.

    The link that is judged takes no part: a child is left out of its parent's children.
    """

    def __init__(self, nodes: Nodes, space: Space) -> None:
        self.nodes, self.space = nodes, space
        self.standing = Standing(nodes, space)

    def of(self, child: IntArray, parent: IntArray) -> FloatArray:
        """Work out the features of pairs.

        Parameters
        ----------
        child, parent : int64 arrays, length k

        Returns
        -------
        float array, shape (k, 10)
            In the order of ``FEATURES``; 0 where nothing is known.
        """
        found = np.zeros((len(child), len(FEATURES)))
        for part in blocks(len(child), PAIRS_AT_ONCE):
            found[part, :7] = self._words(child[part], parent[part])
        for place, habit in enumerate((self._level, self._holder, self._dates), start=7):
            found[:, place] = habit.evidence(child, parent)
        return np.round(found, 4)

    def _words(self, child: IntArray, parent: IntArray) -> FloatArray:
        nodes, space, standing = self.nodes, self.space, self.standing
        mine, theirs = space.block(child), space.block(parent)
        self_ = nodes.original[child]
        like = np.round(row_products(mine, theirs), 4)
        rival = standing.rival(child, parent)
        spread, base_spread = standing.spread[child], standing.base_spread[child]
        found = np.zeros((len(child), 7))
        found[:, 0] = (like - standing.mean[child]) / spread
        found[:, 1] = np.where(np.isfinite(rival), (like - rival) / spread, 0)
        base = standing.base[child]
        # The parent's children but for the child itself.
        is_child = _are_linked(nodes.up, self_, parent)
        number = nodes.down.lengths[parent]
        others = number - is_child
        near = row_products(mine, self._family.of(parent)) * number
        near -= np.where(is_child, row_products(mine, space.block(self_)), 0)
        near /= np.maximum(others, 1)
        trust = others / (others + 1)
        found[:, 3] = trust * (near - base) / base_spread
        found[:, 6] = trust * self._same_form(child, parent, is_child, others)
        # What the parent supports, and the parent's siblings there.
        where, grand = nodes.up.gather(parent)
        if len(where):
            ups = np.maximum(nodes.up.lengths[parent], 1)
            high = row_products(mine[where], space.block(grand)) - base[where]
            mean = np.bincount(where, high, minlength=len(child)) / ups
            found[:, 4] = mean / base_spread
            size = nodes.down.lengths[grand]
            beside = row_products(mine[where], self._family.of(grand)) * size - like[where]
            # The child may stand there itself: that link is its own, and tells nothing here.
            is_there = _are_linked(nodes.up, self_[where], grand)
            itself = row_products(mine, space.block(self_))[where]
            beside -= np.where(is_there, itself, 0)
            rest = size - 1 - is_there
            gap = np.where(rest > 0, like[where] - beside / np.maximum(rest, 1), 0)
            found[:, 2] = np.bincount(where, gap, minlength=len(child)) / ups / spread
        carried = np.flatnonzero(nodes.down.lengths[self_] > 0)
        if len(carried):
            from_below = row_products(self._family.of(self_[carried]), theirs[carried])
            found[carried, 5] = (from_below - base[carried]) / base_spread[carried]
        return found

    def _same_form(
        self, child: IntArray, parent: IntArray, is_child: IntArray, others: IntArray
    ) -> FloatArray:
        """How much nearer in form a child is to the parent's other children than to any node."""
        form, nodes = self.nodes.form, self.nodes
        n, sums, squares = self._forms_at_home
        mine = form[child]
        own = np.einsum("ij,ij->i", mine, mine)
        any_node = n * own - 2 * mine @ sums + squares
        to_itself = _apart(mine, form[nodes.original[child]])  # not 0 with a reason beside it
        any_node -= to_itself
        of_kin, squares_of_kin = self._forms_of_kin
        to_all = nodes.down.lengths[parent] * own + squares_of_kin[parent]
        to_all -= 2 * np.einsum("ij,ij->i", mine, of_kin[parent])
        to_others = to_all - is_child * to_itself
        gain = any_node / max(n - 1, 1) - to_others / np.maximum(others, 1)
        return np.where(others > 0, gain / form.shape[1], 0)

    @cached_property
    def _forms_at_home(self) -> tuple[int, FloatArray, float]:
        """Number, sum, and sum of squares of the forms of all nodes at home."""
        form = self.nodes.form[self.nodes.at_home]
        return len(form), form.sum(axis=0), float(np.einsum("ij,ij->", form, form))

    @cached_property
    def _forms_of_kin(self) -> tuple[FloatArray, FloatArray]:
        """Sum, and sum of squares, of the forms of the children of each node."""
        form, nodes = self.nodes.form, self.nodes
        parent, kin = nodes.down.holders, form[nodes.down.items]
        sums = np.zeros((len(nodes), form.shape[1]))
        np.add.at(sums, parent, kin)
        squares = np.bincount(parent, np.einsum("ij,ij->i", kin, kin), minlength=len(nodes))
        return sums, squares.astype(np.float64)

    @cached_property
    def _family(self) -> Families:
        return Families(self.nodes, self.space)

    def rewritten(self, node: int, title: str, text: str) -> Features:
        """Return the features with another title and whole text for one node.

        How rare words are, and what is usual among the other texts, stays as it was.
        """
        row = self.space.row_of(text)
        new = copy(self)
        new.nodes = self.nodes.rewritten(node, title, text)
        new.space = self.space.rewritten(node, row)
        new.standing = self.standing.rewritten(node, row)
        shift = row - self.space.block(np.array([node]))
        before, after = self.nodes.form[node], new.nodes.form[node]
        sums, squares = (rows.copy() for rows in self._forms_of_kin)
        sums[self.nodes.up[node]] += after - before
        squares[self.nodes.up[node]] += after @ after - before @ before
        new.__dict__["_forms_of_kin"] = sums, squares
        new.__dict__["_family"] = self._family.shifted(self.nodes.up[node], shift)
        return new

    @cached_property
    def _level(self) -> Habit:
        depth = np.clip(self.nodes.depth + 1, 0, DEEPEST)
        return self._habit(self.nodes.height, lambda _child, parent: depth[parent], DEEPEST + 1)

    @cached_property
    def _holder(self) -> Habit:
        holder = self.nodes.holder
        return self._habit(
            holder, lambda _child, parent: holder[parent] + 1, int(holder.max(initial=0)) + 2
        )

    @cached_property
    def _dates(self) -> Habit:
        return self._habit(self.nodes.height, self._turn_of_dates, DATE_TURNS)

    def _turn_of_dates(self, child: IntArray, parent: IntArray) -> IntArray:
        """0 unknown, 1 the same dates, 2 inside the parent's, 3 otherwise."""
        start, end = self.nodes.start, self.nodes.end
        first, last, from_, until = start[child], end[child], start[parent], end[parent]
        known = ~np.isnan(first + last + from_ + until)
        same = (first == from_) & (last == until)
        inside = (first >= from_) & (last <= until)
        return np.where(known, np.where(same, 1, np.where(inside, 2, 3)), 0).astype(np.int64)

    def _habit(self, group: IntArray, outcome: Outcome, outcomes: int) -> Habit:
        return Habit(self.nodes, self.standing, group, outcome, outcomes)


def _apart(one: FloatArray, other: FloatArray) -> FloatArray:
    """Squared distance of each row of one array to the same row of another."""
    return np.asarray(np.einsum("ij,ij->i", one - other, one - other))


def _are_linked(up: Ragged, child: IntArray, parent: IntArray) -> IntArray:
    """1 where ``parent`` is a parent of ``child``, else 0."""
    where, above = up.gather(child)
    hit = above == parent[where]
    return (np.bincount(where[hit], minlength=len(child)) > 0).astype(np.int64)
