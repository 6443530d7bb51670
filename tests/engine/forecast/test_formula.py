"""The formula of the forecast against DEFINITIONS section 6, with the starting values."""

from __future__ import annotations

import math
import statistics
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineofsight.engine.forecast.constants import Curve, Prior
from lineofsight.engine.forecast.formula import HELD, Forecast, forecast

Points = list[tuple[float, float]]


def of(*series: Points, prior: Prior | None = None) -> Forecast:
    """Forecast series given as points, padded to the longest."""
    width = max(len(points) for points in series)
    padded = np.full((len(series), width, 2), np.nan)
    for row, points in enumerate(series):
        if points:
            padded[row, : len(points)] = points
    return forecast(padded[:, :, 0], padded[:, :, 1], prior)


def by_hand(points: Points) -> tuple[float, float, float, float]:
    """Work out one series with plain loops: centre, scale, degrees, slope."""
    points = points[-8:]
    seen = points[-1][0] - points[0][0]
    left = max(0.0, 1.0 - points[-1][0])
    slopes = [
        (later[1] - earlier[1]) / (later[0] - earlier[0])
        for place, later in enumerate(points)
        for earlier in points[:place]
        if later[0] > earlier[0]
    ]
    median = statistics.median(slopes) if slopes else 0.0
    slope = (seen * median + 0.5 * 0.3) / (seen + 0.5)
    strays = [
        ((z2 - z1) - slope * (u2 - u1)) ** 2 / (u2 - u1)
        for (u1, z1), (u2, z2) in pairwise(points)
        if u2 > u1
    ]
    m = len(strays)
    if m >= 4:
        strays = [min(stray, 9 * statistics.median(strays)) for stray in strays]
    variance = (4 * 0.35**2 + sum(strays)) / (4 + m)
    scale = math.sqrt(variance * (left + left**2 / (seen + 0.5)) + 0.02**2)
    return points[-1][1] + slope * left, scale, 4 + m, slope


@st.composite
def courses(draw: st.DrawFn) -> Points:
    """Draw the points of one series: whole days of a lifetime of 100, some of them twice."""
    days = sorted(draw(st.lists(st.integers(0, 120), min_size=1, max_size=12)))
    return [(day / 100, draw(st.floats(-3, 3))) for day in days]


def test_first_example() -> None:
    got = of([(0, 0), (0.25, 0.1), (0.5, 0.2)])
    assert (got.slope[0], got.centre[0]) == pytest.approx((0.35, 0.375))
    assert got.scale[0] == pytest.approx(0.249, abs=5e-4)
    assert got.degrees[0] == 6
    assert got.chance()[0] == pytest.approx(0.02, abs=5e-3)


def test_second_example() -> None:
    got = of([(0, 0), (0.3, 0.45), (0.6, 0.85)])
    assert got.slope[0] == pytest.approx(0.909, abs=5e-4)
    assert got.centre[0] == pytest.approx(1.214, abs=5e-4)
    assert got.scale[0] == pytest.approx(0.244, abs=5e-4)
    assert got.chance()[0] == pytest.approx(0.79, abs=5e-3)


@given(st.lists(courses(), min_size=1, max_size=6))
def test_the_same_as_by_hand(series: list[Points]) -> None:
    got = of(*series)
    for row, points in enumerate(series):
        expected = by_hand(points)
        worked_out = (got.centre[row], got.scale[row], got.degrees[row], got.slope[row])
        assert worked_out == pytest.approx(expected, rel=1e-9, abs=1e-9)


def test_one_point_keeps_the_prior_slope() -> None:
    got = of([(0.4, 0.2)])
    assert (got.slope[0], got.degrees[0]) == pytest.approx((0.3, 4))


def test_points_on_one_day_have_no_slope_between_them() -> None:
    got = of([(0.4, 0.1), (0.4, 0.9)])
    assert (got.slope[0], got.degrees[0]) == pytest.approx((0.3, 4))
    assert got.centre[0] == pytest.approx(0.9 + 0.3 * 0.6)


def test_the_next_step_begins_at_the_later_value_of_a_day() -> None:
    points = [(0.0, 0.0), (0.2, 5.0), (0.2, 0.1), (0.4, 0.2)]
    got = of(points)
    assert got.degrees[0] == 6
    assert got.scale[0] == pytest.approx(by_hand(points)[1])


def test_only_the_last_eight_points_count() -> None:
    late = [(0.1 * i, 0.05 * i) for i in range(1, 9)]
    got = of([(0.0, 9.0), *late], late)
    assert got.centre[0] == got.centre[1]
    assert got.scale[0] == got.scale[1]


def test_padding_may_stand_anywhere() -> None:
    nan = math.nan
    u = np.array([[nan, 0.0, nan, 0.3, 0.6], [0.0, 0.3, 0.6, nan, nan]])
    z = np.array([[nan, 0.0, nan, 0.45, 0.85], [0.0, 0.45, 0.85, nan, nan]])
    got = forecast(u, z)
    assert got.centre[0] == got.centre[1]


