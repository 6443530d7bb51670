"""Lines of sight: strength, ties and breaks."""

from typing import Any

import pytest

from lineofsight.engine.lens import Lenses
from tests.engine.build import lenses

PILLAR = [{"id": "A", "name": "Uptime"}]


def supports(child: str, parent: str, **more: Any) -> dict[str, Any]:
    return {"kind": "supports", "from_id": child, "to_id": parent, **more}


def path(of: Lenses, goal: int) -> list[str]:
    line = of.paths.line(goal)
    assert line is not None
    return [of.snapshot.node_id(node) for node in line.nodes]


class TestStrength:
    def test_example_of_the_definitions(self) -> None:
        of = lenses(
            pillars=PILLAR,
            goals=[{"id": f"G{i}", "title": "Goal"} for i in (1, 2, 3)],
            links=[
                supports("G1", "G2", confirmed_on="2026-11-20"),
                supports("G2", "A", contribution=0.2),
                supports("G3", "A", contribution=0.4),
            ],
        )
        assert of.paths.strength[0] == pytest.approx(0.4)

    @pytest.mark.parametrize(
        ("days_ago", "strength"), [(0, 1.0), (100, 1.0), (365, 0.5), (2000, 0.5)]
    )
    def test_confirmation_grows_old(self, days_ago: int, strength: float) -> None:
        from datetime import date, timedelta

        confirmed = date(2026, 11, 21) - timedelta(days_ago)
        of = lenses(
            pillars=PILLAR,
            goals=[{"id": "G1", "title": "Goal"}],
            links=[supports("G1", "A", confirmed_on=confirmed)],
        )
        assert of.paths.strength[0] == pytest.approx(strength)

    def test_change_in_substance_after_confirmation_halves_it(self) -> None:
        revision = {"goal_id": "G1", "date": "2026-11-10", "field": "target", "before": "5"}
        of = lenses(
            pillars=PILLAR,
            goals=[{"id": "G1", "title": "Goal"}],
            links=[supports("G1", "A", confirmed_on="2026-11-01")],
            revisions=[{**revision, "after": "6"}],
        )
        assert of.paths.strength[0] == 0.5

    def test_change_of_case_and_punctuation_is_none(self) -> None:
        of = lenses(
            pillars=PILLAR,
            goals=[{"id": "G1", "title": "Goal"}],
            links=[supports("G1", "A", confirmed_on="2026-11-01")],
            revisions=[
                {"goal_id": "G1", "date": "2026-11-10", "field": "title",
                 "before": "Cut waste", "after": "Cut  WASTE!"}
            ],
        )  # fmt: skip
        assert of.paths.strength[0] == 1

    def test_small_contribution_keeps_a_tenth(self) -> None:
        of = lenses(
            pillars=PILLAR,
            goals=[{"id": "G1", "title": "One"}, {"id": "G2", "title": "Two"}],
            links=[supports("G1", "A", contribution=0.01), supports("G2", "A", contribution=1)],
        )
        assert of.paths.strength[0] == pytest.approx(0.08)


class TestChoice:
    def test_stronger_path_wins_over_the_shorter(self) -> None:
        of = lenses(
            pillars=PILLAR,
            goals=[{"id": "G1", "title": "One"}, {"id": "G2", "title": "Two"}],
            links=[
                supports("G1", "A"),
                supports("G1", "G2", confirmed_on="2026-11-20"),
                supports("G2", "A", confirmed_on="2026-11-20"),
            ],
        )
        assert path(of, 0) == ["G1", "G2", "A"]

    def test_of_equal_paths_the_shorter_wins(self) -> None:
        sure = {"confirmed_on": "2026-11-20"}
        of = lenses(
            pillars=PILLAR,
            goals=[{"id": "G1", "title": "One"}, {"id": "G2", "title": "Two"}],
            links=[supports("G1", "A", **sure), supports("G1", "G2", **sure),
                   supports("G2", "A", **sure)],
        )  # fmt: skip
        assert path(of, 0) == ["G1", "A"]

    def test_of_equal_ones_the_smaller_ids_from_the_top_win(self) -> None:
        of = lenses(
            pillars=[{"id": "B", "name": "Two"}, {"id": "A", "name": "One"}],
            goals=[{"id": name, "title": "G"} for name in ("G1", "G2", "G3")],
            links=[
                supports("G1", "G2"), supports("G1", "G3"),
                supports("G2", "B"), supports("G3", "A"),
            ],
        )  # fmt: skip
        assert path(of, 0) == ["G1", "G3", "A"]


class TestBreaks:
    def test_unbroken_path_comes_before_a_stronger_broken_one(self) -> None:
        sure = {"confirmed_on": "2026-11-20"}
        of = lenses(
            pillars=PILLAR,
            goals=[
                {"id": "G1", "title": "One"},
                {"id": "G2", "title": "Two", "status": "paused"},
                {"id": "G3", "title": "Three"},
            ],
            links=[
                supports("G1", "G2", **sure), supports("G2", "A", **sure),
                supports("G1", "G3"), supports("G3", "A"),
            ],
        )  # fmt: skip
        assert path(of, 0) == ["G1", "G3", "A"]

    def test_only_broken_paths_have_strength_nought_and_name_the_break(self) -> None:
        of = lenses(
            pillars=PILLAR,
            goals=[{"id": "G1", "title": "One"}, {"id": "G2", "title": "Two", "status": "done"}],
            links=[supports("G1", "G2"), supports("G2", "A")],
        )
        line = of.paths.line(0)
        assert line is not None
        assert (line.strength, of.snapshot.node_id(line.broken_at)) == (0, "G2")

    def test_a_goal_that_waits_may_look_through_one_that_waits_too(self) -> None:
        of = lenses(
            pillars=PILLAR,
            goals=[
                {"id": "G1", "title": "One", "start": "2027-01-01"},
                {"id": "G2", "title": "Two", "start": "2027-01-01"},
                {"id": "G3", "title": "Three", "start": "2026-01-01"},
            ],
            links=[supports("G1", "G2"), supports("G3", "G2"), supports("G2", "A")],
        )
        assert (of.paths.strength > 0).tolist() == [True, True, False]


def test_person_sees_the_strongest_owned_goal_before_those_contributed_to() -> None:
    of = lenses(
        pillars=PILLAR,
        people=[{"id": "P1", "name": "Ana"}, {"id": "P2", "name": "Tom"}],
        goals=[
            {"id": "G1", "title": "Weak", "owner_id": "P1"},
            {"id": "G2", "title": "Strong", "owner_id": "P2", "contributor_ids": ["P1"]},
        ],
        links=[supports("G1", "A"), supports("G2", "A", confirmed_on="2026-11-20")],
    )
    line = of.paths.of_person(0, of.load.contributed[0])
    assert line is not None
    assert of.snapshot.node_id(line.nodes[0]) == "G1"
