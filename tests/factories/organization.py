"""People, teams and functions, made through the same door as all else; accounts stand beside."""

from typing import Any

from lineofsight.organization import services
from lineofsight.organization.models import Function, Grant, Organization, Person, Team


def person(name: str = "Alice", **fields: Any) -> Person:
    """An employee; ``manager``, ``team`` and ``start_date`` as for the service."""
    return services.add_person(actor=None, name=name, **fields)


def team(name: str = "Payments", **fields: Any) -> Team:
    return services.add_team(actor=None, name=name, **fields)


def function(name: str = "Product", **fields: Any) -> Function:
    return services.add_function(actor=None, name=name, **fields)


def grant(to: Person, role: str, **scope: Any) -> Grant:
    return services.grant_role(actor=None, person=to, role=role, **scope)


def strategy_office(name: str = "Olga") -> Person:
    office = person(name)
    grant(office, "strategy_office")
    return office


def administrator(name: str = "Adam") -> Person:
    admin = person(name)
    grant(admin, "administrator")
    return admin


def organization(**fields: Any) -> Organization:
    present = services.the_organization()
    return services.edit_organization(actor=None, expected=present.version, **fields)
