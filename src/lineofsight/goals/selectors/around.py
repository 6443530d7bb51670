"""One goal with everything around it, as far as the reader sees it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import OuterRef, Q, Subquery

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
    access.get_visible(who, Goal, pk=pk)
    goal = Goal.objects.select_related("owner", "team", "continues", "progress").get(pk=pk)
    seen = access.visible_to(who, Link)
    ends = ("source__owner", "goal__owner", "pillar", "source__progress", "goal__progress")
    here = seen.filter(Q(source=goal) | Q(goal=goal)).order_by("kind", "pk")
    totals: Counter[tuple[str, bool]] = Counter()
    shown = []
    for number, kind, source in here.values_list("pk", "kind", "source_id"):
        totals[kind, source == pk] += 1
        if most is None or totals[kind, source == pk] <= most:
            shown.append(number)
    links = list(Link.objects.filter(pk__in=shown).select_related(*ends).order_by("kind", "pk"))
    every = list(
        Link.objects.filter(Q(source=goal) | Q(goal=goal)).values_list("source_id", flat=True)
    )
    n_up = sum(1 for source in every if source == pk)
    seen_up = sum(count for (_kind, is_up), count in totals.items() if is_up)
    return Around(
        goal=goal,
        progress=getattr(goal, "progress", None),
        measures=measures(who, goal),
        up=[link for link in links if link.source_id == pk],
        down=[link for link in links if link.source_id != pk],
        totals=totals,
        hidden_up=n_up - seen_up,
        hidden_down=len(every) - n_up - (totals.total() - seen_up),
        actions=list(
            access.visible_to(who, Action)
            .filter(goal=goal)
            .select_related("owner")
            .order_by("due", "pk")
        ),
        assumptions=list(
            access.visible_to(who, Assumption)
            .filter(goals=goal)
            .select_related("owner")
            .order_by("pk")
        ),
        decisions=list(
            access.visible_to(who, Decision)
            .filter(goals=goal)
            .select_related("decided_by")
            .order_by("-decided_on", "-pk")
        ),
        contributors=list(goal.contributors.order_by("name").values_list("name", flat=True)),
    )


def measures(who: Who, goal: Goal) -> list[Measured]:
    """Return a goal's key results, each with the value last observed; two queries."""
    results = list(
        access.visible_to(who, KeyResult).filter(goal=goal).select_related("owner").order_by("pk")
    )
    last: dict[int | None, Observation] = {}
    seen = Observation.objects.filter(pk__in=_last_of([one.pk for one in results]))
    for observation in seen.select_related("author"):
        last[observation.key_result_id] = observation
    return [Measured(one, last.get(one.pk)) for one in results]


def _last_of(results: list[int]) -> list[int]:
    """Return the last observation of each key result; one look into the index for each."""
    newest = Observation.objects.filter(key_result=OuterRef("pk")).order_by("-date", "-pk")
    rows = KeyResult.objects.filter(pk__in=results).annotate(last=Subquery(newest.values("pk")[:1]))
    return [pk for pk in rows.values_list("last", flat=True) if pk is not None]
