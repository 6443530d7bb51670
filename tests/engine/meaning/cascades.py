"""Small cascades for tests, a sentence model that anybody can follow, and a plain reading.

The reading works out every feature of a link with loops and sums over nodes, from what
docs/explanation/fit.md says of it; it shares nothing with the code but the vectors.
"""

import math
from collections.abc import Callable, Sequence
from hashlib import blake2b
from statistics import fmean, pstdev

import numpy as np
from hypothesis import strategies as st

from lineofsight.engine.meaning.nodes import Nodes
from lineofsight.engine.meaning.space import Space
from lineofsight.engine.meaning.terms import unit
from lineofsight.engine.meaning.vectors import VectorArray

DAY = 20_000.0
WORDS = (
    "harbour", "crane", "rope", "ferry", "quay", "school", "village", "teacher", "book", "bridge",
    "cut", "raise", "waste", "of", "the", "90", "%", "naïve", "学校", "ميناء", "🚢", "lighthouse",
)  # fmt: skip


class Told:
    """Embeds a text as the mean of a fixed vector for each of its words."""

    name = "told/1"

    def __init__(self, dimensions: int = 24) -> None:
        self.dimensions = dimensions

    def of(self, texts: Sequence[str]) -> VectorArray:
        rows = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in text.lower().split():
                seed = int.from_bytes(blake2b(word.encode(), digest_size=4).digest(), "big")
                rows[row] += np.random.default_rng(seed).normal(size=self.dimensions)
        return unit(rows)


def nodes_of(
    titles: Sequence[str],
    links: Sequence[tuple[int, int]] = (),
    *,
    texts: Sequence[str] | None = None,
    depth: Sequence[int] | None = None,
    holder: Sequence[int] | None = None,
    dates: Sequence[tuple[float, float]] | None = None,
    measured: Sequence[float] | None = None,
    stands_for: Sequence[int] = (),
    stop: frozenset[str] = frozenset({"of", "the"}),
) -> Nodes:
    """Nodes of a cascade; those at the end that stand for others are guests."""
    n = len(titles)
    above = dict(links)
    found = [0] * n
    for node in range(n):
        up = node
        while up in above and found[node] < n:
            found[node] += 1
            up = above[up]
    pairs = np.array(list(links), dtype=np.int64).reshape(-1, 2)
    spans = np.array(dates if dates is not None else [(np.nan, np.nan)] * n, dtype=float)
    home = n - len(stands_for)
    return Nodes(
        titles=list(titles),
        texts=list(texts if texts is not None else titles),
        child=pairs[:, 0],
        parent=pairs[:, 1],
        depth=np.array(found if depth is None else depth, dtype=np.int64),
        holder=np.array([-1] * n if holder is None else holder, dtype=np.int64),
        start=spans.reshape(-1, 2)[:, 0],
        end=spans.reshape(-1, 2)[:, 1],
        measured=np.array([0.0] * n if measured is None else measured, dtype=float),
        stop=stop,
        native=np.arange(n) < home if stands_for else None,
        stands_for=np.array([*range(home), *stands_for]) if stands_for else None,
    )


