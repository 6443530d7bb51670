"""Who may see and do what with tokens: everybody with their own, nobody with another's."""

from typing import Any

from django.db.models import Q

from lineofsight.api.models import KeptAnswer, Token
from lineofsight.organization.access import Policy, Viewer, register


def _own(viewer: Viewer, thing: Any) -> bool:
    return bool(thing.person_id == viewer.pk)


def _mine(viewer: Viewer) -> Q:
    return Q(person_id=viewer.pk)


register(
    Policy(
        Token,
        seen=_mine,
        verbs={"token.revoke": _own},
        makes={"token.make": _own},
        told="A personal token is seen, made and ended by the person it acts for.",
    )
)
register(
    Policy(
        KeptAnswer,
        seen=_mine,
        told="Answers kept for repeated requests are read by the interface alone.",
    )
)
