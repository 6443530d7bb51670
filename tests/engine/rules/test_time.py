"""LOS401 to LOS405: where they fire, where they must not, and what they say."""

from typing import Any

import pytest
from tests.engine.build import findings, result, subjects

from lineofsight.engine.finding import Severity

Tables = dict[str, list[dict[str, Any]]]


def skipped(tables: Tables, about_people: bool = True) -> dict[str, str]:
    return {one.rule: one.reason for one in result(about_people=about_people, **tables).skipped}


class TestOutlivesParent:
    @staticmethod
    def plan(goal: dict[str, Any] | None = None, parent: dict[str, Any] | None = None) -> Tables:
        """Build a goal of 273 days that ends 90 days after what it supports."""
        return {
            "people": [{"id": "E1", "name": "Anna Ek"}, {"id": "E2", "name": "Bo Lind"}],
            "goals": [
                {
                    "id": "G1",
                    "title": "Serve ten small towns",
                    "start": "2026-01-01",
                    "end": "2026-12-31",
                    "owner_id": "E1",
                    **(parent or {}),
                },
                {
                    "id": "G2",
                    "title": "Town portal in service",
                    "start": "2026-07-01",
                    "end": "2027-03-31",
                    "owner_id": "E2",
                    **(goal or {}),
                },
            ],
            "links": [{"kind": "supports", "from_id": "G2", "to_id": "G1"}],
        }

    def test_fires_with_evidence_and_speaks_to_the_owner_above_first(self) -> None:
        [found] = findings("LOS401", **self.plan())

        assert found.subject == ("goal", "G2")
        assert found.evidence == {
            "end": "2027-03-31",
            "parents": ["G1"],
            "parent_ends": ["2026-12-31"],
            "days": 90,
        }
        assert found.people == ("E1", "E2")
        assert found.sentence == (
            "“Town portal in service” runs until 31 March 2027; "
            "what it supports ends 90 days before that."
        )
        assert found.question == "Does anybody want this after 31 December 2026?"

    @pytest.mark.parametrize(("end", "fires"), [("2027-01-14", False), ("2027-01-15", True)])
    def test_a_short_goal_may_run_fourteen_days_over(self, end: str, fires: bool) -> None:
        tables = self.plan({"start": "2026-12-01", "end": end})

        assert bool(subjects("LOS401", **tables)) == fires

    def test_exactly_a_tenth_of_its_life_is_silent(self) -> None:
        # 200 days long, 20 over.
        tables = self.plan({"start": "2026-07-04", "end": "2027-01-20"})

        assert subjects("LOS401", **tables) == []

    def test_a_day_more_than_a_tenth_fires(self) -> None:
        tables = self.plan({"start": "2026-07-05", "end": "2027-01-21"})

        assert subjects("LOS401", **tables) == ["G2"]

    def test_one_parent_that_lasts_is_enough(self) -> None:
        tables = self.plan()
        tables["goals"].append({"id": "G0", "title": "Towns", "end": "2027-03-31"})
        tables["links"].append({"kind": "supports", "from_id": "G2", "to_id": "G0"})

        assert subjects("LOS401", **tables) == []

    def test_the_latest_of_several_parents_counts(self) -> None:
        tables = self.plan()
        tables["goals"].append({"id": "G0", "title": "Towns", "end": "2027-01-31"})
        tables["links"].append({"kind": "supports", "from_id": "G2", "to_id": "G0"})

        [found] = findings("LOS401", **tables)

        assert found.evidence["days"] == 59
        assert found.evidence["parents"] == ["G0", "G1"]
        assert found.evidence["parent_ends"] == ["2027-01-31", "2026-12-31"]

    def test_a_parent_without_an_end_is_passed_over(self) -> None:
        tables = self.plan()
        tables["goals"].append({"id": "G0", "title": "Towns"})
        tables["links"].append({"kind": "supports", "from_id": "G2", "to_id": "G0"})

        assert subjects("LOS401", **tables) == ["G2"]

    def test_without_any_end_above_nothing_is_outlived(self) -> None:
        assert subjects("LOS401", **self.plan(parent={"end": None})) == []

    @pytest.mark.parametrize(
        ("status", "fires"),
        [("paused", True), ("done", False), ("cancelled", False), ("draft", False)],
    )
    def test_parents_are_active_or_paused(self, status: str, fires: bool) -> None:
        assert bool(subjects("LOS401", **self.plan(parent={"status": status}))) == fires

    def test_a_pillar_may_be_outlived_and_its_sponsor_hears_it(self) -> None:
        tables = self.plan()
        tables["pillars"] = [
            {"id": "P1", "name": "Small towns", "end": "2026-12-31", "sponsor_id": "E1"}
        ]
        tables["links"][0]["to_id"] = "P1"

        [found] = findings("LOS401", **tables)

        assert found.evidence["parents"] == ["P1"]
        assert found.people == ("E1", "E2")

    def test_a_north_star_has_no_end(self) -> None:
        tables = self.plan()
        tables["links"][0]["to_id"] = "north_star"

        assert subjects("LOS401", **tables) == []

    @pytest.mark.parametrize(
        ("status", "fires"), [("draft", False), ("done", False), ("cancelled", True)]
    )
    def test_a_parent_that_is_continued_is_not_outlived(self, status: str, fires: bool) -> None:
        tables = self.plan()
        tables["goals"].append(
            {"id": "G3", "title": "Serve twenty towns", "continues": "G1", "status": status}
        )

        assert bool(subjects("LOS401", **tables)) == fires

    def test_a_goal_does_not_continue_itself(self) -> None:
        assert subjects("LOS401", **self.plan(parent={"continues": "G1"})) == ["G2"]

    @pytest.mark.parametrize(
        "goal",
        [{"status": "paused"}, {"kind": "development"}, {"serves": "health"}, {"start": None}],
    )
    def test_other_goals_are_left_out(self, goal: dict[str, Any]) -> None:
        assert subjects("LOS401", **self.plan(goal)) == []

    def test_is_skipped_without_links(self) -> None:
        tables = self.plan()
        del tables["links"]

        assert skipped(tables)["LOS401"] == "no table links"


