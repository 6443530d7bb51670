"""The text lens over a snapshot: what the words of goals say about what serves what.

Formulas: DEFINITIONS section 6.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import numpy as np

from lineofsight.engine.columns import BoolArray, FloatArray, IntArray
from lineofsight.engine.lenses.graph import Edges, Graph
from lineofsight.engine.lenses.wording import Wording
from lineofsight.engine.meaning import fit
from lineofsight.engine.meaning.features import Features
from lineofsight.engine.meaning.nodes import Nodes, whole_text
from lineofsight.engine.meaning.space import Space
from lineofsight.engine.meaning.twins import Index, Twins, twins_of
from lineofsight.engine.meaning.vectors import Vectors
from lineofsight.engine.ragged import Ragged
from lineofsight.engine.snapshot import Snapshot

FEWEST_WORDS = 5  # content words at each end below which a text says too little to be judged

Progress = Callable[[str, int, int], None]


class Meaning:
    """What the texts of a plan say.

    Nodes are numbered as in the snapshot; after them come links that give a reason, each as its
    child with the reason added.

    Parameters
    ----------
    snapshot : Snapshot
    graph : Graph
    wording : Wording
        Knows the language of the plan.
    vectors : Vectors, optional
        A sentence model. Without one texts are compared by their words alone.
    twins_before : Index, optional
        Twins as they were found in an earlier state of the plan: only texts that are new since are
        compared with all.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        graph: Graph,
        wording: Wording,
        vectors: Vectors | None,
        twins_before: Index | None = None,
    ) -> None:
        self.snapshot, self.graph, self.wording = snapshot, graph, wording
        self.vectors, self.twins_before = vectors, twins_before

    @cached_property
    def nodes(self) -> Nodes:
        """Goals, pillars, the North Star, and children of links that give a reason."""
        snapshot, edges = self.snapshot, self.graph.edges
        n = snapshot.n_nodes
        reasons = snapshot.links.rationale[edges.link]
        told = np.flatnonzero(np.array([bool(text.strip()) for text in reasons], dtype=bool))
        original = np.concatenate([np.arange(n, dtype=np.int64), edges.child[told]])
        titles, texts = self._said()
        for edge in told.tolist():
            child = int(edges.child[edge])
            titles.append(titles[child])
            texts.append(whole_text(texts[child], str(reasons[edge])))
        native = np.arange(len(texts)) < n
        words = self.wording.words
        return Nodes(
            titles=titles,
            texts=texts,
            child=edges.child,
            parent=edges.parent,
            depth=self.graph.depth[original],
            holder=self._holders()[original],
            start=self._days("start")[original],
            end=self._days("end")[original],
            measured=self._measured()[original],
            stop=frozenset() if words is None else frozenset(words.stop),
            native=None if native.all() else native,
            stands_for=None if native.all() else original,
        )

    @cached_property
    def speaker(self) -> IntArray:
        """For each edge the node whose words speak for it: the child, or the child with reason."""
        edges, n = self.graph.edges, self.snapshot.n_nodes
        speaker = edges.child.copy()
        reasons = self.snapshot.links.rationale[edges.link]
        told = [i for i, text in enumerate(reasons) if text.strip()]
        speaker[told] = n + np.arange(len(told))
        return speaker

    @cached_property
    def space(self) -> Space:
        """Vectors of the texts."""
        return Space(self.nodes, self.vectors)

    @cached_property
    def twins(self) -> Twins:
        """Pairs of goals of different teams that may be after the same."""
        words = self.wording.words
        return twins_of(self.snapshot, words, self.vectors, self.twins_before)

    @property
    def known_twins(self) -> Index | None:
        """What is known of twins so far, for a later search."""
        found = self.__dict__.get("twins")
        return self.twins_before if found is None else found.index

    @cached_property
    def features(self) -> Features:
        """What tells whether a link is right."""
        return Features(self.nodes, self.space)

    @cached_property
    def confirmed(self) -> IntArray:
        """Edges that people have confirmed."""
        confirmed_on = self.snapshot.links.confirmed_on[self.graph.edges.link]
        return np.flatnonzero(~np.isnan(confirmed_on))

    @cached_property
    def weights(self) -> fit.Weights:
        """The shipped weights, moved to this organisation's own links.

        To those that people have confirmed; where few are, to all that the plan claims, of which
        most are right. Without it a plan whose links go unlike others' is misread.
        """
        shipped = fit.shipped(with_vectors=self.vectors is not None)
        edges, own = self.graph.edges, self.confirmed
        if len(own) < fit.FEWEST_OWN:
            own = np.arange(len(edges), dtype=np.int64)
        # In an order that neither ids nor rows decide.
        own = own[np.argsort(self.features.standing.mean[edges.child[own]], kind="stable")]
        return fit.own_weights(shipped, self.features, edges.child[own], edges.parent[own])

    @cached_property
    def prior(self) -> float:
        """Share of claimed links that are right: 0.9, or what the confirmed links say."""
        if len(self.confirmed) < fit.FEWEST_FOR_PRIOR:
            return fit.CLAIMED
        return fit.own_prior(self.link_fit[self.confirmed])

    def fit(self, child: IntArray, parent: IntArray) -> FloatArray:
        """Probability that links are right when one candidate in four is.

        Parameters
        ----------
        child, parent : int64 arrays, length k
            Nodes.

        Returns
        -------
        float array, length k, in [0.001, 0.999]
        """
        found = self.features.of(child, parent)
        return fit.chance(self.weights.logit(found, self.shares_measure(child, parent)))

    @cached_property
    def link_fit(self) -> FloatArray:
        """Fit of each edge; float array in [0.001, 0.999]."""
        return self.fit(self.speaker, self.graph.edges.parent)

    @cached_property
    def link_chance(self) -> FloatArray:
        """Fit of each edge, moved to the share of claimed links that are right."""
        return fit.moved(self.link_fit, self.prior)

    @cached_property
    def link_factor(self) -> FloatArray:
        """What the fit does to the strength of each edge: 0.5 to 1; 1 where too little is said."""
        edges = self.graph.edges
        told = self.says_enough[self.speaker] & self.says_enough[edges.parent]
        if not told.any():
            return np.ones(len(edges))
        return np.where(told, 0.5 + 0.5 * self.link_chance, 1.0)

    def factor_over(self, edges: Edges, link_before: IntArray) -> FloatArray:
        """What fit does to the strength of links of a plan that differs in a few links from this.

        Parameters
        ----------
        edges : Edges
            Of the other plan.
        link_before : int64 array, one entry a link of the other plan
            The same link in this plan, -1 for a new one. New ones are judged beside what is usual
            here.

        Returns
        -------
        float array, one entry an edge, in [0.5, 1]
        """
        known = np.full(len(self.snapshot.links) + 1, np.nan)  # the last for links that are new
        known[self.graph.edges.link] = self.link_factor
        factor = known[link_before[edges.link]]
        new = np.isnan(factor)
        child, parent = edges.child[new], edges.parent[new]
        told = self.says_enough[child] & self.says_enough[parent]
        judged = 0.5 + 0.5 * fit.moved(self.fit(child, parent), self.prior)
        factor[new] = np.where(told, judged, 1.0)
        return factor

    def carry(self, earlier: Meaning) -> None:
        """Take over what an earlier lens worked out, as far as nothing that it rests on changed.

        Vectors and what is usual rest on texts, links, dates and holders; fits also on measures and
        on which links are confirmed.
        """
        mine, theirs = self.vectors, earlier.vectors
        if (mine is None) != (theirs is None) or (mine and theirs and mine.name != theirs.name):
            return
        if not self.nodes.same_as(earlier.nodes):
            return
        names = ["space", "features", "says_enough"]
        results, before = self.snapshot.key_results, earlier.snapshot.key_results
        same_measures = np.array_equal(results.measure, before.measure) and np.array_equal(
            results.goal, before.goal
        )
        if same_measures and np.array_equal(self.confirmed, earlier.confirmed):
            names += ["weights", "link_fit", "prior", "link_chance", "link_factor"]
        for name in names:
            if name in earlier.__dict__:
                self.__dict__[name] = earlier.__dict__[name]

    @cached_property
    def says_enough(self) -> BoolArray:
        """For each node, whether its text holds at least five content words of a known language."""
        nodes, stop = self.nodes, self.nodes.stop
        if self.wording.words is None:
            return np.zeros(len(nodes), dtype=bool)
        return np.asarray(nodes.words.count(stop) >= FEWEST_WORDS)

    def shares_measure(self, child: IntArray, parent: IntArray) -> BoolArray:
        """Tell of pairs of nodes whether a key result of each has the same ``measure``."""
        shared = np.zeros(len(child), dtype=bool)
        if not len(self._measures.items):
            return shared
        ones, others = self.nodes.original[child], self.nodes.original[parent]
        both = (self._measures.lengths[ones] > 0) & (self._measures.lengths[others] > 0)
        for place in np.flatnonzero(both).tolist():
            mine, theirs = self._measures[ones[place]], self._measures[others[place]]
            shared[place] = bool(np.isin(mine, theirs).any())
        return shared

    def measures_of(self, node: int) -> list[str]:
        """Names of the measures that key results of a goal have, in order."""
        goal = int(self.nodes.original[node])
        return [str(self._measure_names[i]) for i in self._measures[goal].tolist()]

    @cached_property
    def _measure_names(self) -> list[str]:
        names = set(self.snapshot.key_results.measure.tolist()) - {""}
        return sorted(names)

    @cached_property
    def _measures(self) -> Ragged:
        """For each node the measures of its key results, as places among their sorted names."""
        results = self.snapshot.key_results
        place = {name: i for i, name in enumerate(self._measure_names)}
        named = np.flatnonzero(results.measure != "")
        numbers = np.array([place[str(name)] for name in results.measure[named]], dtype=np.int64)
        order = np.lexsort((numbers, results.goal[named]))
        return Ragged.group(results.goal[named][order], numbers[order], self.snapshot.n_nodes)

    def _said(self) -> tuple[list[str], list[str]]:
        """Titles and whole texts of all nodes of the snapshot."""
        goals, pillars = self.snapshot.goals, self.snapshot.pillars
        titles = [*map(str, goals.title), *map(str, pillars.name)]
        descriptions = [*map(str, goals.text), *map(str, pillars.text)]
        if self.snapshot.has_north_star:
            titles.append(self.snapshot.node_title(self.snapshot.north_star))
            descriptions.append("")
        texts = [whole_text(title, text) for title, text in zip(titles, descriptions, strict=True)]
        return titles, texts

    def _holders(self) -> IntArray:
        """Who carries each node: its function, else its team, else its owner; -1 unknown."""
        goals, n = self.snapshot.goals, self.snapshot.n_nodes
        holder = np.full(n, -1, dtype=np.int64)
        for kind in (goals.owner, goals.team, goals.function):
            if (kind >= 0).any():
                holder[: len(goals)] = kind
        return holder

    def _days(self, column: str) -> FloatArray:
        goals, pillars = (
            getattr(self.snapshot.goals, column),
            getattr(self.snapshot.pillars, column),
        )
        star = np.full(int(self.snapshot.has_north_star), np.nan)
        return np.concatenate([goals, pillars, star])

    def _measured(self) -> FloatArray:
        """1 for a goal of which a key result has a target."""
        results = self.snapshot.key_results
        measured = np.zeros(self.snapshot.n_nodes)
        measured[results.goal[~np.isnan(results.target)]] = 1
        return measured
