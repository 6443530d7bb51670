"""One goal: reading it, and changing it in place."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lineofsight.goals import services
from lineofsight.goals.models import Goal, KeyResult, Link
from lineofsight.kit.errors import Conflict, Invalid
from lineofsight.organization import access, audit
from lineofsight.organization.access.guards import SIGNED_IN, guards
from lineofsight.organization.models import Person
from lineofsight.web.goals.answers import done
from lineofsight.web.goals.forms import (
    REPORTS,
    GoalForm,
    NewGoalForm,
    ObservationForm,
    add_problems,
)
from lineofsight.web.goals.page import page_of
from lineofsight.web.middleware.person import PersonRequest

SUGGESTED = 200  # people in the list beside a field


@require_GET
@guards(SIGNED_IN)
def goal(request: PersonRequest, pk: int) -> HttpResponse:
    """Show a goal; that somebody read a confidential one is recorded."""
    return _shown(request, pk)


def _shown(request: PersonRequest, pk: int, status: int = 200, **more: Any) -> HttpResponse:
    beside = request.GET.get("links") == "all"
    page = page_of(request.viewer, pk, timezone.localdate(), beside=beside)
    audit.read(request.viewer, page.goal)
    context = {
        "page": page,
        "goal": page.goal,
        "reports": REPORTS,
        "place": [(_("Goals"), reverse("goals")), (page.goal.title, "")],
        **more,
    }
    return render(request, "goals/goal.html", context, status=status)


@require_http_methods(["GET", "POST"])
@guards("goal.edit")
def edit(request: PersonRequest, pk: int) -> HttpResponse:
    """Edit a goal in place. Somebody else's change meanwhile is shown beside one's own."""
    thing = access.get_visible(request.viewer, Goal, pk=pk)
    access.require(request.viewer, "goal.edit", thing)
    if request.method == "GET":
        return _form(request, "goals/edit.html", GoalForm.of(thing, request.viewer), thing)
    form = GoalForm(request.POST, viewer=request.viewer, goal=thing)
    expected = request.POST.get("version", "")
    if not form.is_valid() or not expected.isdecimal():
        return _form(request, "goals/edit.html", form, thing, status=422)
    try:
        services.edit_goal(
            actor=request.person, goal=thing, expected=int(expected), **form.cleaned_data
        )
    except Invalid as refused:
        add_problems(form, refused.problems)
        return _form(request, "goals/edit.html", form, thing, status=422)
    except Conflict:
        present = Goal.objects.select_related("owner").get(pk=pk)
        theirs = _differences(form, present, request)
        return _form(request, "goals/edit.html", form, present, status=409, theirs=theirs)
    return done(request, reverse("goal", args=[pk]), _("Saved."))


def _differences(
    form: GoalForm, present: Goal, request: PersonRequest
) -> list[tuple[str, str, str]]:
    """Return the fields that read otherwise by now: name, theirs, one's own."""
    now = GoalForm.of(present, request.viewer)
    told = []
    for name, field in form.fields.items():
        if name == "reason":
            continue
        theirs, mine = now.initial.get(name), request.POST.get(name, "")
        if str(theirs if theirs is not None else "") != mine:
            told.append((str(field.label), str(theirs if theirs is not None else "–"), mine or "–"))
    return told


@require_http_methods(["GET", "POST"])
@guards("goal.create")
def new(request: PersonRequest) -> HttpResponse:
    """Write a goal."""
    access.require(request.viewer, "goal.create", Goal(owner=request.person))
    if request.method == "GET":
        mine = request.person.email or request.person.name
        form: GoalForm = NewGoalForm(initial={"owner": mine}, viewer=request.viewer)
        return _form(request, "goals/new.html", form, None)
    form = NewGoalForm(request.POST, viewer=request.viewer)
    if not form.is_valid():
        return _form(request, "goals/new.html", form, None, status=422)
    try:
        made = services.create_goal(actor=request.person, **form.cleaned_data)
    except Invalid as refused:
        add_problems(form, refused.problems)
        return _form(request, "goals/new.html", form, None, status=422)
    return done(request, reverse("goal", args=[made.pk]), _("The goal is set. Link it upward."))


@require_POST
@guards("goal.report")
def report(request: PersonRequest, pk: int) -> HttpResponse:
    """Record a value of a key result."""
    result = access.get_visible(request.viewer, KeyResult, pk=pk)
    form = ObservationForm(request.POST)
    problems: list[str] = []
    if form.is_valid():
        try:
            services.record_observation(actor=request.person, measure=result, **form.cleaned_data)
            return done(request, reverse("goal", args=[result.goal_id]), _("Recorded."))
        except Invalid as refused:
            add_problems(form, refused.problems)
        except Conflict as refused:  # the goal is closed
            problems = [refused.message]
    problems += [str(error) for errors in form.errors.values() for error in errors]
    return _shown(request, result.goal_id, 422, refused=problems, refused_at=result.pk)


@require_POST
@guards("link.confirm")
def confirm(request: PersonRequest, pk: int) -> HttpResponse:
    """Say that a link still holds for both ends as they read now."""
    link = access.get_visible(request.viewer, Link, pk=pk)
    services.confirm_link(actor=request.person, link=link)
    return done(request, _back(request, link), _("Confirmed."))


@require_POST
@guards("link.accept")
def accept(request: PersonRequest, pk: int) -> HttpResponse:
    """Say, as the provider, that it will be there when it is needed."""
    link = access.get_visible(request.viewer, Link, pk=pk)
    services.accept_link(actor=request.person, link=link)
    return done(request, _back(request, link), _("Accepted."))


@require_POST
@guards("goal.status")
def status(request: PersonRequest, pk: int) -> HttpResponse:
    """Pause, finish, give up or reopen a goal."""
    thing = access.get_visible(request.viewer, Goal, pk=pk)
    expected = request.POST.get("version", "")
    services.change_status(
        actor=request.person,
        goal=thing,
        expected=int(expected) if expected.isdecimal() else thing.version,
        status=request.POST.get("status", ""),
        reason=request.POST.get("reason", "")[:10_000],
    )
    return done(request, reverse("goal", args=[pk]), _("Saved."))


def _back(request: PersonRequest, link: Link) -> str:
    """Return to the page of the goal from which the link was looked at."""
    at = request.POST.get("goal", "")
    return reverse("goal", args=[int(at) if at.isdecimal() else link.source_id])


def _form(
    request: PersonRequest,
    template: str,
    form: forms.Form,
    thing: Goal | None,
    *,
    status: int = 200,
    theirs: list[tuple[str, str, str]] | None = None,
) -> HttpResponse:
    people = access.visible_to(request.viewer, Person).exclude(email="")
    near = people.filter(team_id=request.person.team_id) if request.person.team_id else people
    context = {
        "form": form,
        "goal": thing,
        "theirs": theirs,
        "people": near.order_by("name").values_list("email", "name")[:SUGGESTED],
        "place": _place(thing),
        "partial": request.headers.get("HX-Request") == "true",
    }
    return render(request, template, context, status=status)


def _place(thing: Goal | None) -> list[tuple[str, str]]:
    """Name the way to a form: of a goal that stands, or of one to be written."""
    goals = (_("Goals"), reverse("goals"))
    if thing is None:
        return [goals, (_("Write"), "")]
    return [goals, (thing.title, reverse("goal", args=[thing.pk])), (_("Edit"), "")]
