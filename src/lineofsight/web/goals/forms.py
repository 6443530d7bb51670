"""What people fill in about goals; the services hold what is given to the record's rules."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lineofsight.goals.models import Goal
from lineofsight.goals.models.goal import CADENCES as CADENCE_WORDS
from lineofsight.organization import access
from lineofsight.organization.access import Viewer
from lineofsight.organization.models import Person, Team
from lineofsight.web.goals.words import CADENCES, SCOPES

REPORTS = [
    ("", _("No news")),
    ("on_track", _("On track")),
    ("at_risk", _("At risk")),
    ("off_track", _("Off track")),
]
MOST_CONFIDENT = 10


class PersonField(forms.CharField):
    """Somebody, by e-mail or name as the list of suggestions writes them."""

    def __init__(self, viewer: Viewer, **options: Any) -> None:
        self.viewer = viewer
        super().__init__(**options)

    def clean(self, value: Any) -> Any:
        """Return the person; None for nothing."""
        text = str(super().clean(value)).strip()
        if not text:
            return None
        people = access.visible_to(self.viewer, Person)
        found = list(people.filter(email__iexact=text)[:2]) or list(people.filter(name=text)[:2])
        if len(found) != 1:
            raise forms.ValidationError(
                _("Nobody, or more than one person, is called this. Write the e-mail address.")
            )
        return found[0]


class GoalForm(forms.Form):
    """The fields of a goal that are edited in place."""

    title = forms.CharField(label=_("Outcome, in one sentence"), max_length=2_000)
    text = forms.CharField(
        label=_("What it means and why"),
        required=False,
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    reported = forms.ChoiceField(label=_("How it stands"), required=False, choices=REPORTS)
    confidence = forms.FloatField(
        label=_("Confidence, 0 to 10"), required=False, min_value=0, max_value=MOST_CONFIDENT
    )
    start = forms.DateField(
        label=_("Start"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    end = forms.DateField(
        label=_("Due"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    cadence = forms.ChoiceField(label=_("Cadence"), required=False, choices=[])
    may_decide = forms.CharField(
        label=_("What the owner settles without asking"), required=False, max_length=100_000
    )
    reason = forms.CharField(
        label=_("Why it changes"),
        required=False,
        max_length=10_000,
        help_text=_("Kept in the goal's story; those above and below read it."),
    )

    def __init__(
        self, *given: Any, viewer: Viewer, goal: Goal | None = None, **options: Any
    ) -> None:
        super().__init__(*given, **options)
        if goal is not None and goal.key_results.exists():
            # What is reported with a value counts; saying it in two places would hide one.
            del self.fields["reported"]
        self.fields["owner"] = PersonField(viewer, label=_("Owner"), required=False)
        self.fields["owner"].widget.attrs["list"] = "people"
        self.fields["cadence"].choices = [(w, CADENCES[w]) for w in ("", *CADENCE_WORDS)]  # type: ignore[attr-defined] # a ChoiceField
        for field in ("start", "end"):
            self.fields[field].widget.format = "%Y-%m-%d"
        self.order_fields(["title", "text", "owner"])

    @classmethod
    def of(cls, goal: Goal, viewer: Viewer) -> "GoalForm":
        """Return the form as the goal is now."""
        fields = ("title", "text", "reported", "confidence", "start", "end", "cadence")
        initial: dict[str, Any] = {name: getattr(goal, name) for name in (*fields, "may_decide")}
        initial["owner"] = (goal.owner.email or goal.owner.name) if goal.owner else ""
        return cls(initial=initial, viewer=viewer, goal=goal)


class NewGoalForm(GoalForm):
    """A goal to be written."""

    scope = forms.ChoiceField(label=_("Scope"), required=False, choices=list(SCOPES.items()))
    confidential = forms.BooleanField(
        label=_("Confidential"),
        required=False,
        help_text=_("Only its owner, contributors, their managers and whom they name see it."),
    )
    field_order = ("title", "text", "scope", "owner", "start", "end", "cadence")

    def __init__(self, *given: Any, viewer: Viewer, **options: Any) -> None:
        super().__init__(*given, viewer=viewer, **options)
        for name in ("reported", "confidence", "reason"):
            del self.fields[name]
        teams = access.visible_to(viewer, Team).order_by("name")
        self.fields["team"] = forms.ModelChoiceField(teams, label=_("Team"), required=False)
        self.order_fields([*self.field_order, "team", "confidential", "may_decide"])


class ObservationForm(forms.Form):
    """A dated value."""

    value = forms.FloatField(label=_("Value"))
    date = forms.DateField(
        label=_("On"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    confidence = forms.FloatField(
        label=_("Confidence, 0 to 10"), required=False, min_value=0, max_value=MOST_CONFIDENT
    )
    reported = forms.ChoiceField(label=_("The goal stands"), required=False, choices=REPORTS)
    note = forms.CharField(label=_("What moved it"), required=False, max_length=10_000)


def add_problems(form: forms.Form, problems: Mapping[str, list[str]]) -> None:
    """Put what a service refused beside the fields that it names."""
    for field, sentences in problems.items():
        for sentence in sentences:
            form.add_error(field if field in form.fields else None, sentence)
