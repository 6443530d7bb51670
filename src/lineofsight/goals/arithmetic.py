"""The arithmetic of progress, in whole numbers. Formulas: DEFINITIONS section 3.

Floats do not add up the same in every order, so a roll-up that is kept up to date by adding
differences would drift away from one that is worked out anew. Here shares are whole parts of 2^32
and progress is whole billionths: every sum is exact and below 2^63, whatever the order.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import fsum, isfinite, isnan
from typing import Protocol

SHARES = 2**32  # what the shares of one parent add up to, save for rounding
PARTS = 1_000_000_000  # progress 1
PARTS_A_MILLIONTH = 1_000


class Scale(Protocol):
    """What of a key result says how far a value has come."""

    type: str
    baseline: float | None
    target: float | None
    low: float | None
    high: float | None


def shares(given: Sequence[float | None]) -> list[int]:
    """Divide ``SHARES`` in proportion to what is given.

    An empty one takes the mean of those given; none given, or all 0: equal. What is above 0 gets at
    least 1. The result does not depend on the order.

    Examples
    --------
    >>> [part / SHARES for part in shares([0.5, None, 1.0])]
    [0.2222222222480923, 0.3333333332557231, 0.4444444444961846]
    """
    if not given:
        return []
    known = [float(part) for part in given if part is not None]
    largest = max(known, default=0.0)
    if largest <= 0:
        return [round(SHARES / len(given))] * len(given)
    # Divided by the largest first, so that the sum of huge ones stays finite.
    known = [part / largest for part in known]
    usual = fsum(known) / len(known)
    filled = [usual if part is None else float(part) / largest for part in given]
    total = fsum(filled)
    return [max(1, round(part / total * SHARES)) if part > 0 else 0 for part in filled]


def progress_at(scale: Scale, value: float | None) -> float | None:
    """Progress of a key result at a value, not clipped; None where it cannot be told.

    ``(value - baseline) / (target - baseline)``, so that falling measures need nothing special; a
    milestone runs from 0 to 1 where nothing else is given. A measure with a band stands at 1
    inside it, and outside at ``1 - distance to the nearer edge / |baseline - that edge|``.
    """
    if value is None:
        return None
    baseline, target = scale.baseline, scale.target
    if scale.type == "milestone":
        baseline = 0.0 if baseline is None else baseline
        target = 1.0 if target is None else target
    if scale.low is not None or scale.high is not None:
        return _in_band(scale.low, scale.high, baseline, value)
    if baseline is None or target is None or target - baseline == 0:
        return None
    return _known((value - baseline) / (target - baseline))


def _in_band(
    low: float | None, high: float | None, baseline: float | None, value: float
) -> float | None:
    edge = low if low is not None and value < low else None
    if edge is None and high is not None and value > high:
        edge = high
    if edge is None:
        return 1.0
    if baseline is None or baseline == edge:
        return None
    return _known(1.0 - abs(value - edge) / abs(baseline - edge))


def _known(number: float) -> float | None:
    return None if isnan(number) else number


def parts_at(scale: Scale, value: float | None) -> int | None:
    """Progress of a key result at a value in billionths, clipped to [0, ``PARTS``]."""
    progress = progress_at(scale, value)
    return None if progress is None else round(min(max(progress, 0.0), 1.0) * PARTS)


def mean(total: int, known: int) -> int | None:
    """Divide and round half up; None where nothing is known.

    >>> mean(5, 2), mean(0, 0)
    (3, None)
    """
    return (2 * total + known) // (2 * known) if known else None


def millionths(parts: int | None) -> int | None:
    """Round billionths, half up."""
    return None if parts is None else (parts + PARTS_A_MILLIONTH // 2) // PARTS_A_MILLIONTH


def rolled_up(
    own: int | None, below: int | None, *, has_results: bool, rollup: str, is_done: bool
) -> int | None:
    """Progress of a goal by its setting, in the unit of its parts.

    ``own``: that of its key results, or of the goals below it without any; ``children``; ``blend``:
    half and half, the other half where one is unknown. Done without anything known means all of it.
    """
    if rollup == "children":
        value = below
    elif rollup == "blend" and own is not None and below is not None:
        value = (own + below) // 2
    elif rollup == "blend":
        value = below if own is None else own
    else:
        value = own if has_results else below
    return PARTS if value is None and is_done else value


def counts(status: str) -> bool:
    """Tell whether a goal of this status enters the progress of what it supports."""
    return status in {"", "active", "paused", "done"}


def carries(status: str, kind: str) -> bool:
    """Tell whether a goal is an active objective, whose measures are added up above it."""
    return status in {"", "active"} and kind in {"", "objective"}


def add_exactly(total: str, amounts: Sequence[tuple[float | None, int]]) -> str:
    """Add floats to an exact sum, each times a whole number; unknown ones add nothing.

    >>> add_exactly(add_exactly("0", [(0.1, 1), (0.2, 1)]), [(0.1, -1), (0.2, -1)])
    '0'
    """
    found = Fraction(total)
    for amount, times in amounts:
        if amount is not None:
            found += Fraction(amount) * times
    return str(found)


def sum_of(total: str, known: int) -> float | None:
    """Return an exact sum as a float; None where nothing is known, or too large for one."""
    if not known:
        return None
    try:
        found = float(Fraction(total))
    except OverflowError:
        return None
    return found if isfinite(found) else None
