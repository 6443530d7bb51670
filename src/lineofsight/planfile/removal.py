"""Taking rows out of a plan, with what cannot be without them."""

from collections.abc import Iterable, Mapping, Set
from typing import cast

from lineofsight.planfile.schema import TABLES, Column, Kind
from lineofsight.planfile.table import PlanTable

Tables = Mapping[str, PlanTable]
# Optional columns, one of which a row stands or falls by.
VITAL = frozenset({
    ("allocations", "person_id"), ("allocations", "team_id"), ("agreements", "check_in_id"),
})  # fmt: skip


def without(
    tables: Tables, gone: Mapping[str, Set[str]]
) -> tuple[dict[str, PlanTable], dict[str, list[int]]]:
    """Take rows out: those named, and those that refer to one of them where they must.

    Where a reference may be missing only the reference is taken out.

    Parameters
    ----------
    tables : mapping of name to PlanTable
        A plan; not changed.
    gone : mapping of table to ids
        What is taken out; ``north_star`` under the name ``north_star`` for what links end at.

    Returns
    -------
    tables : dict of name to PlanTable
        What remains; tables without a row are left out, others that lost nothing are the same.
    kept : dict of name to list of int
        For each table that lost rows the places of those that remain.
    """
    gone = {name: set(ids) for name, ids in gone.items() if ids}
    dropped: dict[str, set[int]] = {}
    columns: dict[str, dict[str, list[object]]] = {}
    news: Mapping[str, Set[str]] = gone
    while news:
        found: dict[str, set[str]] = {}
        for name, table in tables.items():
            lost = _of_ids(table, news.get(name, set()))
            for column in TABLES[name].columns.values():
                if column.name in table.columns and not news.keys().isdisjoint(column.refs):
                    ids = _unnamed(tables, column, news)
                    cells = columns.setdefault(name, {}).setdefault(
                        column.name, list(table.columns[column.name])
                    )
                    lost |= _emptied(column, cells, ids, (name, column.name) in VITAL)
            lost -= dropped.get(name, set())
            if lost:
                dropped.setdefault(name, set()).update(lost)
                if TABLES[name].has_ids:
                    ids_lost = {table.texts("id")[at] for at in lost}
                    found[name] = ids_lost - gone.setdefault(name, set())
                    gone[name] |= ids_lost
        news = {name: ids for name, ids in found.items() if ids}
    return _remaining(tables, columns, dropped)


def subset(table: PlanTable, kept: Iterable[int]) -> PlanTable:
    """Return the table with only some of its rows, by their places."""
    kept = list(kept)
    return PlanTable(
        table.name,
        {name: [values[at] for at in kept] for name, values in table.columns.items()},
        {name: [values[at] for at in kept] for name, values in table.extras.items()},
        [table.rows[at] for at in kept],
        table.file,
    )


def _of_ids(table: PlanTable, ids: Set[str]) -> set[int]:
    return {at for at, key in enumerate(table.texts("id")) if key in ids} if ids else set()


def _unnamed(tables: Tables, column: Column, news: Mapping[str, Set[str]]) -> set[str]:
    """Ids that this column can name no more; one of another table that it may name stays."""
    ids: set[str] = set().union(*(news.get(ref, set()) for ref in column.refs))
    for ref in column.refs:
        if ref not in news and ref in tables:
            ids -= ids.intersection(tables[ref].texts("id"))
    return ids


def _emptied(column: Column, cells: list[object], ids: Set[str], vital: bool) -> set[int]:
    """Take ids out of cells; return the rows that have no id left where they need one."""
    lost: set[int] = set()
    several = column.kind is Kind.REFS
    for at, cell in enumerate(cells):
        if not cell:
            continue
        parts = cast(tuple[str, ...], cell) if several else str(cell).split(";")
        left = [part for part in parts if part not in ids]
        if len(left) == len(parts):
            continue
        if (column.required or vital) and not left:
            lost.add(at)
            continue
        cells[at] = tuple(left) if several else ";".join(left)
    return lost


def _remaining(
    tables: Tables,
    columns: Mapping[str, Mapping[str, list[object]]],
    dropped: Mapping[str, Set[int]],
) -> tuple[dict[str, PlanTable], dict[str, list[int]]]:
    remaining: dict[str, PlanTable] = {}
    kept: dict[str, list[int]] = {}
    for name, table in tables.items():
        now = table
        changed = columns.get(name, {})
        if any(cells != table.columns[column] for column, cells in changed.items()):
            now = PlanTable(
                name, {**table.columns, **changed}, table.extras, table.rows, table.file
            )
        if dropped.get(name):
            kept[name] = [at for at in range(len(table)) if at not in dropped[name]]
            now = subset(now, kept[name])
        if len(now):
            remaining[name] = now
    return remaining, kept
