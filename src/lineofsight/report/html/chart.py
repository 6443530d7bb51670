"""What the charts of the page share: axes, places of labels, figures and dates beside them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lineofsight.engine.loading import to_date
from lineofsight.kit.i18n import gettext as _
from lineofsight.report.html import words

LARGEST, SMALLEST = 1e15, 1e-4  # beyond them figures are told in powers of ten
# From which size on figures are told in which, and its sign.
LARGE = ((1e12, 1e12, "T"), (1e9, 1e9, "G"), (1e6, 1e6, "M"), (1e4, 1e3, "k"))
STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)  # of an axis, times a power of ten


@dataclass(frozen=True, slots=True)
class Label:
    """Words in a drawing; ``kind`` is their class, ``anchor`` start, middle or end."""

    x: float
    y: float
    text: str
    anchor: str = "start"
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis and its figure; ``at`` in units of the drawing."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Axis:
    """Lays the values from ``low`` to ``high`` on the stretch from ``start`` to ``stop``."""

    low: float
    high: float
    start: float
    stop: float

    def __call__(self, value: float) -> float:
        """Return where a value lies, to a tenth."""
        span = self.high - self.low
        part = (value - self.low) / span if span else 0.5
        return round(self.start + part * (self.stop - self.start), 1)


def steps(low: float, high: float, most: int) -> list[float]:
    """Return round values that enclose a range, evenly spaced.

    >>> steps(0.3, 9.1, 5)
    [0.0, 2.5, 5.0, 7.5, 10.0]
    >>> steps(5.0, 5.0, 4)
    [4.5, 5.0, 5.5]
    """
    if not low < high:
        room = abs(low) * 0.1 or 1.0
        low, high = low - room, high + room
    power = 10.0 ** math.floor(math.log10((high - low) / most))
    for step in (times * power * scale for scale in (1.0, 10.0) for times in STEPS):
        first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
        if last - first < most:
            return [number * step + 0.0 for number in range(first, last + 1)]
    return [low, high]


def apart(places: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Move places apart so that none is nearer to another than ``gap``, each as little as may be.

    Their order stays. Where there is no room for all, they share what there is.

    >>> apart([50.0, 52.0, 90.0], 10.0, 0.0, 100.0)
    [46.0, 56.0, 90.0]
    """
    if not places:
        return []
    gap = min(gap, (high - low) / max(1, len(places) - 1))
    order = sorted(range(len(places)), key=lambda place: (places[place], place))
    blocks: list[tuple[float, int]] = []  # places that touch: their middle, and how many they are
    for place in order:
        middle, size = _within(places[place], 1, gap, low, high), 1
        while blocks and blocks[-1][0] + (blocks[-1][1] + size) * gap / 2 > middle + 1e-9:
            before, count = blocks.pop()
            middle = (before * count + middle * size) / (count + size)
            size += count
            middle = _within(middle, size, gap, low, high)
        blocks.append((middle, size))
    found = [0.0] * len(places)
    at = iter(order)
    for middle, size in blocks:
        for number in range(size):
            found[next(at)] = round(middle + (number - (size - 1) / 2) * gap, 1)
    return found


def _within(middle: float, size: int, gap: float, low: float, high: float) -> float:
    """Move a block so that all of it lies within the room there is."""
    half = (size - 1) * gap / 2
    return min(max(middle, low + half), high - half)


def line(points: Sequence[tuple[float, float]]) -> str:
    """Return the SVG path through points; empty for none."""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) if len(points) else ""


def area(upper: Sequence[tuple[float, float]], lower: Sequence[tuple[float, float]]) -> str:
    """Return the SVG path around what lies between two lines that run the same way."""
    return line([*upper, *reversed(lower)]) + "Z" if len(upper) else ""


def figures(values: Sequence[float]) -> list[str]:
    """Write the figures of an axis, all with as many decimals as the finest needs.

    Large ones are told in thousands, millions and so on.

    >>> figures([0.0, 2.5, 5.0]), figures([0.0, 5000.0]), figures([2e6, 4e6])
    (['0.0', '2.5', '5.0'], ['0', '5,000'], ['2M', '4M'])
    """
    largest = max((abs(value) for value in values), default=0.0)
    if largest >= LARGEST or 0 < largest < SMALLEST:
        return [f"{value:.0e}".replace("e+", "e") if value else "0" for value in values]
    for least, size, name in LARGE:
        if largest >= least:
            return [f"{value / size:.4g}{name}" if value else "0" for value in values]
    decimals = next(
        (n for n in range(6) if all(abs(value - round(value, n)) < 1e-9 for value in values)), 6
    )
    return [f"{value:,.{decimals}f}" for value in values]


def short(text: str, longest: int) -> str:
    """Cut a name for a narrow place, with an ellipsis.

    >>> short("Field Service and Repair", 14)
    'Field Service…'
    """
    return text if len(text) <= longest else text[: longest - 1].rstrip(" ,") + "…"


def months(start: float, end: float, most: int) -> list[tuple[float, str]]:
    """Return first days of months within a range of days, evenly spaced, with their names.

    January is told as its year.
    """
    first = np.int64(math.ceil(start)).astype("datetime64[D]").astype("datetime64[M]")
    last = np.int64(math.floor(end)).astype("datetime64[D]").astype("datetime64[M]")
    span = int((last - first).astype(np.int64)) + 1
    step = next((n for n in (1, 2, 3, 6, 12, 24, 60, 120, 240, 600) if span <= n * most), 1200)
    number = int(first.astype(np.int64))
    found = []
    for month in range(number - number % step, number + span, step):
        day = float(np.int64(month).astype("datetime64[M]").astype("datetime64[D]").astype(int))
        if start <= day <= end:
            when = to_date(day)
            text = f"{when.year}" if when.month == 1 else month_name(when.month)
            found.append((day, text))
    return found


def month_name(number: int) -> str:
    """Return the short name of a month, 1 to 12."""
    return (
        _("Jan"),
        _("Feb"),
        _("Mar"),
        _("Apr"),
        _("May"),
        _("Jun"),
        _("Jul"),
        _("Aug"),
        _("Sep"),
        _("Oct"),
        _("Nov"),
        _("Dec"),
    )[number - 1]


def part(share: float) -> str:
    r"""Say a part at the beginning of a sentence: "A fifth", "Half", "17 %".

    >>> part(0.21), part(0.5), part(0.15)
    ('A fifth', 'Half', '15\xa0%')
    """
    known = (
        (0.1, _("A tenth")),
        (0.2, _("A fifth")),
        (0.25, _("A quarter")),
        (1 / 3, _("A third")),
        (0.5, _("Half")),
        (2 / 3, _("Two thirds")),
        (0.75, _("Three quarters")),
    )
    near = min(known, key=lambda one: abs(one[0] - share))
    return near[1] if abs(near[0] - share) <= 0.0151 else words.percent(share)
