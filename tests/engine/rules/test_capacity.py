"""LOS703 and LOS704: how much one person can hold, and how many pillars may pull."""

import pytest
from tests.engine.build import Tables, change, finding, skipped, subjects, without

Row = dict[str, object]
PEOPLE_OFF = "about people: only with --people"


class TestOverloadedOwner:
    def owner(self, number: int, **values: object) -> Tables:
        """Let Ida own so many goals, each under a pillar of its own with its own weight."""
        numbers = range(1, number + 1)
        return {
            "people": [
                {"id": "E1", "name": "Ida Moss", "manager_id": "E9"} | values,
                {"id": "E9", "name": "Ruth Amann"},
            ],
            "pillars": [{"id": f"P{i}", "name": f"Pillar {i}", "weight": 9 - i} for i in range(3)],
            "goals": [{"id": f"G{i}", "title": f"Goal {i}", "owner_id": "E1"} for i in numbers],
            "links": [
                {"kind": "supports", "from_id": f"G{i}", "to_id": f"P{i % 3}"} for i in numbers
            ],
        }

    def allocated(self, *shares: float) -> Tables:
        """Let Ida be promised to goals that somebody else owns."""
        tables = self.owner(6)
        goals = [{**row, "owner_id": "E9"} for row in tables["goals"]]
        given = [
            {"person_id": "E1", "goal_id": f"G{i}", "share": share}
            for i, share in enumerate(shares, start=1)
        ]
        reports: Row = {"id": "E8", "name": "Tove Strand", "manager_id": "E9"}
        people = [*tables["people"], reports]
        return {**tables, "goals": goals, "allocations": given, "people": people}

    def test_six_goals_fire(self) -> None:
        found = finding("LOS703", **self.owner(6))

        assert found.subject == ("person", "E1")
        assert found.evidence == {
            "goals": ["G1", "G2", "G3", "G4", "G5", "G6"],
            "allocated": None,
        }
        assert found.question == "Which of these stops, so that the others can arrive?"
        assert [other.id for other in found.others] == found.evidence["goals"]

    def test_the_one_on_which_least_rests_is_named(self) -> None:
        assert finding("LOS703", **self.owner(6)).sentence == (
            "Ida Moss owns 6 goals at once. Least of the strategy rests on “Goal 2”."
        )

    def test_the_person_hears_first_then_the_manager(self) -> None:
        assert finding("LOS703", **self.owner(6)).people == ("E1", "E9")

    def test_five_do_not(self) -> None:
        assert subjects("LOS703", **self.owner(5)) == []

    @pytest.mark.parametrize(("number", "fires"), [(10, False), (11, True)])
    def test_somebody_with_reports_may_own_twice_as_many(self, number: int, fires: bool) -> None:
        tables = self.owner(number)
        tables["people"] += [{"id": "R1", "name": "Emil Hart", "manager_id": "E1"}]

        assert bool(subjects("LOS703", **tables)) == fires

    def test_reports_who_have_left_are_none(self) -> None:
        tables = self.owner(6)
        tables["people"] += [
            {"id": "R1", "name": "Emil Hart", "manager_id": "E1", "end_date": "2026-11-20"}
        ]

        assert subjects("LOS703", **tables) == ["E1"]

    @pytest.mark.parametrize("values", [{"status": "paused"}, {"kind": "development"}])
    def test_only_active_objectives_count(self, values: Row) -> None:
        assert subjects("LOS703", **change(self.owner(6), "goals", "G1", **values)) == []

    def test_who_only_contributes_does_not_hold_it(self) -> None:
        tables = change(self.owner(6), "goals", "G6", owner_id="E9", contributor_ids="E1")

        assert subjects("LOS703", **tables) == []

    def test_more_time_than_there_is_fires(self) -> None:
        found = finding("LOS703", **self.allocated(0.5, 0.5, 0.2))

        assert found.evidence["goals"] == ["G1", "G2", "G3"]
        assert found.evidence["allocated"] == pytest.approx(1.2)
        assert found.sentence == (
            "Ida Moss is promised to goals for 120 % of their time. "
            "Least of the strategy rests on “Goal 2”."
        )

    def test_all_of_the_time_does_not(self) -> None:
        assert subjects("LOS703", **self.allocated(0.7, 0.2, 0.1)) == []

    def test_one_goal_alone_is_not_compared(self) -> None:
        assert finding("LOS703", **self.allocated(1.5)).sentence == (
            "Ida Moss is promised to goals for 150 % of their time."
        )

    def test_whoever_has_allocations_is_judged_by_them_alone(self) -> None:
        tables = self.owner(9)
        tables["allocations"] = [{"person_id": "E1", "goal_id": "G1", "share": 0.5}]

        assert subjects("LOS703", **tables) == []

    @pytest.mark.parametrize("values", [{"status": "done"}, {"kind": "development"}])
    def test_time_for_what_is_no_active_objective_does_not_count(self, values: Row) -> None:
        tables = change(self.allocated(0.8, 0.5), "goals", "G2", **values)

        assert subjects("LOS703", **tables) == []

    def test_where_that_is_all_the_goals_owned_count(self) -> None:
        tables = change(self.owner(7), "goals", "G7", status="done")
        tables["allocations"] = [{"person_id": "E1", "goal_id": "G7", "share": 0.5}]

        assert subjects("LOS703", **tables) == ["E1"]

    @pytest.mark.parametrize("values", [{"end_date": "2026-11-20"}, {"start_date": "2026-11-22"}])
    def test_who_is_not_here_is_not_asked(self, values: Row) -> None:
        assert subjects("LOS703", **self.owner(6, **values)) == []

    def test_it_needs_people(self) -> None:
        assert skipped("LOS703", **without(self.owner(6), "people")) == ["no table people"]

    def test_it_runs_only_with_people(self) -> None:
        assert skipped("LOS703", about_people=False, **self.owner(6)) == [PEOPLE_OFF]


