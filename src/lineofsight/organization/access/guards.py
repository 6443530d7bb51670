"""What a page or an address of the interface for programs says about who may call it."""

from collections.abc import Callable
from typing import Any, TypeVar

V = TypeVar("V", bound=Callable[..., Any])

PUBLIC = "public"  # anybody, signed in or not
SIGNED_IN = "signed_in"  # whoever works here; what it shows goes through ``visible_to``


def guards(policy: str) -> Callable[[V], V]:
    """Say who may call a view: ``public``, ``signed_in``, or the verb that it performs.

    Marks a function, a class of views or an operation of the interface; a test walks all addresses
    and fails where the mark is missing. ``public`` is also what lets a request pass that nobody
    has signed; beyond that the mark keeps nobody out: the services and selectors that the view
    calls ask the policy, so that no channel can forget to.
    """

    def mark(view: V) -> V:
        view.policy = policy  # type: ignore[attr-defined] # any callable may carry the mark
        if policy == PUBLIC:
            # Django's own mark, which its middleware for signing in reads.
            view.login_required = False  # type: ignore[attr-defined] # as above
        return view

    return mark


def policy_of_view(view: Any) -> str:
    """Return what a view says of itself, through what is wrapped around it; "" if nothing.

    Django's own mark for what needs no sign-in, ``login_not_required``, reads ``public``.
    """
    at = view
    while at is not None:
        for bearer in (at, getattr(at, "view_class", None)):
            found = getattr(bearer, "policy", "")
            if found:
                return str(found)
            if getattr(bearer, "login_required", True) is False:
                return PUBLIC
        at = getattr(at, "__wrapped__", None)
    return ""
