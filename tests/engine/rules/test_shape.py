"""LOS105, LOS106 and LOS109: too deep, in circles, all in one basket."""

import pytest
from tests.engine.build import Tables, change, finding, findings, skipped, subjects, without

from lineofsight.engine.finding import Severity

Row = dict[str, object]


def supports(*chains: str) -> list[Row]:
    """Build links from chains such as ``G2>G1>P1``: each end supports the next."""
    pairs = {
        (child, parent)
        for chain in chains
        for child, parent in zip(chain.split(">"), chain.split(">")[1:], strict=False)
    }
    return [{"kind": "supports", "from_id": c, "to_id": p} for c, p in sorted(pairs)]


def goals(*identifiers: str, **values: object) -> list[Row]:
    """Build goals that are called by their ids."""
    return [{"id": i, "title": f"Goal {i}", "owner_id": f"E-{i}", **values} for i in identifiers]


class TestTooDeep:
    def ladder(self, rungs: int) -> Tables:
        """Build one goal under another, so that the last has this depth."""
        names = [f"G{i}" for i in range(1, rungs + 1)]
        return {
            "pillars": [{"id": "P1", "name": "Towns that stay"}],
            "goals": goals(*names),
            "links": supports(">".join([*reversed(names), "P1"])),
        }

    def test_six_rungs_fire(self) -> None:
        found = finding("LOS105", **self.ladder(6))

        assert found.subject == ("goal", "G6")
        assert found.evidence == {
            "depth": 6,
            "path": ["G6", "G5", "G4", "G3", "G2", "G1", "P1"],
        }
        assert found.sentence == (
            "“Goal G6” is 6 rungs away from “Towns that stay”: "
            "few people can keep that many in mind."
        )
        assert found.question == "Which of these rungs adds neither a measure nor an owner?"

    def test_five_do_not(self) -> None:
        assert subjects("LOS105", **self.ladder(5)) == []

    def test_every_goal_below_is_a_finding_of_its_own(self) -> None:
        assert sorted(subjects("LOS105", **self.ladder(8))) == ["G6", "G7", "G8"]

    def test_the_head_of_the_function_hears_first_then_the_owner(self) -> None:
        tables = change(self.ladder(6), "goals", "G6", team_id="T1")
        tables["teams"] = [
            {"id": "T0", "name": "Plants", "function_id": "F1"},
            {"id": "T1", "name": "Line 2", "parent_id": "T0"},
        ]
        tables["functions"] = [{"id": "F1", "name": "Operations", "head_id": "E9"}]

        assert finding("LOS105", **tables).people == ("E9", "E-G6")

    def test_the_shortest_way_counts(self) -> None:
        tables = self.ladder(6)
        tables["links"] += supports("G6>G3")

        assert subjects("LOS105", **tables) == []

    def test_the_way_counts_over_goals_of_any_status(self) -> None:
        tables = change(self.ladder(6), "goals", "G3", status="done")

        assert subjects("LOS105", **tables) == ["G6"]

    def test_of_equal_ways_the_one_with_smaller_ids_from_the_top_is_shown(self) -> None:
        tables = self.ladder(6)
        # Beside G1 and G2 stand A1, smaller, and Z2 above it, larger.
        tables["goals"] += goals("A1", "Z2")
        tables["links"] += supports("G3>Z2>A1>P1")

        assert finding("LOS105", **tables).evidence["path"] == [
            *("G6", "G5", "G4", "G3", "Z2", "A1", "P1"),
        ]

    @pytest.mark.parametrize("values", [{"status": "draft"}, {"kind": "development"}])
    def test_only_an_active_objective_is_a_subject(self, values: Row) -> None:
        assert subjects("LOS105", **change(self.ladder(6), "goals", "G6", **values)) == []

    def test_links_within_a_circle_are_no_rungs(self) -> None:
        tables = self.ladder(5)
        tables["goals"] += goals("H1", "H2")
        tables["links"] += supports("H1>H2>H1", "H1>G5")

        assert subjects("LOS105", **tables) == ["H1"]


