"""Divergence: measures of different functions that move against each other.

Definition: DEFINITIONS section 7, LOS304; where it leaves room, decision 0002, rows 35 to 37.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from lineofsight.engine.columns import BoolArray, FloatArray, IntArray
from lineofsight.engine.finding import DECIMALS
from lineofsight.engine.lenses.flow import Flow
from lineofsight.engine.lenses.graph import Graph
from lineofsight.engine.lenses.paths import Paths
from lineofsight.engine.lenses.progress import ResultScale
from lineofsight.engine.rank_correlation import (
    benjamini_yekutieli,
    chance_with_ties,
    chance_without_ties,
    correlation,
    midranks,
)
from lineofsight.engine.snapshot import Snapshot

Clock = Callable[[IntArray], IntArray]  # day (since 1970-01-01) -> number of its period
EQUAL = 1e-9  # of the largest value of a series: changes closer than that are the same
LONGEST = 1.5  # times the usual days between the values of a pair: more is a gap
CELLS = 2_000_000  # of one block of pairs x periods, to bound memory
# Pairs with ties whose chance by the simple reckoning gives a rate of false discoveries up to this
# are counted properly; ties move it by far less.
LOOKED_INTO = 0.5


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of key results whose changes over the same periods can be compared; length n_pairs."""

    one: IntArray  # key results, the smaller number first
    other: IntArray
    rho: FloatArray  # Spearman correlation of changes, up is good; in [-1, 1]
    n: IntArray  # changes
    p: FloatArray  # chance of so low a correlation by permutation; 1 where it is not negative
    q: FloatArray  # the same with the rate of false discoveries over all pairs kept

    def __len__(self) -> int:
        return len(self.one)


@dataclass(frozen=True, slots=True)
class _Block:
    """Pairs with equally many changes, and twice the ranks of these; arrays (pairs, n)."""

    one: IntArray
    other: IntArray
    rho: FloatArray
    p: FloatArray
    tied: IntArray  # places of the pairs with ties
    ranks: tuple[IntArray, IntArray]  # of the pairs with ties only


