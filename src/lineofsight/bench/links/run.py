"""Compare ways of scoring links on published plans: protocol of DEFINITIONS section 8."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from lineofsight.bench.links import swapped, train, ways
from lineofsight.bench.links.corpus import Corpus, LinkPlan
from lineofsight.bench.links.draw import Drawn, draw
from lineofsight.bench.links.figures import (
    Figures,
    Judged,
    figures,
    intervals,
    macro,
    macro_intervals,
    paired,
    rank_of,
)
from lineofsight.bench.links.swapped import Swapped
from lineofsight.bench.reading.facts import Rows
from lineofsight.engine.columns import FloatArray
from lineofsight.engine.meaning import fit
from lineofsight.engine.meaning.vectors import Vectors

MANY_LINKS = 30  # plans with more are looked at one by one
PER_CHILD = ("recall_at_1", "recall_at_5", "mrr")

Span = tuple[float, float] | None
Difference = tuple[float, float, float] | None
Told = Callable[[str, int, int], None]


@dataclass
class Method:
    """How one way did."""

    overall: Figures
    macro: Figures
    intervals: dict[str, Span]
    macro_intervals: dict[str, Span]
    plans: dict[str, Figures]
    judged: list[Judged]


@dataclass
class Result:
    """What a run gave.

    Attributes
    ----------
    methods : dict
        ``fit``, ``tfidf`` and, with a sentence model, ``hybrid``.
    against : dict
        Differences of the fit to each other way: all plans, and the interval at 95 %.
    worse : list of (plan, figure, difference, standard error)
        Plans of more than 30 links on which the fit is worse than the rival by more than one
        paired standard error.
    rival : str
        The plain hybrid; without a sentence model TF-IDF.
    cross_validated : bool
        The plans are those that the shipped weights were learned from: each was scored by weights
        learned without its organisation.
    """

    data: str
    seed: int
    vectors: str
    plans: int
    links: int
    cross_validated: bool
    rival: str
    methods: dict[str, Method] = field(default_factory=dict)
    against: dict[str, dict[str, Difference]] = field(default_factory=dict)
    worse: list[tuple[str, str, float, float]] = field(default_factory=list)
    scores: list[tuple[str, str, float]] = field(default_factory=list)
    swapped: Swapped | None = None


def run(
    corpus: Corpus,
    vectors: Vectors | None,
    data: str = "",
    seed: int = 0,
    progress: Told | None = None,
    *,
    plans: Mapping[str, Rows] | None = None,
) -> Result:
    """Score every link of every plan in each way.

    Parameters
    ----------
    corpus : Corpus
    vectors : Vectors, optional
        The sentence model; without it words alone are compared.
    data : str
        What the plans are called in the result.
    seed : int
        Decides which wrong parents are drawn.
    progress : callable, optional
        Called with (plan, its place, number of plans).
    plans : mapping of plan name to Rows, optional
        The same plans as tables: children are swapped in them too.
    """
    rng = np.random.default_rng(seed)
    drawn = {plan.name: draw(corpus, plan, rng) for plan in corpus.plans}
    known = corpus.digest == fit.table()["data"]["sha256"]
    shipped = fit.shipped(with_vectors=vectors is not None)
    weights = (
        train.cross_validated(corpus, vectors, progress)
        if known
        else dict.fromkeys((plan.name for plan in corpus.plans), shipped)
    )
    chosen = {ways.FIT: ways.by_fit(vectors, weights)}
    chosen[ways.TFIDF] = ways.by_vectors(corpus, ways.words)
    if vectors is not None:
        chosen[ways.HYBRID] = ways.by_vectors(corpus, ways.hybrid(vectors))
    result = Result(
        data=data,
        seed=seed,
        vectors="" if vectors is None else vectors.name,
        plans=len(corpus.plans),
        links=corpus.links,
        cross_validated=known,
        rival=ways.TFIDF if vectors is None else ways.HYBRID,
    )
    for name, way in chosen.items():
        judged = []
        for place, plan in enumerate(corpus.plans):
            if progress is not None:
                progress(f"{name}: {plan.name}", place, len(corpus.plans))
            if not plan.judged:
                continue
            scores = way(plan, drawn[plan.name])
            judged.append(_judge(plan, drawn[plan.name], scores, name == ways.FIT))
            if name == ways.FIT:
                result.scores += _rows(plan, scores)
        result.methods[name] = _method(judged, seed)
    ours = result.methods[ways.FIT]
    for name, method in result.methods.items():
        if name != ways.FIT:
            result.against[name] = paired(ours.judged, method.judged, seed)
    result.worse = list(_worse(ours.judged, result.methods[result.rival].judged))
    if plans is not None:
        result.swapped = swapped.measure(plans, vectors, weights, seed, progress)
    return result


def scores_csv(result: Result) -> str:
    """Every score of the fit as CSV: child, candidate, score."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("child", "candidate", "score"))
    for child, candidate, score in result.scores:
        writer.writerow((child, candidate, f"{score:.6f}"))
    return text.getvalue()


def _rows(plan: LinkPlan, scores: ways.Scores) -> Iterator[tuple[str, str, float]]:
    for (child, candidates), row in zip(plan.judged, scores.inside, strict=True):
        for candidate, score in zip(candidates.tolist(), row.tolist(), strict=True):
            yield plan.ids[child], plan.ids[candidate], score


def _judge(plan: LinkPlan, drawn: Drawn, scores: ways.Scores, is_probability: bool) -> Judged:
    ranks, hard, hard_right = [], [], []
    for place, (child, candidates) in enumerate(plan.judged):
        row = scores.inside[place]
        right = int(np.flatnonzero(candidates == plan.parent[child])[0])
        ranks.append(rank_of(row, right))
        wrong = drawn.hard[place]
        hard += [row[right], *row[wrong].tolist()]
        hard_right += [True, *[False] * len(wrong)]
    return Judged(
        plan=plan.name,
        ranks=np.array(ranks),
        hard=np.array(hard),
        hard_right=np.array(hard_right, dtype=bool),
        easy=np.concatenate([scores.right, scores.easy]),
        easy_right=np.arange(len(scores.right) + len(scores.easy)) < len(scores.right),
        candidates=len(plan.nodes.candidates),
        is_probability=is_probability,
    )


def _method(judged: list[Judged], seed: int) -> Method:
    plans: dict[str, Figures] = {one.plan: figures([one]) for one in judged}
    return Method(
        overall=figures(judged),
        macro=macro(plans),
        intervals=intervals(judged, seed=seed),
        macro_intervals=macro_intervals(list(plans.values()), seed),
        plans=plans,
        judged=judged,
    )


def _worse(ours: list[Judged], theirs: list[Judged]) -> Iterator[tuple[str, str, float, float]]:
    for mine, rival in zip(ours, theirs, strict=True):
        if len(mine.ranks) <= MANY_LINKS:
            continue
        for key in PER_CHILD:
            gap = _each(mine.ranks, key) - _each(rival.ranks, key)
            error = float(gap.std(ddof=1) / np.sqrt(len(gap)))
            if gap.mean() < -error:
                yield mine.plan, key, float(gap.mean()), error


def _each(ranks: FloatArray, key: str) -> FloatArray:
    if key == "mrr":
        return 1 / ranks
    return (ranks <= (1 if key == "recall_at_1" else 5)).astype(np.float64)
