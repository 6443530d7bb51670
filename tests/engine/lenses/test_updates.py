"""Updates of goals without key results, whatever the links: against handing them on until no more.

Definition: DEFINITIONS section 2, *update of a goal*.
"""

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lineofsight.engine.lens import Lenses
from lineofsight.engine.lenses import deep
from tests.engine.build import lenses

DAY = date(2026, 11, 21)


def tangle(rng: Random, n_goals: int, n_links: int) -> tuple[Lenses, dict[str, set[date]]]:
    """Draw goals that support each other, many in circles, and what each should have."""
    names = [f"G{number:02d}" for number in range(n_goals)]
    status = {name: rng.choice(["active", "active", "active", "paused"]) for name in names}
    kind = {name: rng.choice(["objective"] * 5 + ["development"]) for name in names}
    measured = {name for name in names if rng.random() < 0.2}
    pairs = {(rng.choice(names), rng.choice(names)) for _ in range(n_links)}
    changes = [
        (rng.choice(names), DAY - timedelta(rng.randint(0, 300))) for _ in range(n_goals // 2)
    ]
    updates: dict[str, set[date]] = {name: set() for name in names}
    for name, day in changes:
        updates[name].add(day)
    handed_on = True
    while handed_on:
        before = sum(map(len, updates.values()))
        for child, parent in pairs:
            if (
                status[child] == "active"
                and kind[child] == "objective"
                and parent not in measured
                and child != parent
            ):
                updates[parent] |= updates[child]
        handed_on = sum(map(len, updates.values())) > before
    view = lenses(
        goals=[
            {"id": name, "title": "Goal", "status": status[name], "kind": kind[name]}
            for name in names
        ],
        links=[
            {"kind": "supports", "from_id": child, "to_id": parent}
            for child, parent in sorted(pairs)
        ],
        key_results=[
            {"id": f"K{name}", "goal_id": name, "title": "Hours"} for name in sorted(measured)
        ],
        revisions=[
            {"goal_id": name, "date": day, "field": "title", "before": "x", "after": "y"}
            for name, day in changes
        ],
    )
    return view, updates


@pytest.mark.parametrize("rungs", [0, 1_000])
@settings(max_examples=40, deadline=None)
@given(rng=st.randoms(use_true_random=False), n_goals=st.integers(4, 25))
def test_updates_are_handed_on_until_nobody_learns_more(
    rungs: int, rng: Random, n_goals: int
) -> None:
    view, expected = tangle(rng, n_goals, rng.randint(2, 2 * n_goals))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(deep, "RUNGS", rungs)
        goals, days = view.clocks.updates
    found = sorted((f"G{goal:02d}", int(day)) for goal, day in zip(goals, days, strict=True))
    epoch = date(1970, 1, 1)
    assert found == sorted(
        (name, (day - epoch).days) for name in expected for day in expected[name]
    )
