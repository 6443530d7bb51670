"""The strongest lines and the broken ones, beside each other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lineofsight.engine.columns import IntArray
from lineofsight.engine.lens import Lenses
from lineofsight.kit.i18n import gettext as _
from lineofsight.kit.i18n import ngettext
from lineofsight.report.html import words
from lineofsight.report.html.breaks import Breaks
from lineofsight.report.html.sightline import Sightline, Sightlines

DRAWN = 4  # lines in pictures, half of them strong and half broken where there are both
LISTED = 100
STRONG_LISTED = 10


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line with what is said under it."""

    line: Sightline
    caption: str


@dataclass(frozen=True, slots=True)
class BrokenRow:
    """One goal whose line ends on the way."""

    goal: str
    place: str
    why: str
    owner: str


@dataclass(frozen=True, slots=True)
class StrongRow:
    """One of the strongest lines; ``strength`` in per cent."""

    goal: str
    root: str
    rungs: int
    strength: int


@dataclass(frozen=True, slots=True)
class Extremes:
    """Strong and broken lines, in pictures and as tables."""

    heading: str
    strong: tuple[Drawn, ...]
    broken: tuple[Drawn, ...]
    strong_rows: tuple[StrongRow, ...]
    broken_rows: tuple[BrokenRow, ...]
    broken_more: int


class ExtremeMaker:
    """Finds the lines worth seeing."""

    def __init__(self, lenses: Lenses, breaks: Breaks, lines: Sightlines) -> None:
        self.lenses, self.breaks, self.lines = lenses, breaks, lines

    def make(self) -> Extremes:
        """Choose and draw."""
        strong, broken = self._strongest(), self._broken()
        n_broken = min(len(broken), DRAWN // 2)
        n_strong = min(len(strong), DRAWN - n_broken)
        n_broken = min(len(broken), DRAWN - n_strong)
        ends = self.breaks.broken
        return Extremes(
            heading=self._heading(strong, len(ends)),
            strong=tuple(self._drawn(goal) for goal in strong[:n_strong]),
            broken=tuple(self._cut(goal, below) for goal, below in broken[:n_broken]),
            strong_rows=tuple(map(self._strong_row, strong[:STRONG_LISTED])),
            broken_rows=tuple(map(self._broken_row, self._listed()[:LISTED].tolist())),
            broken_more=max(0, len(ends) - LISTED),
        )

    def _strongest(self) -> list[int]:
        """Goals with the strongest lines, longest first, one for each root in front."""
        paths, breaks = self.lenses.paths, self.breaks
        n = len(self.lenses.snapshot.goals)
        leaves = breaks.whole & (self.lenses.graph.supporters[:n] == 0)
        # A root is its own end: nothing to see.
        leaves &= ~self.lenses.graph.is_root[:n]
        goals = np.flatnonzero(leaves)
        depth = self.lenses.graph.depth[goals]
        stake = self.lenses.flow.stake[goals]
        order = np.lexsort((goals, -stake, -depth, -np.round(paths.strength[goals], 6)))
        ranked = goals[order].tolist()
        roots: set[int] = set()
        front: list[int] = []
        rest: list[int] = []
        for goal in ranked[: 50 * DRAWN]:
            root = int(paths.root[goal])
            (rest if root in roots else front).append(goal)
            roots.add(root)
        return front + rest

    def _broken(self) -> list[tuple[int, int]]:
        """Goals that show best where lines end, and how many end there: most first."""
        goals = self._from_the_top(self.breaks.broken)
        places, first, counts = np.unique(
            self.breaks.at[goals], return_index=True, return_counts=True
        )
        order = np.lexsort((places, -counts))
        return list(zip(goals[first[order]].tolist(), counts[order].tolist(), strict=True))

    def _from_the_top(self, goals: IntArray) -> IntArray:
        """Order goals by how far down their cascade they stand, then by id."""
        return goals[np.lexsort((goals, self.lenses.graph.level[goals]))]

    def _listed(self) -> IntArray:
        """The broken lines, those together that end at one place; where most end first."""
        goals = self._from_the_top(self.breaks.broken)
        _, place, counts = np.unique(self.breaks.at[goals], return_inverse=True, return_counts=True)
        return goals[np.lexsort((place, -counts[place]))]

    def _drawn(self, goal: int) -> Drawn:
        line = self.lines.of_goal(goal, star=True)
        caption = _("Strength {strength} of 100, over {rungs}.").format(
            strength=words.whole_percent(line.strength), rungs=self._rungs(goal)
        )
        return Drawn(line, caption)

    def _rungs(self, goal: int) -> str:
        count = int(self.lenses.graph.depth[goal])
        return ngettext("{count} rung", "{count} rungs", count).format(count=count)

    def _cut(self, goal: int, count: int) -> Drawn:
        more = count - 1
        caption = (
            ngettext(
                "{count} more line ends at the same place.",
                "{count} more lines end at the same place.",
                more,
            ).format(count=f"{more:,}")
            if more
            else ""
        )
        return Drawn(self.lines.of_goal(goal), caption)

    def _strong_row(self, goal: int) -> StrongRow:
        title = self.lines.title
        return StrongRow(
            goal=title(goal),
            root=title(int(self.lenses.paths.root[goal])),
            rungs=int(self.lenses.graph.depth[goal]),
            strength=words.whole_percent(float(self.lenses.paths.strength[goal])),
        )

    def _broken_row(self, goal: int) -> BrokenRow:
        breaks, title = self.breaks, self.lines.title
        at = int(breaks.at[goal])
        owner = int(self.lenses.snapshot.goals.owner[goal])
        return BrokenRow(
            goal=title(goal),
            place=self.lines.place(goal),
            why=self._why(goal, at, title(at)),
            owner=self.lines.person(owner),
        )

    def _why(self, goal: int, at: int, where: str) -> str:
        if not self.breaks.missing[goal]:
            cause = self.lines.cause(at)
            return _("“{goal}” is in its way: {cause}").format(goal=where, cause=cause)
        if at == goal:
            return _("nothing above it on record")
        return _("nothing above “{goal}” on record").format(goal=where)

    def _heading(self, strong: list[int], n_broken: int) -> str:
        if not strong and not n_broken:
            return _("There is no line to show yet")
        if not n_broken:
            return _("No line is broken; these are the strongest")
        if not strong:
            return _("No line reaches the strategy")
        return ngettext(
            "Where the line holds, and where the one broken line stops",
            "Where the line holds, and where {count} lines stop",
            n_broken,
        ).format(count=f"{n_broken:,}")
