"""What a model says of the words of a plan: the one thing that the reading takes from the product.

How likely a link is by its words, how alike two texts are, and how many words of content a text has
are learned or counted numbers, not rules. The reading takes them as given, and reads anew when they
make a finding.
"""

from collections.abc import Mapping
from datetime import date
from functools import cached_property

import numpy as np

from lineofsight.bench.reading.facts import Rows
from lineofsight.engine.columns import IntArray
from lineofsight.engine.lens import Lenses
from lineofsight.engine.meaning import fit, retention
from lineofsight.engine.meaning.vectors import Vectors
from lineofsight.engine.snapshot import Snapshot
from lineofsight.planfile.columns import to_columns
from lineofsight.planfile.document import PlanDocument


class Texts:
    """Numbers about the words of a plan, asked for by ids.

    Parameters
    ----------
    rows : Rows
    as_of : date
    vectors : Vectors, optional
        A sentence model. Without one texts are compared by their words alone.
    """

    def __init__(self, rows: Rows, as_of: date, vectors: Vectors | None = None) -> None:
        snapshot = Snapshot.build(to_columns(PlanDocument.from_rows(rows)), as_of)
        self._lenses = Lenses(snapshot, vectors=vectors)
        self._meaning = self._lenses.meaning
        self._place = {str(name): i for i, name in enumerate(self._lenses.graph.node_ids)}
        edges = self._lenses.graph.edges
        self._edge = {
            (child, parent): edge
            for edge, (child, parent) in enumerate(
                zip(edges.child.tolist(), edges.parent.tolist(), strict=True)
            )
        }

    @property
    def known_language(self) -> bool:
        """Whether there are word lists for the language of the plan."""
        return self._meaning.wording.words is not None

    def content_words(self, node: str) -> int:
        """Return the number of content words in title and text of a goal or pillar."""
        return int(self._counts[self._place[node]])

    def words_of_link(self, child: str, parent: str) -> tuple[int, int]:
        """Return the content words at both ends of a link, those of its reason included."""
        speaker = self._meaning.speaker[self._edge[self._place[child], self._place[parent]]]
        return int(self._counts[speaker]), int(self._counts[self._place[parent]])

    @cached_property
    def _counts(self) -> IntArray:
        return self._meaning.nodes.words.count(self._meaning.nodes.stop)

    def whole(self, node: str) -> str:
        """Return title and text of a goal or pillar."""
        return self._meaning.nodes.texts[self._place[node]]

    def link_fit(self, child: str, parent: str) -> float:
        """Return the fit of a link, its reason included; in [0.001, 0.999]."""
        return float(self._meaning.link_fit[self._edge[self._place[child], self._place[parent]]])

    def moved(self, found: float) -> float:
        """Return a fit moved to the share of claimed links that are right."""
        return float(fit.moved(np.array([found]), self._meaning.prior)[0])

    def fits(self, children: list[str], parent: str) -> list[float]:
        """Return the fit of goals to one parent; each in [0.001, 0.999]."""
        ones = np.array([self._place[child] for child in children], dtype=np.int64)
        return self._meaning.fit(ones, np.full(len(ones), self._place[parent])).tolist()

    def fits_of(self, child: str, claimed: str, parents: list[str]) -> list[float]:
        """Return the fit of a child to other parents; the reason for the claimed one counts."""
        edge = self._edge[self._place[child], self._place[claimed]]
        others = np.array([self._place[parent] for parent in parents], dtype=np.int64)
        speaker = np.full(len(others), self._meaning.speaker[edge])
        return self._meaning.fit(speaker, others).tolist()

    def alike(self, child: str, claimed: str, others: list[str]) -> list[float]:
        """Return how alike nodes are to a child, the reason for its claimed link included."""
        edge = self._edge[self._place[child], self._place[claimed]]
        places = np.array([self._place[other] for other in others], dtype=np.int64)
        speaker = np.full(len(places), self._meaning.speaker[edge])
        return self._meaning.space.similarity(speaker, places).tolist()

    def closeness(self, goal: str, root: str) -> float:
        """Return how close a goal is to a pillar; in (0, 1)."""
        one, other = np.array([self._place[goal]]), np.array([self._place[root]])
        return float(retention.closeness(self._meaning.space.similarity(one, other))[0])

    @property
    def usual(self) -> Mapping[str, Mapping[str, float]]:
        """What closeness and retention are usual in published plans, by depth."""
        mode = "words" if self._meaning.vectors is None else "meaning"
        return dict(fit.table()["retention"][mode])

    def by_words(self, links: list[tuple[str, str]]) -> list[float]:
        """Return the fit of links by words alone, their reasons included."""
        meaning = self._meaning
        edges = [self._edge[self._place[child], self._place[parent]] for child, parent in links]
        return self._lenses.values.by_words(
            meaning.speaker[edges], meaning.graph.edges.parent[edges]
        ).tolist()

    def to_pillar(self, goal: str, pillar: str) -> float:
        """Return the fit of a goal to a pillar by words alone."""
        one, other = np.array([self._place[goal]]), np.array([self._place[pillar]])
        return float(self._lenses.values.by_words(one, other)[0])

    def value_fits(self, goal: str) -> list[tuple[float, str]]:
        """Return the fit of a goal to each published statement of value, and its id."""
        values = self._lenses.values
        found = values.fits([self._place[goal]])[0].tolist()
        names = self._lenses.snapshot.strategy.ids[values.statements].tolist()
        return list(zip(found, names, strict=True))

    def usual_low(self, percentile: int) -> float:
        """Return the fit below which so many per cent of links of published plans lie."""
        return self._lenses.values.shipped_bound(percentile)
