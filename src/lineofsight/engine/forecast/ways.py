"""From raw values to progress units and back, for measures that rise, fall, or are to stay put.

A number on its way from a baseline to a target is forecast in progress units: 0 at the baseline,
1 at the target, whichever of them is larger. A band is forecast in a straight scale of its own,
because its progress is flat inside: 0 at the baseline and, where that lies outside, 1 at the edge
nearer to it, as in its progress. From a baseline inside the band, or an unknown one, nobody means
to move: the prior slope is 0 and the unit is half the band's width, or with one edge the distance
from the baseline to it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lineofsight.engine.columns import BoolArray, FloatArray, IntArray
from lineofsight.engine.lenses.progress import ResultScale
from lineofsight.engine.snapshot import Snapshot

TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Ways:
    """Where some key results come from and are to arrive; arrays of shape (n,).

    Parameters
    ----------
    origin, unit : float arrays, in raw units
        Progress is ``(value - origin) / unit``; NaN where it cannot be told.
    low, high : float arrays, in progress units
        The final value is to lie between them; infinite where there is no edge.
    starts : bool array
        Whether the baseline is known, so that the start is a first point, at progress 0.
    moves : bool array
        Whether the measure is meant to move at all.
    """

    origin: FloatArray
    unit: FloatArray
    low: FloatArray
    high: FloatArray
    starts: BoolArray
    moves: BoolArray

    @classmethod
    def of(cls, snapshot: Snapshot, scale: ResultScale, which: IntArray) -> Ways:
        """Read the ways of some key results."""
        baseline, target = scale.baseline[which], scale.target[which]
        is_band = scale.is_band[which]
        span = target - baseline
        straight = cls(
            origin=baseline,
            unit=np.where(span == 0, np.nan, span),
            low=np.ones(len(which)),
            high=np.full(len(which), np.inf),
            starts=~np.isnan(baseline),
            moves=np.ones(len(which), dtype=bool),
        )
        if not is_band.any():
            return straight
        results = snapshot.key_results
        band = cls._of_bands(baseline, results.low[which], results.high[which])
        return cls(
            origin=np.where(is_band, band.origin, straight.origin),
            unit=np.where(is_band, band.unit, straight.unit),
            low=np.where(is_band, band.low, straight.low),
            high=np.where(is_band, band.high, straight.high),
            starts=straight.starts,
            moves=np.where(is_band, band.moves, straight.moves),
        )

    @classmethod
    def _of_bands(cls, baseline: FloatArray, low: FloatArray, high: FloatArray) -> Ways:
        floor = np.where(np.isnan(low), -np.inf, low)
        ceiling = np.where(np.isnan(high), np.inf, high)
        outside = (baseline < floor) | (baseline > ceiling)
        nearer = np.where(baseline < floor, floor, ceiling)
        edge = np.where(np.isnan(low), high, low)  # the only one, where there is one
        both = np.isfinite(floor) & np.isfinite(ceiling)
        middle = np.where(both, low + (high - low) / 2.0, edge)
        origin = np.where(np.isnan(baseline), middle, baseline)
        from_edge = np.where(np.isnan(baseline), np.abs(edge), np.abs(baseline - edge))
        staying = np.where(both, (high - low) / 2.0, from_edge)
        unit = np.where(outside, nearer - baseline, staying)
        unit = np.where((unit == 0) | (floor >= ceiling) | ~np.isfinite(unit), np.nan, unit)
        ends = (floor - origin) / unit, (ceiling - origin) / unit
        return cls(
            origin=origin,
            unit=unit,
            low=np.fmin(*ends),  # a way down turns the band over
            high=np.fmax(*ends),
            starts=~np.isnan(baseline),
            moves=outside,
        )

    def progress(self, value: FloatArray) -> FloatArray:
        """Return the progress of raw values of shape (n, k), not clipped; shape (n, k)."""
        return (value - self.origin[:, None]) / self.unit[:, None]

    def holds(self, progress: FloatArray) -> BoolArray:
        """Tell where progress of shape (n,) is at the target or inside the band."""
        return np.asarray((progress >= self.low - TOLERANCE) & (progress <= self.high + TOLERANCE))

    def raw(self, progress: FloatArray) -> FloatArray:
        """Return the raw values of progress of shape (n,)."""
        return self.origin + progress * self.unit
