"""Holding a row while it is changed."""

from typing import TypeVar

from django.utils.translation import gettext as _

from lineofsight.kit.errors import NotFound
from lineofsight.organization.record.base import Versioned
from lineofsight.organization.record.change import Change
from lineofsight.organization.record.locks import locked

R = TypeVar("R", bound=Versioned)


def hold(change: Change, thing: R, expected: int | None = None) -> R:
    """Lock a row until the change ends and read it anew, into the object in hand.

    Raises
    ------
    NotFound
        It has been removed.
    Conflict
        It has another version than the one that the actor saw (default: the one in hand).
    """
    seen = thing.version if expected is None else expected
    if not locked(type(thing)._default_manager.filter(pk=thing.pk)).values_list("pk").first():
        raise NotFound(_("There is nothing here, or nothing that you may see."))
    change.save(thing, expected=seen)
    thing.refresh_from_db()
    return thing
