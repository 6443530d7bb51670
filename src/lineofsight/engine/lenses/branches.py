"""Branches of the tree of teams. Definition: DEFINITIONS section 2, *branch*."""

from __future__ import annotations

import numpy as np

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
    known = (one >= 0) & (other >= 0)
    one, other = np.where(known, one, -1), np.where(known, other, -1)
    # A last team, -1, stands above the topmost. Each table goes twice as far up as that before.
    above = np.append(np.where(parent >= 0, parent, len(parent)), len(parent))
    depth = (above < len(parent)).astype(np.int64)
    tables = [above]
    while (above < len(parent)).any():
        depth += depth[above]
        above = above[above]
        tables.append(above)
    lower = np.where(depth[one] >= depth[other], one, other)
    upper = np.where(depth[one] >= depth[other], other, one)
    steps = depth[lower] - depth[upper]
    for bit, table in enumerate(tables):
        lower = np.where((steps >> bit) & 1, table[lower], lower)
    return known & (lower == upper)
