"""The plan as it was at an earlier instant: what later changes of goals did is taken back.

A plan holds how its goals read now, and its revisions how they came to read so. Going back, a
revision is taken back where it leads to what the plan holds: its ``after`` is what stands there, or
what the revision after it started from. What no such chain of revisions tells is left as it stands,
and said as a gap, not guessed. Goals and links written down later are not there yet.

Rows and dates that are later than the instant are forgotten elsewhere, where tables are typed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

import numpy as np

from lineofsight.engine.columns import BoolArray, Columns, ColumnTable, IntArray
from lineofsight.engine.gaps import INACTIVE, Gap, undated
from lineofsight.engine.lenses.substance import same_in_substance
from lineofsight.engine.loading import empty_table, reorder
from lineofsight.engine.written import first_number, iso_days
from lineofsight.kit.i18n import gettext as _

TOLERANCE = 1e-9
MOST_OF_A_DAY = 100  # changes of one field of a goal
ACTIVE = "active"
STATUSES = (ACTIVE, *INACTIVE)
NUMBERS = frozenset({"target", "baseline"})
# Rows of these tables are about one goal, or two, and are not there without it.
OF_GOALS = {
    "key_results": ("goal_id",),
    "links": ("from_id", "to_id"),
    "allocations": ("goal_id",),
    "revisions": ("goal_id",),
}

Value = str | float  # of a cell: text, or a number or day; NaN is unknown


class Cell(NamedTuple):
    """A cell that read otherwise at the instant."""

    table: str
    at: int
    column: str
    value: Value


@dataclass(frozen=True, slots=True)
class Past:
    """What was otherwise at an instant.

    Parameters
    ----------
    kept : mapping of table to bool array
        Which rows were there, for those tables of which some were not.
    cells : tuple of Cell
        ``at`` counts the rows of the table as it is now.
    gaps : tuple of Gap
    """

    kept: Mapping[str, BoolArray]
    cells: tuple[Cell, ...]
    gaps: tuple[Gap, ...]


def rewind(columns: Columns, day: float) -> tuple[Columns, tuple[Gap, ...]]:
    """Return the columns as they were at an instant, and what cannot be known of it.

    Parameters
    ----------
    columns : mapping of table name to ColumnTable
        Not changed; tables that were the same are the same objects in the result.
    day : float
        The instant, days since 1970-01-01.
    """
    past = look_back(columns, day)
    if not past.kept and not past.cells:
        return columns, past.gaps
    tables = dict(columns)
    changed: dict[str, dict[str, np.ndarray]] = {}
    for table, at, column, value in past.cells:
        of_table = changed.setdefault(table, {})
        if column not in of_table:
            of_table[column] = _copied(columns[table], column)
        array = of_table[column]
        array[at] = _as_day(value) if array.dtype.kind == "M" else value
    for name, cells in changed.items():
        was = tables[name]
        tables[name] = ColumnTable(name, was.rows, {**was.columns, **cells}, was.file)
    for name, kept in past.kept.items():
        tables[name] = reorder(tables[name], kept)
    return tables, past.gaps


def look_back(columns: Columns, day: float) -> Past:
    """Find what was otherwise at an instant: rows that were not there, cells that read otherwise.

    Takes time in proportion to the revisions, goals and key results that are concerned; none where
    nothing is dated later.
    """
    revisions = columns.get("revisions", empty_table("revisions"))
    later = np.flatnonzero(revisions.day("date") > day)
    cells: list[Cell] = []
    gaps: list[Gap] = []
    if len(later):
        walk = _Walk(columns, revisions)
        for goal, field, some in _by_goal_and_field(revisions, later):
            walk.back(goal, field, some)
        cells, gaps = walk.changed(), walk.gaps
    return Past(_there_by(columns, day), tuple(cells), (*gaps, *undated(columns, day)))


def _copied(table: ColumnTable, column: str) -> np.ndarray:
    """Copy a column that cells are set in; one that the source lacks is unknown throughout."""
    if table.has(column):
        return table.columns[column].copy()
    if column in {"start", "end"}:
        return np.full(len(table), np.datetime64("NaT", "D"))
    return np.array(table.number(column) if column in NUMBERS else table.text(column))


def _as_day(value: Value) -> np.datetime64:
    day = float(value)
    return np.datetime64("NaT") if np.isnan(day) else np.datetime64(int(day), "D")


def _first(reference: str) -> str:
    return reference.partition(";")[0].strip() if ";" in reference else reference


def _there_by(columns: Columns, day: float) -> dict[str, BoolArray]:
    """Tell which rows were there, of tables of which some were written down later."""
    kept: dict[str, BoolArray] = {}
    for name in ("goals", "links"):
        table = columns.get(name, empty_table(name))
        later = table.day("created_on") > day
        if later.any():
            kept[name] = ~later
    if "goals" not in kept:
        return kept
    gone = set(columns["goals"].text("id")[~kept["goals"]].tolist())
    for name, places in OF_GOALS.items():
        for column in places if name in columns else ():
            cells = columns[name].text(column).tolist()
            here = np.fromiter((_first(cell) not in gone for cell in cells), np.bool_, len(cells))
            if not here.all():
                kept[name] = kept[name] & here if name in kept else here
    return kept


def _by_goal_and_field(
    revisions: ColumnTable, later: IntArray
) -> Iterator[tuple[str, str, list[int]]]:
    """Group later revisions; the newest comes first, those of a day by what they say."""
    goals, fields = revisions.text("goal_id"), revisions.text("field")
    before, after, days = revisions.text("before"), revisions.text("after"), revisions.day("date")
    groups: dict[tuple[str, str], list[int]] = {}
    for at in later.tolist():
        groups.setdefault((_first(goals[at]), fields[at]), []).append(at)
    for (goal, field), some in sorted(groups.items()):
        yield goal, field, sorted(some, key=lambda at: (-days[at], before[at], after[at]))


class _Walk:
    """Walks back along the revisions of each goal and field, the newest first."""

    def __init__(self, columns: Columns, revisions: ColumnTable) -> None:
        self.columns = columns
        self.revisions = revisions
        self.days = revisions.day("date")
        self.gaps: list[Gap] = []
        self._goal = _places(columns, "goals", "id")
        self._read: dict[tuple[str, int, str], Value] = {}
        self._steps: Mapping[str, Callable[[int, str, str], str | None]] = {
            "title": self._title,
            "text": self._text,
            "status": self._status,
            "owner": self._owner,
            "dates": self._dates,
            "target": lambda goal, before, after: self._number("target", goal, before, after),
            "baseline": lambda goal, before, after: self._number("baseline", goal, before, after),
            "measure": self._measure,
        }

    def changed(self) -> list[Cell]:
        """List the cells that read otherwise, in a fixed order."""
        return [Cell(*place, value) for place, value in sorted(self._read.items(), key=_place_of)]

    def back(self, goal: str, field: str, revisions: list[int]) -> None:
        """Take back the revisions of one field of one goal, where they lead to what stands there.

        Those of one day may stand in any order.
        """
        place, step = self._goal.get(goal, -1), self._steps.get(field)
        if place < 0 or step is None:
            return
        before, after = self.revisions.text("before"), self.revisions.text("after")
        unlinked: list[int] = []
        for _day, some in groupby(revisions, key=self.days.item):
            today = list(some)
            # So many changes of one field on one day are no record of it; looking would take long.
            while 0 < len(today) <= MOST_OF_A_DAY:
                for at in today:
                    said = step(place, before[at], after[at])
                    if said is not None:
                        break
                else:
                    break
                today.remove(at)
                if said:
                    self._gap(at, said.format(goal=goal, day=_iso(self.days[at])))
            unlinked += today
        if unlinked:
            said = _(
                "Going back, the {field} of goal {goal} is left as it stands: the change of {day} "
                "does not lead to it."
            )
            at = unlinked[-1]
            self._gap(at, said.format(field=field, goal=goal, day=_iso(self.days[at])))

    # Each step takes back one change if it leads to what stands there. It returns None if it does
    # not, a sentence if what stood there before cannot be told, else "".

    def _title(self, goal: int, before: str, after: str) -> str | None:
        if not same_in_substance(after, str(self._now("goals", goal, "title"))):
            return None
        if not before.strip():
            return _("The title of goal {goal} before {day} is not on record.")
        return self._set("goals", goal, "title", before)

    def _text(self, goal: int, before: str, after: str) -> str | None:
        if not same_in_substance(after, str(self._now("goals", goal, "text"))):
            return None
        return self._set("goals", goal, "text", before)

    def _status(self, goal: int, before: str, after: str) -> str | None:
        now = str(self._now("goals", goal, "status")) or ACTIVE
        if (_word(after) or ACTIVE) != now:
            return None
        if _word(before) not in (*STATUSES, ""):
            return _("The status of goal {goal} before {day} is not on record.")
        return self._set("goals", goal, "status", _word(before))

    def _owner(self, goal: int, before: str, after: str) -> str | None:
        now = str(self._now("goals", goal, "owner_id"))
        if self._people(after) != self._people(now):
            return None
        was = self._people(before)
        if was is None:
            return _("Who owned goal {goal} before {day} is not on record.")
        return self._set("goals", goal, "owner_id", was)

    def _dates(self, goal: int, before: str, after: str) -> str | None:
        """The last date is the end; where there are two, the first is the start."""
        old, new = iso_days(before), iso_days(after)
        if not new or new[-1] != self._now("goals", goal, "end"):
            return None
        if not old:
            self._set("goals", goal, "end", np.nan)
            return _("The end of goal {goal} before {day} is not on record.")
        if len(old) > 1 and len(new) > 1 and new[0] == self._now("goals", goal, "start"):
            self._set("goals", goal, "start", old[0])
        return self._set("goals", goal, "end", old[-1])

    def _number(self, column: str, goal: int, before: str, after: str) -> str | None:
        """A revision names its goal; it is about the one key result that has the revised number."""
        new = first_number(after)
        if new is None:
            return None
        meant = [
            result
            for result in self._results(goal)
            if abs(float(self._now("key_results", result, column)) - new) <= TOLERANCE
        ]
        if len(meant) != 1:
            return None
        old = first_number(before)
        self._set("key_results", meant[0], column, np.nan if old is None else old)
        if old is None:
            said = _("The {column} of goal {{goal}} before {{day}} is not on record.")
            return said.format(column=column)
        return ""

    def _measure(self, goal: int, before: str, after: str) -> str | None:
        """What is measured: the shared name of a key result, or its title."""
        for column in ("measure", "title"):
            meant = [
                result
                for result in self._results(goal)
                if after.strip()
                and same_in_substance(after, str(self._now("key_results", result, column)))
            ]
            if len(meant) == 1:
                if not before.strip():
                    return _("What measured goal {goal} before {day} is not on record.")
                return self._set("key_results", meant[0], column, before)
        return None

    def _now(self, table: str, at: int, column: str) -> Value:
        """How a cell reads after what was taken back so far."""
        if (table, at, column) in self._read:
            return self._read[table, at, column]
        of = self.columns[table]
        if column in {"start", "end"}:
            return float(self._goal_days[column][at])
        values = of.number(column) if column in NUMBERS else of.text(column)
        value: Value = values[at]
        return value

    @cached_property
    def _goal_days(self) -> dict[str, np.ndarray]:
        goals = self.columns["goals"]
        return {column: goals.day(column) for column in ("start", "end")}

    def _set(self, table: str, at: int, column: str, value: Value) -> str:
        self._read[table, at, column] = value
        return ""

    def _results(self, goal: int) -> list[int]:
        return self._results_by_goal.get(self.columns["goals"].text("id")[goal], [])

    @cached_property
    def _results_by_goal(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        table = self.columns.get("key_results", empty_table("key_results"))
        for at, goal in enumerate(table.text("goal_id").tolist()):
            found.setdefault(_first(goal), []).append(at)
        return found

    def _people(self, text: str) -> str | None:
        """Read the owners in a text, ids or whole names; None if it names somebody unknown."""
        parts = [part.strip() for part in text.split(";") if part.strip()]
        if "people" not in self.columns:
            return ";".join(parts)
        ids = [self._person.get(part, "") for part in parts]
        return ";".join(ids) if all(ids) else None

    @cached_property
    def _person(self) -> dict[str, str]:
        """People by id, and by name where only one has it."""
        people = self.columns["people"]
        ids, names = people.text("id").tolist(), people.text("name").tolist()
        by_name: dict[str, str] = {}
        for key, name in zip(ids, names, strict=True):
            by_name[name] = "" if name in by_name else key
        return by_name | dict(zip(ids, ids, strict=True))

    def _gap(self, revision: int, said: str) -> None:
        row = int(self.revisions.rows[revision])
        self.gaps.append(Gap(self.revisions.file, "revisions", row, said))


def _place_of(item: tuple[tuple[str, int, str], Value]) -> tuple[str, int, str]:
    return item[0]


def _word(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalpha())


def _iso(day: float) -> str:
    return str(np.datetime64(int(day), "D"))


def _places(columns: Columns, table: str, column: str) -> dict[str, int]:
    ids: Iterable[str] = columns.get(table, empty_table(table)).text(column).tolist()
    return {key: at for at, key in enumerate(ids)}
