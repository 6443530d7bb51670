"""The step from the plan document to the plain column tables that the engine takes."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lineofsight.engine.columns import Columns, ColumnTable
from lineofsight.planfile.document import PlanDocument
from lineofsight.planfile.schema import TABLES, Kind


def to_columns(document: PlanDocument) -> Columns:
    """Turn a document into column tables; columns that the source does not have stay absent."""
    return {
        name: ColumnTable(
            name=name,
            rows=np.asarray(table.rows, dtype=np.int64),
            columns={
                column: array(TABLES[name].columns[column].kind, values)
                for column, values in table.columns.items()
            },
            file=table.file,
        )
        for name, table in document.tables.items()
    }


def array(kind: Kind, values: Sequence[Any]) -> NDArray[Any]:
    """Turn the values of one column, stored as a document holds them, into an array."""
    match kind:
        case Kind.NUMBER | Kind.SHARE:
            return np.array(values, dtype=np.float64)  # None becomes NaN
        case Kind.DATE:
            return _days(values)
        case Kind.FLAG:
            flags = (-1 if value is None else int(value) for value in values)
            return np.fromiter(flags, np.int8, len(values))
        case _:
            # Assigned, not converted: numpy would make a matrix of tuples of equal length.
            objects = np.empty(len(values), dtype=object)
            objects[:] = values
            return objects


def _days(values: Sequence[Any]) -> NDArray[Any]:
    """Convert days; each only once, because a million observations share a few hundred."""
    different = list(set(values))
    place = {day: index for index, day in enumerate(different)}
    days = np.array(different, dtype="datetime64[D]")  # None becomes NaT
    return days[np.fromiter(map(place.__getitem__, values), np.intp, len(values))]
