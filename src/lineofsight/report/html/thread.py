"""The thread of a sightline, drawn: thickness is strength, a gap is a break.

Each piece is as tall as the rung beside it, whatever its text takes: paths lie in a box 40 wide and
100 tall that is stretched in height only.
"""

from __future__ import annotations

from dataclasses import dataclass

AXIS = 20.0
THINNEST, WIDEST = 2.0, 10.0  # px, at strengths 0 and 1
NECK = 1.4  # px, where a link waits to be confirmed anew


@dataclass(frozen=True, slots=True)
class Thread:
    """The piece between two rungs.

    Parameters
    ----------
    shapes : tuple of str
        SVG paths that stand for what flows.
    faint : tuple of str
        SVG paths below a break, where nothing does.
    kind : str
        ``whole``, ``open`` (an end changed since the link was confirmed), ``broken``, ``far``
        (rungs are left out) or ``beside`` (a link that is no support).
    """

    shapes: tuple[str, ...]
    faint: tuple[str, ...] = ()
    kind: str = "whole"


def width(strength: float) -> float:
    """Width of the thread in px for a strength in [0, 1].

    >>> width(0.0), width(0.5), width(1.0)
    (2.0, 6.0, 10.0)
    """
    return THINNEST + (WIDEST - THINNEST) * min(max(strength, 0.0), 1.0)


def whole(above: float, below: float, *, lost: bool = False) -> Thread:
    """Draw an unbroken piece between two strengths; faint where a break stands above it."""
    shape = _band((0, width(above)), (100, width(below)))
    return Thread((), (shape,)) if lost else Thread((shape,))


def waiting(above: float, below: float, *, lost: bool = False) -> Thread:
    """Draw a piece that narrows to a neck: confirmed once, and not since an end changed."""
    shape = _band(
        (0, width(above)), (44, width(above)), (60, NECK), (76, width(below)), (100, width(below))
    )
    return Thread((), (shape,), "open") if lost else Thread((shape,), (), "open")


def broken(above: float, below: float) -> Thread:
    """Draw two frayed ends with a gap between them."""
    upper = _band((0, width(above)), (30, width(above)), (54, 0.0))
    lower = _band((74, 0.0), (94, width(below)), (100, width(below)))
    return Thread((upper,), (lower,), "broken")


def beside() -> Thread:
    """Draw what ties a goal to one beside it: thin dashes, for nothing flows there."""
    dashes = tuple(_band((top, 2.0), (top + 9, 2.0)) for top in (26, 44, 62, 80))
    return Thread((), dashes, "beside")


def far(above: float, below: float, *, lost: bool = False) -> Thread:
    """Draw a piece along which rungs are left out: dashes."""
    dashes = tuple(
        _band((top, width(above)), (top + 14, width(below))) for top in (0, 22, 44, 66, 86)
    )
    return Thread((), dashes, "far") if lost else Thread(dashes, (), "far")


def _band(*points: tuple[float, float]) -> str:
    """Outline a band around the axis through (height, width)."""
    right = [f"{_short(AXIS + wide / 2)} {_short(at)}" for at, wide in points]
    left = [f"{_short(AXIS - wide / 2)} {_short(at)}" for at, wide in reversed(points)]
    return "M" + "L".join((*right, *left)) + "Z"


def _short(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")
