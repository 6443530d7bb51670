"""Clocks: lifetimes, cadences, and when each goal was last heard of.

Definitions: DEFINITIONS section 2, *cadence* and *update of a goal*.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np

from lineofsight.engine.codes import Cadence, LinkKind
from lineofsight.engine.columns import BoolArray, FloatArray, IntArray
from lineofsight.engine.lenses import deep
from lineofsight.engine.lenses.graph import Graph, levels_of, strongly_connected
from lineofsight.engine.lenses.progress import time_gone
from lineofsight.engine.ragged import Ragged
from lineofsight.engine.snapshot import Snapshot
from lineofsight.engine.tables import CodeArray

# Longest lifetime in days for which a cadence is meant; longer is multi-year.
LIFETIME_LIMITS = (10.0, 45.0, 135.0, 270.0, 550.0)
BY_LIFETIME = (
    Cadence.WEEKLY,
    Cadence.MONTHLY,
    Cadence.QUARTERLY,
    Cadence.HALF_YEARLY,
    Cadence.YEARLY,
    Cadence.MULTI_YEAR,
)
UPDATE_DAYS = {
    Cadence.WEEKLY: 1.0,
    Cadence.MONTHLY: 7.0,
    Cadence.QUARTERLY: 14.0,
    Cadence.HALF_YEARLY: 30.0,
    Cadence.YEARLY: 30.0,
    Cadence.MULTI_YEAR: 91.0,
}

DENSE = 24  # bytes a key that may be spent on not sorting


class Clocks:
    """Time as each goal lives it.

    Attributes
    ----------
    lifetime : float array, length n_goals
        End less start in days; NaN where either is unknown.
    gone : float array, length n_goals
        Share of the lifetime that has gone, in [0, 1].
    """

    def __init__(self, snapshot: Snapshot, graph: Graph) -> None:
        self.snapshot, self.graph = snapshot, graph
        goals = snapshot.goals
        self.lifetime = goals.end - goals.start
        self.gone = time_gone(goals.start, goals.end, snapshot.day)

    @cached_property
    def cadence(self) -> CodeArray:
        """Each goal's cadence as given, else by its lifetime; quarterly without dates."""
        given = self.snapshot.goals.cadence
        place = np.searchsorted(LIFETIME_LIMITS, np.nan_to_num(self.lifetime), side="left")
        derived = np.array(BY_LIFETIME, dtype=np.int8)[place]
        derived[np.isnan(self.lifetime)] = Cadence.QUARTERLY
        unset = (given == Cadence.UNKNOWN) | (given == Cadence.OWN)
        return np.where(unset, derived, given)

    @cached_property
    def update_days(self) -> FloatArray:
        """How many days may pass between updates of each goal."""
        usual = np.zeros(len(Cadence))
        for cadence, days in UPDATE_DAYS.items():
            usual[cadence] = days
        given = self.snapshot.goals.update_days
        return np.where(np.isnan(given), usual[self.cadence], given)

    @cached_property
    def updates(self) -> tuple[IntArray, FloatArray]:
        """All updates as (goal, day) pairs, each once, ordered by goal and day.

        A day with an observation of one of its key results, a check-in that names it, or a
        revision of it; a goal without key results also takes the updates of its supporters.
        """
        snapshot = self.snapshot
        seen, results, talks = snapshot.observations, snapshot.key_results, snapshot.check_ins
        of_results = seen.before(len(results))
        goal = [results.goal[seen.measure[of_results]], snapshot.revisions.goal, talks.goals.items]
        day = [seen.day[of_results], snapshot.revisions.day, talks.day[talks.goals.holders]]
        pairs = _distinct(np.concatenate(goal), np.concatenate(day))
        return self._with_supporters(*pairs)

    def _with_supporters(self, goal: IntArray, day: FloatArray) -> tuple[IntArray, FloatArray]:
        """Let goals without key results take the updates of their supporters, from the bottom."""
        child, parent = self._in_circles
        if len(child):
            return self._climbed_round(goal, day, child, parent)
        return self._climbed(goal, day)

    def _climbed_round(
        self, goal: IntArray, day: FloatArray, child: IntArray, parent: IntArray
    ) -> tuple[IntArray, FloatArray]:
        """Hand pairs up where some goals, given as pairs too, take each other's in a circle.

        Goals that all take from each other are one: what one takes, all have.
        """
        edges, takes = self.graph.edges, self._takes
        child = np.concatenate([child, edges.child[takes]])
        parent = np.concatenate([parent, edges.parent[takes]])
        one = strongly_connected(child, parent, len(self._is_bare))
        n_ones = int(one.max()) + 1
        child, parent = one[child], one[parent]
        between = child != parent
        child, parent = child[between], parent[between]
        level, _ = levels_of(child, parent, n_ones)
        up = np.argsort(-level[parent], kind="stable")
        child, parent, level = child[up], parent[up], level[parent[up]]
        steps = np.flatnonzero(np.diff(level, prepend=-1))
        goal, day = _distinct(one[goal], day)
        if deep.is_deep(len(child), len(steps)):
            goal, day = deep.days_up(goal, day, child, parent)
        else:
            for first, last in zip(steps, [*steps[1:], len(child)], strict=False):
                goal, day = _taken(goal, day, child[first:last], parent[first:last])
        members = Ragged.group(one, np.arange(len(one), dtype=np.int64), n_ones)
        where, goals = members.gather(goal)
        return _distinct(goals, day[where])

    def _climbed(self, goal: IntArray, day: FloatArray) -> tuple[IntArray, FloatArray]:
        """Hand (goal, day) pairs, ordered by both, up to goals that take them."""
        edges, takes = self.graph.edges, self._takes
        if not edges.is_deep:
            for level in edges.levels_up():
                places = np.flatnonzero(takes[level]) + level.start
                if len(places):
                    goal, day = _taken(goal, day, edges.child[places], edges.parent[places])
            return goal, day
        places = np.flatnonzero(takes)[::-1]
        child, parent = edges.child[places], edges.parent[places]
        concerned = np.zeros(len(self._is_bare), dtype=bool)
        concerned[child] = concerned[parent] = True
        mine = concerned[goal]
        climbed = deep.days_up(goal[mine], day[mine], child, parent)
        return _distinct(
            np.concatenate([goal[~mine], climbed[0]]), np.concatenate([day[~mine], climbed[1]])
        )

    @cached_property
    def _takes(self) -> BoolArray:
        """For each edge, whether its parent is a goal without key results and takes updates."""
        edges, bare = self.graph.edges, self._is_bare
        takes = self.graph.is_supporter & (edges.parent < len(bare))
        takes[takes] = bare[edges.parent[takes]]
        return takes

    @cached_property
    def _is_bare(self) -> BoolArray:
        """For each goal, whether it has no key results."""
        n_goals = len(self.snapshot.goals)
        return np.asarray(np.bincount(self.snapshot.key_results.goal, minlength=n_goals) == 0)

    @cached_property
    def _in_circles(self) -> tuple[IntArray, IntArray]:
        """Supporters and the goals without key results that they support within a circle."""
        links, goals, circle = self.snapshot.links, self.snapshot.goals, self.graph.circle
        inner = (links.kind == LinkKind.SUPPORTS) & (links.target < len(goals))
        child, parent = links.source[inner], links.target[inner]
        takes = (circle[child] >= 0) & (circle[child] == circle[parent])
        takes &= (goals.active & goals.objective)[child] & self._is_bare[parent]
        return child[takes], parent[takes]

    @cached_property
    def last_update(self) -> FloatArray:
        """Day of each goal's last update; NaN where there was none."""
        goal, day = self.updates
        last = np.full(len(self.snapshot.goals), np.nan)
        last[goal] = day  # ordered by day, so that the last one written stays
        return last

    def early_updates(self, before: FloatArray, enough: int) -> IntArray:
        """Count the days with updates of each goal before a day of its own.

        Here a key result that is fed by a source counts as updated on each delivery of that source,
        whatever it delivered.

        Parameters
        ----------
        before : float array, length n_goals
            Days; NaN counts nothing.
        enough : int
            From here on the count may be too small, but not below ``enough``.

        Returns
        -------
        int64 array, length n_goals
        """
        n_goals = len(self.snapshot.goals)
        goal, day = self.updates
        early = day < before[goal]
        goal, day = goal[early], day[early]
        count = np.bincount(goal, minlength=n_goals).astype(np.int64)
        fed, source = self._fed
        doubtful = (count[fed] < enough) & ~np.isnan(before[fed])
        fed, source = fed[doubtful], source[doubtful]
        if not len(fed):
            return count
        from_source, delivered = self._deliveries
        starts = np.searchsorted(from_source, source)
        # One ascending key for source and day, so that one search serves all pairs.
        origin = delivered.min()
        span = delivered.max() - origin + 1
        until = source * span + np.clip(before[fed] - origin, 0, span)
        keys = from_source * span + (delivered - origin)
        lengths = np.searchsorted(keys, until, side="left") - starts
        # Of each source the first deliveries are enough to tell.
        lengths = np.minimum(lengths, enough)
        first = np.repeat(starts - np.cumsum(lengths) + lengths, lengths)
        days = delivered[first + np.arange(lengths.sum())]
        goal, _ = _distinct(
            np.concatenate([goal, np.repeat(fed, lengths)]), np.concatenate([day, days])
        )
        return np.bincount(goal, minlength=n_goals).astype(np.int64)

    @cached_property
    def _sources(self) -> tuple[IntArray, IntArray]:
        """The observations that came from a source, and the number of that source."""
        names = self.snapshot.observations.source
        places = np.flatnonzero(names != "")
        numbers: dict[str, int] = {}
        source = [numbers.setdefault(name, len(numbers)) for name in names[places].tolist()]
        return places, np.array(source, dtype=np.int64)

    @cached_property
    def _fed(self) -> tuple[IntArray, IntArray]:
        """Goals and the sources that feed them, as pairs.

        Of a goal without key results those that feed its supporters.
        """
        results, seen = self.snapshot.key_results, self.snapshot.observations
        places, source = self._sources
        of_results = seen.measure[places] < len(results)
        goal = results.goal[seen.measure[places[of_results]]]
        pairs = _distinct(goal, source[of_results].astype(np.float64))
        goal, numbers = self._with_supporters(*pairs)
        return goal, numbers.astype(np.int64)

    @cached_property
    def _deliveries(self) -> tuple[IntArray, FloatArray]:
        """Sources and the days on which they delivered, ordered by both."""
        places, source = self._sources
        return _distinct(source, self.snapshot.observations.day[places])


