"""Each text once, kept as it goes, whatever is asked for together."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from lineofsight.embedding.cache import Cache
from lineofsight.embedding.embedder import Embedder
from lineofsight.engine.meaning.vectors import VectorArray
from tests.embedding.server import vector

DIMENSIONS = 16


class Model:
    """Embeds by a hash of the text, and writes down what it was asked."""

    name = "hash"
    dimensions = DIMENSIONS
    chunk = 4

    def __init__(self, stop_after: int = 1000) -> None:
        self.asked: list[str] = []
        self.stop_after = stop_after

    def embed(self, texts: Sequence[str]) -> VectorArray:
        if len(self.asked) >= self.stop_after:
            raise KeyboardInterrupt
        self.asked += texts
        rows = np.array([vector(text, DIMENSIONS) for text in texts], np.float32)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "kept", "hash", DIMENSIONS)


TEXTS = [f"Goal {number} {'of some length ' * (number % 5)}" for number in range(30)]


def test_equal_texts_are_embedded_once() -> None:
    model = Model()

    rows = Embedder(model).of(["one", "two", "one", "one"])

    assert sorted(model.asked) == ["one", "two"]
    np.testing.assert_array_equal(rows[0], rows[3])
    assert (rows[0] != rows[1]).any()


def test_a_kept_row_is_the_row_that_was_worked_out(cache: Cache) -> None:
    fresh = Embedder(Model(), cache).of(TEXTS)
    model = Model()

    kept = Embedder(model, cache).of(TEXTS[::-1])

    assert model.asked == []
    np.testing.assert_array_equal(kept[::-1], fresh)


def test_only_what_changed_is_embedded(cache: Cache) -> None:
    Embedder(Model(), cache).of(TEXTS)
    model = Model()
    embedder = Embedder(model, cache)

    embedder.of([*TEXTS[:20], "Goal 20 said in another way"])

    assert model.asked == ["Goal 20 said in another way"]
    assert embedder.embedded == 1


def test_what_is_embedded_before_an_interruption_stays(cache: Cache) -> None:
    with pytest.raises(KeyboardInterrupt):
        Embedder(Model(stop_after=12), cache).of(TEXTS)
    model = Model()

    Embedder(model, cache).of(TEXTS)

    assert len(model.asked) == len(TEXTS) - 12


def test_rows_are_of_unit_length_and_in_order() -> None:
    rows = Embedder(Model()).of(TEXTS)

    wanted = np.array([vector(text, DIMENSIONS) for text in TEXTS])
    wanted /= np.linalg.norm(wanted, axis=1, keepdims=True)
    np.testing.assert_allclose(rows, wanted, atol=1e-4)
    assert rows.dtype == np.float32


@pytest.mark.parametrize("text", ["", " \t", "—", "...!", "\u200b"])
def test_a_text_without_words_is_zero_and_not_asked_for(text: str) -> None:
    model = Model()

    rows = Embedder(model).of([text, "one"])

    assert not rows[0].any()
    assert model.asked == ["one"]


def test_a_withheld_text_is_zero_and_not_asked_for(cache: Cache) -> None:
    model = Model()

    rows = Embedder(model, cache, withheld=lambda text: "secret" in text).of(["a secret", "open"])

    assert not rows[0].any()
    assert model.asked == ["open"]


def test_progress_is_told_from_nothing_to_all() -> None:
    told: list[tuple[int, int]] = []

    Embedder(Model(), report=lambda done, total: told.append((done, total))).of(TEXTS[:10])

    assert told == [(0, 10), (4, 10), (8, 10), (10, 10)]


def test_nothing_is_told_where_all_is_known(cache: Cache) -> None:
    told: list[tuple[int, int]] = []
    Embedder(Model(), cache).of(TEXTS)

    Embedder(Model(), cache, report=lambda done, total: told.append((done, total))).of(TEXTS)

    assert told == []


def test_no_texts_are_no_rows(cache: Cache) -> None:
    assert Embedder(Model(), cache).of([]).shape == (0, DIMENSIONS)
