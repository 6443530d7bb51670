"""Helpers that turn column tables into typed tables: order, look-up, codes, dates."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from enum import IntEnum
from itertools import chain, repeat
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from lineofsight.engine.columns import (
    BoolArray,
    Columns,
    ColumnTable,
    FloatArray,
    IntArray,
    StrArray,
    TuplesArray,
)
from lineofsight.engine.ragged import Ragged, order_of_numbers

EPOCH = date(1970, 1, 1).toordinal()


def to_day(value: date) -> float:
    """Return a date as days since 1970-01-01."""
    return float(value.toordinal() - EPOCH)


def to_date(day: float) -> date:
    """Return days since 1970-01-01 as a date; the day must be known."""
    return date.fromordinal(int(day) + EPOCH)


def iso(day: float) -> str | None:
    """Return a day as ISO 8601 text, None where it is not known."""
    return None if np.isnan(day) else to_date(day).isoformat()


def working_days(since: FloatArray, day: float) -> FloatArray:
    """Count Mondays to Fridays after each day up to and with ``day``; NaN where unknown."""
    known = ~np.isnan(since)
    first = (np.where(known, since, day) + 1).astype(np.int64).astype("datetime64[D]")
    last = np.int64(day + 1).astype("datetime64[D]")
    counted = np.busday_count(first, last).astype(np.float64)
    return np.where(known, counted, np.nan)


def empty_table(name: str) -> ColumnTable:
    """Return a table without rows, for one that the plan does not have."""
    return ColumnTable(name, np.zeros(0, dtype=np.int64), {})


def order_of(ids: Sequence[str] | Sequence[tuple[str, ...]] | StrArray) -> IntArray:
    """Return the order of ids by Unicode code points; quick where they are in order already."""
    array = objects(ids)
    if (array[:-1] <= array[1:]).all():
        return np.arange(len(array), dtype=np.int64)
    plain = array.tolist()
    return np.array(sorted(range(len(plain)), key=plain.__getitem__), dtype=np.int64)


def reorder(table: ColumnTable, order: IntArray | BoolArray) -> ColumnTable:
    """Return the table with its rows in another order, or only some of them."""
    columns = {name: column[order] for name, column in table.columns.items()}
    return ColumnTable(table.name, table.rows[order], columns, table.file)


def by_id(table: ColumnTable) -> ColumnTable:
    """Put a table in the order of its ids."""
    order = order_of(table.text("id"))
    in_place = len(order) == 0 or bool((np.diff(order) > 0).all())
    return table if in_place else reorder(table, order)


def by_keys(table: ColumnTable, *keys: NDArray[np.generic] | Sequence[str]) -> ColumnTable:
    """Put a table without ids in a canonical order; the first key counts most."""
    columns = [np.asarray(key, dtype=object).tolist() for key in keys]
    return reorder(table, order_of(list(zip(*columns, strict=True))))


def known_by(table: ColumnTable, column: str, instant: float) -> ColumnTable:
    """Drop rows that are dated after the instant: they are not known yet."""
    later = table.day(column) > instant
    return reorder(table, ~later) if later.any() else table


def day_by(table: ColumnTable, column: str, instant: float) -> FloatArray:
    """Return a date column in which what lies after the instant is not known yet."""
    days = table.day(column)
    return np.where(days > instant, np.nan, days)


def objects(values: Iterable[object]) -> NDArray[np.object_]:
    """Return values as an object array of one dimension, whatever they are."""
    if isinstance(values, np.ndarray) and values.dtype == object:
        return values
    plain = list(values)
    array = np.empty(len(plain), dtype=object)
    array[:] = plain
    return array


Number = TypeVar("Number", bound=np.generic)
MANY = 100_000  # runs; with fewer it hardly matters how often is asked
ALIGNED = 3  # low bits of an address that are always 0


def each_run(
    values: StrArray, numbers: Callable[[list[str]], Iterable[object]], dtype: type[Number]
) -> NDArray[Number]:
    """Turn texts into numbers, asking once for one text that stands in neighbouring cells.

    Most columns are made of such runs: observations come by measure, key results by goal, and a
    column that the source does not have is one run. Where there are hardly any runs, one text is
    asked for once wherever it stands.
    """
    if not len(values):
        return np.zeros(0, dtype=dtype)
    if values.strides == (0,):
        found = np.fromiter(numbers([values[0]]), dtype=dtype, count=1)
        return found.repeat(len(values))
    address = _addresses(values)
    first = np.flatnonzero(np.concatenate(([True], address[1:] != address[:-1])))
    if len(first) > MANY and len(first) > len(values) // 2:
        return _each_text(values, address, numbers, dtype)
    plain = values[first].tolist()
    found = np.fromiter(numbers(plain), dtype=dtype, count=len(plain))
    return found if len(found) == len(values) else found.repeat(np.diff(first, append=len(values)))


def _each_text(
    values: StrArray,
    address: IntArray,
    numbers: Callable[[list[str]], Iterable[object]],
    dtype: type[Number],
) -> NDArray[Number]:
    """Turn texts into numbers, asking once for all cells that hold one text."""
    offset = (address - address.min()) >> ALIGNED
    order = order_of_numbers(offset, int(offset.max()) + 1)
    offset = offset[order]
    starts = np.concatenate(([True], offset[1:] != offset[:-1]))
    plain = values[order[starts]].tolist()
    found = np.fromiter(numbers(plain), dtype=dtype, count=len(plain))
    result = np.empty(len(values), dtype=dtype)
    result[order] = found[np.cumsum(starts) - 1]
    return result


def _addresses(values: StrArray) -> IntArray:
    """Return where in memory the text of each cell stands: cells with one address hold one text.

    Addresses are compared in a fraction of the time that texts take. Equal texts may stand at
    several addresses; then they are asked for more than once.
    """
    values = np.ascontiguousarray(values)
    return np.asarray(_Cells(values)).astype(np.int64, copy=False)


class _Cells:
    """The cells of an object array as the addresses that they are."""

    def __init__(self, values: StrArray) -> None:
        self._values = values  # kept alive while it is looked at
        self.__array_interface__ = {
            **values.__array_interface__,
            "typestr": np.dtype(np.intp).str,
            "descr": [("", np.dtype(np.intp).str)],
        }


class Index:
    """Ids of one table, numbered in their order."""

    def __init__(self, ids: Iterable[str]) -> None:
        self.ids: StrArray = objects(ids)
        self._place = dict(zip(self.ids.tolist(), range(len(self.ids)), strict=True))

    def __len__(self) -> int:
        return len(self.ids)

    def one(self, identifier: str) -> int:
        """Return the number of one id, -1 if it is not there."""
        return self._place.get(identifier, -1)

    def first(self, references: StrArray) -> IntArray:
        """Number single references; of several in one cell the first counts."""
        return each_run(references, self._numbers, np.int64)

    def _numbers(self, references: list[str]) -> Iterable[int]:
        if ";" in "".join(references):
            references = [
                text.split(";", 1)[0].strip() if ";" in text else text for text in references
            ]
        return map(self._place.get, references, repeat(-1))

    def several(self, references: TuplesArray) -> Ragged:
        """Number references of which a cell holds several; unknown and repeated ones left out."""
        cells = references.tolist()
        lengths = np.fromiter(map(len, cells), dtype=np.int64, count=len(cells))
        named = list(chain.from_iterable(cells))
        item = np.fromiter(
            map(self._place.get, named, repeat(-1)), dtype=np.int64, count=len(named)
        )
        holder = np.arange(len(cells), dtype=np.int64).repeat(lengths)
        kept = np.flatnonzero(item >= 0)
        if (lengths > 1).any():
            _, first = np.unique(holder[kept] * len(self) + item[kept], return_index=True)
            kept = kept[np.sort(first)]
        return Ragged.group(holder[kept], item[kept], len(cells))


def place_of(ids: StrArray, identifier: str) -> int:
    """Return the number of an id among ids that stand in order, -1 if it is not there."""
    place = bisect_left(ids, identifier)
    return place if place < len(ids) and ids[place] == identifier else -1


def distinct(values: StrArray) -> tuple[StrArray, IntArray]:
    """Return the distinct texts in order, and for each value the number of its text."""
    texts = sorted(set(values.tolist()))
    place = {text: i for i, text in enumerate(texts)}
    numbers = each_run(values, lambda plain: map(place.__getitem__, plain), np.int64)
    return objects(texts), numbers


def named_ids(columns: Columns, *places: tuple[str, str]) -> list[str]:
    """List in order the ids that these (table, column) places name, for a table that is missing."""
    found: set[str] = set()
    for table_name, column in places:
        table = columns.get(table_name)
        if table is None or not table.has(column):
            continue
        for cell in table.columns[column].tolist():
            found.update(cell if isinstance(cell, tuple) else str(cell).split(";"))
    return sorted(text.strip() for text in found if text.strip())


def codes(words: StrArray, of: type[IntEnum]) -> NDArray[np.int8]:
    """Turn listed words into codes; what is not in the list counts as not given."""
    place = {code.name.lower(): int(code) for code in of}
    return each_run(words, lambda plain: map(place.get, plain, repeat(0)), np.int8)


def filled(values: StrArray) -> BoolArray:
    """Tell where a text column holds anything but blanks."""
    return each_run(values, lambda plain: map(bool, map(str.strip, plain)), np.bool_)
