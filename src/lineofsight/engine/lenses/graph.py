"""The graph of ``supports`` links: roots, circles, levels, depth, and what is below what.

Formulas: DEFINITIONS sections 2 and 3.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import overload

import numpy as np

from lineofsight.engine.codes import NORTH_STAR, LinkKind, Scope
from lineofsight.engine.columns import BoolArray, IntArray, StrArray
from lineofsight.engine.lenses import deep
from lineofsight.engine.lenses.below import Branch, count_below
from lineofsight.engine.loading import objects, order_of
from lineofsight.engine.ragged import Ragged, order_of_numbers
from lineofsight.engine.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Edges:
    """The ``supports`` links that lie in no circle, ordered by the level of their parent.

    Each array has one entry an edge. ``cuts`` divides them by parent level: edges
    ``cuts[i]:cuts[i + 1]`` have parents of level i.
    """

    link: IntArray  # links
    child: IntArray  # goals
    parent: IntArray  # nodes
    cuts: IntArray

    def __len__(self) -> int:
        return len(self.link)

    @property
    def is_deep(self) -> bool:
        """Tell whether there are many levels with few edges each."""
        return deep.is_deep(len(self), len(self.cuts) - 1)

    def levels_down(self) -> Iterator[slice]:
        """Yield the edges level by level, from the top down."""
        for first, last in zip(self.cuts[:-1].tolist(), self.cuts[1:].tolist(), strict=True):
            yield slice(first, last)

    def levels_up(self) -> Iterator[slice]:
        """Yield the edges level by level, from the bottom up."""
        yield from reversed(list(self.levels_down()))


class Graph:
    """The cascade as a graph without circles, and the circles apart.

    Parameters
    ----------
    snapshot : Snapshot

    Attributes
    ----------
    circle : int64 array, length n_goals
        Number of the circle that a goal is in, -1 for none. A link from a goal to itself is a
        circle too.
    edges : Edges
    level : int64 array, length n_nodes
        Most links from a node up to one that supports nothing; a parent's level is always smaller
        than its child's.
    is_root : bool array, length n_nodes
    depth : int64 array, length n_nodes
        Links on the shortest path to a root; 0 for a root, -1 without a path.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        links, n_goals = snapshot.links, len(snapshot.goals)
        supports = np.flatnonzero(links.kind == LinkKind.SUPPORTS)
        child, parent = links.source[supports], links.target[supports]
        self.level, circular = levels_of(child, parent, snapshot.n_nodes)
        self.circle: IntArray = np.full(n_goals, -1, dtype=np.int64)
        if circular:
            self.circle = _circles(child, parent, n_goals)
        parent_circle = np.where(parent < n_goals, self.circle[np.minimum(parent, n_goals - 1)], -1)
        in_circle = (self.circle[child] >= 0) & (self.circle[child] == parent_circle)
        self.is_root = _roots(snapshot, child)
        kept = ~in_circle
        if circular:
            self.level, _ = levels_of(child[kept], parent[kept], snapshot.n_nodes)
        # Links are in the order of children: what is sorted keeps that among equals.
        order = self._by_level(parent[kept])
        parent_level = self.level[parent[kept]][order]
        top = int(parent_level[-1]) + 1 if len(order) else 0
        cuts = np.searchsorted(parent_level, np.arange(top + 1))
        self.edges = Edges(
            supports[kept][order], child[kept][order], parent[kept][order], cuts.astype(np.int64)
        )
        self.depth = self._depths()

    @cached_property
    def up(self) -> Ragged:
        """For each goal, its edges to parents (indices into ``edges``)."""
        places = np.arange(len(self.edges), dtype=np.int64)
        return Ragged.group(self.edges.child, places, len(self.snapshot.goals))

    @cached_property
    def down(self) -> Ragged:
        """For each node, its edges to children (indices into ``edges``)."""
        places = np.arange(len(self.edges), dtype=np.int64)
        return Ragged.group(self.edges.parent, places, self.snapshot.n_nodes)

    @property
    def _children(self) -> Ragged:
        """For each node, its children, one entry an edge."""
        return Ragged(self.down.start, self.edges.child[self.down.items])

    @property
    def has_root(self) -> bool:
        """Tell whether there is anything that a goal could lead to."""
        return bool(self.is_root.any())

    @cached_property
    def has_path(self) -> BoolArray:
        """For each node, whether a chain of links leads to a root (a root has one)."""
        return self.depth >= 0

    @cached_property
    def is_supporter(self) -> BoolArray:
        """For each edge, whether its child is an active objective."""
        goals = self.snapshot.goals
        return (goals.active & goals.objective)[self.edges.child]

    @cached_property
    def supporters(self) -> IntArray:
        """For each node, how many active objectives support it."""
        return np.bincount(
            self.edges.parent[self.is_supporter], minlength=self.snapshot.n_nodes
        ).astype(np.int64)

    def _by_level(self, nodes: IntArray) -> IntArray:
        """Return the order of nodes by level, then by number; equal ones stay as they stand."""
        n_nodes = self.snapshot.n_nodes
        return order_of_numbers(
            self.level[nodes] * n_nodes + nodes, n_nodes * (int(self.level.max(initial=0)) + 1)
        )

    def _depths(self) -> IntArray:
        depth = np.where(self.is_root, 0, -1).astype(np.int64)
        frontier, place = np.flatnonzero(self.is_root), np.empty_like(depth)
        distance = 0
        while len(frontier):
            if distance == deep.RUNGS:
                deep.depths(self._children, depth, frontier, distance)
                break
            distance += 1
            _, edges = self.down.gather(frontier)
            reached = self.edges.child[edges]
            frontier = once(reached[depth[reached] < 0], place)
            depth[frontier] = distance
        return depth

    @overload
    def branch(self, nodes: IntArray) -> IntArray: ...
    @overload
    def branch(self, nodes: IntArray, most: int) -> IntArray | None: ...
    def branch(self, nodes: IntArray, most: int | None = None) -> IntArray | None:
        """List the goals below any of ``nodes``: with a path to one of them through active goals.

        Parameters
        ----------
        nodes : int64 array
        most : int, optional
            Give up where more links than that have to be looked at.

        Returns
        -------
        int64 array, ascending; None where it was given up
            The nodes themselves are not in it, unless they are below one another.
        """
        active = self.snapshot.goals.active
        seen, place = np.zeros(len(active), dtype=bool), np.empty(len(active), dtype=np.int64)
        parts, count, rung = [np.zeros(0, dtype=np.int64)], 0, 0
        frontier = np.asarray(nodes, dtype=np.int64)
        while len(frontier):
            if rung == deep.RUNGS:
                left = None if most is None else most - count
                further = deep.branch(self._children, seen, active, frontier, left)
                if further is None:
                    return None
                parts.append(further)
                break
            rung += 1
            _, edges = self.down.gather(frontier)
            count += len(edges)
            if most is not None and count > most:
                return None
            reached = self.edges.child[edges]
            reached = once(reached[~seen[reached]], place)
            seen[reached] = True
            parts.append(reached)
            frontier = reached[active[reached]]
        return np.sort(np.concatenate(parts))

    def below(self, nodes: IntArray) -> BoolArray:
        """Mark the goals of ``branch(nodes)``; bool array, length n_goals."""
        found = np.zeros(len(self.snapshot.goals), dtype=bool)
        found[self.branch(nodes)] = True
        return found

    @cached_property
    def highest(self) -> IntArray:
        """For each goal, the goal with the smallest id of those that its chains up end at.

        A goal that supports nothing is its own; so is one that leads to pillars only.
        """
        n_goals = len(self.snapshot.goals)
        top = np.full(self.snapshot.n_nodes, n_goals, dtype=np.int64)
        alone = np.flatnonzero(self.up.lengths == 0)
        top[alone] = alone
        child, parent = self.edges.child, self.edges.parent
        if self.edges.is_deep:
            order = self.by_child
            top = deep.smallest_above(top, child[order], parent[order])
        else:
            for level in self.edges_by_child:
                np.minimum.at(top, child[level], top[parent[level]])
        highest = top[:n_goals]
        return np.where(highest == n_goals, np.arange(n_goals, dtype=np.int64), highest)

    @cached_property
    def by_child(self) -> IntArray:
        """The edges by the level of their child, from the top down, then by child."""
        return self._by_level(self.edges.child)

    @property
    def edges_by_child(self) -> list[IntArray]:
        """The edges of ``by_child`` in groups of one level."""
        order = self.by_child
        levels = self.level[self.edges.child[order]]
        return np.split(order, np.flatnonzero(np.diff(levels)) + 1) if len(order) else []

    @cached_property
    def node_ids(self) -> StrArray:
        """Id of each node."""
        star = objects([NORTH_STAR] * int(self.snapshot.has_north_star))
        return np.concatenate([self.snapshot.goals.ids, self.snapshot.pillars.ids, star])

    @cached_property
    def rank(self) -> IntArray:
        """For each node, the place of its id among all, by Unicode code points."""
        order = order_of(self.node_ids)
        rank = np.empty(len(order), dtype=np.int64)
        rank[order] = np.arange(len(order), dtype=np.int64)
        return rank

    def active_below(self, goals: IntArray, counted: BoolArray | None = None) -> IntArray:
        """Count the active goals below each of some goals, everyone once.

        Parameters
        ----------
        goals : int64 array
        counted : bool array, length n_goals, optional
            Which active goals count; all of them by default.

        Returns
        -------
        int64 array, one entry a goal asked about
        """
        if counted is not None:
            return self._count_below(goals, counted)
        asked = np.zeros(len(self._active_below), dtype=bool)
        asked[goals] = True
        unknown = np.flatnonzero(asked & (self._active_below < 0))
        self._active_below[unknown] = self._count_below(unknown, self.snapshot.goals.active)
        return self._active_below[goals]

    @cached_property
    def _active_below(self) -> IntArray:
        """For each goal, how many active goals are below it; -1 where nobody has asked yet."""
        return np.full(len(self.snapshot.goals), -1, dtype=np.int64)

    def _count_below(self, goals: IntArray, counted: BoolArray) -> IntArray:
        active, edges = self.snapshot.goals.active, self.edges
        inside = self.below(goals) & active
        inside[goals] = True
        members = np.flatnonzero(inside)
        place = np.zeros(len(active), dtype=np.int64)
        place[members] = np.arange(len(members), dtype=np.int64)
        within = edges.parent < len(active)
        within[within] = inside[edges.parent[within]]
        chosen = np.flatnonzero(within & active[edges.child])
        branch = Branch(
            n=len(members),
            child=place[edges.child[chosen]],
            parent=place[edges.parent[chosen]],
            cuts=np.unique(np.searchsorted(chosen, edges.cuts)),
        )
        return count_below(branch, place[goals], (active & counted)[members])


