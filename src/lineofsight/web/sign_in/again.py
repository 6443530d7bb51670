"""For views that do what matters: giving roles, making tokens.

    @once_more
    def give_role(request): ...

Whoever has not shown within the last ten minutes that it is them does so first, and comes back.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from allauth.account.decorators import reauthentication_required

V = TypeVar("V", bound=Callable[..., Any])


def once_more(view: V) -> V:
    """Ask to show once more that it is oneself before a view goes on."""
    return cast(V, reauthentication_required(view))
