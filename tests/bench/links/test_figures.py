"""Figures of ranking and calibration against values worked out by hand and pair by pair."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineofsight.bench.links.figures import (
    KEYS,
    Judged,
    area,
    average_precision,
    calibration_error,
    figures,
    intervals,
    macro,
    paired,
    rank_of,
)

SCORED = st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=1, max_size=30)


def judged(
    ranks: list[float],
    hard: Sequence[tuple[float, bool]] = (),
    candidates: int = 10,
    plan: str = "p",
) -> Judged:
    scores = np.array([score for score, _ in hard], dtype=float)
    right = np.array([is_right for _, is_right in hard], dtype=bool)
    return Judged(plan, np.array(ranks, dtype=float), scores, right, scores, right, candidates)


class TestRank:
    @pytest.mark.parametrize(
        ("scores", "right", "rank"),
        [
            ([0.9, 0.1], 0, 1),
            ([0.9, 0.1], 1, 2),
            ([0.5, 0.5], 0, 1.5),
            ([0.5, 0.5, 0.5, 0.9], 1, 3),
            ([0.3], 0, 1),
        ],
    )
    def test_puts_ties_in_the_middle(self, scores: list[float], right: int, rank: float) -> None:
        assert rank_of(np.array(scores), right) == rank


class TestArea:
    def test_of_a_hand_worked_example(self) -> None:
        """Right .9 and .4 against wrong .5, .4, .1: 3 + (0 + .5 + 1) of 6."""
        scores = np.array([0.9, 0.4, 0.5, 0.4, 0.1])

        assert area(scores, np.array([True, True, False, False, False])) == pytest.approx(4.5 / 6)

    @given(scored=SCORED)
    def test_is_the_share_of_pairs_in_order(self, scored: list[tuple[int, bool]]) -> None:
        right = [score for score, is_right in scored if is_right]
        wrong = [score for score, is_right in scored if not is_right]
        pairs = [(a > b) + (a == b) / 2 for a in right for b in wrong]

        found = area(
            np.array([s for s, _ in scored], dtype=float), np.array([r for _, r in scored])
        )

        assert found == (pytest.approx(np.mean(pairs)) if pairs else None)


class TestAveragePrecision:
    def test_of_a_hand_worked_example(self) -> None:
        """Right at places 1 and 3 of 4: (1 + 2/3) / 2."""
        scores = np.array([0.9, 0.8, 0.7, 0.6])

        assert average_precision(scores, np.array([True, False, True, False])) == pytest.approx(
            5 / 6
        )

    def test_takes_ties_together(self) -> None:
        """One right among three of the same score: precision 1/3, whatever their order."""
        scores = np.full(3, 0.5)

        for place in range(3):
            assert average_precision(scores, np.arange(3) == place) == pytest.approx(1 / 3)

    @pytest.mark.parametrize("right", [[True, True], [False, False], []])
    def test_says_nothing_where_there_is_nothing_to_tell(self, right: list[bool]) -> None:
        scores = np.arange(len(right), dtype=float)

        assert average_precision(scores, np.array(right, dtype=bool)) is None

    @given(scored=SCORED)
    def test_is_the_area_under_steps_of_precision(self, scored: list[tuple[int, bool]]) -> None:
        total = sum(is_right for _, is_right in scored)
        expected, before = 0.0, 0.0
        for least in sorted({score for score, _ in scored}, reverse=True):
            above = [is_right for score, is_right in scored if score >= least]
            recall = sum(above) / max(total, 1)
            expected += (recall - before) * sum(above) / len(above)
            before = recall

        found = average_precision(
            np.array([s for s, _ in scored], dtype=float), np.array([r for _, r in scored])
        )

        assert found == (pytest.approx(expected) if 0 < total < len(scored) else None)


class TestCalibration:
    def test_is_0_where_what_is_said_comes_true(self) -> None:
        chances = np.repeat([0.0, 1.0], 50)

        assert calibration_error(chances, chances == 1) == 0

    def test_of_a_hand_worked_example(self) -> None:
        """Ten bins of two: in nine nothing is amiss, in the last .8 is said and one of two true."""
        chances = np.array([0.0] * 18 + [0.8, 0.8])
        right = np.array([False] * 19 + [True])

        assert calibration_error(chances, right) == pytest.approx(0.1 * 0.3)

    def test_weighs_bins_by_what_is_in_them(self) -> None:
        """Of twelve in ten bins two hold two."""
        chances = np.linspace(0, 0.9, 12)

        assert calibration_error(chances, np.zeros(12, dtype=bool)) == pytest.approx(chances.mean())

    def test_of_nothing_is_nothing(self) -> None:
        assert calibration_error(np.zeros(0), np.zeros(0, dtype=bool)) is None


class TestFigures:
    def test_pool_plans(self) -> None:
        found = figures([judged([1, 2, 1.5, 6]), judged([5, 1])])

        assert found["recall_at_1"] == pytest.approx(2 / 6)
        assert found["recall_at_5"] == pytest.approx(5 / 6)
        assert found["mrr"] == pytest.approx((1 + 1 / 2 + 1 / 1.5 + 1 / 6 + 1 / 5 + 1) / 6)

    def test_take_recall_only_from_plans_with_three_candidates(self) -> None:
        found = figures([judged([1, 1], candidates=2), judged([2, 2], candidates=3)])

        assert found["recall_at_1"] == 0

    def test_of_nothing_are_unknown(self) -> None:
        assert figures([]) == dict.fromkeys(KEYS)

    def test_of_scores_that_are_no_chances_have_no_calibration(self) -> None:
        one = judged([1], [(0.2, True), (0.1, False)])
        one.is_probability = False

        assert figures([one])["ece"] is None
        assert figures([one])["auc_hard"] == 1

    def test_over_plans_are_means_of_those_known(self) -> None:
        plans = {
            "a": figures([judged([1], [(0.9, True), (0.1, False)])]),
            "b": figures([judged([2], [(0.1, True), (0.9, False)])]),
            "c": figures([judged([1], [(0.1, True)], candidates=2)]),
        }
        found = macro(plans)

        assert found["recall_at_1"] == 0.5
        assert found["auc_hard"] == 0.5


MANY = [judged([float(1 + place % 3)] * 4, plan=str(place)) for place in range(12)]


class TestIntervals:
    def test_hold_the_figure(self) -> None:
        low, high = intervals(MANY)["recall_at_1"] or (1, 0)

        assert low < (figures(MANY)["recall_at_1"] or 0) < high

    def test_are_the_same_each_time(self) -> None:
        assert intervals(MANY) == intervals(MANY)

    def test_of_one_plan_have_no_width(self) -> None:
        assert intervals(MANY[:1])["recall_at_1"] == (1, 1)

    def test_of_unknown_figures_are_unknown(self) -> None:
        assert intervals(MANY)["auc_hard"] is None

    def test_of_a_difference_are_taken_over_the_same_plans(self) -> None:
        """What is always better by the same has an interval without width."""
        better = [judged([rank / 2 for rank in one.ranks]) for one in MANY]
        worse = [judged([rank / 2 + 5.5 for rank in one.ranks]) for one in MANY]

        assert paired(better, worse)["recall_at_5"] == (1, 1, 1)

    def test_of_a_way_against_itself_are_0(self) -> None:
        assert paired(MANY, MANY)["mrr"] == (0, 0, 0)
