"""Forecasts of a plan's key results: which points count, in which units, and what has none."""

from __future__ import annotations

import numpy as np
import pytest

from lineofsight.engine.forecast.constants import STARTING, Constants, Curve, Prior
from lineofsight.engine.forecast.lens import Forecasts, Outlook
from tests.engine.build import Records, lenses

START, END = "2026-01-01", "2026-12-27"  # 360 days
Points = list[tuple[str, float]]
FIRST: Points = [("2026-04-01", 10), ("2026-06-30", 20)]  # places 0.25 and 0.5
STAYING: Points = [("2026-03-01", 50), ("2026-05-01", 51), ("2026-07-01", 49), ("2026-09-01", 50)]
LEAVING: Points = [("2026-03-01", 55), ("2026-05-01", 65), ("2026-07-01", 76), ("2026-09-01", 85)]
SECOND: Points = [("2026-04-19", 45), ("2026-08-05", 85)]  # places 0.3 and 0.6


def forecasts(
    *courses: Points,
    as_of: str = "2026-11-21",
    goal: dict[str, object] | None = None,
    constants: Constants = STARTING,
    **cells: object,
) -> Forecasts:
    """Build a goal with a key result from 0 to 100 for each course."""
    results: Records = [
        {"id": f"K{number}", "goal_id": "G1", "title": "Days", "baseline": 0, "target": 100} | cells
        for number in range(len(courses))
    ]
    observations: Records = [
        {"measure_id": f"K{number}", "date": day, "value": value}
        for number, course in enumerate(courses)
        for day, value in course
    ]
    goals: Records = [{"id": "G1", "title": "Water", "start": START, "end": END} | (goal or {})]
    looked = lenses(as_of, goals=goals, key_results=results, observations=observations)
    return Forecasts(looked.snapshot, looked.progress, looked.clocks, constants)


def outlook(*courses: Points, **how: object) -> Outlook:
    found = forecasts(*courses, **how)  # type: ignore[arg-type]  # cells pass through
    return found.now(np.arange(len(courses)))


def chance(*courses: Points, **how: object) -> list[float]:
    return list(outlook(*courses, **how).chance)


def test_examples_of_the_definitions() -> None:
    assert chance(FIRST, SECOND) == pytest.approx([0.02, 0.79], abs=5e-3)


def test_centre_and_interval_are_in_the_units_of_the_measure() -> None:
    found = outlook(FIRST)
    assert found.centre[0] == pytest.approx(37.5)
    # t of 6 degrees: 1.4398 times the scale of 0.2486 on either side.
    assert (found.low[0], found.high[0]) == pytest.approx((1.7, 73.3), abs=0.1)


def test_a_smaller_share_lies_within_a_larger_one_about_the_same_middle() -> None:
    asked = np.array([0])
    low, high = forecasts(FIRST).interval(asked, 0.8)
    inner_low, inner_high = forecasts(FIRST).interval(asked, 0.5)
    assert (low[0], high[0]) == pytest.approx((1.7, 73.3), abs=0.1)
    # t of 6 degrees: 0.7176 times the scale.
    assert (inner_low[0], inner_high[0]) == pytest.approx((19.7, 55.3), abs=0.1)


def test_a_falling_measure_is_a_rising_one_mirrored() -> None:
    rising = outlook(SECOND)
    falling = outlook([(day, 300 - value) for day, value in SECOND], baseline=300, target=200)
    assert falling.chance == pytest.approx(rising.chance)
    assert falling.centre == pytest.approx(300 - rising.centre)
    assert falling.low == pytest.approx(300 - rising.high)


def test_units_do_not_matter() -> None:
    grown = [(day, 1000 + 50 * value) for day, value in SECOND]
    assert chance(grown, baseline=1000, target=6000) == pytest.approx(chance(SECOND))


