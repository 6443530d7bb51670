"""Scores of forecasts against what came: coverage, CRPS, Brier score, reliability.

All scores are proper or say plainly what they count. Gneiting, T. and Raftery, A. E. (2007),
Strictly proper scoring rules, prediction, and estimation, JASA 102, 359-378.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import betaln, stdtr, stdtrit

from lineofsight.engine.columns import BoolArray, FloatArray, IntArray

DRAWS = 1000  # of the bootstrap


def crps_student(
    final: FloatArray, centre: FloatArray, scale: FloatArray, degrees: FloatArray
) -> FloatArray:
    """Return the continuous ranked probability score of Student t forecasts; smaller is better.

    Parameters
    ----------
    final, centre, scale, degrees : float arrays that broadcast together
        ``scale`` above 0, ``degrees`` above 1 (else the score is infinite). Same unit as ``final``.

    Returns
    -------
    float array, at least 0
        Jordan, A., Krueger, F. and Lerch, S. (2019), Journal of Statistical Software 90(12), the
        closed form for the t distribution.
    """
    z, nu = (final - centre) / scale, degrees
    with np.errstate(divide="ignore", invalid="ignore"):
        log_density = -betaln(0.5, nu / 2) - 0.5 * np.log(nu) - (nu + 1) / 2 * np.log1p(z * z / nu)
        constant = (
            2 * np.sqrt(nu) / (nu - 1) * np.exp(betaln(0.5, nu - 0.5) - 2 * betaln(0.5, nu / 2))
        )
        score = z * (2 * stdtr(nu, z) - 1)
        score = score + 2 * np.exp(log_density) * (nu + z * z) / (nu - 1) - constant
    return np.asarray(np.where(nu > 1, scale * score, np.inf))


def share_below(
    final: FloatArray, centre: FloatArray, scale: FloatArray, degrees: FloatArray
) -> FloatArray:
    """Return the chance that Student t forecasts gave to values up to what came, in [0, 1]."""
    return np.asarray(stdtr(degrees, (final - centre) / scale))


def half_width(scale: FloatArray, degrees: FloatArray, share: float) -> FloatArray:
    """Return half the width of the middle interval that holds ``share`` of a Student t."""
    return np.asarray(stdtrit(degrees, 0.5 + share / 2) * scale)


def brier(chance: FloatArray, came: BoolArray) -> float:
    """Return the mean squared difference of chance and outcome; always saying a half gives 0.25."""
    return float(np.mean((chance - came) ** 2))


@dataclass(frozen=True, slots=True)
class Bin:
    """Forecasts of about the same chance: how many, the mean chance, the share that arrived."""

    low: float
    high: float
    n: int
    chance: float
    share: float


def reliability(chance: FloatArray, came: BoolArray, bins: int = 10) -> list[Bin]:
    """Return the reliability table: equal ranges of chance, empty ones left out.

    Parameters
    ----------
    chance : float array of shape (n,) in [0, 1]
    came : bool array of shape (n,)
    bins : int
        Ranges; the last includes 1.
    """
    place = np.minimum((chance * bins).astype(int), bins - 1)
    table = []
    for at in range(bins):
        rows = place == at
        if rows.any():
            share = float(came[rows].mean())
            mid = float(chance[rows].mean())
            table.append(Bin(at / bins, (at + 1) / bins, int(rows.sum()), mid, share))
    return table


def calibration_error(table: list[Bin]) -> float:
    """Return the mean distance of chance and share over the bins, by forecasts; NaN of nothing."""
    n = sum(one.n for one in table)
    return sum(one.n * abs(one.chance - one.share) for one in table) / n if n else float("nan")


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean and its 95 % bootstrap interval."""

    value: float
    low: float
    high: float


def mean_over_series(values: FloatArray, series: IntArray, seed: int = 0) -> Interval:
    """Return the mean of values with a bootstrap interval that draws whole series.

    Forecasts of one series are alike, so series are drawn and not forecasts.

    Parameters
    ----------
    values : float array of shape (n,)
    series : int array of shape (n,)
    seed : int
        The same seed gives the same interval.
    """
    if not len(values):
        return Interval(float("nan"), float("nan"), float("nan"))
    place = np.unique(series, return_inverse=True)[1]
    sums = np.bincount(place, weights=values)
    counts = np.bincount(place)
    drawn = np.random.default_rng(seed).integers(0, len(sums), size=(DRAWS, len(sums)))
    means = sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
    low, high = np.quantile(means, (0.025, 0.975)).tolist()
    return Interval(float(sums.sum() / counts.sum()), low, high)
