"""Refitting the forecast's constants: what ships is what this writes, byte for byte.

Each planning clock gets its own prior, from real series somewhat more than from generated ones. The
series of other clocks count a little too, so that a clock of which few series are known does not
follow them wherever they go. The search moves on a grid of round numbers, so that the result does
not hang on the last digit of a sum; a curve of chances follows, from generated series of another
seed with a little of the real ones.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from scipy.optimize import lsq_linear
from scipy.special import betaln

from lineofsight.bench.forecast.cases import Cases, cases_of
from lineofsight.bench.forecast.scores import crps_student
from lineofsight.bench.forecast.shapes import Band, generate
from lineofsight.engine.codes import Cadence, word
from lineofsight.engine.columns import BoolArray, FloatArray
from lineofsight.engine.forecast import constants as shipped
from lineofsight.engine.forecast.constants import CADENCES, STARTING, Constants, Curve, Prior
from lineofsight.engine.forecast.formula import forecast

SHIPPED = Path(shipped.__file__).with_name("constants.json")
SEED = 20_000_003  # of the series that constants are fitted to; the bench draws others
EACH = 12  # series of each shape and cadence
REAL = 0.6  # weight of real series beside generated ones
OTHERS = 0.25  # weight of series of another clock
WORST = 5.0  # CRPS, in units of a series, above which a miss counts no more
GRID: dict[str, tuple[float, ...]] = {
    "slope": tuple(round(0.02 * i, 2) for i in range(-10, 61)),
    "noise": tuple(round(0.02 * i, 2) for i in range(4, 61)),
    # No longer than this, so that by the end its own pace counts at least a fifth in any series.
    "span": (0.25, 0.35, 0.5, 0.7, 1.0, 1.4, 2.0, 2.8, 4.0),
    "steps": (1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 5.0, 6.0, 8.0, 10.0),
}
STRIDES = (8, -8, 3, -3, 1, -1)
ENOUGH = 1e-6  # a smaller gain is none: it might differ from machine to machine
REAL_IN_CURVE = 0.1  # few of them arrive: a hint, no more, that half is not always the rule
CURVED = 5  # times as many series for the curve, others than those of the priors
KNOTS = (0.0, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 1.0)

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Told:
    """Cases with the edges within which each of their series had to end, and what they count."""

    cases: Cases
    bands: Sequence[Band]
    share: float


@dataclass(frozen=True)
class Lesson:
    """Cases to learn from and what each counts; ``weight`` of shape (n,), summing to 1.

    ``share`` is what all of them count beside other lessons.
    """

    cases: Cases
    weight: FloatArray
    share: float


def fit(
    real: Cases, seed: int = SEED, each: int = EACH, progress: Progress | None = None
) -> Constants:
    """Fit constants to real series that have a target, and to generated ones.

    Parameters
    ----------
    real : Cases
        Those without target are left out: their unit is supposed.
    seed, each : int
        Of the generated series.
    progress : callable, optional
        Called with (planning clock, its place, planning clocks in all).
    """
    lives, _bands = generate(seed, each)
    drawn = cases_of(lives)
    known = real.take(real.target)
    priors: dict[Cadence, Prior] = {}
    for place, cadence in enumerate(CADENCES):
        if progress:
            progress(word(cadence), place, len(CADENCES))
        lessons = [
            _lesson(cases, cadence, share)
            for cases, share in ((known, REAL), (drawn, 1 - REAL))
            if len(cases)
        ]
        priors[cadence] = _search(lessons)
    count = len(np.unique(known.series))
    source = f"{count} real and {len(lives)} generated series"
    constants = Constants(source, priors, Curve())
    others, bands = generate(seed + 1, CURVED * each)
    ended = [Told(cases_of(others), bands, 1 - REAL_IN_CURVE)]
    if len(known):
        ended.append(Told(known, [Band()] * len(known.lives), REAL_IN_CURVE))
    return replace(constants, curve=fit_curve(constants, ended))


def fit_curve(constants: Constants, lessons: Sequence[Told]) -> Curve:
    """Fit what stated chances are worth: the rising broken line with the smallest squared error.

    Parameters
    ----------
    constants : Constants
        What the chances are worked out with.
    lessons : sequence of Told
        Cases with where they had to end; each counts its share, however many it holds.
    """
    knots = np.array(KNOTS)
    rises, ends = [], []
    for one in lessons:
        low, high = edges(one.cases, one.bands)
        stated = chances(constants, one.cases, low, high)
        root = np.sqrt(one.share / len(stated))
        # Height above 0 at the first knot, then the rise to each of the others: none may fall.
        hats = np.stack([np.interp(stated, knots, row) for row in np.eye(len(knots))], axis=1)
        rises.append(root * (hats @ np.tri(len(knots))))
        ends.append(root * arrived(one.cases, low, high))
    found = lsq_linear(np.concatenate(rises), np.concatenate(ends), bounds=(0.0, 1.0), tol=1e-12)
    seen = np.clip(np.round(np.cumsum(found.x), 2), 0.0, 1.0)
    return Curve(KNOTS, tuple(float(height) for height in seen))


def chances(constants: Constants, cases: Cases, low: FloatArray, high: FloatArray) -> FloatArray:
    """Return chances as worked out, before curve and bounds."""
    told = forecast(cases.u, cases.z, cases.prior(constants))
    return told.chance(low, high, ended=True)


def edges(cases: Cases, bands: Sequence[Band]) -> tuple[FloatArray, FloatArray]:
    """Return the edges within which each case must end."""
    low = np.array([band.low for band in bands])[cases.series]
    high = np.array([band.high for band in bands])[cases.series]
    return low, high


def arrived(cases: Cases, low: FloatArray, high: FloatArray) -> BoolArray:
    """Tell which cases ended within their edges."""
    return np.asarray((cases.final >= low - 1e-9) & (cases.final <= high + 1e-9))


def to_json(constants: Constants) -> str:
    """Return the constants as the file that ships, one planning clock a line."""
    rows = []
    for cadence in CADENCES:
        prior = constants.priors[cadence]
        told = {name: float(getattr(prior, name)) for name in GRID}
        rows.append(f'    "{word(cadence)}": {json.dumps(told)}')
    curve = {"stated": list(constants.curve.stated), "seen": list(constants.curve.seen)}
    return (
        "{\n"
        f'  "source": {json.dumps(constants.source)},\n'
        '  "priors": {\n' + ",\n".join(rows) + "\n  },\n"
        f'  "curve": {json.dumps(curve)}\n'
        "}\n"
    )


def _lesson(cases: Cases, cadence: Cadence, share: float) -> Lesson:
    """Weigh cases: own clock in full, a series of many forecasts by the root of their number."""
    of_series = np.bincount(cases.series)[cases.series]
    weight = np.where(cases.cadence == cadence, 1.0, OTHERS) / np.sqrt(of_series)
    return Lesson(cases, weight / weight.sum(), share)


def _search(lessons: Iterable[Lesson]) -> Prior:
    """Find the prior with the smallest loss on the grid, one number at a time, until none moves."""
    lessons = list(lessons)
    start = [_loss(one, STARTING.priors[Cadence.QUARTERLY])[0] for one in lessons]
    at = {name: _nearest(name) for name in GRID}

    def loss() -> float:
        prior = Prior(**{name: GRID[name][place] for name, place in at.items()})
        total = 0.0
        for one, first in zip(lessons, start, strict=True):
            ranked, logarithmic = _loss(one, prior)
            total += one.share * (ranked / first + logarithmic)
        return total

    best, moved = loss(), True
    while moved:
        moved = False
        for name, values in GRID.items():
            for stride in STRIDES:
                while 0 <= at[name] + stride < len(values):
                    at[name] += stride
                    tried = loss()
                    if tried < best - ENOUGH:
                        best, moved = tried, True
                    else:
                        at[name] -= stride
                        break
    return Prior(**{name: GRID[name][place] for name, place in at.items()})


def _nearest(name: str) -> int:
    """Return the place on the grid of a starting value."""
    start = getattr(Prior(), name)
    return int(np.argmin(np.abs(np.array(GRID[name]) - start)))


def _loss(lesson: Lesson, prior: Prior) -> tuple[float, float]:
    """Return CRPS and logarithmic score, both in units of the series; smaller is better.

    The first holds the forecast to being near, the second to saying how near.
    """
    cases = lesson.cases
    told = forecast(cases.u, cases.z, prior)
    nu, scale = told.degrees, told.scale / cases.unit
    ranked = crps_student(cases.final / cases.unit, told.centre / cases.unit, scale, nu)
    away = (cases.final - told.centre) / told.scale
    log_density = (
        -betaln(0.5, nu / 2) - 0.5 * np.log(nu) - (nu + 1) / 2 * np.log1p(away**2 / nu)
    ) - np.log(scale)
    weight = lesson.weight
    return float(weight @ np.minimum(ranked, WORST)), float(-(weight @ log_density))
