"""8xx Writing: would a newcomer understand it? Definitions: DEFINITIONS section 7.

Shown while writing; on pages only as a share by function.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from lineofsight.engine import subjects
from lineofsight.engine.codes import Scope
from lineofsight.engine.columns import BoolArray
from lineofsight.engine.finding import EvidenceValue, Severity
from lineofsight.engine.lens import Lenses
from lineofsight.engine.rules import tell
from lineofsight.engine.rules.rule import Audience, Hit, Limits, rule
from lineofsight.kit.i18n import gettext as _

TOLERANCE = 1e-9
WORDING = {"min_words": 2, "short_words": 4}
READING = {"max_characters": 200, "min_words": 25, "max_lix": 90}
LABEL = ("label",)  # the cause where a title is not vague, and yet says nothing of its subject
WHILE_WRITING = Audience(
    first=_("whoever writes it, while writing"), above=_("as a share by function")
)


@rule(
    "LOS801",
    "vague-wording",
    WHILE_WRITING,
    needs_words=True,
    at_most=Severity.LOW,
    limits={**WORDING, "certainty": 0.7},
)
def vague_wording(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
    """Find goals whose title could stand in any plan."""
    goals = lenses.snapshot.goals
    for goal in np.flatnonzero(goals.active).tolist():
        cause = lenses.wording.vague(str(goals.title[goal]), limits)
        if cause is None:
            continue
        if cause.causes == LABEL:
            sentence = _("{title} names a subject, but not what will be different.")
        else:
            sentence = _("{title} could stand in any organisation's plan.")
        yield Hit(
            about=subjects.goal(goal),
            sentence=sentence.format(title=tell.title(lenses, goal)),
            people=(int(goals.owner[goal]),),
            question=_("What will be different, for whom, and where would we see it?"),
            evidence={"cause": list(cause.causes), "words": list(cause.words)},
            certainty=limits["certainty"],
        )


@rule(
    "LOS802",
    "too-many-key-results",
    WHILE_WRITING,
    needs=("key_results",),
    at_most=Severity.LOW,
    limits={"max_key_results": 5},
)
def too_many_key_results(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
    """Find goals with more key results than anybody steers by."""
    snapshot, goals = lenses.snapshot, lenses.snapshot.goals
    count = np.bincount(snapshot.key_results.goal, minlength=len(goals))
    many = goals.active & (count > limits["max_key_results"] + TOLERANCE)
    for goal in np.flatnonzero(many).tolist():
        yield Hit(
            about=subjects.goal(goal),
            sentence=_(
                "{title} has {count} key results: more than most people can steer by."
            ).format(title=tell.title(lenses, goal), count=int(count[goal])),
            people=(int(goals.owner[goal]),),
            question=_("If only three of these could move, which?"),
            evidence={"key_results": int(count[goal])},
        )


@rule(
    "LOS803",
    "too-many-goals",
    Audience(first=_("the lead of the team"), above=_("as a share by function")),
    needs=("teams",),
    at_most=Severity.LOW,
    limits={"max_goals": 5},
)
def too_many_goals(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
    """Find teams with more objectives than a team can hold in mind."""
    snapshot, goals = lenses.snapshot, lenses.snapshot.goals
    counted = goals.active & goals.objective & (goals.scope != Scope.INDIVIDUAL)
    counted &= goals.team >= 0
    count = np.bincount(goals.team[counted], minlength=len(snapshot.teams))
    for team in np.flatnonzero(count > limits["max_goals"] + TOLERANCE).tolist():
        yield Hit(
            about=subjects.team(team),
            sentence=_("{team} has {count} goals at once.").format(
                team=snapshot.teams.name[team], count=int(count[team])
            ),
            people=(int(snapshot.teams.lead[team]),),
            question=_("Which of these could wait until another one has arrived?"),
            evidence={"goals": int(count[team])},
        )


@rule(
    "LOS804",
    "task-as-goal",
    WHILE_WRITING,
    needs_words=True,
    at_most=Severity.LOW,
    limits={"certainty": 0.7},
)
def task_as_goal(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
    """Find goals that are over when something is handed over."""
    goals = lenses.snapshot.goals
    asked = goals.active & (goals.scope != Scope.INDIVIDUAL) & ~_shows_outcome(lenses)
    for goal in np.flatnonzero(asked).tolist():
        verb = lenses.wording.first_verb(str(goals.title[goal]))
        if verb is None or not verb.is_work:
            continue
        yield Hit(
            about=subjects.goal(goal),
            sentence=_(
                "{title} is over once it is handed over; no measure says what it does."
            ).format(title=tell.title(lenses, goal)),
            people=(int(goals.owner[goal]),),
            question=_("What is different for the customer then, and where would we see it?"),
            evidence={"verb": verb.lemma},
            certainty=limits["certainty"],
        )


def _shows_outcome(lenses: Lenses) -> BoolArray:
    """For each goal, whether it or a parent has a measure of outcome, free of LOS301."""
    activity = lenses.activity
    outcome = activity.is_outcome_type.copy()
    outcome[list(activity.verbs)] = False
    own = activity.goals_with(outcome)
    return own | activity.below(own)


@rule("LOS805", "unreadable", WHILE_WRITING, at_most=Severity.LOW, limits=READING)
def unreadable(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
    """Find goals longer, or harder to read, than people read."""
    goals = lenses.snapshot.goals
    for goal in np.flatnonzero(goals.active).tolist():
        found = lenses.wording.unreadable(str(goals.title[goal]), str(goals.text[goal]), limits)
        if found is None:
            continue
        if found.characters > limits["max_characters"]:
            sentence = _("{title} is longer than most people will read.")
        else:
            sentence = _("The wording of {title} is heavier than most people will read to the end.")
        yield Hit(
            about=subjects.goal(goal),
            sentence=sentence.format(title=tell.title(lenses, goal)),
            people=(int(goals.owner[goal]),),
            question=_("How would you say it to somebody who starts on Monday?"),
            evidence={"characters": found.characters, "lix": _known(found.lix)},
        )


def _known(lix: float) -> float | None:
    return None if np.isnan(lix) else round(lix, 1)


@rule(
    "LOS806",
    "strategy-in-jargon",
    Audience(first=_("the strategy office"), above=_("the executives")),
    needs=("strategy|pillars",),
    at_most=Severity.LOW,
)
def strategy_in_jargon(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
    """Find the same faults in the strategy itself."""
    snapshot = lenses.snapshot
    # The same faults by the same bounds, as the organisation has set them.
    own = lenses.settings.thresholds
    wording = {**WORDING, **own.get("LOS801", {})}
    reading = {**READING, **own.get("LOS805", {})}
    pillars, strategy = snapshot.pillars, snapshot.strategy
    written = [
        (
            subjects.pillar(i),
            str(pillars.text[i]).strip() or str(pillars.name[i]),
            pillars.sponsor[i],
        )
        for i in range(len(pillars))
    ]
    written += [(subjects.statement(i), str(strategy.text[i]), -1) for i in range(len(strategy))]
    for about, text, sponsor in written:
        cause: dict[str, EvidenceValue] = {}
        if (vague := lenses.wording.vague(text, wording)) is not None:
            cause["vague"] = list(vague.causes)
        if (hard := lenses.wording.unreadable(text, "", reading)) is not None:
            cause["unreadable"] = {"characters": hard.characters, "lix": _known(hard.lix)}
        if not cause:
            continue
        if vague is not None and vague.causes == LABEL:
            sentence = _("{text} names a subject, but not what will be different.")
        elif vague is not None:
            sentence = _("{text} could stand in any organisation's strategy.")
        elif hard is not None and hard.characters > reading["max_characters"]:
            sentence = _("{text} is longer than most people will read.")
        else:
            sentence = _("The wording of {text} is heavier than most people will read to the end.")
        yield Hit(
            about=about,
            sentence=sentence.format(text=tell.quoted(text)),
            people=(int(sponsor),),
            question=_("How would we say this to a customer?"),
            evidence={"cause": cause},
        )
