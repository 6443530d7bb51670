"""The wrong parents that right ones are held against."""

from pathlib import Path

import numpy as np
import pytest

from lineofsight.bench.links import corpus
from lineofsight.bench.links.corpus import Corpus
from lineofsight.bench.links.draw import draw, with_guests
from lineofsight.engine.meaning.features import Features
from lineofsight.engine.meaning.space import Space
from tests.bench.links.plans import plan, records, write
from tests.engine.meaning.cascades import Told


@pytest.fixture
def plans(tmp_path: Path) -> Corpus:
    return corpus.read(write(tmp_path, records()))


class TestHard:
    def test_are_three_candidates_neither_above_nor_below_the_child(self, plans: Corpus) -> None:
        for one in plans.plans:
            drawn = draw(plans, one, np.random.default_rng(0))
            for (child, candidates), wrong in zip(one.judged, drawn.hard, strict=True):
                chosen = candidates[wrong].tolist()
                free = [
                    node
                    for node in candidates.tolist()
                    if not one.is_below(child, node) and not one.is_below(node, child)
                ]
                assert len(set(chosen)) == len(chosen) == min(3, len(free))
                assert set(chosen) <= set(free)

    def test_are_none_where_every_candidate_is_above(self, tmp_path: Path) -> None:
        plans = corpus.read(write(tmp_path, plan("veld", ["roads"])))
        drawn = draw(plans, plans.plans[0], np.random.default_rng(0))
        steps = [place for place, (child, _) in enumerate(plans.plans[0].judged) if child in {3, 4}]

        assert all(len(drawn.hard[place]) == 0 for place in steps)


class TestEasy:
    def test_are_three_parents_of_other_plans_for_each_child(self, plans: Corpus) -> None:
        one = plans.plans[0]
        drawn = draw(plans, one, np.random.default_rng(0))

        assert drawn.each == 3
        assert len(drawn.foreign) == 3 * len(one.judged)
        for other, node in drawn.far:
            assert other.name != one.name
            assert node in other.nodes.parent

    def test_are_none_where_there_is_one_plan(self, tmp_path: Path) -> None:
        plans = corpus.read(write(tmp_path, records(["veld"])))
        drawn = draw(plans, plans.plans[0], np.random.default_rng(0))

        assert (drawn.each, drawn.far) == (0, [])


def test_are_the_same_for_the_same_seed(plans: Corpus) -> None:
    one, other, third = (
        draw(plans, plans.plans[0], np.random.default_rng(seed)) for seed in (1, 1, 2)
    )

    assert one.foreign == other.foreign != third.foreign
    assert [wrong.tolist() for wrong in one.hard] == [wrong.tolist() for wrong in other.hard]


class TestGuests:
    def test_say_nothing_of_the_plan_itself(self, plans: Corpus) -> None:
        home = plans.plans[0].nodes
        nodes, _ = with_guests(
            plans.plans[0], draw(plans, plans.plans[0], np.random.default_rng(0))
        )
        child, parent = (one.ravel() for one in np.indices((len(home), len(home))))

        alone = Features(home, Space(home, Told())).of(child, parent)

        np.testing.assert_allclose(
            Features(nodes, Space(nodes, Told())).of(child, parent), alone, atol=0.002
        )

    def test_come_with_their_families(self, plans: Corpus) -> None:
        drawn = draw(plans, plans.plans[0], np.random.default_rng(0))
        nodes, numbers = with_guests(plans.plans[0], drawn)

        for (other, node), number in zip(drawn.far, numbers.tolist(), strict=True):
            kin = [other.nodes.texts[one] for one in other.nodes.down[node]]
            above = [other.nodes.texts[one] for one in other.nodes.up[node]]
            assert nodes.texts[number] == other.nodes.texts[node]
            assert sorted(nodes.texts[one] for one in nodes.down[number]) == sorted(kin)
            assert [nodes.texts[one] for one in nodes.up[number]] == above

    def test_are_carried_by_somebody_of_the_plan_only_under_the_same_name(
        self, plans: Corpus
    ) -> None:
        one = plans.plans[0]
        drawn = draw(plans, one, np.random.default_rng(0))
        nodes, numbers = with_guests(one, drawn)
        code = {name: int(one.nodes.holder[place]) for place, name in enumerate(one.owners)}

        for (other, node), number in zip(drawn.far, numbers.tolist(), strict=True):
            assert nodes.holder[number] == code[other.owners[node]]
