"""Search for all pairs of rows that lie near each other: exact, block by block.

Most pairs lie far apart, and a few dimensions show it: rows are turned so that the first dimensions
hold most of what there is, and the product over these, plus the product of the lengths of the rest,
is never less than the whole product (Cauchy and Schwarz). Only pairs that pass this are worked out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lineofsight.engine.columns import BoolArray, FloatArray, IntArray
from lineofsight.engine.meaning.space import row_products
from lineofsight.engine.meaning.terms import Block

TALL, WIDE = 1024, 8192  # of the blocks that are multiplied at a time: 32 MB
HEAD = 96  # dimensions that are looked at first
FEW_ROWS = 4096  # of fewer the whole product is as quick
SAMPLE = 16_384  # rows that decide how all are turned
SLACK = 2e-3  # covers the rounding of products in single and rows in half precision
CROWDED = 0.02  # of a block: where more pass, the whole block is worked out
MOST_PAIRS = 1_000_000  # kept; of more, the nearest

Passes = Callable[[IntArray, IntArray], BoolArray]
Progress = Callable[[int, int], None]

Rows = NDArray[np.float32] | NDArray[np.float16]


class Pairs(NamedTuple):
    """Pairs of rows: ``one`` below ``other``, in order; their similarity, rounded to 1e-4."""

    one: IntArray
    other: IntArray
    similarity: FloatArray


def near_pairs(
    rows: Rows,
    floor: float,
    passes: Passes | None = None,
    fresh: IntArray | None = None,
    progress: Progress | None = None,
) -> Pairs:
    """Find all pairs of rows whose product is at least ``floor``.

    Parameters
    ----------
    rows : float32 or float16 array, shape (n, d)
        Rows of at most about unit length.
    floor : float above 0
    passes : callable, optional
        Told two arrays of rows, says which pairs can count at all; symmetric, and quick.
    fresh : int64 array, optional
        Only pairs with at least one of these rows; by default all pairs.
    progress : callable, optional
        Told how many blocks are done, and how many there are.

    Returns
    -------
    Pairs
        All of them; of more than a million the nearest million.
    """
    n = len(rows)
    asked = np.arange(n, dtype=np.int64) if fresh is None else np.unique(fresh)
    is_fresh = np.zeros(n, dtype=bool)
    is_fresh[asked] = True
    head = _head(rows) if len(asked) > FEW_ROWS and rows.shape[1] > 2 * HEAD else None
    tiles = [
        (slice(top, top + TALL), slice(left, left + WIDE))
        for top in range(0, len(asked), TALL)
        for left in range(0, n, WIDE)
        # Of all pairs only those above the diagonal.
        if fresh is not None or left + WIDE > top
    ]
    kept = [_no_pairs()]
    for done, (down, across) in enumerate(tiles):
        if progress is not None:
            progress(done, len(tiles))
        row, column = _candidates(rows, head, asked[down], across, floor - SLACK)
        one, other = asked[down][row], column + across.start
        # Both ways round is once too often.
        once = (one < other) | (~is_fresh[other] & (one != other))
        one, other = np.minimum(one, other)[once], np.maximum(one, other)[once]
        if passes is not None and len(one):
            good = passes(one, other)
            one, other = one[good], other[good]
        like = products(rows, one, other)
        near = like >= floor
        kept.append(Pairs(one[near], other[near], like[near]))
        if sum(len(part.one) for part in kept) > 2 * MOST_PAIRS:
            kept = [nearest(kept)]
    if progress is not None:
        progress(len(tiles), len(tiles))
    return nearest(kept)


def products(rows: Rows, one: IntArray, other: IntArray) -> FloatArray:
    """Products of pairs of rows, rounded to 1e-4: the same whichever comes first."""
    found = np.empty(len(one))
    for first in range(0, len(one), WIDE):
        part = slice(first, first + WIDE)
        found[part] = row_products(_block(rows[one[part]]), _block(rows[other[part]]))
    return np.round(found, 4)


def nearest(parts: list[Pairs]) -> Pairs:
    """Join pairs, and put them in order; of more than a million keep the nearest."""
    one, other, like = (np.concatenate(column) for column in zip(*parts, strict=True))
    if len(one) > MOST_PAIRS:
        order = np.lexsort((other, one, -like))[:MOST_PAIRS]
        one, other, like = one[order], other[order], like[order]
    order = np.lexsort((other, one))
    return Pairs(one[order], other[order], like[order])


def _no_pairs() -> Pairs:
    none = np.zeros(0, dtype=np.int64)
    return Pairs(none, none, np.zeros(0))


def _candidates(
    rows: Rows, head: Block | None, asked: IntArray, across: slice, floor: float
) -> tuple[IntArray, IntArray]:
    """Find the places in a block where the product may reach the floor."""
    if head is not None:
        row, column = _reaching(head[asked] @ head[across].T, floor)
        if len(row) <= CROWDED * len(asked) * WIDE:
            return row, column
    return _reaching(_block(rows[asked]) @ _block(rows[across]).T, floor)


def _reaching(product: Block, floor: float) -> tuple[IntArray, IntArray]:
    """Row and column of what reaches the floor; over flat places, which is many times quicker."""
    row, column = np.divmod(np.flatnonzero(product >= floor), product.shape[1])
    return row, column


def _head(rows: Rows) -> Block:
    """Turn rows, keep the dimensions that hold most, and add the length of the rest as one more."""
    n, d = rows.shape
    sample = _block(rows[np.unique(np.linspace(0, n - 1, min(n, SAMPLE)).astype(np.int64))])
    _spread, axes = np.linalg.eigh((sample.T @ sample).astype(np.float64))
    turn = axes[:, d - HEAD :].astype(np.float32)
    head = np.empty((n, HEAD + 1), dtype=np.float32)
    for first in range(0, n, WIDE):
        block = _block(rows[first : first + WIDE])
        turned = block @ turn
        left = np.einsum("ij,ij->i", block, block) - np.einsum("ij,ij->i", turned, turned)
        head[first : first + WIDE, :HEAD] = turned
        head[first : first + WIDE, HEAD] = np.sqrt(np.maximum(left, 0))
    return head


def _block(rows: Rows) -> Block:
    return np.asarray(rows, dtype=np.float32)
