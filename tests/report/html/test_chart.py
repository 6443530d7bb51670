"""Axes, places and figures of the charts."""

import datetime
import itertools

import numpy as np
import pytest

from lineofsight.engine.loading import to_day
from lineofsight.report.html import chart
from tests.report.html.pages import AS_OF


@pytest.mark.parametrize(
    ("low", "high"), [(0.3, 9.1), (-5, 5), (1e-7, 3e-7), (96.0, 98.0), (7, 7), (0, 0), (1e9, 4e12)]
)
def test_steps_enclose_the_range_evenly(low: float, high: float) -> None:
    found = chart.steps(low, high, 5)
    gaps = np.diff(found)

    assert 2 <= len(found) <= 6
    assert found[0] <= low <= high <= found[-1]
    assert gaps == pytest.approx([gaps[0]] * len(gaps))


def test_places_that_lie_too_near_move_as_little_as_may_be() -> None:
    assert chart.apart([50.0, 52.0, 90.0], 10.0, 0.0, 100.0) == [46.0, 56.0, 90.0]


def test_places_stay_within_their_room_and_in_their_order() -> None:
    found = chart.apart([99.0, 98.0, 97.0, 1.0], 10.0, 0.0, 100.0)

    assert found == [100.0, 90.0, 80.0, 1.0]


def test_places_that_are_too_many_share_the_room() -> None:
    found = chart.apart([50.0] * 6, 30.0, 0.0, 100.0)

    assert [later - one for one, later in itertools.pairwise(found)] == pytest.approx([20.0] * 5)
    assert (found[0], found[-1]) == (0.0, 100.0)


def test_no_place_is_moved_where_there_is_none() -> None:
    assert chart.apart([], 10.0, 0.0, 100.0) == []


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([0.0, 2.5, 5.0], ["0.0", "2.5", "5.0"]),
        ([0.0, 5000.0], ["0", "5,000"]),
        ([0.0, 25_000.0], ["0", "25k"]),
        ([2e6, 4e6], ["2M", "4M"]),
        ([0.0, 2e12], ["0", "2T"]),
        ([0.0, 2e16], ["0", "2e16"]),
        ([0.0, -2e-9], ["0", "-2e-09"]),
    ],
)
def test_figures_are_as_fine_as_they_need_to_be(values: list[float], said: list[str]) -> None:
    assert chart.figures(values) == said


def test_months_are_named_and_january_is_its_year() -> None:
    start, end = to_day_of("2026-03-01"), to_day_of("2027-02-28")

    assert [name for _day, name in chart.months(start, end, 4)] == ["Apr", "Jul", "Oct", "2027"]


@pytest.mark.parametrize("years", [1, 7, 40, 90])
def test_there_are_few_months_however_long_the_time(years: int) -> None:
    start = to_day_of(AS_OF)

    assert 1 <= len(chart.months(start, start + 365.25 * years, 4)) <= 5


def test_a_day_without_the_beginning_of_a_month_names_none() -> None:
    assert chart.months(to_day_of(AS_OF), to_day_of(AS_OF), 4) == []


@pytest.mark.parametrize(
    ("share", "said"), [(0.21, "A fifth"), (0.5, "Half"), (0.15, "15\xa0%"), (1.0, "100\xa0%")]
)
def test_a_part_is_said_as_people_would(share: float, said: str) -> None:
    assert chart.part(share) == said


def to_day_of(text: str) -> float:
    return float(to_day(datetime.date.fromisoformat(text)))
