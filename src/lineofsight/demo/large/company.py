"""A company of any size: what its tables have in common."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lineofsight.demo.dates import Dates
from lineofsight.demo.large.shape import (
    ACTIVE,
    CANCELLED,
    DONE,
    ENTERPRISE,
    FUNCTION,
    INDIVIDUAL,
    TEAM,
    Goals,
    Ints,
    Shape,
    Size,
    lay_out,
)
from lineofsight.demo.names import slug
from lineofsight.demo.texts import load

Row = tuple[object, ...]
Table = tuple[str, tuple[str, ...], Iterator[Row]]

PERIOD_OF = {
    ENTERPRISE: ("two_years",),
    FUNCTION: ("business_year", "year"),
    TEAM: ("year", "half", "quarter", "quarter"),
    INDIVIDUAL: ("quarter", "quarter", "quarter", "month"),
}


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
    def wording(self) -> "Wording":
        """What each goal measures, and where."""
        return _wording(self)

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
    def person(self, number: int) -> str:
        """Return the id of a person."""
        return f"p{number + 1:0{len(str(self.size.people))}d}"

    def team(self, number: int) -> str:
        """Return the id of a team."""
        return f"t{number + 1:0{len(str(len(self.shape.teams.size)))}d}"

    def goal(self, number: int) -> str:
        """Return the id of a goal."""
        return f"g{number + 1:0{len(str(self.size.goals))}d}"

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
        goals = self.shape.goals
        names = PERIOD_OF[int(goals.tier[number])]
        if goals.status[number] in (DONE, CANCELLED):
            back = 3 * (1 + number % 3)
            return self.dates.month_start(-1 - back), self.dates.month_end(1 - back)
        return self.dates.period(names[number % len(names)])


@dataclass(frozen=True, slots=True)
class Wording:
    """One measure, base value, thing and place for each goal, as indices and numbers."""

    measure: Ints
    base: NDArray[np.float64]
    thing: Ints
    place: Ints


def _wording(company: Company) -> Wording:
    rng = np.random.default_rng([company.seed, 1])
    goals: Goals = company.shape.goals
    count = len(goals.team)
    code = np.maximum(company.shape.teams.function[goals.team], 0)
    functions = company.words["function"]
    known = np.array([len(f["measures"]) for f in functions])
    measure = (rng.random(count) * known[code]).astype(np.int64)
    widest = int(known.max())
    low = np.array([[*(m[2] for m in f["measures"]), *[0.0] * widest][:widest] for f in functions])
    high = np.array([[*(m[3] for m in f["measures"]), *[0.0] * widest][:widest] for f in functions])
    least = low[code, measure]
    return Wording(
        measure=measure,
        base=least + rng.random(count) * (high[code, measure] - least),
        thing=rng.integers(0, len(company.words["things"]), count),
        place=rng.integers(0, len(company.words["places"]), count),
    )
