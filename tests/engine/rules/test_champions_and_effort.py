"""LOS705 and LOS706: who speaks for a pillar, and where the effort goes."""

import pytest
from tests.engine.build import Tables, change, finding, skipped, subjects, without

Row = dict[str, object]


def company(*parts: tuple[str, str, float]) -> Tables:
    """Build a pillar with goals under it: (id, team, contribution)."""
    return {
        "functions": [
            {"id": "F1", "name": "Operations", "head_id": "E1"},
            {"id": "F2", "name": "Finance", "head_id": "E2"},
        ],
        "teams": [
            {"id": "T1", "name": "Plants", "function_id": "F1"},
            {"id": "T2", "name": "Accounts", "function_id": "F2"},
            {"id": "T9", "name": "Board"},
        ],
        "people": [
            {"id": "E1", "name": "Ida Moss", "team_id": "T1"},
            {"id": "E2", "name": "Ruth Amann", "team_id": "T2"},
            {"id": "E9", "name": "Tove Strand", "team_id": "T9"},
        ],
        "pillars": [
            {"id": "P1", "name": "A leaner plant", "sponsor_id": "E9", "champion_ids": "E1;E2"}
        ],
        "goals": [{"id": i, "title": f"Goal {i}", "team_id": team} for i, team, _k in parts],
        "links": [
            {"kind": "supports", "from_id": i, "to_id": "P1", "contribution": k}
            for i, _team, k in parts
        ],
    }


class TestPillarWithoutChampion:
    def champions(self, who: str, *parts: tuple[str, str, float]) -> Tables:
        tables = company(*(parts or (("G1", "T1", 1),)))
        return change(tables, "pillars", "P1", champion_ids=who)

    def test_a_pillar_that_nobody_champions_fires(self) -> None:
        found = finding("LOS705", **self.champions(""))

        assert found.subject == ("pillar", "P1")
        assert found.evidence == {"champions": [], "functions": ["F1"]}
        assert found.sentence == "Nobody is named as a champion of the pillar “A leaner plant”."
        assert found.question == "Who speaks for this pillar where the work is done?"
        assert found.people == ("E9", "E1")

    @pytest.mark.parametrize("values", [{"end_date": "2026-11-20"}, {"start_date": "2026-11-22"}])
    def test_a_champion_who_is_not_present_is_none(self, values: Row) -> None:
        found = finding("LOS705", **change(self.champions("E1"), "people", "E1", **values))

        assert found.evidence == {"champions": [], "functions": []}
        assert found.sentence == (
            "Nobody who was named as a champion of the pillar “A leaner plant” is here now."
        )

    @pytest.mark.parametrize("values", [{"on_leave": True}, {"end_date": "2026-11-21"}])
    def test_a_champion_on_leave_or_on_the_last_day_is_present(self, values: Row) -> None:
        assert subjects("LOS705", **change(self.champions("E1"), "people", "E1", **values)) == []

    def test_a_function_that_carries_much_and_has_no_champion_fires(self) -> None:
        found = finding("LOS705", **self.champions("E2"))

        assert found.evidence == {"champions": ["E2"], "functions": ["F1"]}
        assert found.sentence == (
            "Operations carries much of the pillar “A leaner plant”, "
            "and no champion comes from there."
        )
        assert found.others == (("function", "F1"),)

    def test_the_sponsor_hears_first_then_the_heads(self) -> None:
        assert finding("LOS705", **self.champions("E2")).people == ("E9", "E1")

    def test_two_functions_are_said_to_be_two(self) -> None:
        found = finding("LOS705", **self.champions("E9", ("G1", "T1", 1), ("G2", "T2", 1)))

        assert found.evidence["functions"] == ["F1", "F2"]
        assert found.sentence.startswith("Operations and Finance carry much of the pillar")

    @pytest.mark.parametrize(("share", "fires"), [(0.3, True), (0.29, False)])
    def test_three_tenths_exactly_are_much(self, share: float, fires: bool) -> None:
        tables = self.champions("E2", ("G1", "T1", share), ("G2", "T2", 1 - share))

        assert bool(subjects("LOS705", **tables)) == fires

    def test_goals_of_a_function_are_taken_together(self) -> None:
        parts = (("G1", "T1", 0.15), ("G2", "T1", 0.15), ("G3", "T2", 0.7))

        assert finding("LOS705", **self.champions("E2", *parts)).evidence["functions"] == ["F1"]

    def test_a_goal_in_the_middle_holds_nothing_its_children_do(self) -> None:
        tables = self.champions("E2")
        tables["goals"] += [{"id": "G2", "title": "Goal G2", "team_id": "T2"}]
        tables["links"] += [{"kind": "supports", "from_id": "G2", "to_id": "G1"}]

        assert subjects("LOS705", **tables) == []

    def test_a_champion_of_the_function_who_has_left_still_comes_from_there(self) -> None:
        tables = change(self.champions("E1;E2"), "people", "E1", end_date="2026-11-20")

        assert subjects("LOS705", **tables) == []

    def test_goals_of_no_function_ask_for_nobody(self) -> None:
        assert subjects("LOS705", **self.champions("E9", ("G1", "T9", 1))) == []

    def test_a_pillar_of_no_weight_asks_for_a_champion_only(self) -> None:
        tables = change(self.champions("E2"), "pillars", "P1", weight=0)
        tables["pillars"] += [{"id": "P2", "name": "More", "champion_ids": "E2", "weight": 1}]

        assert subjects("LOS705", **tables) == []
        assert subjects("LOS705", **change(tables, "pillars", "P1", champion_ids="")) == ["P1"]

    def test_without_people_nobody_knows_where_a_champion_comes_from(self) -> None:
        assert subjects("LOS705", **without(self.champions("E2"), "people")) == []
        assert subjects("LOS705", **without(self.champions(""), "people")) == ["P1"]

    def test_it_needs_pillars(self) -> None:
        tables = without(without(company(), "pillars"), "links")

        assert skipped("LOS705", **tables | {"goals": [{"id": "G1", "title": "A"}]}) == [
            "no table pillars"
        ]


