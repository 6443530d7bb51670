"""How much of a pillar's intent is left on the way down.

``r_j`` is the product, over the goals on the path down to rung j, of ``min(1, s / m)``: s the
closeness of the goal's text to the pillar's, m what is usual at that depth (DEFINITIONS section
6). Closeness is the similarity brought into (0, 1), as similarities lie about 0 on both sides.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from lineofsight.engine.columns import FloatArray, IntArray

FEWEST_AT_A_DEPTH = 20  # goals at a depth from which on the plan's own median counts
DEEPEST = 5  # goals further down are compared with those at this depth
WIDTH = 0.1  # similarities that differ by less are nearly the same


def closeness(similarity: FloatArray) -> FloatArray:
    """Bring similarities into (0, 1): one half where nothing is in common."""
    return np.asarray(1 / (1 + np.exp(-similarity / WIDTH)))


def usual(depth: IntArray, close: FloatArray, shipped: Mapping[int, float]) -> FloatArray:
    """Closeness to the pillar that is usual at each goal's depth.

    Parameters
    ----------
    depth : int64 array, length n
        At least 1.
    close : float array, length n
        Closeness of each goal to its pillar.
    shipped : mapping of depth (1 to 5) to number
        Medians of published plans, for depths at which fewer than 20 goals stand.

    Returns
    -------
    float array, length n, above 0
    """
    found = np.empty(len(depth))
    for rung in np.unique(depth).tolist():
        here = depth == rung
        own = int(here.sum()) >= FEWEST_AT_A_DEPTH
        found[here] = np.median(close[here]) if own else shipped[min(rung, DEEPEST)]
    return found


def kept(close: FloatArray, usually: FloatArray) -> FloatArray:
    """Share of the intent that each goal keeps of what reached it; float array in (0, 1]."""
    return np.asarray(np.minimum(1.0, close / usually))


def along(share: FloatArray, above: IntArray) -> FloatArray:
    """Multiply shares along ways up.

    Parameters
    ----------
    share : float array, length n
        1 for what keeps all, such as pillars.
    above : int64 array, length n
        The next node up, -1 at the end.

    Returns
    -------
    float array, length n
        Product over each node and all above it.
    """
    product, jump = share.copy(), above.copy()
    while (moving := jump >= 0).any():
        product[moving] *= product[jump[moving]]
        jump[moving] = jump[jump[moving]]
    return product
