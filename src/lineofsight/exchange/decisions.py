"""Decisions, which a plan file carries as JSON in one column of other tables."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import DateField

from lineofsight.exchange.tables import DECISIONS, Plain, Several, bound
from lineofsight.organization.record.rows import Row
from lineofsight.planfile.cells import CellError, Ids, reader_for
from lineofsight.planfile.column import Column, Kind
from lineofsight.planfile.document import PlanDocument

BESIDE = ("organization", "goals", "links")  # the tables on whose rows decisions are carried
NEEDED = frozenset({"id", "title", "reason", "decided_on"})


class Carried:
    """The decisions of a document, and the cells of their column that hold something else.

    ``numbers`` are the rows of the file on which they stand. A cell is read as a whole or not at
    all; one decision that stands on several rows is one, and an id stands for one decision.
    """

    def __init__(self, document: PlanDocument) -> None:
        self.rows: list[Row] = []
        self.numbers: list[int | None] = []
        self.unread: dict[str, set[int]] = {}
        self.file = ""
        known: dict[str, Row] = {}
        for name in BESIDE:
            table = document.tables.get(name)
            if table is None or DECISIONS not in table.extras:
                continue
            self.file = table.file
            for at, text in enumerate(table.extras[DECISIONS]):
                found = _read(text) if text else []
                if found is None or any(known.get(row["id"], row) != row for row in found):
                    self.unread.setdefault(name, set()).add(at)
                    continue
                new = [row for row in found if row["id"] not in known]
                self.rows += new
                self.numbers += [table.rows[at]] * len(new)
                known.update((row["id"], row) for row in new)


def _read(text: str) -> list[Row] | None:
    """Read a cell; None if it does not hold decisions as an export writes them."""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(told, list) or not all(isinstance(row, dict) for row in told):
        return None
    rows = [
        {column: value for column, value in row.items() if value not in (None, "", [])}
        for row in told
    ]
    ids = {row.get("id") for row in rows if isinstance(row.get("id"), str)}
    return rows if len(ids) == len(rows) and all(map(_is_decision, rows)) else None


def _is_decision(row: Mapping[str, Any]) -> bool:
    return row.keys() >= NEEDED and all(_holds(column, value) for column, value in row.items())


def _holds(column: str, value: object) -> bool:
    """Tell whether a value is what an export writes into a column."""
    if not _is_kept(value) or not _is_kept(column):
        return False
    table = bound(DECISIONS)
    binding = table.bindings.get(column)
    if binding is None:
        return True
    if isinstance(binding, Several):
        return isinstance(value, list) and all(isinstance(each, str) for each in value)
    if not isinstance(value, str):
        return False
    if column == "id":
        return _is_id(value)
    if isinstance(binding, Plain):
        field = table.model._meta.get_field(binding.field)
        return not isinstance(field, DateField) or _is_day(value)
    return True


def _is_kept(value: object) -> bool:
    """Tell whether a database keeps all signs of a value."""
    text = json.dumps(value, ensure_ascii=False)
    return "\\u0000" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)


def _is_id(text: str) -> bool:
    try:
        return reader_for(Column("id", Kind.ID, required=True, longest=500), Ids())(text) == text
    except CellError:
        return False


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


__all__ = ["BESIDE", "Carried"]
