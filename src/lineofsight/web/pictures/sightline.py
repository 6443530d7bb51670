"""A sightline as a page shows it: the steps from the North Star down to a goal, each with its mark.

The thread between two steps is whole, dashed (open: an end changed since the link was confirmed,
or nobody has confirmed it) or has a gap (broken: here the line stops).
"""

from dataclasses import dataclass
from typing import Literal

from lineofsight.report.html import thread
from lineofsight.report.html.thread import Thread
from lineofsight.web.pictures.spark import Spark

Joint = Literal["whole", "open", "broken"]
DASHES = ((44.0, 52.0), (58.0, 66.0), (72.0, 80.0))  # of the height of a piece, in per cent
UPPER, LOWER = 38.0, 86.0  # where the whole thread ends above, and begins again below


@dataclass(frozen=True, slots=True)
class Reading:
    """The first measure of a goal: figures as they are written, and the line of its last values."""

    title: str
    value: str
    target: str
    unit: str
    spark: Spark | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """Why the thread is not whole down to the next step: its kind, briefly, and in full."""

    kind: Joint
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Step:
    """One rung.

    ``kind`` is north_star, pillar, goal, hidden or here; ``mark`` names its shape: star, pillar,
    you, or a status. ``name`` and ``about`` stand above the title; ``address`` is empty where there
    is nothing to open. ``reported`` is None where the step reports nothing. ``note`` is what is
    said of the link that leads up from it. ``strength`` is that of the line here, in [0, 1].
    ``thread`` is the piece down to the next step.
    """

    kind: str
    anchor: str
    mark: str
    name: str
    about: str
    title: str
    address: str = ""
    reported: str | None = None
    owner: str = ""
    note: str = ""
    strength: float = 1.0
    thread: Thread | None = None
    reading: Reading | None = None
    gap: Gap | None = None


def piece(above: float, below: float, joint: Joint = "whole", *, lost: bool = False) -> Thread:
    """Draw the thread between two strengths in [0, 1]; faint where a break stands above it."""
    if joint == "broken":
        return thread.broken(above, below)
    if joint == "whole":
        return thread.whole(above, below, lost=lost)
    upper, lower = thread.width(above), thread.width(below)
    middle = (upper + lower) / 2
    shapes = (
        _bar(0.0, UPPER, upper),
        *(_bar(top, bottom, middle) for top, bottom in DASHES),
        _bar(LOWER, 100.0, lower),
    )
    return Thread((), shapes, "open") if lost else Thread(shapes, (), "open")


def _bar(top: float, bottom: float, wide: float) -> str:
    left, right = thread.AXIS - wide / 2, thread.AXIS + wide / 2
    return f"M{left:.1f} {top:.0f}H{right:.1f}V{bottom:.0f}H{left:.1f}Z"
