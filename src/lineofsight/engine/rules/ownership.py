"""7xx Ownership and load: does somebody hold it? Definitions: DEFINITIONS section 7."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from lineofsight.engine import subjects
from lineofsight.engine.codes import Scope
from lineofsight.engine.columns import BoolArray, FloatArray, IntArray
from lineofsight.engine.finding import EvidenceValue
from lineofsight.engine.lens import Lenses
from lineofsight.engine.lenses.branches import in_branch
from lineofsight.engine.loading import each_run, filled, place_of
from lineofsight.engine.rules import tell
from lineofsight.engine.rules.rule import Audience, Hit, Limits, rule
from lineofsight.kit.i18n import gettext as _
from lineofsight.kit.i18n import ngettext

TOLERANCE = 1e-9


def _several(owners: str) -> list[str]:
    """The owners that a cell names, each once."""
    return list(dict.fromkeys(part.strip() for part in owners.split(";") if part.strip()))


@rule(
    "LOS701",
    "no-owner",
    Audience(
        first=_("the lead of the team"),
        then=_("the lead and those named"),
        above=_("as a count over at least five goals"),
    ),
)
def no_owner(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
    """Find goals, key results and actions without exactly one owner."""
    snapshot = lenses.snapshot
    goals, results, actions = snapshot.goals, snapshot.key_results, snapshot.actions
    unowned = ~filled(goals.owners)
    shared = _holds_several(goals.owners)
    for goal in np.flatnonzero(goals.active & (unowned | shared)).tolist():
        yield _ownerless(
            lenses, subjects.goal(goal), tell.title(lenses, goal), str(goals.owners[goal]), goal
        )
    for i in np.flatnonzero(goals.active[results.goal] & _holds_several(results.owners)).tolist():
        title = tell.quoted(str(results.title[i]))
        goal = int(results.goal[i])
        yield _ownerless(lenses, subjects.key_result(i), title, str(results.owners[i]), goal)
    unclear = ~filled(actions.owners) | _holds_several(actions.owners)
    for i in np.flatnonzero(unclear & ~actions.done).tolist():
        title = tell.quoted(str(actions.title[i]))
        goal = int(actions.goal[i])
        yield _ownerless(lenses, subjects.action(i), title, str(actions.owners[i]), goal)


def _holds_several(owners: np.ndarray) -> BoolArray:
    return each_run(
        owners, lambda cells: [";" in cell and len(_several(cell)) > 1 for cell in cells], np.bool_
    )


def _ownerless(lenses: Lenses, about: subjects.Ref, title: str, owners: str, goal: int) -> Hit:
    named = _several(owners)
    people = lenses.snapshot.people
    places = (place_of(people.ids, identifier) for identifier in named)
    numbers = [place for place in places if place >= 0]
    if named:
        sentence = _("{title} has {count} owners, {names}: one of them should coordinate.").format(
            title=title,
            count=len(named),
            names=tell.listed(str(people.name[i]) for i in numbers),
        )
    else:
        sentence = _("Nobody is named as the owner of {title}.").format(title=title)
    lead = tell.lead_of(lenses, goal) if goal >= 0 else -1
    if lead < 0 and goal >= 0:
        parents = lenses.graph.edges.parent[lenses.graph.up[goal]].tolist()
        lead = tell.owner_of_node(lenses, parents[0]) if parents else -1
    return Hit(
        about=about,
        sentence=sentence,
        people=(lead, *numbers),
        question=_("Who decides here when two things pull apart?"),
        evidence={"owners": list(named)},
    )


@rule(
    "LOS702",
    "departed-owner",
    Audience(
        first=_("the lead of the team"),
        then=_("the lead and the lead above"),
        above=_("as a count over at least five goals"),
    ),
    needs=("people",),
)
def departed_owner(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
    """Find active goals whose owner has left, moved, or is away for long."""
    snapshot, goals, people = lenses.snapshot, lenses.snapshot.goals, lenses.snapshot.people
    owned = np.flatnonzero(goals.active & (goals.owner >= 0))
    owner = goals.owner[owned]
    absent = ~people.present[owner] | people.away[owner]
    team_goal = goals.scope[owned] == Scope.TEAM
    of_owner, of_goal = people.team[owner], goals.team[owned]
    apart = team_goal & (of_owner >= 0) & (of_goal >= 0)
    apart &= ~in_branch(snapshot.teams.parent, of_owner, of_goal)
    for goal, person, is_absent in zip(
        owned[absent | apart].tolist(),
        owner[absent | apart].tolist(),
        absent[absent | apart].tolist(),
        strict=True,
    ):
        name, title = tell.name(lenses, person), tell.title(lenses, goal)
        if not is_absent:
            reason = "moved"
            sentence = _("{title} is still owned by {name}, who now works in {team}.").format(
                title=title, name=name, team=snapshot.teams.name[people.team[person]]
            )
        elif people.present[person]:
            reason = "away"
            sentence = _("{title} is owned by {name}, who is away.").format(title=title, name=name)
        elif people.end[person] < snapshot.day:
            reason = "left"
            sentence = _("{title} is still owned by {name}, who left on {date}.").format(
                title=title, name=name, date=tell.date(people.end[person])
            )
        else:
            reason = "not_started"
            sentence = _("{title} is owned by {name}, who only starts on {date}.").format(
                title=title, name=name, date=tell.date(people.start[person])
            )
        lead = tell.lead_of(lenses, goal)
        if lead < 0 or lead == person:
            lead = int(people.manager[person])
        yield Hit(
            about=subjects.goal(goal),
            sentence=sentence,
            people=(lead,),
            question=_("Who takes this on, and do they know what was promised?"),
            evidence={"reason": reason, "owner": str(people.ids[person])},
        )


@rule(
    "LOS705",
    "pillar-without-champion",
    Audience(first=_("the sponsor"), then=_("the executives"), above=_("everyone")),
    needs=("pillars",),
    limits={"min_share": 0.3},
)
def pillar_without_champion(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
    """Find pillars without a champion, or without one from a function that carries much."""
    snapshot, people = lenses.snapshot, lenses.snapshot.people
    for pillar in range(len(snapshot.pillars)):
        champions = snapshot.pillars.champions[pillar]
        present = champions[people.present[champions]]
        node = snapshot.pillar_node(pillar)
        missing = _unheard(lenses, node, champions, limits["min_share"])
        if len(present) and not missing:
            continue
        if not len(champions):
            sentence = _("Nobody is named as a champion of the pillar {title}.")
        elif not len(present):
            sentence = _("Nobody who was named as a champion of the pillar {title} is here now.")
        else:
            sentence = ngettext(
                "{functions} carries much of the pillar {title}, and no champion comes from there.",
                "{functions} carry much of the pillar {title}, and no champion comes from there.",
                len(missing),
            )
        heads = tuple(tell.head_of_function(lenses, f) for f in missing)
        yield Hit(
            about=subjects.pillar(pillar),
            sentence=sentence.format(
                title=tell.title(lenses, node),
                functions=tell.listed(str(snapshot.functions.name[f]) for f in missing),
            ),
            people=(int(snapshot.pillars.sponsor[pillar]), *heads),
            question=_("Who speaks for this pillar where the work is done?"),
            evidence={
                "champions": tell.ids(people.ids, present),
                "functions": tell.ids(snapshot.functions.ids, missing),
            },
            others=tuple(subjects.function(f) for f in missing),
        )


def _unheard(lenses: Lenses, node: int, champions: IntArray, least: float) -> list[int]:
    """Functions that hold at least this share of a pillar, and that no champion is of."""
    reached, arrives = lenses.flow.from_root(node)
    stops = lenses.flow.stops[reached]
    ends, arrives = reached[stops], arrives[stops]
    total = float(arrives.sum())
    function = lenses.snapshot.goals.function[ends]
    of_champions = lenses.snapshot.people.function[champions]
    if total <= TOLERANCE or lenses.flow.weight[node] <= 0 or not lenses.snapshot.people.given:
        return []
    known = function >= 0
    share = np.bincount(function[known], weights=arrives[known] / total)
    return [f for f in np.flatnonzero(share >= least - TOLERANCE).tolist() if f not in of_champions]


@rule(
    "LOS706",
    "effort-mismatch",
    Audience(first=_("the executives")),
    needs=("allocations", "pillars"),
    limits={"max_distance": 0.25},
)
def effort_mismatch(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
    """Find a strategy whose weight lies elsewhere than the effort."""
    snapshot = lenses.snapshot
    effort = _effort_by_pillar(lenses)
    total = float(effort.sum())
    if total <= TOLERANCE:
        return
    n_goals, n_pillars = len(snapshot.goals), len(snapshot.pillars)
    weight = np.append(lenses.flow.weight[n_goals : n_goals + n_pillars], 0.0)
    share = effort / total
    distance = float(np.abs(share - weight).sum() / 2)
    if not distance > limits["max_distance"] + TOLERANCE:
        return
    pillar = int(np.argmax(np.round((weight - share)[:-1], 12)))
    yield Hit(
        about=subjects.pillar(pillar),
        sentence=_(
            "The pillar {title} has {weight} of the strategy's weight and {effort} of the effort; "
            "{distance} of all effort would have to move for the two to agree."
        ).format(
            title=tell.title(lenses, snapshot.pillar_node(pillar)),
            weight=tell.percent(float(weight[pillar])),
            effort=tell.percent(float(share[pillar])),
            distance=tell.percent(distance),
        ),
        people=(int(snapshot.pillars.sponsor[pillar]), *snapshot.pillars.sponsor.tolist()),
        question=_("Do we move the people, or the weights?"),
        evidence={
            "effort": float(share[pillar]),
            "weight": float(weight[pillar]),
            "distance": distance,
            "efforts": _by_pillar(lenses, share),
            "weights": _by_pillar(lenses, weight),
        },
    )


def _effort_by_pillar(lenses: Lenses) -> FloatArray:
    """Allocated effort on active objectives by primary pillar; the last class has no pillar."""
    snapshot, given = lenses.snapshot, lenses.snapshot.allocations
    goals, n_pillars = snapshot.goals, len(snapshot.pillars)
    counts = lenses.load.counted
    place = lenses.paths.root[given.goal[counts]] - len(goals)
    place = np.where((place < 0) | (place >= n_pillars), n_pillars, place)
    effort = np.bincount(place, weights=given.share[counts], minlength=n_pillars + 1)
    return effort.astype(np.float64)


def _by_pillar(lenses: Lenses, values: FloatArray) -> dict[str, EvidenceValue]:
    """Name each value by its pillar's id; that of no pillar by the empty text, which is no id."""
    ids = [str(identifier) for identifier in lenses.snapshot.pillars.ids]
    return dict(zip([*ids, ""], [float(v) for v in values], strict=True))
