"""The best way up, where many are equally good, against all ways written out."""

from itertools import pairwise

import numpy as np
import pytest

from lineofsight.engine.lens import Lenses
from lineofsight.engine.lenses.climb import climb
from tests.engine.build import lenses


def lattice(width: int, height: int, seed: int, skips: int = 0) -> Lenses:
    """Rungs of goals with shuffled ids, each supporting some of the rung above, the top pillars."""
    rng = np.random.default_rng(seed)
    names = [f"N{number:03d}" for number in rng.permutation(width * (height + 1))]
    rungs = [names[i * width : (i + 1) * width] for i in range(height + 1)]
    pairs = {
        (child, str(parent))
        for above, below in pairwise(rungs)
        for child in below
        for parent in rng.choice(above, rng.integers(1, width + 1), replace=False)
    }
    for _ in range(skips):
        high, low = sorted(rng.choice(height + 1, 2, replace=False).tolist())
        pairs.add((str(rng.choice(rungs[low])), str(rng.choice(rungs[high]))))
    return lenses(
        pillars=[{"id": i, "name": "Pillar"} for i in rungs[0]],
        goals=[{"id": i, "title": "Goal"} for rung in rungs[1:] for i in rung],
        links=[
            {"kind": "supports", "from_id": child, "to_id": parent}
            for child, parent in sorted(pairs)
        ],
    )


def ways(view: Lenses, node: int) -> list[list[int]]:
    """All ways from a node up to a root, each from the bottom."""
    graph = view.graph
    if graph.is_root[node]:
        return [[node]]
    parents = graph.edges.parent[graph.up[node]].tolist()
    return [[node, *way] for parent in parents for way in ways(view, parent)]


def from_top(view: Lenses, way: list[int]) -> list[str]:
    return [view.snapshot.node_id(node) for node in reversed(way)]


@pytest.mark.parametrize("seed", range(6))
def test_of_equal_ways_the_one_with_smaller_ids_from_the_top_wins(seed: int) -> None:
    view = lattice(width=4, height=5, seed=seed)
    for goal in range(len(view.snapshot.goals)):
        best = min(ways(view, goal), key=lambda way: from_top(view, way))
        line = view.paths.line(goal)
        assert line is not None
        assert list(line.nodes) == best


@pytest.mark.parametrize("seed", range(6))
def test_the_shortest_way_is_found_whatever_the_level(seed: int) -> None:
    view = lattice(width=3, height=6, seed=seed, skips=12)
    shortest = view.paths.shortest
    for goal in range(len(view.snapshot.goals)):
        best = min(ways(view, goal), key=lambda way: (len(way), from_top(view, way)))
        assert shortest.walk(goal)[0] == best
        assert shortest.end[goal] == best[-1]
        assert shortest.walk(goal, most=2)[0] == best[:2]


def test_a_way_keeps_clear_of_goals_that_may_not_be_passed() -> None:
    view = lattice(width=3, height=6, seed=11, skips=12)
    n_goals, n_edges = len(view.snapshot.goals), len(view.graph.edges)
    passable = np.random.default_rng(11).random(n_goals) < 0.7
    best = climb(view.graph, np.ones(n_edges), passable)
    for goal in range(n_goals):
        clear = [w for w in ways(view, goal) if all(passable[n] for n in w[1:-1])]
        assert (best.strength[goal] > 0) == bool(clear)
        assert best.length[goal] == min((len(way) - 1 for way in clear), default=0)


def test_where_a_line_breaks_is_its_first_closed_goal_going_up() -> None:
    states = ["active", "paused", "active", "done", "active", "active"]
    view = lenses(
        pillars=[{"id": "A", "name": "Pillar"}],
        goals=[{"id": f"G{i}", "title": "Goal", "status": state} for i, state in enumerate(states)],
        links=[
            {"kind": "supports", "from_id": f"G{i}", "to_id": f"G{i - 1}" if i else "A"}
            for i in range(len(states))
        ],
    )
    assert view.paths.broken_at.tolist() == [-1, -1, 1, 1, 3, 3]
