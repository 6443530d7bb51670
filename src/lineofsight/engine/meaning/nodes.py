"""What the text lens looks at: the nodes of a cascade, their words, and what links them.

The same form for a snapshot and for a plan that the bench reads, so that a link is judged in the
same way in both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from lineofsight.engine.columns import BoolArray, FloatArray, IntArray
from lineofsight.engine.lenses.tokens import is_number, tokenize
from lineofsight.engine.meaning.words import Words
from lineofsight.engine.ragged import Ragged

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
        rows = np.zeros((len(self), 9))
        for i, (title, text) in enumerate(zip(self.titles, self.texts, strict=True)):
            words = title.count(" ") + 1
            rows[i, :7] = (
                words,
                text.count(" ") + 1,
                any(map(str.isdigit, title)),
                "%" in title,
                title[:1].isdigit(),
                words <= 4,
                len(text) > len(title),
            )
        rows[:, :2] = np.log1p(rows[:, :2])
        rows[:, 7], rows[:, 8] = self.measured, self.height
        spread = rows[self.at_home].std(axis=0) if len(self.at_home) else np.ones(9)
        return rows / (spread + 0.15)

    @cached_property
    def words(self) -> Words:
        """The words of all texts."""
        return Words.of(self.texts)

    def content(self, node: int) -> list[str]:
        """Words of a node that are neither function words nor numbers, in their order."""
        words = tokenize(self.texts[node])
        return [word for word in words if word not in self.stop and not is_number(word)]


def whole_text(title: str, text: str) -> str:
    """Join title and description; a description that begins with the title stands alone.

    >>> whole_text("Cut waste", "Cut waste by half"), whole_text("Cut waste", "In all plants")
    ('Cut waste by half', 'Cut waste. In all plants')
    """
    title, text = title.strip(), text.strip()
    if not text:
        return title
    return text if text.startswith(title) else f"{title}. {text}"
