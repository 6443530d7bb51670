"""Roles that are given to people. Managers, champions and sponsors follow from the record."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lineofsight.organization import access
from lineofsight.organization.models import Function, Grant, Person, Team
from lineofsight.organization.record.change import Change
from lineofsight.organization.record.checks import Checks, refuse
from lineofsight.organization.record.locks import wait_for_name
from lineofsight.organization.selectors.days import today
from lineofsight.organization.services.fields import a


def grant_role(
    *,
    actor: Person | None,
    person: Person,
    role: str,
    function: Function | None = None,
    team: Team | None = None,
    reason: str = "",
) -> Grant:
    """Give a role to a person; one that they have already is returned as it is.

    An HR partner may be one of a function or of a team and what lies below it.

    Raises
    ------
    Invalid
        There is no such role, or it takes no scope.
    """
    access.require(actor, "grant.give", Grant(person=person, role=role))
    checks = Checks()
    checks.one_of("role", role, Grant.ROLES, or_none=False)
    a(Function)(checks, "function", function)
    a(Team)(checks, "team", team)
    checks.text("reason", reason)
    if role != "hr_partner" and (function is not None or team is not None):
        checks.wrong("role", _("Only an HR partner has a scope. Leave function and team empty."))
    if function is not None and team is not None:
        checks.wrong("team", _("Choose a function or a team, not both. Give the role twice."))
    checks.done()
    present = Grant.objects.filter(person=person, role=role, function=function, team=team)
    with Change(actor, "grant.given", reason=reason) as change:
        found = present.first()
        if found is None:
            try:
                with transaction.atomic():
                    found = change.add(
                        Grant(
                            person=person,
                            role=role,
                            function=function,
                            team=team,
                            given_on=today(),
                        )
                    )
            except IntegrityError:  # somebody gave it at the same time
                found = present.get()
    return found


def revoke_role(*, actor: Person | None, grant: Grant, reason: str = "") -> None:
    """Take a role back; one that is gone already is no error.

    Raises
    ------
    Invalid
        It is the last administrator's: somebody must be able to give it again.
    """
    access.require(actor, "grant.revoke", grant)
    with Change(actor, "grant.revoked", reason=reason) as change:
        wait_for_name("administrators")  # two at once must not take the last two roles
        others = Grant.objects.filter(role="administrator").exclude(pk=grant.pk)
        if grant.role == "administrator" and not others.exists():
            refuse("", _("This is the last administrator. Give the role to another person first."))
        if Grant.objects.filter(pk=grant.pk).exists():
            change.remove(grant)
