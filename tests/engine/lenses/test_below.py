"""How many goals are below many goals: each once, however many ways lead there."""

import numpy as np
import pytest

from lineofsight.engine.lens import Lenses
from lineofsight.engine.lenses import below
from tests.engine.build import lenses


def plan(n_goals: int, n_links: int, seed: int) -> Lenses:
    """Goals that support goals of smaller number, some of them not active."""
    rng = np.random.default_rng(seed)
    states = rng.choice(["active", "active", "paused"], n_goals)
    goals: list[dict[str, object]] = [
        {"id": f"G{i:04d}", "title": "Goal", "status": str(state)} for i, state in enumerate(states)
    ]
    pairs = {tuple(sorted(rng.choice(n_goals, 2, replace=False).tolist())) for _ in range(n_links)}
    links: list[dict[str, object]] = [
        {"kind": "supports", "from_id": f"G{child:04d}", "to_id": f"G{parent:04d}"}
        for parent, child in sorted(pairs)
    ]
    return lenses(goals=goals, links=links)


def by_walking(view: Lenses, goal: int) -> set[int]:
    graph, active = view.graph, view.snapshot.goals.active
    found: set[int] = set()
    waiting = [goal]
    while waiting:
        for child in graph.edges.child[graph.down[waiting.pop()]].tolist():
            if active[child] and child not in found:
                found.add(child)
                waiting.append(child)
    return found


@pytest.mark.parametrize(
    ("n_goals", "n_links", "seed"),
    [(1, 0, 0), (40, 30, 1), (40, 60, 2), (60, 300, 3), (200, 260, 4), (300, 900, 5)],
)
def test_each_goal_below_is_counted_once(n_goals: int, n_links: int, seed: int) -> None:
    view = plan(n_goals, n_links, seed)
    everyone = np.arange(n_goals)
    expected = [len(by_walking(view, goal)) for goal in range(n_goals)]
    assert view.graph.active_below(everyone).tolist() == expected


def test_counts_that_take_several_rounds_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    view = plan(400, 1500, 9)
    everyone = np.arange(400)
    at_once = view.graph.active_below(everyone)
    monkeypatch.setattr(below, "MOST_WORDS", 500)  # one word of bits a goal, not seven
    np.testing.assert_array_equal(view.graph.active_below(everyone), at_once)


def test_only_those_asked_about_are_counted_and_only_those_that_count() -> None:
    view = plan(120, 300, 6)
    counted = np.random.default_rng(6).random(120) < 0.4
    asked = np.array([90, 3, 3, 41])
    active = view.snapshot.goals.active
    expected = [
        sum(bool(counted[g] and active[g]) for g in by_walking(view, goal)) for goal in asked
    ]
    assert view.graph.active_below(asked, counted).tolist() == expected


def test_of_no_goals_there_are_no_counts() -> None:
    assert plan(5, 4, 7).graph.active_below(np.zeros(0, dtype=np.int64)).tolist() == []


def test_the_highest_goal_is_the_smallest_of_those_that_chains_end_at() -> None:
    view = plan(150, 260, 8)
    graph = view.graph
    for goal in range(150):
        above, waiting = {goal}, [goal]
        while waiting:
            for parent in graph.edges.parent[graph.up[waiting.pop()]].tolist():
                if parent not in above:
                    above.add(parent)
                    waiting.append(parent)
        assert graph.highest[goal] == min(g for g in above if not len(graph.up[g]))