class TestCircularSupport:
    def circle(self, *chains: str) -> Tables:
        return {
            "pillars": [{"id": "P1", "name": "Towns that stay"}],
            "goals": goals("G1", "G2", "G3", "G4", "G5"),
            "links": supports(*chains),
        }

    def test_two_goals_that_support_each_other_fire_once(self) -> None:
        found = finding("LOS106", **self.circle("G2>G1>G2", "G3>P1"))

        assert found.subject == ("goal", "G1")
        assert found.others == (("goal", "G2"),)
        assert found.evidence == {"circle": ["G1", "G2"]}
        assert found.people == ("E-G1", "E-G2")
        assert found.question == "Which of these is the reason for the others?"

    def test_its_goals_are_named(self) -> None:
        found = finding("LOS106", **self.circle("G3>G2>G1>G3"))

        assert found.sentence == (
            "“Goal G1”, “Goal G2” and “Goal G3” support each other in a circle: "
            "nothing on record says which serves which."
        )

    def test_of_a_large_one_the_first_are(self) -> None:
        found = finding("LOS106", **self.circle("G5>G4>G3>G2>G1>G5"))

        assert found.sentence.startswith("“Goal G1”, “Goal G2”, “Goal G3” and 2 more support")
        assert found.evidence["circle"] == ["G1", "G2", "G3", "G4", "G5"]

    def test_a_goal_that_supports_itself_is_a_circle_of_one(self) -> None:
        found = finding("LOS106", **self.circle("G4>G4"))

        assert found.evidence == {"circle": ["G4"]}
        assert found.sentence == "“Goal G4” is said to support itself."
        assert found.people == ("E-G4",)

    def test_circles_that_share_a_goal_are_one(self) -> None:
        assert subjects("LOS106", **self.circle("G2>G3>G2", "G3>G4>G3")) == ["G2"]

    def test_circles_apart_are_two(self) -> None:
        assert subjects("LOS106", **self.circle("G1>G2>G1", "G3>G4>G3")) == ["G1", "G3"]

    def test_goals_below_and_above_a_circle_are_not_in_it(self) -> None:
        found = finding("LOS106", **self.circle("G1>G2>G3>G2", "G3>P1"))

        assert found.evidence == {"circle": ["G2", "G3"]}

    @pytest.mark.parametrize("values", [{"status": "paused"}, {"kind": "development"}])
    def test_the_smallest_active_objective_is_the_subject(self, values: Row) -> None:
        found = finding("LOS106", **change(self.circle("G2>G1>G2"), "goals", "G1", **values))

        assert found.subject.id == "G2"
        assert found.evidence == {"circle": ["G1", "G2"]}

    def test_a_circle_of_goals_that_are_over_is_silent(self) -> None:
        tables = change(self.circle("G2>G1>G2"), "goals", "G1", status="done")

        assert subjects("LOS106", **change(tables, "goals", "G2", status="cancelled")) == []

    @pytest.mark.parametrize("kind", ["shares", "depends_on", "competes_with"])
    def test_other_links_may_go_round(self, kind: str) -> None:
        links = [{**link, "kind": kind} for link in supports("G2>G1>G2")]

        assert subjects("LOS106", goals=goals("G1", "G2"), links=links) == []

    def test_a_chain_is_no_circle(self) -> None:
        assert subjects("LOS106", **self.circle("G3>G2>G1>P1", "G3>G1")) == []

    def test_it_needs_links_but_no_root(self) -> None:
        assert skipped("LOS106", goals=goals("G1")) == ["no table links"]
        assert subjects("LOS106", goals=goals("G1"), links=supports("G1>G1")) == ["G1"]

    def test_its_stake_is_what_climbs_to_it(self) -> None:
        found = finding("LOS106", **self.circle("G2>G1>G2", "G3>G1"))

        assert found.stake == 0.4  # G1 itself and G3, of five


