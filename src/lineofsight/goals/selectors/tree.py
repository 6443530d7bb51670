"""The cascade level by level: what hangs on what, seen from one place at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from lineofsight.goals.arithmetic import SHARES
from lineofsight.goals.models import Goal, Link
from lineofsight.goals.rollup import load
from lineofsight.goals.seen import goal_seen
from lineofsight.goals.selectors.listing import MOST, Who, narrowed, related
from lineofsight.organization import access
from lineofsight.organization.access.viewer import viewer_of
from lineofsight.organization.record.prepared import Given, Prepared, among
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


def _supports(who: Who) -> "QuerySet[Link]":
    """Return the supports links from goals that a reader sees.

    By the goal at the end of each link: a list of all visible goals would be made for each query.
    """
    viewer = viewer_of(who)
    works_here = viewer.where(lambda asking: asking.is_active)
    return Link.objects.filter(SUPPORTS, goal_seen(viewer, "source__"), works_here)


def children(
    who: Who,
    above: Goal | Pillar | None,
    *,
    after: int = 0,
    limit: int = 50,
    columns: Sequence[str] = (),
) -> Level:
    """Return the visible goals that support a goal, a pillar or (None) the North Star.

    In the order of their ids, from behind the goal ``after``; two queries, however many there are.
    ``columns``: those that are read of each goal and beside it, such as ``owner__name``; all of
    the goal, its owner, team and progress without them.
    """
    if isinstance(above, Goal):
        ends = Q(goal=above)
    elif isinstance(above, Pillar):
        ends = Q(pillar=above)
    else:
        ends = Q(to_north_star=True)
    links = _supports(who).filter(ends)
    limit = max(1, min(limit, MOST))
    links = _with_goals(links.filter(source__gt=after), columns)
    found = list(links.order_by("source_id")[: limit + 1])
    goals = [link.source for link in found[:limit]]
    counts = counts_below(who, [goal.pk for goal in goals])
    branches = [
        Branch(link.source, link.share / SHARES, counts.get(link.source_id, 0))
        for link in found[:limit]
    ]
    return Level(branches, len(found) > limit)


def roots(
    who: Who,
    pillars: Sequence[Pillar],
    *,
    north_star: bool = True,
    limit: int = 50,
    columns: Sequence[str] = (),
) -> dict[int | None, Level]:
    """Return the visible goals right below each of some pillars and (None) the North Star.

    As ``children`` does one by one, but in two queries for all of them.
    """
    limit = max(1, min(limit, MOST))
    found: dict[int | None, list[Link]] = {one.pk: [] for one in pillars}
    links = _roots(tuple(columns), limit + 1, north_star=north_star)(
        viewer=viewer_of(who), pillars=[one.pk for one in pillars]
    )
    for link in sorted(links, key=lambda link: link.source_id):
        found.setdefault(link.pillar_id, []).append(link)
    shown = [link.source_id for under in found.values() for link in under[:limit]]
    counts = counts_below(who, shown)
    return {
        above: Level(
            [
                Branch(link.source, link.share / SHARES, counts.get(link.source_id, 0))
                for link in under[:limit]
            ],
            len(under) > limit,
        )
        for above, under in found.items()
    }


@cache
def _roots(columns: tuple[str, ...], most: int, *, north_star: bool) -> Prepared[Link]:
    ends = among("pillar", "pillars")
    if north_star:  # by what is no link between goals, for which there is an index
        ends = Q(goal__isnull=True) & (ends | Q(to_north_star=True))
    place = Window(RowNumber(), partition_by=[F("pillar")], order_by=[F("source").asc()])

    def first() -> "QuerySet[Link]":
        links = _supports(access.ANYBODY).filter(ends).annotate(place=place)
        return _with_goals(links.filter(place__lte=most), columns)

    return Prepared(first)


def tops(who: Who, *, after: int = 0, limit: int = 50, columns: Sequence[str] = ()) -> Level:
    """Return the visible goals that support nothing, in the order of their ids."""
    limit = max(1, min(limit, MOST))
    found = _tops(tuple(columns), limit + 1)(viewer=viewer_of(who), after=after)
    counts = counts_below(who, [goal.pk for goal in found[:limit]])
    branches = [Branch(goal, 1.0, counts.get(goal.pk, 0)) for goal in found[:limit]]
    return Level(branches, len(found) > limit)


@cache
def _tops(columns: tuple[str, ...], most: int) -> Prepared[Goal]:
    # Looked up goal by goal until there are enough: a list of all that support would be read whole.
    under_nothing = ~Exists(Link.objects.filter(SUPPORTS, source=OuterRef("pk")))

    def first() -> "QuerySet[Goal]":
        rows = access.visible_to(access.ANYBODY, Goal).filter(under_nothing, pk__gt=Given("after"))
        return narrowed(rows, columns).order_by("pk")[:most]

    return Prepared(first)


def _with_goals(links: "QuerySet[Link]", columns: Sequence[str]) -> "QuerySet[Link]":
    if not columns:
        return links.select_related("source__owner", "source__team", "source__progress")
    beside = {f"source__{name}" for name in related(columns)}
    named = (f"source__{name}" for name in columns)
    return links.select_related("source", *beside).only("share", "pillar_id", *named)


def counts_below(who: Who, goals: list[int]) -> dict[int, int]:
    """Return how many visible goals support each of some goals; one query."""
    return dict(_BELOW(viewer=viewer_of(who), goals=goals))


_BELOW: Prepared[tuple[int, int]] = Prepared(
    lambda: (
        _supports(access.ANYBODY)
        .filter(among("goal", "goals"))
        .order_by()
        .values_list("goal_id")
        .annotate(n=Count("pk"))
    )
)


def ancestors(who: Who, goal: Goal) -> list[Goal]:
    """Return the visible goals on the ways up from a goal, the highest first; two queries."""
    above = {edge.goal for edge in load.edges_above([goal.pk]) if edge.goal is not None}
    rows = access.visible_to(who, Goal).filter(pk__in=above).select_related("owner", "progress")
    return list(rows.order_by(F("progress__height").desc(nulls_last=True), "pk"))
