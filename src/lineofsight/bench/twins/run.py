"""Learn how likely twins are, and measure how well they are told apart."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from lineofsight.bench.links.corpus import Corpus, LinkPlan
from lineofsight.bench.twins import cases
from lineofsight.bench.twins.cases import Cases
from lineofsight.engine.columns import BoolArray, FloatArray
from lineofsight.engine.lenses.words import WordList, shipped
from lineofsight.engine.meaning import alike, near
from lineofsight.engine.meaning.alike import FEATURES, Likeness
from lineofsight.engine.meaning.logistic import fit_logistic, probability
from lineofsight.engine.meaning.vectors import Vectors

CALLED = 0.8  # probability from which on LOS205 names a pair
FOLDS = 5
STRENGTH = 1.0  # how firmly each weight is held to 0
THING_COUNTS = 2.0  # a changed thing counts so often: there are few of them
BINS = 10
LOST = 0.005  # of the pairs that would be named, so many may lie below the floor
STEP = 0.01
DATES = 0.5  # set, not learned: log odds less where two lifetimes hardly overlap
DECIMALS = 4


@dataclass
class Figures:
    """How well one model tells twins.

    Attributes
    ----------
    auc : float
        Area under the ROC curve, out of fold, over made twins and pairs that only look alike.
    calibration : float
        Mean distance of probability and share of twins, over ten bins of equal size.
    called : mapping of kind to (pairs, share named)
        Shares at probability 0.8.
    goals, alarms, same : int
        Of untouched plans: their goals, pairs named that could be a finding, and of these the ones
        that say the same in the same words.
    """

    auc: float
    calibration: float
    called: dict[str, tuple[int, float]]
    goals: int = 0
    alarms: int = 0
    same: int = 0

    @property
    def alarms_per_100_goals(self) -> float:
        """Pairs named in untouched plans, but for those in the same words."""
        return 100 * (self.alarms - self.same) / max(self.goals, 1)


@dataclass
class Result:
    """What a run gave: the figures of the model with sentence vectors and of that without."""

    data: str
    vectors: str
    models: dict[str, Figures] = field(default_factory=dict)


def has_free_plans(corpus: Corpus) -> bool:
    """Tell whether there is a plan whose texts may be changed and used freely."""
    return any(cases.FREE.match(plan.name) for plan in corpus.plans)


def fit(corpus: Corpus, vectors: Vectors) -> dict[str, Any]:
    """Learn what ``twins.json`` holds from the free plans of a corpus."""
    words = shipped("en")
    drawn = cases.draw(corpus, words)
    return {
        "about": "Written by `lineofsight bench twins --fit`; docs/explanation/twins.md says how.",
        "data": {"sha256": corpus.digest, "pairs": len(drawn.one)},
        "vectors": vectors.name,
        "dates": DATES,
        "models": {
            name: learn_model(drawn, words, given)
            for name, given in (("meaning", vectors), ("words", None))
        },
    }


def as_text(learned: Mapping[str, Any]) -> str:
    """Write what was learned as the file holds it."""
    return json.dumps(learned, indent=1, ensure_ascii=False) + "\n"


def learn_model(drawn: Cases, words: WordList, vectors: Vectors | None) -> dict[str, Any]:
    """Learn one model from pairs: with sentence vectors, or by words alone."""
    features, with_vectors = drawn.features(words, vectors), vectors is not None
    found = _learn(drawn, features, np.ones(len(drawn.twin), dtype=bool))
    named = {name: round(float(w), DECIMALS) for name, w in zip(FEATURES, found[1:], strict=True)}
    if not with_vectors:
        del named["meaning"]
    chance = probability(np.column_stack([np.ones(len(features)), features]) @ found)
    shown = (drawn.twin == 1) & (chance >= CALLED)
    if not shown.any():  # of so few plans that nothing is learned
        shown = drawn.twin == 1
    share = 0.5 if with_vectors else 0.0
    like = share * features[shown, 0] + (1 - share) * features[shown, 1]
    floor = np.floor(float(np.quantile(like, LOST)) / STEP) * STEP
    return {
        "intercept": round(float(found[0]), DECIMALS),
        "weights": named,
        "floor": round(float(floor), 2),
    }


def _learn(drawn: Cases, features: FloatArray, among: BoolArray) -> FloatArray:
    inputs = np.column_stack([np.ones(len(features)), features])[among]
    counts = np.where(np.array(drawn.kind) == cases.THING, THING_COUNTS, 1.0)[among]
    strength = np.full(inputs.shape[1], STRENGTH)
    strength[0] = 1e-3
    return fit_logistic(inputs, drawn.twin[among], counts, np.zeros(len(strength)), strength)


def measure(corpus: Corpus, vectors: Vectors | None, data: str = "") -> Result:
    """Tell how well twins are told: out of fold on made pairs, and on untouched plans."""
    words = shipped("en")
    drawn = cases.draw(corpus, words)
    result = Result(data, "" if vectors is None else vectors.name)
    for name, given in (("meaning", vectors), ("words", None)):
        if name == "meaning" and vectors is None:
            continue
        figures = _out_of_fold(drawn, drawn.features(words, given))
        for plan in corpus.plans:
            goals, alarms, same = untouched(plan, words, given)
            figures.goals += goals
            figures.alarms += len(alarms)
            figures.same += same
        result.models[name] = figures
    return result


def _out_of_fold(drawn: Cases, features: FloatArray) -> Figures:
    names = sorted(set(drawn.plan))
    fold = np.array([names.index(plan) % FOLDS for plan in drawn.plan])
    chance = np.zeros(len(features))
    inputs = np.column_stack([np.ones(len(features)), features])
    for held_out in range(FOLDS):
        out = fold == held_out
        if out.any():
            chance[out] = probability(inputs[out] @ _learn(drawn, features, ~out))
    kinds = np.array(drawn.kind)
    return Figures(
        auc=_area(chance, drawn.twin),
        calibration=_calibration(chance, drawn.twin),
        called={
            kind: (int((kinds == kind).sum()), float((chance[kinds == kind] >= CALLED).mean()))
            for kind in dict.fromkeys(drawn.kind)
        },
    )


def _area(scores: FloatArray, hits: FloatArray) -> float:
    from scipy.stats import rankdata  # noqa: PLC0415 - only the bench needs it

    n_hits = hits.sum()
    ranks = rankdata(scores)[hits == 1].sum() - n_hits * (n_hits + 1) / 2
    return float(ranks / (n_hits * (len(hits) - n_hits)))


def _calibration(chance: FloatArray, hits: FloatArray) -> float:
    order = np.argsort(chance, kind="stable")
    bins = np.array_split(order, BINS)
    return float(np.mean([abs(chance[part].mean() - hits[part].mean()) for part in bins]))


def untouched(
    plan: LinkPlan, words: WordList, vectors: Vectors | None
) -> tuple[int, list[tuple[float, str, str]], int]:
    """Name twins in a real plan as if each goal were of another team.

    Returns
    -------
    goals : int
    alarms : list of (probability, title, title)
        Pairs without a common parent of which neither is below the other, the likeliest first.
    same : int
        How many of these say the same in the same words: they are said twice, and no mistake.
    """
    model = alike.shipped(with_vectors=vectors is not None)
    titles = list(plan.nodes.titles)
    likeness = Likeness(titles, cases.described(plan), words, vectors)
    pairs = near.near_pairs(likeness.rows, model.floor, likeness.may_be)
    chance = probability(model.logit(likeness.features(pairs.one, pairs.other)))
    said = [(frozenset(one.words), one.numbers) for one in likeness.said.titles]
    alarms, same = [], 0
    for one, other, likely in zip(
        pairs.one.tolist(), pairs.other.tolist(), chance.tolist(), strict=True
    ):
        if likely >= CALLED and not _linked(plan, one, other):
            alarms.append((likely, titles[one], titles[other]))
            same += said[one] == said[other]
    return len(titles), sorted(alarms, reverse=True), same


def _linked(plan: LinkPlan, one: int, other: int) -> bool:
    parent = plan.parent
    beside = parent[one] >= 0 and parent[one] == parent[other]
    return bool(beside or plan.is_below(one, other) or plan.is_below(other, one))
