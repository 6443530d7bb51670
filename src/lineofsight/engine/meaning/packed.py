"""Rows of numbers in [-1, 1], in half the memory where there are very many."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lineofsight.engine.columns import IntArray
from lineofsight.engine.meaning.terms import Block

LARGE = 64_000_000  # numbers from which on they are kept as steps of 1 / 32,767
_STEPS = np.float32(32_767)


class Packed:
    """A matrix that is filled and read by rows.

    Whole numbers of two bytes are read three times as fast as floating numbers of two bytes, and
    are finer between -1 and 1.
    """

    def __init__(self, n: int, width: int) -> None:
        self.width = width
        self.in_steps = n * width > LARGE
        self._rows: NDArray[Any] = np.zeros((n, width), np.int16 if self.in_steps else np.float32)

    def __len__(self) -> int:
        return len(self._rows)

    def put(self, part: slice, rows: Block) -> None:
        """Fill some rows; numbers beyond -1 and 1 are cut off."""
        if self.in_steps:
            rows = np.rint(np.clip(rows, -1, 1) * _STEPS)
        self._rows[part] = rows

    def block(self, places: IntArray) -> Block:
        """Read some rows; float32 array, shape (len(places), width)."""
        rows = self._rows[places]
        if not self.in_steps:
            return np.asarray(rows, dtype=np.float32)
        found = rows.astype(np.float32)
        found *= 1 / _STEPS
        return found
