"""The tables of a company of any size as columns in memory, without a file between."""

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lineofsight.demo.large.company import REPORTS, Company, Table
from lineofsight.demo.large.measures import observations_of_kpis
from lineofsight.demo.large.series import observed, results_of
from lineofsight.engine.columns import ColumnTable
from lineofsight.planfile.columns import array
from lineofsight.planfile.schema import TABLES, Kind

NOTHING: dict[Kind, object] = {Kind.REFS: (), Kind.CHOICES: ()}
NUMBERS = {Kind.NUMBER, Kind.SHARE, Kind.DATE, Kind.FLAG}
FIRST_ROW = 2  # of a file with a header


def to_table(table: Table) -> ColumnTable:
    """Turn a stream of rows into columns; equal texts are held once.

    Columns of which no row holds anything are there all the same, as in a file with that header.
    """
    name, columns, records = table
    known: dict[str, str] = {}
    cells: list[list[Any]] = [[] for _ in columns]
    for record in records:
        for cell, value in zip(cells, record, strict=True):
            cell.append(known.setdefault(value, value) if isinstance(value, str) else value)
    arrays = {
        column: _array(TABLES[name].columns[column].kind, values)
        for column, values in zip(columns, cells, strict=True)
    }
    return ColumnTable(name, _rows(len(cells[0])), arrays)


def _array(kind: Kind, values: list[Any]) -> NDArray[Any]:
    if kind not in NUMBERS:
        nothing = NOTHING.get(kind, "")
        values = [nothing if value is None else value for value in values]
    return array(kind, values)


def _rows(count: int) -> NDArray[np.int64]:
    return np.arange(FIRST_ROW, count + FIRST_ROW, dtype=np.int64)


def observations(company: Company, results: NDArray[np.object_]) -> ColumnTable:
    """Return the observations as columns, millions of them in a few seconds.

    Parameters
    ----------
    company : Company
    results : object array of str
        Ids of the key results in their order; the observations share them.
    """
    parts = list(observed(company, results_of(company)))
    words = np.array(["" if word is None else word for word in REPORTS], dtype=object)
    kpis = list(observations_of_kpis(company))
    measures = [
        results[_joined([part.result for part in parts])],
        array(Kind.REF, [measure for measure, *_ in kpis]),
    ]
    days = [
        _joined([part.day for part in parts]).astype("datetime64[D]"),
        array(Kind.DATE, [day for _, day, *_ in kpis]),
    ]
    values = [*(part.value for part in parts), array(Kind.NUMBER, [v for _, _, v, _ in kpis])]
    reported = [
        words[_joined([part.reported for part in parts])],
        array(Kind.CHOICE, [""] * len(kpis)),
    ]
    columns: dict[str, NDArray[Any]] = {
        "measure_id": np.concatenate(measures),
        "date": np.concatenate(days),
        "value": np.concatenate(values),
        "reported": np.concatenate(reported),
    }
    return ColumnTable("observations", _rows(len(columns["value"])), columns)


def _joined(parts: Iterable[NDArray[np.int64]]) -> NDArray[np.int64]:
    return np.concatenate([np.zeros(0, dtype=np.int64), *parts])
