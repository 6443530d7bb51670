"""Ids to numbers, cells to codes: whatever the order, the gaps and the repeats."""

import numpy as np
import pytest

from lineofsight.engine import loading
from lineofsight.engine.codes import Status
from lineofsight.engine.columns import ColumnTable
from lineofsight.engine.loading import (
    Index,
    codes,
    distinct,
    each_run,
    filled,
    objects,
    order_of,
    place_of,
)


def test_references_are_numbered_and_those_to_nothing_are_none() -> None:
    index = Index(["a", "b", "c"])
    assert index.first(objects(["b", "b", "", "x", "a", "b"])).tolist() == [1, 1, -1, -1, 0, 1]


def test_of_several_references_in_a_cell_the_first_counts() -> None:
    assert Index(["a", "b"]).first(objects(["b; a", "a", "x;a"])).tolist() == [1, 0, -1]


def test_several_references_keep_their_order_each_once_and_known() -> None:
    index = Index(["a", "b", "c"])
    lists = index.several(objects([("c", "a", "c"), (), ("x",), ("b", "x", "a")]))
    assert [lists[i].tolist() for i in range(4)] == [[2, 0], [], [], [1, 0]]


def test_an_empty_column_has_no_numbers() -> None:
    assert Index(["a"]).first(objects([])).tolist() == []
    assert len(Index(["a"]).several(objects([]))) == 0


def test_equal_neighbours_are_asked_about_once() -> None:
    asked: list[str] = []

    def lengths(texts: list[str]) -> list[int]:
        asked.extend(texts)
        return [len(text) for text in texts]

    numbers = each_run(objects(["a", "a", "bb", "bb", "bb", "a"]), lengths, np.int64)
    assert numbers.tolist() == [1, 1, 2, 2, 2, 1]
    assert asked == ["a", "bb", "a"]


def test_unlisted_words_are_the_code_for_not_given() -> None:
    words = objects(["paused", "", "nonsense", "done"])
    assert codes(words, Status).tolist() == [Status.PAUSED, Status.ACTIVE, Status.ACTIVE, 3]


def test_blanks_fill_nothing() -> None:
    assert filled(objects(["a", "", " \t", "\u00a0", "0"])).tolist() == [1, 0, 0, 0, 1]


def test_distinct_texts_come_in_order() -> None:
    texts, numbers = distinct(objects(["b", "a", "b", "B"]))
    assert texts.tolist() == ["B", "a", "b"]
    assert numbers.tolist() == [2, 1, 2, 0]


def test_order_is_by_code_points_and_keeps_equal_ones_in_place() -> None:
    assert order_of(["b", "é", "a", "b", "B"]).tolist() == [4, 2, 0, 3, 1]
    assert order_of(["a", "a", "b"]).tolist() == [0, 1, 2]


@pytest.mark.parametrize(("identifier", "place"), [("a", 0), ("c", 2), ("bb", -1), ("d", -1)])
def test_an_id_is_found_among_ids_in_order(identifier: str, place: int) -> None:
    assert place_of(objects(["a", "b", "c"]), identifier) == place


def test_a_column_that_the_source_lacks_is_unknown_in_every_row() -> None:
    table = ColumnTable("goals", np.arange(3), {})
    assert table.text("title").tolist() == ["", "", ""]
    assert table.tuples("contributor_ids").tolist() == [(), (), ()]
    assert np.isnan(table.number("confidence")).all()
    assert np.isnan(table.day("start")).all()
    assert table.flag("blocked").tolist() == [False, False, False]


def test_texts_in_no_order_are_numbered_each_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "MANY", 10)
    asked: list[str] = []

    def lengths(texts: list[str]) -> list[int]:
        asked.extend(texts)
        return [len(text) for text in texts]

    words = ["a" * length for length in range(1, 20)]
    places = np.random.default_rng(4).integers(0, len(words), 500)
    texts = objects([words[place] for place in places.tolist()])
    assert each_run(texts, lengths, np.int64).tolist() == (places + 1).tolist()
    assert sorted(asked) == sorted(set(asked))


def test_equal_texts_that_stand_apart_in_memory_have_one_number() -> None:
    texts = objects(["".join(["x", str(i % 2)]) for i in range(6)])
    assert Index(["x0", "x1"]).first(texts).tolist() == [0, 1, 0, 1, 0, 1]
    assert Index(["x0", "x1"]).first(texts[::2]).tolist() == [0, 0, 0]


def test_a_column_of_one_value_is_asked_about_once() -> None:
    table = ColumnTable("goals", np.arange(3), {})
    assert codes(table.text("status"), Status).tolist() == [Status.ACTIVE] * 3
