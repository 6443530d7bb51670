"""The nodes of a cascade: height, candidates, form, what is said."""

import numpy as np
import pytest
from hypothesis import given

from lineofsight.engine.meaning.nodes import Nodes, whole_text
from lineofsight.engine.meaning.space import Space
from lineofsight.engine.meaning.usual import Standing
from tests.engine.meaning.cascades import Reading, cascades, nodes_of


class TestWholeText:
    @pytest.mark.parametrize(
        ("title", "text", "whole"),
        [
            ("Cut waste", "", "Cut waste"),
            (" Cut waste ", " ", "Cut waste"),
            ("Cut waste", "Cut waste by half", "Cut waste by half"),
            ("Cut waste", "In all plants", "Cut waste. In all plants"),
            ("", "In all plants", "In all plants"),
            ("", "", ""),
        ],
    )
    def test_says_nothing_twice(self, title: str, text: str, whole: str) -> None:
        assert whole_text(title, text) == whole


@given(nodes=cascades())
def test_height_and_candidates_are_those_of_a_plain_reading(nodes: Nodes) -> None:
    reading = Reading(nodes, Space(nodes, None))

    assert nodes.height.tolist() == reading.tall
    assert nodes.candidates.tolist() == reading.candidates


@given(nodes=cascades())
def test_what_a_node_may_be_linked_to_is_neither_itself_nor_below_it(nodes: Nodes) -> None:
    space = Space(nodes, None)
    standing, reading = Standing(nodes, space), Reading(nodes, space)

    open_to = standing.open_to(np.arange(len(nodes)))

    for node in range(len(nodes)):
        assert standing.candidates[open_to[node]].tolist() == reading.open_to(node)


def test_height_is_at_most_2() -> None:
    chain = nodes_of(["a"] * 6, [(node, node - 1) for node in range(1, 6)])

    assert chain.height.tolist() == [2, 2, 2, 2, 1, 0]


class TestForm:
    @given(nodes=cascades())
    def test_is_what_a_plain_reading_sees_over_its_spread(self, nodes: Nodes) -> None:
        reading = Reading(nodes, Space(nodes, None))
        rows = np.array([reading.put(node) for node in range(len(nodes))])

        expected = rows / (rows[reading.home].std(axis=0) + 0.15)

        np.testing.assert_allclose(nodes.form, expected)

    @pytest.mark.parametrize("title", ["", "🚢", "学校的目标", "x" * 3000, "100 %"])
    def test_is_finite_for_any_title(self, title: str) -> None:
        assert np.isfinite(nodes_of([title, "crane"]).form).all()

    def test_of_no_nodes_is_empty(self) -> None:
        assert nodes_of([]).form.shape == (0, 9)


def test_content_words_are_neither_function_words_nor_numbers() -> None:
    nodes = nodes_of(["The cranes of 90 quays"])

    assert nodes.content(0) == ["cranes", "quays"]
