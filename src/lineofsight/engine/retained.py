"""What is left of a pillar's intent along the lines of sight of goals, and of groups of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lineofsight.engine.columns import BoolArray, FloatArray, IntArray
from lineofsight.engine.lens import Lenses

FEWEST = 10  # goals of a mean: of fewer it would be the wording of some
FEWEST_WORDS = 5  # with content that a pillar must have, as where words weigh in a link's strength
MOST_RUNGS = 8
LONGEST = 32  # links of a line; of longer ones the first rungs are no news


@dataclass(frozen=True, slots=True)
class Kept:
    """What the goals of one function keep.

    Parameters
    ----------
    function : int
        -1 for all goals together.
    goals : int
        Goals that are followed.
    mean : float array, length rungs
        In (0, 1]; NaN where fewer than ten goals have that rung.
    lost : float array, length rungs
        What the goals that have a rung lose on it; NaN likewise.
    """

    function: int
    goals: int
    mean: FloatArray
    lost: FloatArray

    @property
    def last(self) -> int:
        """The last rung that is known, counted from 0."""
        return int(np.flatnonzero(~np.isnan(self.mean))[-1])

    @property
    def left(self) -> float:
        """What is left there."""
        return float(self.mean[self.last])

    @property
    def fall(self) -> int:
        """The rung on which most is lost, counted from 0."""
        return int(np.nanargmax(np.round(self.lost, 9)))


def follow(lenses: Lenses) -> tuple[IntArray, FloatArray]:
    """Follow what is left of a pillar's intent along each unbroken line of sight.

    Only goals whose words are judged, under pillars that say enough to compare words with.

    Returns
    -------
    goals : int64 array, length n
    left : float array, shape (n, rungs), in (0, 1]
        What is left at each rung from the one under the pillar down to the goal, NaN below it.
    """
    dilution, paths = lenses.dilution, lenses.paths
    n_goals = len(lenses.snapshot.goals)
    judged = dilution.judged & (paths.strength > 0)
    says = lenses.drift.content_words >= FEWEST_WORDS
    judged &= says[np.maximum(paths.root, 0)] & (paths.root >= 0)
    found, rows = [np.zeros(0, dtype=np.int64)], [np.zeros((0, MOST_RUNGS))]
    for several, best in paths.ways():
        goals = several[judged[several] & (best.length[several] <= LONGEST)]
        if not len(goals):
            continue
        own = np.zeros(n_goals, dtype=bool)
        own[several] = True
        chains, plain = _chains(goals, best.above, own)
        height = (chains >= 0).sum(axis=1)
        left = np.full((len(goals), MOST_RUNGS), np.nan)
        for step in range(chains.shape[1]):
            rung = height - 1 - step
            there = np.flatnonzero((rung >= 0) & (rung < MOST_RUNGS) & plain)
            left[there, rung[there]] = dilution.left[chains[there, step]]
        # A goal on the way may have another line of its own; what is left is followed singly then.
        for place in np.flatnonzero(~plain).tolist():
            way = dilution.way(int(goals[place]))
            curve = way.curve[:MOST_RUNGS] if way else ()
            left[place, : len(curve)] = curve
        found.append(goals)
        rows.append(left)
    return np.concatenate(found), np.concatenate(rows)


def _chains(goals: IntArray, above: IntArray, own: BoolArray) -> tuple[IntArray, BoolArray]:
    """Climb from goals along ways up, as far as goals reach.

    Returns
    -------
    chains : int64 array, shape (n, steps)
        The goal first; -1 past the last goal.
    plain : bool array
        All on the way have their own line of sight along the same ways.
    """
    n_goals = len(own)
    columns, plain = [goals], np.ones(len(goals), dtype=bool)
    while True:
        last = columns[-1]
        on = above[np.maximum(last, 0)]
        on = np.where((last >= 0) & (on >= 0) & (on < n_goals), on, -1)
        if not (on >= 0).any():
            return np.column_stack(columns), plain
        plain &= (on < 0) | own[np.maximum(on, 0)]
        columns.append(on)


def kept(function: int, left: FloatArray) -> Kept:
    """Take the mean over the goals of a function, rung by rung."""
    count = (~np.isnan(left)).sum(axis=0)
    enough = count >= FEWEST
    before = np.column_stack([np.ones(len(left)), left[:, :-1]])
    mean, lost = np.full(MOST_RUNGS, np.nan), np.full(MOST_RUNGS, np.nan)
    mean[enough] = np.nanmean(left[:, enough], axis=0)
    lost[enough] = np.nanmean((before - left)[:, enough], axis=0)
    return Kept(function, len(left), mean, lost)


def middle_half(left: FloatArray, n_rungs: int) -> tuple[FloatArray, FloatArray]:
    """Return what the middle half of all goals keeps by rung; NaN where there are too few."""
    low, high = np.full(n_rungs, np.nan), np.full(n_rungs, np.nan)
    for rung in range(n_rungs):
        here = left[~np.isnan(left[:, rung]), rung]
        if len(here) >= FEWEST:
            low[rung], high[rung] = np.percentile(here, [25, 75])
    return low, high
