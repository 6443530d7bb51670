"""Texts taken apart into words once, as numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lineofsight.engine.columns import IntArray
from lineofsight.engine.lenses.tokens import composed, fold, is_number, word_pattern


class _Codes(dict[str, int]):
    """Numbers words as they are met; each way of writing one is folded but once."""

    def __init__(self) -> None:
        super().__init__()
        self.folded: dict[str, int] = {}

    def __missing__(self, written: str) -> int:
        code = self.folded.setdefault(fold(written), len(self.folded))
        self[written] = code
        return code


@dataclass(frozen=True, slots=True)
class Words:
    """The words of texts, in their order; `lineofsight.engine.lenses.tokens` says what a word is.

    Parameters
    ----------
    vocabulary : tuple of str
        Every word once, as folded.
    start : int64 array, length n + 1
        The words of text i are ``codes[start[i]:start[i + 1]]``.
    codes : int64 array
        Places in the vocabulary.
    """

    vocabulary: tuple[str, ...]
    start: IntArray
    codes: IntArray

    @classmethod
    def of(cls, texts: Sequence[str]) -> Words:
        """Take texts apart."""
        known = _Codes()
        codes: list[int] = []
        start = np.zeros(len(texts) + 1, dtype=np.int64)
        for place, text in enumerate(texts):
            plain = composed(text)
            codes += [known[written] for written in word_pattern(plain).findall(plain)]
            start[place + 1] = len(codes)
        return cls(tuple(known.folded), start, np.array(codes, dtype=np.int64))

    @property
    def holders(self) -> IntArray:
        """For each word, the text that it stands in."""
        n = len(self.start) - 1
        return np.repeat(np.arange(n, dtype=np.int64), np.diff(self.start))

    def count(self, without: frozenset[str]) -> IntArray:
        """Number of words of each text that are not among some, nor numbers; int64, length n."""
        told = np.array(
            [word not in without and not is_number(word) for word in self.vocabulary], dtype=bool
        )
        counted = self.holders[told[self.codes]] if len(self.codes) else self.codes
        return np.bincount(counted, minlength=len(self.start) - 1)