def _taken(
    goal: IntArray, day: FloatArray, child: IntArray, parent: IntArray
) -> tuple[IntArray, FloatArray]:
    """Add to (goal, day) pairs, ordered by both, those of each child to its parent."""
    first = np.searchsorted(goal, child, side="left")
    lengths = np.searchsorted(goal, child, side="right") - first
    if not lengths.any():
        return goal, day
    offsets = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    places = np.repeat(first - offsets, lengths) + np.arange(lengths.sum())
    taker = np.repeat(parent, lengths)
    return _distinct(np.concatenate([goal, taker]), np.concatenate([day, day[places]]))


def _distinct(goal: IntArray, day: FloatArray) -> tuple[IntArray, FloatArray]:
    """Order pairs by goal and day, each once; pairs without a day are dropped.

    Days, and whatever else stands in their place, are whole numbers.
    """
    known = ~np.isnan(day)
    if not known.all():
        goal, day = goal[known], day[known]
    if not len(goal):
        return goal, day
    # One key for both.
    first = day.min()
    span = int(day.max() - first) + 1
    keys = goal * span
    keys += (day - first).astype(np.int64)
    keys = _ascending(keys, (int(goal.max()) + 1) * span)
    return keys // span, keys % span + first


def _ascending(keys: IntArray, limit: int) -> IntArray:
    """Put whole numbers in 0..limit-1 in order, each once."""
    if limit <= DENSE * len(keys):
        marked = np.zeros(limit, dtype=bool)  # many keys among few: ticking them off is quicker
        marked[keys] = True
        return np.flatnonzero(marked)
    keys = np.sort(keys)
    return keys[np.concatenate(([True], keys[1:] != keys[:-1]))]
