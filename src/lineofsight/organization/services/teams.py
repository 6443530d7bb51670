"""Teams and functions."""

from typing import Any

from django.utils.translation import gettext as _

from lineofsight.organization import access
from lineofsight.organization.models import Function, Person, Team
from lineofsight.organization.record.change import Change
from lineofsight.organization.record.checks import Checks, refuse
from lineofsight.organization.record.locks import lock_organization
from lineofsight.organization.services.circles import circle_of_teams
from lineofsight.organization.services.fields import (
    Rule,
    a,
    check_fields,
    check_new_ref,
    remove_if_free,
)

TEAM_FIELDS: dict[str, Rule] = {
    "name": Checks.title,
    "parent": a(Team),
    "function": a(Function),
    "lead": a(Person),
}
CONTRIBUTION: dict[str, Rule] = {
    "contribution": Checks.text,
    "success_measure": Checks.text,
    "gives_up": Checks.text,
}
FUNCTION_FIELDS: dict[str, Rule] = {"name": Checks.title, "head": a(Person), **CONTRIBUTION}


def add_team(
    *, actor: Person | None, name: str, ref: str = "", reason: str = "", **fields: Any
) -> Team:
    """Put a team on record; ``fields`` are those of TEAM_FIELDS.

    Raises
    ------
    Invalid
        With all that is wrong, by field.
    """
    values = {"name": name, **fields}
    checks = check_fields(TEAM_FIELDS, values)
    checks.text("reason", reason)
    access.require(actor, "team.create", Team(**_known(values, checks)))
    ref = check_new_ref(checks, Team, ref)
    checks.done()
    with Change(actor, "team.created", reason=reason) as change:
        # A team that is new has nobody below it, so no circle can close.
        return change.add(Team(ref=ref, **values))


def edit_team(
    *, actor: Person | None, team: Team, expected: int, reason: str = "", **changes: Any
) -> Team:
    """Change a team; ``changes`` are fields of TEAM_FIELDS.

    Raises
    ------
    Invalid
        With all that is wrong, by field; or the team would lie below itself.
    Conflict
        Somebody has changed the team since version ``expected``.
    """
    access.require(actor, "team.edit", team)
    checks = check_fields(TEAM_FIELDS, changes)
    checks.text("reason", reason)
    checks.done()
    with Change(actor, "team.edited", reason=reason) as change:
        if "parent" in changes:
            lock_organization()
            if changes["parent"] == team:
                _refuse_circle(team)
        present = Team.objects.get(pk=team.pk)
        change.save(present, expected=expected, **changes)
        if "parent" in changes and circle_of_teams([present.pk]):
            _refuse_circle(present)
    return present


def remove_team(*, actor: Person | None, team: Team, expected: int, reason: str = "") -> None:
    """Take a team off the record that nobody and nothing belongs to, nor ever did.

    Raises
    ------
    Invalid
        Others refer to it: people, now or once, teams below it, goals.
    Conflict
        Somebody has changed the team since version ``expected``.
    """
    access.require(actor, "team.remove", team)
    with Change(actor, "team.removed", reason=reason) as change:
        remove_if_free(change, team, expected=expected)


def add_function(
    *, actor: Person | None, name: str, ref: str = "", reason: str = "", **fields: Any
) -> Function:
    """Put a function on record; ``fields`` are those of FUNCTION_FIELDS.

    Raises
    ------
    Invalid
        With all that is wrong, by field.
    """
    values = {"name": name, **fields}
    checks = check_fields(FUNCTION_FIELDS, values)
    checks.text("reason", reason)
    access.require(actor, "function.create", Function(**_known(values, checks)))
    ref = check_new_ref(checks, Function, ref)
    checks.done()
    with Change(actor, "function.created", reason=reason) as change:
        return change.add(Function(ref=ref, **values))


def edit_function(
    *, actor: Person | None, function: Function, expected: int, reason: str = "", **changes: Any
) -> Function:
    """Change a function; ``changes`` are fields of FUNCTION_FIELDS.

    What it contributes, how that is measured and what it gives up may be said by its head too.

    Raises
    ------
    Invalid
        With all that is wrong, by field.
    Conflict
        Somebody has changed the function since version ``expected``.
    """
    told = changes.keys() <= CONTRIBUTION.keys()
    access.require(actor, "function.contribution" if told else "function.edit", function)
    checks = check_fields(FUNCTION_FIELDS, changes)
    checks.text("reason", reason)
    checks.done()
    present = Function.objects.get(pk=function.pk)
    with Change(actor, "function.edited", reason=reason) as change:
        change.save(present, expected=expected, **changes)
    return present


def remove_function(
    *, actor: Person | None, function: Function, expected: int, reason: str = ""
) -> None:
    """Take a function off the record that no team belongs to.

    Raises
    ------
    Invalid
        Teams refer to it.
    Conflict
        Somebody has changed the function since version ``expected``.
    """
    access.require(actor, "function.remove", function)
    with Change(actor, "function.removed", reason=reason) as change:
        remove_if_free(change, function, expected=expected)


def _known(values: dict[str, Any], checks: Checks) -> dict[str, Any]:
    """Return the values that are of the right kind: enough for asking who may."""
    return {field: value for field, value in values.items() if field not in checks.problems}


def _refuse_circle(team: Team) -> None:
    sentence = _("Then {name} would lie below itself. Choose another team above it.")
    refuse("parent", sentence.format(name=team.name))
