"""My line of sight, and the answers that are given on it.

Each answer is a form of its own: in place where the browser can, else by a page that is loaded
again. An answer that is refused comes back with what was wrong and what was written.
"""

from collections.abc import Callable, Mapping
from datetime import date
from http import HTTPStatus
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from lineofsight.alignment.models import Finding
from lineofsight.alignment.services import accept_finding, object_to_finding
from lineofsight.goals.models import KeyResult, Link
from lineofsight.goals.services import accept_link, confirm_link, record_observation
from lineofsight.kit.errors import Conflict, Invalid
from lineofsight.organization import access
from lineofsight.organization.access.guards import SIGNED_IN, guards
from lineofsight.rhythm.models import Blocker
from lineofsight.rhythm.services.blockers import answer_blocker, lift_blocker
from lineofsight.web.line.asked import asked_of
from lineofsight.web.line.items import Items
from lineofsight.web.line.view import my_line_of
from lineofsight.web.middleware.person import PersonRequest


@require_GET
@guards(SIGNED_IN)
def my_line(request: HttpRequest) -> HttpResponse:
    """Show the page."""
    return _page(cast(PersonRequest, request))


def _page(
    request: PersonRequest, asked: Items | None = None, status: int = HTTPStatus.OK
) -> HttpResponse:
    mine = my_line_of(request.viewer, asked)
    shown = {"mine": mine, "place": [(_("My line of sight"), "")]}
    return render(request, "line/page.html", shown, status=status)


@require_POST
@guards("link.confirm")
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm that a link holds as both of its ends read now."""
    asking = cast(PersonRequest, request)
    link = access.get_visible(asking.viewer, Link, pk=pk)

    def do() -> str:
        confirm_link(actor=asking.person, link=link, expected=_expected(request))
        return _("Confirmed: both ends count as compared today.")

    return _answer(asking, f"link-{pk}", "confirm", do)


@require_POST
@guards("link.accept")
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept to deliver what another goal depends on."""
    asking = cast(PersonRequest, request)
    link = access.get_visible(asking.viewer, Link, pk=pk)

    def do() -> str:
        accept_link(actor=asking.person, link=link, expected=_expected(request))
        return _("Accepted: they know that they can count on it.")

    return _answer(asking, f"dependency-{pk}", "accept", do)


@require_POST
@guards("blocker.answer")
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what will be done about a blocker."""
    asking = cast(PersonRequest, request)
    blocker = access.get_visible(asking.viewer, Blocker, pk=pk)

    def do() -> str:
        said = request.POST.get("answer", "")
        answer_blocker(
            actor=asking.person, blocker=blocker, answer=said, expected=_expected(request) or 0
        )
        return _("Answered. It stays here until it is lifted.")

    return _answer(asking, f"blocker-{pk}", "answer", do)


@require_POST
@guards("blocker.lift")
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a blocker stands in the way no more."""
    asking = cast(PersonRequest, request)
    blocker = access.get_visible(asking.viewer, Blocker, pk=pk)
    mine = blocker.raised_by_id == asking.person.pk and blocker.can_lift_id != asking.person.pk

    def do() -> str:
        lift_blocker(actor=asking.person, blocker=blocker, expected=_expected(request) or 0)
        return _("Lifted: it stands in the way no more.")

    return _answer(asking, f"owed-blocker-{pk}" if mine else f"blocker-{pk}", "lift", do)


@require_POST
@guards("goal.report")
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Record today's value of a key result."""
    asking = cast(PersonRequest, request)
    result = access.get_visible(asking.viewer, KeyResult, pk=pk)

    def do() -> str:
        record_observation(
            actor=asking.person,
            measure=result,
            value=_number(request.POST.get("value", "")),
            date=timezone.localdate(),
            reported=request.POST.get("reported", ""),
            note=request.POST.get("note", ""),
        )
        return _("Recorded: the value is in every goal above.")

    return _answer(asking, f"value-{pk}", "record", do)


@require_POST
@guards("finding.accept")
def let_stand(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a finding stand until a day."""
    asking = cast(PersonRequest, request)
    finding = access.get_visible(asking.viewer, Finding, pk=pk)

    def do() -> str:
        personal = request.POST.get("personal") == "on"
        accept_finding(
            actor=asking.person,
            finding=finding,
            until=_day(request.POST.get("until", "")),
            reason=request.POST.get("reason", ""),
            personal=personal,
            agreed_with=asking.person.manager if personal else None,
        )
        return _("It stands until then. Nobody is asked again before that day.")

    return _answer(asking, f"finding-{pk}", "let_stand", do)


@require_POST
@guards("finding.object")
def not_so(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a finding is not so, and why."""
    asking = cast(PersonRequest, request)
    finding = access.get_visible(asking.viewer, Finding, pk=pk)

    def do() -> str:
        object_to_finding(
            actor=asking.person, finding=finding, reason=request.POST.get("reason", "")
        )
        return _("Noted. It is silent for everybody until somebody answers you.")

    return _answer(asking, f"finding-{pk}", "not_so", do)


def _answer(request: PersonRequest, key: str, act: str, do: Callable[[], str]) -> HttpResponse:
    """Do what was asked; say so in place of what asked, or on the page that comes next."""
    try:
        done = do()
    except Invalid as refused:
        return _refused(request, key, act, refused.problems, HTTPStatus.UNPROCESSABLE_ENTITY)
    except Conflict as refused:
        message = refused.message or _("Somebody else has changed this meanwhile.")
        return _refused(request, key, act, {"": [message]}, HTTPStatus.CONFLICT)
    if _in_place(request):
        return render(request, "line/asks/done.html", {"done": done, "key": key})
    messages.success(request, done)
    return HttpResponseRedirect(f"{reverse('my_line')}#asked")


def _refused(
    request: PersonRequest, key: str, act: str, problems: Mapping[str, list[str]], status: int
) -> HttpResponse:
    given = {name: str(value) for name, value in request.POST.items()}
    asked = asked_of(request.viewer)
    found = asked.find(key)
    if found is None:  # what was asked is answered, or waits behind others: say what was wrong
        words = " ".join(word for words in problems.values() for word in words)
        if _in_place(request):
            shown = {"refused": words, "key": key}
            return render(request, "line/asks/done.html", shown, status=status)
        messages.error(request, words)
        return HttpResponseRedirect(f"{reverse('my_line')}#asked")
    item = found.refused(act, problems, given)
    if _in_place(request):
        return render(request, item.template, {"item": item}, status=status)
    return _page(request, asked.with_item(item), status)


def _in_place(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _expected(request: HttpRequest) -> int | None:
    """Return the version that the person saw."""
    given = request.POST.get("expected", "")
    return int(given) if given.isdecimal() else None


def _number(text: str) -> float:
    """Read a value as people write it."""
    written = text.strip().replace("\u00a0", "").replace(" ", "").replace("%", "")
    if "." not in written and written.count(",") == 1 and len(written.partition(",")[2]) != 3:
        written = written.replace(",", ".")
    try:
        return float(written.replace(",", ""))
    except ValueError:
        raise Invalid({"value": [_("Give a number, such as 12 or 12.5.")]}) from None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid({"until": [_("Give a day, such as 2027-01-31.")]}) from None
