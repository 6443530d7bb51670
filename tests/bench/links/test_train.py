"""Learning the weights: by organisation, and the same bytes every time."""

import json
from pathlib import Path

import numpy as np
import pytest

from lineofsight.bench.links import corpus, train
from lineofsight.bench.links.corpus import Corpus
from lineofsight.engine.meaning import fit
from lineofsight.engine.meaning.features import FEATURES
from tests.bench.links.plans import plan, records, write
from tests.engine.meaning.cascades import Told


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return corpus.read(write(tmp_path_factory.mktemp("small"), records()))


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """Enough goals of one depth to say what is usual there."""
    nodes = [
        node
        for name in ("brask", "veld", "noor")
        for node in plan(name, [f"{name}{number}" for number in range(20)])
    ]
    return corpus.read(write(tmp_path_factory.mktemp("large"), nodes))


def test_plans_of_one_organisation_are_scored_by_the_same_weights_learned_without_them(
    small: Corpus,
) -> None:
    found = train.cross_validated(small, Told())
    others = [one for one in small.plans if one.organisation != "brask"]

    expected = train.learn(train.sample(one, Told()) for one in others)

    assert found["brask"] is found["brask-next"]
    np.testing.assert_array_equal(found["brask"].weights, expected.weights)
    assert found["veld"].weights.tolist() != expected.weights.tolist()


def test_a_link_counts_as_much_as_all_wrong_candidates_beside_it_would_at_one_in_four(
    small: Corpus,
) -> None:
    _, hits, rows = train.sample(small.plans[0], None)

    assert rows[hits == 0].sum() == pytest.approx(3 * rows[hits == 1].sum(), rel=0.1)


def test_a_large_plan_counts_by_the_root_of_its_links(small: Corpus, large: Corpus) -> None:
    def weight(plans: Corpus) -> float:
        _, hits, rows = train.sample(plans.plans[0], None)
        return float(rows[hits == 1][0] ** 2 * max(30, hits.sum()))

    assert weight(small) == pytest.approx(weight(large)) == pytest.approx(100)


def test_a_plan_without_links_has_an_empty_sample(tmp_path: Path) -> None:
    one = corpus.read(write(tmp_path, plan("veld", [])[:1])).plans[0]
    inputs, hits, rows = train.sample(one, None)

    assert (inputs.shape, hits.shape, rows.shape) == ((0, len(FEATURES)), (0,), (0,))


def test_a_feature_that_never_differs_has_no_weight(small: Corpus) -> None:
    inputs, hits, rows = train.sample(small.plans[0], None)
    inputs[:, 3] = 0

    weights = train.learn([(inputs, hits, rows)])

    assert weights.weights[3] == 0
    assert weights.spread[3] == 1


class TestTable:
    def test_has_what_the_product_reads(self, large: Corpus) -> None:
        learned, shipped = train.train(large, Told()), fit.table()

        def keys(table: object, depth: int = 0) -> object:
            if not isinstance(table, dict):
                return None
            return {name: keys(one, depth + 1) for name, one in table.items()}

        assert keys(dict(learned)) == keys(dict(shipped))
        assert learned["data"] == {
            "sha256": large.digest,
            "plans": 3,
            "organisations": 3,
            "links": large.links,
        }

    def test_is_the_same_to_the_byte(self, large: Corpus) -> None:
        one, other = (train.to_text(train.train(large, Told())) for _ in range(2))

        assert one == other
        assert json.loads(one)["vectors"] == "told/1"

    def test_does_not_hang_on_the_order_of_plans(self, large: Corpus) -> None:
        turned = Corpus(large.plans[::-1], large.digest)

        assert train.to_text(train.train(turned, Told())) == train.to_text(
            train.train(large, Told())
        )

    def test_is_refused_where_too_few_goals_stand_at_every_depth(self, small: Corpus) -> None:
        with pytest.raises(train.TooFewError):
            train.train(small, Told())