def test_what_lies_after_the_instant_is_not_known() -> None:
    later: Points = [*FIRST, ("2026-11-22", 100)]
    assert chance(later) == pytest.approx(chance(FIRST))


def test_a_key_result_has_its_own_dates_else_those_of_its_goal() -> None:
    own = chance(SECOND, start=START, end=END, goal={"start": "2026-02-01", "end": "2027-01-31"})
    assert own == pytest.approx(chance(SECOND))


@pytest.mark.parametrize(
    "cells",
    [
        {"baseline": None},
        {"target": None},
        {"target": 0},
        {"goal": {"start": None}},
        {"goal": {"end": None}},
        {"goal": {"end": START}},
        {"type": "milestone"},
        {"low": 40, "high": 40},
    ],
    ids=str,
)
def test_without_a_way_or_a_lifetime_there_is_no_forecast(cells: dict[str, object]) -> None:
    assert np.isnan(chance(FIRST, **cells)).all()


def test_a_value_without_an_observation_is_no_forecast() -> None:
    assert np.isnan(chance([], value=90)).all()


def test_a_milestone_that_is_done_stays_done() -> None:
    done: Points = [("2026-03-01", 0), ("2026-06-01", 1)]
    assert chance(done, type="milestone", target=1) == [0.98]


def test_a_milestone_that_is_done_at_the_end_is_certain() -> None:
    done: Points = [("2026-06-01", 1)]
    assert chance(done, type="milestone", target=1, as_of=END) == [1.0]


def test_before_the_end_a_chance_is_held_and_on_its_day_not() -> None:
    down: Points = [("2026-06-01", -300), ("2026-10-01", -500)]
    before, after = chance(down, as_of="2026-12-26"), chance(down, as_of=END)
    assert before == [0.02]
    assert after[0] < 0.02


def test_the_curve_is_read_before_the_end_only() -> None:
    doubtful = Constants("a test", STARTING.priors, Curve((0.0, 1.0), (0.4, 0.6)))
    assert chance(FIRST, constants=doubtful)[0] == pytest.approx(0.4 + 0.2 * 0.0228, abs=1e-4)
    assert chance(FIRST, constants=doubtful, as_of=END)[0] == pytest.approx(0.0228, abs=1e-4)


def test_constants_are_those_of_the_goals_cadence() -> None:
    priors = {code: Prior(slope=float(code)) for code in STARTING.priors}
    constants = Constants("a test", priors, Curve())
    weekly = chance(FIRST, constants=constants, goal={"cadence": "weekly"})
    yearly = chance(FIRST, constants=constants, goal={"cadence": "yearly"})
    assert weekly < yearly


def test_an_observation_before_the_start_stands_before_it() -> None:
    early: Points = [("2025-12-01", 0), *SECOND]
    found, usual = outlook(early), outlook(SECOND)
    assert found.centre[0] != usual.centre[0]
    assert found.high[0] - found.low[0] < usual.high[0] - usual.low[0]  # one point more


def test_the_start_is_no_point_while_all_observations_lie_before_it() -> None:
    before: Points = [("2025-11-01", 20), ("2025-12-01", 20)]
    found = forecasts(before).after(np.array([0]), np.array([2]))
    # Level at 20: the prior slope, weakened by a level stretch of 30 days, over all that is left.
    u_last, seen = -31 / 360, 30 / 360
    assert found.centre[0] == pytest.approx(20 + 100 * (0.15 / (seen + 0.5)) * (1 - u_last))


def test_after_fewer_observations_the_later_ones_are_not_known() -> None:
    asked = np.array([0])
    found = forecasts(SECOND).after(asked, np.array([1]))
    assert found.chance == pytest.approx(chance(SECOND[:1]))


def test_after_no_observation_there_is_nothing() -> None:
    found = forecasts(SECOND).after(np.array([0]), np.array([0]))
    assert np.isnan(found.chance).all()


