"""7xx Load and change: can one person hold it? Definitions: DEFINITIONS section 7."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from lineofsight.engine import subjects
from lineofsight.engine.columns import BoolArray, FloatArray, IntArray
from lineofsight.engine.lens import Lenses
from lineofsight.engine.loading import iso
from lineofsight.engine.rules import tell
from lineofsight.engine.rules.rule import Audience, Hit, Limits, rule
from lineofsight.kit.i18n import gettext as _

TOLERANCE = 1e-9


@rule(
    "LOS703",
    "overloaded-owner",
    Audience(
        first=_("the person and the manager"),
        above=_("as a count over at least five people"),
        never=_("anyone else by name"),
    ),
    needs=("people",),
    about_people=True,
    limits={"max_allocated": 1, "max_goals": 5, "max_goals_with_reports": 10},
)
def overloaded_owner(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
    """Find people with more goals, or more promised time, than one person has."""
    snapshot, people, load = lenses.snapshot, lenses.snapshot.people, lenses.load
    n_goals = load.owned.lengths
    leads = lenses.rhythm.n_reports > 0
    most = np.where(leads, limits["max_goals_with_reports"], limits["max_goals"])
    planned = ~np.isnan(load.allocated)
    over = np.where(planned, load.allocated > limits["max_allocated"] + TOLERANCE, n_goals > most)
    for person in np.flatnonzero(people.present & over).tolist():
        counted = _allocated_to(lenses, person) if planned[person] else load.owned[person]
        if planned[person]:
            sentence = _("{name} is promised to goals for {share} of their time.").format(
                name=people.name[person], share=tell.percent(float(load.allocated[person]))
            )
        else:
            sentence = _("{name} owns {count} goals at once.").format(
                name=people.name[person], count=len(counted)
            )
        if len(counted) > 1:
            sentence += " " + _("Least of the strategy rests on {title}.").format(
                title=tell.title(lenses, _lightest(lenses, counted))
            )
        yield Hit(
            about=subjects.person(person),
            sentence=sentence,
            people=(person, int(people.manager[person])),
            question=_("Which of these stops, so that the others can arrive?"),
            evidence={
                "goals": tell.ids(snapshot.goals.ids, counted),
                "allocated": float(load.allocated[person]) if planned[person] else None,
            },
            others=tuple(subjects.goal(g) for g in counted.tolist()),
        )


def _allocated_to(lenses: Lenses, person: int) -> IntArray:
    """The active objectives to which a person's time is allocated, each once."""
    given = lenses.snapshot.allocations
    mine = lenses.load.counted & (given.person == person)
    return np.unique(given.goal[mine])


def _lightest(lenses: Lenses, goals: IntArray) -> int:
    """The goal with least stake, the first of equal ones."""
    return int(goals[np.argmin(np.round(lenses.flow.stake[goals], 12))])


