"""The reading against the worked examples of the definitions, done by hand."""

from datetime import date, timedelta

import pytest

from lineofsight.bench import reading
from lineofsight.bench.reading import Reading, Rows
from lineofsight.bench.reading.facts import working_days
from lineofsight.bench.reading.severity import of_goal, severity
from lineofsight.bench.reading.shares import interval

TODAY = date(2026, 11, 21)


def supports(child: str, parent: str, **cells: object) -> dict[str, object]:
    return {"kind": "supports", "from_id": child, "to_id": parent, **cells}


def two_pillars() -> Rows:
    """Pillar A weighs 0.6, B 0.4; G1 and G2 support A; G3 supports G1 and B."""
    return {
        "pillars": [
            {"id": "A", "name": "A", "weight": 0.6},
            {"id": "B", "name": "B", "weight": 0.4},
        ],
        "goals": [{"id": name, "title": name, "owner_id": "P"} for name in ("G1", "G2", "G3")],
        "links": [
            supports("G1", "A", contribution=0.5),
            supports("G2", "A", contribution=0.25),
            supports("G3", "G1"),
            supports("G3", "B"),
        ],
    }


def test_stake_flows_by_contribution():
    stake = reading.stake(two_pillars(), TODAY)

    assert stake == pytest.approx({"G1": 0.4, "G2": 0.2, "G3": 0.8})


def test_stake_where_it_stops_adds_up_to_one():
    assert reading.leaf_sum(two_pillars(), TODAY) == pytest.approx(1)


def test_held_counts_nothing_twice():
    assert reading.held(two_pillars(), TODAY, ["G1", "G3"]) == pytest.approx(0.8)


def test_strength_is_the_product_of_the_rungs():
    rows: Rows = {
        "pillars": [{"id": "A", "name": "A"}],
        "goals": [{"id": name, "title": name} for name in ("low", "high", "sibling")],
        "links": [
            supports("low", "high", confirmed_on=TODAY - timedelta(1)),
            supports("high", "A", contribution=0.25),
            supports("sibling", "A", contribution=0.5),
        ],
    }

    line = reading.lines(rows, TODAY)["low"]

    assert line is not None
    assert line.strength == pytest.approx(0.4)
    assert line.path == ("low", "high", "A")


@pytest.mark.parametrize(("age", "strength"), [(100, 1.0), (365, 0.5), (800, 0.5), (232, 0.75)])
def test_confirmation_ages(age, strength):
    rows: Rows = {
        "pillars": [{"id": "A", "name": "A"}],
        "goals": [{"id": "G", "title": "G"}],
        "links": [supports("G", "A", confirmed_on=TODAY - timedelta(age))],
    }

    line = reading.lines(rows, TODAY)["G"]

    assert line is not None
    assert line.strength == pytest.approx(strength, abs=0.002)


def measured(*key_results: dict[str, object]) -> Rows:
    return {
        "goals": [{"id": "G", "title": "G"}],
        "key_results": [
            {"id": f"R{n}", "goal_id": "G", "title": "R", "type": "number", **cells}
            for n, cells in enumerate(key_results)
        ],
    }


@pytest.mark.parametrize(
    ("cells", "unclipped"),
    [
        ({"baseline": 8, "target": 4, "value": 6}, 0.5),
        ({"baseline": 0, "target": 10, "value": 20}, 2.0),
        ({"baseline": 5, "target": 5, "value": 5}, None),
        ({"baseline": 0, "target": 10}, None),
        ({"type": "milestone", "value": 1}, 1.0),
        ({"baseline": 10, "low": 20, "high": 30, "value": 25}, 1.0),
        ({"baseline": 10, "low": 20, "high": 30, "value": 15}, 0.5),
    ],
)
def test_progress_of_a_key_result(cells, unclipped):
    progress = Reading(measured(cells), TODAY).progress

    assert progress.unclipped("R0", TODAY) == unclipped


def test_a_mean_takes_clipped_progress():
    rows = measured(
        {"baseline": 0, "target": 1, "value": 2.0}, {"baseline": 0, "target": 1, "value": 0.2}
    )

    assert reading.progress(rows, TODAY)["G"] == pytest.approx(0.6)


def test_missing_is_not_zero():
    rows = measured({"baseline": 0, "target": 1, "value": 0.4}, {"baseline": 0, "target": 1})

    assert reading.progress(rows, TODAY)["G"] == pytest.approx(0.4)
    assert Reading(rows, TODAY).progress.coverage("G", TODAY) == pytest.approx(0.5)


@pytest.mark.parametrize(("start", "fires"), [(date(2026, 7, 2), False), (date(2026, 7, 3), True)])
def test_second_of_july_is_exactly_half_of_the_year(start, fires):
    rows: Rows = {
        "goals": [
            {"id": "P", "title": "P", "start": date(2026, 1, 1), "end": date(2026, 12, 31)},
            {"id": "C", "title": "C", "start": start},
        ],
        "links": [supports("C", "P")],
    }

    assert bool(reading.read(rows, TODAY)["LOS402"]) is fires


