"""The forecasts that anybody could make."""

import numpy as np
import pytest

from lineofsight.bench.forecast.naive import METHODS, drift, last_value, straight_line
from lineofsight.engine.forecast.constants import Prior

PRIOR = Prior(noise=0.4, steps=3.0)
U = np.array([[0.0, 0.25, 0.5, np.nan]])
Z = np.array([[0.0, 0.1, 0.3, np.nan]])


def test_last_value_expects_no_change_and_strays_as_it_did() -> None:
    told = last_value(U, Z, PRIOR)
    variance = (3 * 0.4**2 + (0.1**2 + 0.2**2) / 0.25) / 5

    assert told.centre[0] == pytest.approx(0.3)
    assert told.degrees[0] == 5
    assert told.scale[0] == pytest.approx(np.sqrt(variance * 0.5 + 0.02**2))


def test_drift_goes_on_at_the_mean_pace() -> None:
    told = drift(U, Z, PRIOR)
    # The first step is forecast without any pace, the second at 0.4 a lifetime.
    variance = (3 * 0.4**2 + (0.1**2 + (0.2 - 0.1) ** 2) / 0.25) / 5

    assert told.centre[0] == pytest.approx(0.6)
    assert told.scale[0] == pytest.approx(np.sqrt(variance * (0.5 + 0.5**2 / 0.5) + 0.02**2))


def test_straight_line_is_the_least_squares_line_through_the_first_point() -> None:
    told = straight_line(U, Z, PRIOR)
    slope = (0.25 * 0.1 + 0.5 * 0.3) / (0.25**2 + 0.5**2)

    assert told.centre[0] == pytest.approx(slope)


@pytest.mark.parametrize("name", METHODS)
def test_single_point_is_where_it_ends(name: str) -> None:
    told = METHODS[name](np.array([[0.2, np.nan]]), np.array([[0.1, np.nan]]), PRIOR)

    assert told.centre[0] == pytest.approx(0.1)
    assert told.degrees[0] == 3
    assert told.scale[0] == pytest.approx(np.sqrt(0.4**2 * 0.8 + 0.02**2))


@pytest.mark.parametrize("name", ["straight_line", "drift"])
def test_line_that_kept_its_promise_is_surer_than_one_that_did_not(name: str) -> None:
    u = np.array([[0.0, 0.2, 0.4, 0.6]] * 2)
    z = np.array([[0.0, 0.2, 0.4, 0.6], [0.0, 0.5, 0.1, 0.6]])

    steady, wild = METHODS[name](u, z, PRIOR).scale

    assert steady < wild


@pytest.mark.parametrize("name", METHODS)
def test_places_without_a_point_change_nothing(name: str) -> None:
    short = METHODS[name](U[:, :3], Z[:, :3], PRIOR)
    long = METHODS[name](U, Z, PRIOR)

    assert (short.centre, short.scale, short.degrees) == (long.centre, long.scale, long.degrees)
