"""Arithmetic of periods: what holds in which days, without overlap.

A period begins with the day ``start`` (None: ever) and ends before the day ``end`` (None: it is
open). A list of periods is kept sorted, without overlap, and without two neighbours that say the
same. Days in no period are days on which nothing holds.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date


@dataclass(frozen=True, slots=True)
class Period:
    """That ``what`` (a number of a person or a team) holds from ``start`` until before ``end``."""

    what: int
    start: date | None = None
    end: date | None = None

    @property
    def low(self) -> date:
        """The first day, the first of all for one without a start."""
        return self.start or date.min

    @property
    def high(self) -> date:
        """The day after the last, the last of all for one without an end."""
        return self.end or date.max

    def holds_on(self, day: date) -> bool:
        """Tell whether the period holds on a day."""
        return self.low <= day < self.high


def placed(
    periods: Sequence[Period],
    what: int | None,
    on: date | None,
    *,
    through: date | None = None,
) -> list[Period]:
    """Let ``what`` (None: nothing) hold from a day until the next change that is on record.

    Later changes stay as they are, so a correction of the past changes the past alone. With
    ``through`` it holds at least through that day: changes up to it are overwritten.

    >>> first = [Period(1, date(2020, 1, 1))]
    >>> for period in placed(first, 2, date(2022, 1, 1)):
    ...     print(period.what, period.start, period.end)
    1 2020-01-01 2022-01-01
    2 2022-01-01 None
    """
    low = on or date.min
    last = max(low, through or date.min)
    turns = {period.low for period in periods} | {period.high for period in periods}
    high = min((turn for turn in turns if turn > last), default=date.max)
    return _joined(_cut(periods, low, high), what, low, high)


def from_then_on(periods: Sequence[Period], what: int | None, on: date | None) -> list[Period]:
    """Let ``what`` (None: nothing) hold from a day for good; later changes are given up."""
    low = on or date.min
    return _joined(_cut(periods, low, date.max), what, low, date.max)


def stated(
    periods: Sequence[Period], what: int | None, since: date | None, today: date
) -> list[Period]:
    """Let ``what`` hold today, as a source says that tells nothing of other days.

    ``since`` is the day from which on, None if the source does not know: then what holds already
    keeps its beginning, and what is new begins today, or ever if nothing was known before.
    """
    present = next((period for period in periods if period.holds_on(today)), None)
    if since is not None and since > today:
        return placed(periods, what, since)
    if what is None:
        return placed(periods, None, today, through=today) if present else list(periods)
    if present is not None and present.what == what:
        if since is None or since == present.start:
            return list(periods)
        if since > present.low:
            others = [period for period in periods if period is not present]
            return _sorted([*others, replace(present, start=since)])
    elif since is None:
        return placed(periods, what, today if periods else None, through=today)
    return placed(periods, what, since, through=today)


def _cut(periods: Iterable[Period], low: date, high: date) -> list[Period]:
    """Take the days from ``low`` until before ``high`` out of all periods."""
    rest: list[Period] = []
    for period in periods:
        if period.high <= low or period.low >= high:
            rest.append(period)
            continue
        if period.low < low:
            rest.append(replace(period, end=low))
        if period.high > high:
            rest.append(replace(period, start=high))
    return rest


def _joined(rest: list[Period], what: int | None, low: date, high: date) -> list[Period]:
    """Add a period to those beside it; neighbours that say the same become one."""
    if what is not None:
        start = None if low == date.min else low
        rest.append(Period(what, start, None if high == date.max else high))
    joined: list[Period] = []
    for period in _sorted(rest):
        if joined and joined[-1].what == period.what and joined[-1].high == period.low:
            joined[-1] = replace(joined[-1], end=period.end)
        else:
            joined.append(period)
    return joined


def _sorted(periods: Iterable[Period]) -> list[Period]:
    return sorted(periods, key=lambda period: period.low)
