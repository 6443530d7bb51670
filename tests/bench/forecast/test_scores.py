"""Scores against values that are known, or worked out another way."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import norm, t

from lineofsight.bench.forecast.scores import (
    brier,
    calibration_error,
    crps_student,
    half_width,
    mean_over_series,
    reliability,
    share_below,
)


def one(value: float) -> np.ndarray:
    return np.array([value], dtype=np.float64)


@pytest.mark.parametrize("degrees", [1.5, 3.0, 8.0])
@pytest.mark.parametrize("final", [-2.0, 0.3, 1.0, 9.0])
def test_crps_of_a_student_t_is_the_integral_that_defines_it(final: float, degrees: float) -> None:
    centre, scale = 0.3, 0.7
    # Over (F - step)^2, split at the step; far tails of few degrees fall slowly, so to infinity.
    below = quad(lambda x: t.cdf(x, degrees, centre, scale) ** 2, -np.inf, final)[0]
    above = quad(lambda x: t.sf(x, degrees, centre, scale) ** 2, final, np.inf)[0]

    told = crps_student(one(final), one(centre), one(scale), one(degrees))

    assert told[0] == pytest.approx(below + above, rel=1e-6)


def test_crps_of_many_degrees_is_that_of_a_normal() -> None:
    final = 0.8
    expected = final * (2 * norm.cdf(final) - 1) + 2 * norm.pdf(final) - 1 / np.sqrt(np.pi)

    told = crps_student(one(final), one(0), one(1), one(1e6))

    assert told[0] == pytest.approx(expected, rel=1e-4)


def test_crps_without_a_mean_is_infinite() -> None:
    assert crps_student(one(0.0), one(0.0), one(1.0), one(1.0))[0] == np.inf


def test_crps_is_the_mean_distance_less_half_the_mean_distance_between_equally_likely_ends() -> (
    None
):
    ends = t.ppf((np.arange(2000) + 0.5) / 2000, 5.0, 0.2, 0.4)
    between = np.abs(ends[:, None] - ends).mean()

    told = crps_student(one(0.9), one(0.2), one(0.4), one(5.0))

    assert told[0] == pytest.approx(np.abs(ends - 0.9).mean() - between / 2, abs=1e-3)


def test_interval_holds_its_share() -> None:
    half = half_width(one(0.4), one(5.0), 0.9)

    assert share_below(half, one(0.0), one(0.4), one(5.0))[0] == pytest.approx(0.95)


def test_brier_score_is_the_mean_squared_difference() -> None:
    came = np.array([True, False, True])

    assert brier(np.array([0.9, 0.2, 0.5]), came) == pytest.approx((0.01 + 0.04 + 0.25) / 3)


def test_reliability_tells_each_range_of_chance_with_what_arrived() -> None:
    chance = np.array([0.05, 0.32, 0.38, 1.0])
    table = reliability(chance, np.array([False, True, False, True]))

    assert [(part.low, part.n, part.share) for part in table] == [
        (0.0, 1, 0.0),
        (0.3, 2, 0.5),
        (0.9, 1, 1.0),
    ]
    assert table[1].chance == pytest.approx(0.35)


def test_calibration_error_weighs_ranges_by_their_forecasts() -> None:
    chance = np.array([0.05, 0.32, 0.38, 1.0])
    table = reliability(chance, np.array([False, True, False, True]))

    assert calibration_error(table) == pytest.approx((0.05 + 2 * 0.15 + 0.0) / 4)


def test_interval_over_series_draws_series_whole() -> None:
    # Ten forecasts each of two series: drawn one by one the interval would be far narrower.
    values, series = np.repeat([0.0, 1.0], 10), np.repeat([0, 1], 10)
    told = mean_over_series(values, series)

    assert told.value == 0.5
    assert (told.low, told.high) == (0.0, 1.0)


def test_same_seed_gives_the_same_interval() -> None:
    rng = np.random.default_rng(4)
    values, series = rng.normal(size=60), rng.integers(0, 20, 60)

    assert mean_over_series(values, series, 1) == mean_over_series(values, series, 1)
    assert mean_over_series(values, series, 1) != mean_over_series(values, series, 2)


def test_mean_of_nothing_is_unknown() -> None:
    told = mean_over_series(np.zeros(0), np.zeros(0, dtype=np.int64))

    assert np.isnan(told.value)
