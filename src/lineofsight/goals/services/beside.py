"""The verbs of what stands beside goals: actions, and where effort goes."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from lineofsight.goals.models import Action, Allocation, Goal
from lineofsight.goals.services.given import Given
from lineofsight.goals.services.hold import hold
from lineofsight.kit.errors import Conflict, Invalid, NotAllowed
from lineofsight.organization import access
from lineofsight.organization.models import Person, Team
from lineofsight.organization.record.change import Change
from lineofsight.organization.record.locks import locked


def add_action(
    *,
    actor: Person | None,
    goal: Goal,
    title: str,
    owner: Person | None = None,
    due: date | None = None,
) -> Action:
    """Add a deliverable to a goal.

    Raises
    ------
    NotFound, NotAllowed, Invalid
    """
    access.require(actor, "goal.act", goal)
    values = _read({"title": title, "owner": owner, "due": due}).values()
    with Change(actor, "action.added") as change:
        return change.add(Action(goal=goal, **values))


def edit_action(
    *, actor: Person | None, action: Action, expected: int, reason: str = "", **changes: object
) -> Action:
    """Change ``title``, ``owner``, ``due``, ``done_on`` or ``goal`` of an action.

    Raises
    ------
    NotFound, NotAllowed, Invalid
    Conflict
        The action has another version than ``expected``.
    """
    _require_action(actor, action)
    goal = changes.get("goal")
    if isinstance(goal, Goal) and goal.pk != action.goal_id:
        access.require(actor, "goal.act", goal)
    with Change(actor, "action.edited", reason=reason) as change:
        hold(change, action, expected)
        change.save(action, **_read(changes, action).values())
    return action


def finish_action(
    *,
    actor: Person | None,
    action: Action,
    done_on: date | None = None,
    expected: int | None = None,
) -> Action:
    """Say that an action is done, today or on an earlier day.

    Raises
    ------
    NotFound, NotAllowed, Invalid
    Conflict
        It is done already, or has another version than ``expected``.
    """
    _require_action(actor, action)
    values = _read({"done_on": done_on or timezone.localdate()}, action).values()
    with Change(actor, "action.finished") as change:
        hold(change, action, expected)
        if action.done_on is not None:
            said = _("This action is done already.")
            raise Conflict(said, version=action.version, thing=action)
        change.save(action, **values)
    return action


def remove_action(
    *, actor: Person | None, action: Action, expected: int | None = None, reason: str = ""
) -> None:
    """Remove an action; its past stays in history.

    Raises
    ------
    NotFound, NotAllowed
    Conflict
        The action has another version than ``expected``.
    """
    _require_action(actor, action)
    with Change(actor, "action.removed", reason=reason) as change:
        hold(change, action, expected)
        change.remove(action)


def set_allocation(
    *,
    actor: Person | None,
    goal: Goal,
    share: float | None,
    person: Person | None = None,
    team: Team | None = None,
) -> Allocation | None:
    """Say what share of a person's, or a team's, time goes into a goal; ``None`` takes it back.

    Returns the allocation, or None where there is none any more.

    Raises
    ------
    NotFound, NotAllowed, Invalid
    """
    access.require(actor, "read", goal)
    if (person is None) == (team is None):
        raise Invalid({"person": [_("Name a person or a team, and not both.")]})
    access.require(actor, "goal.allocate", Allocation(goal=goal, person=person, team=team))
    values = Given(Allocation, {"share": share}).values()
    with Change(actor, "allocation.set") as change:
        # One writer at a time for a goal, so that two cannot both add the first.
        locked(Goal.objects.filter(pk=goal.pk)).values_list("pk").first()
        present = Allocation.objects.filter(goal=goal, person=person, team=team).first()
        if values["share"] is None:
            if present is not None:
                change.remove(present)
            return None
        if present is None:
            return change.add(Allocation(goal=goal, person=person, team=team, **values))
        change.save(present, **values)
    return present


def _require_action(actor: Person | None, action: Action) -> None:
    """An action without a goal, as a file may bring one, is its owner's alone."""
    if action.goal is not None:
        access.require(actor, "goal.act", action.goal)
    elif actor is not None and action.owner_id != actor.pk:
        raise NotAllowed(_("This is not yours to do. Ask its owner or the strategy office."))


def _read(values: dict[str, Any], present: Action | None = None) -> Given:
    given = Given(Action, values, present=present)
    given.need("title")
    given.not_later("done_on", timezone.localdate())
    return given