class TestLateStart:
    @staticmethod
    def plan(
        start: str = "2026-07-03", contribution: float | None = None, **child: object
    ) -> Tables:
        """Build the example of the definitions: a parent of the year 2026, 364 days long."""
        return {
            "people": [{"id": "E1", "name": "Anna Ek"}, {"id": "E2", "name": "Bo Lind"}],
            "goals": [
                {
                    "id": "G1",
                    "title": "Plants run 98 %",
                    "start": "2026-01-01",
                    "end": "2026-12-31",
                    "owner_id": "E1",
                },
                {
                    "id": "G2",
                    "title": "Second shift at Lund",
                    "start": start,
                    "owner_id": "E2",
                    **child,
                },
            ],
            "links": [
                {
                    "kind": "supports",
                    "from_id": "G2",
                    "to_id": "G1",
                    "contribution": contribution,
                }
            ],
        }

    def test_the_second_of_july_is_exactly_half_and_silent(self) -> None:
        assert subjects("LOS402", **self.plan("2026-07-02")) == []

    def test_the_third_of_july_fires(self) -> None:
        [found] = findings("LOS402", **self.plan("2026-07-03"))

        assert found.subject == ("link", "G2>G1:supports")
        assert found.evidence == {"share_gone": 183 / 364, "start": "2026-07-03"}
        assert found.people == ("E2", "E1")
        assert found.sentence == (
            "“Second shift at Lund” starts when 50 % of the time of “Plants run 98 %” is gone."
        )

    def test_is_never_more_than_low(self) -> None:
        [found] = findings("LOS402", **self.plan())

        assert found.stake >= 0.10
        assert found.severity == Severity.LOW

    def test_a_start_after_the_end_is_said_so(self) -> None:
        [found] = findings("LOS402", **self.plan("2027-01-10"))

        assert found.sentence == (
            "“Second shift at Lund” starts when the time of “Plants run 98 %” is over."
        )

    @pytest.mark.parametrize(("contribution", "fires"), [(0.2, True), (0.19, False), (0.0, False)])
    def test_small_contributions_are_passed_over(self, contribution: float, fires: bool) -> None:
        assert bool(subjects("LOS402", **self.plan(contribution=contribution))) == fires

    @pytest.mark.parametrize("column", ["start", "end"])
    def test_a_parent_without_dates_is_passed_over(self, column: str) -> None:
        tables = self.plan()
        tables["goals"][0][column] = None

        assert subjects("LOS402", **tables) == []

    @pytest.mark.parametrize(
        ("status", "fires"),
        [("paused", True), ("done", False), ("cancelled", False), ("draft", False)],
    )
    def test_parents_are_active_or_paused(self, status: str, fires: bool) -> None:
        tables = self.plan()
        tables["goals"][0]["status"] = status

        assert bool(subjects("LOS402", **tables)) == fires

    def test_pillars_have_clocks_too(self) -> None:
        tables = self.plan()
        tables["pillars"] = [
            {"id": "P1", "name": "Uptime", "start": "2026-01-01", "end": "2026-12-31"}
        ]
        tables["links"][0]["to_id"] = "P1"

        assert subjects("LOS402", **tables) == ["G2>P1:supports"]

    @pytest.mark.parametrize(
        "child", [{"status": "paused"}, {"kind": "development"}, {"serves": "obligation"}]
    )
    def test_other_goals_are_left_out(self, child: dict[str, str]) -> None:
        assert subjects("LOS402", **self.plan(**child)) == []

    def test_a_parent_of_one_day_has_no_share(self) -> None:
        tables = self.plan()
        tables["goals"][0]["end"] = "2026-01-01"

        assert subjects("LOS402", **tables) == []

    def test_is_skipped_without_links(self) -> None:
        tables = self.plan()
        del tables["links"]

        assert skipped(tables)["LOS402"] == "no table links"


