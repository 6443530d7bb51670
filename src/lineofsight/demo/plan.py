"""The plan while it is being written: its rows, its calendar, its people."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lineofsight.demo.company import Company, Person
from lineofsight.demo.dates import Dates
from lineofsight.demo.rows import Rows

CURRENCIES = {"NOK", "kNOK", "MNOK"}

Measure = Sequence[Any]  # title, unit, baseline, target


@dataclass(slots=True)
class Plan:
    """Rows that grow, table by table, with what the writers need to know of each other."""

    dates: Dates
    seed: int
    company: Company
    rows: Rows = field(default_factory=dict)
    goals: dict[str, dict[str, Any]] = field(default_factory=dict)
    measures: dict[str, list[dict[str, Any]]] = field(default_factory=dict)  # by goal
    parents: dict[str, list[str]] = field(default_factory=dict)  # by goal
    told: set[str] = field(default_factory=set)  # goals whose observations a story writes
    unplanned: set[str] = field(default_factory=set)  # people whom the plan names nowhere
    own_talks: set[str] = field(default_factory=set)  # people whose talks a story writes
    own_feedback: set[str] = field(default_factory=set)  # people whose feedback a story writes

    def rng(self, key: str) -> random.Random:
        """Return a stream of chance of its own for one thing, whatever else is drawn."""
        return random.Random(f"{self.seed}:{key}")

    def add(self, table: str, **values: object) -> dict[str, Any]:
        """Add a record; what is None is left out. Returns the record, which may still change."""
        record = {name: value for name, value in values.items() if value is not None}
        self.rows.setdefault(table, []).append(record)
        return record

    def goal(
        self,
        key: str,
        title: str,
        *,
        team: str,
        owner: Person | None,
        period: str | tuple[date, date],
        up: str | Iterable[str] = (),
        kr: Iterable[Measure] = (),
        **values: object,
    ) -> dict[str, Any]:
        """Add a goal with its measures and what it supports.

        Raises
        ------
        ValueError
            If the id is taken.
        """
        if key in self.goals:
            raise ValueError(f"There are two goals called {key}.")
        start, end = self.dates.period(period) if isinstance(period, str) else period
        record = self.add(
            "goals",
            **{
                "id": key,
                "title": title,
                "scope": "team",
                "kind": "objective",
                "owner_id": owner.id if owner else None,
                "team_id": team,
                "start": start,
                "end": end,
                "created_on": self.dates.workday((self.dates.today - start).days + 16),
            }
            | values,
        )
        self.goals[key] = record
        self.parents[key] = [up] if isinstance(up, str) else list(up)
        self.measures[key] = [
            self._key_result(key, number, measure) for number, measure in enumerate(kr, start=1)
        ]
        return record

    def _key_result(self, goal: str, number: int, measure: Measure) -> dict[str, Any]:
        title, unit, baseline, target = measure
        kind = "percent" if unit == "%" else "currency" if unit in CURRENCIES else "number"
        return self.add(
            "key_results",
            id=f"{goal}.{number}",
            goal_id=goal,
            title=title,
            type=kind,
            unit=unit,
            baseline=baseline,
            target=target,
        )

    def is_active(self, goal: str) -> bool:
        """Whether a goal is active."""
        return bool(self.goals[goal].get("status", "active") == "active")

    def roots(self, goal: str) -> set[str]:
        """Return the pillars (or ``north_star``) at the top of a goal's ways up."""
        found: set[str] = set()
        for up in self.parents[goal]:
            found |= self.roots(up) if up in self.goals else {up}
        return found

    def primary(self, goal: str) -> str:
        """Return the root at the end of the first way up; empty if there is none."""
        for up in self.parents[goal]:
            return self.primary(up) if up in self.goals else up
        return ""

    def owner(self, goal: str) -> Person:
        """Return the owner of a goal."""
        return self.company.people[self.goals[goal]["owner_id"]]

    def contributions(self) -> dict[str, list[str]]:
        """Return the active goals of each person: those owned first, then those helped."""
        found: dict[str, list[str]] = {person: [] for person in self.company.people}
        active = [key for key in self.goals if self.is_active(key)]
        for key in active:
            found[self.goals[key]["owner_id"]].append(key)
        for key in active:
            for person in self.goals[key].get("contributor_ids", ()):
                found[person].append(key)
        return found
