"""Measures in words and small drawings: where they stand, where they should be."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lineofsight.engine.codes import MeasureType
from lineofsight.engine.columns import FloatArray
from lineofsight.engine.lens import Lenses
from lineofsight.kit.i18n import gettext as _
from lineofsight.report.html import words

FEWEST_POINTS = 3  # of a drawn series
MOST_POINTS = 60
# Units that say what the sign says, or nothing.
PERCENT = frozenset({"percent", "per cent", "percentage", "pct"})
PLAIN = frozenset({"number", "count", "#"})


@dataclass(frozen=True, slots=True)
class Range:
    """A health check on its axis, 0 to 100 wide.

    Parameters
    ----------
    name, value : str
    healthy : str
        The healthy range in words; empty where none is given.
    low, high : float
        Ends of the healthy stretch on the axis.
    at : float or None
        Where the value stands; None where there is none.
    verdict : str
        ``above range`` or ``below range``; empty inside it and where it cannot be told.
    """

    name: str
    value: str
    healthy: str
    low: float
    high: float
    at: float | None
    verdict: str


@dataclass(frozen=True, slots=True)
class Series:
    """A measure over time, in a box 160 wide and 36 tall.

    Parameters
    ----------
    path : str
        SVG path of the line.
    last : (x, y)
        Its last point.
    first_value, first_day, last_day : str
    """

    path: str
    last: tuple[float, float]
    first_value: str
    first_day: float
    last_day: float


class Measures:
    """Key results and KPIs of one organisation at its instant."""

    def __init__(self, lenses: Lenses) -> None:
        self.lenses = lenses

    def main(self, goal: int) -> str:
        """Say where a goal's weightiest key result stands: "91 %, target 96 %"; empty for none."""
        progress, results = self.lenses.progress, self.lenses.snapshot.key_results
        mine = progress.results_of[goal]
        if not len(mine):
            return ""
        known = ~np.isnan(progress.value[mine])
        mine = mine[known] if known.any() else mine
        result = int(mine[np.argmax(progress.result_weight[mine])])
        if results.type[result] == MeasureType.MILESTONE:
            return self._milestone(result)
        unit = self.unit(result)
        value, target = float(progress.value[result]), float(progress.scale.target[result])
        if np.isnan(value) and np.isnan(target):
            return ""
        if np.isnan(value):
            return _("target {target}").format(target=words.figure(target, unit))
        if np.isnan(target):
            return words.figure(value, unit)
        return _("{value}, target {target}").format(
            value=words.figure(value, unit), target=words.figure(target, _short_unit(unit))
        )

    def _milestone(self, result: int) -> str:
        done = float(self.lenses.progress.clipped[result])
        if np.isnan(done):
            return ""
        return _("done") if done >= 1 else _("{share} done").format(share=words.percent(done))

    def unit(self, result: int) -> str:
        """Return the unit of a key result as it is written behind a value; empty for none."""
        results = self.lenses.snapshot.key_results
        unit = words.title(str(results.unit[result]))
        if unit.casefold() in PERCENT or (not unit and results.type[result] == MeasureType.PERCENT):
            return "%"
        return "" if unit.casefold() in PLAIN else unit

    def observed(self, kpi: int) -> tuple[FloatArray, FloatArray]:
        """Return days and values of a KPI, in order of time."""
        seen = self.lenses.snapshot.observations
        measure = len(self.lenses.snapshot.key_results) + kpi
        first, last = np.searchsorted(seen.measure, [measure, measure + 1])
        known = ~np.isnan(seen.value[first:last])
        return seen.day[first:last][known], seen.value[first:last][known]

    def kpi(self, kpi: int) -> Range:
        """Show a KPI beside its healthy range."""
        table = self.lenses.snapshot.kpis
        low, high = float(table.healthy_min[kpi]), float(table.healthy_max[kpi])
        unit = words.title(str(table.unit[kpi]))
        name = words.title(str(table.name[kpi]) or str(table.ids[kpi]))
        _days, values = self.observed(kpi)
        value = float(values[-1]) if len(values) else float("nan")
        axis = _on_axis(low, high, value)
        return Range(
            name=name,
            value="" if np.isnan(value) else words.figure(value, unit),
            healthy=_healthy(low, high),
            low=axis[0],
            high=axis[1],
            at=axis[2],
            verdict=_verdict(low, high, value),
        )

    def series(self, kpi: int) -> Series | None:
        """Draw a KPI over time; None where too little was observed."""
        days, values = self.observed(kpi)
        if len(values) < FEWEST_POINTS:
            return None
        days, values = days[-MOST_POINTS:], values[-MOST_POINTS:]
        across = _scaled(days, 2.0, 152.0)
        up = _scaled(values, 32.0, 4.0)
        points = [f"{x:.1f} {y:.1f}" for x, y in zip(across, up, strict=True)]
        return Series(
            path="M" + "L".join(points),
            last=(round(float(across[-1]), 1), round(float(up[-1]), 1)),
            first_value=words.figure(float(values[0])),
            first_day=float(days[0]),
            last_day=float(days[-1]),
        )


def _short_unit(unit: str) -> str:
    """A unit of one sign is repeated, a word is not."""
    return unit if len(unit) == 1 else ""


def _scaled(values: FloatArray, first: float, last: float) -> FloatArray:
    """Stretch values so that the smallest stands at ``first`` and the largest at ``last``."""
    low, high = float(values.min()), float(values.max())
    if high == low:
        return np.full(len(values), (first + last) / 2)
    return first + (values - low) / (high - low) * (last - first)


def _healthy(low: float, high: float) -> str:
    if np.isnan(low) and np.isnan(high):
        return ""
    if np.isnan(low):
        return _("healthy up to {high}").format(high=words.figure(high))
    if np.isnan(high):
        return _("healthy from {low}").format(low=words.figure(low))
    return _("healthy {low} to {high}").format(low=words.figure(low), high=words.figure(high))


def _verdict(low: float, high: float, value: float) -> str:
    if value < low:
        return _("below range")
    return _("above range") if value > high else ""


def _on_axis(low: float, high: float, value: float) -> tuple[float, float, float | None]:
    """Lay range and value on an axis with room on both sides; an open end runs to its edge."""
    known = [one for one in (low, high, value) if not np.isnan(one)]
    if not known or (np.isnan(low) and np.isnan(high)):
        return 0.0, 0.0, None
    if np.isnan(low) and min(known) >= 0:
        known.append(0.0)
    smallest, largest = min(known), max(known)
    room = (largest - smallest) * 0.25 or abs(largest) * 0.25 or 1.0
    start = 0.0 if np.isnan(low) and smallest >= 0 else smallest - room
    end = largest + room

    def place(one: float) -> float:
        return round(100 * (one - start) / (end - start), 1)

    return (
        0.0 if np.isnan(low) else place(low),
        100.0 if np.isnan(high) else place(high),
        None if np.isnan(value) else place(value),
    )
