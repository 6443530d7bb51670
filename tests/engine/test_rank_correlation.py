"""Spearman's correlation and its chance: beside all pairings, and deep in the tail."""

from collections.abc import Sequence
from itertools import permutations

import numpy as np
import pytest

from lineofsight.engine.columns import FloatArray, IntArray
from lineofsight.engine.rank_correlation import (
    benjamini_yekutieli,
    chance_with_ties,
    chance_without_ties,
    correlation,
    midranks,
)


def ranked(values: Sequence[float]) -> IntArray:
    ranks, _tied = midranks(np.array([values], dtype=float), np.array([1e-9]))
    return ranks[0]


def by_all_pairings(one: IntArray, other: IntArray) -> float:
    """The share of all pairings that correlate at most like these."""
    sums = np.array(list(permutations(other.tolist()))) @ one
    return float((sums <= int(one @ other)).mean())


def test_equal_values_share_the_middle_of_their_ranks() -> None:
    assert ranked([3.0, 1.0, 3.0, 7.0]).tolist() == [5, 2, 5, 8]


def test_values_that_differ_by_rounding_are_equal() -> None:
    assert ranked([0.3, 0.1 + 0.2, 1.0]).tolist() == [3, 3, 6]


def test_rows_with_ties_are_told() -> None:
    _ranks, tied = midranks(np.array([[1.0, 2.0], [2.0, 2.0]]), np.zeros(2))
    assert tied.tolist() == [False, True]


def test_correlation_is_that_of_the_ranks() -> None:
    one, other = np.array([ranked([1, 2, 3, 4])]), np.array([ranked([10, 30, 20, 40])])
    assert correlation(one, other).tolist() == [0.8]


def test_a_series_that_stands_still_correlates_with_nothing() -> None:
    one, other = np.array([ranked([1, 1, 1])]), np.array([ranked([1, 2, 3])])
    assert correlation(one, other).tolist() == [0.0]


def test_eight_changes_in_opposite_order_are_one_pairing_of_all() -> None:
    assert chance_without_ties(np.array([-1.0]), 8) == pytest.approx([1 / 40320])


@pytest.mark.parametrize("other", [(8, 6, 7, 5, 3, 4, 1, 2), (5, 8, 1, 7, 6, 2, 3, 4)])
def test_without_ties_the_chance_is_counted(other: tuple[int, ...]) -> None:
    one, two = ranked(range(8)), ranked(other)
    rho = correlation(one[None], two[None])

    assert chance_without_ties(rho, 8)[0] == pytest.approx(by_all_pairings(one, two))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((0, 0, 0, 1, 1, 0, 0, 0), (2, 2, 1, 0, 0, 1, 2, 3)),
        ((0, 0, 0, 0, 1, 1, 1, 1), (1, 1, 1, 1, 0, 0, 0, 0)),
        ((1, 2, 2, 4, 5, 6, 7, 8), (9, 8, 6, 7, 5, 5, 2, 2)),
    ],
)
def test_with_ties_the_chance_is_counted(one: tuple[int, ...], other: tuple[int, ...]) -> None:
    assert chance_with_ties(ranked(one), ranked(other)) == pytest.approx(
        by_all_pairings(ranked(one), ranked(other))
    )


def test_a_correlation_that_is_not_negative_is_no_surprise() -> None:
    assert chance_without_ties(np.array([0.0, 0.9]), 10).tolist() == [1.0, 1.0]
    assert chance_with_ties(ranked([1, 1, 2]), ranked([1, 2, 3])) == 1.0


# Sums of squared differences of ranks of 16, and in how many of the 16! pairings they are at least
# as large: counted one by one, with a program of its own.
OF_SIXTEEN = [(1076, 209027765843), (1238, 1961893823), (1306, 18386956), (1338, 137581)]


@pytest.mark.parametrize(("squares", "pairings"), OF_SIXTEEN)
def test_the_saddlepoint_is_near_the_count_deep_in_the_tail(squares: int, pairings: int) -> None:
    n, all_pairings = 16, 20922789888000
    rho = np.array([1 - 6 * squares / (n * (n * n - 1))])

    assert chance_without_ties(rho, n)[0] == pytest.approx(pairings / all_pairings, rel=0.2)


def test_beyond_what_is_looked_for_the_chance_goes_on_falling() -> None:
    rho = np.array([-0.4])
    falling = [chance_without_ties(rho, n)[0] for n in (30, 59, 60, 61, 62, 90)]

    assert falling == sorted(falling, reverse=True)


def test_a_lower_correlation_is_never_more_likely() -> None:
    for n in (8, 13, 40, 100):
        chance = chance_without_ties(np.linspace(-0.99, -0.05, 95), n)
        assert (np.diff(chance) >= 0).all()


def test_a_few_ties_among_many_ranks_change_little() -> None:
    one = np.arange(30.0)
    other = -one + 9 * np.sin(one)
    tied = other.copy()
    fourth, fifth = np.argsort(other)[4:6]
    tied[fourth] = tied[fifth]
    apart = chance_without_ties(correlation(ranked(one)[None], ranked(other)[None]), 30)[0]

    assert chance_with_ties(ranked(one), ranked(tied)) == pytest.approx(apart, rel=0.2)


def test_two_steps_on_one_day_among_very_many_days_are_one_case_in_as_many() -> None:
    up, down = np.zeros(300), np.zeros(300)
    up[40], down[40] = 1, -1

    assert chance_with_ties(ranked(up), ranked(down)) == pytest.approx(1 / 300)


def test_very_many_ranks_with_ties_are_never_made_too_rare() -> None:
    rng = np.random.default_rng(5)
    one = np.round(rng.normal(size=80), 1)
    other = np.round(0.8 * rng.normal(size=80) - 0.5 * one, 1)
    ranks = ranked(one), ranked(other)
    drawn = np.array([rng.permutation(ranks[1]) for _ in range(20_000)]) @ ranks[0]

    assert chance_with_ties(*ranks) >= float((drawn <= int(ranks[0] @ ranks[1])).mean()) / 2


def worked(chances: Sequence[float]) -> FloatArray:
    return benjamini_yekutieli(np.array(chances))


def test_one_test_alone_keeps_its_chance() -> None:
    assert worked([0.04]).tolist() == [0.04]


def test_the_rate_counts_all_tests_whatever_their_dependence() -> None:
    # 3 tests: the factor is 3 x (1 + 1/2 + 1/3) = 5.5, divided by the place.
    assert worked([0.3, 0.001, 0.004]) == pytest.approx([0.55, 0.0055, 0.011])


def test_a_rate_is_never_larger_than_that_of_a_larger_chance() -> None:
    assert worked([0.010, 0.0101]) == pytest.approx([0.01515, 0.01515])


def test_no_test_has_no_rate() -> None:
    assert worked([]).tolist() == []
