"""Forecasts that anybody could make: what the product's must never be worse than.

Each is a centre and a spread, the spread from the errors that the method itself made on the points
known so far. Of how much series of a kind stray at all they are told as much as the forecast is
(the same prior noise, weighing as many steps), so that with one or two points they are no straw
men.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from lineofsight.engine.columns import BoolArray, FloatArray
from lineofsight.engine.forecast.constants import Prior
from lineofsight.engine.forecast.formula import FLOOR


@dataclass(frozen=True, slots=True)
class Spread:
    """Student t forecasts; arrays of shape (n,)."""

    centre: FloatArray
    scale: FloatArray
    degrees: FloatArray

    @classmethod
    def empty(cls, n: int) -> Spread:
        """Return room for n forecasts, all unknown."""
        return cls(np.full(n, np.nan), np.full(n, np.nan), np.full(n, np.nan))

    def take(self, rows: BoolArray) -> Spread:
        """Return some of the forecasts."""
        return Spread(self.centre[rows], self.scale[rows], self.degrees[rows])

    def put(self, rows: BoolArray, part: Spread) -> None:
        """Write forecasts into some of the rows."""
        self.centre[rows] = part.centre
        self.scale[rows] = part.scale
        self.degrees[rows] = part.degrees


def last_value(u: FloatArray, z: FloatArray, prior: Prior) -> Spread:
    """Forecast that nothing changes any more; errors are the steps so far.

    Parameters
    ----------
    u, z : float arrays of shape (n, points)
        Points in the order of their places, NaN behind the last.
    prior : Prior
        Its noise and steps.
    """
    known = _Known(u, z)
    run, rise = np.diff(u, axis=1), np.diff(z, axis=1)
    variance, degrees = _variance(rise**2, run, prior)
    return Spread(known.last_z, np.sqrt(variance * known.left + FLOOR**2), degrees)


def drift(u: FloatArray, z: FloatArray, prior: Prior) -> Spread:
    """Forecast a random walk with drift: from the last value on, at the mean pace so far.

    Errors are those of each step forecast at the pace known before it. The pace itself is
    uncertain: the spread grows with the square of what is left over what was seen. Parameters as
    above.
    """
    known = _Known(u, z)
    run, rise = np.diff(u, axis=1), np.diff(z, axis=1)
    before = u[:, :-1] - u[:, :1]
    risen = z[:, :-1] - z[:, :1]
    pace_before = np.divide(risen, before, out=np.zeros_like(run), where=before > 0)
    variance, degrees = _variance((rise - pace_before * run) ** 2, run, prior)
    seen = known.last_u - u[:, 0]
    pace = np.divide(known.last_z - z[:, 0], seen, out=np.zeros_like(seen), where=seen > 0)
    widening = np.divide(known.left**2, seen, out=np.zeros_like(seen), where=seen > 0)
    scale = np.sqrt(variance * (known.left + widening) + FLOOR**2)
    return Spread(known.last_z + pace * known.left, scale, degrees)


def straight_line(u: FloatArray, z: FloatArray, prior: Prior) -> Spread:
    """Forecast the end of the least-squares line through the first point.

    Errors are those of each value forecast with the line known before it, over the root of the time
    between, as the line may miss the more the further it looks. Parameters as above.
    """
    known = _Known(u, z)
    run = np.diff(u, axis=1)
    away, risen = u - u[:, :1], z - z[:, :1]
    there = np.isfinite(u)
    moment = np.cumsum(np.where(there, away * risen, 0.0), axis=1)
    square = np.cumsum(np.where(there, away**2, 0.0), axis=1)
    slope = np.divide(moment, square, out=np.zeros_like(moment), where=square > 0)
    missed = risen[:, 1:] - slope[:, :-1] * away[:, 1:]
    variance, degrees = _variance(missed**2, run, prior)
    rows = np.arange(len(u))
    slope_now = slope[rows, known.place]
    centre = z[:, 0] + slope_now * (np.maximum(1.0, known.last_u) - u[:, 0])
    return Spread(centre, np.sqrt(variance * known.left + FLOOR**2), degrees)


METHODS: dict[str, Callable[[FloatArray, FloatArray, Prior], Spread]] = {
    "last_value": last_value,
    "straight_line": straight_line,
    "drift": drift,
}


class _Known:
    """The last point of each row, and what of the lifetime is left after it."""

    def __init__(self, u: FloatArray, z: FloatArray) -> None:
        rows = np.arange(len(u))
        self.place = np.count_nonzero(np.isfinite(u), axis=1) - 1
        self.last_u, self.last_z = u[rows, self.place], z[rows, self.place]
        self.left = np.maximum(0.0, 1.0 - self.last_u)


def _variance(squares: FloatArray, run: FloatArray, prior: Prior) -> tuple[FloatArray, FloatArray]:
    """Return the variance of errors in a lifetime and its degrees of freedom."""
    made = np.divide(squares, run, out=np.full(run.shape, np.nan), where=run > 0)
    m = np.count_nonzero(run > 0, axis=1)
    degrees = np.asarray(prior.steps + m, dtype=np.float64)
    return (prior.steps * np.square(prior.noise) + np.nansum(made, axis=1)) / degrees, degrees