@rule(
    "LOS704",
    "split-priorities",
    Audience(
        first=_("the sponsors of these pillars"),
        above=_("as a count over at least five people"),
        never=_("the person, as a fault of theirs"),
    ),
    needs=("people", "links", "actions"),
    about_people=True,
    limits={"min_pillars": 4, "min_allocation": 0.1, "min_overdue_pillars": 2},
)
def split_priorities(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
    """Find people on whom four pillars pull, and it shows."""
    snapshot, people = lenses.snapshot, lenses.snapshot.people
    asked = people.present & (lenses.rhythm.n_reports == 0) & ~people.serves_all
    overdue = _overdue_by_person(lenses)
    for person in sorted(overdue):
        if not asked[person]:
            continue
        pulling = _pulling_pillars(lenses, person, limits["min_allocation"])
        late = {pillar for pillar in overdue[person].values() if pillar in pulling}
        if (
            len(pulling) < limits["min_pillars"] - TOLERANCE
            or len(late) < limits["min_overdue_pillars"] - TOLERANCE
        ):
            continue
        sponsors = [int(snapshot.pillars.sponsor[p]) for p in pulling]
        names = [tell.name(lenses, s) for s in dict.fromkeys(sponsors) if s not in (-1, person)]
        sentence = _(
            "{count} pillars pull on {name} at once, and actions are overdue under {late} of them. "
            "That is for {names} to settle, not for {name}."
        ).format(
            count=len(pulling),
            name=people.name[person],
            late=len(late),
            names=tell.listed(names) if names else _("those who lead these pillars"),
        )
        yield Hit(
            about=subjects.person(person),
            sentence=sentence,
            people=tuple(sponsors),
            question=_("Which of our pillars comes first for this person, and who says so?"),
            evidence={
                "pillars": tell.ids(snapshot.pillars.ids, pulling),
                "overdue": tell.ids(
                    snapshot.actions.ids, [a for a, p in overdue[person].items() if p in late]
                ),
            },
            others=tuple(subjects.pillar(p) for p in pulling),
        )


def _overdue_by_person(lenses: Lenses) -> dict[int, dict[int, int]]:
    """For each person with overdue actions, the pillar that each of these serves."""
    actions, day = lenses.snapshot.actions, lenses.snapshot.day
    late = np.flatnonzero(~actions.done & (actions.due < day) & (actions.owner >= 0))
    found: dict[int, dict[int, int]] = {}
    for action in late.tolist():
        pillar = _pillar_of(lenses, int(actions.goal[action]))
        if pillar >= 0:
            found.setdefault(int(actions.owner[action]), {})[action] = pillar
    return found


def _pillar_of(lenses: Lenses, goal: int) -> int:
    """The primary pillar of a goal; -1 without one."""
    if goal < 0:
        return -1
    snapshot = lenses.snapshot
    place = int(lenses.paths.root[goal]) - len(snapshot.goals)
    return place if 0 <= place < len(snapshot.pillars) else -1


def _pulling_pillars(lenses: Lenses, person: int, least: float) -> list[int]:
    """Pillars that pull on a person: by allocations, or by goals owned where there are none."""
    given = lenses.snapshot.allocations
    mine = lenses.load.allocations_of[person]
    if not len(mine):
        owned = {_pillar_of(lenses, goal) for goal in lenses.load.owned[person].tolist()}
        return sorted(owned - {-1})
    share: dict[int, float] = {}
    for row in mine.tolist():
        pillar = _pillar_of(lenses, int(given.goal[row]))
        share[pillar] = share.get(pillar, 0.0) + float(given.share[row])
    least *= sum(share.values())
    return sorted(p for p, part in share.items() if p >= 0 and part >= least - TOLERANCE)


@rule(
    "LOS707",
    "orphaned-by-change",
    Audience(first=_("the new manager"), above=_("as a count over at least five people")),
    needs=("people", "check_ins"),
    about_people=True,
    limits={"from_days": 21, "to_days": 90},
)
def orphaned_by_change(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
    """Find people with a new manager or team and no talk on goals since."""
    snapshot, people = lenses.snapshot, lenses.snapshot.people
    new_manager = _without_goal_talk(lenses, people.manager_since, limits)
    new_team = _without_goal_talk(lenses, people.team_since, limits)
    since = np.fmin(
        np.where(new_manager, people.manager_since, np.nan),
        np.where(new_team, people.team_since, np.nan),
    )
    for person in np.flatnonzero(people.present & ~np.isnan(since)).tolist():
        days = int(snapshot.day - since[person])
        if new_manager[person] and new_team[person]:
            sentence = _(
                "{name} was given a new manager and a new team in the last {days}, and no "
                "check-in since has touched a goal."
            )
        elif new_manager[person]:
            sentence = _(
                "{name} has had a new manager for {days}, and no check-in since has touched a goal."
            )
        else:
            sentence = _(
                "{name} has been in a new team for {days}, and no check-in since has touched a "
                "goal."
            )
        if new_manager[person]:
            question = _("What did you agree with your last manager that I should know?")
        else:
            question = _("What did you agree in your last team that I should know?")
        yield Hit(
            about=subjects.person(person),
            sentence=sentence.format(name=people.name[person], days=tell.days(days)),
            people=(int(people.manager[person]), person),
            question=question,
            evidence={"since": iso(since[person]), "days": days},
        )


@rule(
    "LOS708",
    "newcomer-without-line",
    Audience(first=_("the manager"), above=_("as a count over at least five people")),
    needs=("people", "check_ins"),
    about_people=True,
    limits={"from_days": 30, "to_days": 90},
)
def newcomer_without_line(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
    """Find newcomers who after a month have had no talk on how their work counts."""
    snapshot, people = lenses.snapshot, lenses.snapshot.people
    alone = _without_goal_talk(lenses, people.start, limits) & people.present
    for person in np.flatnonzero(alone).tolist():
        days = int(snapshot.day - people.start[person])
        yield Hit(
            about=subjects.person(person),
            sentence=_(
                "{name} started {days} ago, and no check-in so far has touched a goal."
            ).format(name=people.name[person], days=tell.days(days)),
            people=(int(people.manager[person]), person),
            question=_("Shall I show you where your work comes out?"),
            evidence={"started": iso(people.start[person]), "days": days},
        )


def _without_goal_talk(lenses: Lenses, since: FloatArray, limits: Limits) -> BoolArray:
    """Tell for each person whether ``since`` lies in the window without a talk on goals after."""
    day, talks = lenses.snapshot.day, lenses.snapshot.check_ins
    last = np.full(len(since), -np.inf)
    counts = lenses.rhythm.names_goal & (talks.person >= 0)
    np.maximum.at(last, talks.person[counts], talks.day[counts])
    passed = day - since
    inside = (passed >= limits["from_days"] - TOLERANCE) & (passed <= limits["to_days"] + TOLERANCE)
    return inside & ~(last >= since)
