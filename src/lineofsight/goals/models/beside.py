"""What stands beside goals: actions, assumptions, decisions, where effort goes."""

from django.db import models
from django.db.models import Q

from lineofsight.goals.models.goal import Goal
from lineofsight.goals.models.link import Link
from lineofsight.organization.models import Person, Team
from lineofsight.organization.record.base import (
    Record,
    Versioned,
    between,
    in_order,
    one_of,
    text_field,
    title_field,
    word_field,
)
from lineofsight.organization.record.columns import Many, OneLink, PlanColumns


class Action(Record):
    """A deliverable with one owner and a due date, serving a goal."""

    title = title_field()
    goal = models.ForeignKey(Goal, models.CASCADE, null=True, blank=True, related_name="actions")
    owner = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="actions")
    due = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)

    PLAN = PlanColumns(
        "actions",
        {
            "id": "ref",
            "title": "title",
            "goal_id": "goal__ref",
            "owner_id": "owner__ref",
            "due": "due",
            "done_on": "done_on",
        },
    )

    class Meta:
        indexes = [models.Index(fields=["owner", "done_on"], name="action_by_owner")]

    def __str__(self) -> str:
        return self.title


class Assumption(Record):
    """Something believed when goals were set, with an owner and the goals that rest on it."""

    STATES = ("believed", "confirmed", "false")

    text = models.TextField()
    owner = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    review_by = models.DateField(null=True, blank=True)
    state = word_field()
    decided_on = models.DateField(null=True, blank=True)
    goals: "models.ManyToManyField[Goal, Goal]" = models.ManyToManyField(
        Goal, related_name="assumptions", blank=True
    )

    PLAN = PlanColumns(
        "assumptions",
        {
            "id": "ref",
            "text": "text",
            "owner_id": "owner__ref",
            "review_by": "review_by",
            "state": "state",
            "decided_on": "decided_on",
            "goal_ids": Many("goals"),
        },
    )

    class Meta:
        constraints = [one_of("assumption", "state", ("believed", "confirmed", "false"))]

    def __str__(self) -> str:
        return self.text


class Decision(Record):
    """A dated choice with its reason and alternatives; of goals that compete, a trade-off."""

    title = title_field()
    reason = models.TextField()
    alternatives = text_field()
    decided_on = models.DateField()
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="decisions")
    review_by = models.DateField(null=True, blank=True)
    link = models.ForeignKey(Link, models.SET_NULL, null=True, blank=True, related_name="decisions")
    goals: "models.ManyToManyField[Goal, Goal]" = models.ManyToManyField(
        Goal, related_name="decisions", blank=True
    )

    PLAN = PlanColumns(
        "decisions",
        {},
        beyond={
            "id": "ref",
            "title": "title",
            "reason": "reason",
            "alternatives": "alternatives",
            "decided_on": "decided_on",
            "decided_by": "decided_by__ref",
            "review_by": "review_by",
            "link": OneLink("link"),
            "goal_ids": Many("goals"),
        },
    )

    class Meta:
        constraints = [in_order("decision", "decided_on", "review_by")]

    def __str__(self) -> str:
        return self.title


class Allocation(Versioned):
    """The share of a person's or a team's time that goes into a goal, in [0, ...)."""

    person = models.ForeignKey(
        Person, models.CASCADE, null=True, blank=True, related_name="allocations"
    )
    team = models.ForeignKey(
        Team, models.CASCADE, null=True, blank=True, related_name="allocations"
    )
    goal = models.ForeignKey(Goal, models.CASCADE, related_name="allocations")
    share = models.FloatField()

    PLAN = PlanColumns(
        "allocations",
        {
            "person_id": "person__ref",
            "team_id": "team__ref",
            "goal_id": "goal__ref",
            "share": "share",
        },
        key=("person_id", "team_id", "goal_id"),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, team__isnull=True)
                | Q(person__isnull=True, team__isnull=False),
                name="allocation_of_one",
            ),
            between("allocation", "share", 0, None),
        ]

    def __str__(self) -> str:
        return f"{self.person_id or self.team_id} {self.share}"
