"""Reports: what was said of each goal, and on which day. Definitions: DEFINITIONS section 2."""

from __future__ import annotations

import numpy as np

from lineofsight.engine.codes import Reported
from lineofsight.engine.columns import FloatArray, IntArray
from lineofsight.engine.snapshot import Snapshot
from lineofsight.engine.tables import CodeArray


class Reports:
    """The dated reports of goals: those that came with observations of their key results.

    What the column ``reported`` of a goal says has no date and is not among them.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        seen, results = snapshot.observations, snapshot.key_results
        of_results = seen.measure < len(results)
        places = np.flatnonzero(of_results & (seen.reported != Reported.UNKNOWN))
        measure, day = seen.measure[places], seen.day[places]
        self._first = day.min() if len(day) else 0.0
        self._span = (day.max() - self._first if len(day) else 0.0) + 2.0
        key = results.goal[measure] * self._span + (day - self._first)
        # Of two measures on one day the one with the smaller id counts, of one measure the later:
        # the sort leaves these in their order.
        order = np.lexsort((-measure, key))
        self._key, self._goal = key[order], results.goal[measure][order]
        self._code, self._day = seen.reported[places][order], day[order]

    def newest(self, goals: IntArray, days: FloatArray | float) -> tuple[CodeArray, FloatArray]:
        """Return the newest report of each goal by a day, and its own day.

        Parameters
        ----------
        goals : int array
        days : float or float array of the same length
            Known days.

        Returns
        -------
        (codes of ``Reported``, days)
            ``Reported.UNKNOWN`` and NaN where nothing was reported by then.
        """
        by = np.clip(np.asarray(days) - self._first, -1.0, self._span - 2.0)
        place = np.searchsorted(self._key, goals * self._span + by, side="right") - 1
        if not len(self._key):
            return np.zeros(len(goals), dtype=np.int8), np.full(len(goals), np.nan)
        said = (place >= 0) & (self._goal[place] == goals)
        return (
            np.where(said, self._code[place], np.int8(Reported.UNKNOWN)),
            np.where(said, self._day[place], np.nan),
        )
