"""1xx Structure, across teams: do those who need each other say so? DEFINITIONS section 7."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

import numpy as np

from lineofsight.engine import subjects
from lineofsight.engine.codes import LinkKind, Reported, Scope, Status, word
from lineofsight.engine.columns import BoolArray, FloatArray, IntArray
from lineofsight.engine.finding import DECIMALS, Severity
from lineofsight.engine.lens import Lenses
from lineofsight.engine.lenses.branches import in_branch
from lineofsight.engine.loading import iso, working_days
from lineofsight.engine.ragged import Ragged
from lineofsight.engine.rules import tell
from lineofsight.engine.rules.rule import Audience, Hit, Limits, rule
from lineofsight.engine.rules.twins import twin_goals, unnamed_twins
from lineofsight.engine.subjects import Ref
from lineofsight.kit.i18n import gettext as _
from lineofsight.kit.i18n import ngettext

TOLERANCE = 1e-9


class Sign(Enum):
    """How somebody outside needs a team."""

    WAITS = "waits for it"
    COMPETES = "competes with it"
    TWIN = "is after the same"


class Need(NamedTuple):
    """A sign that somebody outside needs a team: who, and where it is written."""

    team: int
    outside: int  # a goal of a team outside
    written: Ref
    sign: Sign


@rule(
    "LOS107",
    "silo",
    Audience(
        first=_("the lead of the team"),
        then=_("the lead of the team and the leads of those who wait"),
        above=_("as a count over at least five teams"),
        never=_("members of the team"),
    ),
    needs=("links",),
    at_most=Severity.MEDIUM,
    limits={"min_goals": 3},
)
def silo(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
    """Find teams that others need and whose plan has agreed nothing with anybody outside."""
    snapshot, goals = lenses.snapshot, lenses.snapshot.goals
    ours = goals.active & goals.objective & (goals.stated_team >= 0)
    count = np.bincount(goals.stated_team[ours], minlength=len(snapshot.teams))
    # The team of each goal that the rule looks at, -1 for the others.
    team = np.full(len(goals), -1, dtype=np.int64)
    enough = count[goals.stated_team[ours]] >= limits["min_goals"] - TOLERANCE
    team[ours] = np.where(enough, goals.stated_team[ours], -1)
    agreed = _teams_with_agreements(lenses, team)
    needs: defaultdict[int, list[Need]] = defaultdict(list)
    for need in _needs(lenses, team):
        if not agreed[need.team]:
            needs[need.team].append(need)
    named = subjects.Subjects(lenses).name
    looked_at = np.flatnonzero(team >= 0)
    goals_of = Ragged.group(team[looked_at], looked_at, len(snapshot.teams))
    for which, signs in sorted(needs.items()):
        mine = goals_of[which]
        others = list(dict.fromkeys(int(goals.team[sign.outside]) for sign in signs))
        yield Hit(
            about=subjects.team(which),
            sentence=_sentence_of_silo(lenses, which, signs),
            people=tuple(int(snapshot.teams.lead[t]) for t in (which, *others)),
            question=_("What do you need from us, by when, and what would we drop for it?"),
            evidence={
                "needs": list(dict.fromkeys(named(sign.written).id for sign in signs)),
                "goals": tell.ids(goals.ids, mine),
            },
            others=tuple(subjects.team(t) for t in others),
        )


def _outside(lenses: Lenses, team: IntArray, goal: IntArray) -> BoolArray:
    """Tell pair by pair whether a goal is one of a team outside a team's branch."""
    other = np.where(goal >= 0, lenses.snapshot.goals.team[goal], -1)
    parent = lenses.snapshot.teams.parent
    return (team >= 0) & (other >= 0) & ~in_branch(parent, team, other)


def _teams_with_agreements(lenses: Lenses, team: IntArray) -> BoolArray:
    """Tell for each team whether a goal of it has an accepted horizontal link to one outside."""
    links = lenses.snapshot.links
    across = (links.kind == LinkKind.SHARES) | (links.kind == LinkKind.DEPENDS_ON)
    across &= (links.target < len(team)) & _accepted(lenses)
    one, other = links.source[across], links.target[across]
    mine, theirs = team[np.concatenate([one, other])], np.concatenate([other, one])
    agreed = np.zeros(len(lenses.snapshot.teams), dtype=bool)
    agreed[mine[_outside(lenses, mine, theirs)]] = True
    return agreed


def _accepted(lenses: Lenses) -> BoolArray:
    """Tell for each link whether its parties have agreed to it."""
    links = lenses.snapshot.links
    return ~np.isnan(links.accepted_on) | ~np.isnan(links.confirmed_on)


