"""4xx Time: do the clocks mesh? Definitions: DEFINITIONS section 7."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from lineofsight.engine import subjects
from lineofsight.engine.codes import Cadence, LinkKind, Serves, Status, word
from lineofsight.engine.columns import BoolArray, FloatArray, IntArray
from lineofsight.engine.finding import Severity
from lineofsight.engine.lens import Lenses
from lineofsight.engine.loading import iso
from lineofsight.engine.ragged import Ragged
from lineofsight.engine.rules import tell
from lineofsight.engine.rules.rule import Audience, Hit, Limits, rule
from lineofsight.kit.i18n import gettext as _
from lineofsight.kit.i18n import ngettext

TOLERANCE = 1e-9


def _climbs(lenses: Lenses) -> IntArray:
    """The ``supports`` links whose clocks are compared.

    The child is an active objective that serves the strategy, the parent a pillar or a goal that is
    active or paused.
    """
    links, goals = lenses.snapshot.links, lenses.snapshot.goals
    runs = np.zeros(lenses.snapshot.n_nodes, dtype=bool)
    runs[: len(goals)] = goals.active | (goals.status == Status.PAUSED)
    runs[len(goals) : len(goals) + len(lenses.snapshot.pillars)] = True
    serves = goals.active & goals.objective & (goals.serves == Serves.STRATEGY)
    counts = (links.kind == LinkKind.SUPPORTS) & serves[links.source] & runs[links.target]
    return np.flatnonzero(counts)


def _of_nodes(lenses: Lenses, of_goals: FloatArray, of_pillars: FloatArray) -> FloatArray:
    """Days of all nodes; the North Star has none."""
    star = np.full(int(lenses.snapshot.has_north_star), np.nan)
    return np.concatenate([of_goals, of_pillars, star])


@rule(
    "LOS401",
    "outlives-parent",
    Audience(
        first=_("the sponsor, or the owner of the goal above"),
        then=_("the sponsor and the goal's owner"),
        above=_("as a count by function, over at least five people"),
        never=_("those who work on it"),
    ),
    needs=("links",),
    limits={"overrun_days": 14, "overrun_share": 0.1},
)
def outlives_parent(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
    """Find goals that run well past all that they support, where nothing continues those."""
    snapshot, goals, links = lenses.snapshot, lenses.snapshot.goals, lenses.snapshot.links
    ends = _of_nodes(lenses, goals.end, snapshot.pillars.end)
    climbs = _climbs(lenses)
    climbs = climbs[~np.isnan(ends[links.target[climbs]])]
    latest = np.full(len(goals), -np.inf)
    np.maximum.at(latest, links.source[climbs], ends[links.target[climbs]])
    over = np.where(np.isinf(latest), np.nan, goals.end - latest)
    # Without a start the share of the lifetime is not known, and so neither is the margin.
    margin = np.maximum(limits["overrun_days"], limits["overrun_share"] * lenses.clocks.lifetime)
    found = (over > margin + TOLERANCE) & ~_under_continued(lenses)
    links_of = Ragged.group(links.source[climbs], climbs, len(goals))
    for goal in np.flatnonzero(found).tolist():
        parents = links.target[links_of[goal]].tolist()
        last = max(parents, key=lambda node: ends[node])
        yield Hit(
            about=subjects.goal(goal),
            sentence=_(
                "{title} runs until {end}; what it supports ends {days} before that."
            ).format(
                title=tell.title(lenses, goal),
                end=tell.date(goals.end[goal]),
                days=tell.days(over[goal]),
            ),
            people=(tell.owner_of_node(lenses, last), int(goals.owner[goal])),
            question=_("Does anybody want this after {date}?").format(date=tell.date(ends[last])),
            evidence={
                "end": iso(goals.end[goal]),
                "parents": [snapshot.node_id(node) for node in parents],
                "parent_ends": [iso(ends[node]) for node in parents],
                "days": int(over[goal]),
            },
            others=tuple(subjects.node(lenses, node) for node in parents),
        )


def _under_continued(lenses: Lenses) -> BoolArray:
    """Mark the goals that support one which another goal, not cancelled, continues."""
    goals, links = lenses.snapshot.goals, lenses.snapshot.links
    heirs, carried = goals.continues.holders, goals.continues.items
    counts = (goals.status[heirs] != Status.CANCELLED) & (heirs != carried)
    continued = np.zeros(lenses.snapshot.n_nodes, dtype=bool)
    continued[carried[counts]] = True
    under = np.zeros(len(goals), dtype=bool)
    supports = links.kind == LinkKind.SUPPORTS
    under[links.source[supports & continued[links.target]]] = True
    return under


@rule(
    "LOS402",
    "late-start",
    Audience(first=_("both owners"), above=_("as the usual delay, over at least five teams")),
    needs=("links",),
    at_most=Severity.LOW,
    limits={"max_share_gone": 0.5, "min_contribution": 0.2},
)
def late_start(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
    """Find goals that start when most of their parent's time is gone."""
    snapshot, goals, links = lenses.snapshot, lenses.snapshot.goals, lenses.snapshot.links
    starts = _of_nodes(lenses, goals.start, snapshot.pillars.start)
    ends = _of_nodes(lenses, goals.end, snapshot.pillars.end)
    climbs = _climbs(lenses)
    climbs = climbs[~(links.contribution[climbs] < limits["min_contribution"] - TOLERANCE)]
    child, parent = links.source[climbs], links.target[climbs]
    length = ends[parent] - starts[parent]
    late = goals.start[child] - starts[parent]
    gone = np.divide(late, length, out=np.full(len(climbs), np.nan), where=length > 0)
    for i in np.flatnonzero(gone > limits["max_share_gone"] + TOLERANCE).tolist():
        goal, node = int(child[i]), int(parent[i])
        sentence = (
            _("{goal} starts when the time of {parent} is over.")
            if gone[i] >= 1
            else _("{goal} starts when {share} of the time of {parent} is gone.")
        )
        yield Hit(
            about=subjects.link(climbs[i]),
            sentence=sentence.format(
                goal=tell.title(lenses, goal),
                parent=tell.title(lenses, node),
                share=tell.percent(gone[i]),
            ),
            people=(int(goals.owner[goal]), tell.owner_of_node(lenses, node)),
            question=_("What can still be moved in the time that is left, and is that expected?"),
            evidence={"share_gone": float(gone[i]), "start": iso(goals.start[goal])},
            others=(subjects.goal(goal), subjects.node(lenses, node)),
        )


