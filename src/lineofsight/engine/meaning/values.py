"""What the definition of value has to do with goals. Definitions: DEFINITIONS section 7, LOS206."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

import numpy as np

from lineofsight.engine.codes import Scope
from lineofsight.engine.columns import BoolArray, FloatArray, IntArray
from lineofsight.engine.lenses.paths import Paths
from lineofsight.engine.meaning import fit
from lineofsight.engine.meaning.features import FEATURES, Features
from lineofsight.engine.meaning.lens import Meaning
from lineofsight.engine.meaning.nodes import Nodes
from lineofsight.engine.meaning.space import Space
from lineofsight.engine.snapshot import Snapshot

VALUE = "value"
OF_THE_PLAN = ("form", "level", "holder", "dates")  # features of which a statement has none
SHIPPED = {
    "meaning": {1: 0.040, 2: 0.049, 5: 0.079},
    "words": {1: 0.044, 2: 0.053, 5: 0.077},
}
"""Fit below which so many per cent of the links of published plans lie.

Of each plan by weights that were learned without its organisation, and by words alone.
"""


class Values:
    """How goals fit the statements of value, and their own pillars, by their words.

    A statement has no height, no owner and no dates, and stands far above most goals: how links of
    the plan mostly go says nothing of it. So fits are taken here as if nothing were known of that.

    Parameters
    ----------
    snapshot : Snapshot
    paths : Paths
    meaning : Meaning

    Attributes
    ----------
    statements : int64 array
        Rows of the strategy that say what is valuable, and are published.
    goals : int64 array
        Active objectives with a line of sight, but for private ones.
    """

    def __init__(self, snapshot: Snapshot, paths: Paths, meaning: Meaning) -> None:
        self.snapshot, self.paths, self.meaning = snapshot, paths, meaning
        strategy, goals = snapshot.strategy, snapshot.goals
        self.statements: IntArray = np.flatnonzero(
            (strategy.kind == VALUE) & np.asarray(strategy.published)
        )
        judged: BoolArray = goals.active & goals.objective & (goals.scope != Scope.INDIVIDUAL)
        with_line = (paths.root >= 0) & (paths.graph.depth[: len(goals)] > 0)
        self.goals: IntArray = np.flatnonzero(judged & with_line)

    @cached_property
    def to_pillar(self) -> FloatArray:
        """Fit of each goal to the root at the end of its line; float array in [0.001, 0.999]."""
        return self.by_words(self.goals, self.paths.root[self.goals])

    def by_words(self, child: IntArray, parent: IntArray) -> FloatArray:
        """Fit of pairs of nodes by their words alone; float array in [0.001, 0.999]."""
        return self._fit(self.meaning.features, child, parent)

    def best(self, goal: int) -> tuple[int, float]:
        """Find the statement of value that a goal fits best, and how well; -1, 0 without any.

        Of equal ones the first by id.
        """
        if not len(self.statements):
            return -1, 0.0
        (fits,) = self.fits([goal])
        place = int(np.argmax(fits))
        return int(self.statements[place]), float(fits[place])

    def fits(self, goals: list[int]) -> FloatArray:
        """Fit of goals to the statements; float array, shape (len(goals), statements)."""
        more = len(self.statements)
        guests = np.arange(len(self._nodes) - more, len(self._nodes), dtype=np.int64)
        pairs = np.repeat(np.array(goals, dtype=np.int64), more), np.tile(guests, len(goals))
        return self._fit(self._features, *pairs).reshape(len(goals), more)

    def _fit(self, features: Features, child: IntArray, parent: IntArray) -> FloatArray:
        """Fit by words alone."""
        found = features.of(child, parent)
        found[:, [FEATURES.index(name) for name in OF_THE_PLAN]] = 0
        return fit.chance(self.meaning.weights.logit(found, np.zeros(len(child), dtype=bool)))

    def bound(self, percentile: float) -> float:
        """Fit below which so many per cent of the confirmed links lie, or of published plans."""
        confirmed = self.meaning.confirmed
        if len(confirmed):
            child, parent = self.meaning.speaker, self.meaning.graph.edges.parent
            found = self.by_words(child[confirmed], parent[confirmed])
            return float(np.percentile(found, percentile))
        return self.shipped_bound(percentile)

    def shipped_bound(self, percentile: float) -> float:
        """The same of published plans: 1, 2 or 5 per cent, between these the next lower."""
        usual = SHIPPED["words" if self.meaning.vectors is None else "meaning"]
        return usual[max((p for p in usual if p <= percentile), default=min(usual))]

    @cached_property
    def _nodes(self) -> Nodes:
        """The nodes of the plan, and the statements of value as guests at the top."""
        nodes, more = self.meaning.nodes, len(self.statements)
        texts = [str(self.snapshot.strategy.text[row]) for row in self.statements.tolist()]
        unknown, none = np.full(more, np.nan), np.full(more, -1, dtype=np.int64)
        native = np.zeros(len(nodes) + more, dtype=bool)
        native[nodes.at_home] = True
        own = np.arange(len(nodes), len(nodes) + more, dtype=np.int64)
        return replace(
            nodes,
            titles=[*nodes.titles, *texts],
            texts=[*nodes.texts, *texts],
            depth=np.concatenate([nodes.depth, np.zeros(more, dtype=np.int64)]),
            holder=np.concatenate([nodes.holder, none]),
            start=np.concatenate([nodes.start, unknown]),
            end=np.concatenate([nodes.end, unknown]),
            measured=np.concatenate([nodes.measured, np.zeros(more)]),
            native=native,
            stands_for=np.concatenate([nodes.original, own]),
        )

    @cached_property
    def _features(self) -> Features:
        return Features(self._nodes, Space(self._nodes, self.meaning.vectors))
