"""What any page costs at least here, and what any answer costs at least.

The floor is a signed-in page with all the middleware and the base template that reads one row. The
bare view reads the same row and says it as it is, with nothing around it.
"""

from collections.abc import Callable
from functools import cache

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template import engines
from django.template.backends.django import Template

from lineofsight.goals.models import Goal
from lineofsight.organization import access
from lineofsight.web.middleware.person import PersonRequest

FLOOR, BARE = "bench/floor", "bench/bare"
PAGE = """{% extends "base.html" %}
{% block title %}{{ goal.title }}{% endblock %}
{% block main %}<header class="page-head"><h1>{{ goal.title }}</h1></header>{% endblock %}
"""


@access.guards(access.SIGNED_IN)
def floor(request: PersonRequest) -> HttpResponse:
    """Show the title of one goal."""
    goal = access.visible_to(request.viewer, Goal).order_by("pk")[:1].get()
    return HttpResponse(_page().render({"goal": goal}, request))


@cache
def _page() -> Template:
    made = engines["django"].from_string(PAGE)
    assert isinstance(made, Template)  # noqa: S101 - that engine makes no others
    return made


class Bare:
    """Answers the bare view before anything else has a say."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, or go on."""
        if request.path == f"/{BARE}":
            return HttpResponse(Goal.objects.order_by("pk")[:1].get().title)
        return self.get_response(request)