def once(nodes: IntArray, place: IntArray) -> IntArray:
    """Return nodes each once, in any order; ``place`` is scratch space with an entry a node."""
    here = np.arange(len(nodes), dtype=np.int64)
    place[nodes] = here
    return nodes[place[nodes] == here]


def _circles(child: IntArray, parent: IntArray, n_goals: int) -> IntArray:
    """Number the strongly connected sets of goals that hold a circle; -1 for goals in none."""
    circle = np.full(n_goals, -1, dtype=np.int64)
    inner = parent < n_goals
    child, parent = child[inner], parent[inner]
    label = strongly_connected(child, parent, n_goals)
    loops = np.zeros(n_goals, dtype=bool)
    loops[child[child == parent]] = True
    found = (np.bincount(label)[label] > 1) | loops
    circle[found] = label[found]
    return circle


def strongly_connected(child: IntArray, parent: IntArray, n_goals: int) -> IntArray:
    """Number the sets of goals from each of which a chain leads to each other."""
    # Few plans hold a circle; the others are spared the import, a third of a small check.
    from scipy.sparse import coo_array  # noqa: PLC0415 - see above
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415 - see above

    ones = np.ones(len(child), dtype=np.int8)
    matrix = coo_array((ones, (child, parent)), shape=(n_goals, n_goals)).tocsr()
    _, label = connected_components(matrix, directed=True, connection="strong")
    return np.asarray(label, dtype=np.int64)


