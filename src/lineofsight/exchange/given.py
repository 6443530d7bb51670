"""The rows of a plan document in the form in which the record keeps rows."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from typing import Any

from lineofsight.exchange.decisions import BESIDE, Carried
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
from lineofsight.planfile.schema import TABLES, Kind
from lineofsight.planfile.table import PlanTable

People = Mapping[str, str]  # who is meant: from an id of the file to one of the record
Convert = Callable[[Any], object]
AS_OF = ("organization", "as_of")
PLAIN = frozenset({Kind.ID, Kind.TEXT, Kind.CHOICE, Kind.REF, Kind.NUMBER, Kind.SHARE, Kind.FLAG})
UNKNOWN = ("", ())


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
    unread : set of int
        The places at which no decisions stand in the column of decisions.
    """

    def __init__(self, source: PlanTable, people: People, unread: Set[int] = frozenset()) -> None:
        super().__init__(bound(source.name), source.file)
        self._source = source
        self._cells: list[tuple[str, Sequence[Any], Convert | None]] = []
        for column, values in source.columns.items():
            if (source.name, column) == AS_OF:
                continue  # it is true of the file; the record is true of today
            kind = TABLES[source.name].columns[column].kind
            convert: Convert | None = None if kind in PLAIN else plain_value
            if column in self.table.bindings:
                names_people = self.table.names_people(column)
                if people and (names_people or (source.name == "people" and column == "id")):
                    convert = _person(people)
                self._cells.append((column, values, convert))
        for column, texts in source.extras.items():
            if column == DECISIONS and source.name in BESIDE:
                # What is no decision of ours is another tool's, and kept as it stands.
                others = [text if at in unread else "" for at, text in enumerate(texts)]
                self._cells.append((column, others, None))
                continue
            own = column in self.table.plan.beyond
            self._cells.append((column, texts, self._extra(column, people) if own else None))

    def _extra(self, column: str, people: People) -> Convert:
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
            if value or not (value is None or value in UNKNOWN):
                found[column] = value if convert is None else convert(value)
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
    carried = Carried(document)
    found: dict[str, Given] = {
        name: FromTable(document.tables[name], meant, carried.unread.get(name, frozenset()))
        for name in TABLES
        if name in document.tables
    }
    if new_people:
        more = FromRows(bound("people"), new_people)
        found["people"] = Joined(found["people"], more) if "people" in found else more
    if carried.rows:
        found[DECISIONS] = _decisions(carried, meant)
    return {name: found[name] for name in all_tables() if name in found}


def _decisions(carried: Carried, people: People) -> FromRows:
    person = _person(people)
    rows = [
        {**row, "decided_by": person(row["decided_by"])} if "decided_by" in row else row
        for row in carried.rows
    ]
    return FromRows(bound(DECISIONS), rows, carried.file, carried.numbers)


def _person(people: People) -> Convert:
    def convert(value: Any) -> object:
        if isinstance(value, tuple | list):
            return [people.get(each, each) for each in value]
        if ";" in value:
            return ";".join(people.get(each, each) for each in value.split(";"))
        return people.get(value, value)

    return convert
