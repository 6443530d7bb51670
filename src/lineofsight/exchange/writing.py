"""Writing plan rows into the tables of the record, in bulk, inside one change."""

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any, TypeVar

from django.db import connection
from django.utils.translation import gettext as _

from lineofsight.exchange.given import Given
from lineofsight.exchange.matching import Changed
from lineofsight.exchange.places import Placed, Places, empty_values, placed
from lineofsight.exchange.tables import ENDS, Bound, Model, Several, Single, bound, label_of
from lineofsight.kit.errors import Conflict
from lineofsight.organization.record.bulk import insert
from lineofsight.organization.record.change import Change
from lineofsight.organization.record.locks import is_postgresql, locked
from lineofsight.organization.record.rows import Row
from lineofsight.strategy.models import StrategyVersion

AT_ONCE = 2_000  # rows that are held as objects at a time
T = TypeVar("T")
Told = Callable[[str, int, int], None]  # the table, rows done, rows in all


def silent(_table: str, _done: int, _total: int) -> None:
    """Tell nobody how far it is."""


def reserve(model: Model, count: int) -> Sequence[int]:
    """Return numbers for rows to come that no other row has had.

    On SQLite the transaction holds the write lock; on PostgreSQL they come from the sequence.
    """
    if not count:
        return ()
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if is_postgresql():
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [f'"{table}"', count],
            )
            return array("q", sorted(row[0] for row in cursor.fetchall()))
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
        first = (row[0] if row else 0) + 1
        return range(first, first + count)


def ranges(numbers: Iterable[int]) -> list[list[int]]:
    """Write rising numbers as ranges.

    >>> ranges([1, 2, 3, 7])
    [[1, 3], [7, 7]]
    """
    found: list[list[int]] = []
    for number in numbers:
        if found and found[-1][1] == number - 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return found


class Writer:
    """Writes into the record; every row that a reference may lead to has its number before.

    Parameters
    ----------
    change : Change
        The act that all belongs to.
    places : Places
        Which row an id means.
    """

    def __init__(self, change: Change, places: Places, told: Told = silent) -> None:
        self.change = change
        self.places = places
        self.told = told
        self.versions: list[int] = []  # of the strategy, that were made
        self.recorded: dict[int, datetime] = {}  # when observations that come back had come in
        self.moved: set[int] = set()  # people whose manager or team may be another now

    def expect(
        self, name: str, rows: Iterable[Row], count: int, numbers: Sequence[int] | None = None
    ) -> Sequence[int]:
        """Give rows to come their numbers, and let their ids lead to them.

        ``numbers`` are those of rows that come back.
        """
        table = bound(name)
        if table.plan.key == ():
            return [1] * count
        numbers = reserve(table.model, count) if numbers is None else numbers
        if table.has_ids:
            coming = self.places.coming(table.model)
            for row, number in zip(rows, numbers, strict=True):
                coming[str(row["id"])] = number
        elif name == "links":
            coming = self.places.coming(table.model, ENDS)
            for row, number in zip(rows, numbers, strict=True):
                coming[label_of(table, row)] = number
        return numbers

    def name_versions(self, named: Mapping[str, date | None]) -> None:
        """Make the versions of the strategy that rows name and nobody has made yet.

        A version is published on the newest day that its statements give; one without a day holds
        from now on: a plan tells of the strategy as it stands.
        """
        there = self.places.there(StrategyVersion, "name")
        for name, day in named.items():
            if name not in there:
                version = StrategyVersion(name=name, published_on=day or self.change.at.date())
                version.save(force_insert=True)
                there[name] = version.pk
                self.versions.append(version.pk)

    def add(self, name: str, rows: Iterable[Row], numbers: Sequence[int]) -> None:
        """Insert rows with their numbers."""
        table = bound(name)
        form = _Form(table, self.change.at)
        pairs = zip(rows, numbers, strict=True)
        done = 0
        while batch := list(islice(pairs, AT_ONCE)):
            made = [(number, placed(table, row, self.places)) for row, number in batch]
            self.change.insert(
                table.model,
                form.fields,
                [form.values(number, each, self.recorded.get(number)) for number, each in made],
                [number for number, _each in made],
            )
            for column, binding in table.bindings.items():
                if isinstance(binding, Several):
                    _relate(binding, column, made)
            if name == "people":
                self.moved.update(number for number, _each in made)
            done += len(batch)
            self.told(name, done, len(numbers))

    def alter(self, name: str, changes: Sequence[Changed]) -> None:
        """Write what changed in rows that are there.

        Raises
        ------
        Conflict
            Somebody changed one of them since the comparison, or it is gone.
        """
        table = bound(name)
        for batch in _batches(changes, AT_ONCE):
            self._alter(table, batch)

    def _alter(self, table: Bound, batch: Sequence[Changed]) -> None:
        found = {
            thing.pk: thing
            for thing in locked(
                table.model._default_manager.filter(pk__in=[one.pk for one in batch])
            )
        }
        fields: set[str] = set()
        related: dict[str, list[tuple[int, Placed]]] = {}
        for one in batch:
            thing = found.get(one.pk)
            if thing is None or thing.version != one.version:
                raise Conflict(changed_since(), thing=thing)
            fields |= self._set(table, thing, one, related)
        things = list(found.values())
        self.change.save_all(things, sorted(fields))
        for column, pairs in related.items():
            binding = table.bindings[column]
            if isinstance(binding, Several):
                own = [number for number, _made in pairs]
                binding.through._default_manager.filter(**{f"{binding.own}__in": own}).delete()
                _relate(binding, column, pairs)
        if table.name == "people":
            self.moved.update(found)

    def _set(
        self,
        table: Bound,
        thing: Any,
        one: Changed,
        related: dict[str, list[tuple[int, Placed]]],
    ) -> set[str]:
        """Set the fields behind the columns that change; return the names of the fields."""
        row = {column: after for column, (_b, after) in one.fields.items() if after is not None}
        made = placed(table, row, self.places)
        values = {**empty_values(table, one.fields), **made.values}
        extras = {key: value for key, value in thing.extras.items() if key not in one.fields}
        extras.update(made.extras)
        if extras != thing.extras:
            values["extras"] = extras
        for field, value in values.items():
            setattr(thing, field, value)
        for column in one.fields:
            if isinstance(table.bindings.get(column), Several):
                related.setdefault(column, []).append((one.pk, made))
        return {_field(table, field) for field in values}

    def remove(self, name: str, numbers: Sequence[int]) -> None:
        """Delete rows; those that refer to them have been dealt with before."""
        table = bound(name)
        for batch in _batches(numbers, AT_ONCE):
            self.change.remove_all(table.model, batch)


