"""The plan document as it was on an earlier day, to be compared, changed or written."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import cast

import numpy as np

from lineofsight.engine.history import look_back
from lineofsight.engine.loading import to_date, to_day
from lineofsight.kit.i18n import gettext as _
from lineofsight.kit.i18n import ngettext
from lineofsight.planfile.cells import unknown
from lineofsight.planfile.columns import to_columns
from lineofsight.planfile.document import PlanDocument
from lineofsight.planfile.problems import Notice
from lineofsight.planfile.removal import subset, without
from lineofsight.planfile.schema import TABLES, Kind
from lineofsight.planfile.table import PlanTable

DATED_ROWS: Mapping[str, str] = {
    "observations": "date",
    "revisions": "date",
    "check_ins": "date",
    "feedback": "date",
    "acknowledgements": "date",
    "answers": "date",
    "blockers": "raised_on",
}
# A date that lies later is not known yet, nor what came with it.
DATED_CELLS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "goals": {"serves_confirmed_on": ()},
    "links": {"confirmed_on": ("confirmed_by",), "accepted_on": ()},
    "assumptions": {"decided_on": ("state",)},
    "blockers": {"lifted_on": ()},
    "actions": {"done_on": ()},
    "agreements": {"done_on": ("closed",)},
}


# What tells of the past of goals; other tables may be very large.
LOOKED_AT = frozenset({
    "organization", "people", "goals", "key_results", "links", "allocations", "revisions",
})  # fmt: skip


def document_at(document: PlanDocument, as_of: date) -> PlanDocument:
    """Return the plan as it was on a day: what is known of it, and in notices what is not.

    Later changes of goals are taken back as far as revisions tell (``engine.history``); goals and
    links written down later, and rows dated later, are not in it; later dates are empty. Rows keep
    their numbers. Checked on that day it gives what the whole plan gives on that day, but for rules
    that need a table of which nothing was known yet.

    Parameters
    ----------
    document : PlanDocument
        Not changed; tables that were the same are shared with the result.
    """
    read = {name: table for name, table in document.tables.items() if name in LOOKED_AT}
    past = look_back(to_columns(PlanDocument(read)), to_day(as_of))
    tables = dict(document.tables)
    for table, at, column, value in past.cells:
        of = tables[table]
        if of is document.tables[table]:
            columns = {name: list(values) for name, values in of.columns.items()}
            of = PlanTable(table, columns, of.extras, of.rows, of.file)
            tables[table] = of
        kind = TABLES[table].columns[column].kind
        cells = of.columns.setdefault(column, [unknown(kind)] * len(of))
        cells[at] = _stored(kind, value)
    gone: dict[str, set[str]] = {}
    if "goals" in past.kept:
        ids = tables["goals"].texts("id")
        gone["goals"] = {ids[at] for at in np.flatnonzero(~past.kept["goals"]).tolist()}
    if "links" in past.kept:
        tables["links"] = subset(tables["links"], np.flatnonzero(past.kept["links"]).tolist())
    for name, column in DATED_ROWS.items():
        if name in tables:
            later = _later(tables[name], column, as_of)
            if name == "check_ins" and later:
                gone[name] = {tables[name].texts("id")[at] for at in later}
            elif later:
                kept = (at for at in range(len(tables[name])) if at not in later)
                tables[name] = subset(tables[name], kept)
    for name, columns_of in DATED_CELLS.items():
        for column, companions in columns_of.items():
            if name in tables:
                later = _later(tables[name], column, as_of)
                tables[name] = _emptied(tables[name], (column, *companions), later)
    tables, _places = without(tables, gone)
    notices = tuple(Notice(gap.file, gap.table, gap.row, "", gap.said) for gap in past.gaps)
    return PlanDocument(
        {name: table for name, table in tables.items() if len(table)},
        (*document.notices, *notices),
    )


def dated_later(document: PlanDocument, as_of: date) -> Iterator[Notice]:
    """Say which rows have no effect on a day because they are dated after it.

    At most one notice a table, at the first of them.
    """
    dates = {**DATED_ROWS, "goals": "created_on", "links": "created_on"}
    for name, column in dates.items():
        later = _later(document.tables[name], column, as_of) if name in document.tables else set()
        if later:
            table = document.tables[name]
            message = ngettext(
                "{count} row is dated after {day}, and is not known on that day.",
                "{count} rows are dated after {day}, and are not known on that day.",
                len(later),
            ).format(count=len(later), day=as_of.isoformat())
            row = table.rows[min(later)]
            yield Notice(table.file, name, row, column, message, _("--as-of says another day."))


def _stored(kind: Kind, value: str | float) -> object:
    if isinstance(value, str):
        return value
    if np.isnan(value):
        return None
    return to_date(value) if kind is Kind.DATE else float(value)


def _later(table: PlanTable, column: str, as_of: date) -> set[int]:
    days = cast(Sequence[date | None], table.values(column))
    return {at for at, day in enumerate(days) if day is not None and day > as_of}


def _emptied(table: PlanTable, columns: Sequence[str], places: set[int]) -> PlanTable:
    if not places:
        return table
    emptied = {}
    for name in columns:
        if name in table.columns:
            nothing = unknown(TABLES[table.name].columns[name].kind)
            emptied[name] = [
                nothing if at in places else value for at, value in enumerate(table.columns[name])
            ]
    return PlanTable(table.name, {**table.columns, **emptied}, table.extras, table.rows, table.file)
