"""LOS701 and LOS702: does somebody hold it, and are they there."""

import pytest
from tests.engine.build import Tables, change, finding, findings, skipped, subjects, without

Row = dict[str, object]


def company() -> Tables:
    """Build Plants with the teams Line 1 and Line 2 below, and Accounts beside them."""
    return {
        "teams": [
            {"id": "T0", "name": "Plants", "lead_id": "E0"},
            {"id": "T1", "name": "Line 1", "lead_id": "E1", "parent_id": "T0"},
            {"id": "T2", "name": "Line 2", "lead_id": "E2", "parent_id": "T0"},
            {"id": "T9", "name": "Accounts"},
        ],
        "people": [
            {"id": "E0", "name": "Tove Strand", "team_id": "T0"},
            {"id": "E1", "name": "Ida Moss", "team_id": "T1", "manager_id": "E0"},
            {"id": "E2", "name": "Milan Roth", "team_id": "T2", "manager_id": "E0"},
            {"id": "E3", "name": "Ruth Amann", "team_id": "T1", "manager_id": "E1"},
        ],
        "pillars": [{"id": "P1", "name": "Uptime customers rely on", "sponsor_id": "E0"}],
        "goals": [
            {
                "id": "G1",
                "title": "Line 1 runs all week",
                "scope": "team",
                "team_id": "T1",
                "owner_id": "E3",
            }
        ],
        "links": [{"kind": "supports", "from_id": "G1", "to_id": "P1"}],
    }


def owned(by: str, **values: object) -> Tables:
    """Let somebody own the goal."""
    return change(company(), "goals", "G1", owner_id=by, **values)


class TestNoOwner:
    def test_a_goal_without_an_owner_fires(self) -> None:
        found = finding("LOS701", **owned(""))

        assert found.subject == ("goal", "G1")
        assert found.evidence == {"owners": []}
        assert found.sentence == "Nobody is named as the owner of “Line 1 runs all week”."
        assert found.people == ("E1",)
        assert found.question == "Who decides here when two things pull apart?"

    def test_one_owner_is_right(self) -> None:
        assert subjects("LOS701", **company()) == []

    def test_several_owners_fire_and_are_named(self) -> None:
        found = finding("LOS701", **owned("E3; E2"))

        assert found.evidence == {"owners": ["E3", "E2"]}
        assert found.sentence == (
            "“Line 1 runs all week” has 2 owners, Ruth Amann and Milan Roth: "
            "one of them should coordinate."
        )

    def test_the_lead_hears_first_then_those_named(self) -> None:
        assert finding("LOS701", **owned("E3;E2")).people == ("E1", "E3", "E2")

    def test_the_same_owner_named_twice_is_one(self) -> None:
        assert subjects("LOS701", **owned("E3;E3")) == []

    def test_without_a_team_the_owner_of_what_it_supports_hears_first(self) -> None:
        assert finding("LOS701", **owned("", team_id="")).people == ("E0",)

    @pytest.mark.parametrize("status", ["draft", "paused", "done", "cancelled"])
    def test_a_goal_that_is_not_active_may_have_none(self, status: str) -> None:
        assert subjects("LOS701", **owned("", status=status)) == []

    @pytest.mark.parametrize("values", [{"kind": "development"}, {"scope": "individual"}])
    def test_every_active_goal_needs_one(self, values: Row) -> None:
        assert subjects("LOS701", **owned("", **values)) == ["G1"]

    def test_without_a_table_of_people_the_ids_are_named(self) -> None:
        tables = without(without(owned("E3;E2"), "people"), "teams")

        assert "has 2 owners, E3 and E2:" in finding("LOS701", **tables).sentence

    def result(self, owner: str, **goal: object) -> Tables:
        tables = change(company(), "goals", "G1", **goal)
        row: Row = {"id": "K1", "goal_id": "G1", "title": "Days run", "owner_id": owner}
        return {**tables, "key_results": [row]}

    def test_a_key_result_with_several_owners_fires(self) -> None:
        found = finding("LOS701", **self.result("E1;E2"))

        assert found.subject == ("key_result", "K1")
        assert found.evidence == {"owners": ["E1", "E2"]}
        assert found.sentence.startswith("“Days run” has 2 owners, Ida Moss and Milan Roth:")

    def test_a_key_result_without_one_has_its_goals(self) -> None:
        assert subjects("LOS701", **self.result("")) == []
        assert subjects("LOS701", **self.result("", owner_id="")) == ["G1"]

    def test_a_key_result_of_a_goal_that_is_over_is_no_subject(self) -> None:
        assert subjects("LOS701", **self.result("E1;E2", status="done")) == []

    def action(self, owner: str, **values: object) -> Tables:
        row: Row = {"id": "A1", "goal_id": "G1", "title": "Map the routes", "owner_id": owner}
        return {**company(), "actions": [row | values]}

    @pytest.mark.parametrize("owner", ["", "E1;E2"])
    def test_an_open_action_needs_exactly_one(self, owner: str) -> None:
        assert finding("LOS701", **self.action(owner)).subject == ("action", "A1")
        assert subjects("LOS701", **self.action("E1")) == []

    @pytest.mark.parametrize(("done_on", "fires"), [("2026-11-21", False), ("2026-11-22", True)])
    def test_one_that_is_done_does_not(self, done_on: str, fires: bool) -> None:
        assert bool(subjects("LOS701", **self.action("", done_on=done_on))) == fires

    def test_an_action_without_a_goal_has_no_stake(self) -> None:
        found = finding("LOS701", **self.action("", goal_id=""))

        assert (found.stake, found.people) == (0, ())

    def test_it_needs_no_table_and_runs_without_people(self) -> None:
        assert skipped("LOS701", about_people=False, goals=[{"id": "G1", "title": "A"}]) == []
        assert subjects("LOS701", goals=[{"id": "G1", "title": "A"}]) == ["G1"]


