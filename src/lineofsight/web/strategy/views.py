"""The strategy on a page, and what a reader says to it."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from lineofsight.alignment.models import Check
from lineofsight.kit.errors import Conflict, Invalid
from lineofsight.organization import access
from lineofsight.organization.access.guards import SIGNED_IN, guards
from lineofsight.strategy.errors import NotPublished
from lineofsight.strategy.services import acknowledge as note_that_read
from lineofsight.web.errors import refusal
from lineofsight.web.middleware.person import PersonRequest
from lineofsight.web.strategy.answers import unanswered
from lineofsight.web.strategy.check import newest
from lineofsight.web.strategy.version import version_in_force
from lineofsight.web.strategy.view import strategy_view


@require_GET
@guards(SIGNED_IN)
def strategy(request: HttpRequest) -> HttpResponse:
    """Show the page."""
    return _page(cast(PersonRequest, request))


@require_POST
@guards("acknowledge")
def acknowledge(request: HttpRequest) -> HttpResponse:
    """Note that a person has read the strategy, or what they ask, fear or offer."""
    asking = cast(PersonRequest, request)
    kind, text = request.POST.get("kind", ""), request.POST.get("text", "")
    problems: Mapping[str, list[str]]
    version = version_in_force(asking.viewer)
    if version is None:
        return refusal(request, NotPublished(_("There is no strategy to read yet.")))
    try:
        note_that_read(actor=asking.person, version=version, kind=kind, text=text)
    except Invalid as refused:
        problems, status = refused.problems, HTTPStatus.UNPROCESSABLE_ENTITY
    except (Conflict, NotPublished) as refused:
        problems, status = {"general": [refused.message]}, HTTPStatus.CONFLICT
    else:
        messages.success(request, _done(kind))
        if _in_place(request):
            return _say(asking, {})
        return HttpResponseRedirect(f"{reverse('strategy')}#say")
    wrong = {name: " ".join(sentences) for name, sentences in problems.items()}
    given = {"problems": wrong, "given_kind": kind, "given_text": text}
    if _in_place(request):
        return _say(asking, given, status)
    return _page(asking, given, status)


def _done(kind: str) -> str:
    if kind in {"question", "concern"}:
        return _("Sent. The sponsor or the strategy office answers here.")
    return _("Noted. Thank you.") if kind else _("Noted that you have read it.")


def _page(
    request: PersonRequest, given: Mapping[str, object] | None = None, status: int = HTTPStatus.OK
) -> HttpResponse:
    may_check = access.can(request.viewer, "check.run", Check())
    shown = {
        **_context(request, given or {}),
        "unanswered": unanswered(request.viewer),
        "may_check": may_check,
        "look": newest(request.viewer) if may_check else None,
    }
    return render(request, "strategy/page.html", shown, status=status)


def _say(
    request: PersonRequest, given: Mapping[str, object], status: int = HTTPStatus.OK
) -> HttpResponse:
    return render(request, "strategy/say.html", _context(request, given), status=status)


def _context(request: PersonRequest, given: Mapping[str, object]) -> dict[str, object]:
    kinds = [
        ("question", _("A question")),
        ("concern", _("A concern")),
        ("contribution", _("What I can contribute")),
    ]
    shown = strategy_view(request.viewer)
    said = {kind: shown.page.of_kind(kind) for kind in ("vision", "mission", "value")}
    return {
        "strategy": shown,
        **said,
        "in_place": _in_place(request),
        "kinds": kinds,
        "place": [(_("Strategy"), "")],
        "problems": {},
        "given_kind": "question",
        **given,
    }


def _in_place(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"