class TestEffortMismatch:
    def effort(self, **shares: float) -> Tables:
        """Build two pillars of 0.6 and 0.4 with a goal each, one without, and allocations."""
        return {
            "pillars": [
                {"id": "P1", "name": "A leaner plant", "weight": 3, "sponsor_id": "E1"},
                {"id": "P2", "name": "Towns that stay", "weight": 2, "sponsor_id": "E2"},
            ],
            "goals": [{"id": i, "title": f"Goal {i}"} for i in ("G1", "G2", "G3")],
            "links": [
                {"kind": "supports", "from_id": "G1", "to_id": "P1"},
                {"kind": "supports", "from_id": "G2", "to_id": "P2"},
            ],
            "allocations": [
                {"person_id": f"W{i}", "goal_id": goal, "share": share}
                for i, (goal, share) in enumerate(shares.items())
            ],
        }

    def test_more_than_a_quarter_elsewhere_fires(self) -> None:
        found = finding("LOS706", **self.effort(G1=0.3, G2=0.7))

        assert found.subject == ("pillar", "P1")
        assert found.evidence["distance"] == pytest.approx(0.3)
        assert found.evidence["effort"] == pytest.approx(0.3)
        assert found.evidence["weight"] == pytest.approx(0.6)
        assert found.evidence["efforts"] == pytest.approx({"P1": 0.3, "P2": 0.7, "": 0})
        assert found.evidence["weights"] == pytest.approx({"P1": 0.6, "P2": 0.4, "": 0})
        assert found.question == "Do we move the people, or the weights?"

    def test_what_would_have_to_move_is_said(self) -> None:
        assert finding("LOS706", **self.effort(G1=0.3, G2=0.7)).sentence == (
            "The pillar “A leaner plant” has 60 % of the strategy's weight and 30 % of the effort; "
            "30 % of all effort would have to move for the two to agree."
        )

    def test_a_quarter_exactly_does_not(self) -> None:
        assert subjects("LOS706", **self.effort(G1=0.35, G2=0.65)) == []
        assert subjects("LOS706", **self.effort(G1=0.34, G2=0.66)) == ["P1"]

    def test_the_pillar_that_lacks_most_is_the_subject(self) -> None:
        assert subjects("LOS706", **self.effort(G1=1)) == ["P2"]

    def test_its_sponsor_hears_first_then_the_others(self) -> None:
        assert finding("LOS706", **self.effort(G1=1)).people == ("E2", "E1")

    def test_of_equal_ones_the_smaller_id_is(self) -> None:
        tables = change(self.effort(G3=1), "pillars", "P1", weight=2)

        assert subjects("LOS706", **tables) == ["P1"]

    def test_effort_without_a_pillar_is_a_class_of_its_own(self) -> None:
        found = finding("LOS706", **self.effort(G1=0.42, G2=0.28, G3=0.3))

        assert found.evidence["distance"] == pytest.approx(0.3)
        assert found.evidence["efforts"] == pytest.approx({"P1": 0.42, "P2": 0.28, "": 0.3})

    def test_the_north_star_is_in_that_class(self) -> None:
        tables = self.effort(G3=1)
        tables["links"] += [{"kind": "supports", "from_id": "G3", "to_id": "north_star"}]

        found = finding("LOS706", **tables)

        assert found.evidence["efforts"] == pytest.approx({"P1": 0, "P2": 0, "": 1})

    def test_the_strongest_path_decides_whose_effort_it_is(self) -> None:
        tables = self.effort(G1=0.3, G2=0.7)
        tables["links"] += [
            {"kind": "supports", "from_id": "G2", "to_id": "P1", "confirmed_on": "2026-11-20"}
        ]

        # Confirmed beside not confirmed: all effort is the first pillar's now.
        assert finding("LOS706", **tables).evidence["effort"] == 0

    @pytest.mark.parametrize("values", [{"status": "paused"}, {"kind": "development"}])
    def test_only_effort_on_active_objectives_counts(self, values: Row) -> None:
        tables = self.effort(G1=0.6, G2=0.4, G3=9)

        assert subjects("LOS706", **change(tables, "goals", "G3", **values)) == []

    def test_effort_of_teams_counts_too(self) -> None:
        tables = self.effort(G1=0.3)
        tables["allocations"] += [{"team_id": "T1", "goal_id": "G2", "share": 0.7}]

        assert subjects("LOS706", **tables) == ["P1"]

    def test_where_nothing_is_allocated_it_is_silent(self) -> None:
        assert subjects("LOS706", **self.effort(G1=0)) == []

    @pytest.mark.parametrize("table", ["allocations", "pillars"])
    def test_it_needs_allocations_and_pillars(self, table: str) -> None:
        tables = without(self.effort(G1=1), "links")

        assert skipped("LOS706", **without(tables, table)) == [f"no table {table}"]
