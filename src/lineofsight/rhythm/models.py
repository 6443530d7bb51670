"""The tables of conversations. What two people said belongs to the two."""

from django.db import models
from django.db.models import F, Q

from lineofsight.goals.models import Goal
from lineofsight.organization.models import Person
from lineofsight.organization.record.base import Record, in_order, one_of, text_field, word_field
from lineofsight.organization.record.columns import Many, PlanColumns

PARTS = ("outcomes", "goals", "feedback", "ahead", "mattered_more")


class Blocker(Record):
    """What stands in the way, who can lift it, since when. It never counts against anybody."""

    text = models.TextField()
    goal = models.ForeignKey(Goal, models.CASCADE, null=True, blank=True, related_name="blockers")
    raised_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    raised_on = models.DateField()
    can_lift = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="can_lift"
    )
    answer = text_field()
    lifted_on = models.DateField(null=True, blank=True)

    PLAN = PlanColumns(
        "blockers",
        {
            "id": "ref",
            "text": "text",
            "goal_id": "goal__ref",
            "raised_by": "raised_by__ref",
            "raised_on": "raised_on",
            "can_lift_id": "can_lift__ref",
            "answer": "answer",
            "lifted_on": "lifted_on",
        },
    )

    class Meta:
        constraints = [in_order("blocker", "raised_on", "lifted_on")]

    def __str__(self) -> str:
        return self.text


class CheckIn(Record):
    """One conversation of a manager and a report: that it was held, and what was touched."""

    manager = models.ForeignKey(Person, models.PROTECT, related_name="check_ins_led")
    person = models.ForeignKey(Person, models.PROTECT, related_name="check_ins")
    date = models.DateField()
    parts: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list, blank=True)
    goals: "models.ManyToManyField[Goal, Goal]" = models.ManyToManyField(
        Goal, related_name="check_ins", blank=True
    )

    PLAN = PlanColumns(
        "check_ins",
        {
            "id": "ref",
            "manager_id": "manager__ref",
            "person_id": "person__ref",
            "date": "date",
            "parts": "parts",
            "goal_ids": Many("goals"),
        },
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(manager=F("person")), name="check_in_of_two")
        ]
        indexes = [models.Index(fields=["person", "date"], name="check_in_by_person")]

    def __str__(self) -> str:
        return f"{self.manager_id} {self.person_id} {self.date}"


class Agreement(Record):
    """What was promised at a check-in, by either side."""

    check_in = models.ForeignKey(
        CheckIn, models.CASCADE, null=True, blank=True, related_name="agreements"
    )
    kind = word_field()
    text = models.TextField()
    goal = models.ForeignKey(
        Goal, models.SET_NULL, null=True, blank=True, related_name="agreements"
    )
    owner = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="agreements"
    )
    due = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    closed = word_field()

    PLAN = PlanColumns(
        "agreements",
        {
            "id": "ref",
            "check_in_id": "check_in__ref",
            "kind": "kind",
            "text": "text",
            "goal_id": "goal__ref",
            "owner_id": "owner__ref",
            "due": "due",
            "done_on": "done_on",
            "closed": "closed",
        },
    )

    class Meta:
        constraints = [
            one_of("agreement", "kind", ("do", "stop", "pause", "support")),
            one_of("agreement", "closed", ("done", "moved", "dropped")),
        ]

    def __str__(self) -> str:
        return self.text


class Feedback(Record):
    """What one person said to another about their work."""

    date = models.DateField()
    author = models.ForeignKey(Person, models.PROTECT, related_name="feedback_given")
    receiver = models.ForeignKey(Person, models.PROTECT, related_name="feedback_received")
    goal = models.ForeignKey(Goal, models.SET_NULL, null=True, blank=True, related_name="feedback")
    text = text_field()

    PLAN = PlanColumns(
        "feedback",
        {
            "id": "ref",
            "date": "date",
            "from_id": "author__ref",
            "to_id": "receiver__ref",
            "goal_id": "goal__ref",
            "text": "text",
        },
    )

    def __str__(self) -> str:
        return f"{self.author_id} {self.receiver_id} {self.date}"
