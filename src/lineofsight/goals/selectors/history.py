"""The story of a goal: who changed what, from what to what, when and why."""

from collections.abc import Collection, Iterator, Mapping, Sequence
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
        .values_list("pk", "entry_id", "table", "object_id")[: MOST + 1]
    )
)
_ROWS: Prepared[Any] = Prepared(
    lambda: Version.objects.filter(among("pk", "versions")).values_list("pk", "row")
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

    Of links only those that the reader sees. Takes six queries, however long the story is.
    """
    goal = access.get_visible(who, Goal, pk=goal.pk)
    results = KeyResult.objects.filter(goal=goal).values_list("pk", flat=True)
    links = access.visible_to(who, Link).filter(Q(source=goal) | Q(goal=goal))
    return _acts(goal.pk, list(results), list(links.values_list("pk", flat=True)))


def history_of(read: Around, *, untold: Collection[str] = ()) -> list[Entry]:
    """Return the same of a goal that was read with what stands around it; four queries.

    ``untold`` are verbs of which only that they were done is told: their changes stay empty.
    """
    results = [one.key_result.pk for one in read.measures]
    return _acts(read.goal.pk, results, read.links, untold)


def _acts(
    goal: int, results: Sequence[int], links: Sequence[int], untold: Collection[str] = ()
) -> list[Entry]:
    versions = _VERSIONS(goal=goal, key_results=results, links=links)
    # An import is one act on hundreds of rows: acts are read once each, not with every row.
    entries = _ENTRIES(entries=list({entry for _pk, entry, _table, _object in versions}))
    told = {entry.pk for entry in entries if entry.verb not in untold}
    acts = _changes(versions, told)
    actors = {entry.actor_id for entry in entries if entry.actor_id is not None}
    people = {person.pk: person for person in _PEOPLE(people=sorted(actors))} if actors else {}
    return [
        Entry(
            entry.at,
            people.get(entry.actor_id or 0),
            entry.verb,
            entry.reason,
            acts.get(entry.pk, []),
        )
        for entry in entries
    ]


def _changes(
    versions: Sequence[tuple[int, int, str, int]], told: Collection[int]
) -> dict[int, list[Changed]]:
    """Return what changed in each of these entries, of all versions the newest first."""
    whole = len(versions) <= MOST
    # Rows are wide: only of things that an act changed whose changes are told.
    changed = {(table, pk) for _version, entry, table, pk in versions if entry in told}
    wanted = [version for version, _entry, table, pk in versions if (table, pk) in changed]
    rows = dict(_ROWS(versions=wanted)) if wanted else {}
    acts: dict[int, list[Changed]] = {}
    stood: dict[tuple[str, int], Mapping[str, Any]] = {}
    for version, entry, table, pk in reversed(versions):
        if version not in rows:
            continue
        # Else what stood before lies further back.
        if entry in told and ((table, pk) in stood or whole):
            before = stood.get((table, pk), {})
            acts.setdefault(entry, []).extend(_differences(table, pk, before, rows[version]))
        stood[table, pk] = rows[version]
    return acts


def _differences(
    table: str, pk: int, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[Changed]:
    for column in sorted(before.keys() | after.keys()):
        was, now = before.get(column), after.get(column)
        if was != now:
            yield Changed(table, pk, column, was, now)
