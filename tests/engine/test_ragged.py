"""Lists of indices, and the order of whole numbers."""

import numpy as np
import pytest

from lineofsight.engine.ragged import FEW, Ragged, order_of_numbers


@pytest.mark.parametrize("limit", [1, 2, 1 << 16, (1 << 16) + 1, 1 << 32, 10**15])
@pytest.mark.parametrize("count", [0, 5, FEW, 3 * FEW])
def test_numbers_come_in_order_and_equal_ones_stay(limit: int, count: int) -> None:
    numbers = np.random.default_rng(limit % 97).integers(0, limit, count)
    numbers[: count // 2] = limit - 1
    assert order_of_numbers(numbers, limit).tolist() == sorted(
        range(count), key=numbers.tolist().__getitem__
    )


def test_items_are_collected_by_holder_in_their_order() -> None:
    lists = Ragged.group(np.array([2, 0, 2, 0]), np.array([7, 5, 3, 9]), 4)
    assert [lists[i].tolist() for i in range(4)] == [[5, 9], [], [7, 3], []]
