"""Progress: how far key results and goals have come. Formulas: DEFINITIONS section 3."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import isnan

import numpy as np

from lineofsight.engine.codes import MeasureType, Reported, Rollup, Status
from lineofsight.engine.columns import BoolArray, FloatArray, IntArray
from lineofsight.engine.lenses import deep
from lineofsight.engine.lenses.flow import shares_in_groups
from lineofsight.engine.lenses.graph import Graph
from lineofsight.engine.loading import distinct, to_day
from lineofsight.engine.ragged import Ragged
from lineofsight.engine.snapshot import Snapshot
from lineofsight.engine.tables import CodeArray

EXPECTED_FLOOR = 0.1  # below this, pace says nothing yet
ON_TRACK_PACE = 0.8
TOLERANCE = 1e-9


def weighted_means(
    values: FloatArray, weights: FloatArray, group: IntArray, n_groups: int
) -> tuple[FloatArray, FloatArray]:
    """Return mean and coverage (known weight / all weight) by group; NaN where nothing is known."""
    known = ~np.isnan(values)
    total = np.bincount(group, weights=weights, minlength=n_groups)
    known_weight = np.bincount(group[known], weights=weights[known], minlength=n_groups)
    summed = np.bincount(group[known], weights=(values * weights)[known], minlength=n_groups)
    nothing = np.full(n_groups, np.nan)
    mean = np.divide(summed, known_weight, out=nothing.copy(), where=known_weight > 0)
    coverage = np.divide(known_weight, total, out=nothing, where=total > 0)
    return mean, coverage


@dataclass(frozen=True, slots=True)
class ResultScale:
    """Where each key result starts and should arrive, in its own units; length n_key_results."""

    baseline: FloatArray
    target: FloatArray
    is_band: BoolArray

    @classmethod
    def of(cls, snapshot: Snapshot) -> ResultScale:
        """Read the scale: a milestone runs from 0 to 1 where nothing else is given."""
        results = snapshot.key_results
        milestone = results.type == MeasureType.MILESTONE
        return cls(
            baseline=np.where(milestone & np.isnan(results.baseline), 0.0, results.baseline),
            target=np.where(milestone & np.isnan(results.target), 1.0, results.target),
            is_band=~np.isnan(results.low) | ~np.isnan(results.high),
        )


def result_progress(
    snapshot: Snapshot, scale: ResultScale, value: FloatArray, which: IntArray | slice = slice(None)
) -> FloatArray:
    """Progress of key results at given values, not clipped; NaN where it cannot be told.

    ``(value - baseline) / (target - baseline)``; for a band 1 inside, and outside
    ``1 - distance to the nearer edge / |baseline - that edge|``.

    Parameters
    ----------
    snapshot, scale
        The key results and where they start and should arrive.
    value : float array, length n_key_results
    which : int array or slice
        The key results asked about; all by default.
    """
    at, baseline, target = value[which], scale.baseline[which], scale.target[which]
    is_band = scale.is_band[which]
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        span = target - baseline
        linear = np.where(span == 0, np.nan, (at - baseline) / span)
    if not is_band.any():
        return linear
    low, high = snapshot.key_results.low[which], snapshot.key_results.high[which]
    under, over = at < low, at > high
    edge = np.where(under, low, high)
    room = np.abs(baseline - edge)
    with np.errstate(divide="ignore", invalid="ignore"):
        outside = np.where(room == 0, np.nan, 1.0 - np.abs(at - edge) / room)
    band = np.where(under | over, outside, np.where(np.isnan(at), np.nan, 1.0))
    return np.where(is_band, band, linear)


class Progress:
    """Progress of everything at an instant, at or before that of the snapshot.

    Parameters
    ----------
    day : float
        The instant. At an earlier one a measure that has only later observations stands at its
        baseline.
    before : Progress, optional
        That of a snapshot with the same key results and observations, at the same instant: what
        was seen is taken from it.

    Attributes
    ----------
    value : float array, length n_key_results
    unclipped, clipped : float array, length n_key_results
        Progress of key results; what every mean uses is the clipped one, in [0, 1].
    own, coverage : float array, length n_goals
        Mean of a goal's key results, and the share of their weight that is known.
    children : float array, length n_nodes
        Mean of the children's progress, by contribution.
    node : float array, length n_nodes
        Progress by each goal's roll-up setting; a root that is no goal takes its children's.
    """

    def __init__(
        self, snapshot: Snapshot, graph: Graph, day: float, before: Progress | None = None
    ) -> None:
        self.snapshot, self.graph, self.day = snapshot, graph, day
        self.scale = ResultScale.of(snapshot)
        if before is not None:
            self.seen, self.is_summed = before.seen, before.is_summed
        if before is None or before.is_summed.any():
            self.value = self._with_sums(self.seen.copy())
            self._measure()
        else:
            self._take_over(before)
        self.edge_share = self._child_shares()
        self.children, self.node = self._roll_up()

    def _measure(self) -> None:
        """Work out how far key results are, and the goals that have them."""
        results, n_goals = self.snapshot.key_results, len(self.snapshot.goals)
        self.unclipped = result_progress(self.snapshot, self.scale, self.value)
        self.clipped = np.clip(self.unclipped, 0.0, 1.0)
        self.result_weight = _result_weights(results.weight, results.goal, n_goals)
        self.own, self.coverage = weighted_means(
            self.clipped, self.result_weight, results.goal, n_goals
        )
        self.n_results = np.bincount(results.goal, minlength=n_goals)

    def _take_over(self, before: Progress) -> None:
        """Take over what stands however goals are linked."""
        self.value, self.unclipped, self.clipped = before.value, before.unclipped, before.clipped
        self.result_weight, self.n_results = before.result_weight, before.n_results
        self.own, self.coverage = before.own, before.coverage

    @cached_property
    def seen(self) -> FloatArray:
        """Value of each key result, its observations and column alone considered."""
        table, results = self.snapshot.observations, self.snapshot.key_results
        of_results = table.before(len(results))
        measure, amount, day = table.measure[of_results], table.value[of_results], table.day
        if not len(measure):
            return results.value
        value = results.value.copy()
        # Ordered by measure and day: the last one by now is the newest.
        changes = np.append(measure[1:] != measure[:-1], True)
        by_now = day[of_results] <= self.day
        if by_now.all():
            last = np.flatnonzero(changes)
            value[measure[last]] = amount[last]
            return value
        value[measure[changes]] = self.scale.baseline[measure[changes]]
        value[measure[by_now]] = amount[by_now]
        return value

    @cached_property
    def is_summed(self) -> BoolArray:
        """For each key result, whether it stands for the sum of the same measure below it.

        It has neither an observation nor a value of its own, and names a measure.
        """
        results = self.snapshot.key_results
        unseen = np.ones(len(results), dtype=bool)
        seen = self.snapshot.observations
        unseen[seen.measure[seen.before(len(results))]] = False
        return unseen & np.isnan(results.value) & (results.measure != "")

    def _with_sums(self, value: FloatArray) -> FloatArray:
        """Fill in the key results that are sums, from the bottom up."""
        results = self.snapshot.key_results
        open_ones = np.flatnonzero(self.is_summed)
        if not len(open_ones):
            return value
        goal = results.goal[open_ones]
        order = np.lexsort((goal, -self.graph.level[goal]))
        open_ones, goal = open_ones[order], goal[order]
        _, number = distinct(results.measure)
        for some in np.split(open_ones, np.flatnonzero(np.diff(goal)) + 1):
            parts = self._parts_below(int(results.goal[some[0]]))
            parts = parts[np.argsort(number[parts], kind="stable")]
            first = np.searchsorted(number[parts], number[some], side="left")
            last = np.searchsorted(number[parts], number[some], side="right")
            for result, start, end in zip(some.tolist(), first, last, strict=True):
                value[result] = _known_sum(value[parts[start:end]])
        return value

    def _parts_below(self, goal: int) -> IntArray:
        """The key results of a goal's supporters."""
        below = self.graph.down[goal]
        carriers = np.unique(self.graph.edges.child[below[self.graph.is_supporter[below]]])
        return self.results_of.gather(carriers)[1]

    def sum_below(self, result: int, value: FloatArray) -> float:
        """Add up the known values of a key result's measure among its goal's supporters."""
        measure = self.snapshot.key_results.measure
        parts = self._parts_below(int(self.snapshot.key_results.goal[result]))
        return _known_sum(value[parts[measure[parts] == measure[result]]])

    @cached_property
    def results_of(self) -> Ragged:
        """For each goal, its key results."""
        results = self.snapshot.key_results
        places = np.arange(len(results), dtype=np.int64)
        return Ragged.group(results.goal, places, len(self.snapshot.goals))

    def _child_shares(self) -> FloatArray:
        """Weight of each edge in its parent's mean; 0 where the child is draft or cancelled."""
        edges, goals = self.graph.edges, self.snapshot.goals
        status = goals.status[edges.child]
        counts = (status == Status.ACTIVE) | (status == Status.PAUSED) | (status == Status.DONE)
        share = np.zeros(len(edges))
        given = self.snapshot.links.contribution[edges.link]
        share[counts] = shares_in_groups(given[counts], edges.parent[counts], self.snapshot.n_nodes)
        return share

    def _roll_up(self) -> tuple[FloatArray, FloatArray]:
        n_nodes, n_goals = self.snapshot.n_nodes, len(self.snapshot.goals)
        edges = self.graph.edges
        children, node = np.full(n_nodes, np.nan), np.full(n_nodes, np.nan)
        everyone = np.arange(n_goals, dtype=np.int64)
        node[:n_goals] = self.blend(everyone, self.own, children[:n_goals])
        if edges.is_deep:
            settle = self._settle_one()
            deep.roll_up(edges.child, edges.parent, self.edge_share, children, node, settle=settle)
            return children, node
        for level in edges.levels_up():
            parents, place = np.unique(edges.parent[level], return_inverse=True)
            mean, _ = weighted_means(
                node[edges.child[level]], self.edge_share[level], place, len(parents)
            )
            children[parents] = mean
            of_goals = parents < n_goals
            goals = parents[of_goals]
            node[goals] = self.blend(goals, self.own[goals], mean[of_goals])
            node[parents[~of_goals]] = mean[~of_goals]
        return children, node

    def blend(self, goals: IntArray, own: FloatArray, children: FloatArray) -> FloatArray:
        """Progress of goals by their roll-up setting, given their own and their children's."""
        table = self.snapshot.goals
        setting = table.rollup[goals]
        half = np.where(
            np.isnan(own), children, np.where(np.isnan(children), own, (own + children) / 2)
        )
        result = np.where(self.n_results[goals] > 0, own, children)
        result = np.where(setting == Rollup.CHILDREN, children, result)
        result = np.where(setting == Rollup.BLEND, half, result)
        done = table.status[goals] == Status.DONE
        return np.where(np.isnan(result) & done, 1.0, result)

    def _settle_one(self) -> Callable[[int, float], float]:
        """Return what ``blend`` does, for one node and the mean of its children."""
        table, own, n_goals = self.snapshot.goals, self.own.tolist(), len(self.snapshot.goals)
        has_results, setting = (self.n_results > 0).tolist(), table.rollup.tolist()
        done = (table.status == Status.DONE).tolist()

        def settle(node: int, children: float) -> float:
            if node >= n_goals:
                return children
            mine = own[node]
            if setting[node] == Rollup.CHILDREN:
                result = children
            elif setting[node] == Rollup.BLEND:
                half = mine if isnan(children) else (mine + children) / 2
                result = children if isnan(mine) else half
            else:
                result = mine if has_results[node] else children
            return 1.0 if done[node] and isnan(result) else result

        return settle

    @cached_property
    def expected_results(self) -> FloatArray:
        """Expected progress of key results at the instant, in [0, 1]; NaN where unknown."""
        results = self.snapshot.key_results
        expected = time_gone(results.start, results.end, self.day)
        for i in np.flatnonzero(results.schedule != "").tolist():
            expected[i] = self._planned(i)
        return expected

    def _planned(self, result: int) -> float:
        """Expected progress on a key result's schedule: straight lines between its points."""
        points = schedule_points(str(self.snapshot.key_results.schedule[result]))
        baseline, target = self.scale.baseline[result], self.scale.target[result]
        span = target - baseline
        if not points or np.isnan(span) or span == 0:
            return float("nan")
        start = self.snapshot.key_results.start[result]
        if not np.isnan(start) and start < points[0][0]:
            points = [(float(start), float(baseline)), *points]
        planned = np.interp(self.day, [day for day, _ in points], [value for _, value in points])
        return float(np.clip((planned - baseline) / span, 0.0, 1.0))

    @cached_property
    def expected(self) -> FloatArray:
        """Expected progress of goals by their own dates; length n_goals."""
        return time_gone(self.snapshot.goals.start, self.snapshot.goals.end, self.day)

    @cached_property
    def own_pace(self) -> FloatArray:
        """Pace of a goal's own key results: their mean progress over their mean expectation."""
        results, n = self.snapshot.key_results, len(self.snapshot.goals)
        both = ~np.isnan(self.clipped) & ~np.isnan(self.expected_results)
        expected, _ = weighted_means(
            np.where(both, self.expected_results, np.nan), self.result_weight, results.goal, n
        )
        actual, _ = weighted_means(
            np.where(both, self.clipped, np.nan), self.result_weight, results.goal, n
        )
        return pace(actual, expected)

    @cached_property
    def reported(self) -> CodeArray:
        """What each goal is reported as: by its newest observation that says, else its column."""
        seen, results = self.snapshot.observations, self.snapshot.key_results
        reported = self.snapshot.goals.reported.copy()
        of_results = seen.before(len(results))
        says = seen.reported[of_results] != Reported.UNKNOWN
        says &= seen.day[of_results] <= self.day
        places = np.flatnonzero(says)
        goal = results.goal[seen.measure[places]]
        # Of two measures on one day the one with the smaller id counts, of one measure the later.
        newest_last = np.lexsort((places, -seen.measure[places], seen.day[places]))
        reported[goal[newest_last]] = seen.reported[places[newest_last]]
        return reported

    @cached_property
    def track(self) -> FloatArray:
        """1 for goals on track, 0 for goals that are not, NaN where nobody can tell."""
        own_pace = pace(self.node[: len(self.snapshot.goals)], self.expected)
        by_pace = np.where(
            np.isnan(own_pace), np.nan, (own_pace >= ON_TRACK_PACE - TOLERANCE).astype(np.float64)
        )
        said = (self.reported == Reported.ON_TRACK).astype(np.float64)
        return np.where(self.reported == Reported.UNKNOWN, by_pace, said)


