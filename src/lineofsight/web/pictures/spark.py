"""A small line of the last values of a measure, with its target as a tick."""

from collections.abc import Sequence
from dataclasses import dataclass

from lineofsight.report.html.chart import Axis, line

WIDTH, HEIGHT = 132, 26
LEFT, RIGHT, TOP, BOTTOM = 2.0, 118.0, 4.0, 22.0
FEWEST = 2  # values that make a line


@dataclass(frozen=True, slots=True)
class Spark:
    """Paths in a box 132 wide and 26 tall; ``target`` is a height, None without one."""

    path: str
    x: float
    y: float
    target: float | None


def spark(values: Sequence[float], target: float | None = None) -> Spark | None:
    """Draw the values in their order; None for fewer than two.

    >>> drawn = spark([0.0, 1.0])
    >>> drawn.path if drawn else ""
    'M2.0 22.0L118.0 4.0'
    """
    if len(values) < FEWEST:
        return None
    known = [*values, target] if target is not None else list(values)
    up = Axis(min(known), max(known), BOTTOM, TOP)
    across = Axis(0, len(values) - 1, LEFT, RIGHT)
    points = [(across(place), up(value)) for place, value in enumerate(values)]
    return Spark(line(points), *points[-1], None if target is None else up(target))
