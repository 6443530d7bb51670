"""3xx Measures: do they pull together? Definitions: DEFINITIONS section 7.

What competes is in ``tension.py``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from lineofsight.engine import subjects
from lineofsight.engine.codes import NORTH_STAR, MeasureType, Reported, word
from lineofsight.engine.columns import IntArray
from lineofsight.engine.lens import Lenses
from lineofsight.engine.loading import filled
from lineofsight.engine.rules import tell
from lineofsight.engine.rules.rule import Audience, Hit, Limits, rule
from lineofsight.kit.i18n import gettext as _
from lineofsight.kit.i18n import ngettext

TOLERANCE = 1e-9


@rule(
    "LOS301",
    "activity-not-outcome",
    Audience(
        first=_("the owner of the key result"),
        then=_("the owner and the owner of the goal above"),
        above=_("as a share by function, over at least five people"),
        never=_("those who do the work"),
    ),
    needs=("key_results",),
    needs_words=True,
    limits={"certainty": 0.8},
)
def activity_not_outcome(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
    """Find key results that count work done, where no goal above carries the outcome."""
    results = lenses.snapshot.key_results
    for result, verb in lenses.activity.verbs.items():
        goal = int(results.goal[result])
        above = _goal_above(lenses, goal)
        yield Hit(
            about=subjects.key_result(result),
            sentence=_(
                "{title} counts what is done. Nothing above it says what should be different "
                "afterwards."
            ).format(title=tell.quoted(str(results.title[result]))),
            people=(
                int(results.owner[result]),
                tell.owner_of_node(lenses, above) if above >= 0 else -1,
            ),
            question=_("Suppose all of it has been done. Where would we see that it was worth it?"),
            evidence={
                "verb": verb,
                "type": word(MeasureType(int(results.type[result]))),
                "unit": str(results.unit[result]),
            },
            certainty=limits["certainty"],
            others=(subjects.goal(goal),),
        )


def _goal_above(lenses: Lenses, goal: int) -> int:
    """The first node that a goal supports, -1 if it supports nothing."""
    edges = lenses.graph.up[goal]
    return int(lenses.graph.edges.parent[edges].min()) if len(edges) else -1


@rule(
    "LOS302",
    "unmeasurable",
    Audience(
        first=_("the owner"),
        then=_("the owner and the lead of the team"),
        above=_("as a share by function, over at least five people"),
    ),
    needs=("key_results",),
)
def unmeasurable(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
    """Find key results that lack a unit, a baseline, a target or an end."""
    results = lenses.snapshot.key_results
    milestone = results.type == MeasureType.MILESTONE
    carries_unit = milestone | (results.type == MeasureType.PERCENT)
    carries_unit |= results.type == MeasureType.CURRENCY
    lacks = {
        "unit": ~carries_unit & ~filled(results.unit),
        "baseline": ~milestone & np.isnan(results.baseline),
        "target": ~milestone & np.isnan(results.target),
        "end": np.isnan(results.end),
    }
    found = np.logical_or.reduce(list(lacks.values())) & lenses.snapshot.goals.active[results.goal]
    for result in np.flatnonzero(found).tolist():
        missing = [name for name, lack in lacks.items() if lack[result]]
        goal = int(results.goal[result])
        yield Hit(
            about=subjects.key_result(result),
            sentence=_sentence_of_gaps(lenses, result, missing),
            people=(int(results.owner[result]), tell.lead_above(lenses, goal)),
            question=_("How shall we know on the last day whether we have done it?"),
            evidence={"missing": list(missing)},
            others=(subjects.goal(goal),),
        )


def _sentence_of_gaps(lenses: Lenses, result: int, missing: list[str]) -> str:
    results = lenses.snapshot.key_results
    title = tell.quoted(str(results.title[result]))
    if missing == ["baseline"]:
        unit = "%" if results.type[result] == MeasureType.PERCENT else str(results.unit[result])
        target = f"{tell.number(results.target[result])} {unit}".strip()
        return _("{title} has no baseline: from where to {target}?").format(
            title=title, target=target
        )
    names = {
        "unit": _("no unit"),
        "baseline": _("no baseline"),
        "target": _("no target"),
        "end": _("no date"),
    }
    return _("{title} has {gaps}: at the end nobody could say whether it has been reached.").format(
        title=title, gaps=tell.listed(names[name] for name in missing)
    )


@rule(
    "LOS305",
    "local-wins",
    Audience(
        first=_("the owner of the goal above"),
        then=_("the owner and the sponsor"),
        above=_("as a count over at least five teams"),
        never=_("the owners of the children, as a finding about them"),
    ),
    limits={
        "min_children": 3,
        "min_teams": 2,
        "on_track_share": 0.8,
        "min_observations": 2,
        "max_pace": 0.5,
        "min_time_gone": 0.5,
    },
)
def local_wins(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
    """Find goals that do not move although nearly all that supports them is on track."""
    snapshot, goals = lenses.snapshot, lenses.snapshot.goals
    results, seen, progress = snapshot.key_results, snapshot.observations, lenses.progress
    of_results = seen.measure[seen.measure < len(results)]
    observed = np.bincount(results.goal[of_results], minlength=len(goals))
    pace = progress.own_pace
    stands = pace <= limits["max_pace"] + TOLERANCE
    stands |= np.isnan(pace) & (progress.reported == Reported.OFF_TRACK)
    stands &= goals.active & goals.objective
    stands &= observed >= limits["min_observations"] - TOLERANCE
    stands &= lenses.clocks.gone >= limits["min_time_gone"] - TOLERANCE
    enough = lenses.graph.supporters[: len(goals)] >= limits["min_children"] - TOLERANCE
    by_lag: defaultdict[float, list[int]] = defaultdict(list)
    for goal in np.flatnonzero(stands & enough).tolist():
        by_lag[float(np.nan_to_num(goals.lag_days[goal]))].append(goal)
    found: dict[int, Children] = {}
    for lag, those in by_lag.items():
        then = lenses.progress_at(snapshot.day - lag) if lag else progress
        for goal in those:
            children = _children(lenses, goal, then.track)
            if _do_well(children, limits):
                found[goal] = children
    for goal in sorted(found):
        children, lag = found[goal], goals.lag_days[goal]
        reported = Reported(int(progress.reported[goal]))
        yield Hit(
            about=subjects.goal(goal),
            sentence=_sentence_of_wins(lenses, goal, children),
            people=(
                int(goals.owner[goal]),
                tell.owner_of_node(lenses, int(lenses.paths.root[goal]))
                if lenses.paths.root[goal] >= 0
                else tell.lead_above(lenses, goal),
            ),
            question=_("What would have to be true for these to add up?"),
            evidence={
                "children": tell.ids(goals.ids, children.goals),
                "share_on_track": children.share,
                "pace": None if np.isnan(pace[goal]) else float(pace[goal]),
                "reported": None if reported == Reported.UNKNOWN else word(reported),
                "lag_days": None if np.isnan(lag) else int(lag),
            },
        )


class Children(NamedTuple):
    """The active children of a goal whose on-track state is known."""

    goals: IntArray
    well: int  # how many of them are on track
    share: float  # of them on track, by contribution; NaN if none contributes
    teams: int  # distinct teams among them


def _children(lenses: Lenses, goal: int, track: np.ndarray) -> Children:
    graph, team = lenses.graph, lenses.snapshot.goals.team
    edges = graph.down[goal]
    edges = edges[graph.is_supporter[edges]]
    edges = edges[~np.isnan(track[graph.edges.child[edges]])]
    known = graph.edges.child[edges]
    share, on_track = lenses.flow.share[edges], track[known]
    total = float(share.sum())
    return Children(
        goals=known,
        well=int(on_track.sum()),
        share=float((share * on_track).sum() / total) if total > 0 else float("nan"),
        teams=len(np.unique(team[known][team[known] >= 0])),
    )


def _do_well(children: Children, limits: Limits) -> bool:
    """Tell whether enough children, of enough teams, are known and nearly all on track."""
    return (
        len(children.goals) >= limits["min_children"] - TOLERANCE
        and (children.teams == 0 or children.teams >= limits["min_teams"] - TOLERANCE)
        and children.share >= limits["on_track_share"] - TOLERANCE
    )


def _sentence_of_wins(lenses: Lenses, goal: int, children: Children) -> str:
    progress, results = lenses.progress, lenses.snapshot.key_results
    all_of_them = children.well == len(children.goals)
    lead = (
        _("All {all} goals under {title} that can be judged are on track")
        if all_of_them
        else _("{well} of {all} goals under {title} that can be judged are on track")
    )
    lag = lenses.snapshot.goals.lag_days[goal]
    if lag > 0:
        lead = (
            _("{days} ago all {all} goals under {title} that could be judged were on track")
            if all_of_them
            else _(
                "{days} ago {well} of {all} goals under {title} that could be judged were on track"
            )
        )
    own = [i for i in progress.results_of[goal].tolist() if not np.isnan(progress.clipped[i])]
    if np.isnan(progress.own_pace[goal]) or not own:
        state = _("and the goal itself is reported off track")
    else:
        state = _("and {result} is at {value}")
    slowest = min(own, key=lambda i: progress.clipped[i], default=-1)
    return (
        f"{lead}, {state}. "
        + _("Either the effect comes later, or these goals are not what moves it.")
    ).format(
        title=tell.title(lenses, goal),
        all=len(children.goals),
        well=children.well,
        days=tell.days(lag) if lag > 0 else "",
        result=tell.quoted(str(results.title[slowest])) if slowest >= 0 else "",
        value=tell.number(progress.value[slowest]) if slowest >= 0 else "",
    )


@rule(
    "LOS306",
    "unguarded-metric",
    Audience(
        first=_("the pillar's sponsor; for the North Star, the executives"),
        then=_("the sponsor and the owner of the measure"),
        above=_("as a count of pillars"),
        never=_("teams"),
    ),
    needs=("kpis",),
)
def unguarded_metric(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
    """Find pillars, and the North Star, whose measure no KPI with a healthy bound watches over."""
    snapshot, kpis = lenses.snapshot, lenses.snapshot.kpis
    bounded = ~np.isnan(kpis.healthy_min) | ~np.isnan(kpis.healthy_max)
    guarded = {name for i in np.flatnonzero(bounded).tolist() for name in kpis.guards[i]}
    for pillar, identifier in enumerate(snapshot.pillars.ids.tolist()):
        measures = snapshot.pillars.kpis[pillar]
        if len(measures) and identifier not in guarded:
            sponsor = int(snapshot.pillars.sponsor[pillar])
            yield _unguarded(
                lenses,
                subjects.pillar(pillar),
                str(snapshot.pillars.name[pillar]),
                sponsor,
                measures,
            )
    stars = np.flatnonzero(snapshot.strategy.kind == NORTH_STAR)
    _where, measures = snapshot.strategy.measure.gather(stars)
    measures = np.unique(measures)
    if len(measures) and NORTH_STAR not in guarded:
        name = snapshot.node_title(snapshot.north_star)
        yield _unguarded(lenses, subjects.north_star(), name, -1, measures)


def _unguarded(
    lenses: Lenses, about: subjects.Ref, name: str, sponsor: int, measures: IntArray
) -> Hit:
    kpis = lenses.snapshot.kpis
    return Hit(
        about=about,
        sentence=ngettext(
            "{name} is measured by {measures}, and no KPI watches what that might be bought with.",
            "{name} is measured by {measures}, and no KPI watches what these might be bought with.",
            len(measures),
        ).format(
            name=tell.quoted(name),
            measures=tell.listed(tell.quoted(str(kpis.name[i])) for i in measures),
        ),
        people=(sponsor, *(int(kpis.owner[i]) for i in measures)),
        question=_("If we reached this number and were ashamed of it, how would we have done it?"),
        evidence={"measures": tell.ids(kpis.ids, measures)},
        others=tuple(subjects.kpi(int(i)) for i in measures),
    )


@rule(
    "LOS307",
    "function-without-contribution",
    Audience(
        first=_("the function's head"),
        then=_("the head and the executive above"),
        above=_("as a count of functions"),
        never=_("teams and people of the function"),
    ),
    needs=("functions",),
)
def function_without_contribution(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
    """Find functions that have not said what they add to value, or how they measure success."""
    functions, people = lenses.snapshot.functions, lenses.snapshot.people
    if not functions.asks_contribution:
        return
    said, measured = filled(functions.contribution), filled(functions.success_measure)
    for function in np.flatnonzero(~said | ~measured).tolist():
        if said[function]:
            sentence = _("{name} has not yet said how it measures success.")
        elif measured[function]:
            sentence = _("{name} has not yet said what it adds to the definition of value.")
        else:
            sentence = _(
                "{name} has not yet said what it adds to the definition of value, "
                "nor how it measures success."
            )
        head = int(functions.head[function])
        missing = {"contribution": said[function], "success_measure": measured[function]}
        yield Hit(
            about=subjects.function(function),
            sentence=sentence.format(name=functions.name[function]),
            people=(head, int(people.manager[head]) if head >= 0 else -1),
            question=_("What would the enterprise miss without you?"),
            evidence={"missing": [name for name, given in missing.items() if not given]},
        )
