"""Where the texts of a plan lie."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineofsight.engine.meaning import packed
from lineofsight.engine.meaning.features import Features
from lineofsight.engine.meaning.space import Space
from lineofsight.engine.meaning.terms import term_vectors
from tests.engine.meaning.cascades import Told, nodes_of

TITLES = [f"{a} {b}" for a in ("harbour", "school", "bridge") for b in ("crane", "book", "quay")]
LINKS = [(node, (node - 1) // 2) for node in range(1, 9)]
EVERYBODY = np.arange(9)


def test_without_a_model_likeness_is_that_of_words() -> None:
    nodes = nodes_of(TITLES)
    space = Space(nodes, None)
    rows = term_vectors(TITLES, nodes.stop, 1024)

    found = space.similarity(np.array([0, 0]), np.array([1, 4]))

    assert space.model == ""
    np.testing.assert_allclose(found, [rows[0] @ rows[1], rows[0] @ rows[4]], atol=6e-5)


def test_with_a_model_likeness_is_of_meaning_and_words_by_their_shares() -> None:
    nodes, told = nodes_of(TITLES), Told()
    space = Space(nodes, told)
    meant = told.of(TITLES)
    meant = meant - meant.mean(axis=0) * 9 / 19  # as nine texts pull the middle
    meant /= np.linalg.norm(meant, axis=1)[:, None]
    words = term_vectors(TITLES, nodes.stop, 512)

    expected = 0.55 * meant[0] @ meant[4] + 0.45 * words[0] @ words[4]

    assert space.model == "told/1"
    assert space.similarity(np.array([0]), np.array([4]))[0] == pytest.approx(expected, abs=1e-3)


def test_a_text_that_says_nothing_to_the_model_is_like_nothing() -> None:
    space = Space(nodes_of([*TITLES, ""]), Told())

    assert not space.similarity(np.full(9, 9), EVERYBODY).any()


def test_a_guest_moves_nobody() -> None:
    home = Space(nodes_of(TITLES), Told())
    with_guest = Space(nodes_of([*TITLES, "ferry ferry"], stands_for=[3]), Told())

    nine = np.arange(9)
    np.testing.assert_allclose(with_guest.block(nine), home.block(nine), atol=1e-6)


def test_whole_numbers_say_nearly_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    nodes = nodes_of(TITLES, LINKS)
    child, parent = np.array(LINKS).T
    single = Features(nodes, Space(nodes, Told()))
    monkeypatch.setattr(packed, "LARGE", 1)
    half = Features(nodes, Space(nodes, Told()))

    assert half.space.rows.in_steps
    np.testing.assert_allclose(half.of(child, parent), single.of(child, parent), atol=0.03)


@given(titles=st.lists(st.text(max_size=20), min_size=1, max_size=8), data=st.data())
def test_likeness_is_mutual_and_at_most_1(titles: list[str], data: st.DataObject) -> None:
    space = Space(nodes_of(titles), data.draw(st.sampled_from([None, Told()])))
    pair = st.integers(0, len(titles) - 1)
    one, other = np.array([data.draw(pair)]), np.array([data.draw(pair)])

    found = space.similarity(one, other)[0]

    assert found == pytest.approx(space.similarity(other, one)[0], abs=1.01e-4)
    assert abs(found) <= 1.001


class TestReferences:
    def test_are_all_where_they_are_few(self) -> None:
        space = Space(nodes_of(TITLES), None)

        assert space.references(np.array([2, 5])).tolist() == [2, 5]

    def test_are_chosen_by_their_words_and_not_their_place(self) -> None:
        titles = [f"crane number{node}" for node in range(400)]
        forwards, backwards = (
            Space(nodes_of(order), None).references(np.arange(400))
            for order in (titles, titles[::-1])
        )

        assert len(forwards) == 256
        assert {titles[i] for i in forwards} == {titles[399 - i] for i in backwards}
