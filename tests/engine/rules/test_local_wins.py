"""LOS305: where it fires, where it must not, and what it says."""

from typing import Any

import pytest
from tests.engine.build import findings, subjects

Tables = dict[str, list[dict[str, Any]]]
YEAR = {"start": "2026-01-01", "end": "2026-12-31"}


class TestLocalWins:
    @staticmethod
    def plan(n: int = 3, value: float = 96.1, goal: dict[str, Any] | None = None) -> Tables:
        """Build a goal at 5 % of its way, and n children of n teams that are on track."""
        children = [
            {"id": f"G{i}", "title": f"Part {i}", "team_id": f"T{i}", "reported": "on_track"}
            for i in range(1, n + 1)
        ]
        for child in children:
            child |= {"owner_id": f"E{child['id'][1:]}"}
        top = {"id": "G0", "title": "Uptime from 96 to 98 %", "owner_id": "E0", **YEAR}
        return {
            "people": [{"id": f"E{i}", "name": f"Person {i}"} for i in range(n + 1)]
            + [{"id": "S1", "name": "Sponsor"}],
            "pillars": [{"id": "P1", "name": "Uptime", "sponsor_id": "S1"}],
            "goals": [{**top, **(goal or {})}, *children],
            "links": [{"kind": "supports", "from_id": "G0", "to_id": "P1"}]
            + [{"kind": "supports", "from_id": c["id"], "to_id": "G0"} for c in children],
            "key_results": [
                {"id": "K0", "goal_id": "G0", "title": "Uptime", "baseline": 96, "target": 98}
            ],
            "observations": [
                {"measure_id": "K0", "date": "2026-05-30", "value": 96},
                {"measure_id": "K0", "date": "2026-08-15", "value": value},
            ],
        }

    def test_fires_with_evidence_and_speaks_to_the_owner_and_the_sponsor_alone(self) -> None:
        [found] = findings("LOS305", as_of="2026-08-31", **self.plan())

        assert found.subject == ("goal", "G0")
        assert found.evidence["children"] == ["G1", "G2", "G3"]
        assert found.evidence["share_on_track"] == 1.0
        assert found.evidence["pace"] == pytest.approx(0.05 / (242 / 364))
        assert found.evidence["reported"] is None
        assert found.evidence["lag_days"] is None
        assert found.people == ("E0", "S1")

    def test_sentence_says_where_the_measure_stands(self) -> None:
        [found] = findings("LOS305", as_of="2026-08-31", **self.plan())

        assert found.sentence == (
            "All 3 goals under “Uptime from 96 to 98 %” that can be judged are on track, and "
            "“Uptime” is at 96.1. Either the effect comes later, or these goals are not what "
            "moves it."
        )

    def test_two_children_are_too_few(self) -> None:
        assert subjects("LOS305", as_of="2026-08-31", **self.plan(n=2)) == []

    def test_a_child_of_which_nothing_is_known_does_not_count(self) -> None:
        tables = self.plan()
        tables["goals"][1]["reported"] = ""

        assert subjects("LOS305", as_of="2026-08-31", **tables) == []

    @pytest.mark.parametrize("values", [{"status": "paused"}, {"kind": "development"}])
    def test_only_active_objectives_are_children(self, values: dict[str, str]) -> None:
        tables = self.plan()
        tables["goals"][1] |= values

        assert subjects("LOS305", as_of="2026-08-31", **tables) == []

    @pytest.mark.parametrize(
        ("teams", "fires"),
        [(["T1", "T1", "T1"], False), (["T1", "T1", "T2"], True), (["", "", ""], True)],
    )
    def test_children_are_of_two_teams_or_of_none(self, teams: list[str], fires: bool) -> None:
        tables = self.plan()
        for child, team in zip(tables["goals"][1:], teams, strict=True):
            child["team_id"] = team

        assert bool(subjects("LOS305", as_of="2026-08-31", **tables)) == fires

    def test_exactly_four_of_five_on_track_are_enough(self) -> None:
        tables = self.plan(n=5)
        tables["goals"][1]["reported"] = "at_risk"

        [found] = findings("LOS305", as_of="2026-08-31", **tables)

        assert found.evidence["share_on_track"] == pytest.approx(0.8)
        assert found.sentence.startswith("4 of 5 goals under")

    @pytest.mark.parametrize(("contribution", "fires"), [(1.0, True), (1.01, False)])
    def test_on_track_is_weighed_by_contribution(self, contribution: float, fires: bool) -> None:
        tables = self.plan(n=3)
        tables["goals"][1]["reported"] = "off_track"
        for link, k in zip(tables["links"][1:], [contribution, 3.0, 1.0], strict=True):
            link["contribution"] = k

        assert bool(subjects("LOS305", as_of="2026-08-31", **tables)) == fires

    @pytest.mark.parametrize(("value", "fires"), [(97.0, True), (97.01, False)])
    def test_a_pace_of_exactly_half_fires(self, value: float, fires: bool) -> None:
        tables = self.plan(value=value)
        tables["goals"][0] |= {"start": "2025-01-01", "end": "2026-08-30"}

        assert bool(subjects("LOS305", as_of="2026-08-31", **tables)) == fires

    def test_one_observation_is_too_few(self) -> None:
        tables = self.plan()
        del tables["observations"][0]

        assert subjects("LOS305", as_of="2026-08-31", **tables) == []

    def test_observations_of_several_key_results_count_together(self) -> None:
        tables = self.plan()
        tables["key_results"].append(
            {"id": "K9", "goal_id": "G0", "title": "Calls", "baseline": 10, "target": 5}
        )
        tables["observations"][0] |= {"measure_id": "K9", "value": 10}

        assert subjects("LOS305", as_of="2026-08-31", **tables) == ["G0"]

    @pytest.mark.parametrize(("as_of", "fires"), [("2026-07-02", True), ("2026-07-01", False)])
    def test_half_of_its_time_must_be_gone(self, as_of: str, fires: bool) -> None:
        tables = self.plan()
        tables["observations"][1] |= {"date": "2026-06-30"}

        assert bool(subjects("LOS305", as_of=as_of, **tables)) == fires

    @pytest.mark.parametrize(("reported", "fires"), [("off_track", True), ("at_risk", False)])
    def test_without_a_pace_its_own_report_counts(self, reported: str, fires: bool) -> None:
        tables = self.plan(goal={"reported": reported})
        tables["key_results"][0]["target"] = None

        found = findings("LOS305", as_of="2026-08-31", **tables)

        assert [one.evidence["reported"] for one in found] == ["off_track"] * fires
        assert all("reported off track" in one.sentence for one in found)

    def test_with_a_pace_its_own_report_does_not_count(self) -> None:
        tables = self.plan(value=97.8, goal={"reported": "off_track"})

        assert subjects("LOS305", as_of="2026-08-31", **tables) == []

    def test_children_are_taken_as_they_stood_before_the_lag(self) -> None:
        tables = self.plan(goal={"lag_days": 90})
        for i in (1, 2, 3):
            tables["goals"][i]["reported"] = ""
            tables["key_results"].append({"id": f"K{i}", "goal_id": f"G{i}", "title": "Part"})
            tables["observations"] += [
                {"measure_id": f"K{i}", "date": "2026-06-01", "value": 1, "reported": "at_risk"},
                {"measure_id": f"K{i}", "date": "2026-07-01", "value": 2, "reported": "on_track"},
            ]

        assert subjects("LOS305", as_of="2026-08-31", **tables) == []
        [found] = findings("LOS305", as_of="2026-09-29", **tables)
        assert found.evidence["lag_days"] == 90
        assert found.sentence.startswith("90 days ago all 3 goals under")

    def test_the_children_are_never_subjects(self) -> None:
        tables = self.plan()
        tables["goals"][1] |= {"reported": "off_track", **YEAR}

        assert "G1" not in subjects("LOS305", as_of="2026-08-31", **tables)
