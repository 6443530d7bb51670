"""Arithmetic of periods, held to what it says on every single day."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineofsight.organization.services.periods import Period, from_then_on, placed, stated

FIRST = date(2026, 1, 1)
DAYS = [FIRST + timedelta(days=n) for n in range(14)]
EVER = date.min


def what_on(periods: list[Period], day: date) -> int | None:
    found = [period.what for period in periods if period.holds_on(day)]
    assert len(found) <= 1, "two periods hold on one day"
    return found[0] if found else None


def all_days(periods: list[Period]) -> list[int | None]:
    return [what_on(periods, day) for day in [EVER, *DAYS, date(9000, 1, 1)]]


days = st.sampled_from(DAYS[1:-1])
whats = st.sampled_from([1, 2, 3, None])


@st.composite
def histories(draw: st.DrawFn) -> list[Period]:
    """Periods that came about by moves."""
    periods: list[Period] = []
    for _ in range(draw(st.integers(0, 6))):
        periods = placed(periods, draw(whats), draw(st.none() | days))
    return periods


@given(histories(), whats, st.none() | days)
def test_a_move_holds_from_its_day_until_the_next_change(
    periods: list[Period], what: int | None, on: date | None
) -> None:
    moved = placed(periods, what, on)

    start = on or EVER
    before, after = all_days(periods), all_days(moved)
    turned = False
    for n, day in enumerate([EVER, *DAYS, date(9000, 1, 1)]):
        if day < start:
            assert after[n] == before[n]
            continue
        turned = turned or (day > start and before[n] != before[n - 1])
        assert after[n] == (before[n] if turned else what)


@given(histories(), whats, days, days)
def test_a_move_through_a_day_holds_on_that_day(
    periods: list[Period], what: int | None, on: date, day: date
) -> None:
    moved = placed(periods, what, min(on, day), through=day)

    held = [what_on(moved, each) for each in DAYS if min(on, day) <= each <= day]
    assert set(held) == {what}


@given(histories(), st.sampled_from([1, None]), days)
def test_from_then_on_leaves_the_past_and_nothing_else(
    periods: list[Period], what: int | None, on: date
) -> None:
    moved = from_then_on(periods, what, on)

    for day in [EVER, *DAYS, date(9000, 1, 1)]:
        assert what_on(moved, day) == (what if day >= on else what_on(periods, day))


@given(histories(), whats, st.none() | days, days)
def test_what_a_source_states_holds_today(
    periods: list[Period], what: int | None, since: date | None, today: date
) -> None:
    moved = stated(periods, what, since, today)

    expected = what if since is None or since <= today else what_on(periods, today)
    assert what_on(moved, today) == expected


@given(histories(), st.sampled_from([1, 2]), days, days)
def test_what_a_source_states_begins_when_it_says(
    periods: list[Period], what: int, since: date, today: date
) -> None:
    since = min(since, today)

    (present,) = [one for one in stated(periods, what, since, today) if one.holds_on(today)]

    # It may have begun earlier only where the days before were on record as the same.
    earlier = [day for day in DAYS if present.low <= day < since]
    assert all(what_on(periods, day) == what for day in earlier)
    assert present.low <= since


@given(histories(), whats, st.none() | days, days)
def test_stating_it_again_changes_nothing(
    periods: list[Period], what: int | None, since: date | None, today: date
) -> None:
    once = stated(periods, what, since, today)

    assert stated(once, what, since, today) == once


@given(histories())
def test_periods_are_sorted_without_overlap_and_neighbours_differ(periods: list[Period]) -> None:
    for one, next_one in pairwise(periods):
        assert one.high <= next_one.low
        assert one.high < next_one.low or one.what != next_one.what
    assert all(period.low < period.high for period in periods)


class TestPlaced:
    def test_the_first_of_all_holds_for_ever(self) -> None:
        assert placed([], 1, None) == [Period(1)]

    def test_a_move_ends_what_held_before(self) -> None:
        assert placed([Period(1)], 2, DAYS[3]) == [Period(1, None, DAYS[3]), Period(2, DAYS[3])]

    def test_a_correction_of_the_past_keeps_what_came_later(self) -> None:
        known = placed([Period(1)], 2, DAYS[9])

        assert placed(known, 3, DAYS[3]) == [
            Period(1, None, DAYS[3]),
            Period(3, DAYS[3], DAYS[9]),
            Period(2, DAYS[9]),
        ]

    def test_a_correction_of_the_first_day_takes_the_place_of_what_stood_there(self) -> None:
        known = placed([Period(1)], 2, DAYS[3])

        assert placed(known, 3, DAYS[3]) == [Period(1, None, DAYS[3]), Period(3, DAYS[3])]

    def test_to_the_same_changes_nothing(self) -> None:
        assert placed([Period(1)], 1, DAYS[3]) == [Period(1)]

    def test_back_to_what_was_joins_the_two(self) -> None:
        known = placed([Period(1)], 2, DAYS[3])

        assert placed(known, 1, DAYS[3]) == [Period(1)]

    def test_to_nobody_leaves_a_gap(self) -> None:
        assert placed([Period(1)], None, DAYS[3]) == [Period(1, None, DAYS[3])]


class TestStated:
    def test_who_is_new_without_a_day_has_been_there_for_ever(self) -> None:
        assert stated([], 1, None, DAYS[5]) == [Period(1)]

    def test_another_without_a_day_begins_today(self) -> None:
        assert stated([Period(1)], 2, None, DAYS[5])[-1] == Period(2, DAYS[5])

    @pytest.mark.parametrize("since", [DAYS[2], DAYS[7]])
    def test_the_same_with_another_day_is_corrected(self, since: date) -> None:
        assert stated([Period(1, DAYS[5])], 1, since, DAYS[9]) == [Period(1, since)]

    def test_the_same_without_a_day_keeps_its_own(self) -> None:
        known = [Period(1, DAYS[2])]

        assert stated(known, 1, None, DAYS[9]) == known
