"""Figures of how well right links are told from wrong ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from lineofsight.engine.columns import BoolArray, FloatArray

KEYS = (
    "recall_at_1",
    "recall_at_5",
    "mrr",
    "auc_hard",
    "ap_hard",
    "auc_easy",
    "ap_easy",
    "ece",
)
FEWEST_CANDIDATES = 3  # of plans that count for recall
BINS = 10
DRAWS = 1_000
LOW, HIGH = 2.5, 97.5  # percentiles that bound an interval

Figures = Mapping[str, float | None]


@dataclass
class Judged:
    """What one way of scoring said about one plan.

    Attributes
    ----------
    ranks : float array
        Place of the right parent among the candidates of each child, ties in the middle.
    hard, easy : float arrays
        Scores of right links and of wrong candidates beside them, of the same plan or of others.
    hard_right, easy_right : bool arrays
    candidates : int
    """

    plan: str
    ranks: FloatArray
    hard: FloatArray
    hard_right: BoolArray
    easy: FloatArray
    easy_right: BoolArray
    candidates: int
    is_probability: bool = field(default=True)


def rank_of(scores: FloatArray, right: int) -> float:
    """Place of one score among all, from 1; ties share the middle of their places."""
    mine = scores[right]
    return float(1 + (scores > mine).sum() + 0.5 * ((scores == mine).sum() - 1))


def area(scores: FloatArray, right: BoolArray) -> float | None:
    """Area under the ROC curve: how often a right one scores above a wrong one; ties count half.

    None where there are none of either.
    """
    positives, negatives = int(right.sum()), int((~right).sum())
    if not positives or not negatives:
        return None
    order = np.argsort(scores, kind="stable")
    _values, first, count = np.unique(scores[order], return_index=True, return_counts=True)
    rank = np.empty(len(scores))
    rank[order] = np.repeat(first + (count + 1) / 2, count)
    above = rank[right].sum() - positives * (positives + 1) / 2
    return float(above / (positives * negatives))


def average_precision(scores: FloatArray, right: BoolArray) -> float | None:
    """Mean precision at each right one, from the highest score down; ties are taken together.

    None where there are none of either.
    """
    if not right.any() or right.all():
        return None
    order = np.argsort(-scores, kind="stable")
    hits = right[order]
    last = np.append(np.flatnonzero(np.diff(scores[order])), len(scores) - 1)
    found = np.cumsum(hits)[last]
    gained = np.diff(found, prepend=0)
    return float((gained * found / (last + 1)).sum() / right.sum())


def calibration_error(chances: FloatArray, right: BoolArray) -> float | None:
    """Mean distance of stated and true share, over ten bins of equal size."""
    if not len(chances):
        return None
    order = np.argsort(chances, kind="stable")
    bins = [part for part in np.array_split(order, BINS) if len(part)]
    gaps = [abs(chances[part].mean() - right[part].mean()) * len(part) for part in bins]
    return float(sum(gaps) / len(chances))


def figures(judged: Sequence[Judged]) -> dict[str, float | None]:
    """Work out all figures over some plans taken together."""
    ranked = [one.ranks for one in judged if one.candidates >= FEWEST_CANDIDATES]
    ranks = np.concatenate(ranked) if ranked else np.zeros(0)
    hard, hard_right = _joined(judged, "hard")
    easy, easy_right = _joined(judged, "easy")
    are_chances = all(one.is_probability for one in judged)
    return {
        "recall_at_1": _mean(ranks <= 1),
        "recall_at_5": _mean(ranks <= 5),
        "mrr": _mean(1 / ranks),
        "auc_hard": area(hard, hard_right),
        "ap_hard": average_precision(hard, hard_right),
        "auc_easy": area(easy, easy_right),
        "ap_easy": average_precision(easy, easy_right),
        "ece": calibration_error(hard, hard_right) if are_chances else None,
    }


def macro(plans: Mapping[str, Figures]) -> dict[str, float | None]:
    """Mean of each figure over the plans that have it."""
    found: dict[str, float | None] = {}
    for key in KEYS:
        known = [value for one in plans.values() if (value := one[key]) is not None]
        found[key] = float(np.mean(known)) if known else None
    return found


def intervals(
    judged: Sequence[Judged],
    figure: Callable[[Sequence[Judged]], Mapping[str, float | None]] = figures,
    seed: int = 0,
) -> dict[str, tuple[float, float] | None]:
    """Intervals at 95 % for figures over plans, by drawing plans anew."""
    rng = np.random.default_rng(seed)
    drawn: dict[str, list[float]] = {}
    for _ in range(DRAWS):
        chosen = [judged[i] for i in rng.integers(0, len(judged), len(judged)).tolist()]
        for key, value in figure(chosen).items():
            if value is not None:
                drawn.setdefault(key, []).append(value)
    return {key: _interval(drawn.get(key, [])) for key in KEYS}


def macro_intervals(
    plans: Sequence[Figures], seed: int = 0
) -> dict[str, tuple[float, float] | None]:
    """Intervals at 95 % for the mean of each figure over plans, by drawing plans anew."""
    rng = np.random.default_rng(seed)
    chosen = rng.integers(0, len(plans), (DRAWS, len(plans)))
    found: dict[str, tuple[float, float] | None] = {}
    for key in KEYS:
        value = np.array([np.nan if one[key] is None else one[key] for one in plans])[chosen]
        known = ~np.isnan(value)
        has_any = known.any(axis=1)
        sums = np.where(known, value, 0).sum(axis=1)[has_any]
        found[key] = _interval((sums / known.sum(axis=1)[has_any]).tolist())
    return found


def paired(
    ours: Sequence[Judged], theirs: Sequence[Judged], seed: int = 0
) -> dict[str, tuple[float, float, float] | None]:
    """Difference of figures between two ways on the same plans, and its interval at 95 %."""
    rng = np.random.default_rng(seed)
    whole, other = figures(ours), figures(theirs)
    drawn: dict[str, list[float]] = {}
    for _ in range(DRAWS):
        chosen = rng.integers(0, len(ours), len(ours)).tolist()
        mine, rival = figures([ours[i] for i in chosen]), figures([theirs[i] for i in chosen])
        for key in KEYS:
            a, b = mine[key], rival[key]
            if a is not None and b is not None:
                drawn.setdefault(key, []).append(a - b)
    found: dict[str, tuple[float, float, float] | None] = {}
    for key in KEYS:
        a, b, span = whole[key], other[key], _interval(drawn.get(key, []))
        found[key] = None if a is None or b is None or span is None else (a - b, *span)
    return found


def _joined(judged: Sequence[Judged], kind: str) -> tuple[FloatArray, BoolArray]:
    scores = [getattr(one, kind) for one in judged]
    right = [getattr(one, f"{kind}_right") for one in judged]
    if not scores:
        return np.zeros(0), np.zeros(0, dtype=bool)
    return np.concatenate(scores), np.concatenate(right)


def _mean(values: FloatArray | BoolArray) -> float | None:
    return float(values.mean()) if len(values) else None


def _interval(values: Sequence[float]) -> tuple[float, float] | None:
    if not values:
        return None
    low, high = np.percentile(values, [LOW, HIGH])
    return float(low), float(high)
