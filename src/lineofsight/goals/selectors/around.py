"""One goal with everything around it, as far as the reader sees it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery, prefetch_related_objects

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
from lineofsight.organization.models import Person

M = TypeVar("M", Assumption, Decision)
# What is told of the goal at the other end of a link: its row is wide.
SHOWN = (
    "ref", "title", "scope", "status", "reported", "version", "team", "owner__name",
    "progress__reported",
)  # fmt: skip


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
    contributors: list[str] = field(default_factory=list)
    links: Sequence[int] = ()  # ids of all that the reader sees, shown or not
    totals: Mapping[tuple[str, bool], int] = field(default_factory=dict)  # by kind, and whether up


def around(who: Who, pk: int, *, most: int | None = None) -> Around:
    """Return a visible goal with everything around it; the number of queries is constant.

    Parameters
    ----------
    most : int, optional
        Links of one kind and direction that are read, those of the lowest ids; all without it.
        ``Around.totals`` counts all of them either way.

    Raises
    ------
    NotFound
        There is no such goal, or none that the reader sees.
    """
    viewer = access.viewer_of(who)
    people = Prefetch("contributors", Person.objects.order_by("name", "pk"))
    goal = (
        access.visible_to(viewer, Goal)
        .select_related("owner", "team", "progress")
        .prefetch_related(people)
        .filter(pk=pk)
        .first()
    )
    if goal is None:
        raise access.nothing_here()
    here = Link.objects.filter(Q(source=pk) | Q(goal=pk)).order_by("kind", "pk")
    totals: Counter[tuple[str, bool]] = Counter()
    hidden: Counter[bool] = Counter()
    visible, shown = [], []
    rows = here.annotate(is_seen=access.seen_by(viewer, Link))
    for number, kind, source, is_seen in rows.values_list("pk", "kind", "source_id", "is_seen"):
        if not is_seen:
            hidden[source == pk] += 1
            continue
        visible.append(number)
        totals[kind, source == pk] += 1
        if most is None or totals[kind, source == pk] <= most:
            shown.append(number)
    links = _links(Link.objects.filter(pk__in=shown), goal) if shown else []
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
        actions=_actions(viewer, pk),
        assumptions=[
            *_about(viewer, Assumption, pk).select_related("owner").order_by("pk"),
        ],
        decisions=[
            *_about(viewer, Decision, pk)
            .select_related("decided_by")
            .order_by("-decided_on", "-pk"),
        ],
        contributors=[person.name for person in goal.contributors.all()],
    )


def _actions(viewer: access.Viewer, goal: int) -> list[Action]:
    """Return the visible actions of a goal; their policy is asked where there are any."""
    if not Action.objects.filter(goal=goal).exists():
        return []
    rows = access.visible_to(viewer, Action).filter(goal=goal).select_related("owner")
    return list(rows.order_by("due", "pk"))


def _links(rows: "QuerySet[Link]", goal: Goal) -> list[Link]:
    """Return links of a goal with their ends; a goal at many of them is read once."""
    links = sorted(rows.select_related("pillar"), key=lambda link: (link.kind, link.pk))
    ids = {end for link in links for end in (link.source_id, link.goal_id) if end is not None}
    read = (
        Goal.objects.filter(pk__in=ids - {goal.pk}).select_related("owner", "progress").only(*SHOWN)
    )
    ends = {goal.pk: goal, **{other.pk: other for other in read}}
    for link in links:
        link.source = ends[link.source_id]
        link.goal = None if link.goal_id is None else ends[link.goal_id]
    return links


def _about(viewer: access.Viewer, model: type[M], goal: int) -> "QuerySet[M]":
    """Return the visible rows about a goal.

    Their policy looks at all goals that each of them names; most goals have none to look at.
    """
    through: Any = getattr(model, "goals").through  # noqa: B009 - M has it, for mypy it may not
    named = list(
        through.objects.filter(goal=goal).values_list(f"{model._meta.model_name}_id", flat=True)
    )
    if not named:
        return model._default_manager.none()
    return access.visible_to(viewer, model).filter(pk__in=named)


def measures(who: Who, goal: Goal) -> list[Measured]:
    """Return a goal's key results, each with the value last observed; two queries."""
    newest = Observation.objects.filter(key_result=OuterRef("pk")).order_by("-date", "-pk")
    results = list(
        access.visible_to(who, KeyResult)
        .filter(goal=goal)
        .annotate(last=Subquery(newest.values("pk")[:1]))
    )
    results.sort(key=lambda one: one.pk)
    lasts = [one.last for one in results if one.last is not None]
    seen = list(Observation.objects.filter(pk__in=lasts)) if lasts else []
    # Most have neither, and people are not joined for nothing.
    prefetch_related_objects(results, "owner")
    prefetch_related_objects(seen, "author")
    last = {observation.key_result_id: observation for observation in seen}
    return [Measured(one, last.get(one.pk)) for one in results]
