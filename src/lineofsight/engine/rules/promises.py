"""6xx Rhythm: goals, actions and blockers between two talks. Definitions: DEFINITIONS section 7."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from lineofsight.engine import subjects
from lineofsight.engine.codes import Closed, Reported, Scope, word
from lineofsight.engine.columns import BoolArray, FloatArray, IntArray
from lineofsight.engine.lens import Lenses
from lineofsight.engine.loading import iso, working_days
from lineofsight.engine.rules import tell
from lineofsight.engine.rules.rule import Audience, Hit, Limits, rule
from lineofsight.engine.tables import CodeArray
from lineofsight.kit.i18n import gettext as _

TOLERANCE = 1e-9


@rule(
    "LOS606",
    "overdue-actions",
    Audience(first=_("the owner"), above=_("as a count over at least five people")),
    needs=("actions",),
)
def overdue_actions(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
    """Find open actions past their date."""
    snapshot, actions = lenses.snapshot, lenses.snapshot.actions
    for i in np.flatnonzero(~actions.done & (actions.due < snapshot.day)).tolist():
        late, goal = int(snapshot.day - actions.due[i]), int(actions.goal[i])
        yield Hit(
            about=subjects.action(i),
            sentence=_("{title} was due on {due}, {days} ago, and is still open.").format(
                title=tell.quoted(str(actions.title[i])),
                due=tell.date(actions.due[i]),
                days=tell.days(late),
            ),
            people=(int(actions.owner[i]),),
            question=_("Do it, move it, or drop it?"),
            evidence={"due": iso(actions.due[i]), "days": late},
            others=(subjects.goal(goal),) if goal >= 0 else (),
        )


@rule(
    "LOS607",
    "unspoken-gap",
    Audience(
        first=_("the manager"),
        then=_("the manager and the owner"),
        above=_("as a share over at least five pairs"),
        never=_("anyone else by name"),
    ),
    needs=("check_ins", "observations"),
    about_people=True,
    limits={"last_check_ins": 2},
)
def unspoken_gap(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
    """Find goals at risk over two talks of which nobody has said anything."""
    snapshot, goals, rhythm = lenses.snapshot, lenses.snapshot.goals, lenses.rhythm
    window = max(1, int(limits["last_check_ins"]))
    held = rhythm.of_pair.lengths >= window
    reports, spoken = _Reports(lenses), _last_word(lenses)
    asked = np.flatnonzero(goals.active & (goals.owner >= 0) & reports.ever_behind)
    asked = asked[held[goals.owner[asked]]]
    lasts = rhythm.last_of_pair(goals.owner[asked], window)
    days = snapshot.check_ins.day[lasts]
    codes = reports.at(asked[:, None], days)
    behind = ((codes == Reported.AT_RISK) | (codes == Reported.OFF_TRACK)).all(axis=1)
    for i in np.flatnonzero(behind & (spoken[asked] < days[:, 0])).tolist():
        goal, talks = int(asked[i]), lasts[i]
        owner = int(goals.owner[goal])
        manager = int(rhythm.manager_of[owner])
        said = [Reported(code) for code in codes[i].tolist()]
        yield Hit(
            about=subjects.goal(goal),
            sentence=_(
                "{title} was {status} at the last {count} talks of {manager} and {report}, and no "
                "feedback, agreement, change or blocker on record has spoken of it since."
            ).format(
                title=tell.title(lenses, goal),
                status=_status(said),
                count=window,
                manager=tell.name(lenses, manager),
                report=tell.name(lenses, owner),
            ),
            people=(manager, owner),
            question=_("What have I not said yet?"),
            evidence={
                "reports": [word(code) for code in said],
                "check_ins": tell.ids(snapshot.check_ins.ids, talks),
            },
        )


def _status(said: list[Reported]) -> str:
    """Say in words what a goal was reported as, each time."""
    if len(set(said)) > 1:
        return _("at risk or off track")
    return _("off track") if said[0] == Reported.OFF_TRACK else _("at risk")


class _Reports:
    """What goals were reported as, at any day."""

    def __init__(self, lenses: Lenses) -> None:
        snapshot, seen = lenses.snapshot, lenses.snapshot.observations
        says = np.flatnonzero(
            (seen.measure < len(snapshot.key_results)) & (seen.reported != Reported.UNKNOWN)
        )
        goal = snapshot.key_results.goal[seen.measure[says]]
        order = np.lexsort((says, -seen.measure[says], seen.day[says], goal))
        goal, day = goal[order], seen.day[says][order]
        self._code = seen.reported[says][order]
        self._column = snapshot.goals.reported
        # One ascending key for goal and day, so that one search serves all goals.
        self._origin = day.min(initial=snapshot.day)
        self._span = int(snapshot.day - self._origin) + 2
        self._key: IntArray = goal * self._span + (day - self._origin).astype(np.int64)
        behind = (self._code == Reported.AT_RISK) | (self._code == Reported.OFF_TRACK)
        self.ever_behind: BoolArray = (self._column == Reported.AT_RISK) | (
            self._column == Reported.OFF_TRACK
        )
        self.ever_behind[goal[behind]] = True

    def at(self, goal: IntArray, day: FloatArray) -> CodeArray:
        """The newest report of each goal by a day, else its own column; shapes as broadcast."""
        since = np.clip(day - self._origin, -1, self._span - 2).astype(np.int64)
        place = np.searchsorted(self._key, goal * self._span + since, side="right")
        known = place > np.searchsorted(self._key, goal * self._span, side="left")
        column = np.broadcast_to(self._column[goal], known.shape).copy()
        column[known] = self._code[place[known] - 1]
        return column


def _last_word(lenses: Lenses) -> FloatArray:
    """Day on which feedback, an agreement, a revision or a blocker last named each goal."""
    snapshot = lenses.snapshot
    last = np.full(len(snapshot.goals), -np.inf)
    agreements = snapshot.agreements
    talk = agreements.check_in
    # An agreement of which nobody knows when it was made may be from since then.
    agreed_on = np.full(len(agreements), snapshot.day)
    agreed_on[talk >= 0] = snapshot.check_ins.day[talk[talk >= 0]]
    named = (
        (snapshot.feedback.goal, snapshot.feedback.day),
        (agreements.goal, agreed_on),
        (snapshot.revisions.goal, snapshot.revisions.day),
        (snapshot.blockers.goal, snapshot.blockers.raised_on),
    )
    for goal, day in named:
        known = (goal >= 0) & ~np.isnan(day)
        np.maximum.at(last, goal[known], day[known])
    return last


@rule(
    "LOS608",
    "stuck-blocker",
    Audience(
        first=_("the one who can lift it"),
        then=_("that person and the one who raised it"),
        above=_("as a count over at least five blockers"),
    ),
    needs=("blockers",),
    limits={"answer_working_days": 5},
)
def stuck_blocker(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
    """Find blockers that the one who can lift them has not answered."""
    snapshot, table = lenses.snapshot, lenses.snapshot.blockers
    waiting = working_days(table.raised_on, snapshot.day)
    stuck = np.isnan(table.lifted_on) & ~table.answered
    stuck &= waiting > limits["answer_working_days"] + TOLERANCE
    for i in np.flatnonzero(stuck).tolist():
        lifter, goal = int(table.can_lift[i]), int(table.goal[i])
        if lifter >= 0:
            sentence = _("{text} was raised on {date}; no answer from {name} is on record yet.")
        else:
            sentence = _("{text} was raised on {date}; nobody is named who could lift it.")
        yield Hit(
            about=subjects.blocker(i),
            sentence=sentence.format(
                text=tell.quoted(str(table.text[i])),
                date=tell.date(table.raised_on[i]),
                name=tell.name(lenses, lifter),
            ),
            people=(lifter, int(table.raised_by[i])),
            question=_("Lift, refuse, or pass on?"),
            evidence={
                "raised_on": iso(table.raised_on[i]),
                "can_lift": str(snapshot.people.ids[lifter]) if lifter >= 0 else None,
                "days": int(waiting[i]),
            },
            others=(subjects.goal(goal),) if goal >= 0 else (),
        )


@rule(
    "LOS609",
    "no-next-step",
    Audience(first=_("the owner"), then=_("the owner and the lead, on the agenda")),
    needs=("actions",),
    limits={"max_time_gone": 0.5, "started_days": 14, "horizon_days": 30, "still_days": 30},
)
def no_next_step(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
    """Find young team goals with nothing due and nothing moving."""
    snapshot, goals = lenses.snapshot, lenses.snapshot.goals
    young = goals.active & (goals.scope == Scope.TEAM)
    young &= lenses.clocks.gone < limits["max_time_gone"] - TOLERANCE
    young &= snapshot.day - goals.start > limits["started_days"] + TOLERANCE
    last = _last_change(lenses)
    young &= ~(snapshot.day - last <= limits["still_days"] + TOLERANCE)
    young &= ~_has_step(lenses, limits["horizon_days"])
    for goal in np.flatnonzero(young).tolist():
        yield Hit(
            about=subjects.goal(goal),
            sentence=_(
                "{title} began on {start}; nothing is due for it in the next {days}, and no "
                "measure of it has moved in the last {still}."
            ).format(
                title=tell.title(lenses, goal),
                start=tell.date(goals.start[goal]),
                days=tell.days(limits["horizon_days"]),
                still=tell.days(limits["still_days"]),
            ),
            people=(int(goals.owner[goal]), tell.lead_of(lenses, goal)),
            question=_("What is the first thing anyone does?"),
            evidence={"last_change": iso(last[goal])},
        )


def _has_step(lenses: Lenses, days: float) -> BoolArray:
    """For each goal, whether an open action or agreement on it is due within so many days."""
    snapshot = lenses.snapshot
    agreements, actions = snapshot.agreements, snapshot.actions
    open_still = (agreements.closed == Closed.OPEN) & np.isnan(agreements.done_on)
    found = np.zeros(len(snapshot.goals), dtype=bool)
    for goal, due, is_open in (
        (actions.goal, actions.due, ~actions.done),
        (agreements.goal, agreements.due, open_still),
    ):
        ahead = due - snapshot.day
        soon = (goal >= 0) & is_open & (ahead >= 0) & (ahead <= days + TOLERANCE)
        found[goal[soon]] = True
    return found


def _last_change(lenses: Lenses) -> FloatArray:
    """Day of the last observation that changed a value of each goal's key results; NaN without.

    The first observation of a measure is held against its baseline; without one it is a change.
    """
    seen, results = lenses.snapshot.observations, lenses.snapshot.key_results
    mine = np.flatnonzero(seen.measure < len(results))
    measure, value = seen.measure[mine], seen.value[mine]
    before = np.full(len(mine), np.nan)
    before[1:] = value[:-1]
    first = np.ones(len(mine), dtype=bool)
    first[1:] = measure[1:] != measure[:-1]
    before[first] = lenses.progress.scale.baseline[measure[first]]
    moved = ~(np.abs(value - before) <= TOLERANCE)
    last = np.full(len(lenses.snapshot.goals), np.nan)
    np.fmax.at(last, results.goal[measure[moved]], seen.day[mine][moved])
    return last
