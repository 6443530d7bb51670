"""Verbs on people, teams, functions, accounts and roles."""

from django.utils import timezone

from lineofsight.organization import services as organization
from tests.factories import accounts
from tests.factories import organization as made
from tests.organization.audit.acts.base import ACTS, Act, act, on

ACTS |= {
    "organization.add_person": lambda: lambda: organization.add_person(actor=None, name="Bo"),
    "organization.edit_person": on(made.person, organization.edit_person, "person", level="5"),
    "organization.leave": on(made.person, organization.leave, "person", on=timezone.localdate()),
    "organization.add_team": lambda: lambda: organization.add_team(actor=None, name="Payments"),
    "organization.edit_team": on(made.team, organization.edit_team, "team", name="Money"),
    "organization.remove_team": on(made.team, organization.remove_team, "team"),
    "organization.add_function": lambda: lambda: organization.add_function(actor=None, name="Law"),
    "organization.edit_function": on(
        made.function, organization.edit_function, "function", name="Law"
    ),
    "organization.remove_function": on(made.function, organization.remove_function, "function"),
}


@act
def move_person() -> Act:
    bo, lead = made.person("Bo"), made.person("Lead")
    return lambda: organization.move_person(actor=None, person=bo, manager=lead)


@act
def set_dotted_managers() -> Act:
    bo, lead = made.person("Bo"), made.person("Lead")
    return lambda: organization.set_dotted_managers(actor=None, person=bo, managers=[lead])


@act
def add_account() -> Act:
    bo = made.person("Bo")
    return lambda: organization.add_account(actor=None, person=bo, email="bo@example.org")


@act
def close_account() -> Act:
    account = accounts.account()
    return lambda: organization.close_account(actor=None, account=account)


@act
def open_account() -> Act:
    account = accounts.account()
    organization.close_account(actor=None, account=account)
    return lambda: organization.open_account(actor=None, account=account)


@act
def grant_role() -> Act:
    bo = made.person("Bo")
    return lambda: organization.grant_role(actor=None, person=bo, role="auditor")


@act
def revoke_role() -> Act:
    grant = made.grant(made.person("Bo"), "auditor")
    return lambda: organization.revoke_role(actor=None, grant=grant)


@act
def edit_organization() -> Act:
    there = made.organization()
    return lambda: organization.edit_organization(
        actor=None, expected=there.version, name="Halvorsen"
    )
