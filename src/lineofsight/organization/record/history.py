"""The record as it was: rows of a table at an instant, and the story of one row."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q, QuerySet

from lineofsight.organization.models.kept import AuditEntry, Version
from lineofsight.organization.record.base import Versioned
from lineofsight.organization.record.rows import Row

PAGE = 5_000  # rows that are held at a time


class Step(NamedTuple):
    """One change of one row: who did what, how the row read before and how after.

    ``before`` is None where the row was new. Both read alike where the change was in something
    that belongs to the row without standing in it, such as a move that begins on a later day.
    """

    entry: AuditEntry
    before: Row | None
    after: Row


def rows_at(table: str, at: datetime) -> Iterator[tuple[int, Row]]:
    """Yield the id and the plan row of each object that was there at an instant, by id.

    ``table`` is a name of the plan file. Reads page by page along the index on ids, so that memory
    stays small and no page costs more than the one before. What was changed exactly at the
    instant counts as changed.
    """
    last = -1
    while True:
        page = list(page_after(table, at, last)[:PAGE])
        yield from page
        if len(page) < PAGE:
            return
        last = page[-1][0]


def page_after(table: str, at: datetime, last: int) -> "QuerySet[Version, tuple[int, Row]]":
    """Return id and row of the objects that follow one by id, in that order."""
    return (
        holding(at)
        .filter(table=table, object_id__gt=last)
        .order_by("object_id")
        .values_list("object_id", "row")
    )


def row_at(thing: Versioned, at: datetime) -> Row | None:
    """Return how a row read at an instant; None if it was not there."""
    return (
        holding(at)
        .filter(table=thing.PLAN.table, object_id=thing.pk)
        .values_list("row", flat=True)
        .first()
    )


def holding(at: datetime) -> "QuerySet[Version]":
    """Return the versions that held at an instant; one at most of each row."""
    return Version.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=at), valid_from__lte=at)


def story_of(thing: Versioned) -> list[Step]:
    """Return all changes of a row, the first one first; takes one query."""
    versions = (
        Version.objects.filter(table=thing.PLAN.table, object_id=thing.pk)
        .select_related("entry")
        .order_by("valid_from", "pk")
    )
    steps: list[Step] = []
    before: Row | None = None
    for version in versions:
        steps.append(Step(version.entry, before, version.row))
        before = version.row
    return steps


def last_change(at: datetime) -> AuditEntry | None:
    """Return the newest entry that was there at an instant; None if the record was empty."""
    return AuditEntry.objects.filter(at__lte=at).order_by("-at", "-pk").first()
