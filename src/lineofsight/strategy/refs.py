"""Goals and pillars share one space of ids: a link's end is named by one word.

The room of goals lies above this one, so it registers here how to ask whether it holds an id.
"""

from collections.abc import Callable

from django.utils.translation import gettext as _

from lineofsight.organization.record.base import new_ref
from lineofsight.organization.record.checks import Checks
from lineofsight.organization.record.locks import wait_for_name
from lineofsight.strategy.models import Pillar

NORTH_STAR = "north_star"
Holds = Callable[[str], bool]
_HOLDERS: list[Holds] = [lambda ref: Pillar.objects.filter(ref=ref).exists()]


def register_holder(holds: Holds) -> None:
    """Let a room say which ids its goals have; once, at start."""
    _HOLDERS.append(holds)


def claim(ref: str) -> str:
    """Take an id for a new goal or pillar; make one if none is given.

    Ask inside the transaction that adds the row: until it ends nobody else takes the id.

    Raises
    ------
    Invalid
        The id cannot stand in a plan file, or a goal or a pillar has it.
    """
    if not ref:
        return new_ref()
    checks = Checks()
    checks.ref("ref", ref)
    checks.done()
    wait_for_name(f"end of links: {ref}")
    if ref == NORTH_STAR or any(holds(ref) for holds in _HOLDERS):
        checks.wrong("ref", _("A goal or a pillar has this id already. Choose a different one."))
    checks.done()
    return ref