def _needs(lenses: Lenses, team: IntArray) -> Iterator[Need]:
    """List the signs that somebody outside needs a team, in a fixed order."""
    snapshot, links, blockers = lenses.snapshot, lenses.snapshot.links, lenses.snapshot.blockers
    asked = (links.kind == LinkKind.DEPENDS_ON) & (links.target < len(team)) & ~_accepted(lenses)
    places = np.flatnonzero(asked)
    mine, theirs = team[links.target[places]], links.source[places]
    seen = _outside(lenses, mine, theirs)
    for place, which, goal in zip(places[seen], mine[seen], theirs[seen], strict=True):
        yield Need(int(which), int(goal), subjects.link(place), Sign.WAITS)

    people = snapshot.people
    places = np.flatnonzero(np.isnan(blockers.lifted_on) & (blockers.can_lift >= 0))
    lifter = blockers.can_lift[places]
    mine = np.where(people.present[lifter], people.team[lifter], -1)
    mine = np.where(np.isin(mine, team), mine, -1)
    seen = _outside(lenses, mine, blockers.goal[places])
    for place, which in zip(places[seen], mine[seen], strict=True):
        goal = int(blockers.goal[place])
        yield Need(int(which), goal, subjects.blocker(place), Sign.WAITS)

    for sign, (one, other, written) in (
        (Sign.COMPETES, _competing(lenses)),
        (Sign.TWIN, _twins(lenses)),
    ):
        mine, theirs = team[np.stack([one, other])], np.stack([other, one])
        seen = np.stack([_outside(lenses, *side) for side in zip(mine, theirs, strict=True)])
        for place, side in zip(*np.nonzero(seen.T), strict=True):
            yield Need(int(mine[side, place]), int(theirs[side, place]), written[place], sign)


def _competing(lenses: Lenses) -> tuple[IntArray, IntArray, list[Ref]]:
    """List what LOS303 finds: one goal, the other, and the finding's subject."""
    links, goal_of = lenses.snapshot.links, lenses.snapshot.key_results.goal
    declared = lenses.competition.unsettled
    first, second = lenses.competition.opposed
    pairs = zip(first.tolist(), second.tolist(), strict=True)
    return (
        np.concatenate([links.source[declared], goal_of[first]]),
        np.concatenate([links.target[declared], goal_of[second]]),
        [
            *(subjects.link(link) for link in declared.tolist()),
            *(subjects.pair_of_results(*pair) for pair in pairs),
        ],
    )


def _twins(lenses: Lenses) -> tuple[IntArray, IntArray, list[Ref]]:
    """List what LOS205 finds, with its threshold: one goal, the other, and the subject."""
    limits = {**twin_goals.limits, **lenses.settings.thresholds.get(twin_goals.code, {})}
    one, other, _likely = unnamed_twins(lenses, limits["min_probability"])
    pairs = zip(one.tolist(), other.tolist(), strict=True)
    return one, other, [subjects.pair_of_goals(*pair) for pair in pairs]


def _sentence_of_silo(lenses: Lenses, team: int, signs: list[Need]) -> str:
    teams, of_goal = lenses.snapshot.teams, lenses.snapshot.goals.team
    others = {
        which: dict.fromkeys(int(of_goal[need.outside]) for need in signs if need.sign is which)
        for which in Sign
    }
    if others[Sign.WAITS]:
        sentence = ngettext(
            "{others} has named {team} as the one they wait for; "
            "no goal of {team} has an agreed link to anyone outside.",
            "{others} have each named {team} as the one they wait for; "
            "no goal of {team} has an agreed link to anyone outside.",
            len(others[Sign.WAITS]),
        )
    elif others[Sign.COMPETES]:
        sentence = _(
            "Goals of {team} compete with goals of {others}; "
            "no goal of {team} has an agreed link to anyone outside."
        )
    else:
        sentence = _(
            "Goals of {others} say nearly the same as goals of {team}; "
            "no goal of {team} has an agreed link to anyone outside."
        )
    named = next(found for found in others.values() if found)
    names = tell.listed(str(teams.name[t]) for t in named)
    return sentence.format(others=names, team=teams.name[team])


