"""Progress: the worked examples of the definitions, and what missing values do."""

import math

import pytest

from lineofsight.engine.lens import Lenses
from lineofsight.engine.lenses.live import LiveProgress
from lineofsight.engine.lenses.progress import schedule_points
from tests.engine.build import lenses


def with_results(*results: dict[str, object], **goal: object) -> Lenses:
    rows = [
        {"id": f"K{i}", "goal_id": "G1", "title": "Measure", **r} for i, r in enumerate(results)
    ]
    return lenses(goals=[{"id": "G1", "title": "Goal", **goal}], key_results=rows)


class TestKeyResult:
    def test_falling_measure_needs_nothing_special(self) -> None:
        of = with_results({"baseline": 8, "target": 4, "value": 6})
        assert of.progress.unclipped[0] == 0.5

    def test_unclipped_number_is_kept_beside_the_clipped_one(self) -> None:
        of = with_results({"baseline": 0, "target": 10, "value": 20})
        assert (of.progress.unclipped[0], of.progress.clipped[0]) == (2, 1)

    @pytest.mark.parametrize("missing", ["baseline", "target", "value"])
    def test_unknown_where_one_of_three_is_unknown(self, missing: str) -> None:
        of = with_results({"baseline": 0, "target": 10, "value": 5, missing: None})
        assert math.isnan(of.progress.unclipped[0])

    def test_target_on_the_baseline_has_no_progress(self) -> None:
        of = with_results({"baseline": 5, "target": 5, "value": 5})
        assert math.isnan(of.progress.unclipped[0])

    def test_milestone_runs_from_nought_to_one(self) -> None:
        assert with_results({"type": "milestone", "value": 0.5}).progress.clipped[0] == 0.5

    @pytest.mark.parametrize(("value", "progress"), [(5, 1.0), (4, 1.0), (3, 0.5), (7, 0.75)])
    def test_band_is_one_inside_and_falls_with_the_distance(
        self, value: float, progress: float
    ) -> None:
        of = with_results({"baseline": 2, "low": 4, "high": 6, "value": value})
        assert of.progress.clipped[0] == pytest.approx(progress)

    def test_last_observation_outranks_the_column(self) -> None:
        of = lenses(
            goals=[{"id": "G1", "title": "Goal"}],
            key_results=[
                {"id": "K1", "goal_id": "G1", "title": "M", "baseline": 0, "target": 10, "value": 9}
            ],
            observations=[
                {"measure_id": "K1", "date": "2026-10-01", "value": 2},
                {"measure_id": "K1", "date": "2026-11-01", "value": 4},
                {"measure_id": "K1", "date": "2026-11-01", "value": 5},
                {"measure_id": "K1", "date": "2026-12-01", "value": 8},
            ],
        )
        assert of.progress.value[0] == 5

    def test_measure_without_value_takes_the_sum_of_the_same_measure_below(self) -> None:
        of = lenses(
            goals=[{"id": f"G{i}", "title": "Goal"} for i in range(4)],
            links=[
                {"kind": "supports", "from_id": "G1", "to_id": "G0"},
                {"kind": "supports", "from_id": "G2", "to_id": "G0"},
                {"kind": "supports", "from_id": "G3", "to_id": "G0"},
            ],
            key_results=[
                {"id": "K0", "goal_id": "G0", "title": "M", "measure": "plants",
                 "baseline": 0, "target": 10},
                {"id": "K1", "goal_id": "G1", "title": "M", "measure": "plants", "value": 2},
                {"id": "K2", "goal_id": "G2", "title": "M", "measure": "plants", "value": 3},
                {"id": "K3", "goal_id": "G3", "title": "M", "measure": "visits", "value": 9},
            ],
        )  # fmt: skip
        assert of.progress.value[0] == 5


