"""What changed in substance, and since when. Definition: DEFINITIONS section 4."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from lineofsight.engine.columns import FloatArray, IntArray
from lineofsight.engine.lenses.substance import same_in_substance
from lineofsight.engine.ragged import Ragged
from lineofsight.engine.snapshot import Snapshot

SUBSTANTIAL_FIELDS = frozenset({"title", "text", "measure", "target", "dates"})


class Changes:
    """Revisions of goals that changed them in substance.

    A revision of title, text, measure, target or dates whose before and after differ by more than
    case, space and punctuation.

    Attributes
    ----------
    revision : int64 array
        Rows of the revisions that changed something, ordered by goal and day.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        table = snapshot.revisions
        fields, before, after = table.field.tolist(), table.before.tolist(), table.after.tolist()
        self.revision: IntArray = np.array(
            [
                i
                for i, field in enumerate(fields)
                if field in SUBSTANTIAL_FIELDS and not same_in_substance(before[i], after[i])
            ],
            dtype=np.int64,
        )

    @cached_property
    def of_goal(self) -> Ragged:
        """For each goal, the revisions that changed it, oldest first."""
        goal = self.snapshot.revisions.goal[self.revision]
        return Ragged.group(goal, self.revision, len(self.snapshot.goals))

    @cached_property
    def newest(self) -> FloatArray:
        """Day of the newest change of each node, -inf where nothing changed; length n_nodes."""
        newest = np.full(self.snapshot.n_nodes, -np.inf)
        table = self.snapshot.revisions
        np.maximum.at(newest, table.goal[self.revision], table.day[self.revision])
        return newest

    def since(self, link: int) -> list[int]:
        """List the revisions that changed an end of a confirmed link since, by day, goal, field."""
        links, table = self.snapshot.links, self.snapshot.revisions
        confirmed = links.confirmed_on[link]
        ends = {int(links.source[link]), int(links.target[link])}
        found = [
            int(i)
            for end in sorted(ends)
            if end < len(self.snapshot.goals)
            for i in self.of_goal[end]
            if table.day[i] > confirmed
        ]
        return sorted(found, key=lambda i: (table.day[i], table.goal[i], str(table.field[i])))
