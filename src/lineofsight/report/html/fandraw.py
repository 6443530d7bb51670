"""The drawing of a fan: observations up to now, the plan, and what may come until the end."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from lineofsight.engine.columns import FloatArray
from lineofsight.engine.forecast.course import Course
from lineofsight.engine.forecast.formula import POINTS
from lineofsight.kit.i18n import gettext as _
from lineofsight.report.html import chart
from lineofsight.report.html.chart import Label, Tick

WIDTH, HEIGHT = 328, 196
LEFT, RIGHT, TOP, BOTTOM = 44.0, 236.0, 24.0, 168.0
BESIDE = RIGHT + 8  # where labels stand
LINE = 15.0  # from one of them to the next
MOST_DOTS = 24  # observations that are marked one by one
MOST_DRAWN = 120  # of a long series the last ones, and every so many of those before
MOST_STEPS = 5
CURVE = (0.0, 0.1, 0.25, 0.5, 0.75, 1.0)  # of what is to come, where the fan has corners
SPAN = 0.5  # as in the formula of the forecast


@dataclass(frozen=True, slots=True)
class Drawing:
    """Paths in a box 328 wide and 196 tall.

    Parameters
    ----------
    seen, planned, middle : str
        Lines of what was observed, was planned, and is most likely.
    wider, narrower : str
        Around what comes in 8 and in 5 of 10 cases; empty where the end has come.
    dots : tuple of (x, y)
        Observations; none where they are many.
    last : (x, y)
        The newest of them.
    band : (top, height) or None
        Where values are to stay.
    target : float or None
        Where the one value to be reached lies.
    today : float
        Where now is, on the axis of time.
    """

    seen: str
    planned: str
    middle: str
    wider: str
    narrower: str
    dots: tuple[tuple[float, float], ...]
    last: tuple[float, float]
    band: tuple[float, float] | None
    target: float | None
    today: float
    up: tuple[Tick, ...]
    across: tuple[Tick, ...]
    labels: tuple[Label, ...]


def draw(
    course: Course,
    *,
    start: float,
    end: float,
    now: float,
    target: tuple[float, float],
    half: tuple[float, float],
) -> Drawing:
    """Draw the course of a key result that has a forecast.

    Parameters
    ----------
    course : Course
        With at least one observation.
    start, end, now : float
        Days: its lifetime and the instant.
    target : (low, high)
        Edges of what is to be reached, in its units; the same twice for a number, NaN for an
        edge that is open.
    half : (low, high)
        What holds the final value in 5 of 10 cases, in its units.
    """
    outlook = course.outlook
    edges = (float(outlook.low[0]), float(outlook.high[0]))
    centre = float(outlook.centre[0])
    seen = _thinned(course.observed)
    ended = float(seen[-1, 0]) >= end
    values = [*seen[:, 1].tolist(), *course.planned[:, 1].tolist(), *target]
    values += [] if ended else [*edges, centre]
    known = [value for value in values if math.isfinite(value)]
    levels = chart.steps(min(known), max(known), MOST_STEPS)
    first = min(start, float(seen[0, 0]))
    last = max(end, float(seen[-1, 0]), now if now < end else end)
    across = chart.Axis(first, last, LEFT, RIGHT)
    up = chart.Axis(levels[0], levels[-1], BOTTOM, TOP)
    points = [(across(day), up(value)) for day, value in seen.tolist()]
    widening = _widening(course.observed, start, end)

    def fan(low: float, high: float) -> str:
        if ended:
            return ""
        away = [
            (across(day), mean, spread)
            for day, mean, spread in _ahead(course.observed, end, centre, widening)
        ]
        upper = [(x, up(mean + spread * (high - centre))) for x, mean, spread in away]
        lower = [(x, up(mean + spread * (low - centre))) for x, mean, spread in away]
        return chart.area(upper, lower)

    plan = course.planned[course.planned[:, 0] <= last]
    return Drawing(
        seen=chart.line(points),
        planned=chart.line([(across(day), up(value)) for day, value in plan.tolist()]),
        middle="" if ended else chart.line([points[-1], (across(end), up(centre))]),
        wider=fan(*edges),
        narrower=fan(*half),
        dots=tuple(points[:-1]) if len(points) <= MOST_DOTS else (),
        last=points[-1],
        band=_band(target, up),
        target=up(target[0]) if target[0] == target[1] else None,
        today=across(min(max(now, first), last)),
        up=tuple(
            Tick(up(level), text) for level, text in zip(levels, chart.figures(levels), strict=True)
        ),
        across=tuple(Tick(across(day), text) for day, text in chart.months(first, last, 4)),
        labels=_labels(target, None if ended else centre, up, levels),
    )


def _thinned(observed: FloatArray) -> FloatArray:
    """Leave out some of very many observations, evenly; the last stays."""
    if len(observed) <= MOST_DRAWN:
        return observed
    places = np.unique(np.linspace(0, len(observed) - 1, MOST_DRAWN).round().astype(np.int64))
    return np.asarray(observed[places])


def _widening(observed: FloatArray, start: float, end: float) -> tuple[float, float]:
    """Return what of the lifetime is still to come, and how much the points span and count for."""
    lifetime = end - start
    days = np.clip((observed[-POINTS:, 0] - start) / lifetime, 0.0, 1.0)
    return max(0.0, 1.0 - float(days[-1])), float(days[-1] - days[0]) + SPAN


def _ahead(
    observed: FloatArray, end: float, centre: float, widening: tuple[float, float]
) -> list[tuple[float, float, float]]:
    """Return days from the last observation on, the middle there, and how far the fan is open.

    Between the last observation and the end it opens as the scale of the forecast grows with the
    share h of the lifetime to come: with the root of h + h^2 / span.
    """
    day, value = (float(one) for one in observed[-1])
    left, span = widening
    whole = left + left**2 / span
    found = []
    for part in CURVE:
        h = part * left
        spread = math.sqrt((h + h**2 / span) / whole) if whole else part
        found.append((day + part * (end - day), value + part * (centre - value), spread))
    return found


def _band(target: tuple[float, float], up: chart.Axis) -> tuple[float, float] | None:
    """Return where a band begins and how tall it is; an open edge runs to that of the drawing."""
    low, high = target
    if low == high:
        return None
    top = TOP if math.isnan(high) else up(high)
    bottom = BOTTOM if math.isnan(low) else up(low)
    return top, round(bottom - top, 1)


def _labels(
    target: tuple[float, float], centre: float | None, up: chart.Axis, levels: list[float]
) -> tuple[Label, ...]:
    """Name what stands at the end: target and likely value, apart from each other."""
    found: list[tuple[float, str, str]] = []
    low, high = target
    if low == high:
        found.append((up(low), _("{value} target").format(value=_short(low, levels)), "target"))
    else:
        edges = [edge for edge in (high, low) if not math.isnan(edge)]
        found += [
            (up(edge), _("{value} edge").format(value=_short(edge, levels)), "target")
            for edge in edges
        ]
    if centre is not None:
        found.append((up(centre), _("{value} likely").format(value=_short(centre, levels)), "hope"))
    places = chart.apart([at for at, _text, _kind in found], LINE, TOP - 4, BOTTOM)
    return tuple(
        Label(BESIDE, round(at + 4, 1), text, "start", kind)
        for at, (_place, text, kind) in zip(places, found, strict=True)
    )


def _short(value: float, levels: list[float]) -> str:
    """Write a value with one decimal more than the axis, in thousands and millions likewise."""
    step = abs(levels[1] - levels[0]) if len(levels) > 1 else abs(value) or 1.0
    decimals = max(0, min(4, 1 - math.floor(math.log10(step)))) if step > 0 else 0
    fine = float(f"{value:.3g}") if abs(value) >= chart.LARGE[-1][0] else value
    return chart.figures([round(fine, decimals if step < 10 else 0)])[0]
