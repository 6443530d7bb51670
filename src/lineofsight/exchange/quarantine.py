"""Rows of files that have no place in the record yet."""

import json
from collections.abc import Mapping, Sequence

from lineofsight.exchange.given import Given
from lineofsight.exchange.models import Import, QuarantinedRow
from lineofsight.exchange.soundness import Wrong
from lineofsight.planfile.aside import Aside


def not_waiting_yet(waiting: Sequence[Wrong], given: Mapping[str, Given]) -> list[Wrong]:
    """Leave out rows that wait already with the same content, from an earlier import."""
    there = _there() if waiting else set()
    return [
        wrong
        for wrong in waiting
        if _said(wrong.table, given[wrong.table].row(wrong.at)) not in there
    ]


def aside_not_waiting_yet(aside: Sequence[Aside]) -> list[Aside]:
    """Do so with rows that could not be read."""
    there = _there() if aside else set()
    return [one for one in aside if _said(one.table, one.content) not in there]


def waiting_row(wrong: Wrong, given: Mapping[str, Given], made: Import) -> QuarantinedRow:
    """Make the entry of the list for one row, not saved yet."""
    source = given[wrong.table]
    return QuarantinedRow(
        of=made,
        file=source.file[-500:],
        table=wrong.table,
        row=source.number(wrong.at),
        content=source.row(wrong.at),
        problems=[f"{wrong.message} {wrong.remedy}".strip()],
        since=made.at,
    )


def aside_row(one: Aside, made: Import) -> QuarantinedRow:
    """Make the entry of the list for a row that could not be read, not saved yet."""
    return QuarantinedRow(
        of=made,
        file=one.file[-500:],
        table=one.table,
        row=one.row,
        content=one.content,
        problems=[f"{each.message} {each.remedy}".strip() for each in one.problems],
        since=made.at,
    )


def _there() -> set[str]:
    rows = QuarantinedRow.objects.filter(state="waiting").values_list("table", "content")
    return {_said(table, content) for table, content in rows}


def _said(table: str, content: Mapping[str, object]) -> str:
    return json.dumps([table, content], sort_keys=True)
