"""What every template is given."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Place:
    """A page of the rail: its name, address, icon and key."""

    name: str
    address: str
    icon: str
    key: str
    here: bool
    gap: bool = False
    short: str = ""  # on a phone, where the name has no room


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return what the frame shows of the person and the place; asks the database nothing more."""
    person = getattr(request, "person", None)
    if person is None:
        return {"person": None, "today": timezone.localdate(), "single_keys": True, "theme": ""}
    account = request.user
    return {
        "person": person,
        "today": timezone.localdate(),
        "single_keys": getattr(account, "single_keys", True),
        "theme": getattr(account, "theme", ""),
        "place": _place(request.path),
        "organization_name": getattr(account, "organization_name", "") or "",
        "rail": rail(request),
    }


def _place(path: str) -> list[tuple[str, str]]:
    """Name the place of a page that does not say it itself."""
    names = (("/account/", _("Account")), ("/invitations/", _("Invitations")), ("/find", _("Find")))
    return [(name, "") for beginning, name in names if path.startswith(beginning)]


def rail(request: HttpRequest) -> list[Place]:
    """Return the pages of the rail."""
    names = (
        (_("My line of sight"), "my_line", "line", "m", False, _("Mine")),
        (_("Strategy"), "strategy", "strategy", "s", True, ""),
        (_("Goals"), "goals", "goals", "o", False, ""),
    )
    return [
        Place(name, address, icon, key, _is_here(request.path, address), gap, short)
        for name, address, icon, key, gap, short in (
            (name, reverse(view), icon, key, gap, short)
            for name, view, icon, key, gap, short in names
        )
    ]


def _is_here(path: str, address: str) -> bool:
    return path == address or (address != "/" and path.startswith(address.rstrip("/") + "/"))
