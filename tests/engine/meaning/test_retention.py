"""How much of a pillar's intent is left on the way down, by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineofsight.engine.meaning.retention import along, closeness, kept, usual

SHIPPED = {1: 0.8, 2: 0.6, 3: 0.5, 4: 0.5, 5: 0.4}


class TestCloseness:
    @pytest.mark.parametrize(
        ("similarity", "close"), [(0, 0.5), (0.1, 0.7310586), (-0.1, 0.2689414), (1, 0.9999546)]
    )
    def test_is_one_half_where_nothing_is_in_common(self, similarity: float, close: float) -> None:
        assert closeness(np.array([similarity]))[0] == pytest.approx(close)

    def test_lies_strictly_between_0_and_1(self) -> None:
        found = closeness(np.linspace(-1, 1, 201))

        assert 0 < found[0] < found[-1] < 1
        assert (np.diff(found) > 0).all()


class TestUsual:
    def test_is_the_median_of_a_depth_with_twenty_goals(self) -> None:
        close = np.linspace(0, 1, 20)

        assert usual(np.ones(20, dtype=int), close, SHIPPED).tolist() == [0.5] * 20

    def test_is_that_of_published_plans_where_fewer_stand(self) -> None:
        assert usual(np.ones(19, dtype=int), np.zeros(19), SHIPPED).tolist() == [0.8] * 19

    def test_is_decided_depth_by_depth(self) -> None:
        depth = np.array([1] * 20 + [2])
        found = usual(depth, np.full(21, 0.9), SHIPPED)

        assert found.tolist() == [0.9] * 20 + [0.6]

    def test_of_very_deep_goals_is_that_of_depth_5(self) -> None:
        assert usual(np.array([5, 6, 40]), np.zeros(3), SHIPPED).tolist() == [0.4] * 3


def test_what_is_closer_than_usual_keeps_all() -> None:
    found = kept(np.array([0.3, 0.6, 0.9]), np.array([0.6, 0.6, 0.6]))

    assert found.tolist() == [0.5, 1, 1]


class TestAlong:
    def test_multiplies_what_is_kept_on_the_way_up(self) -> None:
        """0 pillar; 1 below it; 2 and 3 below 1; 4 stands alone."""
        share, above = np.array([1, 0.5, 0.5, 1, 0.25]), np.array([-1, 0, 1, 1, -1])

        assert along(share, above).tolist() == [1, 0.5, 0.25, 0.5, 0.25]

    @given(data=st.data(), n=st.integers(1, 40))
    def test_is_the_product_over_each_node_and_all_above_it(
        self, data: st.DataObject, n: int
    ) -> None:
        above = [data.draw(st.integers(-1, node - 1)) for node in range(n)]
        share = np.linspace(0.5, 1, n)
        expected: list[float] = []
        for node in range(n):
            expected.append(share[node] * (expected[above[node]] if above[node] >= 0 else 1))

        np.testing.assert_allclose(along(share, np.array(above)), expected)

    def test_follows_a_very_long_way(self) -> None:
        n = 5_000
        found = along(np.full(n, 0.999), np.arange(n) - 1)

        assert found[-1] == pytest.approx(0.999**n)

    def test_leaves_what_it_was_given(self) -> None:
        share, above = np.array([0.5, 0.5]), np.array([-1, 0])
        along(share, above)

        assert (share.tolist(), above.tolist()) == ([0.5, 0.5], [-1, 0])
