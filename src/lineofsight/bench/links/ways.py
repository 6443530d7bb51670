"""The ways of scoring a link that are compared: words, a plain hybrid, and the fit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from zlib import crc32

import numpy as np

from lineofsight.bench.links.corpus import Corpus, LinkPlan
from lineofsight.bench.links.draw import Drawn, with_guests
from lineofsight.engine.columns import FloatArray, IntArray
from lineofsight.engine.meaning import fit
from lineofsight.engine.meaning.features import Features
from lineofsight.engine.meaning.fit import Weights
from lineofsight.engine.meaning.nodes import Nodes
from lineofsight.engine.meaning.space import SHARE_OF_MEANING, Space
from lineofsight.engine.meaning.terms import Block, term_vectors, unit
from lineofsight.engine.meaning.vectors import Vectors

FOLDS = 5
MANY_TERMS = 8192  # dimensions in which folded words are as good as kept apart
TFIDF, HYBRID, FIT = "tfidf", "hybrid", "fit"


@dataclass(frozen=True)
class Scores:
    """What one way says about one plan.

    Parameters
    ----------
    inside : list of float arrays
        For each judged child, in order, a score for each of its candidates.
    right, easy : float arrays
        Scores beside easy pairs: of the right link of each judged child, and of each parent drawn
        from other plans (three a child).
    """

    inside: list[FloatArray]
    right: FloatArray
    easy: FloatArray


Way = Callable[[LinkPlan, Drawn], Scores]


def by_vectors(corpus: Corpus, embed: Callable[[Nodes], Block]) -> Way:
    """Score by products of vectors: among the texts of one plan, or of all beside easy pairs."""
    everything = _all_nodes(corpus)
    rows = embed(everything)
    first: dict[str, int] = {}
    count = 0
    for plan in corpus.plans:
        first[plan.name] = count
        count += len(plan.ids)

    def score(plan: LinkPlan, drawn: Drawn) -> Scores:
        own = embed(plan.nodes)
        start = first[plan.name]
        inside = [own[cands] @ own[child] for child, cands in plan.judged]
        child = np.array([child for child, _ in plan.judged], dtype=np.int64)
        mine = rows[start + child]
        right = _products(mine, rows[start + plan.parent[child]])
        foreign = [first[other] + node for other, node in drawn.foreign]
        easy = _products(mine.repeat(drawn.each, axis=0), rows[foreign])
        return Scores([np.asarray(one, dtype=np.float64) for one in inside], right, easy)

    return score


def words(nodes: Nodes) -> Block:
    """TF-IDF of words and characters."""
    return term_vectors(nodes.words, nodes.stop, MANY_TERMS)


def hybrid(vectors: Vectors) -> Callable[[Nodes], Block]:
    """0.55 of the cosine of sentence vectors from their middle, 0.45 of the cosine of words."""

    def embed(nodes: Nodes) -> Block:
        meant = vectors.of(nodes.texts)
        meant = unit(np.asarray(meant - meant.mean(axis=0), dtype=np.float32))
        share = np.float32(np.sqrt(SHARE_OF_MEANING)), np.float32(np.sqrt(1 - SHARE_OF_MEANING))
        return np.concatenate([meant * share[0], words(nodes) * share[1]], axis=1)

    return embed


def by_fit(vectors: Vectors | None, weights: Mapping[str, Weights]) -> Way:
    """Score by the fit, adapted to the plan's other links.

    Parameters
    ----------
    weights : mapping of plan name to Weights
        Learned without that plan's organisation where the plan was learned from.
    """

    def score(plan: LinkPlan, drawn: Drawn) -> Scores:
        nodes, foreign = with_guests(plan, drawn)
        features = Features(nodes, Space(nodes, vectors))
        folds = np.array([crc32(plan.ids[child].encode()) % FOLDS for child, _ in plan.judged])
        links = plan.nodes.child
        fold_of_link = np.array([crc32(plan.ids[child].encode()) % FOLDS for child in links])
        inside: list[FloatArray] = [np.zeros(0)] * len(plan.judged)
        right, easy = np.zeros(len(folds)), np.zeros(len(folds) * drawn.each)
        for fold in range(FOLDS):
            others = fold_of_link != fold
            own = fit.own_weights(
                weights[plan.name], features, links[others], plan.nodes.parent[others]
            )
            for place in np.flatnonzero(folds == fold).tolist():
                child, candidates = plan.judged[place]
                inside[place] = _fits(own, features, child, candidates)
                right[place] = inside[place][candidates == plan.parent[child]][0]
                drawn_here = slice(place * drawn.each, (place + 1) * drawn.each)
                easy[drawn_here] = _fits(own, features, child, foreign[drawn_here])
        return Scores(inside, right, easy)

    return score


def _fits(weights: Weights, features: Features, child: int, parents: IntArray) -> FloatArray:
    logit = weights.logit(
        features.of(np.full(len(parents), child), parents), np.zeros(len(parents), dtype=bool)
    )
    return fit.chance(logit)


def _all_nodes(corpus: Corpus) -> Nodes:
    """The texts of all plans as those of one, without links."""
    none, many = np.zeros(0, dtype=np.int64), sum(len(plan.ids) for plan in corpus.plans)
    stop = frozenset[str]().union(*(plan.nodes.stop for plan in corpus.plans))
    return Nodes(
        titles=[title for plan in corpus.plans for title in plan.nodes.titles],
        texts=[text for plan in corpus.plans for text in plan.nodes.texts],
        child=none,
        parent=none,
        depth=np.zeros(many, dtype=np.int64),
        holder=np.full(many, -1, dtype=np.int64),
        start=np.full(many, np.nan),
        end=np.full(many, np.nan),
        measured=np.zeros(many),
        stop=stop,
    )


def _products(one: Block, other: Block) -> FloatArray:
    return np.einsum("ij,ij->i", one, other).astype(np.float64)
