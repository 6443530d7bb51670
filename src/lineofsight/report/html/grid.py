"""The cascade grid: functions by rungs, the share of goals whose line is unbroken so far."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from lineofsight.engine.codes import GroupKind, Scope
from lineofsight.engine.columns import IntArray
from lineofsight.engine.finding import Finding
from lineofsight.engine.lens import Lenses
from lineofsight.engine.rules import tell
from lineofsight.engine.rules.understanding import CAN_EXPLAIN, latest_wave
from lineofsight.kit.i18n import gettext as _
from lineofsight.kit.i18n import ngettext
from lineofsight.report.html import words
from lineofsight.report.html.breaks import Breaks, Label
from lineofsight.report.summary import FEWEST_ANSWERS, explained

HALF = 13.0  # of the band in a cell at a share of 1; the cell is 36 tall, its middle at 18
MIDDLE = 18.0
MOST_ROWS = 40
THIN = 0.65
CLEARLY = 1 / 3  # least part of the broken lines that is worth naming one function for
PRACTICE = {"LOS903", "LOS904"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One function at one rung.

    Parameters
    ----------
    share : int
        Per cent of the function's goals whose line is unbroken from the strategy to this rung.
    lost : int
        How many lines end here.
    worst : bool
        Most of the function's lines that end, end here.
    thin : bool
        What runs on is thinner than the figure on it is tall.
    band, wedge : str
        SVG paths, in boxes 100 wide and 36 tall: what runs on, and what ends as the cell begins.
    """

    share: int
    lost: int
    worst: bool
    thin: bool
    band: str
    wedge: str


@dataclass(frozen=True, slots=True)
class Practice:
    """What people of a function say.

    Parameters
    ----------
    share : int
        In per cent, -1 where it is not shown.
    few : bool
        A rule found that surely too few can explain it, or that paper and practice lie far apart.
    """

    share: int
    said: str
    few: bool = False

    @property
    def thin(self) -> bool:
        """The band is thinner than the figure on it is tall."""
        return 0 <= self.share < 100 * THIN

    @property
    def band(self) -> str:
        """SVG path of a band as wide as the share, drawn as those of the rungs are."""
        return _rectangle(HALF * self.share / 100) if self.share > 0 else ""


@dataclass(frozen=True, slots=True)
class Row:
    """One function; ``goals`` counts those that need a line."""

    name: str
    goals: int
    whole: int
    cells: tuple[Cell, ...]
    practice: Practice | None


@dataclass(frozen=True, slots=True)
class Grid:
    """The whole grid.

    Parameters
    ----------
    total : Row or None
        All functions together; None where there is only one row.
    asked : bool
        Somebody was asked, so that there is a column for it.
    more : int
        Functions that are left out.
    """

    labels: tuple[Label, ...]
    rows: tuple[Row, ...]
    total: Row | None
    asked: bool
    more: int
    by_function: bool


