"""The dilution curve: what is left of the pillars' intent at each rung, a line a function.

Followed along the lines of sight of each function's goals, so that a line falls where their ways
lose most. How single goals are worded is never told, nor a mean over fewer than ten of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lineofsight.engine.columns import FloatArray
from lineofsight.engine.lens import Lenses
from lineofsight.engine.retained import FEWEST, Kept, follow, kept, middle_half
from lineofsight.kit.i18n import gettext as _
from lineofsight.report.html import chart, words
from lineofsight.report.html.chart import Label, Tick

MOST_LINES = 60
LOST = 0.1  # from here on something is lost that is worth a headline
RARE = 5  # per cent of the goals of published plans that keep less
BESIDE = 16.0  # from one name to the next


@dataclass(frozen=True, slots=True)
class Line:
    """One function in the drawing; ``fall`` is the stretch on which the worst loses most."""

    path: str
    fall: str
    lead: str
    worst: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """The drawing in one size, in units of its box."""

    width: int
    height: int
    left: float
    right: float
    band: str
    rare: str
    lines: tuple[Line, ...]
    up: tuple[Tick, ...]
    across: tuple[Tick, ...]
    bottom: float
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One function in the table; ``kept`` by rung in per cent, "" where too few goals are."""

    name: str
    goals: int
    kept: tuple[str, ...]
    lost: str


@dataclass(frozen=True, slots=True)
class Dilution:
    """The whole section.

    Parameters
    ----------
    wide, narrow : Drawing or None
        None where there is nothing to draw.
    where : str
        The function that the heading speaks of; empty where it speaks of all.
    described : str
        The drawing in words.
    falls : bool
        So much is lost that the rung on which most is lost is marked.
    by_words : bool
        Words alone were compared, without a model of meaning.
    more : int
        Functions that are left out of the drawing.
    too_few : int
        Functions with fewer than ten goals that can be followed.
    """

    heading: str
    where: str
    described: str
    wide: Drawing | None
    narrow: Drawing | None
    falls: bool
    rungs: tuple[str, ...]
    rows: tuple[Row, ...]
    by_function: bool
    by_words: bool
    more: int
    too_few: int
    next_step: str


