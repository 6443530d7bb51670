"""Words and parts of words as vectors: TF-IDF, folded into a fixed number of dimensions.

Each word is counted once as itself, without its ending, and once through its runs of three to five
characters, so that "installing" is near "installation". Folding by signed hashes (Weinberger, K. et
al. (2009), Feature hashing for large scale multitask learning, ICML) keeps products of vectors what
they were, but for a noise of about one over the square root of the dimensions.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from lineofsight.engine.columns import IntArray
from lineofsight.engine.lenses.tokens import is_number
from lineofsight.engine.meaning.words import Words

SHORTEST_RUN, LONGEST_RUN = 3, 5
PLACES_OF_A_WORD = 4  # a word as itself is spread over so many dimensions
_ENDINGS = ("ations", "ation", "ings", "ing", "ies", "ed", "es", "s")
_SHORTEST_STEM = 4
_BLOCK = 8192

Block = NDArray[np.float32]


def stem(word: str) -> str:
    """Cut a common English ending off a word of which at least four letters are left.

    >>> [stem(word) for word in ("installations", "installing", "uses", "bus")]
    ['install', 'install', 'uses', 'bus']
    """
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word.removesuffix(ending)
    return word


def runs(word: str) -> Iterable[str]:
    """Yield the runs of three to five characters of a word, its two edges marked by spaces."""
    edged = f" {word} "
    for length in range(SHORTEST_RUN, LONGEST_RUN + 1):
        for first in range(len(edged) - length + 1):
            yield edged[first : first + length]


def term_vectors(
    texts: Words | Sequence[str],
    stop: frozenset[str],
    dimensions: int,
    counted: IntArray | Sequence[int] | None = None,
) -> Block:
    """Turn texts into vectors; see `Terms` for the parameters.

    Returns
    -------
    float32 array, shape (n, dimensions)
        Rows of unit length; all zeros for a text without words.
    """
    words = texts if isinstance(texts, Words) else Words.of(texts)
    n = len(words.start) - 1
    vectors = np.empty((n, dimensions), dtype=np.float32)
    terms = Terms(words, stop, dimensions, counted)
    for first in range(0, n, _BLOCK):
        last = min(first + _BLOCK, n)
        vectors[first:last] = terms.block(first, last)
    return vectors


class Terms:
    """Texts as vectors of their words and parts of words. Numbers tell nothing here.

    Parameters
    ----------
    words : Words
        Of n texts.
    stop : frozenset of str
        Words that do not count as themselves.
    dimensions : int
    counted : sequence of int, optional
        The texts by which it is decided how rare a word is; all by default, none for equal weights.
    """

    def __init__(
        self,
        words: Words,
        stop: frozenset[str],
        dimensions: int,
        counted: IntArray | Sequence[int] | None = None,
    ) -> None:
        n, size = len(words.start) - 1, len(words.vocabulary)
        keys, times = np.unique(words.holders * max(size, 1) + words.codes, return_counts=True)
        text, self._column = np.divmod(keys, max(size, 1))
        known = np.ones(n, dtype=bool)
        if counted is not None:
            known = np.zeros(n, dtype=bool)
            known[np.asarray(counted, dtype=np.int64)] = True
        seen = np.bincount(self._column[known[text]], minlength=size)
        self._counted = int(known.sum())
        self._rarity = np.log((1 + self._counted) / (1 + seen)) + 1
        self._weight = ((1 + np.log(times)) * self._rarity[self._column]).astype(np.float32)
        self._start = np.searchsorted(text, np.arange(n + 1))
        self._signatures = _signatures(words.vocabulary, stop, dimensions)
        self._words, self._stop, self._dimensions = words, stop, dimensions

    @cached_property
    def _place(self) -> dict[str, int]:
        return {word: place for place, word in enumerate(self._words.vocabulary)}

    def of(self, text: str) -> Block:
        """Vector of a text that is not among them; float32, shape (1, dimensions)."""
        words = Words.of([text])
        never = np.log(1 + self._counted) + 1
        rarity = np.array(
            [
                never if (place := self._place.get(word)) is None else self._rarity[place]
                for word in words.vocabulary
            ]
        )
        times = np.bincount(words.codes, minlength=len(words.vocabulary))
        weight = ((1 + np.log(times)) * rarity).astype(np.float32)
        column = np.arange(len(words.vocabulary), dtype=np.int64)
        signatures = _signatures(words.vocabulary, self._stop, self._dimensions)
        return _sums(column, weight, np.array([0, len(column)], dtype=np.int64), signatures)

    def block(self, first: int, last: int) -> Block:
        """Vectors of the texts ``first`` to ``last - 1``; rows of unit length or zeros."""
        inside = slice(self._start[first], self._start[last])
        lengths = self._start[first : last + 1] - self._start[first]
        return _sums(self._column[inside], self._weight[inside], lengths, self._signatures)


def _signatures(
    vocabulary: Sequence[str], stop: frozenset[str], dimensions: int
) -> tuple[Block, Block]:
    """Fold each word: its runs of characters, and itself (zeros for a function word)."""
    parts = np.zeros((len(vocabulary), dimensions), dtype=np.float32)
    words = np.zeros((len(vocabulary), dimensions), dtype=np.float32)
    for row, word in enumerate(vocabulary):
        if is_number(word):
            continue
        for run in runs(word):
            place = crc32(run.encode())
            parts[row, place % dimensions] += 1 if place >> 16 & 1 else -1
        if word not in stop:
            base = stem(word)
            for turn in range(PLACES_OF_A_WORD):
                place = crc32(f"#{turn}{base}".encode())
                words[row, place % dimensions] += 0.5 if place >> 16 & 1 else -0.5
    return unit(parts), words


def _sums(
    column: IntArray, weight: Block, start: IntArray, signatures: tuple[Block, Block]
) -> Block:
    """Add up the signatures of the words of each text, half by parts and half by words."""
    from scipy.sparse import csr_array  # noqa: PLC0415 - what only reads plans is spared it

    shape = (len(start) - 1, len(signatures[0]))
    matrix = csr_array((weight, column, start), shape=shape)
    parts, words = (unit(np.asarray(matrix @ signature)) for signature in signatures)
    return unit(parts + words)


def unit(rows: Block) -> Block:
    """Scale rows to unit length; rows of zeros stay."""
    length = np.sqrt(np.einsum("ij,ij->i", rows, rows))
    return rows / np.maximum(length, np.float32(1e-9))[:, None]