def test_no_point_no_forecast() -> None:
    got = of([(0.0, 0.0)], [])
    assert np.isnan([got.centre[1], got.chance()[1], got.interval()[0][1]]).all()


def test_values_too_large_to_reckon_with_have_no_forecast() -> None:
    got = of([(0.0, -1.7e308), (0.1, 1.7e308), (0.2, 0.0)])
    assert np.isnan(got.chance()[0])


def test_one_wild_value_of_many_is_held() -> None:
    calm = [(0.1 * i, 0.1 * i + 0.01 * (-1) ** i) for i in range(8)]
    wild = [(u, z + (2.0 if place == 4 else 0.0)) for place, (u, z) in enumerate(calm)]
    got = of(wild)
    unheld = sum((b[1] - a[1]) ** 2 / 0.1 for a, b in pairwise(wild)) / 11
    assert got.scale[0] < 0.5 * math.sqrt(unheld * 0.3)


def test_few_points_say_little() -> None:
    line = [(0.1 * i, 0.1 * i) for i in range(7)]
    widths = []
    for points in (line[:2], line[:4], line):
        (low,), (high,) = of(points).interval()
        widths.append(high - low)
    assert widths[0] > widths[1] > widths[2]
    assert widths[0] > 1.0  # two points near the start: as wide as the whole way


def test_the_same_course_is_surer_with_more_points() -> None:
    sparse = [(0.0, 0.0), (0.6, 0.6)]
    dense = [(0.1 * i, 0.1 * i) for i in range(7)]
    few, many = (high - low for low, high in zip(*of(sparse, dense).interval(), strict=True))
    assert few > many


@given(courses(), st.floats(0.01, 1.0))
def test_a_higher_last_value_has_a_centre_no_lower(points: Points, more: float) -> None:
    (u, z) = points[-1]
    got = of(points, [*points[:-1], (u, z + more)])
    assert got.centre[1] >= got.centre[0] + more - 1e-9


@given(st.integers(1, 90))
def test_a_longer_way_to_go_on_one_course_is_less_sure(day: int) -> None:
    u, later = day / 100, (day + 10) / 100
    got = of([(0.0, 0.0), (u, 0.3 * u)], [(0.0, 0.0), (later, 0.3 * later)])
    assert got.scale[0] > got.scale[1]


def test_chance_is_held_before_the_end_and_not_after() -> None:
    got = of([(0.5, 9.0), (1.0, 9.0)], [(0.5, -9.0), (1.0, -9.0)])
    assert got.chance().tolist() == [HELD[1], HELD[0]]
    assert got.chance(ended=np.array([True, True])) == pytest.approx([1.0, 0.0])


def test_chance_of_a_band_is_that_of_being_inside() -> None:
    got = of([(0.0, 0.0), (0.3, 0.45), (0.6, 0.85)])
    inside = got.chance(1.0, 1.5, ended=True)
    assert inside == pytest.approx(
        got.chance(1.0, ended=True) - got.chance(1.5, ended=True), abs=1e-12
    )


def test_a_band_without_a_lower_edge() -> None:
    got = of([(0.0, 0.0), (0.3, 0.45), (0.6, 0.85)])
    under = got.chance(-np.inf, 1.0, ended=True)
    assert under == pytest.approx(1.0 - got.chance(1.0, ended=True))


def test_an_interval_holds_its_share() -> None:
    got = of([(0.0, 0.0), (0.3, 0.45), (0.6, 0.85)])
    (low,), (high,) = got.interval(0.8)
    assert got.chance(low, high, ended=True) == pytest.approx(0.8)
    assert got.chance(high, ended=True) == pytest.approx(0.1)


def test_the_curve_says_what_a_chance_is_worth() -> None:
    got = of([(0.0, 0.0), (0.3, 0.45), (0.6, 0.85)])
    curve = Curve((0.0, 0.5, 1.0), (0.1, 0.5, 0.9))
    stated = float(got.chance()[0])
    assert got.chance(curve=curve)[0] == pytest.approx(0.5 + (stated - 0.5) * 0.8)
    assert got.chance(curve=curve, ended=True)[0] == stated


def test_priors_may_differ_by_series() -> None:
    prior = Prior(slope=np.array([0.0, 1.0]), steps=8.0)
    got = of([(0.5, 0.5)], [(0.5, 0.5)], prior=prior)
    assert got.slope.tolist() == [0.0, 1.0]
    assert got.degrees.tolist() == [8.0, 8.0]


def test_many_series_are_worked_out_in_pieces() -> None:
    u = np.tile([0.0, 0.3, 0.6], (70_000, 1))
    z = np.tile([0.0, 0.45, 0.85], (70_000, 1))
    assert np.ptp(forecast(u, z).centre) == 0.0