@st.composite
def cascades(draw: st.DrawFn, guests: bool = True) -> Nodes:
    """Draw up to a dozen nodes; links only to smaller numbers, so that there is no circle."""
    n = draw(st.integers(1, 12))
    links = [
        (node, up)
        for node in range(1, n)
        for up in draw(st.lists(st.integers(0, node - 1), max_size=2, unique=True))
    ]
    said = st.lists(st.sampled_from(WORDS), max_size=7).map(" ".join)
    titles = draw(st.lists(said, min_size=n, max_size=n))
    more = draw(st.lists(said, min_size=n, max_size=n))
    texts = [f"{a}. {b}" if b else a for a, b in zip(titles, more, strict=True)]
    span = st.tuples(st.integers(0, 2), st.integers(0, 2)).map(
        lambda pair: (DAY + 100 * pair[0], DAY + 200 + 100 * pair[1])
    )
    unknown = st.just((math.nan, math.nan))
    dates = draw(st.lists(st.one_of(span, unknown), min_size=n, max_size=n))
    children = sorted({child for child, _ in links})
    told = draw(st.lists(st.sampled_from(children), max_size=2)) if guests and children else []
    original = [*range(n), *told]
    holder = draw(st.lists(st.integers(-1, 2), min_size=n, max_size=n))
    measured = draw(st.lists(st.sampled_from([0.0, 1.0]), min_size=n, max_size=n))
    depth = draw(st.lists(st.integers(-1, 18), min_size=n, max_size=n))
    return nodes_of(
        [titles[i] for i in original],
        links,
        texts=[*texts, *(f"{texts[i]}. because ferry" for i in told)],
        depth=[depth[i] for i in original],
        holder=[holder[i] for i in original],
        dates=[dates[i] for i in original],
        measured=[measured[i] for i in original],
        stands_for=told,
    )


