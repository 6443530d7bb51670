"""From features to a probability, its prior, and an organisation's own links."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineofsight.engine.columns import IntArray
from lineofsight.engine.meaning import fit
from lineofsight.engine.meaning.features import FEATURES, Features
from lineofsight.engine.meaning.fit import Weights
from lineofsight.engine.meaning.nodes import Nodes
from lineofsight.engine.meaning.space import Space
from tests.engine.meaning.cascades import Reading, cascades, nodes_of

FITS = st.floats(0.001, 0.999)


def logit(chance: float) -> float:
    return math.log(chance / (1 - chance))


class TestMoving:
    @given(found=FITS, prior=st.floats(0.05, 0.99))
    def test_follows_the_definition(self, found: float, prior: float) -> None:
        odds = logit(found) + logit(prior) - logit(0.25)
        expected = min(max(1 / (1 + math.exp(-odds)), 0.001), 0.999)

        assert fit.moved(np.array([found]), prior)[0] == pytest.approx(expected, abs=1e-6)

    def test_of_what_is_as_likely_as_any_gives_the_prior(self) -> None:
        assert fit.moved(np.array([0.25]))[0] == pytest.approx(0.9)

    def test_to_the_prior_it_has_changes_nothing(self) -> None:
        found = np.array([0.01, 0.3, 0.97])

        np.testing.assert_allclose(fit.moved(found, 0.25), found, atol=1e-6)

    def test_keeps_the_order(self) -> None:
        moved = fit.moved(np.linspace(0.001, 0.999, 200))

        assert (np.diff(moved) >= 0).all()


@pytest.mark.parametrize(("odds", "expected"), [(-100, 0.001), (0, 0.5), (100, 0.999)])
def test_a_fit_is_never_certain(odds: float, expected: float) -> None:
    assert fit.chance(np.array([odds]))[0] == expected


class TestOwnPrior:
    def test_is_the_share_that_agrees_with_the_fits(self) -> None:
        found = np.array([0.8] * 70 + [0.02] * 30)

        share = fit.own_prior(found)

        assert 0.5 < share < 0.99
        assert fit.moved(found, share).mean() == pytest.approx(share, abs=1e-4)

    @pytest.mark.parametrize(("found", "share"), [(0.999, 0.99), (0.001, 0.5)])
    def test_stays_in_bounds(self, found: float, share: float) -> None:
        assert fit.own_prior(np.full(40, found)) == share

    def test_finds_the_share_that_fits_were_drawn_with(self) -> None:
        """Right links score N(1, 1), wrong ones N(-1, 1): log odds 2x + log(1/3)."""
        rng = np.random.default_rng(1)
        right = rng.random(40_000) < 0.8
        score = rng.normal(np.where(right, 1, -1), 1)
        found = fit.chance(2 * score + math.log(1 / 3))

        assert fit.own_prior(found) == pytest.approx(0.8, abs=0.02)


class TestShipped:
    @pytest.mark.parametrize("with_vectors", [True, False])
    def test_has_a_weight_and_a_spread_for_every_feature(self, with_vectors: bool) -> None:
        weights = fit.shipped(with_vectors=with_vectors)

        assert weights.weights.shape == weights.spread.shape == (len(FEATURES),)
        assert (weights.spread > 0).all()

    @pytest.mark.parametrize("with_vectors", [True, False])
    def test_every_feature_speaks_for_a_link(self, with_vectors: bool) -> None:
        """A sentence says of each why it is a reason; a negative weight would belie it."""
        assert (fit.shipped(with_vectors=with_vectors).weights > 0).all()

    def test_names_the_features_in_their_order(self) -> None:
        learned = fit.table()

        for named in (learned["spread"], *(one["weights"] for one in learned["models"].values())):
            assert tuple(named) == FEATURES

    def test_retention_gets_rarer_from_median_to_first_percentile(self) -> None:
        for model in fit.table()["retention"].values():
            for rung in map(str, range(1, 6)):
                row = model[rung]
                assert 1 >= row["median"] > row["p5"] >= row["p2"] >= row["p1"] > 0

    def test_a_shared_measure_adds_to_the_odds(self) -> None:
        weights = fit.shipped(with_vectors=True)
        nothing = np.zeros((2, len(FEATURES)))

        without, with_one = weights.logit(nothing, np.array([False, True]))

        assert without == weights.intercept
        assert with_one - without == weights.measure > 0


def plan(families: int, size: int, far: bool = False) -> Features:
    """Pillars with children that speak of their pillar; or each of another pillar's matter."""
    titles = [f"matter{number} harbour" for number in range(families)]
    links = []
    for number in range(families):
        for _ in range(size):
            links.append((len(titles), number))
            titles.append(f"matter{(number + far) % families} crane")
    return Features(nodes := nodes_of(titles, links), Space(nodes, None))