class GridMaker:
    """Makes the grid of one organisation, and says where most lines break."""

    def __init__(self, lenses: Lenses, breaks: Breaks, told: Iterable[Finding] = ()) -> None:
        self.lenses, self.breaks = lenses, breaks
        self.few = {one.subject.id for one in told if one.rule in PRACTICE}
        self.functions = self._functions()
        self.practice = _practice(lenses)

    def _functions(self) -> list[int]:
        """Functions that have goals or answers; -1 for goals of none."""
        snapshot = self.lenses.snapshot
        if not len(snapshot.functions):
            return [-1]
        mine = np.unique(snapshot.goals.function[self.breaks.counted]).tolist()
        named = {str(key): place for place, key in enumerate(snapshot.functions.ids)}
        asked = [named[key] for key in _practice(self.lenses) if key in named]
        return sorted({*mine, *asked}) or [-1]

    def losses(self, function: int) -> IntArray:
        """Count how many lines of a function end at each rung."""
        breaks = self.breaks
        mine = breaks.counted & (breaks.rung >= 0)
        if len(self.lenses.snapshot.functions):
            mine &= self.lenses.snapshot.goals.function == function
        return np.bincount(breaks.rung[mine], minlength=len(breaks.labels))

    def make(self) -> Grid:
        """Make the grid: the functions with most broken lines first."""
        rows = [self._row(function) for function in self.functions]
        rows.sort(key=lambda row: (row.whole - row.goals, _low_first(row), row.name))
        total = self._total() if len(rows) > 1 else None
        return Grid(
            labels=self.breaks.labels,
            rows=tuple(rows[:MOST_ROWS]),
            total=total,
            asked=bool(self.practice),
            more=max(0, len(rows) - MOST_ROWS),
            by_function=bool(len(self.lenses.snapshot.functions)),
        )

    def name(self, function: int) -> str:
        """Return what people call a function; of goals of none, that none is named."""
        table = self.lenses.snapshot.functions
        if function < 0:
            return _("No function named") if len(table) else _("All goals")
        return words.title(str(table.name[function]) or str(table.ids[function]))

    def _row(self, function: int) -> Row:
        snapshot, counted = self.lenses.snapshot, self.breaks.counted
        mine = counted
        key = ""
        if len(snapshot.functions):
            mine = counted & (snapshot.goals.function == function)
            key = str(snapshot.functions.ids[function]) if function >= 0 else ""
        goals = int(mine.sum())
        practice = self.practice.get(key)
        if practice is not None and key in self.few:
            practice = replace(practice, few=practice.share >= 0)
        if practice is None and self.practice:
            practice = Practice(-1, _("not asked"))
        return Row(
            name=self.name(function),
            goals=goals,
            whole=int((self.breaks.whole & mine).sum()),
            cells=_cells(goals, self.losses(function).tolist()),
            practice=practice,
        )

    def _total(self) -> Row:
        losses = sum(
            (self.losses(one) for one in self.functions), start=np.zeros(1, dtype=np.int64)
        )
        goals = self.breaks.n_counted
        can, answered = explained(self.lenses)
        together = None
        if answered >= FEWEST_ANSWERS:
            said = _("{can} of {all}").format(can=can, all=answered)
            together = Practice(words.whole_percent(can / answered), said)
        return Row(_("All"), goals, self.breaks.n_whole, _cells(goals, losses.tolist()), together)

    def worst(self) -> tuple[int, int, int]:
        """Return the function and rung at which most lines end, and how many; (-1, -1, 0)."""
        found = (-1, -1, 0)
        for function in self.functions:
            losses = self.losses(function)
            if len(losses) and losses.max() > found[2]:
                found = (function, int(losses.argmax()), int(losses.max()))
        return found

    def worst_rung(self) -> tuple[int, int]:
        """Return the rung at which most lines of the whole plan end, and how many."""
        losses = sum(
            (self.losses(one) for one in self.functions), start=np.zeros(1, dtype=np.int64)
        )
        return int(losses.argmax()), int(losses.max())

    def least_explained(self) -> tuple[str, str] | None:
        """Name the function in which fewest can explain, and how many; None if none is shown."""
        named = {str(key): place for place, key in enumerate(self.lenses.snapshot.functions.ids)}
        shown = [
            (one.share, self.name(named[key]), one.said)
            for key, one in self.practice.items()
            if one.share >= 0 and key in named
        ]
        if len(shown) < 2:
            return None
        _share, name, said = min(shown)
        return name, said

    def between(self, function: int, rung: int) -> str:
        """Say where lines end: "between Operations and its teams"."""
        scopes = self.breaks.scopes
        named = function >= 0
        if not scopes:
            label = self.breaks.labels[rung].long
            if named:
                return _("in {function}, {rung}").format(
                    function=self.name(function), rung=label[0].lower() + label[1:]
                )
            return _("at {rung}").format(rung=label[0].lower() + label[1:])
        if not named:
            return {
                Scope.ENTERPRISE: _("between the strategy and the enterprise goals"),
                Scope.FUNCTION: _("between enterprise goals and function goals"),
                Scope.TEAM: _("between function goals and team goals"),
                Scope.INDIVIDUAL: _("between team goals and individual goals"),
            }[scopes[rung]]
        said = {
            Scope.ENTERPRISE: _("between the strategy and the enterprise goals of {function}"),
            Scope.FUNCTION: _("between the enterprise goals and {function}"),
            Scope.TEAM: _("between {function} and its teams"),
            Scope.INDIVIDUAL: _("between the teams of {function} and individual goals"),
        }[scopes[rung]]
        return said.format(function=self.name(function))

    def broken_in(self) -> list[str]:
        """Name the functions with broken lines, most first."""
        counts = [(int(self.losses(one).sum()), self.name(one)) for one in self.functions]
        return [name for count, name in sorted(counts, key=lambda one: (-one[0], one[1])) if count]


