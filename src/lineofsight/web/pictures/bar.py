"""Bars: how far something is, where it should be by now, what its owner says."""

from dataclasses import dataclass

WIDTH = 100.0


@dataclass(frozen=True, slots=True)
class Bar:
    """Places on a bar 100 wide; None where unknown."""

    filled: float
    plan: float | None
    said: float | None


def bar(
    value: float | None, expected: float | None = None, said: float | None = None
) -> Bar | None:
    """Draw a progress in [0, 1]; None where it is not known, which is not zero.

    >>> bar(0.5, 0.75)
    Bar(filled=50.0, plan=75.0, said=None)
    """
    if value is None:
        return None
    return Bar(
        _place(value),
        None if expected is None else _place(expected),
        None if said is None else _place(said),
    )


def _place(share: float) -> float:
    return round(min(max(share, 0.0), 1.0) * WIDTH, 1)


@dataclass(frozen=True, slots=True)
class Health:
    """A healthy range and a value on a scale 220 wide; ``inside`` None where nothing is known."""

    low: float
    high: float
    at: float | None
    inside: bool | None


def health(value: float | None, low: float | None, high: float | None) -> Health | None:
    """Draw a KPI in its healthy range; None for a KPI without a range.

    >>> health(5.0, 0.0, 10.0)
    Health(low=55.0, high=165.0, at=110.0, inside=True)
    """
    if low is None and high is None:
        return None
    bottom = low if low is not None else min(v for v in (high, value, 0.0) if v is not None)
    top = high if high is not None else max(v for v in (low, value) if v is not None) * 1.5
    room = (top - bottom) / 2 or abs(top) / 2 or 1.0
    first, last = bottom - room, top + room

    def place(one: float) -> float:
        return round(min(max((one - first) / (last - first), 0.01), 0.99) * 220, 1)

    inside = None
    if value is not None:
        inside = (low is None or value >= low) and (high is None or value <= high)
    return Health(place(bottom), place(top), None if value is None else place(value), inside)