class TestOneClock:
    @staticmethod
    def plan(*goals: dict[str, Any], **pillar: object) -> Tables:
        """Build a long pillar under which three functions keep one clock; goals add to them."""
        three: list[dict[str, Any]] = [
            {"id": f"G{i}", "title": f"Goal {i}", "team_id": f"T{i}", "cadence": "quarterly"}
            for i in (1, 2, 3)
        ]
        pillar = {"start": "2026-01-01", "end": "2028-12-31", "sponsor_id": "E0", **pillar}
        everyone = [*three, *goals]
        return {
            "people": [{"id": f"E{i}", "name": f"Person {i}"} for i in range(4)],
            "pillars": [{"id": "P2", "name": "From selling to serving", **pillar}],
            "functions": [
                {"id": f"F{i}", "name": name, "head_id": f"E{i}"}
                for i, name in enumerate(("Sales", "Product", "Engineering"), start=1)
            ],
            "teams": [{"id": f"T{i}", "name": f"T{i}", "function_id": f"F{i}"} for i in (1, 2, 3)],
            "goals": everyone,
            "links": [{"kind": "supports", "from_id": g["id"], "to_id": "P2"} for g in everyone],
        }

    def test_fires_with_evidence_and_the_sponsor_first(self) -> None:
        [found] = findings("LOS403", **self.plan())

        assert found.subject == ("pillar", "P2")
        assert found.evidence == {
            "cadence": "quarterly",
            "functions": ["F1", "F2", "F3"],
            "goals": 3,
        }
        assert found.people == ("E0", "E1", "E2", "E3")
        assert found.sentence == (
            "All 3 goals under “From selling to serving” run on a quarterly clock, "
            "in Sales, Product and Engineering."
        )

    @pytest.mark.parametrize(("end", "fires"), [("2026-12-27", True), ("2026-12-26", False)])
    def test_a_pillar_of_360_days_is_long(self, end: str, fires: bool) -> None:
        assert bool(subjects("LOS403", **self.plan(end=end))) == fires

    def test_a_pillar_without_an_end_is_long(self) -> None:
        assert subjects("LOS403", **self.plan(end=None, start=None)) == ["P2"]

    def test_a_pillar_without_a_start_has_no_length(self) -> None:
        assert subjects("LOS403", **self.plan(start=None)) == []

    def test_two_functions_are_too_few(self) -> None:
        tables = self.plan()
        tables["teams"][2]["function_id"] = "F1"

        assert subjects("LOS403", **tables) == []

    def test_another_clock_silences_it(self) -> None:
        other = {"id": "G4", "title": "Goal 4", "team_id": "T1", "cadence": "weekly"}

        assert subjects("LOS403", **self.plan(other)) == []

    def test_another_clock_of_a_goal_that_is_not_active_does_not(self) -> None:
        other = {"id": "G4", "title": "Goal 4", "cadence": "weekly", "status": "done"}

        assert subjects("LOS403", **self.plan(other)) == ["P2"]

    def test_the_clock_may_come_from_the_lifetime(self) -> None:
        own = {"id": "G4", "title": "Goal 4", "cadence": "own"}

        assert subjects(
            "LOS403", **self.plan({**own, "start": "2026-07-01", "end": "2026-11-13"})
        ) == ["P2"]
        assert (
            subjects("LOS403", **self.plan({**own, "start": "2026-07-01", "end": "2026-11-14"}))
            == []
        )

    def test_goals_further_down_count(self) -> None:
        tables = self.plan()
        tables["goals"].append({"id": "G4", "title": "Goal 4", "cadence": "weekly"})
        tables["links"].append({"kind": "supports", "from_id": "G4", "to_id": "G1"})

        assert subjects("LOS403", **tables) == []

    @pytest.mark.parametrize("missing", ["pillars", "teams", "functions"])
    def test_is_skipped_without_its_tables(self, missing: str) -> None:
        tables = self.plan()
        del tables[missing]
        if missing == "pillars":
            tables["links"] = []

        assert skipped(tables)["LOS403"] == f"no table {missing}"


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
