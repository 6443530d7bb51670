"""Words and parts of words as vectors: TF-IDF, folded into a fixed number of dimensions.

Each word is counted once as itself, without its ending, and once through its runs of three to five
characters, so that "installing" is near "installation". Folding by signed hashes (Weinberger, K. et
al. (2009), Feature hashing for large scale multitask learning, ICML) keeps products of vectors what
they were, but for a noise of about one over the square root of the dimensions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from math import log
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from lineofsight.engine.lenses.tokens import is_number, tokenize

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
    texts: Sequence[str],
    stop: frozenset[str],
    dimensions: int,
    counted: Sequence[int] | None = None,
) -> Block:
    """Turn texts into vectors of their words and parts of words.

    Parameters
    ----------
    texts : sequence of str, length n
    stop : frozenset of str
        Words that do not count as themselves.
    dimensions : int
    counted : sequence of int, optional
        The texts by which it is decided how rare a word is; all by default.

    Returns
    -------
    float32 array, shape (n, dimensions)
        Rows of unit length; all zeros for a text without words.
    """
    vocabulary: dict[str, int] = {}
    lengths = np.empty(len(texts), dtype=np.int64)
    terms: list[int] = []
    counts: list[int] = []
    for place, text in enumerate(texts):
        found = Counter(tokenize(text))
        lengths[place] = len(found)
        terms += [vocabulary.setdefault(word, len(vocabulary)) for word in found]
        counts += found.values()
    column = np.array(terms, dtype=np.int64)
    start = np.concatenate(([0], np.cumsum(lengths)))
    chosen = range(len(texts)) if counted is None else counted
    known = np.zeros(len(texts), dtype=bool)
    known[np.asarray(chosen, dtype=np.int64)] = True
    seen = np.bincount(column[known.repeat(lengths)], minlength=len(vocabulary))
    rarity = np.log((1 + len(chosen)) / (1 + seen)) + 1
    weight = (1 + np.log(np.array(counts, dtype=np.float64))) * rarity[column]
    parts, words = _signatures(vocabulary, stop, dimensions)
    vectors = np.zeros((len(texts), dimensions), dtype=np.float32)
    for first in range(0, len(texts), _BLOCK):
        last = min(first + _BLOCK, len(texts))
        inside = slice(start[first], start[last])
        block = _sums(column[inside], weight[inside], lengths[first:last], (parts, words))
        vectors[first:last] = block
    return vectors


def _signatures(
    vocabulary: Iterable[str], stop: frozenset[str], dimensions: int
) -> tuple[Block, Block]:
    """Fold each word: its runs of characters, and itself (zeros for a function word)."""
    size = len(list(vocabulary))
    parts = np.zeros((size, dimensions), dtype=np.float32)
    words = np.zeros((size, dimensions), dtype=np.float32)
    for row, word in enumerate(vocabulary):
        for run in runs(word):
            place = crc32(run.encode())
            parts[row, place % dimensions] += 1 if place >> 16 & 1 else -1
        if word not in stop and not is_number(word):
            base = stem(word)
            for turn in range(PLACES_OF_A_WORD):
                place = crc32(f"#{turn}{base}".encode())
                words[row, place % dimensions] += 0.5 if place >> 16 & 1 else -0.5
    return unit(parts), words


def _sums(
    column: NDArray[np.int64],
    weight: NDArray[np.float64],
    lengths: NDArray[np.int64],
    signatures: tuple[Block, Block],
) -> Block:
    """Add up the signatures of the words of each text, half by parts and half by words."""
    from scipy.sparse import csr_array  # noqa: PLC0415 - a plan without the text lens is spared it

    start = np.concatenate(([0], np.cumsum(lengths)))
    shape = (len(lengths), len(signatures[0]))
    matrix = csr_array((weight.astype(np.float32), column, start), shape=shape)
    parts, words = (unit(np.asarray(matrix @ signature)) for signature in signatures)
    return unit(parts + words)


def unit(rows: Block) -> Block:
    """Scale rows to unit length; rows of zeros stay."""
    length = np.sqrt(np.einsum("ij,ij->i", rows, rows, dtype=np.float64))
    return (rows / np.maximum(length, 1e-9)[:, None]).astype(np.float32)


def rarity_of(seen: int, texts: int) -> float:
    """How much a word tells that stands in ``seen`` of ``texts`` texts: at least 1."""
    return log((1 + texts) / (1 + seen)) + 1
