"""Finding anything that may be seen, and how a person likes their pages."""

from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from lineofsight.goals import words
from lineofsight.goals.models import Goal
from lineofsight.organization import access
from lineofsight.organization.access.guards import SIGNED_IN, guards
from lineofsight.organization.models import Account, Person, Team
from lineofsight.strategy.models import Pillar
from lineofsight.web.frame.context import rail

MOST = 6  # of a kind
SHORTEST = 2


@dataclass(frozen=True)
class Hit:
    """One thing that was found."""

    name: str
    address: str
    about: str = ""


@dataclass(frozen=True)
class Group:
    """What was found of one kind."""

    name: str
    hits: list[Hit]


@require_GET
@guards(SIGNED_IN)
def find(request: HttpRequest) -> HttpResponse:
    """Find goals, pillars, people and teams whose names hold every word, as far as visible."""
    query = request.GET.get("q", "").strip()[:200]
    groups = _found(request, query) if len(query) >= SHORTEST else []
    context = {"groups": groups, "query": query if len(query) >= SHORTEST else ""}
    partial = request.headers.get("HX-Request") == "true"
    response = render(request, "frame/found.html" if partial else "frame/find.html", context)
    response["Vary"] = "HX-Request, Cookie"
    return response


def _found(request: HttpRequest, query: str) -> list[Group]:
    viewer = request.viewer  # type: ignore[attr-defined] # set by our middleware

    def holding(field: str) -> Q:
        condition = Q()
        for word in query.split():
            condition &= Q(**{f"{field}__icontains": word})
        return condition

    low = query.lower()
    pages = [Hit(place.name, place.address) for place in rail(request) if low in place.name.lower()]
    pillars = access.visible_to(viewer, Pillar).filter(holding("name")).order_by("name")[:MOST]
    goals = (
        access.visible_to(viewer, Goal)
        .filter(words.holding(query.split(), "title"))
        .exclude(status="cancelled")
        .select_related("owner")[:MOST]
    )
    people = access.visible_to(viewer, Person).filter(holding("name")).select_related("team")[:MOST]
    teams = access.visible_to(viewer, Team).filter(holding("name"))[:MOST]
    listed = reverse("goals")
    groups = [
        Group(_("Pages"), pages),
        Group(_("Pillars"), [Hit(p.name, f"{reverse('strategy')}#pillar-{p.pk}") for p in pillars]),
        Group(
            _("Goals"),
            [
                Hit(g.title, reverse("goal", args=[g.pk]), g.owner.name if g.owner else "")
                for g in goals
            ],
        ),
        Group(
            _("People"),
            [Hit(p.name, f"{listed}?owner={p.pk}", p.team.name if p.team else "") for p in people],
        ),
        Group(_("Teams"), [Hit(t.name, f"{listed}?team={t.pk}") for t in teams]),
    ]
    return [group for group in groups if group.hits]


@require_POST
@guards(SIGNED_IN)
def preferences(request: HttpRequest) -> HttpResponse:
    """Keep a person's own theme, and whether single keys act; nobody else sees it."""
    account = request.user
    changed: dict[str, object] = {}
    if request.POST.get("theme") in {"light", "dark", ""}:
        changed["theme"] = request.POST["theme"]
    if request.POST.get("single_keys") in {"on", "off"}:
        changed["single_keys"] = request.POST["single_keys"] == "on"
    if changed and isinstance(account, Account):
        Account.objects.filter(pk=account.pk).update(**changed)
    back = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return HttpResponseRedirect(back if safe else "/")
