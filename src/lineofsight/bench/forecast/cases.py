"""Forecasts to be made: of each series, from its first 1, 2, 3 ... values, where it will end.

The last value known is the end, and its day the end of the lifetime. Nothing of a value that comes
later enters the points of a case; only its score is divided by a unit taken in hindsight, the same
for every method.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from lineofsight.bench.forecast.series import Measure
from lineofsight.engine.codes import Cadence
from lineofsight.engine.columns import BoolArray, FloatArray, IntArray
from lineofsight.engine.forecast.constants import Constants, Prior
from lineofsight.engine.lenses.clocks import BY_LIFETIME, LIFETIME_LIMITS

SENSIBLE = (
    5.0  # a first value further than this many targets from the baseline: one of them is wrong
)
SUPPOSED = 5.4  # the target of a measure without one: so many times what it strays in a lifetime
LEAST = 3  # values that must be known before anything can be said of how far a measure strays
LONGEST = 100  # points that a case keeps: its first and its last ones
LARGE = 20  # measures of one plan from which its parts are groups of their own


@dataclass(frozen=True, slots=True)
class Life:
    """One series in progress units.

    ``u``, ``z`` float arrays of shape (points,), in the order of their places, the last at 1.
    ``started``: the first point is the start (0, 0) and no observation. ``z`` of a measure without
    target is its change from the first value in its own unit, which must be scaled before use.
    ``group``: series that are likely to share their ways, so that they are held out together;
    the part before the first ``/`` is the plan.
    """

    group: str
    cadence: Cadence
    u: FloatArray
    z: FloatArray
    started: bool = False
    target: bool = True
    shape: str = ""


@dataclass(frozen=True)
class Cases:
    """Forecasts to be made, one a row.

    ``u``, ``z`` of shape (n, points), NaN behind the last point; the others of shape (n,).
    ``final`` is what came, ``unit`` what an error is divided by, ``known`` the observations known,
    ``series`` the place of the series in the list.
    """

    lives: tuple[Life, ...]
    u: FloatArray
    z: FloatArray
    final: FloatArray
    unit: FloatArray
    known: IntArray
    series: IntArray

    def __len__(self) -> int:
        return len(self.final)

    @cached_property
    def cadence(self) -> IntArray:
        """Cadence code of each case."""
        return np.array([life.cadence for life in self.lives], dtype=np.int64)[self.series]

    @cached_property
    def target(self) -> BoolArray:
        """Whether the series of each case has a target of its own."""
        return np.array([life.target for life in self.lives], dtype=bool)[self.series]

    def prior(self, constants: Constants) -> Prior:
        """Return what the constants say of each case; without a target no way is forward."""
        prior = constants.prior_of(self.cadence)
        return replace(prior, slope=np.where(self.target, prior.slope, 0.0))

    def take(self, rows: BoolArray) -> Cases:
        """Return some of the cases."""
        names = ("u", "z", "final", "unit", "known", "series")
        return replace(self, **{name: getattr(self, name)[rows] for name in names})


def cadence_of(days: float) -> Cadence:
    """Return the planning clock that a lifetime in days is meant for."""
    return BY_LIFETIME[int(np.searchsorted(LIFETIME_LIMITS, days, side="left"))]


def lives_of(measures: Iterable[Measure]) -> list[Life]:
    """Turn measures with at least two values into series in progress units.

    The lifetime ends on the day of the last value. It begins on the day of the first where that is
    the baseline, else one usual step before.
    """
    found = [one for one in measures if len(one.values) >= 2]
    of_plan = Counter(one.plan for one in found)
    return [_life(one, _group(one, of_plan[one.plan])) for one in found]


def _life(one: Measure, group: str) -> Life:
    days = np.array([day.toordinal() for day in one.days], dtype=np.float64)
    values = np.array(one.values)
    baseline, target = one.baseline, one.target
    sensible = (
        baseline is not None
        and target is not None
        and target != baseline
        and abs(values[0] - baseline) <= SENSIBLE * abs(target - baseline)
    )
    if not sensible or baseline is None or target is None:
        lifetime = days[-1] - days[0]
        u = (days - days[0]) / lifetime
        return Life(group, cadence_of(lifetime), u, values - values[0], target=False)
    z = (values - baseline) / (target - baseline)
    before = z[0] != 0
    start = days[0] - (float(np.median(np.diff(days))) if before else 0.0)
    lifetime = days[-1] - start
    u = (days - start) / lifetime
    if before:
        u, z = np.append(0.0, u), np.append(0.0, z)
    return Life(group, cadence_of(lifetime), u, z, started=bool(before))


def _group(one: Measure, of_plan: int) -> str:
    """Return the plan of a measure; of a large plan the part, up to the first dot of the name."""
    if of_plan <= LARGE:
        return one.plan
    part = one.name.removeprefix(f"{one.plan}/").split("/")[0].split(".")[0]
    return f"{one.plan}/{part}"


def cases_of(lives: Sequence[Life], most: int = 12) -> Cases:
    """Make the cases of series: from the first k observations, k = 1, 2, 3 ...

    Parameters
    ----------
    lives : sequence of Life
    most : int
        Cases of one series at most; of a longer one that many values of k, evenly spread.
    """
    longest = min(LONGEST, max((len(life.u) for life in lives), default=2))
    rows: list[tuple[FloatArray, FloatArray, float, float, int, int]] = []
    for place, life in enumerate(lives):
        first = 1 if life.started else 0
        observed = len(life.u) - first
        ks = range(1 if life.target else LEAST, observed)
        if not ks:
            continue
        chosen = np.linspace(ks[0], ks[-1], min(most, len(ks))).round().astype(int)
        for k in chosen.tolist():
            u, z = _kept(life.u[: first + k]), _kept(life.z[: first + k])
            scale = 1.0 if life.target else SUPPOSED * _strays(u, z)
            if scale > 0:
                spread = float(np.ptp(life.z)) / scale
                unit = max(1.0, spread) if life.target else spread
                rows.append((u, z / scale, float(life.z[-1]) / scale, unit, k, place))
    u_all = np.full((len(rows), longest), np.nan)
    z_all = np.full((len(rows), longest), np.nan)
    for at, row in enumerate(rows):
        u_all[at, : len(row[0])] = row[0]
        z_all[at, : len(row[1])] = row[1]
    finals, units = (np.array([row[i] for row in rows], dtype=np.float64) for i in (2, 3))
    known, series = (np.array([row[i] for row in rows], dtype=np.int64) for i in (4, 5))
    return Cases(tuple(lives), u_all, z_all, finals, units, known, series)


def _kept(points: FloatArray) -> FloatArray:
    """Return the first and the last points of a very long series, so that few fill the memory."""
    if len(points) <= LONGEST:
        return points
    return np.append(points[:1], points[1 - LONGEST :])


def _strays(u: FloatArray, z: FloatArray) -> float:
    """Return how far a series that moved so far would stray in a lifetime; 0 if it never moved."""
    seen = float(u[-1] - u[0])
    return float(np.sqrt(np.sum(np.diff(z) ** 2) / seen)) if seen > 0 else 0.0