def _low_first(row: Row) -> int:
    return row.practice.share if row.practice and row.practice.share >= 0 else 101


def _cells(goals: int, losses: list[int]) -> tuple[Cell, ...]:
    """Draw a row: the band narrows where lines end."""
    cells, left = [], goals
    most = max(losses, default=0)
    worst = losses.index(most) if most else -1
    for place, lost in enumerate(losses):
        before, left = left, left - lost
        share = left / goals if goals else 0.0
        wide, narrow = _half(before, goals), _half(left, goals)
        cells.append(
            Cell(
                share=words.whole_percent(share),
                lost=lost,
                worst=place == worst,
                thin=share < THIN,
                band=_rectangle(narrow),
                wedge=_wedge(wide, narrow) if lost else "",
            )
        )
    return tuple(cells)


def _half(part: int, goals: int) -> float:
    return HALF * part / goals if goals else 0.0


def _rectangle(half: float) -> str:
    return f"M0 {MIDDLE - half:.1f}H100V{MIDDLE + half:.1f}H0Z" if half else ""


def _wedge(wide: float, narrow: float) -> str:
    """Draw what ends: above and below, from the old width to the new."""
    return "".join(
        f"M0 {MIDDLE + side * wide:.1f}L100 {MIDDLE + side * wide:.1f}"
        f"L0 {MIDDLE + side * narrow:.1f}Z"
        for side in (-1, 1)
    )


def _practice(lenses: Lenses) -> dict[str, Practice]:
    """What functions say in the latest wave, by id; small groups are not shown.

    Where what is not shown could be told from the rest, the smallest group of the rest is not
    shown either.
    """
    answers = lenses.snapshot.answers
    asked = (answers.question == CAN_EXPLAIN) & (answers.group_kind == GroupKind.FUNCTION)
    asked &= (answers.count > 0) & ~np.isnan(answers.score)
    rows = latest_wave(lenses, np.flatnonzero(asked)).tolist()
    count = {str(answers.group[row]): int(answers.count[row]) for row in rows}
    hidden = {key for key, n in count.items() if n < FEWEST_ANSWERS}
    rest = sorted((n, key) for key, n in count.items() if key not in hidden)
    if hidden and rest and sum(count[key] for key in hidden) < FEWEST_ANSWERS:
        hidden.add(rest[0][1])
    found = {}
    for row in rows:
        key = str(answers.group[row])
        share = float(answers.score[row])
        if key in hidden:
            found[key] = Practice(-1, _("too few"))
            continue
        said = _("{can} of {all}").format(can=round(share * count[key]), all=count[key])
        found[key] = Practice(words.whole_percent(share), said)
    return found


def heading(maker: GridMaker) -> str:
    """Say in one sentence what the grid shows: on paper, and where few can explain it."""
    named = {str(key): place for place, key in enumerate(maker.lenses.snapshot.functions.ids)}
    few = sorted(maker.name(named[key]) for key in maker.few & named.keys() & maker.practice.keys())
    if not few:
        return _on_paper(maker)
    return _("{on_paper}; few in {places} can explain theirs").format(
        on_paper=_on_paper(maker), places=tell.listed(few, 3)
    )


def _on_paper(maker: GridMaker) -> str:
    breaks = maker.breaks
    n_broken = breaks.n_counted - breaks.n_whole
    function, rung, count = maker.worst()
    if not breaks.n_counted:
        return _("No goal needs a line yet")
    if not n_broken:
        return _("No line breaks on the way down")
    if not maker.lenses.snapshot.has("links"):
        return _("No goal says yet what it supports")
    if count == n_broken:
        return ngettext(
            "The one broken line ends {where}", "All {count} broken lines end {where}", n_broken
        ).format(count=f"{n_broken:,}", where=maker.between(function, rung))
    if count == 1:
        return _("{number} lines break, each at another place").format(
            number=words.number_word(n_broken)
        )
    if count < CLEARLY * n_broken:
        function, (rung, count) = -1, maker.worst_rung()
    return _("Of {all} broken lines {count} end {where}").format(
        all=f"{n_broken:,}", count=f"{count:,}", where=maker.between(function, rung)
    )