class _Form:
    """How a row of a table is laid out for the database: every column, with what it is else."""

    def __init__(self, table: Bound, at: datetime) -> None:
        columns = table.model._meta.concrete_fields
        self.fields = [column.attname for column in columns]
        self._else = [(column.attname, column.get_default()) for column in columns]
        self._at = at if table.name == "observations" else None

    def values(self, number: int, made: Placed, recorded: datetime | None) -> list[Any]:
        """Return the values of one row."""
        known = {**made.values, "id": number, "extras": made.extras}
        if self._at is not None:
            known["recorded_at"] = recorded or self._at
        return [known.get(name, otherwise) for name, otherwise in self._else]


def _relate(binding: Several, column: str, made: Sequence[tuple[int, Placed]]) -> None:
    """Write what rows refer to in a column with several references."""
    insert(
        binding.through,
        (binding.own, binding.target.attname),
        ((number, other) for number, each in made for other in each.several.get(column, ())),
    )


def _field(table: Bound, attname: str) -> str:
    for binding in table.bindings.values():
        if isinstance(binding, Single):
            for target in binding.targets:
                if target.attname == attname:
                    return attname.removesuffix("_id")
    return attname


def changed_since() -> str:
    """Say that a preview is out of date."""
    return _("The record has changed since this preview. Look at it again, then apply it.")


def rows_added(given: Given, places: Sequence[int]) -> Iterator[Row]:
    """Yield the rows of a file that stand at some places."""
    return (given.row(at) for at in places)


def versions_named(rows: Iterable[Mapping[str, Any]]) -> dict[str, date | None]:
    """Return the versions of the strategy that rows name, with the newest day each was published.

    The day is None where the rows give none.
    """
    found: dict[str, date | None] = {}
    for row in rows:
        name, day = str(row.get("version") or ""), row.get("published_on")
        if name:
            known = found.get(name)
            day = date.fromisoformat(day) if isinstance(day, str) and day else day or None
            found[name] = max((d for d in (known, day) if d is not None), default=None)
    return found


def _batches(things: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(things), size):
        yield things[start : start + size]
