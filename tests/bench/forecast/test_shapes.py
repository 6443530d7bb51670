"""Generated series: reproducible, of every kind, arriving about half of the time."""

import numpy as np
import pytest

from lineofsight.bench.forecast.shapes import OBSERVED, SHAPES, generate
from lineofsight.engine.forecast.constants import CADENCES

LIVES, BANDS = generate(5, 12)


def test_same_seed_gives_the_same_series_and_another_seed_others() -> None:
    again, _bands = generate(5, 12)
    others, _bands = generate(6, 12)

    assert all(np.array_equal(a.z, b.z) for a, b in zip(LIVES, again, strict=True))
    assert not any(np.array_equal(a.z, b.z) for a, b in zip(LIVES, others, strict=True))


def test_every_shape_comes_in_every_planning_clock() -> None:
    assert {(one.shape, one.cadence) for one in LIVES} == {
        (shape, cadence) for shape in SHAPES for cadence in CADENCES
    }


def test_about_half_arrive() -> None:
    arrived = [band.low <= one.z[-1] <= band.high for one, band in zip(LIVES, BANDS, strict=True)]

    assert 0.42 < np.mean(arrived) < 0.58


def test_every_fourth_must_end_in_a_band() -> None:
    assert np.mean([np.isfinite(band.high) for band in BANDS]) == 0.25


def test_places_rise_from_the_start_to_the_end() -> None:
    for one in LIVES:
        assert (one.u[0], one.z[0], one.u[-1]) == (0, 0, 1)
        assert (np.diff(one.u) > 0).all()


def test_there_are_at_least_two_reports_and_no_more_than_a_lifetime_has() -> None:
    for one in LIVES:
        assert 2 <= len(one.u) - 1 <= OBSERVED[one.cadence][1]


@pytest.mark.parametrize("shape", ["counts", "steps"])
def test_what_is_counted_never_falls(shape: str) -> None:
    kept = [one for one in LIVES if one.shape == shape]

    assert all((np.diff(one.z) >= -1e-9).all() for one in kept)


@pytest.mark.parametrize("shape", SHAPES)
def test_course_begins_where_it_is_measured_from(shape: str) -> None:
    course = SHAPES[shape](np.random.default_rng(1), np.linspace(0, 1, 201), 0.9)

    assert abs(course[0]) < 0.02


@pytest.mark.parametrize("shape", ["straight", "steps", "s_curve", "late", "plateau", "regress"])
def test_course_ends_where_it_was_to_reach(shape: str) -> None:
    course = SHAPES[shape](np.random.default_rng(1), np.linspace(0, 1, 201), 0.9)

    assert course[-1] == pytest.approx(0.9)