class TestSplitPriorities:
    def pulled(self, pillars: int = 4, overdue: int = 2, **values: object) -> Tables:
        """Let Ida own a goal under each of some pillars, with overdue actions under the first."""
        numbers = range(1, pillars + 1)
        return {
            "people": [
                {"id": "E1", "name": "Ida Moss"} | values,
                {"id": "S1", "name": "Ruth Amann"},
                {"id": "S2", "name": "Tomas Berg"},
            ],
            "pillars": [
                {"id": f"P{i}", "name": f"Pillar {i}", "sponsor_id": f"S{1 + i % 2}"}
                for i in numbers
            ],
            "goals": [{"id": f"G{i}", "title": f"Goal {i}", "owner_id": "E1"} for i in numbers],
            "links": [{"kind": "supports", "from_id": f"G{i}", "to_id": f"P{i}"} for i in numbers],
            "actions": [
                {
                    "id": f"A{i}",
                    "title": "Do it",
                    "goal_id": f"G{i}",
                    "owner_id": "E1",
                    "due": "2026-11-20" if i <= overdue else "2026-11-21",
                }
                for i in numbers
            ],
        }

    def split(self, *shares: float) -> Tables:
        """Let Ida's time be allocated to the goals instead, which somebody else owns."""
        tables = self.pulled(len(shares))
        goals = [{**row, "owner_id": "S1"} for row in tables["goals"]]
        given: list[Row] = [
            {"person_id": "E1", "goal_id": f"G{i}", "share": share}
            for i, share in enumerate(shares, start=1)
        ]
        return {**tables, "goals": goals, "allocations": given}

    def test_four_pillars_and_two_that_wait_fire(self) -> None:
        found = finding("LOS704", **self.pulled())

        assert found.subject == ("person", "E1")
        assert found.evidence == {"pillars": ["P1", "P2", "P3", "P4"], "overdue": ["A1", "A2"]}
        assert found.sentence == (
            "4 pillars pull on Ida Moss at once, and actions are overdue under 2 of them. "
            "That is for Tomas Berg and Ruth Amann to settle, not for Ida Moss."
        )
        assert (
            found.question == "Which of our pillars comes first for this person, and who says so?"
        )
        assert [other.id for other in found.others] == ["P1", "P2", "P3", "P4"]

    def test_the_sponsors_hear_it_and_not_the_person(self) -> None:
        assert finding("LOS704", **self.pulled()).people == ("S2", "S1")

    def test_without_sponsors_it_is_still_not_for_the_person_to_settle(self) -> None:
        tables = self.pulled()
        tables["pillars"] = [{**row, "sponsor_id": ""} for row in tables["pillars"]]

        assert finding("LOS704", **tables).sentence.endswith(
            "That is for those who lead these pillars to settle, not for Ida Moss."
        )

    def test_three_pillars_do_not(self) -> None:
        assert subjects("LOS704", **self.pulled(pillars=3)) == []

    def test_overdue_under_one_of_them_does_not(self) -> None:
        assert subjects("LOS704", **self.pulled(overdue=1)) == []

    def test_two_overdue_under_one_pillar_are_one(self) -> None:
        tables = change(self.pulled(), "actions", "A2", goal_id="G1")

        assert subjects("LOS704", **tables) == []

    @pytest.mark.parametrize("values", [{"done_on": "2026-11-21"}, {"owner_id": "S1"}, {"due": ""}])
    def test_what_is_done_or_anothers_or_not_dated_is_not_overdue(self, values: Row) -> None:
        assert subjects("LOS704", **change(self.pulled(), "actions", "A2", **values)) == []

    def test_what_will_be_done_later_is(self) -> None:
        tables = change(self.pulled(), "actions", "A2", done_on="2026-11-22")

        assert subjects("LOS704", **tables) == ["E1"]

    def test_overdue_elsewhere_does_not_count(self) -> None:
        tables = self.pulled(pillars=5)
        tables = change(tables, "goals", "G1", owner_id="S1")

        assert subjects("LOS704", **tables) == []

    def test_two_goals_under_one_pillar_pull_once(self) -> None:
        tables = self.pulled(pillars=3)
        tables["goals"] += [{"id": "G4", "title": "Goal 4", "owner_id": "E1"}]
        tables["links"] += [{"kind": "supports", "from_id": "G4", "to_id": "P1"}]

        assert subjects("LOS704", **tables) == []

    @pytest.mark.parametrize("values", [{"status": "paused"}, {"kind": "development"}])
    def test_only_active_objectives_pull(self, values: Row) -> None:
        assert subjects("LOS704", **change(self.pulled(), "goals", "G4", **values)) == []

    @pytest.mark.parametrize(("least", "fires"), [(0.1, True), (0.09, False)])
    def test_a_tenth_of_the_allocated_time_pulls(self, least: float, fires: bool) -> None:
        assert bool(subjects("LOS704", **self.split(0.3, 0.3, 0.4 - least, least))) == fires

    def test_a_tenth_is_of_what_the_person_has_allocated(self) -> None:
        # Half the time is allocated: 0.05 of it is a tenth.
        assert subjects("LOS704", **self.split(0.15, 0.15, 0.15, 0.05)) == ["E1"]

    def test_whoever_has_allocations_is_judged_by_them_alone(self) -> None:
        tables = self.pulled()
        tables["allocations"] = [{"person_id": "E1", "goal_id": "G1", "share": 1}]

        assert subjects("LOS704", **tables) == []

    def test_somebody_with_reports_is_not_asked(self) -> None:
        tables = self.pulled()
        tables["people"] += [{"id": "R1", "name": "Emil Hart", "manager_id": "E1"}]

        assert subjects("LOS704", **tables) == []

    @pytest.mark.parametrize("values", [{"serves_all": True}, {"end_date": "2026-11-20"}])
    def test_who_serves_all_or_has_left_is_not_either(self, values: Row) -> None:
        assert subjects("LOS704", **self.pulled(**values)) == []

    def test_the_north_star_is_no_pillar(self) -> None:
        tables = self.pulled(pillars=3)
        tables["goals"] += [{"id": "G4", "title": "Goal 4", "owner_id": "E1"}]
        tables["links"] += [{"kind": "supports", "from_id": "G4", "to_id": "north_star"}]

        assert subjects("LOS704", **tables) == []

    @pytest.mark.parametrize("table", ["people", "links", "actions"])
    def test_it_needs_people_links_and_actions(self, table: str) -> None:
        assert skipped("LOS704", **without(self.pulled(), table)) == [f"no table {table}"]

    def test_it_runs_only_with_people(self) -> None:
        assert skipped("LOS704", about_people=False, **self.pulled()) == [PEOPLE_OFF]
