"""Questions and concerns that wait for an answer, for those who may give it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, cast

from django.contrib import messages
from django.db.models import Count, QuerySet, Window
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lineofsight.kit.errors import Conflict, Invalid
from lineofsight.organization import access
from lineofsight.organization.access import Viewer
from lineofsight.organization.access.guards import guards
from lineofsight.organization.record.prepared import Prepared
from lineofsight.strategy.models import Acknowledgement
from lineofsight.strategy.policies import TO_ANSWER, answers
from lineofsight.strategy.services import answer_acknowledgement
from lineofsight.web.middleware.person import PersonRequest

MOST = 10  # shown at once; the next come as these are answered
NAMES = 6


@dataclass(frozen=True, slots=True)
class Waiting:
    """A question or a concern with the form for its answer, and what was wrong with one given."""

    said: Acknowledgement
    problems: Mapping[str, str] = field(default_factory=dict)
    given: str = ""

    @property
    def title(self) -> str:
        """Who asks or fears it."""
        name = self.said.person.name
        told = _("{name} asks") if self.said.kind == "question" else _("{name} is concerned")
        return told.format(name=name)


@dataclass(frozen=True, slots=True)
class Unanswered:
    """What waits, the oldest first, and how much more waits behind it.

    ``wordless`` are the names of some who raised something whose words are not on record (a plan
    file holds none), ``more_wordless`` counts the others: nobody can answer that in writing.
    """

    items: tuple[Waiting, ...]
    more: int
    wordless: str
    more_wordless: int


def _waiting() -> "QuerySet[Acknowledgement]":
    rows = access.visible_to(access.ANYBODY, Acknowledgement)
    rows = rows.filter(kind__in=TO_ANSWER, answer="", date__lte=access.ANYBODY.today)
    return rows.order_by("date", "pk")


_TOLD: Prepared[Any] = Prepared(  # each with how many there are in all
    lambda: (
        _waiting()
        .exclude(text="")
        .select_related("person", "strategy_version")
        .annotate(whole=Window(Count("pk")))[:MOST]
    )
)
_WORDLESS = Prepared(lambda: _waiting().filter(text="").values_list("person__name", flat=True))


def unanswered(viewer: Viewer) -> Unanswered | None:
    """Return what waits for an answer; None for who is not asked for one. Two queries."""
    if not answers(viewer):
        return None
    found = _TOLD(viewer=viewer)
    items = tuple(Waiting(said) for said in found)
    more = max(0, found[0].whole - len(items)) if found else 0
    names = list(dict.fromkeys(_WORDLESS(viewer=viewer)))
    return Unanswered(items, more, ", ".join(names[:NAMES]), max(0, len(names) - NAMES))


@require_POST
@guards("acknowledgement.answer")
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a question or a concern; whoever raised it reads the answer on this page."""
    asking = cast(PersonRequest, request)
    said = access.get_visible(asking.viewer, Acknowledgement, pk=pk)
    given, expected = request.POST.get("answer", ""), request.POST.get("expected", "")
    problems: Mapping[str, str]
    try:
        answer_acknowledgement(
            actor=asking.person,
            acknowledgement=said,
            answer=given,
            expected=int(expected) if expected.isdecimal() and len(expected) < 10 else 0,
        )
    except Invalid as refused:
        problems = {name: " ".join(sentences) for name, sentences in refused.problems.items()}
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    except Conflict as refused:
        problems, status = {"": refused.message}, HTTPStatus.CONFLICT
    else:
        done = _("Answered: {name} reads it here.").format(name=said.person.name)
        if request.headers.get("HX-Request") == "true":
            return render(request, "line/asks/done.html", {"key": f"said-{pk}", "done": done})
        messages.success(request, done)
        return HttpResponseRedirect(f"{reverse('strategy')}#answers")
    item = Waiting(access.get_visible(asking.viewer, Acknowledgement, pk=pk), problems, given)
    return render(request, _template(request), {"item": item}, status=status)


def _template(request: HttpRequest) -> str:
    in_place = request.headers.get("HX-Request") == "true"
    return "strategy/unanswered.html" if in_place else "strategy/unanswered_page.html"
