"""The two ways in which progress moves: a new value rises, a new shape settles."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from lineofsight.goals import reports
from lineofsight.goals.models import Goal, GoalProgress, KeyResult, Link, RootProgress
from lineofsight.goals.models.goal import MICRO
from lineofsight.goals.rollup import leads, load
from lineofsight.goals.rollup.everything import work_out_all
from lineofsight.goals.rollup.state import Edge, Node
from lineofsight.goals.rollup.walk import Root, Walk
from lineofsight.organization.record.locks import lock_structure
from lineofsight.organization.record.prepared import Given, Prepared

MANY = 1_000  # touched goals from which on it is quicker to work out everything


def of_new_goal(goal: Goal) -> dict[str, int | None]:
    """Return the progress of a goal on which nothing hangs yet."""
    return {"value": MICRO if goal.status == "done" else None}


def ends_above(goals: Collection[int]) -> tuple[set[int], set[Root]]:
    """Return the goals, and the roots, that some goals support."""
    ends = list(
        Link.objects.filter(source__in=goals, kind="supports").values_list("goal_id", "pillar_id")
    )
    return (
        {goal for goal, _ in ends if goal is not None},
        {pillar for goal, pillar in ends if goal is None},
    )


def way_up(start: int, goal: int) -> list[int]:
    """Return goals on a way up from one goal to another, both ends included; empty without one."""
    up: dict[int, list[int]] = defaultdict(list)
    for edge in load.edges_above([start]):
        if edge.goal is not None:
            up[edge.child].append(edge.goal)
    came_from: dict[int, int] = {start: start}
    open_ones = [start]
    while open_ones and goal not in came_from:
        at = open_ones.pop()
        for above in up[at]:
            if above not in came_from:
                came_from[above] = at
                open_ones.append(above)
    if goal not in came_from:
        return []
    way = [goal]
    while way[-1] != start:
        way.append(came_from[way[-1]])
    return way[::-1]


_OF: Prepared[tuple[int, str]] = Prepared(
    lambda: KeyResult.objects.filter(pk=Given("key_result")).values_list("goal_id", "measure")
)


def rise(measure: KeyResult) -> None:
    """Carry a new observation of a key result into every roll-up above it.

    Reads and writes its goal and the goals above it that it can reach, nothing else.
    """
    ((goal, name),) = _OF(key_result=measure.pk)
    up = load.edges_above([goal])
    closure = {goal, *(edge.goal for edge in up if edge.goal is not None)}
    summing: set[int] = set()
    if name:
        rows = KeyResult.objects.filter(goal__in=closure, measure=name, value__isnull=True)
        summing = set(rows.values_list("goal_id", flat=True))
    goals, pillars = {goal}, set[Root]()
    if up:
        goals, pillars = _reach(goal, load.nodes(closure), up, summing)
    nodes = load.nodes(goals, lock=True)
    if goal not in nodes:
        raise LookupError(f"goal {goal} has no progress: it was not set by a service or an import")
    roots = load.roots(pillars, lock=True) if pillars else {}
    results = [load.result(measure.pk)]
    if name:  # those above that may add it up
        results += load.results(Q(goal__in=goals - {goal}, measure=name))
    walk = Walk(nodes, roots, up, results, seen={measure.pk})
    walk.run()
    walk.save(timezone.now())


def _reach(
    start: int, nodes: dict[int, Node], up: list[Edge], summing: set[int]
) -> tuple[set[int], set[Root]]:
    """Find the goals and roots that a change can reach: it stops where own key results decide."""
    ways: dict[int, list[Edge]] = defaultdict(list)
    for edge in up:
        ways[edge.child].append(edge)
    goals, pillars, open_ones = {start}, set[Root](), [start]
    while open_ones:
        for edge in ways[open_ones.pop()]:
            if edge.goal is None:
                pillars.add(edge.pillar)
            elif edge.goal not in goals:
                goals.add(edge.goal)
                if nodes[edge.goal].follows or edge.goal in summing:
                    open_ones.append(edge.goal)
    return goals, pillars


def settle(goals: Iterable[int], roots: Iterable[Root] = ()) -> None:
    """Work out goals and roots anew after a change of shape, and carry the differences up.

    Parameters
    ----------
    goals : iterable of int
        Those whose key results, supporters or settings changed. Where a goal's status, kind,
        setting or shared measures changed, also what it supports (``ends_above``).
    """
    full, full_roots = set(goals), set(roots)
    if not full and not full_roots:
        return
    if len(full) > MANY:
        work_out_all()
        return
    up = load.edges_above(full)
    down = load.edges_below(full, full_roots)
    closure = full | {edge.goal for edge in up if edge.goal is not None}
    pillars = full_roots | {edge.pillar for edge in up if edge.goal is None}
    make_missing(closure | {edge.child for edge in down}, pillars)
    nodes = load.nodes(closure)
    beside = load.nodes({edge.child for edge in down} - closure)
    results = load.results(Q(goal__in=full) | Q(goal__in=closure) & ~Q(measure=""))
    measures = {one.measure for one in results if one.goal in full and one.is_summed}
    beside_results = load.carriers_results(full, measures) if measures else []
    _lift(nodes, beside, up, down)
    walk = Walk(
        nodes,
        load.roots(pillars),
        up,
        results,
        full=full & nodes.keys(),
        full_roots=full_roots,
        down=down,
        beside=beside,
        beside_results=beside_results,
    )
    walk.run()
    walk.save(timezone.now())


def recompute_all(ids: Collection[int] | None = None) -> None:
    """Work out the progress of all key results, goals, pillars and the North Star.

    Parameters
    ----------
    ids : collection of int, optional
        Goals to which changes were limited: only they, what they support, and what the
        differences reach is worked out.

    Raises
    ------
    Invalid
        Goals support each other in a circle.
    """
    if ids is None:
        work_out_all()
    else:
        with transaction.atomic():
            lock_structure(exclusive=True)
            goals, roots = ends_above(ids)
            settle({*ids, *goals}, roots)
            leads.lead(ids)
    reports.hear_all(ids)


def make_missing(goals: Collection[int], pillars: Collection[Root]) -> None:
    """Add the rows in which progress is kept, where there are none yet."""
    missing = Goal.objects.filter(pk__in=goals, progress__isnull=True)
    GoalProgress.objects.bulk_create(
        [GoalProgress(goal=goal, **of_new_goal(goal)) for goal in missing]
    )
    there = load.roots(pillars)
    RootProgress.objects.bulk_create(
        RootProgress(pillar_id=pillar, to_north_star=pillar is None)
        for pillar in pillars
        if pillar not in there
    )


def _lift(
    nodes: dict[int, Node], beside: dict[int, Node], up: list[Edge], down: list[Edge]
) -> None:
    """Make every goal higher than all that supports it; heights never fall again by themselves."""
    ways: dict[int, list[int]] = defaultdict(list)
    for edge in up:
        if edge.goal is not None:
            ways[edge.child].append(edge.goal)
    below = {**beside, **nodes}
    open_ones: list[int] = []
    for edge in down:
        if edge.goal is not None and nodes[edge.goal].height <= below[edge.child].height:
            nodes[edge.goal].height = below[edge.child].height + 1
            open_ones.append(edge.goal)
    while open_ones:
        at = open_ones.pop()
        for above in ways[at]:
            if nodes[above].height <= nodes[at].height:
                nodes[above].height = nodes[at].height + 1
                open_ones.append(above)
