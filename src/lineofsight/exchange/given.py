"""The rows of a plan document in the form in which the record keeps rows."""

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from lineofsight.exchange.tables import (
    DECISIONS,
    Bound,
    all_tables,
    beyond_reader,
    bound,
    plain_value,
)
from lineofsight.organization.record.rows import Row
from lineofsight.planfile.cells import CellError
from lineofsight.planfile.document import PlanDocument
from lineofsight.planfile.schema import TABLES
from lineofsight.planfile.table import PlanTable

People = Mapping[str, str]  # who is meant: from an id of the file to one of the record
Convert = Callable[[Any], object]
AS_OF = ("organization", "as_of")
BESIDE = ("organization", "goals", "links")  # the tables on whose rows decisions are carried


class Given(ABC):
    """One table of a file: its rows, and where each stands."""

    def __init__(self, table: Bound, file: str) -> None:
        self.table = table
        self.file = file

    @abstractmethod
    def __len__(self) -> int:
        """Count the rows."""

    @abstractmethod
    def row(self, at: int) -> Row:
        """Return a row; unknown values are left out."""

    @abstractmethod
    def number(self, at: int) -> int | None:
        """Return where a row stands in its file, as the file counts."""

    @property
    @abstractmethod
    def columns(self) -> frozenset[str]:
        """The columns that the file has, whether or not anything stands in them."""

    def rows(self) -> Iterator[Row]:
        """Yield all rows in the order of the file."""
        return (self.row(at) for at in range(len(self)))


class FromTable(Given):
    """The rows of a table of a document.

    Parameters
    ----------
    source : PlanTable
        The table; not changed.
    people : mapping of id to id
        Who is meant by people that the record knows by another id.
    """

    def __init__(self, source: PlanTable, people: People) -> None:
        super().__init__(bound(source.name), source.file)
        self._source = source
        self._cells: list[tuple[str, Sequence[Any], Convert]] = []
        for column, values in source.columns.items():
            if (source.name, column) == AS_OF:
                continue  # it is true of the file; the record is true of today
            convert: Convert = plain_value
            if column in self.table.bindings:
                names_people = self.table.names_people(column)
                if people and (names_people or (source.name == "people" and column == "id")):
                    convert = _person(people)
                self._cells.append((column, values, convert))
        for column, texts in source.extras.items():
            if column == DECISIONS and source.name in BESIDE:
                continue
            self._cells.append((column, texts, self._extra(column, people)))

    def _extra(self, column: str, people: People) -> Convert:
        if column not in self.table.plan.beyond:
            return plain_value
        read = beyond_reader(self.table, column)
        person = _person(people) if people and self.table.names_people(column) else plain_value

        def convert(text: str) -> object:
            try:
                return person(read(text))
            except CellError:
                return text  # another tool's column of the same name: kept as it stands

        return convert

    def __len__(self) -> int:
        return len(self._source)

    def row(self, at: int) -> Row:
        found: Row = {}
        for column, values, convert in self._cells:
            value = values[at]
            if value is None or value in ("", ()):
                continue
            found[column] = convert(value)
        return found

    def number(self, at: int) -> int | None:
        return self._source.rows[at]

    @property
    def columns(self) -> frozenset[str]:
        return frozenset(column for column, _values, _convert in self._cells)


class FromRows(Given):
    """Rows that are at hand one by one: decisions, new people, what waited in quarantine."""

    def __init__(
        self, table: Bound, rows: Sequence[Row], file: str = "", numbers: Sequence[int | None] = ()
    ) -> None:
        super().__init__(table, file)
        self._rows = rows
        self._numbers = numbers

    def __len__(self) -> int:
        return len(self._rows)

    def row(self, at: int) -> Row:
        return self._rows[at]

    def number(self, at: int) -> int | None:
        return self._numbers[at] if self._numbers else None

    @property
    def columns(self) -> frozenset[str]:
        return frozenset(column for row in self._rows for column in row)


class Joined(Given):
    """The rows of one source, then those of another."""

    def __init__(self, first: Given, second: Given) -> None:
        super().__init__(first.table, first.file)
        self._first, self._second = first, second

    def __len__(self) -> int:
        return len(self._first) + len(self._second)

    def row(self, at: int) -> Row:
        ours = len(self._first)
        return self._first.row(at) if at < ours else self._second.row(at - ours)

    def number(self, at: int) -> int | None:
        ours = len(self._first)
        return self._first.number(at) if at < ours else self._second.number(at - ours)

    @property
    def columns(self) -> frozenset[str]:
        return self._first.columns


def given_by(
    document: PlanDocument, people: People | None = None, new_people: Sequence[Row] = ()
) -> dict[str, Given]:
    """Return the tables of a document in the order of the record.

    Parameters
    ----------
    document : PlanDocument
        Not changed.
    people : mapping of id to id, optional
        Who is meant by people that the record knows by another id.
    new_people : sequence of rows
        People that the file only names, who are to be added.
    """
    meant = people or {}
    found: dict[str, Given] = {
        name: FromTable(document.tables[name], meant) for name in TABLES if name in document.tables
    }
    if new_people:
        more = FromRows(bound("people"), new_people)
        found["people"] = Joined(found["people"], more) if "people" in found else more
    decisions = decisions_in(document, meant)
    if len(decisions):
        found[DECISIONS] = decisions
    return {name: found[name] for name in all_tables() if name in found}


def decisions_in(document: PlanDocument, people: People) -> FromRows:
    """Gather the decisions that are carried on rows of other tables, as JSON in one column."""
    rows: list[Row] = []
    numbers: list[int | None] = []
    file = ""
    person = _person(people)
    for name in BESIDE:
        table = document.tables.get(name)
        if table is None or DECISIONS not in table.extras:
            continue
        file = table.file
        for at, text in enumerate(table.extras[DECISIONS]):
            for row in _decisions(text):
                if "decided_by" in row:
                    row["decided_by"] = person(row["decided_by"])
                rows.append(row)
                numbers.append(table.rows[at])
    return FromRows(bound(DECISIONS), rows, file, numbers)


def _decisions(text: str) -> list[Row]:
    try:
        found = json.loads(text) if text else []
    except ValueError:
        return []
    needed = {"id", "title", "reason", "decided_on"}
    return [row for row in found if isinstance(row, dict) and needed <= row.keys()]


def _person(people: People) -> Convert:
    def convert(value: Any) -> object:
        if isinstance(value, tuple | list):
            return [people.get(each, each) for each in value]
        if ";" in value:
            return ";".join(people.get(each, each) for each in value.split(";"))
        return people.get(value, value)

    return convert
