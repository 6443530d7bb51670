"""The record as a plan document: all of it or what one person sees, now or at an instant."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from lineofsight.exchange.tables import (
    CONVERSATIONS,
    DECISIONS,
    Bound,
    all_tables,
    bound,
)
from lineofsight.organization.access import Viewer, viewer_of, visible_to
from lineofsight.organization.models import Organization, Person
from lineofsight.organization.record.change import Change
from lineofsight.organization.record.history import rows_at
from lineofsight.organization.record.rows import Row, rows_of
from lineofsight.planfile.document import PlanDocument
from lineofsight.planfile.removal import without
from lineofsight.planfile.schema import TABLES, Kind
from lineofsight.planfile.table import PlanTable

_UNKNOWN: Mapping[Kind, object] = {Kind.REFS: (), Kind.CHOICES: ()}
_NONE = frozenset({Kind.NUMBER, Kind.SHARE, Kind.DATE, Kind.FLAG})


def document_of(
    at: datetime | None = None,
    *,
    viewer: Viewer | Person | None = None,
    private: bool = False,
) -> PlanDocument:
    """Return the record as a plan document, its rows in the order in which they came.

    What the record knows beyond the plan file stands in columns that are not the plan file's, so
    that an import elsewhere gives the whole record again. Decisions stand as JSON in the column
    ``decisions``: on the row of their first goal, else of their link, else of the organisation.

    Parameters
    ----------
    at : datetime, optional
        The record as it was at that instant: each row as it read then, observations that had been
        recorded by then. Default: as it stands.
    viewer : Viewer or Person, optional
        Only what this person sees, now as then; what refers to something hidden refers to nothing.
        None for the installation itself, which sees all.
    private : bool
        Whether ``check_ins``, ``agreements`` and ``feedback`` are in it too: they name who talked
        with whom.
    """
    person = viewer_of(viewer) if viewer is not None else None
    tables: dict[str, PlanTable] = {}
    hidden: dict[str, set[str]] = {}
    decisions: list[Row] = []
    for name in all_tables():
        if name in CONVERSATIONS and not private:
            continue
        table = bound(name)
        rows, unseen = _seen(table, at, person)
        if unseen:
            hidden[name] = unseen
        if name == DECISIONS:
            decisions = list(rows)
        elif name != "organization":
            found = _table(table, rows)
            if len(found):
                tables[name] = found
    day = timezone.localdate(at) if at is not None else timezone.localdate()
    tables["organization"] = _organization(at, day)
    tables, _kept = without(tables, hidden)
    _leave_out_guards(tables, hidden)
    _carry(tables, decisions, hidden.get("goals", set()))
    return PlanDocument({name: tables[name] for name in TABLES if name in tables})


def export(
    *, actor: Person | None, at: datetime | None = None, conversations: str = ""
) -> PlanDocument:
    """Return what a person may take out of the record; see :func:`document_of`.

    ``conversations`` is the reason for which check-ins, agreements and feedback are taken along;
    without one they are left out. That they were taken is kept in the audit log
    (``plan.exported``).
    """
    document = document_of(at, viewer=actor, private=bool(conversations))
    if conversations:
        with Change(actor, "plan.exported", reason=conversations, on_behalf_of="export") as change:
            change.touch(Organization.objects.get_or_create(pk=1)[0], CONVERSATIONS)
    return document


def _seen(
    table: Bound, at: datetime | None, viewer: Viewer | None
) -> tuple[Iterator[Row], set[str]]:
    """Return the rows that are in the export, and the ids of those that are not."""
    rows = table.model._default_manager.all()
    if viewer is not None:
        rows = visible_to(viewer, table.model)
    if at is None or not table.versioned:
        if at is not None and table.name == "observations":
            rows = rows.filter(recorded_at__lte=at)
        unseen: set[str] = set()
        if viewer is not None and table.has_ids:
            unseen = set(
                table.model._default_manager.exclude(pk__in=rows.values("pk")).values_list(
                    "ref", flat=True
                )
            )
        return (row for _pk, row in rows_of(table.model, rows)), unseen
    if viewer is None:
        return (row for _pk, row in rows_at(table.name, at)), set()
    seen = set(rows.values_list("pk", flat=True))
    found, unseen = [], set()
    for pk, row in rows_at(table.name, at):
        if pk in seen:
            found.append(row)
        elif table.has_ids:
            unseen.add(str(row["id"]))
    return iter(found), unseen


def _table(table: Bound, rows: Iterable[Row]) -> PlanTable:
    """Lay rows out in columns: those of the plan file in its order, the others behind them."""
    spec = TABLES[table.name].columns
    columns: dict[str, list[object]] = {}
    extras: dict[str, list[str]] = {}
    count = 0
    for row in rows:
        for column, value in row.items():
            if column in spec:
                kind = spec[column].kind
                cells = columns.get(column)
                if cells is None:
                    cells = columns[column] = [unknown_of(kind)] * count
                cells.append(_stored(kind, value))
            else:
                texts = extras.get(column)
                if texts is None:
                    texts = extras[column] = [""] * count
                texts.append(_text(value))
        count += 1
        for column, cells in columns.items():
            if len(cells) < count:
                cells.append(unknown_of(spec[column].kind))
        for texts in extras.values():
            if len(texts) < count:
                texts.append("")
    ordered = {column: columns[column] for column in spec if column in columns}
    return PlanTable(table.name, ordered, extras, range(2, count + 2), "")


def unknown_of(kind: Kind) -> object:
    """Return what stands in a document for a value that is not known."""
    return None if kind in _NONE else _UNKNOWN.get(kind, "")


def _stored(kind: Kind, value: Any) -> object:
    """Turn a value of a row of the record into one of a plan document."""
    if kind is Kind.DATE:
        return date.fromisoformat(value)
    if kind in {Kind.REFS, Kind.CHOICES}:
        return tuple(value)
    if kind in {Kind.NUMBER, Kind.SHARE}:
        return float(value)
    return value


def _text(value: Any) -> str:
    """Write a value into a column that is not the plan file's."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return ";".join(value) if isinstance(value, list) else str(value)


