"""The check of the whole plan: asked for here, and followed while the worker makes it."""

from dataclasses import dataclass
from typing import cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from lineofsight.alignment import selectors
from lineofsight.alignment.models import Check
from lineofsight.alignment.services import ask_for_check
from lineofsight.organization import access
from lineofsight.organization.access import Viewer
from lineofsight.organization.access.guards import SIGNED_IN, guards
from lineofsight.web.middleware.person import PersonRequest

WHEN = "j F, H:i"


@dataclass(frozen=True, slots=True)
class Look:
    """A check as it is shown; ``share`` of its work that is done, in [0, 1].

    ``seen`` tells one state of it from the next, so that a page hears only of what it has not
    shown yet.
    """

    says: str
    share: float
    is_over: bool
    is_done: bool
    seen: str


def newest(viewer: Viewer) -> Look | None:
    """Return the check that waits or runs, else the newest; None if there was never any."""
    check = selectors.check_under_way()
    if check is None:
        check = access.visible_to(viewer, Check).order_by("-pk").first()
    return _look(check) if check is not None else None


def _look(check: Check) -> Look:
    doing = selectors.doing(check)
    is_over = check.state not in {"waiting", "running"}
    return Look(
        says=_told(check) if is_over else doing,
        share=check.progress,
        is_over=is_over,
        is_done=check.state == "done",
        seen=f"{check.pk}-{check.state}-{check.progress:.2f}-{len(doing)}",
    )


def _told(check: Check) -> str:
    if check.state == "failed":
        return _("It did not get through. What was found before stands; the log says why it ended.")
    if check.state == "overtaken":
        return _("A newer check was quicker, and what that found stands.")
    opened = ngettext("{count} new finding", "{count} new findings", check.opened)
    return _("Looked at on {when}: {opened}, {still} still there, {resolved} resolved.").format(
        when=date_format(localtime(check.as_of), WHEN),
        opened=opened.format(count=check.opened),
        still=check.still,
        resolved=check.resolved,
    )


@require_POST
@guards("check.run")
def ask(request: HttpRequest) -> HttpResponse:
    """Ask the worker for a check now."""
    asking = cast(PersonRequest, request)
    ask_for_check(actor=asking.person)
    if _in_place(request):
        return _state(asking)
    return HttpResponseRedirect(f"{reverse('strategy')}#check")


@require_GET
@guards(SIGNED_IN)
def state(request: HttpRequest) -> HttpResponse:
    """Say how far the check is; nothing where the page shows that already."""
    if not _in_place(request):
        return HttpResponseRedirect(f"{reverse('strategy')}#check")
    return _state(cast(PersonRequest, request), request.GET.get("seen", ""))


def _state(request: PersonRequest, seen: str = "") -> HttpResponse:
    look = newest(request.viewer)
    if look is None or look.seen == seen:
        return HttpResponse(status=204)
    return render(request, "strategy/check_state.html", {"look": look, "in_place": True})


def _in_place(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"
