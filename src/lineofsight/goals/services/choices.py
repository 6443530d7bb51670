"""The verbs of what was believed and what was decided: assumptions and decisions."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from lineofsight.goals.models import Assumption, Decision, Goal, Link
from lineofsight.goals.services.given import Given, rows
from lineofsight.goals.services.hold import hold
from lineofsight.kit.errors import NotAllowed
from lineofsight.organization import access
from lineofsight.organization.models import Person
from lineofsight.organization.record.base import LONGEST_TEXT, LONGEST_TITLE
from lineofsight.organization.record.change import Change
from lineofsight.planfile.column import Column, Kind

DECISION_COLUMNS = {
    "title": Column("title", required=True, longest=LONGEST_TITLE),
    "reason": Column("reason", required=True, longest=LONGEST_TEXT),
    "alternatives": Column("alternatives", longest=LONGEST_TEXT),
    "decided_on": Column("decided_on", Kind.DATE),
    "review_by": Column("review_by", Kind.DATE),
}


def add_assumption(
    *,
    actor: Person | None,
    text: str,
    goals: Iterable[Goal],
    owner: Person | None = None,
    review_by: date | None = None,
) -> Assumption:
    """Write down what is believed, and the goals that rest on it.

    Raises
    ------
    NotFound, NotAllowed, Invalid
    """
    resting = rows(goals, Goal)
    for goal in resting:
        access.require(actor, "goal.assume", goal)
    given = Given(Assumption, {"text": text, "owner": owner, "review_by": review_by})
    given.need("text")
    if not resting:
        given.wrong("goals", _("Name at least one goal that rests on it."))
    values = given.values()
    with Change(actor, "assumption.added") as change:
        assumption = change.add(Assumption(**values))
        assumption.goals.set(resting)
    return assumption


def edit_assumption(
    *,
    actor: Person | None,
    assumption: Assumption,
    expected: int,
    reason: str = "",
    goals: Iterable[Goal] | None = None,
    **changes: object,
) -> Assumption:
    """Change ``text``, ``owner``, ``review_by`` or the goals that rest on an assumption.

    Raises
    ------
    NotFound, NotAllowed, Invalid
    Conflict
        The assumption has another version than ``expected``.
    """
    _require_assumption(actor, assumption)
    resting = None if goals is None else rows(goals, Goal)
    known = set(assumption.goals.values_list("pk", flat=True))
    for goal in resting or ():
        if goal.pk not in known:
            access.require(actor, "goal.assume", goal)
    with Change(actor, "assumption.edited", reason=reason) as change:
        hold(change, assumption, expected)
        given = Given(Assumption, changes, present=assumption)
        given.need("text")
        if resting is not None and not resting:
            given.wrong("goals", _("Name at least one goal that rests on it."))
        change.save(assumption, **given.values())
        if resting is not None:
            change.relate(assumption, "goals", resting)
    return assumption


def decide_assumption(
    *,
    actor: Person | None,
    assumption: Assumption,
    state: str,
    expected: int,
    reason: str = "",
    decided_on: date | None = None,
) -> Assumption:
    """Say that an assumption was found ``confirmed`` or ``false``, or is ``believed`` again.

    Raises
    ------
    NotFound, NotAllowed, Invalid
    Conflict
        The assumption has another version than ``expected``.
    """
    _require_assumption(actor, assumption)
    given = Given(Assumption, {"state": state, "decided_on": decided_on}, present=assumption)
    given.need("state")
    given.not_later("decided_on", timezone.localdate())
    values = given.values()
    is_open = values["state"] == "believed"
    values["decided_on"] = None if is_open else values["decided_on"] or timezone.localdate()
    with Change(actor, "assumption.decided", reason=reason) as change:
        hold(change, assumption, expected)
        change.save(assumption, **values)
    return assumption


def remove_assumption(
    *,
    actor: Person | None,
    assumption: Assumption,
    expected: int | None = None,
    reason: str = "",
) -> None:
    """Remove an assumption; its past stays in history.

    Raises
    ------
    NotFound, NotAllowed
    Conflict
        The assumption has another version than ``expected``.
    """
    _require_assumption(actor, assumption)
    with Change(actor, "assumption.removed", reason=reason) as change:
        hold(change, assumption, expected)
        change.remove(assumption)


def decide(
    *,
    actor: Person | None,
    title: str,
    reason: str,
    goals: Iterable[Goal] = (),
    link: Link | None = None,
    alternatives: str = "",
    decided_on: date | None = None,
    review_by: date | None = None,
) -> Decision:
    """Write down a choice with its reason and what else was considered.

    About a link between goals that compete it is a trade-off; both goals are then concerned.

    Raises
    ------
    NotFound, NotAllowed, Invalid
    """
    ends = [] if link is None else [end for end in (link.source, link.goal) if end is not None]
    concerned = rows([*goals, *ends], Goal)
    for goal in concerned:
        access.require(actor, "goal.decide", goal)
    given = Given(
        Decision,
        {
            "title": title,
            "reason": reason,
            "alternatives": alternatives,
            "decided_on": decided_on or timezone.localdate(),
            "review_by": review_by,
        },
        columns=DECISION_COLUMNS,
    )
    given.need("title", "reason")
    given.not_later("decided_on", timezone.localdate())
    given.in_order("decided_on", "review_by", _("The review lies before the decision."))
    if not concerned:
        given.wrong("goals", _("Name at least one goal that this is about."))
    values: dict[str, Any] = given.values()
    with Change(actor, "decision.made", reason=reason) as change:
        decision = change.add(Decision(decided_by=actor, link=link, **values))
        decision.goals.set(concerned)
    return decision


def _require_assumption(actor: Person | None, assumption: Assumption) -> None:
    """Whoever may do so for one of the goals that rest on it, may; or its owner where none do."""
    resting = list(assumption.goals.all())
    if actor is None or assumption.owner_id == actor.pk:
        return
    for goal in resting:
        if access.can(actor, "goal.assume", goal):
            return
    for goal in resting:
        access.require(actor, "goal.assume", goal)
    raise NotAllowed(_("This is not yours to do. Ask its owner or the strategy office."))