@rule(
    "LOS403",
    "one-clock",
    Audience(
        first=_("the pillar's sponsor"),
        then=_("the sponsor and the heads of the functions"),
        above=_("as a count of pillars"),
        never=_("teams"),
    ),
    needs=("pillars", "teams", "functions"),
    limits={"long_days": 360, "min_functions": 3},
)
def one_clock(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
    """Find long pillars on which several functions all keep one clock."""
    snapshot, goals, pillars = lenses.snapshot, lenses.snapshot.goals, lenses.snapshot.pillars
    long = np.isnan(pillars.end) | (pillars.end - pillars.start >= limits["long_days"] - TOLERANCE)
    for pillar in np.flatnonzero(long).tolist():
        node = snapshot.pillar_node(pillar)
        below = lenses.graph.branch(np.array([node]))
        below = below[goals.active[below]]
        functions = np.unique(goals.function[below])
        functions = functions[functions >= 0]
        clocks = np.unique(lenses.clocks.cadence[below])
        if len(functions) < limits["min_functions"] - TOLERANCE or len(clocks) != 1:
            continue
        cadence = Cadence(int(clocks[0]))
        yield Hit(
            about=subjects.pillar(pillar),
            sentence=_(
                "All {count} goals under {pillar} run on a {clock} clock, in {functions}."
            ).format(
                count=len(below),
                pillar=tell.title(lenses, node),
                clock=_clock(cadence),
                functions=tell.listed(str(snapshot.functions.name[f]) for f in functions),
            ),
            people=(
                int(pillars.sponsor[pillar]),
                *(tell.head_of_function(lenses, int(f)) for f in functions),
            ),
            question=_("Who among you would choose another rhythm if you could?"),
            evidence={
                "cadence": word(cadence),
                "functions": tell.ids(snapshot.functions.ids, functions),
                "goals": len(below),
            },
            others=tuple(subjects.function(int(f)) for f in functions),
        )


def _clock(cadence: Cadence) -> str:
    """Say a cadence as in "on a quarterly clock"."""
    return {
        Cadence.WEEKLY: _("weekly"),
        Cadence.MONTHLY: _("monthly"),
        Cadence.QUARTERLY: _("quarterly"),
        Cadence.HALF_YEARLY: _("half-yearly"),
        Cadence.YEARLY: _("yearly"),
        Cadence.MULTI_YEAR: _("multi-year"),
    }[cadence]


@rule(
    "LOS404",
    "slow-pulse",
    Audience(
        first=_("the owner"),
        then=_("the owner and the lead of the team"),
        above=_("as a share by function, over at least five people"),
        never=_("anyone else by name"),
    ),
    needs=("observations",),
    limits={"min_lifetime_days": 60, "half_way_share": 0.5, "min_updates": 3},
)
def slow_pulse(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
    """Find goals with too few days of news before half of their time was gone."""
    goals, clocks = lenses.snapshot.goals, lenses.clocks
    share = limits["half_way_share"]
    half_way = goals.start + share * clocks.lifetime
    asked = goals.active & (clocks.gone >= share - TOLERANCE)
    asked &= clocks.lifetime >= limits["min_lifetime_days"] - TOLERANCE
    enough = math.ceil(limits["min_updates"] - TOLERANCE)
    updates = clocks.early_updates(np.where(asked, half_way - TOLERANCE, np.nan), enough)
    slow = np.flatnonzero(asked & (updates < enough))
    for place in slow.tolist():
        count = int(updates[place])
        yield Hit(
            about=subjects.goal(place),
            sentence=ngettext(
                "{title} reached half time with news on {count} day.",
                "{title} reached half time with news on {count} days.",
                count,
            ).format(title=tell.title(lenses, place), count=count)
            if count
            else _("{title} reached half time without any news.").format(
                title=tell.title(lenses, place)
            ),
            people=(int(goals.owner[place]), tell.lead_above(lenses, place)),
            question=_("What would tell us early, and cheaply, that this is off course?"),
            evidence={"updates": count, "half_way": iso(half_way[place])},
        )


@rule(
    "LOS405",
    "crowded-out",
    Audience(
        first=_("the one who assigns the short work; the owner knows of it"),
        then=_("that person and the pillar's sponsor"),
        above=_("as a count by pillar, over at least five owners"),
        never=_("the owner as the one who lacks discipline"),
    ),
    needs=("observations",),
    about_people=True,
    limits={
        "window_days": 60,
        "long_days": 360,
        "short_days": 135,
        "still_progress": 0.02,
        "expected_progress": 0.05,
        "short_progress": 0.05,
    },
)
def crowded_out(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
    """Find people whose long goals stand still while their short ones move."""
    snapshot, goals = lenses.snapshot, lenses.snapshot.goals
    now, then = lenses.progress, lenses.progress_at(snapshot.day - limits["window_days"])
    n = len(goals)
    moved, rose = now.node[:n] - then.node[:n], now.expected - then.expected
    lifetime, mine = lenses.clocks.lifetime, goals.active & (goals.owner >= 0)
    stands = mine & (lifetime >= limits["long_days"] - TOLERANCE)
    stands &= moved < limits["still_progress"] - TOLERANCE
    stands &= rose >= limits["expected_progress"] - TOLERANCE
    moves = mine & (lifetime <= limits["short_days"] + TOLERANCE)
    moves &= moved >= limits["short_progress"] - TOLERANCE
    long_ones, short_ones = _by_owner(lenses, stands), _by_owner(lenses, moves)
    for person in np.flatnonzero((long_ones.lengths > 0) & (short_ones.lengths > 0)).tolist():
        long, short = long_ones[person], short_ones[person]
        # The one that moved least against the one that moved most tell the story.
        still, quick = int(long[np.argmin(moved[long])]), int(short[np.argmax(moved[short])])
        yield Hit(
            about=subjects.person(person),
            sentence=_("In {days} {long} has stood still, while {short} moved by {points}.").format(
                days=tell.days(limits["window_days"]),
                long=tell.title(lenses, still),
                short=tell.title(lenses, quick),
                points=_points(moved[quick]),
            ),
            people=(tell.lead_above(lenses, quick), _sponsor(lenses, still), person),
            question=_("What displaced it, and was that decided?"),
            evidence={
                "long": tell.ids(goals.ids, long),
                "short": tell.ids(goals.ids, short),
                "moved": {str(goals.ids[g]): float(moved[g]) for g in (*long, *short)},
            },
            others=tuple(subjects.goal(g) for g in (*long, *short)),
        )


def _by_owner(lenses: Lenses, which: BoolArray) -> Ragged:
    """For each person, which of the goals marked they own."""
    goals, owner = np.flatnonzero(which), lenses.snapshot.goals.owner
    return Ragged.group(owner[goals], goals, len(lenses.snapshot.people))


def _points(moved: float) -> str:
    """Say a difference of progress in percentage points."""
    whole = round(100 * moved)
    return ngettext("{count} percentage point", "{count} percentage points", whole).format(
        count=whole
    )


def _sponsor(lenses: Lenses, goal: int) -> int:
    """The sponsor at the end of a goal's line of sight (people), -1 if nobody is named."""
    root = int(lenses.paths.root[goal])
    return tell.owner_of_node(lenses, root) if root >= 0 else -1
