"""The rows of a plan as plain dictionaries, and nothing in them that is not known yet.

This is the ground of an independent reading of a plan: slow, plain, without arrays, written from
the definitions alone. It exists to be compared with the engine, so it shares no code with it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from lineofsight.bench.reading.history import as_they_were

Record = dict[str, object]
Rows = dict[str, list[Record]]

# Where numbers are compared, this much is rounding and not a difference.
TOLERANCE = 1e-9

# Listed words are compared without regard to case, space, hyphen and underscore.
SPELLING = {
    word.replace("_", ""): word
    for word in (
        *("on_track", "at_risk", "off_track"),
        *("depends_on", "competes_with", "north_star"),
        *("half_yearly", "multi_year", "mattered_more", "can_explain"),
    )
}

# A row dated after the instant is not known yet: it is left out.
DATED_ROWS = {
    "observations": "date",
    "revisions": "date",
    "check_ins": "date",
    "feedback": "date",
    "acknowledgements": "date",
    "answers": "date",
    "blockers": "raised_on",
}
# A cell dated after the instant is not known yet: it is emptied, and so is what came with it.
DATED_CELLS: dict[str, dict[str, tuple[str, ...]]] = {
    "goals": {"serves_confirmed_on": ()},
    "links": {"confirmed_on": (), "accepted_on": ()},
    "assumptions": {"decided_on": ("state",)},
    "blockers": {"lifted_on": ()},
    "actions": {"done_on": ()},
    "agreements": {"done_on": ("closed",)},
}


def more(left: float, right: float) -> bool:
    """Tell whether left is more than right by more than rounding."""
    return left > right + TOLERANCE


def at_least(left: float, right: float) -> bool:
    """Tell whether left is right or more, but for rounding."""
    return left >= right - TOLERANCE


def text(record: Record, column: str) -> str:
    """Return a cell as text, stripped; ``""`` is unknown."""
    value = record.get(column)
    return "" if value is None else str(value).strip()


def word(record: Record, column: str) -> str:
    """Return a listed word as the plan file spells it."""
    squeezed = re.sub(r"[\s_-]", "", text(record, column)).lower()
    return SPELLING.get(squeezed, squeezed)


def number(record: Record, column: str) -> float | None:
    """Return a cell as a number; None is unknown."""
    value = record.get(column)
    return float(value) if isinstance(value, int | float) else None


def day(record: Record, column: str) -> date | None:
    """Return a cell as a date; None is unknown."""
    value = record.get(column)
    return value if isinstance(value, date) else None


def yes(record: Record, column: str) -> bool:
    """Return a cell as yes or no; unknown counts as no."""
    return record.get(column) is True


def ids(record: Record, column: str) -> list[str]:
    """Return all ids in a cell, in their order, each once."""
    value = record.get(column)
    parts = value if isinstance(value, list | tuple) else text(record, column).split(";")
    stripped = (str(part).strip() for part in parts)
    return list(dict.fromkeys(part for part in stripped if part))


def one(record: Record, column: str) -> str:
    """Return the id in a cell; of several, the first; ``""`` if there is none."""
    value = record.get(column)
    if isinstance(value, str) and ";" not in value:
        return value.strip()
    return next(iter(ids(record, column)), "")


def naturally(name: str) -> list[tuple[int, int, str]]:
    """Return a key that sorts version 10 after version 9."""
    return [
        (0, int(part), "") if part.isdecimal() else (1, 0, part)
        for part in re.split(r"(\d+)", name)
        if part
    ]


def fraction(amount: float, whole: float) -> float | None:
    """Return amount / whole, None where there is no whole."""
    return amount / whole if abs(whole) > TOLERANCE else None


def working_days(since: date, until: date) -> int:
    """Count the Mondays to Fridays after ``since``, up to and with ``until``."""
    days = range(since.toordinal() + 1, until.toordinal() + 1)
    return sum(date.fromordinal(ordinal).weekday() < 5 for ordinal in days)


def _known(table: str, records: list[Record], as_of: date) -> Iterable[Record]:
    """Yield the records of a table as they are known at the instant."""
    dated = DATED_ROWS.get(table)
    for record in records:
        when = day(record, dated) if dated else None
        if when and when > as_of:
            continue
        known = dict(record)
        for column, companions in DATED_CELLS.get(table, {}).items():
            written = day(record, column)
            if written and written > as_of:
                for emptied in (column, *companions):
                    known[emptied] = None
        yield known


class Plan:
    """All tables of a plan as they are known at one instant.

    Parameters
    ----------
    rows : Rows
        Table name -> records, as the plan file names tables and columns. Not changed.
    as_of : date
        The instant. Nothing dated later is in the plan.
    """

    def __init__(self, rows: Rows, as_of: date) -> None:
        self.as_of = as_of
        rows, as_read = as_they_were(rows, as_of), rows
        self.there = {table for table, records in as_read.items() if records}
        # A column exists if any record has it, with or without a value.
        self.columns = {
            table: {column for record in records for column in record}
            for table, records in as_read.items()
        }
        self._tables = {
            table: list(_known(table, records, as_of)) for table, records in rows.items()
        }
        self._sorted: dict[str, list[Record]] = {}
        self.goals = self._by_id("goals")
        self.pillars = self._by_id("pillars")
        self.people = self._by_id("people")
        self.teams = self._by_id("teams")
        self.functions = self._by_id("functions")
        self.kpis = self._by_id("kpis")
        self.key_results = self._by_id("key_results")
        self.check_ins = self._by_id("check_ins")
        self.strategy = self._strategy()
        self.links = sorted(
            self.table("links"),
            key=lambda link: (one(link, "from_id"), one(link, "to_id"), word(link, "kind")),
        )
        self._links_of: dict[str, list[Record]] = defaultdict(list)
        for link in self.links:
            self._links_of[word(link, "kind")].append(link)
        if "check_ins" in self.there:
            # An agreement of a check-in that is still to come is still to come.
            self._tables["agreements"] = [
                agreement
                for agreement in self._tables.get("agreements", [])
                if not one(agreement, "check_in_id")
                or one(agreement, "check_in_id") in self.check_ins
            ]
        self.key_results_of: dict[str, list[str]] = defaultdict(list)
        for key_result, record in self.key_results.items():
            self.key_results_of[one(record, "goal_id")].append(key_result)
        self.observations_of = self._observations()

    def table(self, name: str) -> list[Record]:
        """Return the records of a table, in the order of their ids where they have one."""
        if name not in self._sorted:
            records = self._tables.get(name, [])
            self._sorted[name] = sorted(records, key=lambda record: text(record, "id"))
        return self._sorted[name]

    def links_of(self, kind: str) -> list[Record]:
        """Return the links of one kind."""
        return self._links_of.get(kind, [])

    def active(self, goal: str) -> bool:
        """Tell whether this is a goal and active, whatever its dates."""
        return goal in self.goals and word(self.goals[goal], "status") in {"", "active"}

    def objective(self, goal: str) -> bool:
        """Tell whether this is an active goal that is not for development."""
        return self.active(goal) and word(self.goals[goal], "kind") != "development"

    def started(self, goal: str) -> bool:
        """Tell whether a goal's start is not after the instant, or not given."""
        start = day(self.goals[goal], "start")
        return start is None or start <= self.as_of

    def owner(self, goal: str) -> str:
        """Return who owns a goal; of several, the first; ``""`` if nobody."""
        return one(self.goals[goal], "owner_id")

    def lifetime(self, goal: str) -> int | None:
        """Return the days from a goal's start to its end, None if one is unknown."""
        return days_between(day(self.goals[goal], "start"), day(self.goals[goal], "end"))

    def time_gone(self, goal: str, at: date) -> float | None:
        """Return the share of a goal's time that is gone; below 0 before, above 1 after it."""
        gone = days_between(day(self.goals[goal], "start"), at)
        whole = self.lifetime(goal)
        return None if gone is None or whole is None else fraction(gone, whole)

    def days_since(self, when: date) -> int:
        """Return the calendar days from a date to the instant."""
        return (self.as_of - when).days

    def _by_id(self, table: str) -> dict[str, Record]:
        return {text(record, "id"): record for record in self.table(table)}

    def _strategy(self) -> dict[str, Record]:
        """Name each row by its id; one without is its kind, from the second on with a number."""
        named: dict[str, Record] = {}
        count: dict[str, int] = defaultdict(int)
        for record in self._tables.get("strategy", []):
            kind = word(record, "kind")
            count[kind] += 1
            numbered = kind if count[kind] == 1 else f"{kind}-{count[kind]}"
            named[text(record, "id") or numbered] = record
        return named

    def _observations(self) -> dict[str, list[Record]]:
        """Measure -> its observations by date; on one day in the order of the file."""
        found: dict[str, list[Record]] = defaultdict(list)
        for record in self._tables.get("observations", []):
            found[one(record, "measure_id")].append(record)
        return {
            measure: sorted(records, key=lambda record: day(record, "date") or date.min)
            for measure, records in found.items()
        }


def days_between(first: date | None, last: date | None) -> int | None:
    """Return the days from one date to another, None if one is unknown."""
    return None if first is None or last is None else (last - first).days
