"""Reads of the organisation that join tables: who reported to whom on a day, and what day it is."""

from lineofsight.organization.selectors.days import now_of, the_organization, today, zone_of
from lineofsight.organization.selectors.lines import (
    chain_of,
    dotted_managers_of,
    holding_on,
    manager_of,
    reports_of,
    team_of,
)

__all__ = [
    "chain_of",
    "dotted_managers_of",
    "holding_on",
    "manager_of",
    "now_of",
    "reports_of",
    "team_of",
    "the_organization",
    "today",
    "zone_of",
]
