"""Periods of a rhythm: stretches of days that tile time, with one check-in each.

What two people agree about how often they talk holds from the first period that begins on the day
of the agreement or later. So a period that has begun keeps its length, whatever is agreed
afterwards, and its first day names it for good: a changed cadence neither repeats a period nor
leaves one out. Days are days of a calendar; where they begin on a clock is up to a time zone.
"""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ANCHOR = date(2001, 1, 1)  # a Monday, from which the periods of a first agreement are counted
LONGEST = 366  # days
DAYS_OF_WEEK = 7


@dataclass(frozen=True, order=True)
class Agreed:
    """From a day on, so many days from one period to the next (7: weekly, 14: every two weeks).

    Raises
    ------
    ValueError
        ``days`` is not in [1, ``LONGEST``].
    """

    since: date
    days: int

    def __post_init__(self) -> None:
        """Refuse a length that no rhythm has."""
        if not 1 <= self.days <= LONGEST:
            raise ValueError(f"a period of {self.days} days")


@dataclass(frozen=True, order=True)
class Period:
    """The days from ``start`` up to ``end``, which is the first day of the next period."""

    start: date
    end: date

    def __contains__(self, day: date) -> bool:
        """Tell whether a day lies in it."""
        return self.start <= day < self.end

    def instants(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Return when it begins and when the next one does, in UTC, for somebody in this zone."""
        return midnight(self.start, zone), midnight(self.end, zone)


def period_of(agreed: Sequence[Agreed], day: date) -> Period:
    """Return the period in which a day lies.

    Parameters
    ----------
    agreed : sequence of Agreed
        At least one, in any order; of those of one day only the last given counts. Before the
        first, its own length holds too.

    Raises
    ------
    ValueError
        Nothing was agreed.
    """
    start, days = _last_begun(agreed, day)
    start += (day - start) // timedelta(days) * timedelta(days)
    return Period(start, start + timedelta(days))


def periods_from(agreed: Sequence[Agreed], day: date) -> Iterator[Period]:
    """Return the period of a day and all after it, one after the other, without end.

    Raises
    ------
    ValueError
        As for ``period_of``.
    """
    while True:
        period = period_of(agreed, day)
        yield period
        day = period.end


def _last_begun(agreed: Sequence[Agreed], day: date) -> tuple[date, int]:
    """Return a first day of a period on or before a day, and the length that holds from it on."""
    if not agreed:
        raise ValueError("nothing was agreed")
    of_days = {one.since: one for one in agreed}  # the last given of each
    first, *later = sorted(of_days.values())
    start, days = ANCHOR, first.days
    for one in later:
        begins = start + _whole(one.since - start, days)
        if begins > day:
            break
        start, days = begins, one.days
    return start, days


def _whole(gone: timedelta, days: int) -> timedelta:
    """Return the least number of whole periods that is not shorter; none where it has not begun."""
    return max(-(-gone // timedelta(days)), 0) * timedelta(days)


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """Return when a day begins in a zone, in UTC.

    Where clocks are put forward at midnight it begins at the moment that they are; where they are
    put back, at the first of the two.
    """
    return at(day, time(), zone)


def at(day: date, hour: time, zone: ZoneInfo) -> datetime:
    """Return when a clock in a zone shows an hour of a day, in UTC.

    An hour that a clock put forward leaves out is the one that it would have been; of an hour that
    comes twice, the first is meant.
    """
    return datetime.combine(day, hour, zone).astimezone(UTC)


def day_for(period: Period, weekday: int, off: Container[date] = ()) -> date | None:
    """Return the day of a period on which its check-in is best held; None if all days are off.

    Parameters
    ----------
    weekday : int
        The agreed one, Monday is 0: its first in the period, or the first day of a period that has
        none (which may be no day to talk on).
    off : container of date
        Days on which either is away or nobody works. The next day that is not, or else the last
        before it, is taken; a Saturday or Sunday only where it is the agreed day.
    """
    ahead = (weekday - period.start.weekday()) % DAYS_OF_WEEK
    wanted = period.start + timedelta(ahead)
    if wanted not in period:
        wanted = period.start
    days = [period.start + timedelta(number) for number in range((period.end - period.start).days)]
    free = [
        one
        for one in days
        if one not in off and (one.weekday() == weekday or one.weekday() < DAYS_OF_WEEK - 2)
    ]
    later = [one for one in free if one >= wanted]
    return later[0] if later else (free[-1] if free else None)
