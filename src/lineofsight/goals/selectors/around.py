"""One goal with everything around it, as far as the reader sees it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import OuterRef, QuerySet, Subquery, prefetch_related_objects

from lineofsight.goals.models import (
    Action,
    Assumption,
    Decision,
    Goal,
    GoalProgress,
    KeyResult,
    Link,
    Observation,
)
from lineofsight.goals.selectors.listing import Who
from lineofsight.organization import access
from lineofsight.organization.record.locks import cursor_for
from lineofsight.organization.record.prepared import Given, Prepared, among

# What is told of the goal at the other end of a link: its row is wide.
SHOWN = (
    "ref", "title", "scope", "status", "reported", "version", "team", "owner__name",
    "progress__reported",
)  # fmt: skip

_GOAL = Prepared(
    lambda: (
        access.visible_to(access.ANYBODY, Goal)
        .select_related("owner", "team", "progress")
        .filter(pk=Given("goal"))[:1]
    )
)


def _ending_here(**end: Given) -> "QuerySet[Link, Any]":
    seen = access.seen_by(access.ANYBODY, Link)
    return (
        Link.objects.filter(**end)
        .annotate(is_seen=seen)
        .values_list("pk", "kind", "source_id", "is_seen")
    )


# Asked for with "or", PostgreSQL would not know that one end is this goal, and read others for it.
_LINKS_HERE = Prepared(
    lambda: (
        _ending_here(source=Given("goal"))
        .union(_ending_here(goal=Given("goal")), all=True)
        .order_by("kind", "pk")
    )
)
_LINKS = Prepared(lambda: Link.objects.filter(among("pk", "links")).select_related("pillar"))
_ENDS = Prepared(
    lambda: (
        Goal.objects.filter(among("pk", "goals")).select_related("owner", "progress").only(*SHOWN)
    )
)
# What is said of a goal in tables whose policies look at all goals that a row names: asked first
# whether there is anything, for most goals have nothing.
_SAID = """
SELECT 'action', id FROM goals_action WHERE goal_id = %s
UNION ALL
SELECT 'assumption', assumption_id FROM goals_assumption_goals WHERE goal_id = %s
UNION ALL
SELECT 'decision', decision_id FROM goals_decision_goals WHERE goal_id = %s
"""
_MEASURES = Prepared(
    lambda: (
        access.visible_to(access.ANYBODY, KeyResult)
        .filter(goal=Given("goal"))
        .annotate(
            last=Subquery(
                Observation.objects.filter(key_result=OuterRef("pk"))
                .order_by("-date", "-pk")
                .values("pk")[:1]
            )
        )
    )
)
_OBSERVATIONS = Prepared(
    lambda: Observation.objects.filter(among("pk", "observations")).select_related("author")
)


@dataclass(frozen=True)
class Measured:
    """A key result and the value last observed, if any."""

    key_result: KeyResult
    last: Observation | None


@dataclass(frozen=True)
class Around:
    """What stands around a goal.

    ``up`` are links from it, ``down`` links to it, of all kinds; ``hidden_up`` and ``hidden_down``
    count those whose other end the reader does not see.
    """

    goal: Goal
    progress: GoalProgress | None
    measures: list[Measured]
    up: list[Link]
    down: list[Link]
    hidden_up: int
    hidden_down: int
    actions: list[Action]
    assumptions: list[Assumption]
    decisions: list[Decision]
    links: Sequence[int] = ()  # ids of all that the reader sees, shown or not
    totals: Mapping[tuple[str, bool], int] = field(default_factory=dict)  # by kind, and whether up


def around(who: Who, pk: int, *, most: int | None = None, beside: bool = False) -> Around:
    """Return a visible goal with everything around it; the number of queries is constant.

    Parameters
    ----------
    most : int, optional
        Links of one kind and direction that are read, those of the lowest ids; all without it.
        ``Around.totals`` counts all of them either way.
    beside : bool
        Read all links but those of goals below, however many they are.

    Raises
    ------
    NotFound
        There is no such goal, or none that the reader sees.
    """
    viewer = access.viewer_of(who)
    goal = _GOAL.first(viewer=viewer, goal=pk)
    if goal is None:
        raise access.nothing_here()
    totals: Counter[tuple[str, bool]] = Counter()
    hidden: Counter[bool] = Counter()
    visible, shown = [], []
    for number, kind, source, is_seen in _LINKS_HERE(viewer=viewer, goal=pk):
        if not is_seen:
            hidden[source == pk] += 1
            continue
        visible.append(number)
        totals[kind, source == pk] += 1
        whole = beside and (kind != "supports" or source == pk)
        if most is None or whole or totals[kind, source == pk] <= most:
            shown.append(number)
    links = _links(shown, goal) if shown else []
    said = _said(pk)
    return Around(
        goal=goal,
        progress=getattr(goal, "progress", None),
        measures=measures(viewer, goal),
        up=[link for link in links if link.source_id == pk],
        down=[link for link in links if link.source_id != pk],
        totals=totals,
        links=visible,
        hidden_up=hidden[True],
        hidden_down=hidden[False],
        actions=_actions(viewer, said.get("action", ())),
        assumptions=_assumptions(viewer, said.get("assumption", ())),
        decisions=_decisions(viewer, said.get("decision", ())),
    )


def _said(goal: int) -> dict[str, list[int]]:
    """Return the ids of the actions, assumptions and decisions of a goal; one query."""
    found: dict[str, list[int]] = {}
    with cursor_for(connection) as cursor:
        cursor.execute(_SAID, [goal] * 3)
        for kind, pk in cursor.fetchall():
            found.setdefault(kind, []).append(pk)
    return found


def _actions(viewer: access.Viewer, named: Sequence[int]) -> list[Action]:
    if not named:
        return []
    rows = access.visible_to(viewer, Action).filter(pk__in=named).select_related("owner")
    return list(rows.order_by("due", "pk"))


def _links(numbers: Sequence[int], goal: Goal) -> list[Link]:
    """Return links of a goal with their ends; a goal at many of them is read once."""
    links = sorted(_LINKS(links=numbers), key=lambda link: (link.kind, link.pk))
    ids = {end for link in links for end in (link.source_id, link.goal_id) if end is not None}
    read = _ENDS(goals=sorted(ids - {goal.pk}))
    ends = {goal.pk: goal, **{other.pk: other for other in read}}
    for link in links:
        link.source = ends[link.source_id]
        link.goal = None if link.goal_id is None else ends[link.goal_id]
    return links


def _assumptions(viewer: access.Viewer, named: Sequence[int]) -> list[Assumption]:
    if not named:
        return []
    rows = access.visible_to(viewer, Assumption).filter(pk__in=named)
    return list(rows.select_related("owner").order_by("pk"))


def _decisions(viewer: access.Viewer, named: Sequence[int]) -> list[Decision]:
    if not named:
        return []
    rows = access.visible_to(viewer, Decision).filter(pk__in=named)
    return list(rows.select_related("decided_by").order_by("-decided_on", "-pk"))


def measures(who: Who, goal: Goal) -> list[Measured]:
    """Return a goal's key results, each with the value last observed; two queries."""
    results = _MEASURES(viewer=access.viewer_of(who), goal=goal.pk)
    results.sort(key=lambda one: one.pk)
    lasts = [one.last for one in results if one.last is not None]
    seen = _OBSERVATIONS(observations=lasts) if lasts else []
    # Most key results have no owner of their own, and people are not joined for nothing.
    prefetch_related_objects([one for one in results if one.owner_id is not None], "owner")
    last = {observation.key_result_id: observation for observation in seen}
    return [Measured(one, last.get(one.pk)) for one in results]