def _roots(snapshot: Snapshot, children: IntArray) -> BoolArray:
    """Mark pillars and the North Star; without pillars enterprise goals that support nothing."""
    goals = snapshot.goals
    is_root = np.zeros(snapshot.n_nodes, dtype=bool)
    is_root[len(goals) :] = True
    if not len(snapshot.pillars):
        supports_nothing = np.bincount(children, minlength=len(goals)) == 0
        is_root[: len(goals)] = goals.active & (goals.scope == Scope.ENTERPRISE) & supports_nothing
    return is_root


def levels_of(child: IntArray, parent: IntArray, n_nodes: int) -> tuple[IntArray, bool]:
    """Longest way from each node up to one without parents, and whether the edges hold a circle.

    With a circle the levels of what is in it, or below it, mean nothing.
    """
    level, place = np.zeros(n_nodes, dtype=np.int64), np.empty(n_nodes, dtype=np.int64)
    waiting = np.bincount(child, minlength=n_nodes)
    down = Ragged.group(parent, child, n_nodes)
    frontier = np.flatnonzero(waiting == 0)
    rung = 0
    while len(frontier):
        if rung == deep.RUNGS:
            deep.levels(down, level, waiting, frontier, rung)
            break
        rung += 1
        _, reached = down.gather(frontier)
        np.subtract.at(waiting, reached, 1)
        # A node is due once its last parent is; that parent has the largest level.
        frontier = once(reached[waiting[reached] == 0], place)
        level[frontier] = rung
    return level, bool(waiting.any())
