"""Learn the weights of the fit, and what retention is usual, from published plans."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

import numpy as np

from lineofsight.bench.links.corpus import Corpus, LinkPlan
from lineofsight.engine.columns import FloatArray, IntArray
from lineofsight.engine.meaning import fit, retention
from lineofsight.engine.meaning.features import FEATURES, Features
from lineofsight.engine.meaning.fit import Weights
from lineofsight.engine.meaning.logistic import fit_logistic
from lineofsight.engine.meaning.space import Space
from lineofsight.engine.meaning.vectors import Vectors

STRENGTH = 1.0  # how firmly weights are held to 0
MEASURE = 2.0  # published plans do not say which goals share a measure: this one is judged by us
COMMON_LINKS, FEWEST_LINKS = 100, 30  # a plan counts by the square root of its links
DIGITS = 4
PERCENTILES = (1, 2, 5)
FEWEST_AT_A_DEPTH = 100  # goals by which a depth is judged; else it is judged as the one above

Sample = tuple[FloatArray, FloatArray, FloatArray]
Learned = Mapping[str, Any]
V = TypeVar("V")


class TooFewError(Exception):
    """The plans hold too few goals to learn from."""


def sample(plan: LinkPlan, vectors: Vectors | None) -> Sample:
    """Work out features, hits and weights of all links of a plan and all their candidates."""
    features = Features(plan.nodes, Space(plan.nodes, vectors))
    judged = [child for child, _ in plan.judged]
    if not judged:
        return np.zeros((0, len(FEATURES))), np.zeros(0), np.zeros(0)
    child = np.array(judged, dtype=np.int64)
    ones, others, rows, hits = fit.pairs_to_learn(features, child, plan.parent[child], most=0)
    share = np.sqrt(COMMON_LINKS / max(FEWEST_LINKS, len(judged)))
    return features.of(ones, others), hits, rows * share


def learn(samples: Iterable[Sample]) -> Weights:
    """Learn weights from samples of plans."""
    inputs, hits, rows = (np.concatenate(part) for part in zip(*samples, strict=True))
    middle = np.average(inputs, axis=0, weights=rows)
    spread = np.sqrt(np.average((inputs - middle) ** 2, axis=0, weights=rows))
    spread = np.where(spread > 1e-6, spread, 1.0)
    table = np.column_stack([np.ones(len(inputs)), inputs / spread])
    zeros = np.zeros(table.shape[1])
    strength = np.append(1e-6, np.full(len(FEATURES), STRENGTH))
    found = fit_logistic(table, hits, rows, zeros, strength)
    return Weights(float(found[0]), found[1:] / spread, spread, MEASURE)


def cross_validated(
    corpus: Corpus,
    vectors: Vectors | None,
    progress: Callable[[str, int, int], None] | None = None,
) -> dict[str, Weights]:
    """Learn, for each plan, from the plans of all other organisations."""
    samples = _samples(corpus, vectors, progress)
    found: dict[str, Weights] = {}
    for organisation in sorted({plan.organisation for plan in corpus.plans}):
        inside = [plan.name for plan in corpus.plans if plan.organisation == organisation]
        others = [one for name, one in samples.items() if name not in inside]
        found |= dict.fromkeys(inside, learn(others))
    return found


def train(
    corpus: Corpus,
    vectors: Vectors,
    progress: Callable[[str, int, int], None] | None = None,
) -> Learned:
    """Learn everything that ships in ``weights.json``.

    Raises
    ------
    TooFewError
        There is no depth at which enough goals stand.
    """
    models: dict[str, Any] = {}
    usual: dict[str, Any] = {}
    spread: FloatArray | None = None
    for name, chosen in (("meaning", vectors), ("words", None)):
        samples = _samples(corpus, chosen, progress)
        weights = learn(samples.values())
        spread = weights.spread if spread is None else spread
        models[name] = {
            "intercept": _rounded(weights.intercept),
            "weights": dict(zip(FEATURES, map(_rounded, weights.weights), strict=True)),
        }
        usual[name] = _retention(corpus, chosen)
    if spread is None:
        raise ValueError("no model was learned")
    return {
        "about": "Written by `lineofsight bench links --fit`; docs/explanation/fit.md says how.",
        "data": {
            "sha256": corpus.digest,
            "plans": len(corpus.plans),
            "organisations": len({plan.organisation for plan in corpus.plans}),
            "links": corpus.links,
        },
        "vectors": vectors.name,
        "models": models,
        "spread": dict(zip(FEATURES, map(_rounded, spread), strict=True)),
        "measure": MEASURE,
        "retention": usual,
    }


def to_text(learned: Learned) -> str:
    """Return what was learned as the content of ``weights.json``; the same, the same bytes."""
    return json.dumps(learned, indent=1, ensure_ascii=False) + "\n"


def _samples(
    corpus: Corpus,
    vectors: Vectors | None,
    progress: Callable[[str, int, int], None] | None,
) -> dict[str, Sample]:
    found: dict[str, Sample] = {}
    for place, plan in enumerate(corpus.plans):
        if progress is not None:
            progress(plan.name, place, len(corpus.plans))
        found[plan.name] = sample(plan, vectors)
    return found


def _retention(corpus: Corpus, vectors: Vectors | None) -> dict[str, dict[str, float]]:
    """What closeness to the pillar is usual at each depth, and which retention is rare."""
    likeness: list[tuple[LinkPlan, IntArray, FloatArray]] = []
    by_depth: dict[int, list[float]] = {}
    for plan in corpus.plans:
        space = Space(plan.nodes, vectors)
        below = np.flatnonzero((plan.pillar >= 0) & (plan.pillar != np.arange(len(plan.ids))))
        if not len(below):
            continue
        depth = plan.nodes.depth[below] - plan.nodes.depth[plan.pillar[below]]
        close = retention.closeness(space.similarity(below, plan.pillar[below]))
        likeness.append((plan, depth, close))
        for rung, like in zip(depth.tolist(), close.tolist(), strict=True):
            by_depth.setdefault(min(rung, retention.DEEPEST), []).append(like)
    if all(len(found) < FEWEST_AT_A_DEPTH for found in by_depth.values()):
        raise TooFewError
    medians = _filled(
        {
            rung: float(np.median(found))
            for rung, found in by_depth.items()
            if len(found) >= FEWEST_AT_A_DEPTH
        }
    )
    rare: dict[int, list[float]] = {}
    for plan, depth, close in likeness:
        share, above = np.ones(len(plan.ids)), plan.parent.copy()
        below = np.flatnonzero((plan.pillar >= 0) & (plan.pillar != np.arange(len(plan.ids))))
        share[below] = retention.kept(close, retention.usual(depth, close, medians))
        above[plan.pillar[below]] = -1
        left = retention.along(share, above)[below]
        ends = plan.nodes.height[below] == 0
        for rung, value in zip(depth[ends].tolist(), left[ends].tolist(), strict=True):
            rare.setdefault(min(rung, retention.DEEPEST), []).append(value)
    rare = {rung: found for rung, found in rare.items() if len(found) >= FEWEST_AT_A_DEPTH}
    if not rare:
        raise TooFewError
    rare = _filled(rare)
    return {
        str(rung): {"median": _rounded(medians[rung])}
        | {f"p{p}": _rounded(float(np.percentile(rare[rung], p))) for p in PERCENTILES}
        for rung in range(1, retention.DEEPEST + 1)
    }


def _filled(found: Mapping[int, V]) -> dict[int, V]:
    """For depths 1 to 5 what was found there, or else at the next depth above that has any."""
    return {
        rung: found[max((r for r in found if r <= rung), default=min(found))]
        for rung in range(1, retention.DEEPEST + 1)
    }


def _rounded(value: float) -> float:
    return float(f"{float(value):.{DIGITS}g}")
