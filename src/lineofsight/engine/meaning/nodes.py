"""What the text lens looks at: the nodes of a cascade, their words, and what links them.

The same form for a snapshot and for a plan that the bench reads, so that a link is judged in the
same way in both.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from math import log1p

import numpy as np

from lineofsight.engine.columns import BoolArray, FloatArray, IntArray
from lineofsight.engine.lenses.tokens import is_number, tokenize
from lineofsight.engine.meaning.words import Words
from lineofsight.engine.ragged import Ragged

LEAST_FORM = 0.15  # spread below which a trait of form tells little
SHORT_TITLE = 4  # words
TALLEST = 2  # a node of this height or more is a node with grandchildren


@dataclass(frozen=True)
class Nodes:
    """Nodes of a cascade, numbered 0..n-1.

    Parameters
    ----------
    titles, texts : sequences of str, length n
        What people call a node, and all that is said about it (the title included).
    child, parent : int64 arrays
        The links between them, without circles, one entry a link.
    depth : int64 array, length n
        Links up to the top; -1 where unknown.
    holder : int64 array, length n
        Number of the function, team or owner that carries a node; -1 where unknown.
    start, end : float arrays, length n
        Days, NaN where unknown.
    measured : float array, length n
        1 where a target is on record, else 0.
    stop : frozenset of str
        Function words of the language.
    native : bool array, length n, optional
        Guests (false) are judged beside the others but say nothing of what is usual in the plan.
    stands_for : int64 array, length n, optional
        For a guest that is a node of the plan in other words, that node; else the node itself.
    """

    titles: Sequence[str]
    texts: Sequence[str]
    child: IntArray
    parent: IntArray
    depth: IntArray
    holder: IntArray
    start: FloatArray
    end: FloatArray
    measured: FloatArray
    stop: frozenset[str] = frozenset()
    native: BoolArray | None = None
    stands_for: IntArray | None = None

    def __len__(self) -> int:
        return len(self.texts)

    @cached_property
    def at_home(self) -> IntArray:
        """The nodes that are no guests."""
        everyone = np.arange(len(self), dtype=np.int64)
        return everyone if self.native is None else everyone[self.native]

    @cached_property
    def original(self) -> IntArray:
        """What each node stands for: itself, unless it is one of the plan in other words."""
        everyone = np.arange(len(self), dtype=np.int64)
        return everyone if self.stands_for is None else self.stands_for

    @cached_property
    def up(self) -> Ragged:
        """Parents of each node."""
        return Ragged.group(self.child, self.parent, len(self))

    @cached_property
    def down(self) -> Ragged:
        """Children of each node."""
        return Ragged.group(self.parent, self.child, len(self))

    @cached_property
    def height(self) -> IntArray:
        """0 without children, 1 with children, 2 with grandchildren."""
        height = np.zeros(len(self), dtype=np.int64)
        for rung in range(TALLEST):
            height[self.parent[height[self.child] >= rung]] = rung + 1
        return height

    @cached_property
    def candidates(self) -> IntArray:
        """Nodes at home that carry something: what a node may be linked to."""
        return self.at_home[self.height[self.at_home] > 0]

    @cached_property
    def form(self) -> FloatArray:
        """How each node is put: float array, shape (n, 9); each column about 0 to 4.

        Logarithm of the words in the title, and in all; whether the title holds a digit, a percent
        sign, begins with a digit, has at most four words; whether there is a description, a
        target; its height.
        """
        return self._form / self._form_spread

    @cached_property
    def _form(self) -> FloatArray:
        words = [_form(title, text) for title, text in zip(self.titles, self.texts, strict=True)]
        rows = np.array(words, dtype=np.float64).reshape(-1, len(_form("", "")))
        return np.column_stack([rows, self.measured, self.height])

    @cached_property
    def _form_spread(self) -> FloatArray:
        home = self._form[self.at_home]
        return home.std(axis=0) + LEAST_FORM if len(home) else np.ones(self._form.shape[1])

    def rewritten(self, node: int, title: str, text: str) -> Nodes:
        """Return the nodes with another title and whole text for one; nothing is counted anew."""
        new = copy(self)
        form = self.form.copy()
        form[node, :-2] = np.array(_form(title, text)) / self._form_spread[:-2]
        new.__dict__["form"] = form  # as if worked out from the new words
        return new

    def same_as(self, other: Nodes) -> bool:
        """Tell whether two plans are the same to the text lens."""
        columns = ("child", "parent", "depth", "holder", "start", "end", "measured", "original")
        return (
            len(self) == len(other)
            and self.stop == other.stop
            and all(
                np.array_equal(
                    getattr(self, name), getattr(other, name), equal_nan=name in ("start", "end")
                )
                for name in columns
            )
            and list(self.titles) == list(other.titles)
            and list(self.texts) == list(other.texts)
        )

    @cached_property
    def words(self) -> Words:
        """The words of all texts."""
        return Words.of(self.texts)

    def content(self, node: int) -> list[str]:
        """Words of a node that are neither function words nor numbers, in their order."""
        words = tokenize(self.texts[node])
        return [word for word in words if word not in self.stop and not is_number(word)]


def _form(title: str, text: str) -> tuple[float, ...]:
    """How a title and a whole text are put; see `Nodes.form`."""
    words = title.count(" ") + 1
    return (
        log1p(words),
        log1p(text.count(" ") + 1),
        any(map(str.isdigit, title)),
        "%" in title,
        title[:1].isdigit(),
        words <= SHORT_TITLE,
        len(text) > len(title),
    )


def whole_text(title: str, text: str) -> str:
    """Join title and description; a description that begins with the title stands alone.

    >>> whole_text("Cut waste", "Cut waste by half"), whole_text("Cut waste", "In all plants")
    ('Cut waste by half', 'Cut waste. In all plants')
    """
    title, text = title.strip(), text.strip()
    if not text:
        return title
    return text if text.startswith(title) else f"{title}. {text}"
