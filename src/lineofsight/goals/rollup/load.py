"""What the roll-up reads: each in one query, however many rows there are."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from lineofsight.goals.models import Goal, GoalProgress, KeyResult, Link, Observation, RootProgress
from lineofsight.goals.rollup.state import Edge, Node, Result
from lineofsight.organization.record.locks import as_one, cursor_for, is_among
from lineofsight.organization.record.prepared import Given, Prepared, among

CHUNK = 5_000
# From link to link, so that nothing is left to join: how many there are no database guesses well.
_ABOVE = """
WITH RECURSIVE up(id, source_id, goal_id, pillar_id, contribution, share) AS (
    SELECT id, source_id, goal_id, pillar_id, contribution, share
    FROM {link} WHERE {among} AND kind = 'supports'
    UNION
    SELECT l.id, l.source_id, l.goal_id, l.pillar_id, l.contribution, l.share
    FROM up JOIN {link} l ON l.source_id = up.goal_id AND l.kind = 'supports'
)
SELECT id, source_id, goal_id, pillar_id, contribution, share FROM up
"""


def edges_above(goals: Collection[int]) -> list[Edge]:
    """Return all supports links on the ways up from some goals."""
    if not goals:
        return []
    statement = _ABOVE.format(link=Link._meta.db_table, among=is_among("source_id"))
    with cursor_for(connection) as cursor:
        cursor.execute(statement, [as_one(goals)])
        return [Edge(*row) for row in cursor.fetchall()]


def edges_below(goals: Collection[int], roots: Collection[int | None]) -> list[Edge]:
    """Return the supports links that end at these goals and roots."""
    condition = Q(goal__in=goals) | Q(pillar__in=[root for root in roots if root is not None])
    if None in roots:
        condition |= Q(to_north_star=True)
    return _edges(Link.objects.filter(condition))


def all_edges() -> list[Edge]:
    """Return all supports links."""
    return _edges(Link.objects.all())


def _edges(links: "QuerySet[Link]") -> list[Edge]:
    fields = ("pk", "source_id", "goal_id", "pillar_id", "contribution", "share")
    rows = links.filter(kind="supports").order_by("pk").values_list(*fields)
    return [Edge(*row) for row in rows.iterator(CHUNK)]


_NODE = (
    "goal_id",
    "goal__status",
    "goal__kind",
    "goal__rollup",
    "height",
    "own",
    "own_known",
    "own_all",
    "below",
    "below_known",
    "value",
    "goal_id",
)


def nodes(goals: Collection[int] | None, *, lock: bool = False) -> dict[int, Node]:
    """Return goals by id (None: all), lower ones first, locked in that order if asked."""
    found: Iterable[Any]
    if goals is None:
        rows = _nodes()
        found = rows.select_for_update(of=("self",)) if lock else rows.iterator(CHUNK)
    else:
        found = (_LOCKED if lock else _SOME)(goals=list(goals))
    return {row[0]: Node(*row) for row in found}


def _nodes() -> "QuerySet[GoalProgress, Any]":
    return GoalProgress.objects.order_by("height", "goal_id").values_list(*_NODE)


_SOME: Prepared[Any] = Prepared(lambda: _nodes().filter(among("goal_id", "goals")))
_LOCKED: Prepared[Any] = Prepared(
    lambda: _nodes().filter(among("goal_id", "goals")).select_for_update(of=("self",))
)


def without_progress() -> "QuerySet[Goal]":
    """Return the goals for which nothing has been added up yet."""
    return Goal.objects.filter(progress__isnull=True)


def roots(pillars: Collection[int | None] | None, *, lock: bool = False) -> dict[int | None, Node]:
    """Return pillars by id and the North Star by None (argument None: all)."""
    rows = RootProgress.objects.order_by("pk")
    if pillars is not None:
        condition = Q(pillar__in=[pillar for pillar in pillars if pillar is not None])
        rows = rows.filter(condition | Q(to_north_star=True) if None in pillars else condition)
    if lock:
        rows = rows.select_for_update()
    return {
        row.pillar_id: Node(
            None,
            below=row.below,
            below_known=row.below_known,
            value=row.value,
            row=row.pk,
        )
        for row in rows
    }


_RESULT = (
    "pk",
    "goal_id",
    "type",
    "baseline",
    "target",
    "low",
    "high",
    "value",
    "weight",
    "measure",
    "present",
    "progress",
    "share",
    "parts_known",
    "parts_sum",
    "last",
)


def results(condition: Q) -> list[Result]:
    """Return key results with the value last observed, by today."""
    rows = _results(timezone.localdate()).filter(condition)
    return [Result(*row) for row in rows.iterator(CHUNK)]


def result(key_result: int) -> Result:
    """Return one of them."""
    return Result(*_RESULTS(key_result=key_result, today=timezone.localdate())[0])


def _results(today: "date | Given") -> "QuerySet[KeyResult, Any]":
    seen = Observation.objects.filter(key_result=OuterRef("pk"), date__lte=today)
    return (
        KeyResult.objects.annotate(last=Subquery(seen.order_by("-date", "-pk").values("value")[:1]))
        .order_by("pk")
        .values_list(*_RESULT)
    )


_RESULTS: Prepared[Any] = Prepared(lambda: _results(Given("today")).filter(pk=Given("key_result")))


def carriers_results(goals: Collection[int], measures: Iterable[str]) -> list[Result]:
    """Return the key results with these measures of the goals that support some goals."""
    below = Link.objects.filter(goal__in=goals, kind="supports").values("source_id")
    return results(Q(goal__in=below, measure__in=list(measures)))
