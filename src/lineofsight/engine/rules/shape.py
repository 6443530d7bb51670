"""1xx Structure, its shape: too deep, in circles, all in one basket. See DEFINITIONS 7."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from lineofsight.engine import subjects
from lineofsight.engine.columns import IntArray
from lineofsight.engine.lens import Lenses
from lineofsight.engine.ragged import Ragged
from lineofsight.engine.rules import tell
from lineofsight.engine.rules.rule import Audience, Hit, Limits, rule
from lineofsight.kit.i18n import gettext as _

TOLERANCE = 1e-9
LONGEST_PATH = 40  # nodes in the evidence; of a longer path the lowest, and the root


@rule(
    "LOS105",
    "too-deep",
    Audience(first=_("the head of the function"), above=_("once a function")),
    needs_root=True,
    limits={"max_depth": 5},
)
def too_deep(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
    """Find goals with too many rungs between them and the strategy."""
    goals, graph = lenses.snapshot.goals, lenses.graph
    depth = graph.depth[: len(goals)]
    found = np.flatnonzero(
        goals.active & goals.objective & (depth > limits["max_depth"] + TOLERANCE)
    )
    way = lenses.paths.shortest
    paths = way.walks(found, LONGEST_PATH - 1)
    names = graph.node_ids
    for goal, root, steps in zip(found.tolist(), way.end[found].tolist(), paths, strict=True):
        path = steps[steps >= 0]
        path = path if path[-1] == root else np.append(path, root)
        head = tell.head_of_function(lenses, int(goals.function[goal]))
        yield Hit(
            about=subjects.goal(goal),
            sentence=_(
                "{title} is {depth} rungs away from {root}: few people can keep that many in mind."
            ).format(
                title=tell.title(lenses, goal),
                depth=int(depth[goal]),
                root=tell.title(lenses, root),
            ),
            people=(head, int(goals.owner[goal])),
            question=_("Which of these rungs adds neither a measure nor an owner?"),
            evidence={
                "depth": int(depth[goal]),
                "path": names[path].tolist(),
            },
        )


@rule(
    "LOS106",
    "circular-support",
    Audience(first=_("the owners"), then=_("the owners and the lead above")),
    needs=("links",),
)
def circular_support(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
    """Find goals that support each other in a circle."""
    goals, circle = lenses.snapshot.goals, lenses.graph.circle
    counts = goals.active & goals.objective
    inside = np.flatnonzero(circle >= 0)
    members_of = Ragged.group(circle[inside], inside, len(goals))
    for number in np.unique(circle[counts & (circle >= 0)]).tolist():
        members = members_of[number]
        first = int(members[counts[members]][0])
        rest = members[members != first]
        if len(rest):
            sentence = _(
                "{titles} support each other in a circle: nothing on record says which serves "
                "which."
            ).format(titles=tell.listed(tell.title(lenses, g) for g in (first, *rest.tolist())))
        else:
            sentence = _("{title} is said to support itself.").format(
                title=tell.title(lenses, first)
            )
        yield Hit(
            about=subjects.goal(first),
            sentence=sentence,
            people=tuple(int(goals.owner[g]) for g in (first, *rest.tolist())),
            question=_("Which of these is the reason for the others?"),
            evidence={"circle": tell.ids(goals.ids, members)},
            others=tuple(subjects.goal(g) for g in rest.tolist()),
        )


@rule(
    "LOS109",
    "one-basket",
    Audience(
        first=_("the sponsor"), then=_("the sponsor and the owner"), above=_("the executives")
    ),
    needs=("pillars",),
    needs_root=True,
    limits={"max_share": 0.5},
)
def one_basket(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
    """Find pillars most of which rests on one goal or one person."""
    snapshot, goals, flow = lenses.snapshot, lenses.snapshot.goals, lenses.flow
    for pillar in range(len(snapshot.pillars)):
        node = snapshot.pillar_node(pillar)
        reached, arrives = flow.from_root(node)
        ends = reached[flow.stops[reached]]
        arrives = arrives[flow.stops[reached]]
        total = float(arrives.sum())
        if total <= TOLERANCE or flow.weight[node] <= 0:
            continue
        goal, goal_share = _largest(ends, arrives / total)
        owners = goals.owner[ends]
        owned = owners >= 0
        person, person_share = _largest(*_summed(owners[owned], arrives[owned] / total))
        most = limits["max_share"] + TOLERANCE
        if goal_share <= most and person_share <= most:
            continue
        on_goal = goal_share > most
        if on_goal:
            sentence = _("{share} of the pillar {pillar} rests on one goal, {goal}.").format(
                share=tell.percent(goal_share),
                pillar=tell.title(lenses, node),
                goal=tell.title(lenses, goal),
            )
        else:
            sentence = _("{share} of the pillar {pillar} rests on goals of {name} alone.").format(
                share=tell.percent(person_share),
                pillar=tell.title(lenses, node),
                name=tell.name(lenses, person),
            )
        carrier = int(goals.owner[goal]) if on_goal else person
        yield Hit(
            about=subjects.pillar(pillar),
            sentence=sentence,
            people=(int(snapshot.pillars.sponsor[pillar]), carrier),
            question=_("If this does not come, what else holds the pillar up?"),
            evidence={
                "share": goal_share if on_goal else person_share,
                "goal": str(goals.ids[goal]) if on_goal else None,
                "person": str(snapshot.people.ids[person]) if person_share > most else None,
            },
            others=(subjects.goal(goal),) if on_goal else (subjects.person(person),),
        )


def _summed(keys: IntArray, values: np.ndarray) -> tuple[IntArray, np.ndarray]:
    """Add up values by key."""
    distinct, place = np.unique(keys, return_inverse=True)
    return distinct, np.bincount(place, weights=values, minlength=len(distinct))


def _largest(keys: IntArray, values: np.ndarray) -> tuple[int, float]:
    """The key with the largest value, the first of equal ones; (-1, 0) of none."""
    if not len(keys):
        return -1, 0.0
    place = int(np.argmax(np.round(values, 12)))
    return int(keys[place]), float(values[place])