class DilutionMaker:
    """Makes the curve of one organisation."""

    def __init__(self, lenses: Lenses) -> None:
        self.lenses = lenses
        self.goals, self.left = follow(lenses)
        self.by_function = bool(len(lenses.snapshot.functions))
        function = lenses.snapshot.goals.function[self.goals]
        self.too_few = 0
        self.kept: list[Kept] = []
        keys = np.unique(function[function >= 0]).tolist() if self.by_function else [-1]
        for key in keys:
            mine = self.left[function == key] if key >= 0 else self.left
            if len(mine) < FEWEST:
                self.too_few += 1
                continue
            self.kept.append(kept(int(key), mine))
        self.kept.sort(key=lambda one: (round(one.left, 9), one.function))
        self.worst = self.kept[0] if self.kept else None

    def make(self) -> Dilution:
        """Make heading, drawings and table."""
        by_words = self.lenses.vectors is None
        if self.worst is None:
            return Dilution(
                heading=_("What becomes of the intent on the way down cannot be told yet"),
                where="",
                described="",
                wide=None,
                narrow=None,
                falls=False,
                rungs=(),
                rows=(),
                by_function=self.by_function,
                by_words=by_words,
                more=0,
                too_few=self.too_few,
                next_step=self._next(),
            )
        everyone = kept(-1, self.left)
        rows = [self._row(one) for one in self.kept]
        if len(self.kept) > 1:
            rows.append(self._row(everyone))
        n_rungs = max(one.last for one in [*self.kept, everyone]) + 1
        return Dilution(
            heading=self.heading(self.worst),
            where=self.name(self.worst.function) if self.worst.function >= 0 else "",
            described=self._described(),
            wide=self._drawing(n_rungs, 720, 400, 160, len(self.kept)),
            narrow=self._drawing(n_rungs, 300, 320, 118, 8),
            falls=1 - self.worst.left >= LOST,
            rungs=tuple(_("Rung {number}").format(number=one + 1) for one in range(n_rungs)),
            rows=tuple(rows),
            by_function=self.by_function,
            by_words=by_words,
            more=max(0, len(self.kept) - MOST_LINES),
            too_few=self.too_few,
            next_step="",
        )

    def heading(self, worst: Kept) -> str:
        """Say how much of the intent is lost where least is left, and on which rung."""
        if 1 - worst.left < LOST:
            return _("What the pillars mean is still said in the goals below them")
        gone = chart.part(1 - worst.left)
        said = {
            "part": gone if gone[0].isdigit() else gone[0].lower() + gone[1:],
            "function": self.name(worst.function),
            "last": nth(worst.last + 1),
            "fall": nth(worst.fall + 1),
        }
        mostly = float(worst.lost[worst.fall]) >= (1 - worst.left) / 2
        where = "all" if worst.function < 0 else "one"
        at = "last" if worst.last == worst.fall else "before"
        said_so = {
            ("one", "last", True): _(
                "In {function} {part} of the intent is gone by the {last} rung, "
                "where most of it is lost"
            ),
            ("one", "last", False): _(
                "In {function} {part} of the intent is gone by the {last} rung, "
                "where more is lost than on any other"
            ),
            ("one", "before", True): _(
                "In {function} {part} of the intent is gone by the {last} rung; "
                "most of it on the {fall}"
            ),
            ("one", "before", False): _(
                "In {function} {part} of the intent is gone by the {last} rung; "
                "more on the {fall} than on any other"
            ),
            ("all", "last", True): _(
                "By the {last} rung, where most of it is lost, {part} of the intent is gone"
            ),
            ("all", "last", False): _(
                "By the {last} rung, where more is lost than on any other, {part} of the intent "
                "is gone"
            ),
            ("all", "before", True): _(
                "By the {last} rung {part} of the intent is gone; most of it on the {fall}"
            ),
            ("all", "before", False): _(
                "By the {last} rung {part} of the intent is gone; more on the {fall} than on any "
                "other"
            ),
        }[where, at, mostly]
        return said_so.format(**said)

    def name(self, function: int) -> str:
        """Return what people call a function."""
        if function < 0:
            return _("All")
        table = self.lenses.snapshot.functions
        return words.title(str(table.name[function]) or str(table.ids[function]))

    def _row(self, one: Kept) -> Row:
        return Row(
            name=self.name(one.function),
            goals=one.goals,
            kept=tuple("" if np.isnan(part) else _percent(part) for part in one.mean.tolist()),
            lost=_("{rung}: {loss}").format(
                rung=_("Rung {number}").format(number=one.fall + 1),
                loss=f"−{_percent(float(one.lost[one.fall]))}",
            )
            if one.lost[one.fall] >= 0.005
            else "",
        )

    def _described(self) -> str:
        return " ".join(
            _("{function}: {parts} per cent.").format(
                function=self.name(one.function),
                parts=", ".join(_percent(part) for part in one.mean if not np.isnan(part)),
            )
            for one in self.kept[:MOST_LINES]
        )

    def _next(self) -> str:
        lenses = self.lenses
        if not lenses.graph.has_root or not lenses.snapshot.has("links"):
            return _("It needs links that lead from goals up to a pillar or the North Star.")
        if not len(self.goals) and (lenses.paths.root >= 0).any():
            return _(
                "The pillars say too little to compare goals with. Next: give each a text of a "
                "sentence or two that says what is meant."
            )
        return _("It needs at least ten goals with an unbroken line to the strategy.")

    def _drawing(self, n_rungs: int, width: int, height: int, room: int, named: int) -> Drawing:
        left, right, top, bottom = 40.0, width - float(room), 14.0, height - 30.0
        shown = self.kept[:MOST_LINES]
        rare = self._rare(n_rungs)
        band_low, band_high = middle_half(self.left, n_rungs)
        lowest = np.nanmin([*(one.left for one in shown), *rare, np.nanmin(band_low)])
        floor = max(0.0, float(np.floor(lowest * 5 - 0.1) / 5))
        up = chart.Axis(floor, 1.0, bottom, top)
        across = chart.Axis(0, n_rungs, left + 4, right)
        ends = [
            (across(one.last + 1), up(one.left), one)
            for one in shown[: min(named, int((bottom - top) / BESIDE))]
        ]
        places = chart.apart([y for _x, y, _one in ends], BESIDE, top, bottom)
        labels = tuple(
            Label(
                right + 14,
                round(at + 4, 1),
                _("{function} {percent}").format(
                    function=chart.short(self.name(one.function), (room - 36) // 8),
                    percent=_percent(one.left),
                ),
                "start",
                "worst" if one is self.worst else "",
            )
            for at, (_x, _y, one) in zip(places, ends, strict=True)
        )
        leads = {
            id(one): chart.line([(x, y), (right + 2, at), (right + 11, at)])
            for at, (x, y, one) in zip(places, ends, strict=True)
        }
        lines = [
            _line(one, across, up, leads.get(id(one), ""), worst=one is self.worst) for one in shown
        ]
        levels = [level / 10 for level in range(round(floor * 10), 11, 2)]
        return Drawing(
            width=width,
            height=height,
            left=left,
            right=right,
            band=chart.area(_points(band_high, across, up), _points(band_low, across, up)),
            rare=chart.line(_points(rare, across, up, first=False)),
            lines=tuple(reversed(lines)),  # the worst on top
            up=tuple(Tick(up(level), f"{round(100 * level)}") for level in levels),
            across=tuple(
                Tick(across(rung), self._rung(rung, wide=width > 400))
                for rung in range(n_rungs + 1)
            ),
            bottom=bottom,
            labels=labels,
        )

    def _rung(self, rung: int, *, wide: bool) -> str:
        if not rung:
            return _("Pillar") if len(self.lenses.snapshot.pillars) else _("Strategy")
        return _("Rung {number}").format(number=rung) if wide else f"{rung}"

    def _rare(self, n_rungs: int) -> FloatArray:
        """Return what all but five in a hundred goals of published plans keep, by rung."""
        lenses = self.lenses
        bound, depth = lenses.dilution.rare(RARE), lenses.graph.depth[: len(lenses.snapshot.goals)]
        found = np.full(n_rungs, np.nan)
        for rung in range(n_rungs):
            here = np.flatnonzero(depth == rung + 1)
            if len(here):
                found[rung] = bound[here[0]]
        return found


def _points(
    values: FloatArray, across: chart.Axis, up: chart.Axis, *, first: bool = True
) -> list[tuple[float, float]]:
    """Lay values by rung on the drawing, from the pillar on, which keeps all."""
    known = [
        (across(rung + 1), up(float(value)))
        for rung, value in enumerate(values.tolist())
        if not np.isnan(value)
    ]
    return [(across(0), up(1.0)), *known] if first else known


def _line(one: Kept, across: chart.Axis, up: chart.Axis, lead: str, *, worst: bool) -> Line:
    points = _points(one.mean, across, up)
    rungs = [0, *(np.flatnonzero(~np.isnan(one.mean)) + 1).tolist()]
    at = rungs.index(one.fall + 1)
    falls = worst and 1 - one.left >= LOST
    return Line(
        path=chart.line(points),
        fall=chart.line(points[at - 1 : at + 1]) if falls else "",
        lead=lead,
        worst=worst,
    )


def nth(rung: int) -> str:
    """Say which rung: "third"."""
    names: Sequence[str] = (
        _("first"),
        _("second"),
        _("third"),
        _("fourth"),
        _("fifth"),
        _("sixth"),
        _("seventh"),
        _("eighth"),
    )
    return names[rung - 1]


def _percent(share: float) -> str:
    return f"{words.whole_percent(share)}"
