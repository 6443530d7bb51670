"""All roll-ups at once: after an import, and to see that what is kept is right."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from lineofsight.goals.models import Goal, GoalProgress, RootProgress
from lineofsight.goals.models.goal import MICRO
from lineofsight.goals.rollup import leads, load
from lineofsight.goals.rollup.state import Edge, Node
from lineofsight.goals.rollup.walk import Walk
from lineofsight.kit.errors import Invalid
from lineofsight.organization.record.bulk import insert
from lineofsight.organization.record.locks import lock_structure
from lineofsight.strategy.models import Pillar

MOST_NAMED = 20  # goals of a circle that a message names


class Difference(NamedTuple):
    """A computed column that does not hold what a recomputation gives: a defect."""

    table: str
    pk: int
    kept: tuple[object, ...]
    right: tuple[object, ...]


def work_out_all() -> int:
    """Work out all progress there is, and return how many rows were changed.

    Raises
    ------
    Invalid
        Goals support each other in a circle.
    """
    with transaction.atomic():
        lock_structure(exclusive=True)
        _make_missing()
        walk = _walk()
        changed = sum(1 for _ in _differences(walk))
        walk.save(timezone.now())
        leads.lead_all()
    return changed


def recheck() -> list[Difference]:
    """Compare everything that is kept with a recomputation; nothing is changed.

    Writers of goals wait meanwhile.
    """
    with transaction.atomic():
        lock_structure(exclusive=True)
        walk = _walk()
        missing = [
            Difference("progress", pk, (), ())
            for pk in load.without_progress().values_list("pk", flat=True)
        ]
        wrong = [
            Difference("leads", pair[0], () if is_missing else pair, pair if is_missing else ())
            for pair, is_missing in leads.differences()
        ]
        return missing + wrong + list(_differences(walk))


def _make_missing() -> None:
    fields = [field.attname for field in GoalProgress._meta.concrete_fields]
    nothing = {field.attname: field.get_default() for field in GoalProgress._meta.concrete_fields}
    insert(
        GoalProgress,
        fields,
        (
            tuple({**nothing, "goal_id": pk, "value": MICRO if done else None}.values())
            for pk, done in [
                (pk, status == "done")
                for pk, status in load.without_progress().values_list("pk", "status")
            ]
        ),
    )
    there = load.roots(None)
    roots = [RootProgress(to_north_star=True)] if None not in there else []
    roots += [
        RootProgress(pillar_id=pk)
        for pk in Pillar.objects.filter(progress__isnull=True).values_list("pk", flat=True)
    ]
    RootProgress.objects.bulk_create(roots)


def _walk() -> Walk:
    nodes, roots, edges = load.nodes(None), load.roots(None), load.all_edges()
    edges = [edge for edge in edges if edge.child in nodes]
    _set_heights(nodes, edges)
    walk = Walk(
        nodes,
        roots,
        edges,
        load.results(Q()),
        full=nodes.keys(),
        full_roots=roots.keys(),
        down=edges,
    )
    walk.run()
    return walk


def _set_heights(nodes: dict[int, Node], edges: list[Edge]) -> None:
    """Let each goal's height be the longest chain of goals below it.

    A height that is in order already is left as it stands: what it orders is right either way.
    """
    above: dict[int, list[int]] = defaultdict(list)
    waiting: dict[int, int] = defaultdict(int)
    for edge in edges:
        if edge.goal is not None:
            above[edge.child].append(edge.goal)
            waiting[edge.goal] += 1
    least = dict.fromkeys(nodes, 0)
    open_ones = [goal for goal in nodes if not waiting[goal]]
    done = 0
    while open_ones:
        at = open_ones.pop()
        done += 1
        nodes[at].height = max(nodes[at].height, least[at])
        for goal in above[at]:
            least[goal] = max(least[goal], nodes[at].height + 1)
            waiting[goal] -= 1
            if not waiting[goal]:
                open_ones.append(goal)
    if done < len(nodes):
        _refuse_circles([goal for goal in nodes if waiting[goal]], above)


def _refuse_circles(left: list[int], above: dict[int, list[int]]) -> None:
    """Name one circle among the goals that could not be put in order."""
    inside = set(left)
    # What hangs on a circle could not be put in order either: going down always ends in one.
    below = {goal: at for at in left for goal in above[at] if goal in inside}
    way, at = list[int](), left[0]
    while at not in way:
        way.append(at)
        at = below[at]
    circle = way[way.index(at) :][::-1]
    refs = dict(Goal.objects.filter(pk__in=circle[:MOST_NAMED]).values_list("pk", "ref"))
    raise Invalid(
        {
            "links": [
                _("These goals support each other in a circle: {goals}. Remove a link.").format(
                    goals=" > ".join(refs[goal] for goal in circle[:MOST_NAMED])
                )
            ]
        }
    )


def _differences(walk: Walk) -> Iterator[Difference]:
    for results in walk.results.values():
        for one in results:
            if one.computed != one.kept:
                yield Difference("key_results", one.pk, one.kept, one.computed)
    for edges in (*walk.down.values(), *walk.down_roots.values()):
        for edge in edges:
            if edge.share != edge.kept:
                yield Difference("links", edge.pk, (edge.kept,), (edge.share,))
    for goal, node in walk.nodes.items():
        if node.computed != node.kept:
            yield Difference("progress", goal, node.kept, node.computed)
    for node in walk.roots.values():
        if node.computed != node.kept:
            yield Difference("root_progress", node.row or 0, node.kept, node.computed)