def _known_sum(amounts: FloatArray) -> float:
    """Add up what is known; NaN where nothing is."""
    known = amounts[~np.isnan(amounts)]
    return float(known.sum()) if len(known) else float("nan")


def pace(progress: FloatArray, expected: FloatArray) -> FloatArray:
    """Clipped progress over expected progress; NaN while less than 0.1 is expected."""
    slow = ~(expected >= EXPECTED_FLOOR - TOLERANCE)
    return np.divide(
        np.clip(progress, 0.0, 1.0), expected, out=np.full(len(progress), np.nan), where=~slow
    )


def time_gone(start: FloatArray, end: FloatArray, day: float) -> FloatArray:
    """Share of a lifetime that has gone, in [0, 1]; NaN where start or end is not known."""
    length = end - start
    with np.errstate(divide="ignore", invalid="ignore"):
        gone = np.clip((day - start) / length, 0.0, 1.0)
    instant = length == 0
    gone = np.where(instant, (day >= end).astype(np.float64), gone)
    return np.asarray(gone)


def _result_weights(weight: FloatArray, goal: IntArray, n_goals: int) -> FloatArray:
    """Weights of key results: as given; empty takes the mean of the given ones, else 1."""
    shares = shares_in_groups(weight, goal, n_goals)
    return np.nan_to_num(shares)


POINT = re.compile(r"^\s*(\d{4}-\d{2}-\d{2})\s*=\s*([-+]?[0-9.]+(?:[eE][-+]?\d+)?)\s*$")


def schedule_points(text: str) -> list[tuple[float, float]]:
    """Read planned values, ``2026-03-31=10;2026-06-30=25``, as (day, value), by day."""
    points = []
    for part in text.split(";"):
        found = POINT.match(part)
        if found:
            points.append((to_day(date.fromisoformat(found[1])), float(found[2])))
    return sorted(points)
