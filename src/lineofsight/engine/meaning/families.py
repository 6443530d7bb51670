"""The children of each node taken together: their mean vector."""

from __future__ import annotations

from copy import copy

import numpy as np

from lineofsight.engine.columns import IntArray
from lineofsight.engine.meaning.nodes import Nodes
from lineofsight.engine.meaning.packed import Packed
from lineofsight.engine.meaning.space import Space, blocks
from lineofsight.engine.meaning.terms import Block


class Families:
    """Mean vectors of the children of all nodes that have some."""

    def __init__(self, nodes: Nodes, space: Space) -> None:
        self.nodes, self.space = nodes, space
        parents = np.flatnonzero(nodes.down.lengths > 0)
        self._place = np.full(len(nodes), len(parents), dtype=np.int64)
        self._place[parents] = np.arange(len(parents))
        self._rows = Packed(len(parents) + 1, space.rows.width)
        self._shifted: dict[int, Block] = {}
        for part in blocks(len(parents)):
            self._rows.put(part, self._means(parents[part]))

    def of(self, parents: IntArray) -> Block:
        """Mean vector of the children of some nodes; zeros where there are none."""
        found = self._rows.block(self._place[parents])
        for parent, shift in self._shifted.items():
            found[parents == parent] += shift
        return found

    def shifted(self, parents: IntArray, shift: Block) -> Families:
        """Return the same after one child of some nodes moved; ``shift``: by how much."""
        new = copy(self)
        number = self.nodes.down.lengths[parents]
        moved = {
            parent: np.asarray(shift / count, dtype=np.float32)
            for parent, count in zip(parents.tolist(), number.tolist(), strict=True)
        }
        new._shifted = {**self._shifted, **moved}
        return new

    def _means(self, parents: IntArray) -> Block:
        where, kin = self.nodes.down.gather(parents)
        sums = np.zeros((len(parents), self.space.rows.width), dtype=np.float32)
        first = np.flatnonzero(np.diff(where, prepend=-1))
        for part in blocks(len(kin)):
            # Each stretch of kin lies in few families: those that it cuts are added to twice.
            begin = first[(first >= part.start) & (first < part.stop)]
            starts = np.union1d(begin, [part.start]) - part.start
            summed = np.add.reduceat(self.space.block(kin[part]), starts, axis=0)
            np.add.at(sums, where[part][starts], summed)
        number = self.nodes.down.lengths[parents].astype(np.float32)
        return np.asarray(sums / number[:, None], dtype=np.float32)
