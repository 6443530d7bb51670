"""One vector a node, so that the likeness of two texts is a product of two rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import copy
from hashlib import blake2b

import numpy as np

from lineofsight.engine.columns import FloatArray, IntArray
from lineofsight.engine.meaning.nodes import Nodes
from lineofsight.engine.meaning.packed import Packed
from lineofsight.engine.meaning.terms import Block, Terms, unit
from lineofsight.engine.meaning.vectors import Vectors

SHARE_OF_MEANING = 0.55  # the rest is the share of the words themselves
TERM_DIMENSIONS = 512  # beside sentence vectors
TERM_DIMENSIONS_ALONE = 1024
CENTRE_SHRINK = 10  # texts after which half of their mean is taken out
REFERENCES = 256
"""So many nodes stand for all others where what is usual is worked out; of fewer, all do."""
_BLOCK = 4096
_SHARE_OF_SENTENCES = np.float32(np.sqrt(SHARE_OF_MEANING))
_SHARE_OF_WORDS = np.float32(np.sqrt(1 - SHARE_OF_MEANING))


class Space:
    """Where the texts of a plan lie.

    Parameters
    ----------
    nodes : Nodes
    vectors : Vectors, optional
        A sentence model. Without one texts are alike in their words alone.

    Attributes
    ----------
    rows : Packed, shape (n, d)
        Rows of about unit length. Similarity is their product: 0.55 of the cosine of sentence
        vectors, taken from the middle of the plan's own texts, and 0.45 of the cosine of words.
    """

    def __init__(self, nodes: Nodes, vectors: Vectors | None) -> None:
        self.nodes = nodes
        self.model = "" if vectors is None else vectors.name
        n, size = len(nodes), TERM_DIMENSIONS_ALONE if vectors is None else TERM_DIMENSIONS
        self._terms = terms = Terms(nodes.words, nodes.stop, size, nodes.at_home)
        self._vectors = vectors
        self._rewritten: Mapping[int, Block] = {}
        meant = None if vectors is None else vectors.of(nodes.texts)
        width = size + (0 if meant is None else meant.shape[1])
        self.rows = Packed(n, width)
        self._middle = None if meant is None else _middle(meant, nodes.at_home)
        for part in blocks(n):
            words = terms.block(part.start, part.stop)
            self.rows.put(part, self._joined(words, None if meant is None else meant[part]))

    def _joined(self, words: Block, meant: Block | None) -> Block:
        if meant is None or self._middle is None:
            return words
        sentences = _from_middle(meant, self._middle) * _SHARE_OF_SENTENCES
        return np.concatenate([sentences, words * _SHARE_OF_WORDS], axis=1)

    def row_of(self, text: str) -> Block:
        """Vector of a text that is not in the plan, beside its own; float32, shape (1, d)."""
        meant = None if self._vectors is None else self._vectors.of([text])
        return self._joined(self._terms.of(text), meant)

    def block(self, nodes: IntArray) -> Block:
        """Vectors of some nodes; float32 array, shape (len(nodes), d)."""
        found = self.rows.block(nodes)
        for node, row in self._rewritten.items():
            found[nodes == node] = row
        return found

    def rewritten(self, node: int, row: Block) -> Space:
        """Return the same with another vector for one node."""
        new = copy(self)
        new._rewritten = {**self._rewritten, node: row}
        return new

    def similarity(self, one: IntArray, other: IntArray) -> FloatArray:
        """Similarity of pairs of nodes; float array in about [-1, 1], rounded to 1e-4."""
        found = np.empty(len(one))
        for part in blocks(len(one)):
            found[part] = row_products(self.block(one[part]), self.block(other[part]))
        return np.round(found, 4)

    def references(self, among: IntArray) -> IntArray:
        """Choose at most 256 of some nodes to stand for all, by their words and not their ids."""
        if len(among) <= REFERENCES:
            return among
        marks = [blake2b(self.nodes.texts[i].encode(), digest_size=8).digest() for i in among]
        order = sorted(range(len(among)), key=lambda place: (marks[place], place))
        return np.sort(among[np.array(order[:REFERENCES], dtype=np.int64)])


def blocks(n: int, size: int = _BLOCK) -> Iterator[slice]:
    """Cut 0..n-1 into parts that fit into memory."""
    for first in range(0, n, size):
        yield slice(first, min(first + size, n))


def row_products(one: Block, other: Block) -> FloatArray:
    """Product of each row of one block with the same row of another."""
    return np.einsum("ij,ij->i", one, other).astype(np.float64)


def _middle(rows: Block, counted: IntArray) -> Block:
    """Return the middle of the counted rows that say something, nearer to 0 where they are few."""
    said = counted[np.asarray(rows.any(axis=1))[counted]]
    if not len(said):
        return np.zeros(rows.shape[1], dtype=np.float32)
    middle = rows[said].mean(axis=0, dtype=np.float64)
    return np.asarray(middle * (len(said) / (len(said) + CENTRE_SHRINK)), dtype=np.float32)


def _from_middle(rows: Block, middle: Block) -> Block:
    """Move rows so that the middle is the origin, and scale them to unit length; zeros stay."""
    moved = unit(rows - middle)
    moved[~np.asarray(rows.any(axis=1))] = 0
    return moved
