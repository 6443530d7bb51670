"""Every reference to another table must name something there, if that table is there at all."""

from collections.abc import Iterator, Mapping, Set
from typing import cast

from lineofsight.kit.i18n import gettext as _
from lineofsight.planfile.problems import quoted
from lineofsight.planfile.schema import NORTH_STAR, TABLES, Column, Kind, fold
from lineofsight.planfile.table import Flaw, PlanTable


def wrong_references(tables: Mapping[str, PlanTable]) -> Iterator[Flaw]:
    """Find references to nothing.

    A reference to several tables is checked against those of them that are there; if none is, the
    id stands for itself.
    """
    known: dict[tuple[str, ...], _Known] = {}
    for name, table in tables.items():
        for column in TABLES[name].columns.values():
            if column.name not in table.columns or tables.keys().isdisjoint(column.refs):
                continue
            if column.refs not in known:
                known[column.refs] = _Known(tables, column.refs)
            yield from _wrong(table, column, known[column.refs])


def several_in_one(tables: Mapping[str, PlanTable]) -> Iterator[Flaw]:
    """Find, for each column that holds one id, the first cell that holds several.

    Owners are left to the check, which has a finding for them (LOS701).
    """
    for name, table in tables.items():
        for column in TABLES[name].columns.values():
            cells = table.columns.get(column.name, [])
            if column.kind is not Kind.REF or not column.refs or column.name == "owner_id":
                continue
            several = {cell for cell in set(cells) if ";" in cast(str, cell)}
            if several:
                at = next(index for index, cell in enumerate(cells) if cell in several)
                message = _("{value} holds several ids where one belongs; the first one counts.")
                remedy = _("Keep one, here and in the rows below.")
                yield Flaw(table, at, column.name, message.format(value=quoted(cells[at])), remedy)


class _Known:
    """The ids that a reference to some tables may name."""

    def __init__(self, tables: Mapping[str, PlanTable], refs: tuple[str, ...]) -> None:
        self.tables = [ref for ref in refs if ref in tables]
        self.ids: Set[str] = frozenset().union(*(tables[ref].texts("id") for ref in self.tables))
        strategy = tables.get("strategy")
        if NORTH_STAR in refs and (strategy is None or NORTH_STAR in strategy.texts("kind")):
            self.ids |= {NORTH_STAR}
        self._loose: dict[str, str] | None = None

    def near(self, wrong: str) -> str:
        """Return the id that this one was probably meant to be, else nothing."""
        if self._loose is None:
            self._loose = {_loosely(key): key for key in self.ids}
        return self._loose.get(_loosely(wrong), "")


def _loosely(key: str) -> str:
    """Bring an id to a form in which G-017, g17 and G 17 are the same."""
    folded = fold(key)
    letters = folded.rstrip("0123456789")
    return letters + folded[len(letters) :].lstrip("0")


def _wrong(table: PlanTable, column: Column, known: _Known) -> Iterator[Flaw]:
    cells = table.columns[column.name]
    wrong: dict[object, list[str]] = {}
    for cell in set(cells):
        if not cell or cell in known.ids:
            continue
        several = column.kind is Kind.REFS
        parts = cast(tuple[str, ...], cell) if several else str(cell).split(";")
        missing = [part for part in parts if part not in known.ids]
        if missing:
            wrong[cell] = missing
    if not wrong:
        return
    for index, cell in enumerate(cells):
        for part in wrong.get(cell, ()):
            message = _("{id} is not in the table {tables}.").format(
                id=quoted(part), tables=_(" or ").join(known.tables)
            )
            yield Flaw(table, index, column.name, message, _remedy(part, column, known))


def _remedy(part: str, column: Column, known: _Known) -> str:
    near = known.near(part)
    if near:
        return _("Did you mean {id}?").format(id=quoted(near))
    if part == NORTH_STAR and NORTH_STAR in column.refs:
        return _("Add a row of the kind north_star to the table strategy.")
    return _("Add it there, or correct the id.")
