"""The course of a key result: what was planned, what came, period by period, and what may come.

The plan runs on the ``schedule`` where there is one. Without one it runs as earlier key results of
the same measure ran, where at least two of them show one and the same season; else straight.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cached_property

import numpy as np

from lineofsight.engine.columns import FloatArray, IntArray
from lineofsight.engine.forecast.lens import Forecasts, Outlook
from lineofsight.engine.lenses.progress import Progress, schedule_points
from lineofsight.engine.loading import distinct
from lineofsight.engine.ragged import Ragged
from lineofsight.engine.snapshot import Snapshot

PLACES = np.linspace(0.0, 1.0, 13)  # of a lifetime, at which seasons are compared
ENOUGH = 2  # earlier key results that must show the season
LEAST_SEEN = 5  # observations that each of them must have
SAME_LENGTH = 0.1  # of the lifetime
SAME_TIME = 21.0  # days by which the start may lie earlier or later in the year
YEAR = 365.2425
AGREE = (
    0.1  # how far seasons may lie apart on average, and how far from the straight line they must
)
MONTHLY_UP_TO = 400.0  # days of lifetime; longer ones are told by quarter


class Shape(Enum):
    """On what a plan runs."""

    STRAIGHT = "straight"
    SCHEDULE = "schedule"
    SEASON = "season"


@dataclass(frozen=True, slots=True)
class Period:
    """One month or quarter of a key result: values in its own units, NaN where unknown."""

    until: float  # its last day
    planned: float
    actual: float  # the last one observed by then; unknown while the period runs


@dataclass(frozen=True, slots=True)
class Course:
    """Plan, observations and outlook of one key result, in its own units.

    Parameters
    ----------
    shape : Shape
        On what the plan runs.
    planned : float array of shape (points, 2)
        Days and values; straight lines between them. Empty where no plan can be told.
    observed : float array of shape (observations, 2)
        Days and values, up to the instant.
    periods : tuple of Period
    outlook : Outlook
        Of this one key result: arrays of shape (1,).
    """

    shape: Shape
    planned: FloatArray
    observed: FloatArray
    periods: tuple[Period, ...]
    outlook: Outlook


class Courses:
    """Courses of key results, each worked out when it is asked for."""

    def __init__(self, snapshot: Snapshot, progress: Progress, forecasts: Forecasts) -> None:
        self.snapshot, self._progress, self._forecasts = snapshot, progress, forecasts

    def of(self, result: int) -> Course:
        """Return the course of a key result."""
        shape, planned = self._plan(result)
        observed = self._observed(result)
        return Course(
            shape=shape,
            planned=planned,
            observed=observed,
            periods=tuple(self._periods(result, planned, observed)),
            outlook=self._forecasts.now(np.array([result], dtype=np.int64)),
        )

    def _observed(self, result: int) -> FloatArray:
        first, stop = self._forecasts.bounds[result : result + 2].tolist()
        seen = self.snapshot.observations
        return np.column_stack([seen.day[first:stop], seen.value[first:stop]])

    def _plan(self, result: int) -> tuple[Shape, FloatArray]:
        results, scale = self.snapshot.key_results, self._progress.scale
        start, end = float(results.start[result]), float(results.end[result])
        baseline, target = float(scale.baseline[result]), float(scale.target[result])
        points = schedule_points(str(results.schedule[result]))
        if points:
            if start < points[0][0] and not np.isnan(baseline):
                points = [(start, baseline), *points]
            return Shape.SCHEDULE, np.array(points)
        if not start < end or np.isnan(target - baseline) or scale.is_band[result]:
            return Shape.STRAIGHT, np.zeros((0, 2))
        season = self._season(result)
        shares = PLACES[[0, -1]] if season is None else season
        places = PLACES[[0, -1]] if season is None else PLACES
        planned = np.column_stack(
            [start + places * (end - start), baseline + shares * (target - baseline)]
        )
        return Shape.STRAIGHT if season is None else Shape.SEASON, planned

    def _periods(self, result: int, planned: FloatArray, observed: FloatArray) -> list[Period]:
        results = self.snapshot.key_results
        start, end = float(results.start[result]), float(results.end[result])
        if not start < end or not len(planned):
            return []
        found = []
        for until in _period_ends(start, end):
            by_then = observed[(observed[:, 0] <= until) & (observed[:, 0] >= start)]
            over = until <= self.snapshot.day and len(by_then) > 0
            found.append(
                Period(
                    until=until,
                    planned=float(np.interp(until, planned[:, 0], planned[:, 1])),
                    actual=float(by_then[-1, 1]) if over else float("nan"),
                )
            )
        return found

    @cached_property
    def _by_measure(self) -> tuple[IntArray, Ragged]:
        """Number of each key result's measure name, and the key results of each name."""
        names, number = distinct(self.snapshot.key_results.measure)
        places = np.arange(len(number), dtype=np.int64)
        return number, Ragged.group(number, places, len(names))

    def _season(self, result: int) -> FloatArray | None:
        """Return the share of the way at ``PLACES`` that is usual at this time of year, if any."""
        results = self.snapshot.key_results
        if not results.measure[result]:
            return None
        number, same = self._by_measure
        courses = [
            shares
            for other in same[int(number[result])].tolist()
            if self._came_before(other, result)
            for shares in [self._shares(other)]
            if shares is not None
        ]
        if len(courses) < ENOUGH:
            return None
        usual = np.median(courses, axis=0)
        apart = max(float(np.abs(course - usual).mean()) for course in courses)
        if apart > AGREE or float(np.abs(usual - PLACES).mean()) <= AGREE:
            return None
        return np.maximum.accumulate(usual)

    def _came_before(self, other: int, result: int) -> bool:
        """Tell whether a key result ended before another began, as long and as late in the year."""
        start, end = self.snapshot.key_results.start, self.snapshot.key_results.end
        lifetime = float(end[result] - start[result])
        years_apart = float(start[result] - start[other]) / YEAR
        off = abs(years_apart - round(years_apart)) * YEAR
        as_long = abs(float(end[other] - start[other]) - lifetime) <= SAME_LENGTH * lifetime
        return bool(end[other] <= start[result]) and as_long and off <= SAME_TIME

    def _shares(self, result: int) -> FloatArray | None:
        """Return which share of its whole change a key result that has ended had made by when."""
        results = self.snapshot.key_results
        observed, baseline = self._observed(result), float(self._progress.scale.baseline[result])
        if len(observed) < LEAST_SEEN or np.isnan(baseline) or observed[-1, 1] == baseline:
            return None
        start, end = float(results.start[result]), float(results.end[result])
        places = np.concatenate(([0.0], (observed[:, 0] - start) / (end - start)))
        values = np.concatenate(([baseline], observed[:, 1]))
        return np.interp(PLACES, places, (values - baseline) / (values[-1] - baseline))


def _period_ends(start: float, end: float) -> list[float]:
    """Return the last days of the months or quarters of a lifetime; the last is its end."""
    first, last = (np.int64(day).astype("datetime64[D]") for day in (start, end))
    step = 1 if end - start <= MONTHLY_UP_TO else 3
    months = np.arange(first.astype("datetime64[M]"), last.astype("datetime64[M]") + 1)
    closing = months[(months.astype(np.int64) + 1) % step == 0]
    days = (closing + 1).astype("datetime64[D]").astype(np.float64) - 1
    return [*days[(days >= start) & (days < end)].tolist(), end]
