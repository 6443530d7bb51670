"""What can be done to the organisation: each verb asks who may, and leaves one entry."""

from lineofsight.organization.selectors.days import the_organization
from lineofsight.organization.services.check_settings import settings_of
from lineofsight.organization.services.moves import (
    KEEP,
    Placement,
    apply_moves,
    move_person,
    place_people,
    set_dotted_managers,
)
from lineofsight.organization.services.people import (
    add_account,
    add_person,
    close_account,
    edit_person,
    leave,
    open_account,
)
from lineofsight.organization.services.roles import grant_role, revoke_role
from lineofsight.organization.services.teams import (
    add_function,
    add_team,
    edit_function,
    edit_team,
    remove_function,
    remove_team,
)
from lineofsight.organization.services.whole import begin_rules, edit_organization

__all__ = [
    "KEEP",
    "Placement",
    "add_account",
    "add_function",
    "add_person",
    "add_team",
    "apply_moves",
    "begin_rules",
    "close_account",
    "edit_function",
    "edit_organization",
    "edit_person",
    "edit_team",
    "grant_role",
    "leave",
    "move_person",
    "open_account",
    "place_people",
    "remove_function",
    "remove_team",
    "revoke_role",
    "set_dotted_managers",
    "settings_of",
    "the_organization",
]
