"""The search for near rows finds what a plain comparison of all finds."""

import numpy as np
import pytest

from lineofsight.engine.columns import BoolArray, IntArray
from lineofsight.engine.meaning import near
from lineofsight.engine.meaning.near import near_pairs
from lineofsight.engine.meaning.terms import Block, unit

FLOOR = 0.8


def rows(n: int, d: int = 40, seed: int = 1) -> Block:
    """Rows of unit length of which some lie close together."""
    rng = np.random.default_rng(seed)
    middles = rng.normal(size=(max(n // 3, 1), d))
    drawn = middles[rng.integers(0, len(middles), n)] + 0.45 * rng.normal(size=(n, d))
    return unit(drawn.astype(np.float32))


def plainly(given: Block) -> set[tuple[int, int]]:
    like = np.round(given.astype(np.float64) @ given.T.astype(np.float64), 4)
    one, other = np.nonzero(np.triu(like >= FLOOR, 1))
    return set(zip(one.tolist(), other.tolist(), strict=True))


def found(pairs: near.Pairs) -> set[tuple[int, int]]:
    return set(zip(pairs.one.tolist(), pairs.other.tolist(), strict=True))


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut even few rows into blocks, and look at their first dimensions first."""
    monkeypatch.setattr(near, "TALL", 16)
    monkeypatch.setattr(near, "WIDE", 50)
    monkeypatch.setattr(near, "FEW_ROWS", 0)
    monkeypatch.setattr(near, "HEAD", 8)


@pytest.mark.parametrize("n", [0, 1, 2, 300])
def test_all_near_pairs_are_found_and_no_others(n: int) -> None:
    assert found(near_pairs(rows(n), FLOOR)) == plainly(rows(n))


@pytest.mark.usefixtures("small_blocks")
def test_so_are_they_block_by_block() -> None:
    pairs = plainly(rows(300))

    assert len(pairs) > 100
    assert found(near_pairs(rows(300), FLOOR)) == pairs


@pytest.mark.usefixtures("small_blocks")
def test_new_rows_are_compared_with_all_and_old_ones_not_with_each_other() -> None:
    fresh = np.array([3, 77, 150, 151, 299])
    wanted = {pair for pair in plainly(rows(300)) if {*pair} & {*fresh.tolist()}}

    assert wanted
    assert found(near_pairs(rows(300), FLOOR, fresh=fresh)) == wanted


def test_the_order_of_the_rows_does_not_matter() -> None:
    given = rows(200)
    order = np.random.default_rng(2).permutation(len(given))
    turned = near_pairs(given[order], FLOOR)
    back = np.sort(np.stack([order[turned.one], order[turned.other]]), axis=0)

    straight = near_pairs(given, FLOOR)
    assert set(zip(*back.tolist(), turned.similarity.tolist(), strict=True)) == set(
        zip(*map(np.ndarray.tolist, straight), strict=True)
    )


def test_only_pairs_that_may_count_are_kept() -> None:
    def both_even(one: IntArray, other: IntArray) -> BoolArray:
        return (one % 2 == 0) & (other % 2 == 0)

    wanted = {(a, b) for a, b in plainly(rows(200)) if a % 2 == 0 and b % 2 == 0}

    assert wanted
    assert found(near_pairs(rows(200), FLOOR, both_even)) == wanted


def test_of_too_many_the_nearest_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    everything = near_pairs(rows(200), FLOOR)
    monkeypatch.setattr(near, "MOST_PAIRS", 10)

    kept = near_pairs(rows(200), FLOOR)

    assert len(kept.one) == 10
    assert sorted(kept.similarity) == sorted(everything.similarity)[-10:]


def test_progress_is_told_from_the_first_block_to_the_last() -> None:
    told: list[tuple[int, int]] = []
    near_pairs(rows(50), FLOOR, progress=lambda done, total: told.append((done, total)))

    assert told == [(0, 1), (1, 1)]
