"""Edge by edge or level by level: deep and narrow cascades come out the same to the last bit."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from lineofsight.engine.lens import Lenses
from lineofsight.engine.lenses import deep
from tests.engine.build import lenses
from tests.engine.organisations import Drawn, checked, organisations, told

Rows = dict[str, list[dict[str, object]]]


@contextmanager
def deep_from(rungs: int) -> Iterator[None]:
    """Go edge by edge from so many levels on, however wide they are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(deep, "RUNGS", rungs)
        patch.setattr(deep, "NARROW", 1_000_000)
        yield


NEVER, FROM_THE_SECOND = 1_000_000, 1


def narrow(seed: int, n_goals: int, reach: int) -> Rows:
    """Goals that support a few of those just before them, so that ways up are long."""
    rng = Random(seed)  # noqa: S311 - a plan, no secret
    names = [f"G{number:03d}" for number in rng.sample(range(n_goals), n_goals)]
    day = date(2026, 11, 21)
    goals: list[dict[str, object]] = [
        {
            "id": name,
            "title": "Goal",
            "kind": rng.choice(["objective", "objective", "objective", "development"]),
            "status": rng.choice(["active"] * 6 + ["paused", "done", "draft"]),
            "rollup": rng.choice(["own", "children", "blend"]),
            "start": day - timedelta(rng.choice([100, 50, -5])),
            "end": day + timedelta(100),
        }
        for name in names
    ]
    links: list[dict[str, object]] = []
    for place, name in enumerate(names):
        above = names[max(0, place - reach) : place] or ["P1"]
        for to in rng.sample(above, rng.randint(min(1, place % 7), min(2, len(above)))):
            links.append(
                {
                    "kind": "supports",
                    "from_id": name,
                    "to_id": to,
                    "contribution": rng.choice([None, 0.0, 0.25, 0.7, 1.0]),
                    "confirmed_on": rng.choice([None, day - timedelta(rng.randint(1, 400))]),
                }
            )
    key_results: list[dict[str, object]] = [
        {
            "id": f"K{name}",
            "goal_id": name,
            "title": "Hours",
            "baseline": 0,
            "target": 10,
            "value": rng.choice([None, rng.uniform(-2, 12)]),
        }
        for name in rng.sample(names, n_goals // 2)
    ]
    revisions: list[dict[str, object]] = [
        {
            "goal_id": rng.choice(names),
            "date": day - timedelta(rng.randint(0, 700)),
            "field": "title",
            "before": "x",
            "after": "y",
        }
        for _ in range(n_goals // 3)
    ]
    return {
        "pillars": [{"id": "P1", "name": "One"}, {"id": "P2", "name": "Two"}],
        "goals": goals,
        "links": links,
        "key_results": key_results,
        "revisions": revisions,
    }


def view_of(rows: Rows) -> Lenses:
    return lenses(
        pillars=rows["pillars"],
        goals=rows["goals"],
        links=rows["links"],
        key_results=rows["key_results"],
        revisions=rows["revisions"],
    )


def seen(view: Lenses) -> dict[str, NDArray[Any]]:
    """Everything that is worked out along the cascade."""
    graph, n_goals = view.graph, len(view.snapshot.goals)
    everyone = np.arange(n_goals)
    ways = [view.paths._from_started, view.paths._from_waiting, view.paths.shortest]
    branches = [graph.branch(np.array([node])) for node in range(0, view.snapshot.n_nodes, 5)]
    return {
        "level": graph.level,
        "depth": graph.depth,
        "highest": graph.highest,
        "active below": graph.active_below(everyone),
        "some below": graph.active_below(
            everyone[::3], view.snapshot.goals.active & (everyone % 2 == 0)
        ),
        "branches": np.concatenate([np.append(branch, -1) for branch in branches]),
        "stake": view.flow.stake,
        "flow": view.flow.edge_flow,
        "root": view.paths.root,
        "broken at": view.paths.broken_at,
        **{
            f"{name} {place}": getattr(best, name)
            for place, best in enumerate(ways)
            for name in ("strength", "length", "edge", "above", "jump")
        },
        "children": view.progress.children,
        "progress": view.progress.node,
        "updated goals": view.clocks.updates[0],
        "updates": view.clocks.updates[1],
    }


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), n_goals=st.integers(3, 60), reach=st.integers(1, 4))
def test_every_pass_comes_out_the_same(seed: int, n_goals: int, reach: int) -> None:
    rows = narrow(seed, n_goals, reach)
    with deep_from(NEVER):
        by_level = seen(view_of(rows))
    with deep_from(FROM_THE_SECOND):
        by_edge = seen(view_of(rows))
    for what, expected in by_level.items():
        np.testing.assert_array_equal(by_edge[what], expected, err_msg=what)


@settings(max_examples=10, deadline=None)
@given(drawn=organisations())
def test_a_check_says_the_same(drawn: Drawn) -> None:
    rows = drawn.rows
    with deep_from(NEVER):
        by_level = [told(finding) for finding in checked(rows).findings]
    with deep_from(0):
        assert [told(finding) for finding in checked(rows).findings] == by_level


def test_a_branch_with_too_many_links_is_given_up_on_a_deep_one_too() -> None:
    rows = narrow(7, 60, 1)
    with deep_from(FROM_THE_SECOND):
        graph = view_of(rows).graph
        top = np.array([int(np.argmax(np.bincount(graph.edges.parent)))])
        whole = graph.branch(top)
        links = len(graph.down.gather(np.append(whole, top))[1])
        assert graph.branch(top, most=links) is not None
        assert graph.branch(top, most=0) is None


def test_ways_are_listed_side_by_side_as_one_by_one() -> None:
    view = view_of(narrow(3, 50, 3))
    best, nodes = view.paths.shortest, np.arange(view.snapshot.n_nodes)
    rows = best.walks(nodes, 6)
    assert [row[row >= 0].tolist() for row in rows] == [best.walk(n, 6)[0] for n in nodes.tolist()]
