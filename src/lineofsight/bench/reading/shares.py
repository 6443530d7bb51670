"""Intervals of shares."""

from math import sqrt

# The point of the normal distribution that leaves 5 % above it: intervals at 90 %, two-sided.
Z_90 = 1.6448536269514722


def interval(share: float, count: float) -> tuple[float, float]:
    """Return the Wilson interval at 90 % of a share among ``count``, both ends in [0, 1]."""
    centre = share + Z_90**2 / (2 * count)
    half = Z_90 * sqrt(share * (1 - share) / count + Z_90**2 / (4 * count**2))
    whole = 1 + Z_90**2 / count
    return (centre - half) / whole, (centre + half) / whole


def upper_end(share: float, count: float) -> float:
    """Return the upper end of the interval of a share."""
    return interval(share, count)[1]
