"""1xx Structure: is there a line at all? Definitions: DEFINITIONS section 7."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from lineofsight.engine import subjects
from lineofsight.engine.codes import LinkKind, Scope, Serves, Status, word
from lineofsight.engine.columns import BoolArray
from lineofsight.engine.lens import Lenses
from lineofsight.engine.loading import iso
from lineofsight.engine.rules import tell
from lineofsight.engine.rules.rule import Audience, Hit, Limits, rule
from lineofsight.kit.i18n import gettext as _
from lineofsight.kit.i18n import ngettext

TOLERANCE = 1e-9


@rule(
    "LOS101",
    "no-line-of-sight",
    Audience(
        first=_("the owner"),
        then=_("the owner and the lead above"),
        above=_("as a count over at least five goals"),
    ),
    needs_root=True,
    limits={"quiet_days": 14},
)
def no_line_of_sight(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
    """Find active objectives without a home."""
    snapshot, goals = lenses.snapshot, lenses.snapshot.goals
    lost = goals.active & goals.objective & ~lenses.sight.has_home
    lost &= ~lenses.graph.is_root[: len(goals)]
    published = snapshot.strategy.published_on
    newest = np.nanmax(published) if (~np.isnan(published)).any() else np.nan
    since = np.fmax(goals.created_on, newest)
    lost &= ~(snapshot.day - since < limits["quiet_days"])
    found = np.flatnonzero(lost)
    counts = lenses.graph.active_below(found)
    for goal, below in zip(found.tolist(), counts.tolist(), strict=True):
        top = int(lenses.graph.highest[goal])
        serves = Serves(int(goals.serves[goal]))
        sentence = _("Nothing on record says what {title} is for.").format(
            title=tell.title(lenses, goal)
        )
        if serves == Serves.HEALTH:
            sentence = _("{title} is said to keep something healthy, but names no KPI.").format(
                title=tell.title(lenses, goal)
            )
        elif serves == Serves.OBLIGATION:
            sentence = _("{title} is said to be a duty, but does not name which.").format(
                title=tell.title(lenses, goal)
            )
        elif serves == Serves.SERVICE:
            sentence = _(
                "{title} is said to serve another team, but none that it names has confirmed it."
            ).format(title=tell.title(lenses, goal))
        if below:
            sentence += " " + ngettext(
                "{count} goal below leads up through it.",
                "{count} goals below lead up through it.",
                below,
            ).format(count=below)
        yield Hit(
            about=subjects.goal(goal),
            sentence=sentence,
            people=(int(goals.owner[goal]), tell.lead_above(lenses, goal)),
            question=_("Who would notice first if we stopped this?"),
            evidence={"top": str(goals.ids[top]), "below": below, "serves": word(serves)},
            others=() if top == goal else (subjects.goal(top),),
        )


@rule(
    "LOS102",
    "person-without-line",
    Audience(
        first=_("the person and the direct manager"),
        above=_("as a share of a team of at least five"),
        never=_("anyone else by name"),
    ),
    needs=("people",),
    needs_root=True,
    about_people=True,
    limits={"newcomer_days": 45, "last_check_ins": 4, "team_share": 0.3, "team_min_people": 3},
)
def person_without_line(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
    """Find people whose work the plan does not show to count, or teams where that is common."""
    snapshot, people = lenses.snapshot, lenses.snapshot.people
    lacks = lenses.sight.lacks_line(limits["newcomer_days"], int(limits["last_check_ins"]))
    contributed = lenses.load.contributed
    homeless = ~lenses.sight.has_home
    told: set[int] = set()
    for team in range(len(snapshot.teams)):
        members = lenses.load.members[team]
        without = members[lacks[members]]
        if len(without) < limits["team_min_people"] - TOLERANCE:
            continue
        share = len(without) / len(members)
        if share < limits["team_share"] - TOLERANCE:
            continue
        told.update(without.tolist())
        lead = int(snapshot.teams.lead[team])
        _place, theirs = contributed.gather(without)
        theirs = np.unique(theirs[homeless[theirs]])
        yield Hit(
            about=subjects.team(team),
            sentence=_(
                "The plan does not show what the work of {count} of {all} people in {team} "
                "counts for. That is a gap in the plan, not in their work."
            ).format(count=len(without), all=len(members), team=snapshot.teams.name[team]),
            people=(lead,),
            question=_("Which of our goals would feel it if this team were away for a month?"),
            evidence={"goals": tell.ids(snapshot.goals.ids, theirs), "share": share},
        )
    for person in np.flatnonzero(lacks).tolist():
        if person in told:
            continue
        mine = contributed[person]
        yield Hit(
            about=subjects.person(person),
            sentence=_(
                "The plan does not show what the work of {name} counts for. "
                "That is a gap in the plan, not in their work."
            ).format(name=people.name[person]),
            people=(person, int(people.manager[person])),
            question=_("Which of our goals would feel it if you were away for a month?"),
            evidence={
                "goals": tell.ids(snapshot.goals.ids, mine[homeless[mine]]),
                "share": None,
            },
        )


@rule(
    "LOS103",
    "unsupported-strategy",
    Audience(first=_("its sponsor"), then=_("the executives"), above=_("everyone")),
    needs_root=True,
)
def unsupported_strategy(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
    """Find pillars and enterprise goals that nobody carries."""
    snapshot, goals, graph = lenses.snapshot, lenses.snapshot.goals, lenses.graph
    ours = goals.active & goals.objective & (goals.scope == Scope.ENTERPRISE)
    for goal in np.flatnonzero(ours & ~_is_carried(lenses)).tolist():
        yield Hit(
            about=subjects.goal(goal),
            sentence=_("No goal on record carries {title}.").format(title=tell.title(lenses, goal)),
            people=(int(goals.owner[goal]), tell.lead_above(lenses, goal)),
            question=_("Who carries this now, and if not this year, who has said so?"),
            evidence={"supporters": 0, "missing_functions": []},
        )
    for pillar in range(len(snapshot.pillars)):
        node = snapshot.pillar_node(pillar)
        supporters = int(graph.supporters[node])
        needed = snapshot.pillars.functions[pillar]
        carrying = _carrying_functions(lenses, node) if len(needed) else set()
        missing = [int(f) for f in needed if f not in carrying]
        if supporters and not missing:
            continue
        names = tell.listed(str(snapshot.functions.name[f]) for f in missing)
        if not supporters:
            sentence = _("No goal on record carries the pillar {title}.").format(
                title=tell.title(lenses, node)
            )
        else:
            sentence = _(
                "The pillar {title} counts on {functions}, but no goal there leads to it."
            ).format(title=tell.title(lenses, node), functions=names)
        heads = tuple(tell.head_of_function(lenses, f) for f in missing)
        yield Hit(
            about=subjects.pillar(pillar),
            sentence=sentence,
            people=(int(snapshot.pillars.sponsor[pillar]), *heads),
            question=_("Who carries this now? “Not this year” is an answer too."),
            evidence={
                "supporters": supporters,
                "missing_functions": tell.ids(snapshot.functions.ids, missing),
            },
            others=tuple(subjects.function(f) for f in missing),
        )


def _is_carried(lenses: Lenses) -> BoolArray:
    """For each goal, whether an active objective supports it, be it in a circle."""
    links, goals = lenses.snapshot.links, lenses.snapshot.goals
    counts = (links.kind == LinkKind.SUPPORTS) & (links.target < len(goals))
    counts &= (goals.active & goals.objective)[links.source]
    carried = np.zeros(len(goals), dtype=bool)
    carried[links.target[counts]] = True
    return carried


def _carrying_functions(lenses: Lenses, node: int) -> set[int]:
    """Functions that have an active objective below a node."""
    goals = lenses.snapshot.goals
    below = lenses.graph.branch(np.array([node]))
    below = below[goals.active[below] & goals.objective[below]]
    return set(goals.function[below].tolist())


@rule(
    "LOS104",
    "broken-rung",
    Audience(
        first=_("the owner of the broken rung"),
        then=_("the owner of the broken rung and the owner below"),
        above=_("as a count over at least five goals"),
    ),
    needs_root=True,
)
def broken_rung(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
    """Find goals whose only ways up run through a parent that is closed or has not begun."""
    goals, paths, graph = lenses.snapshot.goals, lenses.paths, lenses.graph
    stuck = goals.active & goals.objective & paths.broken
    found = np.flatnonzero(stuck)
    counts = graph.active_below(found, stuck)
    for goal, below in zip(found.tolist(), counts.tolist(), strict=True):
        parents = graph.edges.parent[graph.up[goal]].tolist()
        breaking = sorted(p for p in parents if graph.has_path[p] and paths.breaks_for(goal, p))
        if not breaking:
            continue  # broken further up: counted there, in ``below``
        at = int(paths.broken_at[goal])
        at = at if at in breaking else breaking[0]
        if sum(bool(graph.has_path[p]) for p in set(parents)) > 1:
            sentence = _(
                "{title} has several ways up, and none is open: one runs through {parent}, {cause}."
            )
        else:
            sentence = _("The only way up from {title} runs through {parent}, {cause}.")
        yield Hit(
            about=subjects.goal(goal),
            sentence=sentence.format(
                title=tell.title(lenses, goal),
                parent=tell.title(lenses, at),
                cause=_cause_of_break(lenses, at),
            ),
            people=(int(goals.owner[at]), int(goals.owner[goal])),
            question=_("Does this still lead where it led, or should it hang somewhere else?"),
            evidence={
                "broken_at": str(goals.ids[at]),
                "status": word_of_status(lenses, at),
                "start": iso(goals.start[at]),
                "below": below,
            },
            others=tuple(subjects.goal(p) for p in breaking),
        )


def word_of_status(lenses: Lenses, goal: int) -> str:
    """The listed word of a goal's status."""
    return word(Status(int(lenses.snapshot.goals.status[goal])))


def _cause_of_break(lenses: Lenses, goal: int) -> str:
    """Say why a rung is broken."""
    goals = lenses.snapshot.goals
    if goals.active[goal]:
        return _("which has not begun (it starts on {date})").format(
            date=tell.date(goals.start[goal])
        )
    return {
        "draft": _("which is still a draft"),
        "paused": _("which is paused"),
        "done": _("which is done"),
        "cancelled": _("which was cancelled"),
    }[word_of_status(lenses, goal)]
