"""Logistic regression held to a prior, against a general minimiser."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize

from lineofsight.engine.columns import FloatArray
from lineofsight.engine.meaning.logistic import fit_logistic, log_odds, probability


def loss(tried: FloatArray, inputs: FloatArray, table: FloatArray, held: FloatArray) -> float:
    """Loss of rows (hit, weight) and of coefficients held to (prior, strength)."""
    chance = 1 / (1 + np.exp(-(inputs @ tried)))
    said = np.where(table[0] == 1, chance, 1 - chance)
    return float(-(table[1] * np.log(said)).sum() + (held[1] * (tried - held[0]) ** 2).sum() / 2)


@given(seed=st.integers(0, 10_000), rows=st.integers(1, 60), columns=st.integers(1, 6))
def test_finds_what_a_general_minimiser_finds(seed: int, rows: int, columns: int) -> None:
    rng = np.random.default_rng(seed)
    inputs = rng.normal(size=(rows, columns))
    hits = (rng.random(rows) < 0.4).astype(float)
    weights = rng.random(rows) * 3
    prior, strength = rng.normal(size=columns), rng.random(columns) * 5 + 0.1

    found = fit_logistic(inputs, hits, weights, prior, strength)

    told = (inputs, np.array([hits, weights]), np.array([prior, strength]))
    other = minimize(loss, np.zeros(columns), told, method="BFGS", options={"gtol": 1e-8})
    np.testing.assert_allclose(found, other.x, atol=2e-4)
    assert loss(found, *told) <= other.fun + 1e-8


def test_stays_at_the_prior_where_nothing_is_known() -> None:
    prior = np.array([0.5, -2.0])
    none = np.zeros((0, 2)), np.zeros(0), np.zeros(0)

    np.testing.assert_allclose(fit_logistic(*none, prior, np.ones(2)), prior)


def test_holds_where_hits_and_misses_can_be_told_apart_wholly() -> None:
    inputs = np.array([[1.0, -50.0], [1.0, -40.0], [1.0, 40.0], [1.0, 50.0]])
    hits = np.array([0.0, 0.0, 1.0, 1.0])

    found = fit_logistic(inputs, hits, np.ones(4), np.zeros(2), np.array([1e-6, 1.0]))

    assert np.isfinite(found).all()
    assert found[1] > 0


def test_holds_where_inputs_are_far_out() -> None:
    inputs = np.array([[1.0, 1e4], [1.0, -1e4], [1.0, 1e4]])

    found = fit_logistic(inputs, np.array([1.0, 0.0, 0.0]), np.ones(3), np.zeros(2), np.ones(2))

    assert np.isfinite(found).all()


def test_leaves_the_prior_as_it_was() -> None:
    prior = np.zeros(1)
    fit_logistic(np.ones((3, 1)), np.ones(3), np.ones(3), prior, np.ones(1))

    assert prior.tolist() == [0]


@pytest.mark.parametrize("chance", [0.001, 0.25, 0.5, 0.9, 0.999])
def test_log_odds_are_turned_back(chance: float) -> None:
    assert probability(np.array([log_odds(chance)]))[0] == pytest.approx(chance)


@pytest.mark.parametrize("logit", [-1e6, -40.0, 40.0, 1e6])
def test_a_probability_is_finite_for_any_log_odds(logit: float) -> None:
    assert 0 < probability(np.array([logit]))[0] <= 1
