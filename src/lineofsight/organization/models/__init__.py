"""The tables of this room."""

from lineofsight.organization.models.access import Account, Grant
from lineofsight.organization.models.invitation import Invitation
from lineofsight.organization.models.kept import AuditEntry, Seal, Version
from lineofsight.organization.models.limit import Limit
from lineofsight.organization.models.people import (
    Function,
    Membership,
    Organization,
    Person,
    ReportingLine,
    Team,
)

__all__ = [
    "Account",
    "AuditEntry",
    "Function",
    "Grant",
    "Invitation",
    "Limit",
    "Membership",
    "Organization",
    "Person",
    "ReportingLine",
    "Seal",
    "Team",
    "Version",
]
