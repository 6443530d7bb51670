"""The drawing of stake against chance of success: one mark a goal, the small ones counted below."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from lineofsight.engine.columns import FloatArray
from lineofsight.kit.i18n import gettext as _
from lineofsight.report.html import chart
from lineofsight.report.html.chart import Label, Tick

LITTLE, GOOD = 1 / 3, 2 / 3  # chances: below it will probably not arrive, above it probably will
TENTHS = 10
WIDE = 400  # units from which on a drawing is for a wide page
ROUND = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.6, 0.8, 1.0)
BESIDE = ((9.0, -5.0, "start"), (-9.0, -5.0, "end"), (9.0, 14.0, "start"), (-9.0, 14.0, "end"))
ROOM = 9.0  # that a number takes


class Spot(NamedTuple):
    """A goal to be drawn: stake and chance in [0, 1], its symbol, its number or 0."""

    stake: float
    chance: float
    mark: str
    number: int


@dataclass(frozen=True, slots=True)
class Mark:
    """One goal in the drawing; named ones have a label, whose number leads to the name."""

    x: float
    y: float
    mark: str
    label: Label | None


@dataclass(frozen=True, slots=True)
class Column:
    """Goals too many to draw, of one tenth of chance."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """The drawing in one size, in units of its box; ``much`` is where much begins."""

    width: int
    height: int
    left: float
    right: float
    top: float
    bottom: float
    much: float
    little: float
    good: float
    up: tuple[Tick, ...]
    across: tuple[Tick, ...]
    marks: tuple[Mark, ...]
    columns: tuple[Column, ...]
    labels: tuple[Label, ...]


def draw(spots: Sequence[Spot], rest: FloatArray, much: float, size: tuple[int, int]) -> Drawing:
    """Draw goals by their chance, across, and their stake, upwards.

    Parameters
    ----------
    spots : sequence of Spot
        At least one, in the order in which they are drawn.
    rest : float array
        Chances of goals that are counted and not drawn.
    much : float
        The stake from which on it is much.
    size : (width, height)
        Of the box.
    """
    width, height = size
    left, right, top = 46.0, width - 12.0, 30.0
    bottom = height - (96.0 if len(rest) else 48.0)
    most = max(spot.stake for spot in spots)
    # The root of the stake: the few large ones stay on the page and the small ones apart.
    across = chart.Axis(0.0, 1.0, left + 8, right - 8)
    up = chart.Axis(0.0, math.sqrt(most * 1.08), bottom - 8, top + 8)
    placed = [(across(spot.chance), up(math.sqrt(spot.stake)), spot) for spot in spots]
    labels = _numbers({spot.number: (x, y) for x, y, spot in placed if spot.number})
    line = up(math.sqrt(much))
    # On a phone the words would lie over the marks; the legend says it there too.
    words = (Label(left + 6, line - 8, _("Much rests on it"), kind="zone"),) if width > WIDE else ()
    return Drawing(
        width=width,
        height=height,
        left=left,
        right=right,
        top=top,
        bottom=bottom,
        much=line,
        little=across(LITTLE),
        good=across(GOOD),
        up=tuple(Tick(up(math.sqrt(one)), chart.figures([100 * one])[0]) for one in _stakes(most)),
        across=tuple(Tick(across(one / 100), f"{one}") for one in (0, 25, 50, 75, 100)),
        marks=tuple(Mark(x, y, spot.mark, labels.get(spot.number)) for x, y, spot in placed),
        columns=_columns(rest, across, bottom + 24, 44.0),
        labels=(*_zones(across, top), *words),
    )


def _stakes(most: float) -> list[float]:
    """Return round stakes for the axis, from nothing to the largest."""
    fitting = [one for one in ROUND if most * 0.06 <= one <= most * 1.08]
    return [0.0, *fitting]


def _columns(chance: FloatArray, across: chart.Axis, top: float, tall: float) -> tuple[Column, ...]:
    """Draw how many goals have which chance, by tenths, hanging below the axis."""
    counts, _edges = np.histogram(chance, bins=TENTHS, range=(0.0, 1.0))
    most = int(counts.max(initial=0))
    if not most:
        return ()
    wide = across(1 / TENTHS) - across(0.0)
    return tuple(
        Column(
            across(tenth / TENTHS) + 1,
            top,
            round(wide - 2, 1),
            round(max(1.0, tall * count / most), 1),
        )
        for tenth, count in enumerate(counts.tolist())
        if count
    )


def _zones(across: chart.Axis, top: float) -> tuple[Label, ...]:
    """Name the three stretches of chance."""
    names = (
        (_("Little chance"), 0.0, LITTLE),
        (_("Open"), LITTLE, GOOD),
        (_("Good chance"), GOOD, 1.0),
    )
    return tuple(
        Label(across((low + high) / 2), top - 12, name, "middle", "zone")
        for name, low, high in names
    )


def _numbers(places: dict[int, tuple[float, float]]) -> dict[int, Label]:
    """Put numbers beside their marks, where no other of them and no such mark stands."""
    taken = list(places.values())
    found = {}
    for number, (x, y) in sorted(places.items()):
        offers = [(x + right, y + down, anchor) for right, down, anchor in BESIDE]

        def room(offer: tuple[float, float, str]) -> float:
            middle = offer[0] + (4 if offer[2] == "start" else -4)
            return min(math.hypot(middle - a, offer[1] - 5 - b) for a, b in taken)

        best = next((one for one in offers if room(one) >= ROOM), max(offers, key=room))
        taken.append((best[0] + (4 if best[2] == "start" else -4), best[1] - 5))
        found[number] = Label(round(best[0], 1), round(best[1], 1), f"{number}", best[2], "number")
    return found
