"""The list and the tree of goals."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lineofsight.goals import selectors
from lineofsight.goals.models import Goal
from lineofsight.kit.errors import Invalid
from lineofsight.organization import access
from lineofsight.organization.access.guards import SIGNED_IN, guards
from lineofsight.strategy.models import Pillar
from lineofsight.web.goals import listing
from lineofsight.web.middleware.person import PersonRequest

CARRIED = ("team", "owner")  # asked for by links from elsewhere, and carried along


@require_GET
@guards(SIGNED_IN)
def goals(request: PersonRequest) -> HttpResponse:
    """List goals, filtered, or show them as a tree; for htmx only what was found."""
    asking = listing.asked(request.GET.dict())
    context: dict[str, object] = {"asked": asking}
    whole = None
    if asking.view == "tree":
        context["tree"], context["further"] = listing.trunk(request.viewer, asking.wanted.pillar)
    else:
        page = _page(request, asking)
        if not asking.cursor:
            whole = page.count
        context["rows"] = listing.rows(page.goals)
        context["more"] = listing.address(asking, cursor=page.next) if page.next else ""
        context["first"] = listing.address(asking, cursor="") if asking.cursor else ""
    context["listing"] = listing.listing(request.viewer, asking, whole)
    if request.headers.get("HX-Request") == "true":
        response = render(request, "goals/found_part.html", context)
    else:
        context |= {
            "choices": listing.choices(request.viewer, asking),
            "kept": [(name, request.GET[name]) for name in CARRIED if request.GET.get(name)],
            "may_create": access.can(request.viewer, "goal.create", Goal(owner=request.person)),
            "place": [(_("Goals"), "")],
        }
        response = render(request, "goals/list.html", context)
    response["Vary"] = "HX-Request, Cookie"
    return response


def _page(request: PersonRequest, asking: listing.Asked) -> selectors.Page:
    def beginning_at(cursor: str) -> selectors.Page:
        return selectors.page(
            request.viewer,
            asking.wanted,
            order=asking.order,
            cursor=cursor,
            limit=listing.ROWS,
            columns=listing.ROW,
            counted=0 if cursor else listing.counted(asking.wanted),
        )

    try:
        return beginning_at(asking.cursor)
    except Invalid:  # a place in another list
        return beginning_at("")


@require_GET
@guards(SIGNED_IN)
def branch(request: PersonRequest, pk: int) -> HttpResponse:
    """Show what hangs right below a goal of the tree."""
    goal = access.get_visible(request.viewer, Goal, pk=pk)
    level = selectors.children(request.viewer, goal, after=_after(request), columns=listing.TWIG)
    return _level(request, level, reverse("goal_branch", args=[pk]), goal.title)


@require_GET
@guards(SIGNED_IN)
def under_pillar(request: PersonRequest, pk: int) -> HttpResponse:
    """Show the goals right below a pillar."""
    pillar = access.get_visible(request.viewer, Pillar, pk=pk)
    level = selectors.children(request.viewer, pillar, after=_after(request), columns=listing.TWIG)
    return _level(request, level, reverse("goals_under_pillar", args=[pk]), pillar.name)


@require_GET
@guards(SIGNED_IN)
def under_north_star(request: PersonRequest) -> HttpResponse:
    """Show the goals right below the North Star."""
    level = selectors.children(request.viewer, None, after=_after(request), columns=listing.TWIG)
    return _level(request, level, reverse("goals_under_north_star"), _("For the North Star"))


@require_GET
@guards(SIGNED_IN)
def tops(request: PersonRequest) -> HttpResponse:
    """Show goals that support nothing."""
    level = selectors.tops(request.viewer, after=_after(request), columns=listing.TWIG)
    return _level(request, level, reverse("goal_tops"), _("Beside the strategy"))


def _after(request: PersonRequest) -> int:
    after = request.GET.get("after", "")
    return int(after) if after.isdecimal() and len(after) < 19 else 0


def _level(
    request: PersonRequest, level: selectors.Level, address: str, title: str
) -> HttpResponse:
    context = {
        "tree": [listing.twig(each) for each in level.branches],
        "further": listing.further(level, address),
    }
    if request.headers.get("HX-Request") == "true":
        return render(request, "goals/branch.html", context)
    context |= {"title": title, "place": [(_("Goals"), reverse("goals")), (title, "")]}
    return render(request, "goals/branch_page.html", context)
