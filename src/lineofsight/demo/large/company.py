"""A company of any size: what its tables have in common."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import numpy as np

from lineofsight.demo.dates import PERIODS, Dates
from lineofsight.demo.large.shape import (
    ACTIVE,
    CANCELLED,
    DONE,
    ENTERPRISE,
    FUNCTION,
    INDIVIDUAL,
    Ints,
    Shape,
    Size,
    lay_out,
)
from lineofsight.demo.large.wording import Wording, lay_out_wording
from lineofsight.demo.names import slug
from lineofsight.demo.texts import load

Row = tuple[object, ...]
Table = tuple[str, tuple[str, ...], Iterator[Row]]

REPORTS = (None, "on_track", "at_risk", "off_track")
# Periods of goals: of the upper tiers, then of teams by their rung. A goal's period never outlasts
# that of the goal it supports.
PERIOD_OF = {
    ENTERPRISE: ("two_years",),
    FUNCTION: ("year",),
    INDIVIDUAL: ("quarter", "quarter", "quarter", "month"),
}
PERIOD_OF_RUNG = (("year",), ("year",), ("half", "half", "quarter"), ("quarter",))


def _padded(letter: str, count: int) -> Callable[[int], str]:
    pattern = f"{letter}%0{len(str(count))}d"
    return lambda number: pattern % (number + 1)


@dataclass(frozen=True)
class Company:
    """A company of any size; its tables follow from size, today and seed alone."""

    size: Size
    today: date
    seed: int

    @cached_property
    def shape(self) -> Shape:
        """Teams, people and goals as arrays."""
        return lay_out(self.size, np.random.default_rng([self.seed, 0]))

    @cached_property
    def dates(self) -> Dates:
        """The calendar."""
        return Dates(self.today)

    @cached_property
    def words(self) -> dict[str, Any]:
        """The vocabulary."""
        return load("scale")

    @cached_property
    def wording(self) -> Wording:
        """What each goal is about."""
        return lay_out_wording(self.words, self.shape, np.random.default_rng([self.seed, 1]))

    @cached_property
    def reported(self) -> Ints:
        """What owners report of each goal: an index into ``REPORTS``."""
        draw = np.random.default_rng([self.seed, 2]).random(self.size.goals)
        code = np.searchsorted([0.90, 0.98], draw, side="right") + 1
        return np.where(self.shape.goals.status == ACTIVE, code, 0)

    @cached_property
    def goal_of_person(self) -> Ints:
        """An active goal of each person, or one of their team's where they own none."""
        people, goals = self.shape.people, self.shape.goals
        found = np.full(self.size.people, -1)
        alive = np.flatnonzero(goals.status == ACTIVE)[::-1]
        of_team = np.zeros(len(self.shape.teams.size), dtype=np.int64)
        of_team[goals.team[alive]] = alive
        found[goals.owner[alive]] = alive
        return np.where(found >= 0, found, of_team[people.team])

    def rng(self, table: int) -> random.Random:
        """Return the stream of chance of one table, so that tables do not disturb each other."""
        return random.Random(self.seed * 1_000 + table)

    # Ids are padded with zeros, so that their order as text is their order as numbers.
    @cached_property
    def person(self) -> Callable[[int], str]:
        """Turns the number of a person into an id."""
        return _padded("p", self.size.people)

    @cached_property
    def team(self) -> Callable[[int], str]:
        """Turns the number of a team into an id."""
        return _padded("t", len(self.shape.teams.size))

    @cached_property
    def goal(self) -> Callable[[int], str]:
        """Turns the number of a goal into an id."""
        return _padded("g", self.size.goals)

    def function(self, number: int) -> str | None:
        """Return the id of a function."""
        return None if number < 0 else slug(self.words["function"][number]["name"])

    def pillar(self, number: int) -> str:
        """Return the id of a pillar."""
        return str(self.words["pillar"][number]["id"])

    def days_ago(self, low: int, high: int, rng: random.Random) -> date:
        """Draw a day between ``low`` and ``high`` days before today."""
        return self.today - timedelta(rng.randint(low, high))

    def period(self, number: int) -> tuple[date, date]:
        """Return start and end of a goal: of this cycle, or of an earlier one if it is over."""
        goals, teams = self.shape.goals, self.shape.teams
        rung = min(int(teams.rung[goals.team[number]]), len(PERIOD_OF_RUNG) - 1)
        names = PERIOD_OF.get(int(goals.tier[number]), PERIOD_OF_RUNG[rung])
        if goals.status[number] in (DONE, CANCELLED):
            return self._periods[str(number % 3)]
        return self._periods[names[number % len(names)]]

    @cached_property
    def lifetimes(self) -> tuple[Ints, Ints]:
        """Days since 1970-01-01 on which each goal starts and ends."""
        periods = [self.period(number) for number in range(self.size.goals)]
        days = np.array(periods, dtype="datetime64[D]").astype(np.int64)
        return days[:, 0], days[:, 1]

    @cached_property
    def _periods(self) -> dict[str, tuple[date, date]]:
        """Periods by name, and the last three quarters as "0" to "2"."""
        earlier = {
            str(k): (self.dates.month_start(-4 - 3 * k), self.dates.month_end(-2 - 3 * k))
            for k in range(3)
        }
        return earlier | {name: self.dates.period(name) for name in PERIODS}
