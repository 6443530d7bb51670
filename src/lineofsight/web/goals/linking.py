"""Linking a goal to what it serves, needs or competes with, and taking a link away."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lineofsight.goals import services
from lineofsight.goals.models import Goal, Link
from lineofsight.goals.selectors import Wanted, matching
from lineofsight.kit.errors import Conflict, Invalid
from lineofsight.organization import access
from lineofsight.organization.access.guards import guards
from lineofsight.strategy.models import Pillar, Statement
from lineofsight.web.goals.answers import done
from lineofsight.web.goals.words import LINKS
from lineofsight.web.middleware.person import PersonRequest

MOST = 12  # goals that are offered


@dataclass(frozen=True)
class End:
    """What a goal can be linked to; ``key`` is ``goal-7``, ``pillar-2`` or ``north-star``."""

    key: str
    name: str
    about: str


@require_http_methods(["GET", "POST"])
@guards("link.create")
def link(request: PersonRequest, pk: int) -> HttpResponse:
    """Offer ends for a link, by words; make the link that was chosen."""
    goal = access.get_visible(request.viewer, Goal, pk=pk)
    access.require(request.viewer, "goal.edit", goal)
    if request.method == "GET":
        return _form(request, goal)
    kind = request.POST.get("kind", "")
    try:
        end = _end(request, request.POST.get("end", ""))
        services.link(
            actor=request.person,
            source=goal,
            end=end,
            kind=kind,
            rationale=request.POST.get("rationale", "")[:10_000],
        )
    except Invalid as refused:
        problems = [said for every in refused.problems.values() for said in every]
        return _form(request, goal, problems, status=422)
    except Conflict as refused:
        return _form(request, goal, [refused.message], status=409)
    return done(request, reverse("goal", args=[pk]), _("Linked."))


@require_POST
@guards("link.remove")
def unlink(request: PersonRequest, pk: int) -> HttpResponse:
    """Take a link away; its past stays in the story."""
    found = access.get_visible(request.viewer, Link, pk=pk)
    at = request.POST.get("goal", "")
    back = int(at) if at.isdecimal() else found.source_id
    services.unlink(
        actor=request.person, link=found, reason=request.POST.get("reason", "")[:10_000]
    )
    return done(request, reverse("goal", args=[back]), _("The link is gone."))


def _form(
    request: PersonRequest, goal: Goal, problems: list[str] | None = None, *, status: int = 200
) -> HttpResponse:
    given = request.POST if request.method == "POST" else request.GET
    words = given.get("q", "").replace("\0", "")[:200].strip()
    context = {
        "goal": goal,
        "q": words,
        "ends": _ends(request, goal, words),
        "kinds": [(kind, names[0]) for kind, names in LINKS.items()],
        "kind": given.get("kind", "supports"),
        "rationale": given.get("rationale", ""),
        "problems": problems,
        "place": [(_("Goals"), reverse("goals")), (goal.title, reverse("goal", args=[goal.pk]))],
    }
    if request.headers.get("HX-Target") == "ends":
        template = "goals/ends.html"
    elif request.headers.get("HX-Request") == "true":
        template = "goals/link_form.html"
    else:
        template = "goals/link.html"
    return render(request, template, context, status=status)


def _ends(request: PersonRequest, goal: Goal, words: str) -> list[End]:
    pillars = access.visible_to(request.viewer, Pillar).order_by("pk")
    ends = [End(f"pillar-{one.pk}", one.name, _("Pillar")) for one in pillars]
    if access.visible_to(request.viewer, Statement).filter(kind="north_star").exists():
        ends.append(End("north-star", _("North Star"), ""))
    ends = [end for end in ends if all(word.lower() in end.name.lower() for word in words.split())]
    goals = matching(request.viewer, Wanted(status="active", words=words)).exclude(pk=goal.pk)
    if not words:
        goals = goals.filter(scope__in=["enterprise", "function"])
    ends += [
        End(f"goal-{one.pk}", one.title, one.owner.name if one.owner else "")
        for one in goals.select_related("owner").order_by("pk")[:MOST]
    ]
    return ends


def _end(request: PersonRequest, key: str) -> Goal | Pillar | None:
    kind, _dash, number = key.rpartition("-")
    if key == "north-star":
        return None
    models: dict[str, type[Goal] | type[Pillar]] = {"goal": Goal, "pillar": Pillar}
    if kind in models and number.isdecimal():
        return access.get_visible(request.viewer, models[kind], pk=int(number))
    raise Invalid({"end": [_("Choose what the goal is linked to.")]})
