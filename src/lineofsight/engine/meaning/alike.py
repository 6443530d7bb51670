"""How likely it is that two goals are after the same, as their titles tell.

``twins.json`` holds everything that was learned, one number a feature; ``lineofsight bench twins
--fit`` writes it anew. Nothing here depends on the other texts of a plan.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import blake2b
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np

from lineofsight.engine.columns import BoolArray, FloatArray, IntArray
from lineofsight.engine.lenses.words import WordList
from lineofsight.engine.meaning.near import Rows, products
from lineofsight.engine.meaning.said import Said
from lineofsight.engine.meaning.terms import Block, term_vectors
from lineofsight.engine.meaning.vectors import Vectors

if TYPE_CHECKING:
    from scipy.sparse import csr_array

FEATURES = (
    "meaning",
    "parts",
    "things_replaced",
    "rest_replaced",
    "added",
    "numbers_differ",
    "numbers_missing",
    "names_differ",
    "names_missing",
    "opposed",
    "described",
)
PARTS_ALONE, PARTS_BESIDE = 512, 256  # dimensions of words, without sentence vectors and with
DESCRIBED = 256
LEAST = 1e-9
HALF = np.float32(np.sqrt(0.5))
_LARGE = 64_000_000  # numbers in a matrix from which on it is kept at half precision
_PART = 65_536


@dataclass(frozen=True)
class Model:
    """A logistic model over the features, and the similarity from which on pairs are judged."""

    intercept: float
    weights: FloatArray
    floor: float

    def logit(self, features: FloatArray) -> FloatArray:
        """Log odds that pairs are twins, rounded to 1e-6."""
        return np.round(self.intercept + features @ self.weights, 6)

    @property
    def same(self) -> float:
        """Log odds of two goals that say the same in the same words."""
        alike = np.array([float(name in ("meaning", "parts")) for name in FEATURES])
        return float(self.logit(alike))


def shipped(*, with_vectors: bool) -> Model:
    """Return the model that comes with the product, for titles with sentence vectors or without."""
    learned = table()["models"]["meaning" if with_vectors else "words"]
    return Model(
        intercept=float(learned["intercept"]),
        weights=np.array([float(learned["weights"].get(name, 0)) for name in FEATURES]),
        floor=float(learned["floor"]),
    )


@cache
def table() -> Mapping[str, Any]:
    """Everything that was learned, as it stands in ``twins.json``."""
    text = files(__package__).joinpath("twins.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


class Likeness:
    """Titles made ready to be compared.

    Parameters
    ----------
    titles, descriptions : sequences of str, length n
    words : WordList, optional
        Of the language of the plan; without one every word weighs the same.
    vectors : Vectors, optional
        A sentence model. Without one titles are compared by their words alone.

    Attributes
    ----------
    rows : float32 or float16 array, shape (n, d)
        A product of rows is the similarity by which pairs are searched: half the cosine of
        sentence vectors and half that of words; without sentence vectors that of words.
    """

    def __init__(
        self,
        titles: Sequence[str],
        descriptions: Sequence[str],
        words: WordList | None,
        vectors: Vectors | None,
    ) -> None:
        self.said = Said.of(titles, words)
        self._stop = frozenset() if words is None else frozenset(words.stop)
        pairs = zip(titles, descriptions, strict=True)
        # What repeats the title says nothing more.
        self._descriptions = [text.strip().removeprefix(title.strip()) for title, text in pairs]
        told = [" ".join([*one.words, *sorted(one.numbers)]) for one in self.said.titles]
        size = PARTS_ALONE if vectors is None else PARTS_BESIDE
        parts = term_vectors(told, frozenset(), size, ())
        meant = None if vectors is None else vectors.of(list(titles))
        self._split = 0 if meant is None else meant.shape[1]
        shape = len(parts), self._split + size
        if shape[0] * shape[1] > _LARGE:
            self.rows: Rows = np.empty(shape, dtype=np.float16)
        else:
            self.rows = np.empty(shape, dtype=np.float32)
        # Block by block: never is everything held twice at full precision.
        for first in range(0, shape[0], _PART):
            part = slice(first, first + _PART)
            self.rows[part, self._split :] = parts[part] if meant is None else parts[part] * HALF
            if meant is not None:
                self.rows[part, : self._split] = meant[part] * HALF

    def features(self, one: IntArray, other: IntArray) -> FloatArray:
        """Compare pairs.

        Returns
        -------
        float array, shape (k, 11)
            In the order of ``FEATURES``. Of meaning and parts the cosine; of things the share
            that stands against other things, taken of the title with fewer, and so of the rest:
            verbs, and words that would fit any plan (replaced); by how much one says more
            (added); of numbers and names 1 where they differ, or
            where one says some that the other does not (missing); 1 where they want the opposite;
            of descriptions the cosine less 0.5, 0 where one is empty.
        """
        found = np.zeros((len(one), len(FEATURES)))
        for first in range(0, len(one), _PART):
            part = slice(first, first + _PART)
            self._fill(found[part], one[part], other[part])
        return np.round(found, 4)

    def _fill(self, found: FloatArray, one: IntArray, other: IntArray) -> None:
        scale = 2.0 if self._split else 1.0
        if self._split:
            found[:, 0] = 2 * products(self.rows[:, : self._split], one, other)
        found[:, 1] = scale * products(self.rows[:, self._split :], one, other)
        said = self.said
        shorter, longer = _less_and_more(_sizes(said.words), one, other)
        found[:, 4] = (longer - shorter) / np.maximum(longer, LEAST)
        for place, what in ((2, said.things), (3, said.rest)):
            shorter, _longer = _less_and_more(_sizes(what), one, other)
            found[:, place] = (shorter - _common(what, one, other)) / np.maximum(shorter, LEAST)
        for place, what in ((5, said.numbers), (7, said.names)):
            both = _common(what, one, other)
            least, most = _less_and_more(_sizes(what), one, other)
            found[:, place] = both < least
            found[:, place + 1] = (both == least) & (least < most)
        found[:, 9] = (
            _common(said.one_side, one, other, said.other_side)
            + _common(said.other_side, one, other, said.one_side)
        ) > 0
        found[:, 10] = self._described(one, other)

    def _described(self, one: IntArray, other: IntArray) -> FloatArray:
        """Cosine of descriptions less a half; 0 where one is empty."""
        has = np.array([bool(text) for text in self._descriptions], dtype=bool)
        both = np.flatnonzero(has[one] & has[other]) if has.any() else np.zeros(0, dtype=np.int64)
        found = np.zeros(len(one))
        if len(both):
            asked = np.unique(np.concatenate([one[both], other[both]]))
            rows = self._told([self._descriptions[i] for i in asked.tolist()])
            place = np.zeros(len(has), dtype=np.int64)
            place[asked] = np.arange(len(asked))
            found[both] = products(rows, place[one[both]], place[other[both]]) - 0.5
        return found

    def _told(self, texts: list[str]) -> Block:
        return term_vectors(texts, self._stop, DESCRIBED, ())

    def may_be(self, one: IntArray, other: IntArray) -> BoolArray:
        """Tell quickly of pairs whether numbers, names and direction leave room for twins.

        False only where numbers or names differ or the opposite is wanted; seldom true where so.
        """
        numbers, names, (up, down) = self._marks
        apart = ((up[one] & down[other]) | (down[one] & up[other])) != 0
        return numbers.agree(one, other) & names.agree(one, other) & ~apart

    @cached_property
    def _marks(self) -> tuple[_Sets, _Sets, tuple[IntArray, IntArray]]:
        titles = self.said.titles
        sides = np.zeros((2, len(titles)), dtype=np.int64)
        for place, title in enumerate(titles):
            for side in title.sides:
                sides[int(side < 0), place] |= 1 << (abs(side) - 1)
        numbers = _Sets([title.numbers for title in titles])
        return numbers, _Sets([title.names for title in titles]), (sides[0], sides[1])


class _Sets:
    """Sets of words as numbers: how many, which in all, and a bit for each."""

    def __init__(self, sets: Sequence[frozenset[str]]) -> None:
        self.size = np.array([len(one) for one in sets], dtype=np.int64)
        self.whole = np.array([_number("\0".join(sorted(one))) for one in sets], dtype=np.uint64)
        self.bits = np.zeros(len(sets), dtype=np.uint64)
        for place, one in enumerate(sets):
            for word in one:
                self.bits[place] |= np.uint64(1 << (_number(word) & 63))

    def agree(self, one: IntArray, other: IntArray) -> BoolArray:
        """Tell of pairs whether one set may be a part of the other."""
        same = self.whole[one] == self.whole[other]
        mine, theirs = self.bits[one], self.bits[other]
        inside = ((mine & ~theirs) == 0) | ((theirs & ~mine) == 0)
        return np.asarray(same | (inside & (self.size[one] != self.size[other])))


@cache
def _number(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big")


def _less_and_more(
    size: FloatArray, one: IntArray, other: IntArray
) -> tuple[FloatArray, FloatArray]:
    return np.minimum(size[one], size[other]), np.maximum(size[one], size[other])


def _sizes(rows: csr_array) -> FloatArray:
    return np.round(np.asarray(rows.multiply(rows).sum(axis=1)).ravel(), 9)


def _common(
    rows: csr_array, one: IntArray, other: IntArray, others: csr_array | None = None
) -> FloatArray:
    """Product of each row of one list with the same row of the other."""
    theirs = (rows if others is None else others)[other]
    return np.round(np.asarray(rows[one].multiply(theirs).sum(axis=1)).ravel(), 9)
