"""Reports of goals: the newest by a day, and which of several on one day counts."""

from datetime import date

import numpy as np
import pytest

from lineofsight.engine.codes import Reported
from lineofsight.engine.loading import iso, to_day
from tests.engine.build import Records, lenses


def newest(
    *said: tuple[str, str, str], by: str = "2026-11-21", goal: int = 0
) -> tuple[str, object]:
    """Return the newest report of a goal by a day, and its day; said: (measure, day, report)."""
    observations: Records = [
        {"measure_id": measure, "date": day, "value": 1, "reported": report}
        for measure, day, report in said
    ]
    looked = lenses(
        goals=[
            {"id": "G1", "title": "Water"},
            {"id": "G2", "title": "Boats", "reported": "at_risk"},
        ],
        key_results=[
            {"id": "K1", "goal_id": "G1", "title": "a"},
            {"id": "K2", "goal_id": "G1", "title": "b"},
            {"id": "K3", "goal_id": "G2", "title": "c"},
        ],
        **({"observations": observations} if observations else {}),
    )
    code, day = looked.reports.newest(np.array([goal]), to_day(date.fromisoformat(by)))
    return Reported(int(code[0])).name.lower(), iso(float(day[0]))


FIRST = ("K1", "2026-10-01", "on_track")
SECOND = ("K2", "2026-10-15", "at_risk")


def test_the_newest_of_all_key_results_counts() -> None:
    assert newest(FIRST, SECOND) == ("at_risk", "2026-10-15")


def test_what_came_later_is_not_known() -> None:
    assert newest(FIRST, SECOND, by="2026-10-14") == ("on_track", "2026-10-01")


def test_before_the_first_there_is_none() -> None:
    assert newest(FIRST, SECOND, by="2026-09-30") == ("unknown", None)


def test_an_observation_without_a_report_says_nothing() -> None:
    assert newest(FIRST, ("K2", "2026-10-15", "")) == ("on_track", "2026-10-01")


@pytest.mark.parametrize("goal", [0, 1])
def test_a_goal_has_its_own_reports_only(goal: int) -> None:
    expected = [("unknown", None), ("off_track", "2026-10-03")][goal]
    assert newest(("K3", "2026-10-03", "off_track"), goal=goal) == expected


def test_the_column_of_a_goal_has_no_date_and_is_none() -> None:
    assert newest(FIRST, goal=1) == ("unknown", None)


def test_of_two_measures_on_one_day_the_one_with_the_smaller_id_counts() -> None:
    same = ("K2", "2026-10-01", "at_risk")
    assert newest(same, FIRST) == newest(FIRST, same) == ("on_track", "2026-10-01")


def test_of_one_measure_on_one_day_the_later_in_the_file_counts() -> None:
    assert newest(FIRST, ("K1", "2026-10-01", "off_track")) == ("off_track", "2026-10-01")


def test_it_is_the_report_that_progress_knows() -> None:
    looked = lenses(
        goals=[{"id": "G1", "title": "Water"}],
        key_results=[{"id": "K1", "goal_id": "G1", "title": "a"}],
        observations=[
            {"measure_id": "K1", "date": "2026-10-01", "value": 1, "reported": "off_track"}
        ],
    )
    code, _day = looked.reports.newest(np.array([0]), looked.snapshot.day)
    assert code.tolist() == looked.progress.reported.tolist()


def test_a_plan_without_observations_has_none() -> None:
    assert newest() == ("unknown", None)
