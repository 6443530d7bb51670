"""What changed in substance, and since when. Definition: DEFINITIONS section 4."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property

import numpy as np

from lineofsight.engine.columns import FloatArray, IntArray
from lineofsight.engine.lenses.substance import same_in_substance
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
    def newest(self) -> FloatArray:
        """Day of the newest change of each node, -inf where nothing changed; length n_nodes."""
        newest = np.full(self.snapshot.n_nodes, -np.inf)
        table = self.snapshot.revisions
        np.maximum.at(newest, table.goal[self.revision], table.day[self.revision])
        return newest

    @cached_property
    def _by_field(self) -> dict[int, dict[str, tuple[list[float], list[int]]]]:
        """For each goal that changed and each field, the days of its changes and the revisions."""
        table = self.snapshot.revisions
        found: dict[int, dict[str, tuple[list[float], list[int]]]] = {}
        for revision in self.revision.tolist():
            of_goal = found.setdefault(table.goal.item(revision), {})
            days, revisions = of_goal.setdefault(table.field[revision], ([], []))
            days.append(table.day.item(revision))
            revisions.append(revision)
        return found

    def since(self, link: int) -> list[int]:
        """List the first revision since a link was confirmed of each field of either end.

        By day, goal and field. The later ones of a field are left out, so that a goal changed a
        thousand times does not cost a thousand looks for each of its links.
        """
        links, table = self.snapshot.links, self.snapshot.revisions
        confirmed = links.confirmed_on.item(link)
        if np.isnan(confirmed):
            return []
        found = []
        for end in {links.source.item(link), links.target.item(link)}:
            for days, revisions in self._by_field.get(end, {}).values():
                place = bisect_right(days, confirmed)
                found += revisions[place : place + 1]
        return sorted(found, key=lambda i: (table.day[i], table.goal[i], str(table.field[i])))