@rule(
    "LOS108",
    "unanswered-dependency",
    Audience(
        first=_("the owner of the providing goal, alone"),
        then=_("both owners"),
        above=_("as a count over at least five people"),
    ),
    needs=("links",),
    limits={"answer_working_days": 10, "min_chance": 0.3},
)
def unanswered_dependency(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
    """Find dependencies that the provider has not answered, or can be seen not to meet."""
    snapshot, goals, links = lenses.snapshot, lenses.snapshot.goals, lenses.snapshot.links
    places = np.flatnonzero(links.kind == LinkKind.DEPENDS_ON)
    places = places[goals.active[links.source[places]]]
    source, target = links.source[places], links.target[places]
    confirmed = links.confirmed_on[places]
    asked = np.where(np.isnan(confirmed), goals.start[source], confirmed)
    asked = np.where(np.isnan(links.created_on[places]), asked, links.created_on[places])
    open_days = working_days(asked, snapshot.day)
    open_days[~np.isnan(links.accepted_on[places])] = np.nan
    unanswered = open_days > limits["answer_working_days"] + TOLERANCE
    # A pillar has an answer to give, but no end, state or report of a provider.
    is_goal = target < len(goals)
    provider = np.where(is_goal, target, 0)
    late = is_goal & (goals.end[provider] > links.needed_by[places])
    status = goals.status[provider]
    stopped = is_goal & ((status == Status.PAUSED) | (status == Status.CANCELLED))
    off_track = is_goal & (lenses.progress.reported[provider] == Reported.OFF_TRACK)
    chance = _chance_of_providers(lenses, provider, is_goal)
    unlikely = chance < limits["min_chance"] - TOLERANCE
    for i in np.flatnonzero(unanswered | late | stopped | off_track | unlikely).tolist():
        link, goal, node = int(places[i]), int(source[i]), int(target[i])
        owner = tell.owner_of_node(lenses, node)
        sentences = []
        if unanswered[i]:
            sentences.append(_sentence_of_silence(lenses, link, float(asked[i])))
        if late[i] or stopped[i] or off_track[i] or unlikely[i]:
            causes = _causes(
                lenses,
                link,
                late=bool(late[i]),
                stopped=Status(int(status[i])) if stopped[i] else None,
                off_track=bool(off_track[i]),
                chance=float(chance[i]) if unlikely[i] else None,
            )
            sentences.append(
                _("{goal} depends on {provider}, which {causes}.").format(
                    goal=tell.title(lenses, goal),
                    provider=tell.title(lenses, node),
                    causes=tell.listed(causes),
                )
            )
        yield Hit(
            about=subjects.link(link),
            sentence=" ".join(sentences),
            people=(owner, int(goals.owner[goal])),
            question=_("Can you, by that day? And if not, what can we have instead, and when?")
            if not np.isnan(links.needed_by[link])
            else _("Can you, and by when? And if not, what can we have instead?"),
            evidence={
                "days_open": None if np.isnan(open_days[i]) else max(0, int(open_days[i])),
                "needed_by": iso(links.needed_by[link]),
                "provider_end": iso(goals.end[node]) if is_goal[i] else None,
                "provider_status": _state(lenses, node) if is_goal[i] else None,
                "chance": None if np.isnan(chance[i]) else round(float(chance[i]), DECIMALS),
            },
            others=(subjects.goal(goal), subjects.node(lenses, node)),
        )


def _state(lenses: Lenses, goal: int) -> str:
    """What is known of a goal's state: that it is not active, else what is reported of it."""
    status = Status(int(lenses.snapshot.goals.status[goal]))
    reported = Reported(int(lenses.progress.reported[goal]))
    if status != Status.ACTIVE or reported == Reported.UNKNOWN:
        return word(status)
    return word(reported)


def _sentence_of_silence(lenses: Lenses, link: int, asked: float) -> str:
    links = lenses.snapshot.links
    needed_by = links.needed_by[link]
    sentence = _("{goal} has waited since {since} for an answer from {provider}.")
    if not np.isnan(needed_by):
        sentence = _(
            "{goal} has waited since {since} for an answer from {provider}; "
            "it is needed by {needed_by}."
        )
    return sentence.format(
        goal=tell.title(lenses, int(links.source[link])),
        provider=tell.title(lenses, int(links.target[link])),
        since=tell.date(asked),
        needed_by="" if np.isnan(needed_by) else tell.date(needed_by),
    )


def _causes(
    lenses: Lenses,
    link: int,
    *,
    late: bool,
    stopped: Status | None,
    off_track: bool,
    chance: float | None,
) -> list[str]:
    """Say why a provider can be seen not to meet a need."""
    links, goals = lenses.snapshot.links, lenses.snapshot.goals
    provider = int(links.target[link])
    causes = []
    if late:
        causes.append(
            _("ends on {end} (it is needed by {needed_by})").format(
                end=tell.date(goals.end[provider]), needed_by=tell.date(links.needed_by[link])
            )
        )
    if stopped == Status.PAUSED:
        causes.append(_("is paused"))
    elif stopped == Status.CANCELLED:
        causes.append(_("was cancelled"))
    if off_track:
        causes.append(_("is reported off track"))
    if chance is not None:
        causes.append(
            _("has, as its numbers go, a chance of {percent} of arriving").format(
                percent=tell.percent(chance)
            )
        )
    return causes


def _chance_of_providers(lenses: Lenses, provider: IntArray, is_goal: BoolArray) -> FloatArray:
    """Return the chance of each provider; NaN where none is told, or none can be.

    None is told of goals of scope individual, and none of what is over.
    """
    goals = lenses.snapshot.goals
    over = (goals.status == Status.DONE) | (goals.status == Status.CANCELLED)
    asked = is_goal & ~(over | (goals.scope == Scope.INDIVIDUAL))[provider]
    chance = np.full(len(provider), np.nan)
    which, place = np.unique(provider[asked], return_inverse=True)
    chance[asked] = lenses.forecast.chance_of_goals(which)[place]
    return chance
