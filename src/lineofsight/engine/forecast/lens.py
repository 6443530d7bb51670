"""Forecasts: where the key results of a plan will end, by what is known at the instant.

Formula and definitions: DEFINITIONS section 6; :mod:`lineofsight.engine.forecast.formula`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from lineofsight.engine.codes import MeasureType
from lineofsight.engine.columns import BoolArray, FloatArray, IntArray
from lineofsight.engine.forecast.constants import Constants, shipped_constants
from lineofsight.engine.forecast.formula import HELD, POINTS, Forecast, forecast
from lineofsight.engine.forecast.ways import Ways
from lineofsight.engine.lenses.clocks import Clocks
from lineofsight.engine.lenses.progress import Progress, weighted_means
from lineofsight.engine.snapshot import Snapshot

SHARE = 0.8  # of final values that the interval holds
ASKED_AT_ONCE = 1 << 16  # so that a very large plan needs little memory
TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Outlook:
    """Where some key results will end; arrays in the order asked, NaN without a forecast.

    Parameters
    ----------
    chance : float array, in [0, 1]
        Of arriving at the target, or inside the band.
    centre, low, high : float arrays, in raw units
        The middle of the final value's distribution, and the interval that holds 80 % of it.
    misses : bool array
        The interval holds neither the target nor any value of the band.
    """

    chance: FloatArray
    centre: FloatArray
    low: FloatArray
    high: FloatArray
    misses: BoolArray

    def of(self, which: BoolArray | IntArray | slice) -> Outlook:
        """Return the outlook of some of them."""
        return Outlook(
            self.chance[which],
            self.centre[which],
            self.low[which],
            self.high[which],
            self.misses[which],
        )


class Forecasts:
    """Where key results and goals will end. Worked out only for those asked about.

    A key result has a forecast if it has an observation, a start, a later end, and either baseline
    and target or a band. A milestone that is not done has none; one that is done stays so.

    Parameters
    ----------
    snapshot, progress, clocks
        The plan at its instant.
    constants : Constants, optional
        Those that come with the product by default.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        progress: Progress,
        clocks: Clocks,
        constants: Constants | None = None,
    ) -> None:
        self.snapshot, self._progress, self._clocks = snapshot, progress, clocks
        self._constants = constants or shipped_constants()

    @cached_property
    def bounds(self) -> IntArray:
        """Key result r has the observations from ``bounds[r]`` up to ``bounds[r + 1]``."""
        everyone = np.arange(len(self.snapshot.key_results) + 1, dtype=np.int64)
        return np.searchsorted(self.snapshot.observations.measure, everyone, side="left")

    def counts(self, results: IntArray) -> IntArray:
        """Return how many observations some key results have."""
        return self.bounds[results + 1] - self.bounds[results]

    def now(self, results: IntArray) -> Outlook:
        """Return the outlook of some key results at the instant."""
        days = np.full(len(results), self.snapshot.day)
        return self._outlook(results, self.bounds[results + 1], days)

    def after(self, results: IntArray, counts: IntArray) -> Outlook:
        """Return the outlook of some key results after the first ``counts`` of their observations.

        As it was on the day of the last of these.
        """
        stops = self.bounds[results] + counts
        return self._outlook(results, stops, self.days_of(results, counts))

    def days_of(self, results: IntArray, counts: IntArray) -> FloatArray:
        """Return the day of observation ``counts`` (1 the first) of some key results, else NaN."""
        return self._at(self.snapshot.observations.day, results, self.bounds[results] + counts)

    def chance(self, results: IntArray) -> FloatArray:
        """Return the chance of some key results at the instant; NaN without a forecast."""
        return self.now(results).chance

    def chance_of_goals(self, goals: IntArray) -> FloatArray:
        """Return the chance of some goals: of their key results with a forecast, by weight."""
        place, results = self._progress.results_of.gather(goals)
        weight = self._progress.result_weight[results]
        mean, _ = weighted_means(self.chance(results), weight, place, len(goals))
        return mean

    def interval(self, results: IntArray, share: float) -> tuple[FloatArray, FloatArray]:
        """Return the interval, in raw units, that holds final values with a chance in (0, 1).

        As seen at the instant; NaN without a forecast.
        """
        ways = Ways.of(self.snapshot, self._progress.scale, results)
        with np.errstate(over="ignore", invalid="ignore"):
            final = self._final(results, self.bounds[results + 1], ways)
            one, other = (ways.raw(edge) for edge in final.interval(share))
        sound = np.isfinite(one) & np.isfinite(other)
        return (
            np.where(sound, np.fmin(one, other), np.nan),
            np.where(sound, np.fmax(one, other), np.nan),
        )

    def _final(self, results: IntArray, stops: IntArray, ways: Ways) -> Forecast:
        """Work out in progress units where some key results will end."""
        u, z = self._points(results, stops, ways)
        prior = self._constants.prior_of(
            self._clocks.cadence[self.snapshot.key_results.goal[results]]
        )
        prior = replace(prior, slope=np.where(ways.moves, prior.slope, 0.0))
        return forecast(u, z, prior)

    def _outlook(self, results: IntArray, stops: IntArray, days: FloatArray) -> Outlook:
        pieces = [
            self._of_known(results[some], stops[some], days[some])
            for first in range(0, max(len(results), 1), ASKED_AT_ONCE)
            for some in [slice(first, first + ASKED_AT_ONCE)]
        ]
        if len(pieces) == 1:
            return pieces[0]
        return Outlook(
            *(
                np.concatenate([getattr(piece, name) for piece in pieces])
                for name in ("chance", "centre", "low", "high", "misses")
            )
        )

    def _of_known(self, results: IntArray, stops: IntArray, days: FloatArray) -> Outlook:
        """Work out some key results; values too large to reckon with have no forecast."""
        with np.errstate(over="ignore", invalid="ignore"):
            found = self._of_piece(results, stops, days)
        sound = np.isfinite(found.low) & np.isfinite(found.centre) & np.isfinite(found.high)
        if sound.all():
            return found
        return Outlook(
            chance=np.where(sound, found.chance, np.nan),
            centre=np.where(sound, found.centre, np.nan),
            low=np.where(sound, found.low, np.nan),
            high=np.where(sound, found.high, np.nan),
            misses=sound & found.misses,
        )

    def _of_piece(self, results: IntArray, stops: IntArray, days: FloatArray) -> Outlook:
        table = self.snapshot.key_results
        ways = Ways.of(self.snapshot, self._progress.scale, results)
        final = self._final(results, stops, ways)
        ended = days >= table.end[results]
        chance = final.chance(ways.low, ways.high, ended=ended, curve=self._constants.curve)
        milestone = table.type[results] == MeasureType.MILESTONE
        if milestone.any():
            last = self._at(self.snapshot.observations.value, results, stops)
            done = ways.holds(ways.progress(last[:, None])[:, 0])
            stays = np.where(ended, 1.0, HELD[1])
            known = done & ~np.isnan(final.centre)
            chance = np.where(milestone, np.where(known, stays, np.nan), chance)
        low, high = final.interval(SHARE)
        return Outlook(
            chance=chance,
            centre=ways.raw(final.centre),
            low=np.fmin(ways.raw(low), ways.raw(high)),
            high=np.fmax(ways.raw(low), ways.raw(high)),
            misses=~milestone & ((high < ways.low - TOLERANCE) | (low > ways.high + TOLERANCE)),
        )

    def _points(
        self, results: IntArray, stops: IntArray, ways: Ways
    ) -> tuple[FloatArray, FloatArray]:
        """Return the points of key results: the start, then the last observations before a stop.

        Returns
        -------
        u, z : float arrays of shape (n, 9)
            In the order of their days, NaN where there are fewer.
        """
        seen, table = self.snapshot.observations, self.snapshot.key_results
        start, end = table.start[results], table.end[results]
        lifetime = np.where(end > start, end - start, np.nan)
        rows = stops[:, None] + np.arange(-POINTS, 0)
        known = rows >= self.bounds[results][:, None]
        known &= ~np.isnan(lifetime)[:, None] & ~np.isnan(ways.unit)[:, None]
        place = np.where(known, rows, 0)
        u = np.full((len(results), POINTS + 1), np.nan)
        z = u.copy()
        if len(seen.day):
            u[:, 1:] = np.where(
                known, (seen.day[place] - start[:, None]) / lifetime[:, None], np.nan
            )
            z[:, 1:] = np.where(known, ways.progress(seen.value[place]), np.nan)
        too_large = (known & ~np.isfinite(z[:, 1:])).any(axis=1)
        u[too_large] = z[too_large] = np.nan
        starts = known[:, -1] & ~too_large & ways.starts & (u[:, -1] >= 0.0)
        u[:, 0] = z[:, 0] = np.where(starts, 0.0, np.nan)
        early = np.flatnonzero((u < 0.0).any(axis=1))
        if len(early):  # seen before the start, which then stands where its day is
            order = np.argsort(u[early], axis=1, kind="stable")
            u[early] = np.take_along_axis(u[early], order, axis=1)
            z[early] = np.take_along_axis(z[early], order, axis=1)
        return u, z

    def _at(self, column: FloatArray, results: IntArray, stops: IntArray) -> FloatArray:
        """Return what a column of observations holds in the row before each stop; else NaN."""
        known = stops > self.bounds[results]
        found = np.full(len(results), np.nan)
        found[known] = column[stops[known] - 1]
        return found
