"""The list of rows that wait: placed when what they need is there, or dropped."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lineofsight.exchange.applying import apply
from lineofsight.exchange.given import FromRows, FromTable, Given
from lineofsight.exchange.matching import difference
from lineofsight.exchange.models import Import, QuarantinedRow
from lineofsight.exchange.people import remembered
from lineofsight.exchange.preview import Preview, newest_entry
from lineofsight.exchange.soundness import wrong_rows
from lineofsight.exchange.tables import DECISIONS, all_tables, bound
from lineofsight.kit.errors import Conflict
from lineofsight.organization import access
from lineofsight.organization.models import Person
from lineofsight.organization.record.change import Change
from lineofsight.planfile.aside import read_rows
from lineofsight.planfile.document import PlanDocument
from lineofsight.planfile.problems import PlanError, Problem, quoted
from lineofsight.planfile.table import PlanTable


def place(
    rows: Sequence[QuarantinedRow], *, actor: Person | None, reason: str = ""
) -> Import | None:
    """Take waiting rows into the record, all of them or none; rows may need one another.

    One transaction, one audit entry (``quarantined.placed``); it can be undone as an import can.

    Raises
    ------
    PlanError
        A row still cannot be placed; all problems are said, and kept with the rows.
    Conflict
        A row does not wait any more.
    NotAllowed
        The person may not place it.
    """
    _require(rows, actor, "quarantined.place")
    by_table: dict[str, list[QuarantinedRow]] = {}
    for row in rows:
        by_table.setdefault(row.table, []).append(row)
    _must_wait(rows)
    given = _read(by_table)
    mark = newest_entry()
    tables = {name: difference(each) for name, each in given.items()}
    found = wrong_rows(given, tables, actor=actor, replace=False)
    for wrong in found.rows:
        one = by_table[wrong.table][wrong.at]
        one.problems = [f"{wrong.message} {wrong.remedy}".strip()]
        one.save(update_fields=["problems"])
    seen = Preview(
        PlanDocument({}),
        actor,
        given,
        tables,
        [],
        {},
        {},
        [*found.problems, *(wrong.problem(given) for wrong in found.rows)],
        [],
        [],
        found.notices,
        quarantine=False,
        replace=False,
        new_people=False,
        file=rows[0].file if rows else "",
        hash="",
        mark=mark,
    )
    with transaction.atomic():
        made = apply(seen, reason=reason, verb="quarantined.placed")
        _decide(rows, actor, "placed")
    return made


def _read(by_table: Mapping[str, Sequence[QuarantinedRow]]) -> dict[str, Given]:
    """Read what waits; what could not be read when it came may be readable by now.

    Raises
    ------
    PlanError
        Some of it still cannot be read.
    """
    people = remembered()
    found: dict[str, Given] = {}
    problems: list[Problem] = []
    for name in all_tables():
        if name not in by_table:
            continue
        rows = by_table[name]
        contents = [row.content for row in rows]
        if name == DECISIONS:
            found[name] = FromRows(bound(name), contents, rows[0].file, [row.row for row in rows])
            continue
        table, wrong = read_rows(name, contents)
        wrong += _second_ids(table) if table is not None else []
        for number, row in enumerate(rows, 1):
            said = [problem for problem in wrong if problem.row == number]
            problems += [replace(problem, file=row.file, row=row.row) for problem in said]
            if said:
                row.problems = [f"{each.message} {each.remedy}".strip() for each in said]
                row.save(update_fields=["problems"])
        if table is not None:
            table.file, table.rows = rows[0].file, [row.row or 0 for row in rows]
            found[name] = FromTable(table, people)
    if problems:
        raise PlanError(problems)
    return found


def _second_ids(table: PlanTable) -> list[Problem]:
    """Of rows of one id only one can be placed."""
    seen: set[str] = set()
    found: list[Problem] = []
    for number, key in zip(table.rows, table.texts("id"), strict=True):
        if key in seen:
            message = _("Another of these rows has the id {id}.").format(id=quoted(key))
            remedy = _("Place one of them, and drop the other.")
            found.append(Problem("", table.name, number, "id", message, remedy))
        seen.update(filter(None, [key]))
    return found


def drop(rows: Sequence[QuarantinedRow], *, actor: Person | None, reason: str = "") -> None:
    """Give waiting rows up; they stay on the list as dropped.

    Raises
    ------
    Conflict
        A row does not wait any more.
    NotAllowed
        The person may not drop it.
    """
    _require(rows, actor, "quarantined.drop")
    with Change(actor, "quarantined.dropped", reason=reason) as change:
        change.touch_all(list(rows), ["state"])
        _decide(rows, actor, "dropped")


def _require(rows: Sequence[QuarantinedRow], actor: Person | None, verb: str) -> None:
    for row in rows:
        access.require(actor, verb, row)


def _must_wait(rows: Sequence[QuarantinedRow]) -> None:
    for row in rows:
        row.refresh_from_db(fields=["state"])
        if row.state != "waiting":
            raise Conflict(_("Some of these rows do not wait any more. Look at the list again."))


def _decide(rows: Sequence[QuarantinedRow], actor: Person | None, state: str) -> None:
    decided = QuarantinedRow.objects.filter(pk__in=[row.pk for row in rows], state="waiting")
    if decided.update(state=state, decided_at=timezone.now(), decided_by=actor) != len(rows):
        raise Conflict(_("Some of these rows do not wait any more. Look at the list again."))
