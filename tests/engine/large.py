"""Large plans of awkward shapes as column tables: made at once, without reading."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from lineofsight.engine.check import CheckResult, check
from lineofsight.engine.columns import Columns, ColumnTable
from lineofsight.engine.settings import Settings
from lineofsight.engine.snapshot import Snapshot

DAY = date(2026, 11, 21)
PEOPLE = 50

Cell = str | float | np.datetime64 | tuple[str, ...]


def table(name: str, /, **columns: Cell | Sequence[Cell]) -> ColumnTable:
    """Make a table; a column given as one value holds it in every row."""
    rows = max(len(cells) for cells in columns.values() if isinstance(cells, list))
    made = {}
    for column, cells in columns.items():
        values = cells if isinstance(cells, list) else [cells] * rows
        if isinstance(values[0], np.datetime64):
            made[column] = np.array(values, dtype="datetime64[D]")
        elif isinstance(values[0], float):
            made[column] = np.array(values)
        else:
            made[column] = np.empty(rows, dtype=object)
            made[column][:] = values
    return ColumnTable(name, np.arange(2, rows + 2), made)


def ids(prefix: str, count: int) -> list[str]:
    """Ids in order."""
    return [f"{prefix}{number:07d}" for number in range(count)]


def goals(count: int, **columns: Cell | Sequence[Cell]) -> ColumnTable:
    """Goals of this year, dealt out over fifty people."""
    plain: dict[str, Cell | Sequence[Cell]] = {
        "id": ids("g", count),
        "title": [f"Raise share {number} of towns served from 3 to 9" for number in range(count)],
        "owner_id": [f"p{number % PEOPLE:07d}" for number in range(count)],
        "start": np.datetime64("2026-01-01"),
        "end": np.datetime64("2026-12-31"),
    }
    return table("goals", **{**plain, **columns})


def people() -> ColumnTable:
    """Fifty people under the first of them."""
    return table(
        "people",
        id=ids("p", PEOPLE),
        name=ids("Person ", PEOPLE),
        manager_id=["", *["p0000000"] * (PEOPLE - 1)],
    )


def pillars(count: int = 1) -> ColumnTable:
    """Pillars of equal weight."""
    return table("pillars", id=ids("z", count), name=ids("Pillar ", count))


def links(pairs: Sequence[tuple[str, str]]) -> ColumnTable:
    """Links from child to parent."""
    return table(
        "links",
        kind="supports",
        from_id=[child for child, _ in pairs],
        to_id=[parent for _, parent in pairs],
    )


def key_results(count: int, **columns: Cell | Sequence[Cell]) -> ColumnTable:
    """Key results from 10 to 20 hours, one a goal."""
    plain: dict[str, Cell | Sequence[Cell]] = {
        "id": ids("k", count),
        "goal_id": ids("g", count),
        "title": ids("Hours ", count),
        "type": "number",
        "unit": "h",
        "baseline": 10.0,
        "target": 20.0,
    }
    return table("key_results", **{**plain, **columns})


def plan(*tables: ColumnTable) -> Columns:
    """Put tables together, with the people whom goals name."""
    return {one.name: one for one in (people(), *tables)}


def checked(*tables: ColumnTable) -> CheckResult:
    """Check a plan with every rule."""
    return check(Snapshot.build(plan(*tables), DAY), Settings(people=True))
