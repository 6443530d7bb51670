"""How good chances of success are: Brier score and reliability."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lineofsight.bench.forecast.cases import Cases
from lineofsight.bench.forecast.fit import arrived, edges
from lineofsight.bench.forecast.scores import Bin, brier, calibration_error, reliability
from lineofsight.bench.forecast.shapes import Band
from lineofsight.bench.forecast.table import POINTS, spreads_of
from lineofsight.engine.codes import word
from lineofsight.engine.columns import BoolArray, FloatArray
from lineofsight.engine.forecast.constants import CADENCES, Constants
from lineofsight.engine.forecast.formula import HELD, Forecast


@dataclass(frozen=True, slots=True)
class Chance:
    """Chances of success of some forecasts.

    ``part``: all, points, shape, cadence or target; ``success``: the share that arrived; ``brier``
    by method, where ``uncalibrated`` is the forecast before its curve.
    """

    part: str
    name: str
    forecasts: int
    success: float
    brier: dict[str, float]
    calibration_error: float
    reliability: tuple[Bin, ...]


def judge(constants: Constants, cases: Cases, bands: Sequence[Band]) -> list[Chance]:
    """Judge chances overall, by points known, by shape, by planning clock, by kind of target.

    Parameters
    ----------
    constants : Constants
    cases : Cases
    bands : sequence of Band
        Where each series of the cases must end.
    """
    if not len(cases):
        return []
    low, high = edges(cases, bands)
    came = arrived(cases, low, high)
    told = {}
    for name, one in spreads_of(constants, cases).items():
        made = Forecast(one.centre, one.scale, one.degrees, np.zeros(len(cases)))
        told[name] = np.clip(made.chance(low, high, ended=True), *HELD)
        if name == "forecast":
            told["uncalibrated"] = told[name]
            told[name] = made.chance(low, high, curve=constants.curve)
    shapes = np.array([life.shape for life in cases.lives])[cases.series]
    parts = [("all", "all", np.ones(len(cases), dtype=bool))]
    parts += [
        ("points", name, (cases.known >= least) & (cases.known <= most))
        for name, least, most in POINTS
    ]
    parts += [("shape", str(name), shapes == name) for name in np.unique(shapes) if name]
    parts += [("cadence", word(one), cases.cadence == int(one)) for one in CADENCES]
    parts += [("target", "value", np.isinf(high)), ("target", "band", np.isfinite(high))]
    return [_part(part, name, told, came, rows) for part, name, rows in parts if rows.any()]


def _part(
    part: str, name: str, told: dict[str, FloatArray], came: BoolArray, rows: BoolArray
) -> Chance:
    bins = reliability(told["forecast"][rows], came[rows])
    return Chance(
        part,
        name,
        int(rows.sum()),
        float(came[rows].mean()),
        {method: brier(chance[rows], came[rows]) for method, chance in told.items()},
        calibration_error(bins),
        tuple(bins),
    )
