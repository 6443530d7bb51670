"""Fit: how likely it is that a child belongs under a parent.

``weights.json`` holds everything that was learned, one number a feature; ``lineofsight bench links
--fit`` writes it anew from published plans. How it was found and how well it does:
``docs/explanation/fit.md``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from lineofsight.engine.columns import BoolArray, FloatArray, IntArray
from lineofsight.engine.meaning.features import FEATURES, Features
from lineofsight.engine.meaning.logistic import fit_logistic, log_odds, probability

DRAWN = 0.25  # one in four candidates is right: how the weights were learned
CLAIMED = 0.9  # of the links that a plan claims, so many are right
STRENGTH = 10.0  # how firmly an organisation's own links hold to the shipped weights
FEWEST_OWN = 10  # confirmed links from which on an organisation's own count
FEWEST_FOR_PRIOR = 30  # and from which on they say how many links are right
MOST_OWN = 2_000
WRONG_EACH = 16  # wrong candidates beside each confirmed link
SURE = 0.001  # a fit lies between this and 1 less this
PRIOR_STEPS = 100
SMALLEST_PRIOR, LARGEST_PRIOR = 0.5, 0.99


@dataclass(frozen=True)
class Weights:
    """A logistic model over the features.

    Parameters
    ----------
    intercept : float
        Log odds where all features are 0 and one candidate in four is right.
    weights : float array, one entry a feature
        Log odds for each unit of it.
    spread : float array, one entry a feature
        Its usual size, by which weights are compared.
    measure : float
        Log odds added where a key result of either has the same measure.
    """

    intercept: float
    weights: FloatArray
    spread: FloatArray
    measure: float

    def logit(self, features: FloatArray, shared: BoolArray) -> FloatArray:
        """Log odds that links are right when one candidate in four is."""
        return self.intercept + features @ self.weights + self.measure * shared

    def adapted(self, features: FloatArray, hits: FloatArray, rows: FloatArray) -> Weights:
        """Move the weights to links that are known, as far as these speak.

        Parameters
        ----------
        features : float array, shape (k, features)
        hits : float array, length k
            1 for a link, 0 for a candidate that is none.
        rows : float array, length k
            How much each counts: 1 for a link, 3 in all for the others beside it.
        """
        inputs = np.column_stack([np.ones(len(features)), features / self.spread])
        prior = np.concatenate(([self.intercept], self.weights * self.spread))
        found = fit_logistic(inputs, hits, rows, prior, np.full(len(prior), STRENGTH))
        return Weights(float(found[0]), found[1:] / self.spread, self.spread, self.measure)


def shipped(*, with_vectors: bool) -> Weights:
    """Return the weights that come with the product, for texts with sentence vectors or without."""
    learned = table()
    model = learned["models"]["meaning" if with_vectors else "words"]
    return Weights(
        intercept=float(model["intercept"]),
        weights=_in_order(model["weights"]),
        spread=_in_order(learned["spread"]),
        measure=float(learned["measure"]),
    )


@cache
def table() -> Mapping[str, Any]:
    """Everything that was learned, as it stands in ``weights.json``."""
    text = files(__package__).joinpath("weights.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


def _in_order(named: Mapping[str, float]) -> FloatArray:
    return np.array([named[name] for name in FEATURES])


def chance(logit: FloatArray) -> FloatArray:
    """Turn log odds into a fit in [0.001, 0.999]."""
    return np.clip(np.round(probability(logit), 6), SURE, 1 - SURE)


def moved(fit: FloatArray, prior: float = CLAIMED) -> FloatArray:
    """Move a fit from one right candidate in four to a share ``prior`` of right links.

    DEFINITIONS section 6: ``logit(fit) + logit(prior) - logit(0.25)``.
    """
    odds = np.log(fit / (1 - fit)) + log_odds(prior) - log_odds(DRAWN)
    return np.clip(np.round(probability(odds), 6), SURE, 1 - SURE)


def own_prior(fit: FloatArray) -> float:
    """Estimate the share of right links among links of which the fits are known.

    The share that agrees with the fits themselves (Saerens, M. et al. (2002), Adjusting the outputs
    of a classifier to new a priori probabilities, Neural Computation 14, 21-41); in [0.5, 0.99].
    """
    share = CLAIMED
    for _ in range(PRIOR_STEPS):
        share = float(np.clip(moved(fit, share).mean(), SMALLEST_PRIOR, LARGEST_PRIOR))
    return share


def own_weights(weights: Weights, features: Features, child: IntArray, parent: IntArray) -> Weights:
    """Adapt weights to an organisation's own confirmed links.

    Parameters
    ----------
    child, parent : int64 arrays
        Ends of the confirmed links. Of many an even choice is taken; few (below 10) say nothing.
    """
    if len(child) < FEWEST_OWN:
        return weights
    chosen = np.unique(np.linspace(0, len(child) - 1, min(len(child), MOST_OWN)).astype(np.int64))
    child, parent = child[chosen], parent[chosen]
    ones, others, rows, hits = pairs_to_learn(features, child, parent)
    return weights.adapted(features.of(ones, others), hits, rows)


def pairs_to_learn(
    features: Features, child: IntArray, parent: IntArray, most: int = WRONG_EACH
) -> tuple[IntArray, IntArray, FloatArray, FloatArray]:
    """Put wrong candidates beside links, evenly chosen.

    Returns
    -------
    child, parent : int64 arrays
    weight, hit : float arrays
        A link counts 1, the wrong candidates beside it 3 together.
    """
    standing = features.standing
    open_to = standing.open_to(child) & (standing.candidates[None, :] != parent[:, None])
    # Other parents of the same child are not wrong.
    where, above = features.nodes.up.gather(child)
    for row, node in zip(where.tolist(), above.tolist(), strict=True):
        open_to[row, standing.candidates == node] = False
    ones, others, rows, hits = [child], [parent], [np.ones(len(child))], [np.ones(len(child))]
    number = open_to.sum(axis=1)
    order = np.cumsum(open_to, axis=1) - 1
    step = np.maximum(-(-number // most), 1) if most else np.ones_like(number)
    taken = open_to & (order % step[:, None] == 0)
    row, column = np.nonzero(taken)
    count = taken.sum(axis=1)
    ones.append(child[row])
    others.append(standing.candidates[column])
    rows.append(3 / count[row])
    hits.append(np.zeros(len(row)))
    return (
        np.concatenate(ones),
        np.concatenate(others),
        np.concatenate(rows),
        np.concatenate(hits),
    )
