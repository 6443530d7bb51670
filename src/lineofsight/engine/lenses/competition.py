"""Competition: goals that pull against each other. Definition: DEFINITIONS section 7, LOS303."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from lineofsight.engine.codes import LinkKind
from lineofsight.engine.columns import FloatArray, IntArray
from lineofsight.engine.lenses.flow import Flow
from lineofsight.engine.loading import distinct
from lineofsight.engine.ragged import Ragged
from lineofsight.engine.snapshot import Snapshot

TOLERANCE = 1e-9
MOST_PAIRS = 50_000  # of key results that are named one by one: nobody reads more


class Competition:
    """Competitions that are declared, and those that can be read off the measures.

    Attributes
    ----------
    declared : int64 array
        ``competes_with`` links between two active goals.
    change : float array, length n_key_results
        Target less baseline, both as given; NaN where one is unknown.
    """

    def __init__(self, snapshot: Snapshot, flow: Flow) -> None:
        self.snapshot, self.flow = snapshot, flow
        links, active = snapshot.links, snapshot.goals.active
        places = np.flatnonzero(
            (links.kind == LinkKind.COMPETES_WITH) & (links.target < len(active))
        )
        both = active[links.source[places]] & active[links.target[places]]
        self.declared: IntArray = places[both]
        self.change: FloatArray = snapshot.key_results.target - snapshot.key_results.baseline

    @cached_property
    def unsettled(self) -> IntArray:
        """Declared competitions without a trade-off on record."""
        return self.declared[~self.snapshot.links.agreed[self.declared]]

    @cached_property
    def opposed(self) -> tuple[IntArray, IntArray]:
        """Pairs of key results that push one measure in opposite directions.

        Of different active goals, with the same ``measure``, without a trade-off on record between
        the goals. The smaller number of each pair in the first array; ordered by both. Where they
        come to more than ``MOST_PAIRS``, each key result of the measures with most pairs stands
        only beside its weightiest rival.
        """
        results = self.snapshot.key_results
        up, down = self._by_measure()
        n_pairs = up.lengths * down.lengths
        fewest_first = np.argsort(n_pairs, kind="stable")
        whole = np.zeros(len(n_pairs), dtype=bool)
        whole[fewest_first] = np.cumsum(n_pairs[fewest_first]) <= MOST_PAIRS
        parts = [np.zeros((2, 0), dtype=np.int64)]
        for group in np.flatnonzero(n_pairs > 0).tolist():
            rising, falling = up[group], down[group]
            if whole[group]:
                every = [np.repeat(rising, len(falling)), np.tile(falling, len(rising))]
                parts.append(np.stack(every))
            else:
                parts += [self._weightiest(rising, falling), self._weightiest(falling, rising)]
        pairs = np.sort(np.concatenate(parts, axis=1), axis=0)
        goal, rival = results.goal[pairs]
        kept = pairs[:, (goal != rival) & ~np.isin(self._pair(goal, rival), self._settled)]
        one, other = np.unique(kept, axis=1)
        return one, other

    def _weightiest(self, results: IntArray, rivals: IntArray) -> IntArray:
        """Pair each key result with the rival with most stake; of equal ones the smaller number."""
        goal_of = self.snapshot.key_results.goal
        ranked = rivals[np.lexsort((rivals, -np.round(self.flow.of_goals[goal_of[rivals]], 12)))]
        # All rivals of one goal weigh the same: the first stands for them.
        goals, first = np.unique(goal_of[ranked], return_index=True)
        order = np.argsort(first)
        of_goals = list(zip(goals[order].tolist(), ranked[first[order]].tolist(), strict=True))
        settled = set(self._settled.tolist())
        n_goals = len(self.snapshot.goals)
        chosen = {
            goal: next(
                (
                    rival
                    for other, rival in of_goals
                    if other != goal
                    and min(goal, other) * n_goals + max(goal, other) not in settled
                ),
                -1,
            )
            for goal in np.unique(goal_of[results]).tolist()
        }
        mine = np.array([chosen[goal] for goal in goal_of[results].tolist()], dtype=np.int64)
        return np.stack([results[mine >= 0], mine[mine >= 0]])

    def _by_measure(self) -> tuple[Ragged, Ragged]:
        """For each measure, the key results of active goals that should rise, and fall."""
        results, active = self.snapshot.key_results, self.snapshot.goals.active
        named = np.flatnonzero((results.measure != "") & (np.abs(self.change) > TOLERANCE))
        named = named[active[results.goal[named]]]
        names, group = distinct(results.measure[named])
        rises = self.change[named] > 0
        return (
            Ragged.group(group[rises], named[rises], len(names)),
            Ragged.group(group[~rises], named[~rises], len(names)),
        )

    @cached_property
    def _settled(self) -> IntArray:
        """Pairs of goals between which a trade-off is on record."""
        links = self.snapshot.links
        agreed = (links.kind == LinkKind.COMPETES_WITH) & links.agreed
        agreed &= links.target < len(self.snapshot.goals)
        return self._pair(links.source[agreed], links.target[agreed])

    def _pair(self, one: IntArray, other: IntArray) -> IntArray:
        """Number each pair of goals, whichever comes first."""
        return np.minimum(one, other) * len(self.snapshot.goals) + np.maximum(one, other)
