"""Vectors as they are kept: a number of two bytes for each dimension.

The step of 1/32767 moves the likeness of two texts by some 0.00001, a tenth of what any comparison
looks at, and takes up what processors differ by in the last digits. A fresh row goes through the
same rounding as a kept one, so that it is the same row.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lineofsight.engine.meaning.vectors import VectorArray

Packed = NDArray[np.int16]

STEPS = 32767
SLACK = 0.01  # a kept row whose length is further from 1 is broken


def pack(vectors: VectorArray) -> Packed:
    """Round vectors of length 1 or 0 for keeping; shape (n, d) stays."""
    return np.rint(vectors * np.float32(STEPS)).astype(np.int16)


def lengths(packed: Packed) -> NDArray[np.float64]:
    """Return how long kept vectors are, of 1; float64, shape (n,).

    Exact sums of whole numbers: a row comes out the same whatever rows are beside it.
    """
    wide = packed.astype(np.int32)
    squares = np.einsum("ij,ij->i", wide, wide, dtype=np.int64)
    return np.sqrt(squares.astype(np.float64)) / STEPS


def sound(length: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Say of lengths whether they are as they were put: 1, to the rounding."""
    return np.abs(length - 1.0) < SLACK


def unpack(packed: Packed, length: NDArray[np.float64] | None = None) -> VectorArray:
    """Return kept vectors at length 1; zeros stay zeros.

    Parameters
    ----------
    length : float64 array, shape (n,), optional
        Of the same rows, where it is known.
    """
    length = lengths(packed) if length is None else length
    scale = np.divide(1.0 / STEPS, length, out=np.zeros_like(length), where=length > 0)
    return packed.astype(np.float32) * scale.astype(np.float32)[:, None]
