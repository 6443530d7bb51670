"""Teams of one branch, against walking up from each."""

import numpy as np
import pytest

from lineofsight.engine.lenses.branches import in_branch


def climbs_to(parent: list[int], team: int, other: int) -> bool:
    while team >= 0 and team != other:
        team = parent[team]
    return team >= 0


@pytest.mark.parametrize("seed", range(4))
def test_teams_are_of_one_branch_where_one_stands_above_the_other(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = 40
    shape = rng.permutation(n)  # so that a team's number says nothing of its place in the tree
    parent = np.full(n, -1)
    for place in range(1, n):
        if rng.random() < 0.9:
            parent[shape[place]] = shape[rng.integers(max(0, place - 6), place)]
    one, other = (side.ravel() for side in np.meshgrid(np.arange(n), np.arange(n)))
    tree = parent.tolist()
    expected = [
        climbs_to(tree, a, b) or climbs_to(tree, b, a)
        for a, b in zip(one.tolist(), other.tolist(), strict=True)
    ]
    assert in_branch(parent, one, other).tolist() == expected


def test_unknown_teams_are_of_no_branch() -> None:
    nobody = np.array([-1, -1, 0])
    assert in_branch(np.array([-1]), nobody, np.array([-1, 0, -1])).tolist() == [False] * 3


def test_without_teams_there_are_no_branches() -> None:
    nothing = np.zeros(0, dtype=np.int64)
    assert in_branch(nothing, np.array([-1]), np.array([-1])).tolist() == [False]
