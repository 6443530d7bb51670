"""Stake: the worked examples of the definitions, and what may not be counted."""

import numpy as np
import pytest

from lineofsight.engine.lens import Lenses
from lineofsight.engine.lenses import flow
from tests.engine.build import findings, lenses


def supports(child: str, parent: str, contribution: float | None = None) -> dict[str, object]:
    return {"kind": "supports", "from_id": child, "to_id": parent, "contribution": contribution}


def stakes(of: Lenses) -> dict[str, float]:
    ids = [of.snapshot.node_id(node) for node in range(of.snapshot.n_nodes)]
    return dict(zip(ids, of.flow.stake.round(9).tolist(), strict=True))


@pytest.fixture
def example() -> Lenses:
    """Three goals under two pillars, as DEFINITIONS section 3 tells it."""
    return lenses(
        pillars=[
            {"id": "A", "name": "Uptime", "weight": 0.6},
            {"id": "B", "name": "Small towns", "weight": 0.4},
        ],
        goals=[
            {"id": "G1", "title": "One", "owner_id": "P1"},
            {"id": "G2", "title": "Two"},
            {"id": "G3", "title": "Three", "owner_id": "P1"},
        ],
        links=[
            supports("G1", "A", 0.5),
            supports("G2", "A", 0.25),
            supports("G3", "G1"),
            supports("G3", "B"),
        ],
    )


class TestStake:
    def test_example_of_the_definitions(self, example: Lenses) -> None:
        assert stakes(example) == {"G1": 0.4, "G2": 0.2, "G3": 0.8, "A": 0.6, "B": 0.4}

    def test_one_person_with_a_goal_and_its_child_holds_them_once(self, example: Lenses) -> None:
        assert example.flow.held(example.snapshot.goals.owner, 1)[0] == pytest.approx(0.8)

    def test_empty_contribution_takes_the_mean_of_those_given(self) -> None:
        of = lenses(
            pillars=[{"id": "A", "name": "Uptime"}],
            goals=[{"id": f"G{i}", "title": "Goal"} for i in range(1, 4)],
            links=[supports("G1", "A", 0.1), supports("G2", "A", 0.3), supports("G3", "A")],
        )
        assert stakes(of)["G3"] == pytest.approx(0.2 / 0.6)

    def test_contributions_of_nothing_are_equal(self) -> None:
        of = lenses(
            pillars=[{"id": "A", "name": "Uptime"}],
            goals=[{"id": "G1", "title": "One"}, {"id": "G2", "title": "Two"}],
            links=[supports("G1", "A", 0), supports("G2", "A", 0)],
        )
        assert stakes(of)["G1"] == 0.5

    @pytest.mark.parametrize("status", ["draft", "paused", "done", "cancelled"])
    def test_goals_that_are_not_active_receive_and_pass_nothing(self, status: str) -> None:
        of = lenses(
            pillars=[{"id": "A", "name": "Uptime"}],
            goals=[{"id": "G1", "title": "One", "status": status}, {"id": "G2", "title": "Two"}],
            links=[supports("G1", "A"), supports("G2", "G1")],
        )
        assert (stakes(of)["G1"], stakes(of)["G2"]) == (0, 0)

    def test_development_goals_receive_nothing(self) -> None:
        of = lenses(
            pillars=[{"id": "A", "name": "Uptime"}],
            goals=[
                {"id": "G1", "title": "One", "kind": "development"},
                {"id": "G2", "title": "Two"},
            ],
            links=[supports("G1", "A"), supports("G2", "A")],
        )
        assert stakes(of)["G2"] == 1

    def test_links_in_a_circle_carry_nothing(self) -> None:
        of = lenses(
            pillars=[{"id": "A", "name": "Uptime"}],
            goals=[{"id": "G1", "title": "One"}, {"id": "G2", "title": "Two"}],
            links=[supports("G1", "A"), supports("G1", "G2"), supports("G2", "G1")],
        )
        assert (stakes(of)["G1"], stakes(of)["G2"]) == (1, 0)

    def test_north_star_beside_pillars_weighs_nothing(self) -> None:
        of = lenses(
            pillars=[{"id": "A", "name": "Uptime"}],
            goals=[{"id": "G1", "title": "One"}],
            links=[supports("G1", "north_star")],
        )
        assert stakes(of) == {"G1": 0, "A": 1, "north_star": 0}
        assert of.sight.goals_with_line == 1

    def test_enterprise_goals_share_equally_where_there_is_no_pillar(self) -> None:
        of = lenses(
            goals=[
                {"id": "G1", "title": "One", "scope": "enterprise"},
                {"id": "G2", "title": "Two", "scope": "enterprise"},
                {"id": "G3", "title": "Three", "scope": "enterprise"},
            ],
            links=[supports("G3", "G2")],
        )
        assert stakes(of) == {"G1": 0.5, "G2": 0.5, "G3": 0.5}

    def test_pillars_without_weight_take_the_mean_of_those_given(self) -> None:
        of = lenses(
            pillars=[
                {"id": "A", "name": "One", "weight": 1},
                {"id": "B", "name": "Two", "weight": 3},
                {"id": "C", "name": "Three"},
            ],
            goals=[{"id": "G1", "title": "One"}],
        )
        np.testing.assert_allclose(of.flow.weight, [0, 1 / 6, 3 / 6, 2 / 6])


class TestFromOneRoot:
    @pytest.mark.parametrize("least", [0, 1_000], ids=["over all links", "over those below"])
    def test_what_reaches_each_goal_of_one_unit(
        self, least: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(flow, "LEAST_LINKS", least)
        of = lenses(
            pillars=[{"id": "A", "name": "Uptime"}, {"id": "B", "name": "Growth"}],
            goals=[
                {"id": f"G{i}", "title": "Goal", "status": "paused" if i == 4 else "active"}
                for i in range(6)
            ],
            links=[
                supports("G0", "A"),
                supports("G1", "A"),
                supports("G2", "G0"),
                supports("G2", "G1"),
                supports("G3", "B"),
                supports("G4", "A"),
                supports("G5", "G4"),
            ],
        )
        reached, amounts = of.flow.from_root(of.snapshot.pillar_node(0))
        assert reached.tolist() == [0, 1, 2]
        assert amounts.tolist() == [0.5, 0.5, 1.0]


class TestReach:
    @staticmethod
    def orphans(children: int) -> dict[str, float]:
        """One orphan with so many goals below it, of thirty active goals in all."""
        rest = 29 - children
        goals = [{"id": f"G{i:02}", "title": "Goal"} for i in range(30)]
        links = [supports(f"G{i:02}", "G00") for i in range(1, children + 1)]
        links += [supports(f"G{i:02}", "A") for i in range(30 - rest, 30)]
        found = findings(
            "LOS101", pillars=[{"id": "A", "name": "Uptime"}], goals=goals, links=links
        )
        return {f.subject.id: f.stake for f in found}

    def test_lone_orphan_is_its_part_of_all_active_goals(self) -> None:
        assert self.orphans(0) == {"G00": 0.033333}

    def test_orphan_with_four_goals_below_it(self) -> None:
        assert self.orphans(4)["G00"] == 0.166667

    def test_goal_below_on_two_ways_counts_once(self) -> None:
        of = lenses(
            goals=[{"id": f"G{i}", "title": "Goal"} for i in range(4)],
            links=[
                supports("G1", "G0"),
                supports("G2", "G0"),
                supports("G3", "G1"),
                supports("G3", "G2"),
            ],
        )
        assert of.graph.active_below(np.array([0])).tolist() == [3]
