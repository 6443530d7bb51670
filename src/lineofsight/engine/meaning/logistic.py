"""Logistic regression with a prior, by Newton's method: small, exact, the same everywhere."""

from __future__ import annotations

import numpy as np

from lineofsight.engine.columns import FloatArray

MOST_STEPS = 50
CLOSE_ENOUGH = 1e-10


def probability(logit: FloatArray) -> FloatArray:
    """Turn log odds into probabilities in (0, 1)."""
    return np.asarray(1 / (1 + np.exp(-np.clip(logit, -40, 40))))


def log_odds(chance: float) -> float:
    """Turn a probability in (0, 1) into log odds."""
    return float(np.log(chance / (1 - chance)))


def fit_logistic(
    inputs: FloatArray,
    hits: FloatArray,
    weights: FloatArray,
    prior: FloatArray,
    strength: FloatArray,
) -> FloatArray:
    """Find the coefficients that say best which rows are hits.

    Parameters
    ----------
    inputs : float array, shape (n, k)
    hits : float array, length n
        0 or 1.
    weights : float array, length n
        How much each row counts.
    prior, strength : float arrays, length k
        Where the coefficients are held, and how firmly: half of ``strength`` times the squared
        distance is added to the loss. ``strength`` above 0.

    Returns
    -------
    float array, length k
    """
    found = prior.astype(np.float64).copy()

    def loss_at(tried: FloatArray) -> float:
        logit = inputs @ tried
        miss = np.logaddexp(0, logit) - hits * logit
        return float(weights @ miss + 0.5 * strength @ (tried - prior) ** 2)

    loss = loss_at(found)
    for _ in range(MOST_STEPS):
        chance = probability(inputs @ found)
        slope = inputs.T @ (weights * (chance - hits)) + strength * (found - prior)
        bend = (inputs * (weights * chance * (1 - chance))[:, None]).T @ inputs
        step = np.linalg.solve(bend + np.diag(strength), slope)
        size = 1.0
        while (now := loss_at(found - size * step)) > loss and size > CLOSE_ENOUGH:
            size /= 2
        found = found - size * step
        if abs(loss - now) < CLOSE_ENOUGH * (1 + abs(loss)):
            break
        loss = now
    return found
