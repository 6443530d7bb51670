"""Courses: the plan of a key result, what came of it by month or quarter, and earlier seasons."""

from __future__ import annotations

import numpy as np
import pytest

from lineofsight.engine.forecast.course import Course, Shape
from lineofsight.engine.loading import to_date
from tests.engine.build import Records, lenses

SLOW_START = (0.0, 0.02, 0.05, 0.1, 0.2, 0.4, 0.7, 1.0)  # shares by eighths of a year


def course(
    observations: list[tuple[str, float]] | None = None,
    earlier: list[Records] | None = None,
    as_of: str = "2026-06-30",
    **cells: object,
) -> Course:
    """Look at a key result of the year 2026 that is to go from 0 to 120."""
    result: dict[str, object] = {
        "id": "K9",
        "goal_id": "G1",
        "title": "Boats",
        "baseline": 0,
        "target": 120,
        "start": "2026-01-01",
        "end": "2026-12-31",
    }
    results: Records = [result | cells]
    seen: Records = [
        {"measure_id": "K9", "date": day, "value": value} for day, value in observations or []
    ]
    for rows in earlier or []:
        results.append(rows[0])
        seen += rows[1:]
    tables = {"key_results": results, "goals": [{"id": "G1", "title": "Water"}]}
    looked = lenses(as_of, **tables, **({"observations": seen} if seen else {}))
    return looked.courses.of(looked.snapshot.key_results.ids.tolist().index("K9"))


def year(number: int, shares: tuple[float, ...] = SLOW_START, measure: str = "boats") -> Records:
    """Build the key result of an earlier year, and its observations."""
    name = f"K{number}"
    result: dict[str, object] = {
        "id": name,
        "goal_id": "G1",
        "title": "Boats",
        "measure": measure,
        "baseline": 0,
        "target": 80,
        "start": f"{number}-01-01",
        "end": f"{number}-12-31",
    }
    days = ["02-15", "04-01", "05-16", "07-01", "08-15", "10-01", "11-15", "12-31"]
    return [
        result,
        *(
            {"measure_id": name, "date": f"{number}-{day}", "value": 90 * share}
            for day, share in zip(days, shares, strict=True)
        ),
    ]


def test_without_a_schedule_the_plan_runs_straight() -> None:
    found = course()
    assert found.shape == Shape.STRAIGHT
    assert found.planned[:, 1].tolist() == [0, 120]
    assert [to_date(day).isoformat() for day in found.planned[:, 0]] == ["2026-01-01", "2026-12-31"]


def test_a_schedule_is_the_plan() -> None:
    found = course(schedule="2026-03-31=10;2026-12-31=120")
    assert found.shape == Shape.SCHEDULE
    assert found.planned[:, 1].tolist() == [0, 10, 120]


def test_a_year_is_told_by_month() -> None:
    found = course([("2026-01-20", 8), ("2026-02-25", 21)], as_of="2026-03-15")
    assert [to_date(period.until).isoformat() for period in found.periods][:3] == [
        "2026-01-31",
        "2026-02-28",
        "2026-03-31",
    ]
    assert len(found.periods) == 12
    assert [period.actual for period in found.periods[:2]] == [8, 21]


def test_a_month_that_runs_has_no_actual_yet() -> None:
    found = course([("2026-03-10", 8)], as_of="2026-03-15")
    assert np.isnan([period.actual for period in found.periods]).all()


def test_a_month_without_a_value_stands_where_the_last_one_left_it() -> None:
    found = course([("2026-01-20", 8)])
    assert [period.actual for period in found.periods[:6]] == [8] * 6


def test_planned_values_of_months_lie_on_the_plan() -> None:
    found = course(schedule="2026-01-31=10;2026-03-31=30;2026-12-31=120")
    assert [period.planned for period in found.periods[:3]] == pytest.approx([10, 19.49, 30], 1e-3)


def test_a_longer_way_is_told_by_quarter() -> None:
    found = course(end="2027-08-15")
    assert [to_date(period.until).isoformat() for period in found.periods] == [
        "2026-03-31",
        "2026-06-30",
        "2026-09-30",
        "2026-12-31",
        "2027-03-31",
        "2027-06-30",
        "2027-08-15",
    ]


def test_two_earlier_years_of_one_shape_are_a_season() -> None:
    found = course(earlier=[year(2024), year(2025)], measure="boats")
    assert found.shape == Shape.SEASON
    july = next(one for one in found.periods if to_date(one.until).month == 6)
    assert july.planned == pytest.approx(12, abs=1.0)  # and not 60
    assert found.planned[-1, 1] == 120


@pytest.mark.parametrize(
    "earlier",
    [
        [year(2025)],
        [year(2024), year(2025, tuple(0.125 * part for part in range(1, 9)))],
        [year(2024, measure="ferries"), year(2025)],
    ],
    ids=["one year", "years that differ", "another measure"],
)
def test_without_two_years_that_agree_there_is_no_season(earlier: list[Records]) -> None:
    assert course(earlier=earlier, measure="boats").shape == Shape.STRAIGHT


def test_years_that_ran_straight_are_no_season() -> None:
    straight = tuple(0.125 * part for part in range(1, 9))
    found = course(earlier=[year(2024, straight), year(2025, straight)], measure="boats")
    assert found.shape == Shape.STRAIGHT


def test_half_a_year_is_not_compared_with_a_year() -> None:
    found = course(earlier=[year(2024), year(2025)], measure="boats", end="2026-06-30")
    assert found.shape == Shape.STRAIGHT


def test_another_time_of_year_is_another_season() -> None:
    found = course(
        earlier=[year(2024), year(2025)], measure="boats", start="2026-04-01", end="2027-03-31"
    )
    assert found.shape == Shape.STRAIGHT


def test_a_way_that_is_not_known_has_no_plan() -> None:
    found = course([("2026-02-01", 3)], target=None)
    assert (len(found.planned), found.periods) == (0, ())
    assert found.observed[:, 1].tolist() == [3]


def test_the_outlook_is_that_of_the_forecast() -> None:
    found = course([("2026-03-01", 20), ("2026-06-01", 50)])
    assert found.outlook.low[0] < found.outlook.centre[0] < found.outlook.high[0]
