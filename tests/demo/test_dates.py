"""Dates relative to a day, whatever the lengths of its months."""

from datetime import date, timedelta

import pytest

from lineofsight.demo.dates import PERIODS, Dates

DAYS = [date(2024, 1, 1) + timedelta(11 * n) for n in range(140)]
# Which periods support which in the demo's goals.
SUPPORTS = [
    ("quarter", "half"),
    ("quarter", "business_year"),
    ("quarter", "two_years"),
    ("half", "business_year"),
    ("half", "two_years"),
    ("business_year", "two_years"),
    ("early_half", "calendar_year"),
    ("early_half", "business_year"),
    ("calendar_year", "business_year"),
    ("eighteen_months", "two_years"),
    ("two_years", "strategy"),
]


@pytest.mark.parametrize(("child", "parent"), SUPPORTS)
def test_a_goal_starts_before_half_of_what_it_supports_is_gone(child: str, parent: str) -> None:
    late = []
    for day in DAYS:
        dates = Dates(day)
        (start, _), (above, end) = dates.period(child), dates.period(parent)
        if (start - above) / (end - above) > 0.5:
            late.append(day)
    assert late == []


@pytest.mark.parametrize(("child", "parent"), SUPPORTS)
def test_a_goal_ends_no_later_than_what_it_supports(child: str, parent: str) -> None:
    assert PERIODS[child][1] <= PERIODS[parent][1]


def test_a_period_starts_and_ends_with_a_month() -> None:
    assert Dates(date(2028, 2, 29)).period("quarter") == (date(2028, 1, 1), date(2028, 3, 31))


def test_a_workday_before_a_sunday_is_the_friday() -> None:
    assert Dates(date(2026, 11, 22)).workday(0) == date(2026, 11, 20)


def test_a_workday_ahead_of_a_saturday_is_the_monday() -> None:
    assert Dates(date(2026, 11, 20)).workday_ahead(1) == date(2026, 11, 23)


def test_a_workday_stays_where_it_is() -> None:
    dates = Dates(date(2026, 11, 20))
    assert (dates.workday(0), dates.workday_ahead(0)) == (dates.today, dates.today)


def test_a_month_has_its_english_name() -> None:
    assert Dates(date(2026, 11, 21)).month_name(-6) == "May"
