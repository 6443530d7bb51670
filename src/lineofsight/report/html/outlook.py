"""Stake against chance of success: where much of the strategy rests on what will hardly arrive.

One mark a goal that has a forecast and on which something rests. What people set themselves is
never shown. Where goals are many, the small ones are counted under the axis and not drawn.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from lineofsight.engine.codes import Scope
from lineofsight.engine.columns import FloatArray, IntArray
from lineofsight.engine.lens import Lenses
from lineofsight.kit.i18n import gettext as _
from lineofsight.kit.i18n import ngettext
from lineofsight.report.html import chart, words
from lineofsight.report.html.scatter import GOOD, LITTLE, Drawing, Spot, draw
from lineofsight.report.html.sightline import Sightlines

MUCH_OF = 10  # goals that much rests on, at least, where there are so many
LINES = (0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001)  # of stake, one of which is much
NAMED = 5
MOST_MARKS = 250
MOST_ROWS = 40
TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Row:
    """One goal in words."""

    number: int
    goal: str
    place: str
    mark: str
    status: str
    stake: str
    chance: str
    likely: str


@dataclass(frozen=True, slots=True)
class Outlook:
    """The whole section.

    Parameters
    ----------
    wide, narrow : Drawing or None
        The same for a wide page and a phone; None where there is nothing to draw.
    named : tuple of Row
        The goals that matter most.
    rows : tuple of Row
        The table behind, those that matter most first.
    total : int
        Goals that have a mark or are counted.
    statuses : tuple of (mark, word)
        Those that are drawn.
    counted : str
        What is said of goals that are counted and not drawn; empty where all are drawn.
    much : str
        The stake from which on it is much, in per cent.
    """

    heading: str
    described: str
    wide: Drawing | None
    narrow: Drawing | None
    naming: str
    named: tuple[Row, ...]
    rows: tuple[Row, ...]
    total: int
    statuses: tuple[tuple[str, str], ...]
    counted: str
    much: str
    next_step: str


class OutlookMaker:
    """Makes the picture of one organisation."""

    def __init__(self, lenses: Lenses, lines: Sightlines) -> None:
        self.lenses, self.lines = lenses, lines
        self.goals, self.chance = _with_forecast(lenses)
        self.stake = lenses.flow.stake[self.goals]
        # What is lost of the strategy, on average, where a goal does not arrive.
        weight = self.stake * (1 - self.chance)
        self.order = np.lexsort((self.goals, -np.round(weight, 9)))
        self.much = _much(self.stake)

    def make(self) -> Outlook:
        """Make heading, drawings and table."""
        if not len(self.goals):
            return self._empty()
        drawn = np.lexsort((self.goals, -self.stake))[:MOST_MARKS]
        named = self.order[:NAMED]
        drawn = np.union1d(drawn, named)
        rest = np.setdiff1d(np.arange(len(self.goals)), drawn)
        number = {int(place): count for count, place in enumerate(named.tolist(), start=1)}
        rows = tuple(
            self._row(place, number.get(place, 0)) for place in self.order[:MOST_ROWS].tolist()
        )
        statuses = {int(place): self.lines.status(int(self.goals[place])) for place in drawn}
        spots = [
            Spot(
                float(self.stake[place]),
                float(self.chance[place]),
                status[0],
                number.get(place, 0),
            )
            for place, status in statuses.items()
        ]
        spots.sort(key=lambda one: (one.number > 0, -one.number))  # those that are named on top
        heading = self.heading()
        return Outlook(
            heading=heading,
            described=self._described(),
            wide=draw(spots, self.chance[rest], self.much, (720, 400)),
            narrow=draw(spots, self.chance[rest], self.much, (300, 340)),
            naming=ngettext(
                "The goal that matters most here",
                "The {count} goals that matter most here",
                len(named),
            ).format(count=words.inside(len(named))),
            named=rows[:NAMED],
            rows=rows,
            total=len(self.goals),
            statuses=tuple(sorted(set(statuses.values()), key=_by_status)),
            counted=self._counted(rest),
            much=words.percent(self.much),
            next_step="",
        )

    def _empty(self) -> Outlook:
        lenses = self.lenses
        if not lenses.graph.has_root:
            step = _("It needs a pillar, a North Star or an enterprise goal that goals lead to.")
        elif not len(lenses.snapshot.observations):
            step = _(
                "It needs key results with a baseline, a target and dates, and the values that "
                "were observed: the table “observations”, or a column “value” and its day."
            )
        else:
            step = _(
                "It needs active goals that lead to the strategy, and key results with a baseline, "
                "a target, dates and at least one observed value."
            )
        return Outlook(
            _("No chance can be told yet"), "", None, None, "", (), (), 0, (), "", "", step
        )

    def heading(self) -> str:
        """Say how much of the strategy rests on what will probably not arrive."""
        big = self.stake >= self.much - TOLERANCE
        unlikely = np.flatnonzero(big & (self.chance < LITTLE))
        likely = int((big & (self.chance > GOOD)).sum())
        total = int(big.sum())
        if len(unlikely):
            return ngettext(
                "{part} of the strategy rests on one goal that will probably not arrive",
                "{part} of the strategy rests on {count} goals that will probably not arrive",
                len(unlikely),
            ).format(
                part=chart.part(self.together(unlikely)),
                count=words.inside(len(unlikely)),
            )
        if likely == total:
            return ngettext(
                "The one goal on which much rests will probably arrive",
                "All {count} goals on which much rests will probably arrive",
                total,
            ).format(count=words.inside(total))
        if not likely:
            return ngettext(
                "The one goal on which much rests may arrive or not",
                "Of the {count} goals on which much rests, each may arrive or not",
                total,
            ).format(count=words.inside(total))
        return ngettext(
            "Of {total} goals on which much rests, one will probably arrive; "
            "the others may arrive or not",
            "Of {total} goals on which much rests, {likely} will probably arrive; "
            "the others may arrive or not",
            likely,
        ).format(total=words.inside(total), likely=words.inside(likely))

    def together(self, places: IntArray) -> float:
        """Return the part of the strategy that rests on some of the goals, nothing twice."""
        group = np.full(len(self.lenses.snapshot.goals), -1, dtype=np.int64)
        group[self.goals[places]] = 0
        return min(1.0, float(self.lenses.flow.held(group, 1)[0]))

    def _described(self) -> str:
        little = int((self.chance < LITTLE).sum())
        good = int((self.chance > GOOD).sum())
        return (
            ngettext(
                "{total} goal by its chance of success, across, and how much of the strategy rests "
                "on it, upwards.",
                "{total} goals by their chance of success, across, and how much of the strategy "
                "rests on each, upwards.",
                len(self.goals),
            ).format(total=f"{len(self.goals):,}")
            + " "
            + _("{little} have little chance, {open} are open, {good} have a good chance.").format(
                little=f"{little:,}",
                open=f"{len(self.goals) - little - good:,}",
                good=f"{good:,}",
            )
        )

    def _row(self, place: int, number: int) -> Row:
        goal = int(self.goals[place])
        mark, status = self.lines.status(goal)
        chance = float(self.chance[place])
        return Row(
            number=number,
            goal=self.lines.title(goal),
            place=self.lines.place(goal),
            mark=mark,
            status=status,
            stake=words.percent(float(self.stake[place])),
            chance=f"{words.whole_percent(chance)}",
            likely=_likely(chance),
        )

    def _counted(self, rest: IntArray) -> str:
        if not len(rest):
            return ""
        return ngettext(
            "{count} more goal, on which at most {stake} rests, is counted below the axis by its "
            "chance.",
            "{count} more goals, on each of which at most {stake} rests, are counted below the "
            "axis by their chance.",
            len(rest),
        ).format(count=f"{len(rest):,}", stake=_at_most(float(self.stake[rest].max())))


def _with_forecast(lenses: Lenses) -> tuple[IntArray, FloatArray]:
    """Return goals with a stake and a forecast, and their chance; personal ones are left out."""
    goals = lenses.snapshot.goals
    n = len(goals)
    fits = goals.active & goals.objective & (goals.scope != Scope.INDIVIDUAL)
    fits &= lenses.flow.stake[:n] > TOLERANCE
    found = np.flatnonzero(fits)
    chance = lenses.forecast.chance_of_goals(found)
    known = ~np.isnan(chance)
    return found[known], chance[known]


def _much(stake: FloatArray) -> float:
    """Return the stake from which on it is much: a round share at which ten goals or so stand."""
    enough = min(MUCH_OF, max(1, len(stake) // 2))
    for share in LINES:
        if int((stake >= share - TOLERANCE).sum()) >= enough:
            return share
    return float(np.sort(stake)[-enough]) if len(stake) else LINES[-1]


def _at_most(share: float) -> str:
    """Round a small share up to a tenth of a per cent."""
    tenths = math.ceil(1000 * share - TOLERANCE)
    return _("{percent} %").format(percent=f"{tenths / 10:g}").replace(" ", words.FIXED_SPACE)


def _likely(chance: float) -> str:
    if chance < LITTLE:
        return _("little chance")
    return _("good chance") if chance > GOOD else _("open")


def _by_status(one: tuple[str, str]) -> int:
    order = ("on-track", "at-risk", "off-track", "no-news", "waiting")
    return order.index(one[0]) if one[0] in order else len(order)
