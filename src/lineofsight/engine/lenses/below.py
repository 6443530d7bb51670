"""How many goals are below each of many goals, every one counted once.

Where each goal has one parent a sum from the bottom up tells. Where some have several, what is
below these is held apart, as sets of bits, so that it is counted once however many ways lead there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lineofsight.engine.columns import BoolArray, IntArray
from lineofsight.engine.lenses import deep

WORD = 64  # goals that one word of bits holds
MOST_WORDS = 1 << 22  # held at a time: 32 MB


@dataclass(frozen=True, slots=True)
class Branch:
    """The part of a graph below some goals, its goals numbered 0..n-1.

    Parameters
    ----------
    n : int
    child, parent : int64 array, one entry an edge
        Edges between these goals, ordered by the level of their parent, then by parent.
    cuts : int64 array
        Edges ``cuts[i]:cuts[i + 1]`` have parents of one level, from the top down.
    """

    n: int
    child: IntArray
    parent: IntArray
    cuts: IntArray

    @property
    def is_deep(self) -> bool:
        """Tell whether there are many levels with few edges each."""
        return deep.is_deep(len(self.child), len(self.cuts) - 1)

    def levels_up(self) -> Iterator[tuple[IntArray, IntArray]]:
        """Yield children and parents level by level, from the bottom up."""
        cuts = self.cuts.tolist()
        for first, last in zip(cuts[-2::-1], cuts[:0:-1], strict=True):
            yield self.child[first:last], self.parent[first:last]


def count_below(branch: Branch, asked: IntArray, counted: BoolArray) -> IntArray:
    """Count the goals below each goal asked about, itself not among them.

    Parameters
    ----------
    branch : Branch
    asked : int64 array
        Goals of the branch.
    counted : bool array, length n
        Which goals of the branch count.

    Returns
    -------
    int64 array, one entry a goal asked about
    """
    joint = np.bincount(branch.child, minlength=branch.n) > 1
    count = _alone(branch, counted, joint)
    below = count[asked]
    joints: IntArray = np.flatnonzero(joint)
    if not len(joints):
        return below
    weight = counted[joints] + count[joints]
    if branch.is_deep:
        weights = dict(zip(joints.tolist(), weight.tolist(), strict=True))
        return below + deep.weights_below(
            branch.n, branch.child, branch.parent, weights, asked.tolist()
        )
    step = max(1, MOST_WORDS // branch.n) * WORD
    for first in range(0, len(joints), step):
        some = slice(first, first + step)
        below += _through(branch, asked, joints[some], weight[some])
    return below


def _alone(branch: Branch, counted: BoolArray, joint: BoolArray) -> IntArray:
    """Count below each goal what is reached without passing a goal of several parents."""
    if branch.is_deep:
        own, passes = counted.astype(np.int64), (~joint).astype(np.int64)
        return deep.sums_up(branch.n, branch.child, branch.parent, own, passes)
    count = np.zeros(branch.n, dtype=np.int64)
    for child, parent in branch.levels_up():
        np.add.at(count, parent, np.where(joint[child], 0, counted[child] + count[child]))
    return count


def _through(branch: Branch, asked: IntArray, joints: IntArray, weight: IntArray) -> IntArray:
    """Sum for each goal asked about the weights of these goals where they are below it."""
    words = -(-len(joints) // WORD)
    place = np.arange(len(joints), dtype=np.int64)
    held = np.zeros((branch.n, words), dtype=np.uint64)
    held[joints, place // WORD] = np.uint64(1) << (place % WORD).astype(np.uint64)
    for child, parent in branch.levels_up():
        first = np.flatnonzero(np.diff(parent, prepend=-1))
        held[parent[first]] |= np.bitwise_or.reduceat(held[child], first, axis=0)
    # A goal is not below itself.
    held[joints, place // WORD] &= ~(np.uint64(1) << (place % WORD).astype(np.uint64))
    rows = held[asked]
    total = np.zeros(len(asked), dtype=np.int64)
    for digit in range(int(weight.max(initial=0)).bit_length()):
        mask = _packed((weight >> digit) & 1, words)
        total += np.bitwise_count(rows & mask).sum(axis=1, dtype=np.int64) << digit
    return total


def _packed(bits: IntArray, words: int) -> NDArray[np.uint64]:
    """Pack bits into words, the first one lowest."""
    padded = np.zeros(words * WORD, dtype=np.uint64)
    padded[: len(bits)] = bits
    shifts = np.arange(WORD, dtype=np.uint64)
    return np.bitwise_or.reduce(padded.reshape(words, WORD) << shifts, axis=1)
