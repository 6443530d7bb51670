"""6xx Rhythm: do the conversations happen? Pairs and what they promise.

Definitions: DEFINITIONS section 7. Seen by the pair; above only over at least five pairs.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from lineofsight.engine import subjects
from lineofsight.engine.codes import Closed, Scope
from lineofsight.engine.columns import FloatArray, IntArray
from lineofsight.engine.lens import Lenses
from lineofsight.engine.loading import iso
from lineofsight.engine.rules import tell
from lineofsight.engine.rules.rule import Audience, Hit, Limits, rule
from lineofsight.engine.statistics import wilson
from lineofsight.kit.i18n import gettext as _
from lineofsight.kit.i18n import ngettext

TOLERANCE = 1e-9
OF_PAIRS = _("as a share over at least five pairs")
THE_PAIR = _("the pair, both at once")
NEVER_BY_NAME = _("anyone else by name")


CADENCE_LIMITS = {"hours_per_talk": 0.5, "default_check_in_days": 7, "max_hours_per_week": 5}


def hours_of_talks(lenses: Lenses, limits: Limits) -> FloatArray:
    """For each person, the hours a week that their agreed talks take (LOS610)."""
    return lenses.rhythm.talks_a_week(limits["default_check_in_days"]) * limits["hours_per_talk"]


def names_of(lenses: Lenses, manager: int, report: int) -> dict[str, str]:
    """Both names, for a sentence."""
    return {"manager": tell.name(lenses, manager), "report": tell.name(lenses, report)}


@rule(
    "LOS601",
    "missed-check-ins",
    Audience(first=THE_PAIR, above=OF_PAIRS, never=NEVER_BY_NAME),
    needs=("check_ins", "people"),
    about_people=True,
    limits={"max_intervals": 2, **CADENCE_LIMITS},
)
def missed_check_ins(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
    """Find pairs that have gone long without the agreed talk."""
    snapshot, rhythm, people = lenses.snapshot, lenses.rhythm, lenses.snapshot.people
    if np.isnan(rhythm.first_row):
        return  # nothing is held against a pair before the first talk on record
    # Where the week cannot hold the talks, LOS610 says so, and the pair is not at fault.
    excused = hours_of_talks(lenses, limits) > limits["max_hours_per_week"] + TOLERANCE
    last = _last_talk(lenses)
    # Nothing is held against a pair before the table, the person or the pair itself began.
    begun = np.fmax(np.fmax(rhythm.first_row, people.start), people.manager_since)[rhythm.report]
    since = np.fmax(last, begun)
    quiet = snapshot.day - since
    agreed = rhythm.check_in_days(limits["default_check_in_days"])[rhythm.report]
    missed = (quiet > limits["max_intervals"] * agreed + TOLERANCE) & ~excused[rhythm.manager]
    for i in np.flatnonzero(missed).tolist():
        manager, report = int(rhythm.manager[i]), int(rhythm.report[i])
        if np.isnan(people.check_in_days[report]):
            sentence = _(
                "{manager} and {report} have not had their talk for {days}; where nothing else "
                "is agreed it is due {every}."
            )
        else:
            sentence = _(
                "{manager} and {report} have not had their talk for {days}; it was agreed for "
                "{every}."
            )
        yield Hit(
            about=subjects.pair_of_people(manager, report),
            sentence=sentence.format(
                **names_of(lenses, manager, report),
                days=tell.days(float(quiet[i])),
                every=tell.every(float(agreed[i])),
            ),
            people=(manager, report),
            question=_("Shall we take the next free half hour, or agree on another rhythm?"),
            evidence={"last": iso(last[i]), "days": int(quiet[i])},
        )


def _last_talk(lenses: Lenses) -> FloatArray:
    """For each pair, the day of their last check-in; NaN without one."""
    rhythm, day = lenses.rhythm, lenses.snapshot.check_ins.day
    last = np.full(len(rhythm.report), np.nan)
    held = rhythm.of_pair.lengths[rhythm.report] > 0
    last[held] = day[rhythm.last_of_pair(rhythm.report[held], 1)[:, 0]]
    return last


@rule(
    "LOS602",
    "goals-not-touched",
    Audience(first=THE_PAIR, above=OF_PAIRS, never=NEVER_BY_NAME),
    needs=("check_ins",),
    about_people=True,
    limits={"last_check_ins": 4, "min_untouched": 3},
)
def goals_not_touched(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
    """Find pairs whose last talks touched no goal and no agreement."""
    rhythm, talks = lenses.rhythm, lenses.snapshot.check_ins
    window = max(1, int(limits["last_check_ins"]))
    empty = ~rhythm.names_goal & (rhythm.agreements_of.lengths == 0)
    reports = rhythm.report[rhythm.of_pair.lengths[rhythm.report] >= window]
    lasts = rhythm.last_of_pair(reports, window)
    counts = empty[lasts].sum(axis=1)
    found = (counts >= limits["min_untouched"] - TOLERANCE) & ~talks.mattered_more[lasts].any(
        axis=1
    )
    for i in np.flatnonzero(found).tolist():
        report, last, untouched = int(reports[i]), lasts[i], int(counts[i])
        manager = int(rhythm.manager_of[report])
        yield Hit(
            about=subjects.pair_of_people(manager, report),
            sentence=_(
                "{count} of the last {window} talks of {manager} and {report} touched no goal and "
                "no agreement. That may be right."
            ).format(count=untouched, window=window, **names_of(lenses, manager, report)),
            people=(manager, report),
            question=_("Is there a goal that deserves ten minutes next time?"),
            evidence={"dates": [iso(talks.day[t]) for t in last]},
        )


@rule(
    "LOS603",
    "one-way-feedback",
    Audience(first=_("the manager only"), above=_("as a share over at least five managers")),
    needs=("feedback", "people"),
    about_people=True,
    limits={"window_days": 60, "min_reports": 2, "min_given": 3},
)
def one_way_feedback(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
    """Find managers to whom no report has said anything for long."""
    snapshot, table, rhythm = lenses.snapshot, lenses.snapshot.feedback, lenses.rhythm
    if not len(table) or not snapshot.day - table.day.min() >= limits["window_days"] - TOLERANCE:
        return
    people, n = snapshot.people, len(snapshot.people)
    # A report who is away is a report still: what they told the manager before counts.
    manager_of = np.where(people.present, people.manager, -1)
    recent = (snapshot.day - table.day <= limits["window_days"] + TOLERANCE) & (
        (table.giver >= 0) & (table.receiver >= 0)
    )
    giver, receiver = table.giver[recent], table.receiver[recent]
    given = np.bincount(giver[manager_of[receiver] == giver], minlength=n)
    received = np.bincount(receiver[manager_of[giver] == receiver], minlength=n)
    reports = rhythm.n_reports
    alone = (
        people.present
        & (reports >= limits["min_reports"] - TOLERANCE)
        & (given >= limits["min_given"] - TOLERANCE)
        & (received == 0)
    )
    for manager in np.flatnonzero(alone).tolist():
        yield Hit(
            about=subjects.person(manager),
            sentence=_(
                "In the last {days} {name} gave their reports {given} pieces of feedback; none of "
                "the {reports} has given any back."
            ).format(
                days=tell.days(limits["window_days"]),
                name=tell.name(lenses, manager),
                given=int(given[manager]),
                reports=int(reports[manager]),
            ),
            people=(manager,),
            question=_("Ask one question: what did I do that got in your way?"),
            evidence={"given": int(given[manager]), "received": 0},
        )


@rule(
    "LOS604",
    "broken-promises",
    Audience(first=THE_PAIR, above=OF_PAIRS, never=NEVER_BY_NAME),
    needs=("check_ins", "agreements"),
    about_people=True,
    limits={"window_days": 90, "min_check_ins": 3, "min_agreements": 8, "max_upper": 0.5},
)
def broken_promises(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
    """Find pairs that promise, both sides together, more than fits."""
    rhythm, table = lenses.rhythm, lenses.snapshot.agreements
    judged, kept_ones = _judged(lenses, limits["window_days"])
    n = len(lenses.snapshot.people)
    person = lenses.snapshot.check_ins.person
    promised = np.bincount(person[table.check_in[judged]], minlength=n)
    done = np.bincount(person[table.check_in[kept_ones]], minlength=n)
    talks = np.bincount(person[np.unique(table.check_in[judged])], minlength=n)
    enough = promised >= limits["min_agreements"] - TOLERANCE
    enough &= talks >= limits["min_check_ins"] - TOLERANCE
    for report in np.flatnonzero(enough).tolist():
        manager = int(rhythm.manager_of[report])
        count, kept = int(promised[report]), int(done[report])
        _low, high = wilson(kept, count)
        if not high < limits["max_upper"] - TOLERANCE:
            continue
        yield Hit(
            about=subjects.pair_of_people(manager, report),
            sentence=ngettext(
                "Of {promised} things that {manager} and {report} agreed on in the last {days}, "
                "{kept} was done, moved or dropped in time: more is promised than fits.",
                "Of {promised} things that {manager} and {report} agreed on in the last {days}, "
                "{kept} were done, moved or dropped in time: more is promised than fits.",
                kept,
            ).format(
                promised=count,
                kept=kept or _("none"),
                days=tell.days(limits["window_days"]),
                **names_of(lenses, manager, report),
            ),
            people=(manager, report),
            question=_("We promise more than fits: what do we leave out next time?"),
            evidence={"promised": count, "kept": kept},
        )


def _judged(lenses: Lenses, window: float) -> tuple[IntArray, IntArray]:
    """Agreements of talks of the window that another talk of the pair followed; those kept.

    Kept is what was closed by the next talk, or by its date if that is later and past. What serves
    a goal of scope individual is left out.
    """
    snapshot, pairs = lenses.snapshot, lenses.rhythm.of_pair
    day, table = snapshot.check_ins.day, snapshot.agreements
    followed = np.full(len(day), np.nan)
    before, after = pairs.items[:-1], pairs.items[1:]
    same = pairs.holders[:-1] == pairs.holders[1:]
    followed[before[same]] = day[after[same]]
    counts = table.check_in >= 0
    of_goal = np.flatnonzero(table.goal >= 0)
    counts[of_goal[snapshot.goals.scope[table.goal[of_goal]] == Scope.INDIVIDUAL]] = False
    talk = table.check_in[counts]
    counts[counts] = (snapshot.day - day[talk] <= window + TOLERANCE) & ~np.isnan(followed[talk])
    judged = np.flatnonzero(counts)
    due, done = table.due[judged], table.done_on[judged]
    by = followed[table.check_in[judged]]
    by = np.where((by < due) & (due < snapshot.day), due, by)
    kept = np.where(np.isnan(done), table.closed[judged] != Closed.OPEN, done <= by)
    return judged, judged[kept]


@rule(
    "LOS605",
    "no-feedback",
    Audience(first=_("the manager only"), above=_("as a share over at least five people")),
    needs=("feedback", "people"),
    about_people=True,
    limits={"window_days": 30, "min_words": 5},
)
def no_feedback(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
    """Find people who have heard nothing about concrete work for a month."""
    snapshot, people, table = lenses.snapshot, lenses.snapshot.people, lenses.snapshot.feedback
    window = limits["window_days"]
    if not len(table) or not snapshot.day - table.day.min() >= window - TOLERANCE:
        return
    concrete = (table.goal >= 0) | (table.words >= limits["min_words"] - TOLERANCE)
    concrete &= table.receiver >= 0
    last = np.full(len(people), -np.inf)
    np.maximum.at(last, table.receiver[concrete], table.day[concrete])
    settled = snapshot.day - people.start >= window - TOLERANCE
    waiting = people.present & ~people.away & settled
    waiting &= ~(snapshot.day - last <= window + TOLERANCE)
    for person in np.flatnonzero(waiting).tolist():
        heard = float(last[person])
        known = np.isfinite(heard)
        quiet = int(snapshot.day - heard) if known else None
        if quiet is None:
            sentence = _("Nothing on record tells {name} how a concrete piece of work was seen.")
        else:
            sentence = _(
                "The last feedback on record that tells {name} about a concrete piece of work "
                "was given {days} ago."
            )
        yield Hit(
            about=subjects.person(person),
            sentence=sentence.format(
                name=tell.name(lenses, person), days=tell.days(quiet) if quiet else ""
            ),
            people=(int(people.manager[person]),),
            question=_("Which piece of work did you see lately, and what did it do?"),
            evidence={"last": iso(heard) if known else None, "days": quiet},
        )


@rule(
    "LOS610",
    "impossible-cadence",
    Audience(
        first=_("the manager's manager"),
        then=_("the manager's manager and whoever plans teams"),
        never=_("the manager, as a fault of theirs"),
    ),
    needs=("people",),
    about_people=True,
    limits=CADENCE_LIMITS,
)
def impossible_cadence(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
    """Find managers whose agreed talks cannot fit the week."""
    people, rhythm = lenses.snapshot.people, lenses.rhythm
    needed = hours_of_talks(lenses, limits)
    over = people.present & (needed > limits["max_hours_per_week"] + TOLERANCE)
    for manager in np.flatnonzero(over).tolist():
        hours, reports = float(needed[manager]), int(rhythm.n_reports[manager])
        yield Hit(
            about=subjects.person(manager),
            sentence=_(
                "The talks agreed with {reports} people would take {name} {hours} hours a week. "
                "That is a fault of the design, not of {name}."
            ).format(reports=reports, name=tell.name(lenses, manager), hours=tell.number(hours)),
            people=(int(people.manager[manager]),),
            question=_("Do we need fewer reports here, or another rhythm?"),
            evidence={"reports": reports, "hours": hours},
        )
