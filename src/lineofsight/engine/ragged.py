"""Lists of indices of unequal length, kept in two flat arrays."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from lineofsight.engine.columns import IntArray

DIGIT = 16  # bits; numbers so small are sorted by counting
FEW = 1_000


def order_of_numbers(numbers: IntArray, limit: int) -> IntArray:
    """Return the order of whole numbers in 0..limit-1; equal ones stay as they stand.

    Digit by digit from the lowest, which is several times quicker than comparing.
    """
    if len(numbers) < FEW:
        return np.argsort(numbers, kind="stable")
    order = np.argsort(numbers.astype(np.uint16), kind="stable")
    for shift in range(DIGIT, max(limit - 1, 0).bit_length(), DIGIT):
        digit = (numbers >> shift).astype(np.uint16)[order]
        order = order[np.argsort(digit, kind="stable")]
    return order


@dataclass(frozen=True, slots=True)
class Ragged:
    """One list of indices for each of n items.

    Parameters
    ----------
    start : int64 array, length n + 1
        List i stands at ``items[start[i]:start[i + 1]]``.
    items : int64 array
        The lists one after another.
    """

    start: IntArray
    items: IntArray

    def __len__(self) -> int:
        return len(self.start) - 1

    def __getitem__(self, index: int) -> IntArray:
        return self.items[self.start[index] : self.start[index + 1]]

    @property
    def lengths(self) -> IntArray:
        """Length of each list."""
        return np.diff(self.start)

    @property
    def holders(self) -> IntArray:
        """For each entry of ``items``, whose list it is in."""
        return np.repeat(np.arange(len(self), dtype=np.int64), self.lengths)

    @classmethod
    def group(cls, holders: IntArray, items: IntArray, n: int) -> Ragged:
        """Collect ``items`` into lists by ``holders`` (in 0..n-1), keeping their order."""
        order = order_of_numbers(holders, n)
        start = np.zeros(n + 1, dtype=np.int64)
        np.cumsum(np.bincount(holders, minlength=n), out=start[1:])
        return cls(start, items[order])

    @classmethod
    def from_lists(cls, lists: Iterable[Iterable[int]]) -> Ragged:
        """Build from plain lists."""
        rows = [list(row) for row in lists]
        start = np.zeros(len(rows) + 1, dtype=np.int64)
        np.cumsum([len(row) for row in rows], out=start[1:])
        return cls(start, np.array([i for row in rows for i in row], dtype=np.int64))

    def gather(self, indices: IntArray) -> tuple[IntArray, IntArray]:
        """Return (position in ``indices``, item) for all lists of ``indices``, in order."""
        lengths = self.start[indices + 1] - self.start[indices]
        where = np.repeat(np.arange(len(indices), dtype=np.int64), lengths)
        first = np.repeat(
            self.start[indices] - np.concatenate(([0], np.cumsum(lengths)[:-1])), lengths
        )
        return where, self.items[first + np.arange(len(where), dtype=np.int64)]
