"""LOS401 to LOS403: where they fire, where they must not, and what they say."""

from typing import Any

import pytest
from tests.engine.build import findings, result, subjects

from lineofsight.engine.finding import Severity

Tables = dict[str, list[dict[str, Any]]]


def skipped(tables: Tables) -> dict[str, str]:
    return {one.rule: one.reason for one in result(**tables).skipped}


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
