"""What the engine takes: plain column tables, named as in the plan file.

Whoever has a plan (a file reader, a database) turns it into these; the engine knows no other form.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
StrArray = NDArray[np.object_]  # of str
TuplesArray = NDArray[np.object_]  # of tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ColumnTable:
    """One table as columns of equal length.

    Parameters
    ----------
    name : str
        Table name as in the plan file.
    rows : int64 array, length n
        Row number of each record in its source, for messages.
    columns : mapping of column name to array, each of length n
        Text, ids, single references and listed words: object arrays of str, ``""`` unknown
        (several ids in a single reference are joined with ``;``). Numbers and shares: float64,
        NaN unknown. Dates: datetime64[D], NaT unknown. Flags: int8, -1 unknown, 0, 1. Several
        values in a cell: object arrays of tuples of str. A column that the source does not have
        is absent.
    file : str
        Where the table was read from; ``""`` if from nowhere.
    """

    name: str
    rows: IntArray
    columns: Mapping[str, NDArray[Any]]
    file: str = ""

    def __len__(self) -> int:
        return len(self.rows)

    def has(self, column: str) -> bool:
        """Tell whether the source has this column at all."""
        return column in self.columns

    def text(self, column: str) -> StrArray:
        """Return a column of text, ids or listed words; unknown is ``""``."""
        if column in self.columns:
            return self.columns[column]
        return self._unknown("", "object")

    def tuples(self, column: str) -> TuplesArray:
        """Return a column that holds several values a cell; unknown is ``()``."""
        if column in self.columns:
            return self.columns[column]
        return self._unknown((), "object")

    def number(self, column: str) -> FloatArray:
        """Return a column of numbers; unknown is NaN."""
        if column in self.columns:
            return self.columns[column]
        return self._unknown(np.nan, "float64")

    def day(self, column: str) -> FloatArray:
        """Return a column of dates as days since 1970-01-01; unknown is NaN.

        Floats, because NaN makes every comparison with an unknown date false, which is what the
        rules ask for.
        """
        if column not in self.columns:
            return self._unknown(np.nan, "float64")
        dates = self.columns[column].astype("datetime64[D]", copy=False)
        days: FloatArray = dates.view(np.int64).astype(np.float64)
        days[np.isnat(dates)] = np.nan
        return days

    def flag(self, column: str) -> BoolArray:
        """Return a column of yes and no; unknown counts as no."""
        if column in self.columns:
            return np.asarray(self.columns[column] == 1)
        return self._unknown(False, "bool")

    def _unknown(self, value: Hashable, dtype: str) -> NDArray[Any]:
        """Return a column that the source does not have."""
        return _one_value(value, dtype, len(self))


@lru_cache(maxsize=256)
def _one_value(value: Hashable, dtype: str, size: int) -> NDArray[Any]:
    """Return a column of one value in memory, read-only, so that all may share it."""
    cell = np.empty((), dtype=dtype)
    cell[()] = value
    return np.broadcast_to(cell, size)


Columns = Mapping[str, ColumnTable]
