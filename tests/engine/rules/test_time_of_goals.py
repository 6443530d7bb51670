"""LOS404 and LOS405: where they fire, where they must not, and what they say."""

from typing import Any

import pytest
from tests.engine.build import findings, result, subjects

Tables = dict[str, list[dict[str, Any]]]


def skipped(tables: Tables, about_people: bool = True) -> dict[str, str]:
    return {one.rule: one.reason for one in result(about_people=about_people, **tables).skipped}


class TestSlowPulse:
    @staticmethod
    def plan(*days: str, goal: dict[str, Any] | None = None, **observation: object) -> Tables:
        """Build a goal of the year 2026 with observations on some days; half way is 2 July."""
        year = {"start": "2026-01-01", "end": "2026-12-31"}
        return {
            "people": [{"id": "E0", "name": "Cleo"}, {"id": "E1", "name": "Anna Ek"}],
            "goals": [
                {
                    "id": "G1",
                    "title": "Repeat visits fall",
                    "owner_id": "E1",
                    **year,
                    **(goal or {}),
                }
            ],
            "key_results": [{"id": "K1", "goal_id": "G1", "title": "Repeat visits"}],
            "observations": [
                {"measure_id": "K1", "date": day, "value": 13.5, **observation}
                for day in (*days, "2026-11-01")
            ],
        }

    def test_fires_on_two_days_with_evidence(self) -> None:
        [found] = findings("LOS404", **self.plan("2026-02-10", "2026-04-14"))

        assert found.subject == ("goal", "G1")
        assert found.evidence == {"updates": 2, "half_way": "2026-07-02"}
        assert found.people == ("E1",)
        assert found.sentence == "“Repeat visits fall” reached half time with news on 2 days."

    def test_three_days_are_enough(self) -> None:
        assert subjects("LOS404", **self.plan("2026-02-10", "2026-04-14", "2026-05-01")) == []

    def test_several_on_one_day_are_one(self) -> None:
        tables = self.plan("2026-02-10", "2026-02-10", "2026-04-14")

        assert subjects("LOS404", **tables) == ["G1"]

    def test_without_any_news_it_says_so(self) -> None:
        [found] = findings("LOS404", **self.plan())

        assert found.sentence == "“Repeat visits fall” reached half time without any news."

    @pytest.mark.parametrize(("third", "fires"), [("2026-07-01", False), ("2026-07-02", True)])
    def test_news_must_come_before_half_way(self, third: str, fires: bool) -> None:
        tables = self.plan("2026-02-10", "2026-04-14", third)

        assert bool(subjects("LOS404", **tables)) == fires

    @pytest.mark.parametrize(("as_of", "fires"), [("2026-07-01", False), ("2026-07-02", True)])
    def test_half_of_its_time_must_be_gone(self, as_of: str, fires: bool) -> None:
        assert bool(subjects("LOS404", as_of=as_of, **self.plan("2026-02-10"))) == fires

    @pytest.mark.parametrize(("end", "fires"), [("2026-03-02", True), ("2026-03-01", False)])
    def test_a_goal_of_sixty_days_is_looked_at(self, end: str, fires: bool) -> None:
        assert bool(subjects("LOS404", **self.plan(goal={"end": end}))) == fires

    @pytest.mark.parametrize("goal", [{"status": "done"}, {"start": None}, {"end": None}])
    def test_other_goals_are_left_out(self, goal: dict[str, Any]) -> None:
        assert subjects("LOS404", **self.plan(goal=goal)) == []

    def test_development_goals_are_looked_at(self) -> None:
        assert subjects("LOS404", **self.plan(goal={"kind": "development"})) == ["G1"]

    def test_check_ins_and_revisions_are_news(self) -> None:
        tables = self.plan("2026-02-10")
        tables["check_ins"] = [
            {
                "id": "C1",
                "manager_id": "E0",
                "person_id": "E1",
                "date": "2026-03-01",
                "goal_ids": "G1",
            }
        ]
        assert subjects("LOS404", **tables) == ["G1"]
        tables["revisions"] = [{"goal_id": "G1", "date": "2026-04-01", "field": "owner"}]
        assert subjects("LOS404", **tables) == []

    def test_a_goal_without_key_results_takes_the_news_of_its_supporters(self) -> None:
        tables = self.plan("2026-02-10", "2026-04-14", "2026-05-01")
        parent = {"id": "G0", "title": "Repairs that last"}
        tables["goals"].append({**parent, "start": "2026-01-01", "end": "2026-12-31"})
        tables["links"] = [{"kind": "supports", "from_id": "G1", "to_id": "G0"}]

        assert subjects("LOS404", **tables) == []
        tables["key_results"].append({"id": "K0", "goal_id": "G0", "title": "Repairs"})
        assert subjects("LOS404", **tables) == ["G0"]

    def test_supporters_in_a_circle_are_supporters(self) -> None:
        tables = self.plan("2026-02-10", "2026-04-14", "2026-05-01")
        year = {"start": "2026-01-01", "end": "2026-12-31"}
        tables["goals"] += [{"id": f"G{i}", "title": f"Goal {i}", **year} for i in (2, 3)]
        circle = [("G1", "G2"), ("G2", "G3"), ("G3", "G1")]
        tables["links"] = [{"kind": "supports", "from_id": a, "to_id": b} for a, b in circle]

        assert subjects("LOS404", **tables) == []

    def test_each_delivery_of_its_source_is_news(self) -> None:
        tables = self.plan("2026-02-10", source="meters")
        tables["kpis"] = [{"id": "KPI", "name": "Uptime"}]
        for day in ("2026-03-10", "2026-04-10"):
            tables["observations"].append(
                {"measure_id": "KPI", "date": day, "value": 1, "source": "meters"}
            )

        assert subjects("LOS404", **tables) == []

    def test_deliveries_of_another_source_are_not(self) -> None:
        tables = self.plan("2026-02-10", source="meters")
        tables["kpis"] = [{"id": "KPI", "name": "Uptime"}]
        for day in ("2026-03-10", "2026-04-10"):
            tables["observations"].append(
                {"measure_id": "KPI", "date": day, "value": 1, "source": "ledger"}
            )

        [found] = findings("LOS404", **tables)

        assert found.evidence["updates"] == 1

    def test_deliveries_after_half_way_come_too_late(self) -> None:
        tables = self.plan("2026-02-10", source="meters")
        tables["kpis"] = [{"id": "KPI", "name": "Uptime"}]
        for day in ("2026-02-10", "2026-03-10", "2026-07-02"):
            tables["observations"].append(
                {"measure_id": "KPI", "date": day, "value": 1, "source": "meters"}
            )

        [found] = findings("LOS404", **tables)

        assert found.evidence["updates"] == 2

    def test_a_source_that_feeds_a_supporter_feeds_a_goal_without_key_results(self) -> None:
        tables = self.plan("2026-02-10", source="meters")
        tables["goals"].append(
            {"id": "G0", "title": "Repairs", "start": "2026-01-01", "end": "2026-12-31"}
        )
        tables["links"] = [{"kind": "supports", "from_id": "G1", "to_id": "G0"}]
        tables["kpis"] = [{"id": "KPI", "name": "Uptime"}]
        for day in ("2026-03-10", "2026-04-10"):
            tables["observations"].append(
                {"measure_id": "KPI", "date": day, "value": 1, "source": "meters"}
            )

        assert subjects("LOS404", **tables) == []

    def test_is_skipped_without_observations(self) -> None:
        tables = self.plan()
        del tables["observations"]

        assert skipped(tables)["LOS404"] == "no table observations"


