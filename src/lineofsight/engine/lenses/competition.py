"""Competition: goals that pull against each other. Definition: DEFINITIONS section 7, LOS303."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from lineofsight.engine.codes import LinkKind
from lineofsight.engine.columns import FloatArray, IntArray
from lineofsight.engine.ragged import Ragged
from lineofsight.engine.snapshot import Snapshot

TOLERANCE = 1e-9


class Competition:
    """Competitions that are declared, and those that can be read off the measures.

    Attributes
    ----------
    declared : int64 array
        ``competes_with`` links between two active goals.
    change : float array, length n_key_results
        Target less baseline, both as given; NaN where one is unknown.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
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
        the goals. The smaller number of each pair in the first array; ordered by both.
        """
        results = self.snapshot.key_results
        up, down = self._by_measure()
        pairs = [
            (np.repeat(up[group], len(down[group])), np.tile(down[group], len(up[group])))
            for group in np.flatnonzero((up.lengths > 0) & (down.lengths > 0)).tolist()
        ]
        nothing = np.zeros(0, dtype=np.int64)
        rising = np.concatenate([nothing, *(one for one, _ in pairs)])
        falling = np.concatenate([nothing, *(other for _, other in pairs)])
        goal, rival = results.goal[rising], results.goal[falling]
        kept = (goal != rival) & ~np.isin(self._pair(goal, rival), self._settled)
        one = np.minimum(rising, falling)[kept]
        other = np.maximum(rising, falling)[kept]
        order = np.lexsort((other, one))
        return one[order], other[order]

    def _by_measure(self) -> tuple[Ragged, Ragged]:
        """For each measure, the key results of active goals that should rise, and fall."""
        results, active = self.snapshot.key_results, self.snapshot.goals.active
        named = np.flatnonzero(
            (results.measure != "") & active[results.goal] & (np.abs(self.change) > TOLERANCE)
        )
        numbers: dict[str, int] = {}
        names = results.measure[named].tolist()
        group = np.array([numbers.setdefault(name, len(numbers)) for name in names], dtype=np.int64)
        rises = self.change[named] > 0
        return (
            Ragged.group(group[rises], named[rises], len(numbers)),
            Ragged.group(group[~rises], named[~rises], len(numbers)),
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