class TestGoal:
    def test_mean_uses_clipped_progress(self) -> None:
        of = with_results(
            {"baseline": 0, "target": 10, "value": 20}, {"baseline": 0, "target": 10, "value": 2}
        )
        assert of.progress.own[0] == pytest.approx(0.6)

    def test_missing_leaves_the_mean_and_shows_in_the_coverage(self) -> None:
        of = with_results({"baseline": 0, "target": 10, "value": 4}, {"baseline": 0, "target": 10})
        assert (of.progress.own[0], of.progress.coverage[0]) == (pytest.approx(0.4), 0.5)

    def test_weights_count(self) -> None:
        of = with_results(
            {"baseline": 0, "target": 1, "value": 1, "weight": 3},
            {"baseline": 0, "target": 1, "value": 0, "weight": 1},
        )
        assert of.progress.own[0] == 0.75

    @pytest.mark.parametrize(
        ("rollup", "progress"), [("own", 0.2), ("children", 0.8), ("blend", 0.5), (None, 0.2)]
    )
    def test_roll_up_setting(self, rollup: str | None, progress: float) -> None:
        of = lenses(
            goals=[{"id": "G1", "title": "One", "rollup": rollup}, {"id": "G2", "title": "Two"}],
            links=[{"kind": "supports", "from_id": "G2", "to_id": "G1"}],
            key_results=[
                {"id": "K1", "goal_id": "G1", "title": "M", "baseline": 0, "target": 1,
                 "value": 0.2},
                {"id": "K2", "goal_id": "G2", "title": "M", "baseline": 0, "target": 1,
                 "value": 0.8},
            ],
        )  # fmt: skip
        assert of.progress.node[0] == pytest.approx(progress)

    def test_goal_without_key_results_takes_its_childrens(self) -> None:
        of = lenses(
            goals=[
                {"id": "G1", "title": "One"},
                {"id": "G2", "title": "Two"},
                {"id": "G3", "title": "Three", "status": "done"},
                {"id": "G4", "title": "Four", "status": "cancelled"},
            ],
            links=[{"kind": "supports", "from_id": f"G{i}", "to_id": "G1"} for i in (2, 3, 4)],
            key_results=[
                {"id": "K1", "goal_id": "G2", "title": "M", "baseline": 0, "target": 1, "value": 0}
            ],
        )
        assert of.progress.node[0] == 0.5  # done counts 1, cancelled does not count

    def test_nothing_known_is_unknown(self) -> None:
        assert math.isnan(with_results({"baseline": 0, "target": 1}).progress.node[0])


class TestExpected:
    def test_schedule_draws_straight_lines_between_its_points(self) -> None:
        of = lenses(
            as_of="2026-05-16",
            goals=[{"id": "G1", "title": "Goal", "start": "2026-01-01", "end": "2026-12-31"}],
            key_results=[
                {"id": "K1", "goal_id": "G1", "title": "M", "baseline": 0, "target": 50,
                 "schedule": "2026-04-01=10;2026-06-30=20"}
            ],
        )  # fmt: skip
        assert of.progress.expected_results[0] == pytest.approx(15 / 50)

    def test_schedule_points_are_read_in_the_order_of_days(self) -> None:
        days = [day for day, _ in schedule_points("2026-06-30=25; 2026-03-31=10")]
        assert days == sorted(days)

    @pytest.mark.parametrize(("value", "on_track"), [(0.4, 1.0), (0.39, 0.0)])
    def test_on_track_from_four_fifths_of_what_is_expected(
        self, value: float, on_track: float
    ) -> None:
        of = lenses(
            as_of="2026-07-01",
            goals=[{"id": "G1", "title": "Goal", "start": "2026-01-01", "end": "2026-12-29"}],
            key_results=[
                {"id": "K1", "goal_id": "G1", "title": "M", "baseline": 0, "target": 1,
                 "value": value}
            ],
        )  # fmt: skip
        assert of.progress.expected[0] == 0.5
        assert of.progress.track[0] == on_track

    def test_report_outranks_pace(self) -> None:
        of = with_results(
            {"baseline": 0, "target": 1, "value": 0},
            start="2026-01-01", end="2026-12-31", reported="on_track",
        )  # fmt: skip
        assert of.progress.track[0] == 1


def test_recording_a_value_names_the_nodes_worked_out_again() -> None:
    of = lenses(
        pillars=[{"id": "A", "name": "Uptime"}],
        goals=[
            {"id": "G1", "title": "One"},
            {"id": "G2", "title": "Two"},
            {"id": "G3", "title": "3"},
        ],
        links=[
            {"kind": "supports", "from_id": "G2", "to_id": "G1"},
            {"kind": "supports", "from_id": "G1", "to_id": "A"},
        ],
        key_results=[{"id": "K1", "goal_id": "G2", "title": "M", "baseline": 0, "target": 10}],
    )
    live = LiveProgress(of.progress)
    assert live.record(0, 4.0).tolist() == [1, 0, 3]
    assert live.node[3] == pytest.approx(0.4)
    assert math.isnan(of.progress.node[3])  # what it started from is left as it was
