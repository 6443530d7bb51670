"""Generated series with known ends: many ways in which measures move, about half arrive.

Real series are short and rarely arrive, so that a chance of success cannot be judged on them. Here
a course is drawn (where the measure would stand at each instant), then noise, then how it is
reported: often or seldom, late, with values of last time repeated, in whole numbers. The course is
drawn in values of its own (rising or falling) and turned into progress as a plan would.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from lineofsight.bench.forecast.cases import Life
from lineofsight.engine.codes import Cadence
from lineofsight.engine.columns import FloatArray
from lineofsight.engine.forecast.constants import CADENCES

STEPS = 240  # instants of a course
# How far a measure goes, in targets: some are on their way, some never were; logarithms.
ON_THE_WAY = (0.3, 0.22)  # middle and spread
BEHIND = (-0.7, 0.6)
SHARE_BEHIND = 0.48
OBSERVED = {  # reports of a lifetime: fewest and most
    Cadence.WEEKLY: (3, 7),
    Cadence.MONTHLY: (3, 6),
    Cadence.QUARTERLY: (3, 13),
    Cadence.HALF_YEARLY: (4, 14),
    Cadence.YEARLY: (4, 14),
    Cadence.MULTI_YEAR: (4, 16),
}

Course = Callable[[Generator, FloatArray, float], FloatArray]


@dataclass(frozen=True, slots=True)
class Band:
    """Edges within which a measure must end, in progress units."""

    low: float = 1.0
    high: float = float("inf")


def straight(_rng: Generator, u: FloatArray, reach: float) -> FloatArray:
    """Go at one pace."""
    return reach * u


def steps(rng: Generator, u: FloatArray, reach: float) -> FloatArray:
    """Go in three to eight jumps at any time."""
    when = rng.uniform(0.02, 0.98, rng.integers(3, 9))
    sizes = rng.dirichlet(np.full(len(when), 2.0))
    return reach * ((u[:, None] >= when) * sizes).sum(axis=1)


def s_curve(rng: Generator, u: FloatArray, reach: float) -> FloatArray:
    """Start slowly, run, level off."""
    middle, pace = rng.uniform(0.3, 0.6), rng.uniform(5, 11)
    course = 1 / (1 + np.exp(-pace * (u - middle)))
    return reach * (course - course[0]) / (course[-1] - course[0])


def late(rng: Generator, u: FloatArray, reach: float) -> FloatArray:
    """Do most of the way in the end."""
    return np.asarray(reach * u ** rng.uniform(1.2, 2.2))


def plateau(rng: Generator, u: FloatArray, reach: float) -> FloatArray:
    """Run first, then stand."""
    return np.asarray(reach * (1 - (1 - u) ** rng.uniform(1.2, 2.2)))


def season(rng: Generator, u: FloatArray, reach: float) -> FloatArray:
    """Go at one pace with a wave of one to four turns on it."""
    wave = rng.uniform(0.08, 0.3) * np.sin(2 * np.pi * (rng.integers(1, 5) * u + rng.uniform()))
    return reach * u + wave - wave[0]


def regress(rng: Generator, u: FloatArray, reach: float) -> FloatArray:
    """Rise above what stays, and fall back."""
    top, peak = rng.uniform(0.4, 0.85), rng.uniform(1.1, 1.5)
    return np.asarray(reach * np.interp(u, (0.0, top, 1.0), (0.0, peak, 1.0)))


def counts(rng: Generator, u: FloatArray, reach: float) -> FloatArray:
    """Add up events of a changing rate; never falls."""
    events = rng.integers(8, 120)
    when = np.sort(rng.beta(rng.uniform(0.8, 1.5), rng.uniform(0.8, 1.5), rng.poisson(events)))
    return np.searchsorted(when, u, side="right") * reach / events


def walk(rng: Generator, u: FloatArray, reach: float) -> FloatArray:
    """Wander at random about a pace."""
    strays = rng.normal(0.0, rng.uniform(0.15, 0.5) / np.sqrt(len(u)), len(u))
    strays[0] = 0.0
    return reach * u + np.cumsum(strays)


def flat(rng: Generator, u: FloatArray, reach: float) -> FloatArray:
    """Hardly move; some then do what was missing in one go."""
    moved = reach * rng.uniform(0.0, 0.25) * u
    if rng.uniform() < 0.2:
        moved = moved + (reach - moved[-1]) * (u >= rng.uniform(0.6, 0.98))
    return np.asarray(moved)


SHAPES: dict[str, Course] = {
    "straight": straight,
    "steps": steps,
    "s_curve": s_curve,
    "late": late,
    "plateau": plateau,
    "season": season,
    "regress": regress,
    "counts": counts,
    "walk": walk,
    "flat": flat,
}
NOISELESS = ("steps", "counts", "flat")  # what is counted is known exactly


def generate(seed: int, each: int) -> tuple[list[Life], list[Band]]:
    """Draw series of every shape and cadence.

    Parameters
    ----------
    seed : int
        The same seed gives the same series.
    each : int
        Series of each shape in each cadence; every fourth has a band to end in.

    Returns
    -------
    (lives, bands), as many of each
    """
    rng = np.random.default_rng(seed)
    lives: list[Life] = []
    bands: list[Band] = []
    for cadence in CADENCES:
        for shape in SHAPES:
            for number in range(each):
                lives.append(_draw(rng, cadence, shape))
                wide = Band(1.0, 1.0 + float(rng.uniform(0.6, 2.0)))
                bands.append(wide if number % 4 == 3 else Band())
    return lives, bands


def _draw(rng: Generator, cadence: Cadence, shape: str) -> Life:
    """Draw one series: course, noise, reports."""
    instants = np.linspace(0.0, 1.0, STEPS + 1)
    middle, spread = BEHIND if rng.uniform() < SHARE_BEHIND else ON_THE_WAY
    reach = float(np.exp(rng.normal(middle, spread)))
    course = SHAPES[shape](rng, instants, reach)
    places = _reports(rng, cadence)
    # Late: a report tells where the measure stood some time before; the end is told in the end.
    lag = float(rng.uniform(0.02, 0.1)) if rng.uniform() < 0.2 else 0.0
    told = np.interp(np.maximum(0.0, places - lag), instants, course)
    told[-1] = course[-1]
    if shape not in NOISELESS:
        noise = float(np.exp(rng.uniform(np.log(0.003), np.log(0.12))))
        told = told + rng.normal(0.0, noise, len(told))
    repeated = (rng.uniform(size=len(told)) < 0.15) & (rng.uniform() < 0.3)
    for at in np.flatnonzero(repeated[1:-1]) + 1:
        told[at] = told[at - 1]
    told = _as_reported(rng, told)
    u, z = np.append(0.0, places), np.append(0.0, told)
    return Life(f"generated/{shape}", cadence, u, z, started=True, shape=shape)


def _reports(rng: Generator, cadence: Cadence) -> FloatArray:
    """Draw when reports come: regularly, seldom, or from some time on; the last at the end."""
    fewest, most = OBSERVED[cadence]
    number = int(rng.integers(fewest, most + 1))
    places = np.arange(1, number + 1) / number
    if rng.uniform() < 0.5:
        jitter = rng.uniform(-0.3, 0.3, number) / number
        jitter[-1] = 0.0
        places = places + jitter
    kept = np.ones(number, dtype=bool)
    habit = rng.uniform()
    if habit < 0.2:
        kept = rng.uniform(size=number) < 0.5  # seldom
    elif habit < 0.35:
        kept = places > rng.uniform(0.2, 0.6)  # nothing for long
    kept[-1] = True
    if kept.sum() < 2:
        kept[0] = True
    return np.asarray(places[kept])


def _as_reported(rng: Generator, progress: FloatArray) -> FloatArray:
    """Turn progress into values as people write them, rounded, and back."""
    baseline = float(rng.uniform(0, 50))
    distance = float(np.exp(rng.uniform(np.log(4.0), np.log(2000.0)))) * rng.choice((-1.0, 1.0))
    digits = 0 if abs(distance) >= 20 else 1
    target = round(baseline + distance, digits)
    baseline = round(baseline, digits)
    values = np.round(baseline + progress * (target - baseline), digits)
    return (values - baseline) / (target - baseline)