class Divergence:
    """Pairs of measures under one pillar, looked at together.

    Parameters
    ----------
    snapshot, graph, paths, flow
    """

    def __init__(self, snapshot: Snapshot, graph: Graph, paths: Paths, flow: Flow) -> None:
        self.snapshot, self.graph, self.paths, self.flow = snapshot, graph, paths, flow
        scale, results = ResultScale.of(snapshot), snapshot.key_results
        towards = np.sign(scale.target - scale.baseline)
        is_band = ~np.isnan(results.low) | ~np.isnan(results.high)
        # 1 where up is good, -1 where down is; 0 where nobody said, or the middle is.
        self.direction: FloatArray = np.where(is_band, 0.0, np.nan_to_num(towards))

    def pairs(self, min_changes: float = 8, max_depth: float = 2, most: float = 200) -> Pairs:
        """Compare all pairs of measures of different functions under one pillar.

        Parameters
        ----------
        min_changes : float
            Pairs with fewer changes over the same periods are left out.
        max_depth : float
            Goals with more links to their pillar are left out.
        most : float
            So many measures a pillar, those with most stake.
        """
        blocks = [
            block
            for measures in self._measures(min_changes, max_depth, most)
            for block in self._compared(measures, min_changes)
        ]
        if not blocks:
            nothing = np.zeros(0)
            none = np.zeros(0, dtype=np.int64)
            return Pairs(none, none, nothing, none, nothing, nothing)
        p = np.concatenate([block.p for block in blocks])
        q, begin = benjamini_yekutieli(p), 0
        for block in blocks:
            for place, one, other in zip(block.tied.tolist(), *block.ranks, strict=True):
                if q[begin + place] <= LOOKED_INTO:
                    p[begin + place] = chance_with_ties(one, other)
            begin += len(block.one)
        q = benjamini_yekutieli(p)
        one, other = (np.concatenate([getattr(b, end) for b in blocks]) for end in ("one", "other"))
        n = np.concatenate([np.full(len(b.one), b.ranks[0].shape[1]) for b in blocks])
        rho = np.concatenate([block.rho for block in blocks])
        order = np.lexsort((other, one))
        return Pairs(one[order], other[order], rho[order], n[order], p[order], q[order])

    def _measures(self, min_changes: float, max_depth: float, most: float) -> Iterator[IntArray]:
        """Yield for each pillar the measures that are compared, ascending."""
        results, goals = self.snapshot.key_results, self.snapshot.goals
        depth, root = self.graph.depth[: len(goals)], self.paths.root
        fits = goals.active & (goals.function >= 0) & (root >= 0)
        fits &= (depth >= 0) & (depth <= max_depth)
        measures = np.flatnonzero(fits[results.goal] & (self.direction != 0))
        row, at = _observations_of(self.snapshot, measures)
        day = self.snapshot.observations.day[at]
        new = np.ones(len(row), dtype=bool)  # the first observation of each day
        new[1:] = (np.diff(row) != 0) | (np.diff(day) != 0)
        n_days = np.bincount(row[new], minlength=len(measures))
        long = measures[n_days > min_changes]
        goal = results.goal[long]
        root = root[goal]
        stake = np.round(self.flow.of_goals[goal], DECIMALS)
        order = np.lexsort((long, -stake, root))
        for some in np.split(order, np.flatnonzero(np.diff(root[order])) + 1):
            if len(some) > 1:
                yield np.sort(long[some[: int(most)]])

    def _compared(self, measures: IntArray, min_changes: float) -> Iterator[_Block]:
        """Compare the measures of one pillar."""
        function = self.snapshot.goals.function[self.snapshot.key_results.goal[measures]]
        clocks = [_Grid(self.snapshot, measures, clock) for clock in CLOCKS]
        shared = np.stack([grid.shared for grid in clocks])
        finest = shared.argmax(axis=0)  # of equal ones the first, which is the finest
        enough = (shared.max(axis=0) > min_changes) & (function[:, None] != function[None, :])
        for clock, grid in enumerate(clocks):
            one, other = np.nonzero(np.triu(enough & (finest == clock), k=1))
            alike = grid.pattern[one] == grid.pattern[other]
            for rank, chosen in ((self._alike, alike), (self._blocks, ~alike)):
                some = np.flatnonzero(chosen)
                block = max(1, CELLS // max(1, grid.values.shape[1]))
                for begin in range(0, len(some), block):
                    part = some[begin : begin + block]
                    yield from rank(measures, grid, one[part], other[part], min_changes)

    def _blocks(
        self,
        measures: IntArray,
        grid: _Grid,
        one: IntArray,
        other: IntArray,
        min_changes: float,
    ) -> Iterator[_Block]:
        """Rank the changes of pairs, those with equally many together."""
        signed = grid.values * self.direction[measures][:, None]
        both = grid.known[one] & grid.known[other]
        n_common = both.sum(axis=1)
        for count in np.unique(n_common).tolist():
            same = np.flatnonzero(n_common == count)
            ends = one[same], other[same]
            place = np.nonzero(both[same])[1].reshape(len(same), count)
            days = sum(np.take_along_axis(grid.days[end], place, axis=1) for end in ends)
            steps = np.diff(days, axis=1)
            kept = steps <= LONGEST * np.median(steps, axis=1, keepdims=True)
            n_kept = kept.sum(axis=1)
            values = [np.take_along_axis(signed[end], place, axis=1) for end in ends]
            for left in np.unique(n_kept[n_kept >= min_changes]).tolist():
                rows = np.flatnonzero(n_kept == left)
                where = np.nonzero(kept[rows])[1].reshape(len(rows), left)
                ranked = [_ranks(some[rows], where) for some in values]
                yield _block(measures, (ends[0][rows], ends[1][rows]), ranked)

    def _alike(
        self,
        measures: IntArray,
        grid: _Grid,
        one: IntArray,
        other: IntArray,
        min_changes: float,
    ) -> Iterator[_Block]:
        """Rank the changes of measures that were all reported on the same days, each once."""
        signed = grid.values * self.direction[measures][:, None]
        for some in np.unique(grid.pattern[one]).tolist():
            mine = np.flatnonzero(grid.pattern == some)
            known = np.flatnonzero(grid.known[mine[0]])
            steps = np.diff(grid.days[mine[0], known])
            where = np.flatnonzero(steps <= LONGEST * np.median(steps))
            if len(where) < min_changes:
                continue
            ranks, tied = _ranks(signed[np.ix_(mine, known)], np.tile(where, (len(mine), 1)))
            rows = np.flatnonzero(grid.pattern[one] == some)
            ends = one[rows], other[rows]
            places = [np.searchsorted(mine, end) for end in ends]
            ranked = [(ranks[place], tied[place]) for place in places]
            yield _block(measures, ends, ranked)


def _ranks(values: FloatArray, where: IntArray) -> tuple[IntArray, BoolArray]:
    """Rank the changes between neighbouring values, of those only the ones chosen.

    Parameters
    ----------
    values : float array (rows, n_values)
    where : int64 array (rows, n)
        Places of the changes.
    """
    changes = np.take_along_axis(np.diff(values, axis=1), where, axis=1)
    return midranks(changes, EQUAL * np.maximum(1.0, np.abs(values).max(axis=1)))


def _block(
    measures: IntArray,
    ends: tuple[IntArray, IntArray],
    ranked: list[tuple[IntArray, BoolArray]],
) -> _Block:
    """Correlate pairs whose changes are ranked; ``ends`` are places among the measures."""
    (one, one_tied), (other, other_tied) = ranked
    rho, ties = correlation(one, other), one_tied | other_tied
    return _Block(
        one=measures[ends[0]],
        other=measures[ends[1]],
        rho=rho,
        p=chance_without_ties(rho, one.shape[1]),
        tied=np.flatnonzero(ties),
        ranks=(one[ties], other[ties]),
    )


def _day(day: IntArray) -> IntArray:
    return day


def _week(day: IntArray) -> IntArray:
    return np.asarray((day + 3) // 7)  # 1970-01-01 was a Thursday; weeks begin on Mondays


def _month(day: IntArray) -> IntArray:
    return np.asarray(day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64))


def _quarter(day: IntArray) -> IntArray:
    return np.asarray(_month(day) // 3)


CLOCKS: tuple[Clock, ...] = (_day, _week, _month, _quarter)  # from fine to coarse


def _observations_of(snapshot: Snapshot, measures: IntArray) -> tuple[IntArray, IntArray]:
    """List the observations of some measures: place among these, and number; by measure, day."""
    seen = snapshot.observations.measure
    first = np.searchsorted(seen, measures, side="left")
    length = np.searchsorted(seen, measures, side="right") - first
    row = np.repeat(np.arange(len(measures), dtype=np.int64), length)
    return row, np.arange(len(row)) + np.repeat(first - np.cumsum(length) + length, length)


class _Grid:
    """The last value of each measure in each period of a clock.

    Attributes
    ----------
    values, days : float array (n_measures, n_periods)
        Value, and the day from which it is; periods in which any measure was observed, in order;
        0 and minus infinity where unknown.
    known : bool array (n_measures, n_periods)
    pattern : int64 array (n_measures,)
        The same number for measures whose values are of the same days.
    shared : int64 array (n_measures, n_measures)
        Periods in which both were observed.
    """

    def __init__(self, snapshot: Snapshot, measures: IntArray, clock: Clock) -> None:
        seen = snapshot.observations
        row, at = _observations_of(snapshot, measures)
        periods, column = np.unique(clock(seen.day[at].astype(np.int64)), return_inverse=True)
        self.values = np.zeros((len(measures), len(periods)))
        self.days = np.full(self.values.shape, -np.inf)
        self.known = np.zeros(self.values.shape, dtype=bool)
        # Ordered by day: the last one written is the newest of its period.
        self.values[row, column] = seen.value[at]
        self.days[row, column] = seen.day[at]
        self.known[row, column] = True
        _patterns, pattern = np.unique(self.days, axis=0, return_inverse=True)
        self.pattern: IntArray = pattern.reshape(-1)
        counted = self.known.astype(np.float32)
        self.shared: IntArray = np.rint(counted @ counted.T).astype(np.int64)
