"""When the next value of a goal is due."""

from datetime import date

import pytest

from lineofsight.goals.models import Goal, KeyResult
from lineofsight.web.line.updates import due_on, update_days

MONDAY = date(2026, 11, 16)


@pytest.mark.parametrize(
    ("goal", "days"),
    [
        (Goal(update_days=3, cadence="yearly"), 3),
        (Goal(cadence="weekly"), 1),
        (Goal(cadence="multi_year"), 91),
        (Goal(cadence="own", start=date(2026, 1, 1), end=date(2026, 2, 10)), 7),
        (Goal(start=date(2026, 1, 1), end=date(2026, 12, 31)), 30),
        (Goal(), 14),
    ],
)
def test_the_clock_is_that_of_the_check(goal: Goal, days: float) -> None:
    assert update_days(goal) == days


def test_a_value_is_due_after_the_last_one() -> None:
    result = KeyResult(goal=Goal(cadence="monthly", start=date(2026, 1, 1)))

    assert due_on(result, MONDAY) == date(2026, 11, 23)


def test_without_values_it_is_due_after_the_beginning() -> None:
    result = KeyResult(goal=Goal(cadence="monthly", start=MONDAY))

    assert due_on(result, None) == date(2026, 11, 23)


def test_nothing_is_due_where_nothing_says_since_when() -> None:
    assert due_on(KeyResult(goal=Goal()), None) is None