@pytest.mark.parametrize(("days", "fires"), [(28, False), (29, True)])
def test_quarterly_goals_may_be_silent_for_28_days(days, fires):
    last = TODAY - timedelta(days)
    rows: Rows = {
        "goals": [{"id": "G", "title": "G", "cadence": "quarterly"}],
        "key_results": [{"id": "R", "goal_id": "G", "title": "R"}],
        "observations": [{"measure_id": "R", "date": last, "value": 1}],
    }

    assert bool(reading.read(rows, TODAY)["LOS503"]) is fires


@pytest.mark.parametrize(
    ("children", "share", "grade"), [(0, 1 / 30, "medium"), (4, 5 / 30, "high")]
)
def test_an_orphan_weighs_what_climbs_to_it(children, share, grade):
    rows: Rows = {
        "pillars": [{"id": "A", "name": "A"}],
        "goals": [{"id": f"G{n:02d}", "title": "G"} for n in range(30)],
        "links": [supports(f"G{n:02d}", "G00") for n in range(1, 1 + children)],
    }

    stake = of_goal(Reading(rows, TODAY), "G00")

    assert stake == pytest.approx(share)
    assert severity(stake) == grade


def test_interval_of_28_among_96():
    low, high = interval(28 / 96, 96)

    assert round(high, 2) == 0.37
    assert low < 28 / 96


def test_days_are_differences_of_dates():
    plan = Reading({"goals": [{"id": "G", "title": "G"}]}, date(2026, 11, 15)).plan

    assert plan.days_since(date(2026, 11, 1)) == 14


def test_working_days_leave_out_the_first_day_and_the_weekend():
    friday, monday_week = date(2026, 11, 13), date(2026, 11, 23)

    assert working_days(friday, monday_week) == 6


def test_what_is_dated_later_is_not_known():
    rows = measured({"baseline": 0, "target": 10, "value": 5})
    rows["observations"] = [
        {"measure_id": "R0", "date": TODAY, "value": 6},
        {"measure_id": "R0", "date": TODAY + timedelta(1), "value": 9},
    ]

    assert reading.progress(rows, TODAY)["G"] == pytest.approx(0.6)


def test_of_two_values_on_one_day_the_later_in_the_file_counts():
    rows = measured({"baseline": 0, "target": 10})
    rows["observations"] = [{"measure_id": "R0", "date": TODAY, "value": v} for v in (7, 3)]

    assert reading.progress(rows, TODAY)["G"] == pytest.approx(0.3)


def test_a_measure_without_value_takes_the_sum_of_its_supporters():
    rows: Rows = {
        "goals": [{"id": name, "title": name} for name in ("top", "one", "two")],
        "links": [supports("one", "top"), supports("two", "top")],
        "key_results": [
            {
                "id": "R0",
                "goal_id": "top",
                "title": "R",
                "measure": "m",
                "baseline": 0,
                "target": 10,
            },
            {"id": "R1", "goal_id": "one", "title": "R", "measure": "m", "value": 3},
            {"id": "R2", "goal_id": "two", "title": "R", "measure": "m", "value": 4},
            {"id": "R3", "goal_id": "two", "title": "R", "measure": "other", "value": 50},
        ],
    }

    assert reading.progress(rows, TODAY)["top"] == pytest.approx(0.7)


def test_a_schedule_says_what_is_expected():
    rows = measured(
        {
            "baseline": 0,
            "target": 40,
            "start": date(2026, 1, 1),
            "schedule": "2026-03-31=10;2026-11-11=20;2026-12-01=40",
        }
    )

    expected = Reading(rows, TODAY).progress.expected_of_key_result("R0", TODAY)

    assert expected == pytest.approx(30 / 40)


def test_a_broken_path_has_no_strength_but_a_place():
    rows: Rows = {
        "pillars": [{"id": "A", "name": "A"}],
        "goals": [
            {"id": "low", "title": "low"},
            {"id": "mid", "title": "mid", "status": "paused"},
        ],
        "links": [supports("low", "mid"), supports("mid", "A")],
    }

    line = reading.lines(rows, TODAY)["low"]

    assert line is not None
    assert (line.strength, line.broken_at, line.path) == (0.0, "mid", ("low", "mid", "A"))


def test_a_circle_carries_no_stake():
    rows = two_pillars()
    rows["links"].append(supports("G1", "G3"))

    stake = reading.stake(rows, TODAY)

    assert stake == pytest.approx({"G1": 0.4, "G2": 0.2, "G3": 0.4})
    assert reading.leaf_sum(rows, TODAY) == pytest.approx(1)
