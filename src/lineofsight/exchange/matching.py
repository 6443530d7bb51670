"""Which row of the record a row of a file is, and in what they differ."""

from array import array
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lineofsight.exchange.given import Given
from lineofsight.exchange.tables import Bound, key_of, label_of
from lineofsight.organization.record.rows import Row, rows_of, rows_with

FEW = 300  # rows that are asked for by id rather than by reading the whole table
Before = tuple[Any, Any]  # how a value reads before and after; None: unknown


@dataclass(slots=True)
class Changed:
    """One row that is there and will read otherwise."""

    pk: int
    version: int
    label: str
    at: int  # its place among the rows of the file; -1: the row is not in the file
    fields: dict[str, Before]


@dataclass(slots=True)
class Removed:
    """One row that is there and will be gone."""

    pk: int
    version: int
    label: str


@dataclass(slots=True)
class Difference:
    """What a file does to one table."""

    name: str
    added: "array[int]" = field(default_factory=lambda: array("q"))
    changed: list[Changed] = field(default_factory=list)
    removed: list[Removed] = field(default_factory=list)
    unchanged: int = 0
    left: int = 0  # rows of the record that the file does not have, and that stay


def difference(given: Given, *, replace: bool = False) -> Difference:
    """Compare the rows of a file with those of the record.

    What the file leaves empty stays as it is, unless ``replace``: then a row reads exactly as the
    file says in all columns that the file has, and rows that the file does not have are removed.
    """
    table = given.table
    found = Difference(table.name)
    if table.name == "observations":
        _observations(given, found, replace=replace)
    elif table.unique:
        _unique(given, found, replace=replace)
    else:
        _alike(given, found, replace=replace)
    return found


def _unique(given: Given, found: Difference, *, replace: bool) -> None:
    table = given.table
    places = {key_of(table, row): at for at, row in enumerate(given.rows())}
    matched: set[int] = set()
    for pk, version, row, extras in _present(given, everything=replace):
        at = places.get(key_of(table, row))
        if at is None:
            _left(found, table, pk, version, row, replace=replace)
            continue
        matched.add(at)
        _compare(given, found, at, (pk, version, row, extras), replace=replace)
    found.added.extend(at for at in range(len(given)) if at not in matched)


def _alike(given: Given, found: Difference, *, replace: bool) -> None:
    """Match rows of a table in which several may have the same key: equal ones first."""
    table = given.table
    places: dict[object, list[int]] = {}
    for at, row in enumerate(given.rows()):
        places.setdefault(key_of(table, row), []).append(at)
    present: dict[object, list[tuple[int, int, Row, dict[str, Any]]]] = {}
    for one in _present(given, everything=True):
        key = key_of(table, one[2])
        if key in places:
            present.setdefault(key, []).append(one)
        else:
            _left(found, table, one[0], one[1], one[2], replace=replace)
    for known, ours in places.items():
        theirs = present.get(known, [])
        rest: list[int] = []
        for at in ours:
            row = given.row(at)
            same = next((one for one in theirs if not _fields(given, row, one[2], replace)), None)
            if same is None:
                rest.append(at)
            else:
                theirs.remove(same)
                _compare(given, found, at, same, replace=replace)
        for at in rest:
            if theirs:
                _compare(given, found, at, theirs.pop(0), replace=replace)
            else:
                found.added.append(at)
        for one in theirs:
            _left(found, table, one[0], one[1], one[2], replace=replace)
    found.added = array("q", sorted(found.added))


def _observations(given: Given, found: Difference, *, replace: bool) -> None:
    """Match observations that are the same in all that they say, as often as they stand there."""
    table = given.table
    measures = {str(row["measure_id"]) for row in given.rows() if "measure_id" in row}
    waiting: Counter[int] = Counter()
    of_value: dict[int, list[int]] = {}
    for pk, row in rows_of(table.model):
        if row.get("measure_id") in measures:
            value = _said(row)
            waiting[value] += 1
            if replace:
                of_value.setdefault(value, []).append(pk)
        elif replace:
            found.removed.append(Removed(pk, 0, label_of(table, row)))
        else:
            found.left += 1
    if not waiting:
        found.added.extend(range(len(given)))
        return
    for at, row in enumerate(given.rows()):
        value = _said(row)
        if waiting[value]:
            waiting[value] -= 1
            found.unchanged += 1
        else:
            found.added.append(at)
    rest = sum(waiting.values())
    if replace:
        for value, count in waiting.items():
            gone = of_value[value][:count]
            found.removed.extend(Removed(pk, 0, "") for pk in gone)
    else:
        found.left += rest


def _said(row: Row) -> int:
    """Return 64 bits that stand for everything that a row says.

    Two different ones of ten million rows share them with a chance of three in a million.
    """
    return hash(
        tuple(
            (column, tuple(value) if isinstance(value, list) else value)
            for column, value in sorted(row.items())
        )
    )


def _present(given: Given, *, everything: bool) -> Iterator[tuple[int, int, Row, dict[str, Any]]]:
    """Yield the number, the version, the row and the extras of what the record has."""
    table = given.table
    rows = table.model._default_manager.all()
    if table.has_ids and not everything and len(given) <= FEW:
        rows = rows.filter(ref__in=[row.get("id", "") for row in given.rows()])
    for pk, row, (version, extras) in rows_with(table.model, ("version", "extras"), rows):
        yield pk, version, row, extras


def _left(
    found: Difference, table: Bound, pk: int, version: int, row: Row, *, replace: bool
) -> None:
    if replace:
        found.removed.append(Removed(pk, version, label_of(table, row)))
    else:
        found.left += 1


def _compare(
    given: Given,
    found: Difference,
    at: int,
    present: tuple[int, int, Row, dict[str, Any]],
    *,
    replace: bool,
) -> None:
    pk, version, row, _extras = present
    fields = _fields(given, given.row(at), row, replace)
    if fields:
        label = label_of(given.table, row)
        found.changed.append(Changed(pk, version, label, at, fields))
    else:
        found.unchanged += 1


def _fields(given: Given, row: Row, present: Row, replace: bool) -> dict[str, Before]:
    fields: dict[str, Before] = {
        column: (present.get(column), value)
        for column, value in row.items()
        if present.get(column) != value
    }
    if replace:
        for column in given.columns:
            if column in present and column not in row:
                fields[column] = (present[column], None)
    return fields
