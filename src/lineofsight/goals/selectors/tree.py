"""The cascade level by level: what hangs on what, seen from one place at a time."""

from dataclasses import dataclass

from django.db.models import Count, F, Q

from lineofsight.goals.arithmetic import SHARES
from lineofsight.goals.models import Goal, Link
from lineofsight.goals.rollup import load
from lineofsight.goals.selectors.listing import MOST, Who
from lineofsight.organization import access
from lineofsight.strategy.models import Pillar

SUPPORTS = Q(kind="supports")


@dataclass(frozen=True)
class Branch:
    """A goal of the tree: its part of the progress above, in [0, 1], and how many hang on it."""

    goal: Goal
    share: float
    below: int


@dataclass(frozen=True)
class Level:
    """Some of the goals under one place; ``more`` says whether there are others after them."""

    branches: list[Branch]
    more: bool


def children(who: Who, above: Goal | Pillar | None, *, after: int = 0, limit: int = 50) -> Level:
    """Return the visible goals that support a goal, a pillar or (None) the North Star.

    In the order of their ids, from behind the goal ``after``; two queries, however many there are.
    """
    if isinstance(above, Goal):
        ends = Q(goal=above)
    elif isinstance(above, Pillar):
        ends = Q(pillar=above)
    else:
        ends = Q(to_north_star=True)
    links = Link.objects.filter(ends & SUPPORTS, source__in=access.visible_to(who, Goal))
    limit = max(1, min(limit, MOST))
    found = list(
        links.filter(source__gt=after)
        .select_related("source__owner", "source__team", "source__progress")
        .order_by("source_id")[: limit + 1]
    )
    goals = [link.source for link in found[:limit]]
    counts = counts_below(who, [goal.pk for goal in goals])
    branches = [
        Branch(link.source, link.share / SHARES, counts.get(link.source_id, 0))
        for link in found[:limit]
    ]
    return Level(branches, len(found) > limit)


def tops(who: Who, *, after: int = 0, limit: int = 50) -> Level:
    """Return the visible goals that support nothing, in the order of their ids."""
    limit = max(1, min(limit, MOST))
    rows = access.visible_to(who, Goal).exclude(
        pk__in=Link.objects.filter(SUPPORTS).values("source_id")
    )
    found = list(
        rows.filter(pk__gt=after)
        .select_related("owner", "team", "progress")
        .order_by("pk")[: limit + 1]
    )
    counts = counts_below(who, [goal.pk for goal in found[:limit]])
    branches = [Branch(goal, 1.0, counts.get(goal.pk, 0)) for goal in found[:limit]]
    return Level(branches, len(found) > limit)


def counts_below(who: Who, goals: list[int]) -> dict[int, int]:
    """Return how many visible goals support each of some goals; one query."""
    rows = (
        Link.objects.filter(SUPPORTS, goal__in=goals, source__in=access.visible_to(who, Goal))
        .order_by()
        .values(above=F("goal_id"))
        .annotate(n=Count("pk"))
    )
    return {row["above"]: row["n"] for row in rows}


def ancestors(who: Who, goal: Goal) -> list[Goal]:
    """Return the visible goals on the ways up from a goal, the highest first; two queries."""
    above = {edge.goal for edge in load.edges_above([goal.pk]) if edge.goal is not None}
    rows = access.visible_to(who, Goal).filter(pk__in=above).select_related("owner", "progress")
    return list(rows.order_by(F("progress__height").desc(nulls_last=True), "pk"))