class Reading:
    """Every feature of a child and a parent, one sum at a time."""

    def __init__(self, nodes: Nodes, space: Space) -> None:
        self.nodes = nodes
        self.n = len(nodes)
        self.rows = space.block(np.arange(len(space.rows))).astype(np.float64)
        links = list(zip(nodes.child.tolist(), nodes.parent.tolist(), strict=True))
        self.links = links
        self.up = [[p for c, p in links if c == i] for i in range(self.n)]
        self.down = [[c for c, p in links if p == i] for i in range(self.n)]
        self.home = [i for i in range(self.n) if nodes.native is None or nodes.native[i]]
        self.real = list(range(self.n)) if nodes.stands_for is None else nodes.stands_for.tolist()
        self.tall = [self.height(i) for i in range(self.n)]
        self.candidates = [i for i in self.home if self.down[i]]

    def height(self, node: int) -> int:
        return min(2, max((1 + self.height(kin) for kin in self.down[node]), default=0))

    def like(self, one: int, other: int) -> float:
        return float(self.rows[one] @ self.rows[other])

    def below(self, node: int) -> set[int]:
        found = {node}
        for kin in self.down[node]:
            found |= self.below(kin)
        return found

    def open_to(self, child: int) -> list[int]:
        under = self.below(self.real[child])
        return [node for node in self.candidates if node not in under]

    def usual(self, child: int, among: list[int]) -> tuple[float, float]:
        """Middle and spread of likenesses; four more are added that lie 0.1 from the middle."""
        likes = [self.like(child, node) for node in among]
        middle = fmean(likes) if likes else 0.0
        squares = sum((like - middle) ** 2 for like in likes) + 4 * 0.1**2
        return middle, math.sqrt(squares / (len(likes) + 4)) + 0.02

    def standing(self, child: int, parent: int) -> float:
        middle, spread = self.usual(child, self.open_to(child))
        return (self.like(child, parent) - middle) / spread

    def lead(self, child: int, parent: int) -> float:
        among = self.open_to(child)
        rivals = [self.like(child, node) for node in among if node != parent]
        if not rivals:
            return 0.0
        return (self.like(child, parent) - max(rivals)) / self.usual(child, among)[1]

    def others(self, child: int, parent: int) -> list[int]:
        return [kin for kin in self.down[parent] if kin != self.real[child]]

    def anyone(self, child: int) -> tuple[float, float]:
        return self.usual(child, [node for node in self.home if node != self.real[child]])

    def apart(self, child: int, parent: int) -> float:
        gaps = []
        for grand in self.up[parent]:
            beside = [kin for kin in self.others(child, grand) if kin != parent]
            likes = [self.like(child, kin) for kin in beside]
            gaps.append(self.like(child, parent) - fmean(likes) if likes else 0.0)
        return fmean(gaps) / self.usual(child, self.open_to(child))[1] if gaps else 0.0

    def family(self, child: int, parent: int) -> float:
        kin = self.others(child, parent)
        if not kin:
            return 0.0
        middle, spread = self.anyone(child)
        near = fmean([self.like(child, one) for one in kin])
        return len(kin) / (len(kin) + 1) * (near - middle) / spread

    def above(self, child: int, parent: int) -> float:
        if not self.up[parent]:
            return 0.0
        middle, spread = self.anyone(child)
        return (fmean([self.like(child, up) for up in self.up[parent]]) - middle) / spread

    def below_(self, child: int, parent: int) -> float:
        kin = self.down[self.real[child]]
        if not kin:
            return 0.0
        middle, spread = self.anyone(child)
        return (fmean([self.like(one, parent) for one in kin]) - middle) / spread

    def put(self, node: int) -> list[float]:
        title, text = self.nodes.titles[node], self.nodes.texts[node]
        words = len(title.split(" "))
        return [
            math.log(1 + words),
            math.log(1 + len(text.split(" "))),
            float(any(letter.isdigit() for letter in title)),
            float("%" in title),
            float(title[:1].isdigit()),
            float(words <= 4),
            float(len(text) > len(title)),
            float(self.nodes.measured[node]),
            float(self.tall[node]),
        ]

    def form(self, child: int, parent: int) -> float:
        kin = self.others(child, parent)
        if not kin:
            return 0.0
        spreads = [pstdev(column) + 0.15 for column in zip(*map(self.put, self.home), strict=True)]

        def gap(one: int, other: int) -> float:
            pairs = zip(self.put(one), self.put(other), spreads, strict=True)
            return fmean([((a - b) / spread) ** 2 for a, b, spread in pairs])

        rest = [node for node in self.home if node != self.real[child]]
        gain = fmean([gap(child, node) for node in rest]) - fmean([gap(child, one) for one in kin])
        return len(kin) / (len(kin) + 1) * gain

    def habit(
        self, child: int, parent: int, group: Sequence[int], turn: Callable[[int, int], object]
    ) -> float:
        real = self.real[child]
        if group[real] < 0:
            return 0.0
        judged = turn(real, parent)
        home = set(self.home)
        turns = [
            turn(c, p)
            for c, p in self.links
            if c != real and group[c] == group[real] and c in home and p in home
        ]
        among = self.open_to(child)
        share = max(sum(turn(real, node) == judged for node in among), 0.5) / max(len(among), 1)
        likely = (turns.count(judged) + 0.5 * share) / (len(turns) + 0.5)
        return math.log(likely / share * 0.9 + 0.1)

    def level(self, child: int, parent: int) -> float:
        depth = self.nodes.depth
        return self.habit(child, parent, self.tall, lambda _c, p: min(int(depth[p]), 14))

    def holder(self, child: int, parent: int) -> float:
        who = self.nodes.holder.tolist()
        return self.habit(child, parent, who, lambda _c, p: who[p])

    def dates(self, child: int, parent: int) -> float:
        start, end = self.nodes.start, self.nodes.end

        def turn(c: int, p: int) -> str:
            if any(map(math.isnan, (start[c], end[c], start[p], end[p]))):
                return "unknown"
            if (start[c], end[c]) == (start[p], end[p]):
                return "same"
            return "inside" if start[p] <= start[c] and end[c] <= end[p] else "otherwise"

        return self.habit(child, parent, self.tall, turn)

    def all(self, child: int, parent: int) -> dict[str, float]:
        return {
            "standing": self.standing(child, parent),
            "lead": self.lead(child, parent),
            "apart": self.apart(child, parent),
            "family": self.family(child, parent),
            "above": self.above(child, parent),
            "below": self.below_(child, parent),
            "form": self.form(child, parent),
            "level": self.level(child, parent),
            "holder": self.holder(child, parent),
            "dates": self.dates(child, parent),
        }