class TestDepartedOwner:
    def person(self, **values: object) -> Tables:
        """Change the owner of the goal."""
        return change(company(), "people", "E3", **values)

    def test_an_owner_who_is_here_is_right(self) -> None:
        assert subjects("LOS702", **company()) == []

    def test_an_owner_who_has_left_fires(self) -> None:
        found = finding("LOS702", **self.person(end_date="2026-11-20"))

        assert found.subject == ("goal", "G1")
        assert found.evidence == {"reason": "left", "owner": "E3"}
        assert found.sentence == (
            "“Line 1 runs all week” is still owned by Ruth Amann, who left on 20 November 2026."
        )
        assert found.people == ("E1",)
        assert found.question == "Who takes this on, and do they know what was promised?"

    def test_on_the_last_day_the_owner_is_here(self) -> None:
        assert subjects("LOS702", **self.person(end_date="2026-11-21")) == []

    def test_an_owner_who_has_not_started_fires(self) -> None:
        found = finding("LOS702", **self.person(start_date="2026-11-22"))

        assert found.evidence["reason"] == "not_started"
        assert found.sentence == (
            "“Line 1 runs all week” is owned by Ruth Amann, who only starts on 22 November 2026."
        )

    def test_on_the_first_day_the_owner_is_here(self) -> None:
        assert subjects("LOS702", **self.person(start_date="2026-11-21")) == []

    def test_an_owner_on_leave_fires(self) -> None:
        found = finding("LOS702", **self.person(on_leave=True))

        assert found.evidence["reason"] == "away"
        assert found.sentence == "“Line 1 runs all week” is owned by Ruth Amann, who is away."

    @pytest.mark.parametrize("team", ["T2", "T9"])
    def test_an_owner_in_a_team_outside_the_branch_fires(self, team: str) -> None:
        found = finding("LOS702", **self.person(team_id=team))
        name = {"T2": "Line 2", "T9": "Accounts"}[team]

        assert found.evidence == {"reason": "moved", "owner": "E3"}
        assert found.sentence == (
            f"“Line 1 runs all week” is still owned by Ruth Amann, who now works in {name}."
        )

    def test_a_team_outside_the_topmost_is_outside(self) -> None:
        tables = change(self.person(team_id="T9"), "goals", "G1", team_id="T0")

        assert subjects("LOS702", **tables) == ["G1"]

    @pytest.mark.parametrize(("of_goal", "of_owner"), [("T1", "T0"), ("T0", "T1"), ("T1", "T1")])
    def test_above_below_and_the_same_are_one_branch(self, of_goal: str, of_owner: str) -> None:
        tables = change(self.person(team_id=of_owner), "goals", "G1", team_id=of_goal)

        assert subjects("LOS702", **tables) == []

    @pytest.mark.parametrize("scope", ["enterprise", "function", "individual", ""])
    def test_only_goals_of_teams_belong_to_a_branch(self, scope: str) -> None:
        tables = change(self.person(team_id="T9"), "goals", "G1", scope=scope)

        assert subjects("LOS702", **tables) == []

    def test_a_team_that_is_not_known_is_not_outside(self) -> None:
        assert subjects("LOS702", **self.person(team_id="")) == []
        assert (
            subjects("LOS702", **change(self.person(team_id="T9"), "goals", "G1", team_id="")) == []
        )

    def test_who_has_left_has_not_moved(self) -> None:
        found = finding("LOS702", **self.person(team_id="T9", end_date="2026-11-01"))

        assert found.evidence["reason"] == "left"

    @pytest.mark.parametrize("status", ["draft", "paused", "done", "cancelled"])
    def test_a_goal_that_is_not_active_is_no_subject(self, status: str) -> None:
        tables = change(self.person(end_date="2026-11-20"), "goals", "G1", status=status)

        assert subjects("LOS702", **tables) == []

    def test_a_development_goal_is_a_subject(self) -> None:
        tables = change(self.person(end_date="2026-11-20"), "goals", "G1", kind="development")

        assert subjects("LOS702", **tables) == ["G1"]

    def test_where_the_lead_owns_it_the_manager_hears_first(self) -> None:
        tables = change(owned("E1"), "people", "E1", on_leave=True)

        assert finding("LOS702", **tables).people == ("E0",)

    def test_a_goal_without_an_owner_is_left_to_los701(self) -> None:
        assert subjects("LOS702", **owned("")) == []

    def test_of_several_owners_the_first_counts(self) -> None:
        tables = change(owned("E2;E3"), "people", "E3", end_date="2026-11-20")

        assert [f.evidence["reason"] for f in findings("LOS702", **tables)] == ["moved"]

    def test_it_needs_people_and_runs_without_asking_about_them(self) -> None:
        assert skipped("LOS702", **without(company(), "people")) == ["no table people"]
        tables = self.person(on_leave=True)
        assert subjects("LOS702", about_people=False, **tables) == ["G1"]
