"""Turning measures into forecasts to be made."""

from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from lineofsight.bench.forecast.cases import LONGEST, SUPPOSED, Life, cases_of, lives_of
from lineofsight.bench.forecast.series import Measure, read_series
from lineofsight.engine.codes import Cadence
from lineofsight.engine.forecast.constants import shipped_constants

YEARS = tuple(date(year, 12, 31) for year in range(2018, 2024))
QUARTERS = tuple(date(2024, *end) for end in ((3, 31), (6, 30), (9, 30), (12, 31)))


def measure(
    *values: float,
    baseline: float | None = 0.0,
    target: float | None = 10.0,
    days: tuple[date, ...] = QUARTERS,
    plan: str = "p",
    name: str = "m",
) -> Measure:
    return Measure(plan, name, days[: len(values)], values, baseline, target)


def life(*values: float, **given: object) -> Life:
    (one,) = lives_of([measure(*values, **given)])  # type: ignore[arg-type] - as in measure
    return one


def test_progress_is_the_way_from_baseline_to_target() -> None:
    assert life(2, 4, 5, 9).z[1:] == pytest.approx([0.2, 0.4, 0.5, 0.9])


def test_falling_measure_makes_progress_by_falling() -> None:
    assert life(7, 6, 5, baseline=8.0, target=4.0).z[1:] == pytest.approx([0.25, 0.5, 0.75])


def test_lifetime_begins_one_usual_step_before_the_first_value() -> None:
    one = life(2, 4, 5, 9)

    assert one.started
    assert one.u == pytest.approx([0, 1 / 4, 1 / 2, 3 / 4, 1], abs=0.01)
    assert one.cadence == Cadence.YEARLY


def test_lifetime_begins_with_a_first_value_that_is_the_baseline() -> None:
    one = life(0, 4, 5, 9)

    assert not one.started
    assert one.u == pytest.approx([0, 1 / 3, 2 / 3, 1], abs=0.01)


@pytest.mark.parametrize(
    ("baseline", "target"), [(None, 10.0), (0.0, None), (5.0, 5.0), (0.0, 0.01)]
)
def test_measure_without_sensible_target_is_taken_without_one(
    baseline: float | None, target: float | None
) -> None:
    one = life(2, 4, 5, 9, baseline=baseline, target=target)

    assert not one.target
    assert one.z == pytest.approx([0, 2, 3, 7])


def test_single_value_is_no_series() -> None:
    assert lives_of([measure(3)]) == []


def test_large_plan_is_held_out_by_its_parts_and_a_small_one_as_a_whole() -> None:
    names = [f"p/{part}.{place}" for part in (1, 2) for place in range(11)]
    large = lives_of(measure(1, 2, name=name) for name in names)
    small = lives_of(measure(1, 2, name=name) for name in names[:5])

    assert {one.group for one in large} == {"p/1", "p/2"}
    assert {one.group for one in small} == {"p"}


def test_each_number_of_values_but_the_last_is_a_case() -> None:
    cases = cases_of([life(2, 4, 5, 9)])

    assert cases.known.tolist() == [1, 2, 3]
    assert cases.final == pytest.approx([0.9] * 3)


def test_no_later_value_enters_the_points_of_a_case() -> None:
    first, second = (cases_of([life(2, 4, *later)]) for later in ((5, 9), (-70, 900)))

    known = first.known <= 2
    assert np.array_equal(first.u[known], second.u[known], equal_nan=True)
    assert np.array_equal(first.z[known], second.z[known], equal_nan=True)


def test_points_are_the_start_and_the_values_known() -> None:
    cases = cases_of([life(2, 4, 5, 9)])

    assert cases.z[1, :3] == pytest.approx([0, 0.2, 0.4])
    assert np.isnan(cases.z[1, 3:]).all()


def test_measure_without_target_is_scaled_by_what_is_known_of_how_it_strays() -> None:
    one = life(10, 13, 9, 12, 20, 8, target=None, days=YEARS)
    case = cases_of([one]).take(np.array([True, False, False]))
    strays = np.sqrt((3**2 + 4**2) / one.u[2])

    assert case.known.tolist() == [3]
    assert case.z[0, 1] == pytest.approx(3 / (SUPPOSED * strays))
    assert case.final[0] == pytest.approx(-2 / (SUPPOSED * strays))


def test_measure_without_target_is_no_case_until_it_moves() -> None:
    assert cases_of([life(7, 7, 7, 7, 9, 4, target=None, days=YEARS)]).known.tolist() == [5]


def test_without_target_no_way_is_forward() -> None:
    cases = cases_of([life(10, 13, 9, 12, 20, target=None, days=YEARS), life(1, 2, 3)])
    slope = np.asarray(cases.prior(shipped_constants()).slope)

    assert (slope[~cases.target] == 0).all()
    assert (slope[cases.target] > 0).all()


def test_long_series_is_forecast_from_evenly_spread_numbers_of_values() -> None:
    days = tuple(date(year, 12, 31) for year in range(1950, 2020))
    known = cases_of([life(*range(1, 71), days=days)], most=5).known.tolist()

    assert len(known) == 5
    assert (known[0], known[-1]) == (1, 69)
    assert all(16 <= b - a <= 18 for a, b in pairwise(known))


def test_very_long_series_keeps_its_first_and_its_last_points() -> None:
    days = tuple(date.fromordinal(730_000 + day) for day in range(1000))
    cases = cases_of([life(*range(1, 1001), days=days)])

    assert cases.u.shape[1] == LONGEST
    assert cases.z[-1, 0] == 0
    assert cases.z[-1, -2:] == pytest.approx([99.8, 99.9])


def test_error_is_never_divided_by_less_than_the_distance_to_the_target() -> None:
    near, far = cases_of([life(1, 2, 3)]), cases_of([life(1, 40, 3)])

    assert near.unit.tolist() == [1.0, 1.0]
    assert far.unit.tolist() == [4.0, 4.0]


def test_no_series_gives_no_cases() -> None:
    assert len(cases_of([])) == 0


def test_every_series_of_a_file_ends_its_life_with_its_last_value() -> None:
    lives = lives_of(read_series(Path(__file__).with_name("series.csv")).measures)

    assert len(lives) == 5
    assert all(one.u[-1] == 1 and (np.diff(one.u) > 0).all() for one in lives)
