"""Rows of files that have no place in the record yet."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

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
    return [one for one in aside if _said(one.table, _keepable(one.content)) not in there]


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
        content=_keepable(one.content),
        problems=[_keepable(f"{each.message} {each.remedy}".strip()) for each in one.problems],
        since=made.at,
    )


def _keepable(value: Any) -> Any:
    """Write characters that no database keeps (NUL, halves of pairs) as their escapes."""
    if isinstance(value, str):
        told = value.encode("utf-8", "backslashreplace").decode("utf-8")
        return told.replace("\0", "\\u0000")
    if isinstance(value, Mapping):
        return {_keepable(key): _keepable(each) for key, each in value.items()}
    return [_keepable(each) for each in value] if isinstance(value, list) else value


def _there() -> set[Hashable]:
    rows = QuarantinedRow.objects.filter(state="waiting").values_list("table", "content")
    return {_said(table, content) for table, content in rows.iterator(1_000)}


def _said(table: str, content: Mapping[str, object]) -> Hashable:
    """Return what stands for all that a row says, whichever database kept it.

    Numbers are compared as the nearest float: PostgreSQL gives 1e300 back as a whole number with
    all its zeros.
    """
    return (table, _kept(content))


def _kept(value: object) -> Hashable:
    if isinstance(value, Mapping):
        return frozenset((key, _kept(each)) for key, each in value.items())
    if isinstance(value, tuple | list):
        return tuple(map(_kept, value))
    if isinstance(value, bool) or value is None:
        return (bool, value)
    return float(value) if isinstance(value, int | float) else str(value)
