"""Dates relative to the day on which the demo is looked at."""

from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

# Planning periods as (first month, last month), counted from the month of today. They are chosen
# so that a shorter goal starts in the first half of the longer one that it supports, whatever the
# lengths of the months between.
PERIODS: dict[str, tuple[int, int]] = {
    "month": (0, 0),
    "quarter": (-1, 1),
    "new_quarter": (0, 2),
    "half": (-2, 3),
    "year": (-4, 7),
    "business_year": (-5, 6),
    "calendar_year": (-8, 3),
    "eighteen_months": (-10, 7),
    "two_years": (-10, 13),
    "strategy": (-10, 25),
    "spring": (-7, -5),
    "next_year": (2, 13),
    "early_half": (-3, 2),
}


@dataclass(frozen=True, slots=True)
class Dates:
    """The calendar as seen from ``today``."""

    today: date

    def ago(self, days: int) -> date:
        """Return the day that many days before today; negative numbers lie ahead."""
        return self.today - timedelta(days)

    def workday(self, days: int) -> date:
        """Return the last Monday to Friday that is at least ``days`` days before today."""
        day = self.ago(days)
        return day - timedelta(max(0, day.weekday() - 4))

    def workday_ahead(self, days: int) -> date:
        """Return the first Monday to Friday that is at least ``days`` days after today."""
        day = self.ago(-days)
        return day + timedelta(7 - day.weekday() if day.weekday() > 4 else 0)

    def month_start(self, months: int) -> date:
        """Return the first day of the month that many months after this one."""
        count = self.today.year * 12 + self.today.month - 1 + months
        return date(count // 12, count % 12 + 1, 1)

    def month_end(self, months: int) -> date:
        """Return the last day of the month that many months after this one."""
        return self.month_start(months + 1) - timedelta(1)

    def month_name(self, months: int) -> str:
        """Return the English name of the month that many months after this one."""
        return MONTHS[self.month_start(months).month - 1]

    def period(self, name: str) -> tuple[date, date]:
        """Return first and last day of one of ``PERIODS``."""
        first, last = PERIODS[name]
        return self.month_start(first), self.month_end(last)