class TestCrowdedOut:
    @staticmethod
    def plan(
        long: float = 32, short: float = 60, goals: dict[str, dict[str, Any]] | None = None
    ) -> Tables:
        """Build a person whose long goal stands at 31 of 100, and whose short one at 20."""
        rows = [
            {"id": "G1", "title": "Predict failures", "start": "2026-01-01", "end": "2027-06-30"},
            {"id": "G2", "title": "Close cases", "start": "2026-09-01", "end": "2026-12-31"},
        ]
        return {
            "people": [
                {"id": "E1", "name": "Petra Sand", "manager_id": "M1"},
                {"id": "M1", "name": "Head"},
                {"id": "S1", "name": "Sponsor"},
            ],
            "pillars": [{"id": "P1", "name": "Uptime", "sponsor_id": "S1"}],
            "goals": [
                {**row, "owner_id": "E1", **(goals or {}).get(row["id"], {})} for row in rows
            ],
            "links": [{"kind": "supports", "from_id": "G1", "to_id": "P1"}],
            "key_results": [
                {"id": f"K{i}", "goal_id": f"G{i}", "title": "Count", "baseline": 0, "target": 100}
                for i in (1, 2)
            ],
            "observations": [
                {"measure_id": "K1", "date": "2026-09-22", "value": 31},
                {"measure_id": "K1", "date": "2026-11-15", "value": long},
                {"measure_id": "K2", "date": "2026-09-22", "value": 20},
                {"measure_id": "K2", "date": "2026-11-15", "value": short},
            ],
        }

    def test_fires_with_evidence_and_speaks_to_those_above_first(self) -> None:
        [found] = findings("LOS405", **self.plan())

        assert found.subject == ("person", "E1")
        assert found.evidence["long"] == ["G1"]
        assert found.evidence["short"] == ["G2"]
        assert found.evidence["moved"] == pytest.approx({"G1": 0.01, "G2": 0.4})
        assert found.people == ("M1", "S1", "E1")
        assert found.sentence == (
            "In 60 days “Predict failures” has stood still, "
            "while “Close cases” moved by 40 percentage points."
        )

    @pytest.mark.parametrize(("long", "fires"), [(32.99, True), (33, False), (20, True)])
    def test_a_long_goal_that_moved_by_two_hundredths_did_not_stand_still(
        self, long: float, fires: bool
    ) -> None:
        assert bool(subjects("LOS405", **self.plan(long=long))) == fires

    @pytest.mark.parametrize(("short", "fires"), [(25, True), (24.99, False)])
    def test_a_short_goal_moves_from_five_hundredths_on(self, short: float, fires: bool) -> None:
        assert bool(subjects("LOS405", **self.plan(short=short))) == fires

    @pytest.mark.parametrize(("end", "fires"), [("2026-12-27", True), ("2026-12-26", False)])
    def test_a_long_goal_lasts_360_days(self, end: str, fires: bool) -> None:
        assert bool(subjects("LOS405", **self.plan(goals={"G1": {"end": end}}))) == fires

    @pytest.mark.parametrize(("end", "fires"), [("2027-01-14", True), ("2027-01-15", False)])
    def test_a_short_goal_lasts_up_to_135_days(self, end: str, fires: bool) -> None:
        assert bool(subjects("LOS405", **self.plan(goals={"G2": {"end": end}}))) == fires

    @pytest.mark.parametrize(("end", "fires"), [("2029-04-15", True), ("2029-04-16", False)])
    def test_five_hundredths_must_have_been_expected(self, end: str, fires: bool) -> None:
        # 1200 days from 1 January 2026 on end on 15 April 2029; 60 of these are 0.05.
        assert bool(subjects("LOS405", **self.plan(goals={"G1": {"end": end}}))) == fires

    def test_a_goal_that_was_over_long_ago_expects_nothing_more(self) -> None:
        ended = {"start": "2025-01-01", "end": "2026-09-22"}

        assert subjects("LOS405", **self.plan(goals={"G1": ended})) == []

    def test_the_goals_must_be_of_one_person(self) -> None:
        assert subjects("LOS405", **self.plan(goals={"G2": {"owner_id": "M1"}})) == []

    @pytest.mark.parametrize("goal", ["G1", "G2"])
    def test_the_goals_must_be_active(self, goal: str) -> None:
        assert subjects("LOS405", **self.plan(goals={goal: {"status": "paused"}})) == []

    def test_without_progress_nothing_is_known(self) -> None:
        tables = self.plan()
        tables["key_results"][0]["target"] = None

        assert subjects("LOS405", **tables) == []

    def test_a_measure_not_yet_observed_then_stood_at_its_baseline(self) -> None:
        tables = self.plan(long=1)
        tables["observations"] = [o for o in tables["observations"] if o["date"] > "2026-10-01"]

        [found] = findings("LOS405", **tables)

        assert found.evidence["moved"] == pytest.approx({"G1": 0.01, "G2": 0.6})

    def test_several_goals_stand_in_one_finding(self) -> None:
        tables = self.plan()
        tables["goals"].append({**tables["goals"][0], "id": "G3", "title": "Train crews"})
        tables["key_results"].append({**tables["key_results"][0], "id": "K3", "goal_id": "G3"})
        tables["observations"] += [
            {"measure_id": "K3", "date": "2026-09-22", "value": 31},
            {"measure_id": "K3", "date": "2026-11-15", "value": 30},
        ]

        [found] = findings("LOS405", **tables)

        assert found.evidence["long"] == ["G1", "G3"]
        assert "“Train crews” has stood still" in found.sentence

    def test_runs_only_where_people_are_asked_for(self) -> None:
        assert skipped(self.plan(), about_people=False)["LOS405"].startswith("about people")

    def test_is_skipped_without_observations(self) -> None:
        tables = self.plan()
        del tables["observations"]

        assert skipped(tables)["LOS405"] == "no table observations"