class TestOneBasket:
    def pillar(self, *parts: tuple[str, str, float]) -> Tables:
        """Build a pillar with goals under it: (id, owner, contribution)."""
        return {
            "people": [
                {"id": "E1", "name": "Ida Moss"},
                {"id": "E2", "name": "Milan Roth"},
                {"id": "E9", "name": "Ruth Amann"},
            ],
            "pillars": [{"id": "P1", "name": "Towns that stay", "sponsor_id": "E9"}],
            "goals": [{"id": i, "title": f"Goal {i}", "owner_id": who} for i, who, _k in parts],
            "links": [
                {"kind": "supports", "from_id": i, "to_id": "P1", "contribution": k}
                for i, _who, k in parts
            ],
        }

    def test_more_than_half_on_one_goal_fires(self) -> None:
        found = finding("LOS109", **self.pillar(("G1", "E1", 0.6), ("G2", "E2", 0.4)))

        assert found.subject == ("pillar", "P1")
        assert found.evidence["goal"] == "G1"
        assert found.evidence["share"] == pytest.approx(0.6)
        assert found.others == (("goal", "G1"),)
        assert (
            found.sentence == "60 % of the pillar “Towns that stay” rests on one goal, “Goal G1”."
        )
        assert found.question == "If this does not come, what else holds the pillar up?"

    def test_the_sponsor_hears_first_then_the_owner(self) -> None:
        tables = self.pillar(("G1", "E1", 0.6), ("G2", "E2", 0.4))

        assert finding("LOS109", **tables).people == ("E9", "E1")

    def test_half_exactly_does_not_fire(self) -> None:
        assert subjects("LOS109", **self.pillar(("G1", "E1", 1), ("G2", "E2", 1))) == []
        assert subjects("LOS109", **self.pillar(("G1", "E1", 51), ("G2", "E2", 49))) == ["P1"]

    def test_more_than_half_on_goals_of_one_person_fires(self) -> None:
        parts = (("G1", "E1", 0.3), ("G2", "E1", 0.3), ("G3", "E2", 0.4))

        found = finding("LOS109", **self.pillar(*parts))

        assert found.evidence["goal"] is None
        assert found.evidence["person"] == "E1"
        assert found.evidence["share"] == pytest.approx(0.6)
        assert found.others == (("person", "E1"),)
        assert found.people == ("E9", "E1")
        assert found.sentence == (
            "60 % of the pillar “Towns that stay” rests on goals of Ida Moss alone."
        )

    def test_half_exactly_on_one_person_does_not(self) -> None:
        parts = (("G1", "E1", 1), ("G2", "E1", 1), ("G3", "E2", 2))

        assert subjects("LOS109", **self.pillar(*parts)) == []

    def test_goals_without_an_owner_are_not_of_one_person(self) -> None:
        parts = (("G1", "", 0.3), ("G2", "", 0.3), ("G3", "E2", 0.4))

        assert subjects("LOS109", **self.pillar(*parts)) == []

    def test_a_goal_in_the_middle_does_not_count_its_children_carry(self) -> None:
        tables = self.pillar(("G1", "E1", 1))
        tables["goals"] += [
            {"id": "G2", "title": "Goal G2", "owner_id": "E2"},
            {"id": "G3", "title": "Goal G3", "owner_id": "E9"},
        ]
        tables["links"] += supports("G2>G1", "G3>G1")

        assert subjects("LOS109", **tables) == []

    def test_a_goal_that_two_ways_lead_to_counts_with_both(self) -> None:
        tables = self.pillar(("G1", "E1", 1), ("G2", "E2", 1))
        tables["goals"] += [
            {"id": "G3", "title": "Goal G3", "owner_id": "E9"},
            {"id": "G4", "title": "Goal G4", "owner_id": "E1"},
        ]
        tables["links"] += supports("G3>G1", "G3>G2", "G4>G2")

        found = finding("LOS109", **tables)

        assert found.evidence["goal"] == "G3"
        assert found.evidence["share"] == pytest.approx(0.75)

    def test_only_what_arrives_is_divided(self) -> None:
        # Of a paused goal nothing arrives: the other one carries all.
        tables = self.pillar(("G1", "E1", 0.1), ("G2", "E2", 0.9))

        found = finding("LOS109", **change(tables, "goals", "G2", status="paused"))

        assert found.evidence["goal"] == "G1"
        assert found.evidence["share"] == pytest.approx(1)

    def test_a_pillar_that_nobody_carries_is_left_to_los103(self) -> None:
        tables = self.pillar(("G1", "E1", 1))

        assert subjects("LOS109", **change(tables, "goals", "G1", status="done")) == []

    def test_a_pillar_of_no_weight_passes_nothing_on(self) -> None:
        tables = self.pillar(("G1", "E1", 1))
        tables["pillars"] += [{"id": "P2", "name": "Leaner plants", "weight": 1}]

        assert subjects("LOS109", **change(tables, "pillars", "P1", weight=0)) == []

    def test_each_pillar_is_judged_by_itself(self) -> None:
        tables = self.pillar(("G1", "E1", 1), ("G2", "E2", 1))
        tables["pillars"] += [{"id": "P2", "name": "Leaner plants"}]
        tables["links"] += supports("G1>P2")

        found = findings("LOS109", **tables)

        assert [f.subject.id for f in found] == ["P2"]
        assert found[0].stake == 0.5

    def test_it_needs_pillars(self) -> None:
        tables = without(self.pillar(("G1", "E1", 1)), "pillars")

        assert skipped("LOS109", **without(tables, "links")) == ["no table pillars"]

    def test_the_only_goal_of_the_only_pillar_is_everything(self) -> None:
        found = finding("LOS109", **self.pillar(("G1", "E1", 1)))

        assert found.stake == 1
        assert found.severity == Severity.HIGH