def links_of(features: Features) -> tuple[IntArray, IntArray]:
    return features.nodes.child, features.nodes.parent


class TestOwnLinks:
    @pytest.fixture
    def shipped(self) -> Weights:
        return fit.shipped(with_vectors=False)

    def test_fewer_than_ten_change_nothing(self, shipped: Weights) -> None:
        features = plan(3, 3)

        assert fit.own_weights(shipped, features, *links_of(features)) is shipped

    @pytest.mark.parametrize("far", [False, True])
    def test_many_move_the_fit_towards_them(self, shipped: Weights, far: bool) -> None:
        features = plan(4, 6, far)
        child, parent = links_of(features)
        pairs, others, rows, hits = fit.pairs_to_learn(features, child, parent)
        found = features.of(pairs, others)

        def loss(weights: Weights) -> float:
            odds = weights.logit(found, np.zeros(len(pairs), dtype=bool))
            return float(rows @ (np.logaddexp(0, odds) - hits * odds))

        assert loss(fit.own_weights(shipped, features, child, parent)) < loss(shipped)

    def test_that_contradict_what_was_learned_take_weight_from_the_words(
        self, shipped: Weights
    ) -> None:
        features = plan(4, 6, far=True)
        own = fit.own_weights(shipped, features, *links_of(features))
        lead = FEATURES.index("lead")

        assert own.weights[lead] < shipped.weights[lead]

    def test_of_very_many_an_even_choice_speaks(
        self, shipped: Weights, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(fit, "MOST_OWN", 12)
        features = plan(4, 6)
        child, parent = links_of(features)
        chosen = np.unique(np.linspace(0, 23, 12).astype(int))

        some = fit.own_weights(shipped, features, child, parent)

        expected = fit.own_weights(shipped, features, child[chosen], parent[chosen])
        np.testing.assert_array_equal(some.weights, expected.weights)

    def test_keep_the_spread_and_what_a_measure_says(self, shipped: Weights) -> None:
        features = plan(4, 6)
        own = fit.own_weights(shipped, features, *links_of(features))

        assert own.measure == shipped.measure
        np.testing.assert_array_equal(own.spread, shipped.spread)


class TestPairs:
    @given(nodes=cascades(guests=False), most=st.integers(0, 3))
    def test_are_the_links_and_candidates_that_are_neither_parents_nor_below(
        self, nodes: Nodes, most: int
    ) -> None:
        features = Features(nodes, Space(nodes, None))
        reading = Reading(nodes, features.space)
        n = len(nodes.child)

        ones, others, weight, hit = fit.pairs_to_learn(features, nodes.child, nodes.parent, most)

        assert list(zip(ones[:n].tolist(), others[:n].tolist(), strict=True)) == reading.links
        assert hit.tolist() == [1.0] * n + [0.0] * (len(hit) - n)
        assert weight[:n].tolist() == [1.0] * n
        for child in set(ones.tolist()):
            wrong = [node for node in reading.open_to(child) if node not in reading.up[child]]
            beside = others[n:][ones[n:] == child].tolist()
            times = len(reading.up[child])
            assert set(beside) <= set(wrong)
            assert len(beside) <= (times * most if most else times * len(wrong))
            assert bool(beside) == bool(wrong)
            total = weight[n:][ones[n:] == child].sum()
            assert total == pytest.approx(3.0 * times if wrong else 0.0)
