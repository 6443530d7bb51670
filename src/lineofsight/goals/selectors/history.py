"""The story of a goal: who changed what, from what to what, when and why."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q

from lineofsight.goals.models import Goal, KeyResult, Link
from lineofsight.goals.selectors.around import Around
from lineofsight.goals.selectors.listing import Who
from lineofsight.organization import access
from lineofsight.organization.models import AuditEntry, Person, Version
from lineofsight.organization.record.prepared import Given, Prepared, among

MOST = 200  # versions that are read

_VERSIONS = Prepared(
    lambda: (
        Version.objects.filter(
            Q(table=Goal.PLAN.table, object_id=Given("goal"))
            | Q(among("object_id", "key_results"), table=KeyResult.PLAN.table)
            | Q(among("object_id", "links"), table=Link.PLAN.table)
        )
        .order_by("-pk")
        .values_list("entry_id", "table", "object_id", "row")[: MOST + 1]
    )
)
_PEOPLE = Prepared(lambda: Person.objects.filter(among("pk", "people")))
_ENTRIES = Prepared(lambda: AuditEntry.objects.filter(among("pk", "entries")).order_by("-pk"))


@dataclass(frozen=True)
class Changed:
    """One column that reads otherwise: of which table and row, and how; None is unknown."""

    table: str
    object_id: int
    column: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Entry:
    """One act: ``actor`` is None for the installation itself, or somebody who is gone."""

    at: datetime
    actor: Person | None
    verb: str
    reason: str
    changes: list[Changed] = field(default_factory=list)


def history(who: Who, goal: Goal) -> list[Entry]:
    """Return the acts on a goal, its key results and its links, the newest first.

    Of links only those that the reader sees. Takes five queries, however long the story is.
    """
    goal = access.get_visible(who, Goal, pk=goal.pk)
    results = KeyResult.objects.filter(goal=goal).values_list("pk", flat=True)
    links = access.visible_to(who, Link).filter(Q(source=goal) | Q(goal=goal))
    return _acts(goal.pk, list(results), list(links.values_list("pk", flat=True)))


def history_of(read: Around) -> list[Entry]:
    """Return the same of a goal that was read with what stands around it; two queries."""
    results = [one.key_result.pk for one in read.measures]
    return _acts(read.goal.pk, results, read.links)


def _acts(goal: int, results: Sequence[int], links: Sequence[int]) -> list[Entry]:
    versions = _VERSIONS(goal=goal, key_results=results, links=links)
    whole = len(versions) <= MOST
    acts: dict[int, list[Changed]] = {}
    stood: dict[tuple[str, int], Mapping[str, Any]] = {}
    for entry, table, pk, row in reversed(versions):
        changes = acts.setdefault(entry, [])
        if (table, pk) in stood or whole:  # else what stood before lies further back
            changes += _differences(table, pk, stood.get((table, pk), {}), row)
        stood[table, pk] = row
    # An import is one act on hundreds of rows: acts are read once each, not with every row.
    entries = _ENTRIES(entries=list(acts))
    actors = {entry.actor_id for entry in entries if entry.actor_id is not None}
    people = {person.pk: person for person in _PEOPLE(people=sorted(actors))} if actors else {}
    return [
        Entry(entry.at, people.get(entry.actor_id or 0), entry.verb, entry.reason, acts[entry.pk])
        for entry in entries
    ]


def _differences(
    table: str, pk: int, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[Changed]:
    for column in sorted(before.keys() | after.keys()):
        was, now = before.get(column), after.get(column)
        if was != now:
            yield Changed(table, pk, column, was, now)
