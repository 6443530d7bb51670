"""Key results of a goal: adding one, changing one, and saying how far the goal is."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from lineofsight.goals import services
from lineofsight.goals.models import Goal, KeyResult
from lineofsight.kit.errors import Conflict, Invalid
from lineofsight.organization import access
from lineofsight.organization.access.guards import guards
from lineofsight.web.goals.answers import done
from lineofsight.web.goals.forms import add_problems
from lineofsight.web.middleware.person import PersonRequest

TYPES = [
    ("", gettext_lazy("Number")),
    ("percent", gettext_lazy("Per cent")),
    ("currency", gettext_lazy("Money")),
    ("milestone", gettext_lazy("Milestone: done or not")),
]
HUNDRED = 100


class KeyResultForm(forms.Form):
    """A measure: from where to where, in which unit; or a band to stay in."""

    title = forms.CharField(label=gettext_lazy("What is measured"), max_length=2_000)
    type = forms.ChoiceField(label=gettext_lazy("Kind"), required=False, choices=TYPES)
    unit = forms.CharField(label=gettext_lazy("Unit"), required=False, max_length=100)
    baseline = forms.FloatField(label=gettext_lazy("From"), required=False)
    target = forms.FloatField(label=gettext_lazy("To"), required=False)
    weight = forms.FloatField(
        label=gettext_lazy("Weight beside the others"), required=False, min_value=0
    )
    low = forms.FloatField(label=gettext_lazy("Or stay above"), required=False)
    high = forms.FloatField(label=gettext_lazy("and below"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("Why it changes"), required=False, max_length=10_000
    )


FIELDS = ("title", "type", "unit", "baseline", "target", "low", "high", "weight")


@require_http_methods(["GET", "POST"])
@guards("goal.measure")
def add(request: PersonRequest, pk: int) -> HttpResponse:
    """Add a key result to a goal."""
    goal = access.get_visible(request.viewer, Goal, pk=pk)
    access.require(request.viewer, "goal.measure", goal)
    form = KeyResultForm(request.POST or None)
    del form.fields["reason"]
    if request.method == "POST" and form.is_valid():
        try:
            services.add_key_result(actor=request.person, goal=goal, **form.cleaned_data)
            return done(request, reverse("goal", args=[pk]), _("The measure is added."))
        except Invalid as refused:
            add_problems(form, refused.problems)
    return _shown(request, goal, form, reverse("key_result_new", args=[pk]))


@require_http_methods(["GET", "POST"])
@guards("goal.measure")
def edit(request: PersonRequest, pk: int) -> HttpResponse:
    """Change a key result; another target or baseline is kept with its reason."""
    result = access.get_visible(request.viewer, KeyResult, pk=pk)
    access.require(request.viewer, "goal.measure", result.goal)
    initial = {name: getattr(result, name) for name in FIELDS}
    form = KeyResultForm(request.POST or None, initial=initial)
    expected = request.POST.get("version", "")
    if request.method == "POST" and form.is_valid() and expected.isdecimal():
        try:
            services.edit_key_result(
                actor=request.person,
                key_result=result,
                expected=int(expected),
                **form.cleaned_data,
            )
            return done(request, reverse("goal", args=[result.goal_id]), _("Saved."))
        except Invalid as refused:
            add_problems(form, refused.problems)
        except Conflict as refused:
            form.add_error(None, refused.message)
    address = reverse("key_result_edit", args=[pk])
    return _shown(request, result.goal, form, address, result=result)


@require_POST
@guards("goal.override")
def override(request: PersonRequest, pk: int) -> HttpResponse:
    """Say how far the goal is, beside the automatic value; nothing takes it back."""
    goal = access.get_visible(request.viewer, Goal, pk=pk)
    text = request.POST.get("value", "").strip().replace(",", ".")
    try:
        value = float(text) / HUNDRED if text else None
    except ValueError:
        raise Invalid({"value": [_("Write a number from 0 to 100, or nothing.")]}) from None
    version = request.POST.get("version", "")
    services.override_progress(
        actor=request.person,
        goal=goal,
        expected=int(version) if version.isdecimal() else goal.version,
        value=value,
        reason=request.POST.get("reason", "")[:10_000],
    )
    return done(request, reverse("goal", args=[pk]), _("Saved."))


def _shown(
    request: PersonRequest,
    goal: Goal,
    form: forms.Form,
    address: str,
    *,
    result: KeyResult | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {
        "goal": goal,
        "form": form,
        "address": address,
        "result": result,
        "partial": request.headers.get("HX-Request") == "true",
        "place": [(_("Goals"), reverse("goals")), (goal.title, reverse("goal", args=[goal.pk]))],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "goals/measure.html", context, status=status)