@pytest.mark.parametrize(
    "cells",
    [{"baseline": -1.7e308, "target": 1.7e308}, {"target": 1e-300}, {"low": -1.7e308, "high": 1}],
    ids=str,
)
def test_values_too_large_to_reckon_with_have_no_forecast(cells: dict[str, object]) -> None:
    wild: Points = [("2026-02-01", 1.7e308), ("2026-03-01", -1.7e308), ("2026-04-01", 1.7e308)]
    assert np.isnan(chance(wild, **cells)).all()


class TestBand:
    def test_who_stays_inside_is_likely_to_end_there(self) -> None:
        assert chance(STAYING, low=40, high=60, baseline=50, target=None)[0] > 0.8

    def test_who_leaves_it_is_not(self) -> None:
        found = outlook(LEAVING, low=40, high=60, baseline=50, target=None)
        assert found.chance[0] < 0.1
        assert found.misses.all()

    def test_without_a_baseline_there_is_a_forecast_too(self) -> None:
        assert chance(STAYING, low=40, high=60, baseline=None, target=None)[0] > 0.8

    def test_one_edge_is_a_target_when_the_baseline_lies_outside(self) -> None:
        assert chance(SECOND, low=100, target=None) == pytest.approx(chance(SECOND))

    def test_a_band_turned_over_is_the_same(self) -> None:
        turned = [(day, 100 - value) for day, value in LEAVING]
        assert chance(turned, low=40, high=60, baseline=50, target=None) == pytest.approx(
            chance(LEAVING, low=40, high=60, baseline=50, target=None)
        )

    def test_a_measure_on_its_way_may_also_overshoot(self) -> None:
        wide = chance(SECOND, low=100, high=1000, target=None)
        narrow = chance(SECOND, low=100, high=110, target=None)
        assert narrow < wide

    def test_an_interval_that_touches_the_band_does_not_miss_it(self) -> None:
        near: Points = [("2026-03-01", 58), ("2026-09-01", 62)]
        found = outlook(near, low=40, high=60, baseline=50, target=None)
        assert found.low[0] < 60 < found.high[0]
        assert not found.misses.any()


class TestGoal:
    def test_its_chance_is_the_mean_of_its_key_results(self) -> None:
        first, second = chance(FIRST, SECOND)
        mean = forecasts(FIRST, SECOND).chance_of_goals(np.array([0]))
        assert mean == pytest.approx([(first + second) / 2])

    def test_one_without_a_forecast_does_not_count(self) -> None:
        mean = forecasts(SECOND, []).chance_of_goals(np.array([0]))
        assert mean == pytest.approx(chance(SECOND))

    def test_weights_count(self) -> None:
        rows: Records = [
            {"id": "K1", "goal_id": "G1", "title": "a", "weight": 3, "baseline": 0, "target": 100},
            {"id": "K2", "goal_id": "G1", "title": "b", "weight": 1, "baseline": 0, "target": 100},
        ]
        observations: Records = [
            {"measure_id": name, "date": day, "value": value}
            for name, course in (("K1", FIRST), ("K2", SECOND))
            for day, value in course
        ]
        goals: Records = [{"id": "G1", "title": "Water", "start": START, "end": END}]
        looked = lenses(goals=goals, key_results=rows, observations=observations)
        found = Forecasts(looked.snapshot, looked.progress, looked.clocks, STARTING)
        low, high = found.chance(np.array([0, 1]))
        assert found.chance_of_goals(np.array([0])) == pytest.approx([0.75 * low + 0.25 * high])

    def test_without_any_forecast_nothing_is_known(self) -> None:
        assert np.isnan(forecasts([]).chance_of_goals(np.array([0]))).all()


def test_a_plan_without_observations_has_no_forecast() -> None:
    looked = lenses(goals=[{"id": "G1", "title": "Water"}])
    assert looked.forecast.chance(np.zeros(0, dtype=np.int64)).size == 0
    assert np.isnan(looked.forecast.chance_of_goals(np.array([0]))).all()
