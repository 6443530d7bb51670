"""Branches of the tree of teams. Definition: DEFINITIONS section 2, *branch*."""

from __future__ import annotations

from lineofsight.engine.columns import BoolArray, IntArray


def in_branch(parent: IntArray, one: IntArray, other: IntArray) -> BoolArray:
    """Tell pair by pair whether two teams are of one branch.

    A team's branch is itself, all teams above it and all below it; unknown teams are of none.

    Parameters
    ----------
    parent : int array, length n_teams
        The team above each team, -1 for none; without a circle.
    one, other : int arrays of equal length
        Teams, -1 unknown.

    Examples
    --------
    Team 0 has the teams 1 and 2 under it.

    >>> tree = np.array([-1, 0, 0])
    >>> in_branch(tree, np.array([0, 1, 1, -1]), np.array([2, 2, 1, 0])).tolist()
    [True, False, True, False]
    """
    same: BoolArray = (one >= 0) & (one == other)
    for first, second in ((one, other), (other, one)):
        climber = first.copy()
        while (climber >= 0).any():
            climber[climber >= 0] = parent[climber[climber >= 0]]
            same |= (climber >= 0) & (climber == second)
    return same
