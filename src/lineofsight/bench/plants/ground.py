"""What plants stand on: a plan to change, its instant, and short words to add rows with."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from lineofsight.bench.reading.facts import Record, Rows, working_days
from lineofsight.bench.reading.seen import Subject


@dataclass
class Ground:
    """A plan that a plant changes.

    A plant adds a defect and says which subject has it (`fires`); it adds its nearest neighbours,
    which only just have it not, and says so too (`silent`). Rows that it adds are wholesome unless
    it says otherwise: a goal has an owner, dates around the instant and a specific title.
    """

    rows: Rows
    rng: Random
    as_of: date
    planted: set[Subject] = field(default_factory=set)
    neighbours: set[Subject] = field(default_factory=set)
    _count: int = 0
    _taken: set[object] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._taken = {row.get("id") for records in self.rows.values() for row in records}

    # --- what is meant

    def fires(self, kind: str, *names: str) -> None:
        """Say that the rule fires on these subjects."""
        self.planted.update((kind, name) for name in names)

    def silent(self, kind: str, *names: str) -> None:
        """Say that the rule does not fire on these subjects."""
        self.neighbours.update((kind, name) for name in names)

    # --- days

    def ago(self, days: int) -> date:
        """Return the day so many days before the instant; negative is after it."""
        return self.as_of - timedelta(days)

    def working_days_ago(self, days: int) -> date:
        """Return the latest day that is so many working days back."""
        back = 0
        while working_days(self.ago(back), self.as_of) < days:
            back += 1
        return self.ago(back)

    # --- rows

    def new_id(self) -> str:
        """Return an id that no row of the plan has."""
        while True:
            self._count += 1
            name = f"{self.rng.choice('bmx')}{self._count:03d}"
            if name not in self._taken:
                return name

    def add(self, table: str, **cells: object) -> str:
        """Append a record and return its id; None stays out of it."""
        record = {column: value for column, value in cells.items() if value is not None}
        self.rows.setdefault(table, []).append(record)
        return str(record.get("id", ""))

    def change(self, table: str, name: str, **cells: object) -> None:
        """Change a record."""
        record = next(row for row in self.rows[table] if row.get("id") == name)
        record.update(cells)

    def pillar(self, **cells: object) -> str:
        """Add a pillar."""
        name = self.new_id()
        return self.add("pillars", **({"id": name, "name": "Raise water quality in Leeds"} | cells))

    def goal(self, *under: str, **cells: object) -> str:
        """Add an active goal that supports the parents named."""
        name = self.new_id()
        usual: Record = {
            "id": name,
            "title": f"Raise renewals in Leeds by {self._count} % by spring",
            "scope": "team",
            "owner_id": self.person() if "owner_id" not in cells else None,
            "start": self.ago(60),
            "end": self.ago(-120),
            "created_on": self.ago(90),
        }
        self.add("goals", **(usual | cells))
        for parent in under:
            self.link(name, parent)
        return name

    def link(self, child: str, parent: str, kind: str = "supports", **cells: object) -> str:
        """Add a link and return its id as findings spell it."""
        self.add("links", kind=kind, from_id=child, to_id=parent, **cells)
        return f"{child}>{parent}:{kind}"

    def key_result(self, goal: str, **cells: object) -> str:
        """Add a key result: a number in days that is to rise from 0 to 100."""
        usual: Record = {
            "id": self.new_id(),
            "goal_id": goal,
            "title": "Raise days without a stop",
            "type": "number",
            "unit": "days",
            "baseline": 0,
            "target": 100,
        }
        return self.add("key_results", **(usual | cells))

    def observe(self, measure: str, days_ago: int, value: float, **cells: object) -> None:
        """Add an observation."""
        self.add("observations", measure_id=measure, date=self.ago(days_ago), value=value, **cells)

    def person(self, **cells: object) -> str:
        """Add somebody who has been here for long."""
        name = self.new_id()
        usual: Record = {"id": name, "name": f"Person {name}", "start_date": self.ago(900)}
        return self.add("people", **(usual | cells))

    def team(self, **cells: object) -> str:
        """Add a team."""
        name = self.new_id()
        return self.add("teams", **({"id": name, "name": f"Team {name}"} | cells))

    def function(self, **cells: object) -> str:
        """Add a function that has said what it adds."""
        usual: Record = {"id": self.new_id(), "name": "Labs", "contribution": "Safe water"}
        return self.add("functions", **(usual | {"success_measure": "Tests in time"} | cells))

    def check_in(self, manager: str, person: str, days_ago: int, **cells: object) -> str:
        """Add a check-in."""
        usual: Record = {"id": self.new_id(), "manager_id": manager, "person_id": person}
        return self.add("check_ins", **(usual | {"date": self.ago(days_ago)} | cells))

    def revise(self, goal: str, days_ago: int, what: str, before: str, after: str) -> None:
        """Add a revision without a reason."""
        cells = {"field": what, "before": before, "after": after}
        self.add("revisions", goal_id=goal, date=self.ago(days_ago), **cells)


Plant = Callable[[Ground], None]
PLANTS: dict[str, list[Plant]] = {}


def plant(rule: str) -> Callable[[Plant], Plant]:
    """Register a plant for a rule; a rule may have several."""

    def register(how: Plant) -> Plant:
        PLANTS.setdefault(rule, []).append(how)
        return how

    return register
