"""Periods tile time, whatever is agreed meanwhile and wherever one's clock hangs."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise, takewhile
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineofsight.rhythm.periods import (
    LONGEST,
    Agreed,
    Period,
    at,
    day_for,
    midnight,
    period_of,
    periods_from,
)

TEN_YEARS = date(2026, 1, 1), date(2036, 1, 1)
DAYS = st.dates(*TEN_YEARS)
WEEKLY, FORTNIGHTLY = 7, 14
LENGTHS = st.one_of(st.sampled_from([WEEKLY, FORTNIGHTLY]), st.integers(1, LONGEST))
AGREEMENTS = st.lists(
    st.builds(Agreed, DAYS, LENGTHS), min_size=1, max_size=8, unique_by=lambda one: one.since
)
ZONES = sorted(available_timezones())
MONDAY = date(2026, 11, 23)


@given(AGREEMENTS)
def test_periods_follow_one_another_without_gap_or_overlap_over_ten_years(
    agreed: list[Agreed],
) -> None:
    first, last = TEN_YEARS
    found = list(takewhile(lambda one: one.start < last, periods_from(agreed, first)))

    assert found[0].start <= first
    assert found[-1].end >= last
    assert all(before.end == after.start for before, after in pairwise(found))
    assert all(one.start < one.end for one in found)


@given(AGREEMENTS, DAYS)
def test_each_day_lies_in_the_one_period_that_it_names(agreed: list[Agreed], day: date) -> None:
    period = period_of(agreed, day)

    assert day in period
    assert period_of(agreed, period.start) == period
    assert period_of(agreed, period.end - timedelta(1)) == period
    assert period_of(agreed, period.end).start == period.end
    assert period_of(list(reversed(agreed)), day) == period
    assert period_of([Agreed(agreed[0].since, WEEKLY), *agreed], day) == period


@given(AGREEMENTS, DAYS, LENGTHS)
def test_another_agreement_leaves_what_has_begun_and_holds_from_the_next(
    agreed: list[Agreed], since: date, days: int
) -> None:
    agreed = [one for one in agreed if one.since < since] or [Agreed(TEN_YEARS[0], WEEKLY)]
    running = period_of(agreed, since)
    changed = [*agreed, Agreed(since, days)]

    before = list(takewhile(lambda one: one.end <= since, periods_from(agreed, TEN_YEARS[0])))
    assert list(islice(periods_from(changed, TEN_YEARS[0]), len(before))) == before
    begins = running.start if running.start == since else running.end
    if begins == running.end:
        assert period_of(changed, since) == running
    assert period_of(changed, begins) == Period(begins, begins + timedelta(days))


def test_weekly_and_fortnightly_periods_begin_on_mondays() -> None:
    weekly = [Agreed(MONDAY, WEEKLY)]
    both = [*weekly, Agreed(date(2026, 11, 25), FORTNIGHTLY)]

    assert period_of(weekly, date(2026, 11, 29)) == Period(MONDAY, date(2026, 11, 30))
    assert [one.start for one in islice(periods_from(both, MONDAY), 3)] == [
        MONDAY,
        date(2026, 11, 30),
        date(2026, 12, 14),
    ]


@pytest.mark.parametrize("days", [0, -7, LONGEST + 1])
def test_a_length_that_no_rhythm_has_is_refused(days: int) -> None:
    with pytest.raises(ValueError, match="days"):
        Agreed(MONDAY, days)


def test_nothing_agreed_has_no_periods() -> None:
    with pytest.raises(ValueError, match="nothing"):
        period_of([], MONDAY)


def test_they_tile_time_in_every_zone() -> None:
    assert len(ZONES) >= 400
    weeks = list(
        takewhile(
            lambda one: one.start < TEN_YEARS[1],
            periods_from([Agreed(MONDAY, WEEKLY)], TEN_YEARS[0]),
        )
    )
    assert len(weeks) == 523
    for name in ZONES:
        zone = ZoneInfo(name)
        spans = [one.instants(zone) for one in weeks]
        assert all(begin < end for begin, end in spans), name
        assert all(before[1] == after[0] for before, after in pairwise(spans)), name
        local = [begin.astimezone(zone).date() for begin, _end in spans]
        assert local == [one.start for one in weeks], name


@given(DAYS, st.sampled_from(ZONES))
def test_a_day_begins_with_its_first_moment(day: date, name: str) -> None:
    zone = ZoneInfo(name)
    begins = midnight(day, zone)

    assert begins.astimezone(zone).date() == day
    assert (begins - timedelta(microseconds=1)).astimezone(zone).date() < day


@pytest.mark.parametrize(
    ("zone", "day", "hour", "instant"),
    [
        # Clocks are put forward at 2:00: half past two is half past three.
        ("Europe/Berlin", date(2026, 3, 29), time(2, 30), "2026-03-29 01:30"),
        # They are put back at 3:00: the first half past two is meant.
        ("Europe/Berlin", date(2026, 10, 25), time(2, 30), "2026-10-25 00:30"),
        ("America/New_York", date(2026, 11, 1), time(9), "2026-11-01 14:00"),
        ("Australia/Lord_Howe", date(2026, 10, 4), time(9), "2026-10-03 22:00"),
        ("Asia/Kathmandu", date(2026, 11, 23), time(9), "2026-11-23 03:15"),
        ("Pacific/Apia", date(2026, 11, 23), time(9), "2026-11-22 20:00"),
        ("America/Sao_Paulo", date(2026, 11, 23), time(9), "2026-11-23 12:00"),
    ],
)
def test_an_hour_is_that_of_the_clock_on_the_wall(
    zone: str, day: date, hour: time, instant: str
) -> None:
    wanted = datetime.fromisoformat(instant).replace(tzinfo=UTC)

    assert at(day, hour, ZoneInfo(zone)) == wanted


class TestDay:
    WEEK = Period(MONDAY, MONDAY + timedelta(WEEKLY))

    def test_is_the_agreed_one(self) -> None:
        assert day_for(self.WEEK, 3) == date(2026, 11, 26)

    def test_is_the_next_that_is_not_off_or_the_last_before_it(self) -> None:
        thursday, friday = date(2026, 11, 26), date(2026, 11, 27)

        assert day_for(self.WEEK, 3, {thursday}) == friday
        assert day_for(self.WEEK, 3, {thursday, friday}) == date(2026, 11, 25)

    def test_is_on_a_weekend_only_where_that_was_agreed(self) -> None:
        saturday = date(2026, 11, 28)

        assert day_for(self.WEEK, 5) == saturday
        assert day_for(self.WEEK, 5, {saturday}) == date(2026, 11, 27)

    def test_is_the_first_of_a_period_that_has_none_such(self) -> None:
        assert day_for(Period(MONDAY, MONDAY + timedelta(3)), 4) == MONDAY

    def test_is_on_no_weekend_that_a_short_period_begins_with(self) -> None:
        saturday, monday = date(2026, 11, 28), date(2026, 11, 30)

        assert day_for(Period(saturday, date(2026, 12, 1)), 2) == monday
        assert day_for(Period(saturday, monday), 2) is None

    def test_is_none_where_all_are_off(self) -> None:
        assert day_for(self.WEEK, 0, [MONDAY + timedelta(n) for n in range(7)]) is None
        assert day_for(Period(MONDAY, MONDAY + timedelta(1)), 0, {MONDAY}) is None

    @given(AGREEMENTS, DAYS, st.integers(0, 6), st.sets(DAYS))
    def test_lies_in_its_period_and_is_free(
        self, agreed: list[Agreed], day: date, weekday: int, off: set[date]
    ) -> None:
        period = period_of(agreed, day)
        found = day_for(period, weekday, off)

        assert found is None or (found in period and found not in off)
