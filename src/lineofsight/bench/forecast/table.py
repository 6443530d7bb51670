"""Tables of scores: every method on the same cases, by the number of points known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lineofsight.bench.forecast import naive
from lineofsight.bench.forecast.cases import Cases
from lineofsight.bench.forecast.naive import Spread
from lineofsight.bench.forecast.scores import (
    Interval,
    crps_student,
    half_width,
    mean_over_series,
    share_below,
)
from lineofsight.engine.columns import BoolArray
from lineofsight.engine.forecast.constants import Constants
from lineofsight.engine.forecast.formula import forecast

POINTS: tuple[tuple[str, int, int], ...] = (
    ("1", 1, 1),
    ("2", 2, 2),
    ("3", 3, 3),
    ("4-5", 4, 5),
    ("6-8", 6, 8),
    ("9+", 9, 10**9),
)
METHODS = ("forecast", *naive.METHODS)


@dataclass(frozen=True, slots=True)
class Score:
    """How one method did on some forecasts.

    Coverage in [0, 1] with its interval over series; widths are medians in progress units; ``crps``
    is a mean in units of each series (the distance to its target, or the way it went in all if that
    is longer).
    """

    coverage_50: Interval
    coverage_90: Interval
    width_50: float
    width_90: float
    crps: float


@dataclass(frozen=True, slots=True)
class Row:
    """Forecasts from about the same number of points: every method, and the paired differences.

    ``against`` is CRPS of the forecast less that of another method, on the same cases: below 0 the
    forecast is better.
    """

    points: str
    series: int
    forecasts: int
    scores: dict[str, Score]
    against: dict[str, Interval]


def spreads_of(constants: Constants, cases: Cases) -> dict[str, Spread]:
    """Make the forecasts of every method."""
    prior = cases.prior(constants)
    told = forecast(cases.u, cases.z, prior)
    spreads = {"forecast": Spread(told.centre, told.scale, told.degrees)}
    for name, method in naive.METHODS.items():
        spreads[name] = method(cases.u, cases.z, prior)
    return spreads


def table(cases: Cases, spreads: dict[str, Spread]) -> list[Row]:
    """Score every method on all cases, then by the number of points known; empty without cases."""
    if not len(cases):
        return []
    rows = [_row("all", cases, spreads, np.ones(len(cases), dtype=bool))]
    for name, low, high in POINTS:
        chosen = (cases.known >= low) & (cases.known <= high)
        if chosen.any():
            rows.append(_row(name, cases, spreads, chosen))
    return rows


def _row(points: str, cases: Cases, spreads: dict[str, Spread], chosen: BoolArray) -> Row:
    """Score some of the cases."""
    part = cases.take(chosen)
    scores, ranked = {}, {}
    for name, whole in spreads.items():
        one = whole.take(chosen)
        ranked[name] = crps_student(part.final, one.centre, one.scale, one.degrees) / part.unit
        away = np.abs(share_below(part.final, one.centre, one.scale, one.degrees) - 0.5)
        scores[name] = Score(
            mean_over_series((away <= 0.25).astype(np.float64), part.series),
            mean_over_series((away <= 0.45).astype(np.float64), part.series),
            2 * float(np.median(half_width(one.scale, one.degrees, 0.5))),
            2 * float(np.median(half_width(one.scale, one.degrees, 0.9))),
            float(ranked[name].mean()),
        )
    against = {
        name: mean_over_series(ranked["forecast"] - ranked[name], part.series)
        for name in naive.METHODS
    }
    return Row(points, len(np.unique(part.series)), len(part), scores, against)
