"""What series of values say beside each other, and cycle after cycle.

3xx and 5xx; definitions: DEFINITIONS section 7, where they leave room decision 0002, rows 35 to 39.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from lineofsight.engine import subjects
from lineofsight.engine.codes import Scope, Status
from lineofsight.engine.finding import Severity
from lineofsight.engine.lens import Lenses
from lineofsight.engine.rules import tell
from lineofsight.engine.rules.rule import Audience, Hit, Limits, rule
from lineofsight.kit.i18n import gettext as _

TOLERANCE = 1e-9


@rule(
    "LOS304",
    "diverging-measures",
    Audience(
        first=_("somebody who knows the numbers: an analyst"),
        then=_("the two owners, together"),
        above=_("as a count over at least five pairs"),
        never=_("the teams behind the numbers"),
    ),
    needs=("key_results", "observations", "teams"),
    limits={"min_changes": 8, "max_depth": 2, "max_measures": 200, "max_q": 0.05},
)
def diverging_measures(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
    """Find measures of two functions of which one gets worse whenever the other gets better."""
    goals, results = lenses.snapshot.goals, lenses.snapshot.key_results
    functions = lenses.snapshot.functions
    pairs = lenses.divergence.pairs(
        limits["min_changes"], limits["max_depth"], limits["max_measures"]
    )
    found = (pairs.rho < 0) & (pairs.q <= limits["max_q"] + TOLERANCE)
    for place in np.flatnonzero(found).tolist():
        ends = int(pairs.one[place]), int(pairs.other[place])
        theirs = [int(results.goal[end]) for end in ends]
        names = [str(functions.name[goals.function[goal]]) for goal in theirs]
        yield Hit(
            about=subjects.pair_of_results(*ends),
            sentence=_(
                "When {one} ({function}) gets better, {other} ({other_function}) tends to get "
                "worse: so it went over {n} changes."
            ).format(
                one=tell.quoted(str(results.title[ends[0]])),
                function=names[0],
                other=tell.quoted(str(results.title[ends[1]])),
                other_function=names[1],
                n=int(pairs.n[place]),
            ),
            people=tuple(int(results.owner[end]) for end in ends),
            question=_("Is it plausible that one of these is paid for with the other?"),
            evidence={
                "rho": float(pairs.rho[place]),
                "n": int(pairs.n[place]),
                "p": float(pairs.p[place]),
                "q": float(pairs.q[place]),
            },
            certainty=1.0 - float(pairs.q[place]),
            others=tuple(subjects.goal(goal) for goal in theirs),
        )


@rule(
    "LOS506",
    "room-for-more",
    Audience(
        first=_("the team, while it plans"),
        then=_("the team and the lead above"),
        above=_("as a count over at least five teams"),
        never=_("whoever decides on pay or bonus"),
    ),
    needs=("key_results", "teams"),
    at_most=Severity.MEDIUM,
    limits={"quarters": 3, "min_results": 8, "min_median": 1.3},
)
def room_for_more(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
    """Find teams that end far above their targets cycle after cycle."""
    snapshot, goals, results = lenses.snapshot, lenses.snapshot.goals, lenses.snapshot.key_results
    reached = lenses.progress.unclipped
    counts = np.isin(goals.status, (Status.ACTIVE, Status.PAUSED, Status.DONE))
    counts &= (goals.team >= 0) & (goals.scope != Scope.INDIVIDUAL)
    ended = counts[results.goal] & (results.end < snapshot.day) & ~np.isnan(reached)
    places = np.flatnonzero(ended)
    month = results.end[places].astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    team, quarter = goals.team[results.goal[places]], month // 3
    order = np.lexsort((quarter, team))
    team, quarter, known = team[order], quarter[order], reached[places][order]
    new = np.ones(len(team), dtype=bool)
    new[1:] = (np.diff(team) != 0) | (np.diff(quarter) != 0)
    begins = np.flatnonzero(new)
    medians: defaultdict[int, list[tuple[int, float]]] = defaultdict(list)
    ends = np.append(begins, len(team))[1:]  # none where nothing has ended
    for begin, end in zip(begins.tolist(), ends.tolist(), strict=True):
        if end - begin >= limits["min_results"] - TOLERANCE:
            medians[int(team[begin])].append(
                (int(quarter[begin]), float(np.median(known[begin:end])))
            )
    asked = int(limits["quarters"])
    for one, by_quarter in sorted(medians.items()):
        last = by_quarter[-asked:]
        if len(last) < asked or min(m for _q, m in last) < limits["min_median"] - TOLERANCE:
            continue
        lead, parent = int(snapshot.teams.lead[one]), int(snapshot.teams.parent[one])
        yield Hit(
            about=subjects.team(one),
            sentence=_(
                "{team} has ended far above its targets in each of the last {count} cycles: half "
                "of its key results reached at least {medians} of the way."
            ).format(
                team=snapshot.teams.name[one],
                count=asked,
                medians=tell.listed(tell.percent(median) for _quarter, median in last),
            ),
            people=(lead, int(snapshot.teams.lead[parent]) if parent >= 0 else -1),
            question=_("What would we aim for if nothing hung on the number?"),
            evidence={
                "quarters": [_quarter_name(number) for number, _median in last],
                "medians": [median for _quarter, median in last],
            },
        )


def _quarter_name(number: int) -> str:
    """Name a quarter counted from the first of 1970: ``2026-Q3``."""
    return f"{1970 + number // 4}-Q{number % 4 + 1}"
