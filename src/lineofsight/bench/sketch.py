"""An organisation while it is drawn at random."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from lineofsight.bench.reading.facts import Record, Rows


@dataclass
class Sketch:
    """An organisation while it is drawn: its tables, its chance, its instant."""

    rng: Random
    as_of: date
    rows: Rows = field(default_factory=dict)

    def add(self, table: str, **cells: object) -> Record:
        """Append a record; None stays out of it."""
        record = {column: value for column, value in cells.items() if value is not None}
        self.rows.setdefault(table, []).append(record)
        return record

    def maybe(self, probability: float, value: object) -> object:
        """Return a value with this probability, else None: unknown."""
        return value if self.rng.random() < probability else None

    def chance(self, probability: float) -> bool:
        """Return True with this probability."""
        return self.rng.random() < probability

    def pick(self, table: str) -> str:
        """Return the id of any record of a table."""
        return str(self.rng.choice(self.rows[table])["id"])

    def some(self, table: str, most: int) -> list[str]:
        """Return none, one or several ids of a table."""
        names = [str(record["id"]) for record in self.rows[table]]
        return self.rng.sample(names, min(self.rng.randint(0, most), len(names)))

    def day(self, first: int, last: int) -> date:
        """Return a day this many days after the instant; negative is before it."""
        return self.as_of + timedelta(days=self.rng.randint(first, last))
