"""A fan: what was observed, what was planned, and where it will probably end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from lineofsight.report.html.chart import Axis, Label, Tick, apart, area, figures, line, steps

WIDTH, HEIGHT = 372, 210
LEFT, RIGHT, TOP, BOTTOM = 36.0, 290.0, 14.0, 182.0
MOST_STEPS = 5
PARTS = (0.0, 0.1, 0.25, 0.5, 0.75, 1.0)  # of the way to the end, where the fan has corners
GAP = 15.0  # between two labels beside the drawing


@dataclass(frozen=True, slots=True)
class Fan:
    """Paths in a box 372 wide and 210 tall; places of what is named beside them."""

    observed: str
    planned: str
    wider: str
    narrower: str
    middle: str
    last: tuple[float, float]
    today: float
    target: float | None
    up: tuple[Tick, ...]
    across: tuple[Tick, ...]
    labels: tuple[Label, ...]


def fan(told: Mapping[str, Any], *, target: float | None, today: date) -> Fan | None:
    """Draw a fan from what the last check kept of a key result; None where there is too little.

    Parameters
    ----------
    told : mapping
        As ``alignment.models.KeyResultStanding.fan``.
    target : float or None
        In the key result's own units.
    today : date
        Where the line between seen and foreseen stands.
    """
    seen = [(_day(day), float(value)) for day, value in told.get("seen", ())]
    if not seen or not told.get("end"):
        return None
    plan = [(_day(day), float(value)) for day, value in told.get("plan", ())]
    end, now = _day(told["end"]), float(today.toordinal())
    ahead = end > seen[-1][0] and told.get("centre") is not None
    future = [told[name] for name in ("low80", "high80", "centre")] if ahead else []
    values = [value for _day_, value in (*seen, *plan)] + [*future]
    values += [] if target is None else [target]
    levels = steps(min(values), max(values), MOST_STEPS)
    first = min([seen[0][0], *(day for day, _value in plan)])
    across, up = (
        Axis(first, max(end, seen[-1][0]), LEFT, RIGHT),
        Axis(levels[0], levels[-1], BOTTOM, TOP),
    )
    drawn = [(across(day), up(value)) for day, value in seen]

    def between(low: str, high: str) -> str:
        if not ahead:
            return ""
        edges = {name: _towards(seen[-1], end, told[name], across, up) for name in (low, high)}
        return area(edges[high], edges[low])

    centre = up(told["centre"]) if ahead else None
    marks = [(up(target), _short(target), "strong")] if target is not None else []
    marks += [(centre, _short(told["centre"]), "accent")] if centre is not None else []
    places = apart([mark[0] for mark in marks], GAP, TOP, BOTTOM)
    return Fan(
        observed=line(drawn),
        planned=line([(across(day), up(value)) for day, value in plan]),
        wider=between("low80", "high80"),
        narrower=between("low50", "high50"),
        middle=line(_towards(seen[-1], end, told["centre"], across, up)) if ahead else "",
        last=drawn[-1],
        today=across(min(max(now, first), max(end, seen[-1][0]))),
        target=None if target is None else up(target),
        up=tuple(Tick(up(v), text) for v, text in zip(levels, figures(levels), strict=True)),
        across=_months(first, max(end, seen[-1][0]), across),
        labels=tuple(
            Label(RIGHT + 8, at + 4.5, text, "start", kind)
            for at, (_y, text, kind) in zip(places, marks, strict=True)
        ),
    )


def _towards(
    last: tuple[float, float], end: float, final: float, across: Axis, up: Axis
) -> list[tuple[float, float]]:
    """Open the fan as uncertainty grows: with the root of the way for its edges."""
    day, value = last
    return [
        (across(day + part * (end - day)), up(value + (final - value) * _opening(part)))
        for part in PARTS
    ]


def _opening(part: float) -> float:
    # Half a straight line (the middle moves so), half a root (the spread grows so).
    return 0.5 * part + 0.5 * part**0.5


def _months(first: float, last: float, across: Axis) -> tuple[Tick, ...]:
    days: Sequence[float] = (first, (first + last) / 2, last)
    return tuple(Tick(across(day), date.fromordinal(round(day)).strftime("%b %y")) for day in days)


def _day(text: str) -> float:
    return float(date.fromisoformat(text).toordinal())


def _short(value: float) -> str:
    return f"{value:,.3g}" if abs(value) < 1_000 else f"{value:,.0f}"
