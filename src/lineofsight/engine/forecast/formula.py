"""The forecast of a series: where it will end, and how sure that is. DEFINITIONS section 6.

Many series at once, each a row of points. In progress units ``u_i`` is the place of point i in the
lifetime (0 start, 1 end) and ``z_i`` its progress, not clipped. The last 8 points count, the start
(0, 0) among them where it is known.

``U``
    Share of the lifetime that the points span: the last ``u`` less the first.
``h``
    Share of the lifetime still to come after the last point: ``max(0, 1 - u_n)``.
``m``
    Steps from a point to the next that fall on different days.

With the starting values of ``Prior``::

    slope    s  = (U * median of all pairwise slopes + 0.5 * 0.3) / (U + 0.5)
    centre   mu = z_n + s * h
    noise    v  = (4 * 0.35^2 + sum of e_i) / (4 + m),   e_i = (step_z - s * step_u)^2 / step_u
    scale^2     = v * (h + h^2 / (U + 0.5)) + 0.02^2

and the final value is Student t with ``4 + m`` degrees of freedom about ``mu``. From four steps on
no ``e_i`` counts for more than 9 times their median, so that one wild value does not drown the
rest. Two points on one day have no slope between them and make no step, but the later of them is
where the next step begins. A single point, or points on one day only, keep the prior slope.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from lineofsight.engine.columns import BoolArray, FloatArray, IntArray
from lineofsight.engine.forecast.constants import Curve, Prior

POINTS = 8  # the last ones count
WILD_FROM = 4  # steps from which a wild one is held
WILD = 9.0  # times the median
FLOOR = 0.02  # scale of what is left when nothing is still to come, in progress units
HELD = (0.02, 0.98)  # before the end nothing is certain
ROWS = 1 << 15  # series worked out at once, so that 600,000 need little memory


@dataclass(frozen=True, slots=True)
class Forecast:
    """Where series will end; arrays of shape (n,), in progress units, NaN without a point.

    Parameters
    ----------
    centre, scale, degrees : float arrays
        The final value is Student t about ``centre``; ``scale`` and ``degrees`` above 0.
    slope : float array
        Progress a lifetime.
    """

    centre: FloatArray
    scale: FloatArray
    degrees: FloatArray
    slope: FloatArray

    def chance(
        self,
        low: FloatArray | float = 1.0,
        high: FloatArray | float = np.inf,
        *,
        ended: BoolArray | bool = False,
        curve: Curve | None = None,
    ) -> FloatArray:
        """Return the chance that the final value is at least ``low`` and at most ``high``.

        Parameters
        ----------
        low, high : float or float array of shape (n,)
            In progress units. The target is 1; a band has two edges, or one of them infinite.
        ended : bool or bool array of shape (n,)
            Whether the end has come. Before it a chance is read off the curve and held to
            [0.02, 0.98]; after it it is what it is.
        curve : Curve, optional
            What stated chances turned out to be worth.
        """
        below = self._share_below(np.asarray(low, dtype=np.float64))
        above = self._share_below(np.asarray(high, dtype=np.float64), turned=True)
        stated = np.clip(1.0 - below - above, 0.0, 1.0)
        worth = stated if curve is None else curve(stated)
        return np.where(ended, stated, np.clip(worth, *HELD))

    def interval(self, share: float = 0.8) -> tuple[FloatArray, FloatArray]:
        """Return the middle interval that holds the final value with a chance in (0, 1)."""
        if np.isnan(self.centre).all():
            return self.centre, self.centre
        # Imported late: a check without a forecast starts without SciPy.
        from scipy.special import stdtrit  # noqa: PLC0415 - see above

        half = stdtrit(self.degrees, 0.5 + share / 2) * self.scale
        return self.centre - half, self.centre + half

    def _share_below(self, edge: FloatArray, *, turned: bool = False) -> FloatArray:
        """Return the chance of a final value below an edge; above it when turned."""
        if np.isnan(self.centre).all():
            return self.centre
        from scipy.special import stdtr  # noqa: PLC0415 - as in interval

        away = (edge - self.centre) / self.scale
        return np.asarray(stdtr(self.degrees, -away if turned else away))


def forecast(u: FloatArray, z: FloatArray, prior: Prior | None = None) -> Forecast:
    """Work out where series will end.

    Parameters
    ----------
    u, z : float arrays of shape (n, k), any k
        Places in the lifetime and progress of the points of n series, each row in the order of
        its places; NaN in either marks an entry without a point, wherever it stands. With the
        start point and the last 8 observations, k is 9.
    prior : Prior, optional
        Numbers for all series, or arrays of shape (n,); the starting values by default.
    """
    n = len(u)
    known = np.isfinite(u) & np.isfinite(z)
    counts = np.minimum(known.sum(axis=1), POINTS)
    priors = _spread(prior or Prior(), n)
    result = np.full((4, n), np.nan)
    for count in range(1, POINTS + 1):
        for rows in _pieces(np.flatnonzero(counts == count)):
            last = _last_known(known[rows], count)
            place = rows[:, None]
            result[:, rows] = _forecast(u[place, last], z[place, last], priors[:, rows])
    result[:, ~np.isfinite(result).all(axis=0)] = np.nan  # values too large to reckon with
    return Forecast(*result)


def _spread(prior: Prior, n: int) -> FloatArray:
    """Return the numbers of the priors, one column a series; shape (4, n)."""
    given = (prior.slope, prior.noise, prior.span, prior.steps)
    return np.stack([np.broadcast_to(np.asarray(one, dtype=np.float64), (n,)) for one in given])


def _pieces(rows: IntArray) -> Iterator[IntArray]:
    """Split rows so that no piece needs much memory."""
    for first in range(0, len(rows), ROWS):
        yield rows[first : first + ROWS]


def _last_known(known: BoolArray, count: int) -> IntArray:
    """Return the columns of the last ``count`` points of each row, in order."""
    if known.shape[1] == count:
        return np.broadcast_to(np.arange(count, dtype=np.int64), known.shape)
    return np.argsort(known, axis=1, kind="stable")[:, known.shape[1] - count :]


def _forecast(u: FloatArray, z: FloatArray, prior: FloatArray) -> FloatArray:
    """Work out series of one length, all points known: centre, scale, degrees, slope."""
    prior_slope, noise, span, steps = prior
    with np.errstate(over="ignore", invalid="ignore"):
        seen = u[:, -1] - u[:, 0]
        left = np.maximum(0.0, 1.0 - u[:, -1])
        slope = (seen * _median_slope(u, z) + span * prior_slope) / (seen + span)
        centre = z[:, -1] + slope * left
        strayed, m = _strayed(u, z, slope)
        degrees = steps + m
        variance = (steps * noise**2 + strayed) / degrees
        scale = np.sqrt(variance * (left + left**2 / (seen + span)) + FLOOR**2)
    return np.stack([centre, scale, degrees, slope])


def _median_slope(u: FloatArray, z: FloatArray) -> FloatArray:
    """Return the median slope between all pairs of points on different days; 0 without any."""
    pairs = np.array(list(combinations(range(u.shape[1]), 2)), dtype=np.int64).reshape(-1, 2)
    run = u[:, pairs[:, 1]] - u[:, pairs[:, 0]]
    rise = z[:, pairs[:, 1]] - z[:, pairs[:, 0]]
    slopes = np.divide(rise, run, out=np.full(run.shape, np.nan), where=run > 0)
    return _medians(slopes)


def _strayed(u: FloatArray, z: FloatArray, slope: FloatArray) -> tuple[FloatArray, IntArray]:
    """Return the sum of the squared strays from the slope, wild ones held, and the steps."""
    run, rise = np.diff(u, axis=1), np.diff(z, axis=1)
    off = (rise - slope[:, None] * run) ** 2
    strays = np.divide(off, run, out=np.full(run.shape, np.nan), where=run > 0)
    m = np.count_nonzero(run > 0, axis=1)
    held = np.minimum(strays, WILD * _medians(strays)[:, None])
    strays = np.where((m >= WILD_FROM)[:, None], held, strays)
    return np.nansum(strays, axis=1), m


def _medians(values: FloatArray) -> FloatArray:
    """Return the median of each row, NaN left out; 0 where nothing is left."""
    n, width = values.shape
    if not width:
        return np.zeros(n)
    ordered = np.sort(values, axis=1)  # NaN last
    count = np.count_nonzero(~np.isnan(values), axis=1)
    rows = np.arange(n)
    middle = ordered[rows, np.maximum(count - 1, 0) // 2] + ordered[rows, count // 2 % width]
    return np.where(count > 0, middle / 2.0, 0.0)
