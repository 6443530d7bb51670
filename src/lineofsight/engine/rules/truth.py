"""5xx Truth: is what we believe still so? Definitions: DEFINITIONS section 7."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from lineofsight.engine import subjects
from lineofsight.engine.codes import AssumptionState, Status
from lineofsight.engine.columns import BoolArray, FloatArray, IntArray
from lineofsight.engine.lens import Lenses
from lineofsight.engine.loading import distinct, iso
from lineofsight.engine.ragged import Ragged
from lineofsight.engine.rules import tell
from lineofsight.engine.rules.rule import Audience, Hit, Limits, rule
from lineofsight.engine.written import first_number
from lineofsight.kit.i18n import gettext as _
from lineofsight.kit.i18n import ngettext

TOLERANCE = 1e-9


@rule(
    "LOS501",
    "expired-assumption",
    Audience(
        first=_("its owner"),
        then=_("its owner and the owners of the goals that rest on it"),
        above=_("as a count over at least five assumptions"),
    ),
    needs=("assumptions",),
    limits={"confirmed_days": 30},
)
def expired_assumption(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
    """Find assumptions past their review on which active goals rest."""
    snapshot, table = lenses.snapshot, lenses.snapshot.assumptions
    early = table.review_by - table.decided_on > limits["confirmed_days"] + TOLERANCE
    open_still = (table.state == AssumptionState.BELIEVED) | (
        (table.state == AssumptionState.CONFIRMED) & early
    )
    for i in np.flatnonzero(open_still & (table.review_by < snapshot.day)).tolist():
        resting = table.goals[i]
        resting = resting[snapshot.goals.active[resting]]
        if not len(resting):
            continue
        late = int(snapshot.day - table.review_by[i])
        yield Hit(
            about=subjects.assumption(i),
            sentence=ngettext(
                "{text} was to be looked at again by {date}, {days} ago. {count} goal rests on it.",
                "{text} was to be looked at again by {date}, {days} ago. {count} goals rest on it.",
                len(resting),
            ).format(
                text=tell.quoted(str(table.text[i])),
                date=tell.date(table.review_by[i]),
                days=tell.days(late),
                count=len(resting),
            ),
            people=(int(table.owner[i]), *snapshot.goals.owner[resting].tolist()),
            question=_("Do we still believe this, and how would we know?"),
            evidence={
                "review_by": iso(table.review_by[i]),
                "days": late,
                "goals": tell.ids(snapshot.goals.ids, resting),
            },
            others=tuple(subjects.goal(g) for g in resting.tolist()),
        )


@rule(
    "LOS502",
    "broken-assumption",
    Audience(
        first=_("the owners of the goals that rest on it"),
        then=_("these owners and the assumption's owner"),
        above=_("as a count over at least five goals"),
    ),
    needs=("assumptions", "revisions"),
)
def broken_assumption(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
    """Find assumptions found false whose goals have not been looked at since."""
    snapshot, table = lenses.snapshot, lenses.snapshot.assumptions
    newest = np.full(len(snapshot.goals), -np.inf)
    np.maximum.at(newest, snapshot.revisions.goal, snapshot.revisions.day)
    known_false = (table.state == AssumptionState.FALSE) & ~np.isnan(table.decided_on)
    for i in np.flatnonzero(known_false).tolist():
        goals = np.union1d(lenses.graph.branch(table.goals[i]), table.goals[i])
        goals = goals[snapshot.goals.active[goals] & (newest[goals] < table.decided_on[i])]
        if not len(goals):
            continue
        yield Hit(
            about=subjects.assumption(i),
            sentence=ngettext(
                "{text} turned out not to be so on {date}. {count} goal that rests on it has not "
                "been looked at since.",
                "{text} turned out not to be so on {date}. {count} goals that rest on it have not "
                "been looked at since.",
                len(goals),
            ).format(
                text=tell.quoted(str(table.text[i])),
                date=tell.date(table.decided_on[i]),
                count=len(goals),
            ),
            people=(*snapshot.goals.owner[goals].tolist(), int(table.owner[i])),
            question=_("Knowing this, would we set the goal the same way today?"),
            evidence={
                "decided_on": iso(table.decided_on[i]),
                "goals_not_reconsidered": tell.ids(snapshot.goals.ids, goals),
            },
            others=tuple(subjects.goal(g) for g in goals.tolist()),
        )


@rule(
    "LOS503",
    "silent-goal",
    Audience(
        first=_("the owner"),
        then=_("the owner and the lead, on the agenda"),
        above=_("as a count over at least five goals"),
    ),
    needs=("observations",),
    limits={"max_intervals": 2},
)
def silent_goal(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
    """Find active goals of which nobody has heard for more than twice their rhythm."""
    snapshot, goals, clocks = lenses.snapshot, lenses.snapshot.goals, lenses.clocks
    since = np.where(np.isnan(clocks.last_update), goals.start, clocks.last_update)
    quiet = snapshot.day - since
    silent = quiet > limits["max_intervals"] * clocks.update_days + TOLERANCE
    for goal in np.flatnonzero(goals.active & goals.started & silent).tolist():
        gone, due = int(quiet[goal]), float(clocks.update_days[goal])
        last = iso(clocks.last_update[goal])
        if last is None:
            sentence = _(
                "There has been no news of {title} since it began {days} ago; it is due {every}."
            )
        else:
            sentence = _("There has been no news of {title} for {days}; it is due {every}.")
        yield Hit(
            about=subjects.goal(goal),
            sentence=sentence.format(
                title=tell.title(lenses, goal), days=tell.days(gone), every=tell.every(due)
            ),
            people=(int(goals.owner[goal]), tell.lead_above(lenses, goal)),
            question=_("Is it still true? “No news, still true” is an answer."),
            evidence={"last_update": last, "days": gone, "due_every": due},
        )


@rule(
    "LOS505",
    "stale-source",
    Audience(
        first=_("the administrator and the owner of the measure"),
        above=_("as a list of sources"),
    ),
    needs=("observations",),
    limits={"min_deliveries": 3, "max_gaps": 2},
)
def stale_source(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
    """Find sources that have stopped delivering."""
    snapshot, seen = lenses.snapshot, lenses.snapshot.observations
    n_results = len(snapshot.key_results)
    usable = np.ones(n_results + len(snapshot.kpis), dtype=bool)
    usable[:n_results] = ~_has_ended(lenses)[snapshot.key_results.goal]
    fed = np.flatnonzero((seen.source != "") & usable[seen.measure])
    names, place = distinct(seen.source[fed])
    rows_of = Ragged.group(place, fed, len(names))
    stopped: dict[subjects.Ref, list[tuple[str, FloatArray]]] = {}
    for number, source in enumerate(names.tolist()):
        rows = rows_of[number]
        delivered = np.unique(seen.day[rows])
        if len(delivered) < limits["min_deliveries"] - TOLERANCE:
            continue
        gap = float(np.median(np.diff(delivered)))
        if snapshot.day - delivered[-1] > limits["max_gaps"] * gap + TOLERANCE:
            about = _most_at_stake(lenses, np.unique(seen.measure[rows]))
            stopped.setdefault(about, []).append((source, delivered))
    for about, sources in stopped.items():
        yield _stale(lenses, about, sources)


def _stale(lenses: Lenses, about: subjects.Ref, sources: list[tuple[str, FloatArray]]) -> Hit:
    """Tell of the sources that have stopped and share their weightiest measure."""
    source, delivered = min(sources, key=lambda one: (one[1][-1], one[0]))
    quiet = int(lenses.snapshot.day - delivered[-1])
    gap = float(np.median(np.diff(delivered)))
    sentence = _(
        "The source {source} last delivered on {last}, {days} ago; until then it came {every}."
    ).format(
        source=tell.quoted(source),
        last=tell.date(delivered[-1]),
        days=tell.days(quiet),
        every=tell.every(gap),
    )
    others = [name for name, _delivered in sources if name != source]
    if others:
        sentence += " " + _("{sources} stopped too.").format(
            sources=tell.listed(tell.quoted(name) for name in others)
        )
    return Hit(
        about=about,
        sentence=sentence,
        people=(_owner_of_measure(lenses, about),),
        question=_("Has the source stopped, or has what it measures?"),
        evidence={
            "source": "; ".join([source, *others]),
            "last": iso(delivered[-1]),
            "median_gap": gap,
            "days": quiet,
        },
    )


def _has_ended(lenses: Lenses) -> BoolArray:
    """For each goal, whether it is over: done, cancelled, or past its end."""
    goals = lenses.snapshot.goals
    ended: BoolArray = (goals.status == Status.DONE) | (goals.status == Status.CANCELLED)
    return ended | (goals.end < lenses.snapshot.day)


def _most_at_stake(lenses: Lenses, measures: IntArray) -> subjects.Ref:
    """The measure with most stake; of equal ones that with the smaller id."""
    n_results, stakes = len(lenses.snapshot.key_results), lenses.stakes
    stake = np.concatenate([stakes.of_key_results, stakes.of_kpis])[measures]
    # The tables are in the order of ids, so that of each the first of equal ones counts.
    most = measures[np.round(stake, 12) == np.round(stake, 12).max()]
    ids = lenses.snapshot.key_results.ids, lenses.snapshot.kpis.ids
    firsts = [most[most < n_results][:1].tolist(), most[most >= n_results][:1].tolist()]
    return min(
        (subjects.measure(m, n_results) for first in firsts for m in first),
        key=lambda ref: str(ids[ref.kind == "kpi"][ref.index]),
    )


def _owner_of_measure(lenses: Lenses, ref: subjects.Ref) -> int:
    table = lenses.snapshot.key_results if ref.kind == "key_result" else lenses.snapshot.kpis
    return int(table.owner[ref.index])


@rule(
    "LOS507",
    "moved-goalposts",
    Audience(
        first=_("the owner"),
        then=_("the owner and the parent's owner"),
        above=_("as a count over at least five goals"),
    ),
    needs=("revisions",),
    limits={"last_part_of": 3},
)
def moved_goalposts(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
    """Find goals made easier late, with no reason on record."""
    goals, table = lenses.snapshot.goals, lenses.snapshot.revisions
    kinds = np.isin(table.field.astype(str), ["target", "baseline", "dates"])
    silent = np.array([not reason.strip() for reason in table.reason.tolist()], dtype=bool)
    candidates = np.flatnonzero(kinds & silent & goals.active[table.goal])
    moved: dict[int, list[int]] = {}
    for i in candidates:
        if _is_late(lenses, int(i), limits["last_part_of"]) and _is_easier(lenses, int(i)):
            moved.setdefault(int(table.goal[i]), []).append(int(i))
    for goal, rows in moved.items():
        last = rows[-1]
        parents = lenses.graph.edges.parent[lenses.graph.up[goal]].tolist()
        yield Hit(
            about=subjects.goal(goal),
            sentence=_how_it_moved(lenses, last),
            people=(
                int(goals.owner[goal]),
                *(tell.owner_of_node(lenses, parent) for parent in parents),
            ),
            question=_("What did we learn that made this right?"),
            evidence={
                "field": str(table.field[last]),
                "before": str(table.before[last]),
                "after": str(table.after[last]),
                "date": iso(table.day[last]),
            },
        )


def _how_it_moved(lenses: Lenses, revision: int) -> str:
    """Say what a revision changed, and when."""
    table = lenses.snapshot.revisions
    before, after = str(table.before[revision]), str(table.after[revision])
    field = str(table.field[revision])
    if field == "dates":
        before, after = tell.date(tell.last_date(before)), tell.date(tell.last_date(after))
        sentence = _(
            "{title} was given more time late: on {date} its end moved from {before} to {after}, "
            "and no reason is on record."
        )
    elif field == "target":
        sentence = _(
            "{title} became easier late: on {date} its target went from {before} to {after}, "
            "and no reason is on record."
        )
    else:
        sentence = _(
            "{title} became easier late: on {date} its baseline went from {before} to {after}, "
            "and no reason is on record."
        )
    return sentence.format(
        title=tell.title(lenses, int(table.goal[revision])),
        date=tell.date(table.day[revision]),
        before=before,
        after=after,
    )


def _is_late(lenses: Lenses, revision: int, parts: float) -> bool:
    """Tell whether a revision lies in the last part of its goal's lifetime.

    A moved date is held against the lifetime as it stood before: else every extension would
    itself push the revision back into the middle.
    """
    goals, table = lenses.snapshot.goals, lenses.snapshot.revisions
    goal = int(table.goal[revision])
    start, end = float(goals.start[goal]), float(goals.end[goal])
    if table.field[revision] == "dates":
        end = tell.last_date(str(table.before[revision]))
    if np.isnan(start) or np.isnan(end) or end < start:
        return False
    day = float(table.day[revision])
    # A date moved once it had passed is the plainest case; a target is not softened after the end.
    in_time = table.field[revision] == "dates" or day <= end
    return bool(in_time and day >= end - (end - start) / parts - TOLERANCE)


def _is_easier(lenses: Lenses, revision: int) -> bool:
    """Tell whether a revision made its goal easier.

    The end later; or the target nearer to the value or to the baseline.
    """
    table = lenses.snapshot.revisions
    before, after = str(table.before[revision]), str(table.after[revision])
    field = str(table.field[revision])
    if field == "dates":
        return tell.last_date(after) > tell.last_date(before)
    old, new = first_number(before), first_number(after)
    if old is None or new is None or old == new:
        return False
    results = lenses.progress.results_of[int(table.goal[revision])].tolist()
    scale, value = lenses.progress.scale, lenses.progress.value
    current = scale.target if field == "target" else scale.baseline
    meant = [r for r in results if abs(current[r] - new) <= TOLERANCE] or results
    if field == "baseline":
        return any(
            abs(scale.target[r] - new) < abs(scale.target[r] - old) - TOLERANCE for r in meant
        )
    return any(
        abs(new - scale.baseline[r]) < abs(old - scale.baseline[r]) - TOLERANCE
        or (
            abs(new - value[r]) < abs(old - value[r]) - TOLERANCE
            and not _already_past(float(value[r]), old, float(scale.baseline[r]))
        )
        for r in meant
    )


def _already_past(value: float, target: float, baseline: float) -> bool:
    """Tell whether a value had reached its target: then a target nearer to it is a harder one."""
    return bool((value - baseline) * np.sign(target - baseline) >= abs(target - baseline))