def _organization(at: datetime | None, day: date) -> PlanTable:
    table = bound("organization")
    rows = [row for _pk, row in rows_of(table.model)] or [{}]
    if at is not None and table.versioned:
        rows = [row for _pk, row in rows_at(table.name, at)] or [{}]
    return _table(table, [{**rows[0], "as_of": day.isoformat()}])


def _leave_out_guards(tables: dict[str, PlanTable], hidden: Mapping[str, set[str]]) -> None:
    """A KPI does not tell of what it guards if that is hidden; the plan file has no arrow there."""
    gone = hidden.get("key_results", set()) | hidden.get("pillars", set())
    kpis = tables.get("kpis")
    if not gone or kpis is None or "guards" not in kpis.columns:
        return
    kpis.columns["guards"] = [
        tuple(each for each in cell if each not in gone)
        for cell in kpis.columns["guards"]
        if isinstance(cell, tuple)
    ]


def _carry(tables: dict[str, PlanTable], decisions: Iterable[Row], hidden: set[str]) -> None:
    """Let decisions stand on rows of other tables."""
    carried: dict[str, dict[int, list[Row]]] = {}
    goals = tables.get("goals")
    place = {key: at for at, key in enumerate(goals.texts("id"))} if goals is not None else {}
    for row in decisions:
        told = _told_of(row, hidden)
        at = next((place[key] for key in told.get("goal_ids", ()) if key in place), None)
        table = "organization" if at is None else "goals"
        carried.setdefault(table, {}).setdefault(at or 0, []).append(told)
    for name, rows in carried.items():
        texts = list(tables[name].extras.get(DECISIONS) or [""] * len(tables[name]))
        for at, some in rows.items():
            texts[at] = json.dumps(some, ensure_ascii=False, sort_keys=True)
        tables[name].extras[DECISIONS] = texts


def _told_of(decision: Row, hidden: set[str]) -> Row:
    """Leave out of a decision what names a hidden goal; ids hold no ``>``, kinds no ``:``."""
    told = dict(decision)
    if "goal_ids" in told:
        told["goal_ids"] = [key for key in told["goal_ids"] if key not in hidden]
    ends = told.get("link", "").rpartition(":")[0].split(">")
    if not hidden.isdisjoint(ends):
        del told["link"]
    return told
