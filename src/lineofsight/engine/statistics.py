"""The little statistics that rules need."""

from __future__ import annotations

from math import sqrt

Z_90 = 1.6448536269514722  # 95th percentile of the normal: both sides of a 90 % interval


def wilson(successes: float, n: float, z: float = Z_90) -> tuple[float, float]:
    """Return the Wilson score interval of a share.

    Parameters
    ----------
    successes : float
        Between 0 and n; need not be whole where a share was rounded.
    n : float
        Above 0.
    z : float
        Standard normal quantile; the default gives 90 %.

    Returns
    -------
    (low, high), each in [0, 1]
        Wilson, E. B. (1927), Journal of the American Statistical Association 22, 209-212.

    Raises
    ------
    ValueError
        n is not above 0.

    Examples
    --------
    >>> low, high = wilson(28, 96)
    >>> round(high, 2)
    0.37
    """
    if n <= 0:
        raise ValueError("an interval needs at least one answer")
    share = successes / n
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return max(0.0, centre - half), min(1.0, centre + half)
