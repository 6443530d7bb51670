"""Findings: what a check saw, from the day it was first seen until it is mended.

No finding ever enters a review, a bonus or a dismissal, and nothing here is added up by person.
"""

from typing import Any

from django.db import models
from django.db.models import Q

from lineofsight.alignment.models.check import Check
from lineofsight.goals.models import Goal
from lineofsight.organization.models import Function, Person
from lineofsight.organization.record.base import between, text_field, word_field

STATES = ("open", "accepted", "objected", "resolved")
REASONS = ("mended", "gone", "rule_off")
SEVERITIES = (1, 2, 3)  # low, medium, high, as the engine numbers them
ACTS = ("accepted", "objected", "answered", "withdrawn")
WEEKLY = 3  # findings that are put before a person as questions in one week


class Finding(models.Model):
    """One break in alignment. Rule, subject kind and subject ref are its identity.

    A finding that was resolved and comes again is a new one: it has been talked about once.
    ``accepted_until`` is the last day on which an accepted one is silent, ``accepted_severity``
    how severe it was then. ``is_personal``: it speaks of a person or a pair of people, and is for
    them alone. ``hash`` is of all that the check wrote, so that only differences are written.
    """

    rule = models.CharField(max_length=32)
    name = models.CharField(max_length=100)
    subject_kind = models.CharField(max_length=32)
    subject_ref = models.TextField()
    state = models.CharField(max_length=16, default="open")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Check, models.PROTECT, related_name="opened_findings")
    last_seen = models.ForeignKey(Check, models.PROTECT, related_name="+")
    resolved_at = models.DateTimeField(null=True)
    resolved_reason = word_field()
    severity = models.PositiveSmallIntegerField()
    stake = models.FloatField()
    certainty = models.FloatField()
    sentence = models.TextField()
    question = models.TextField(blank=True, default="")
    evidence: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    others: "models.JSONField[list[list[str]], list[list[str]]]" = models.JSONField(default=list)
    fix: "models.JSONField[dict[str, Any] | None, dict[str, Any] | None]" = models.JSONField(
        null=True
    )
    hash = models.CharField(max_length=32)
    is_personal = models.BooleanField(default=False)
    for_all = models.BooleanField(default=False)
    function: "models.ForeignKey[Function | None, Function | None]" = models.ForeignKey(
        Function, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    accepted_until = models.DateField(null=True)
    accepted_severity = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "subject_kind", "subject_ref"],
                condition=~Q(state="resolved"),
                name="one_unresolved_finding_of_a_subject",
            ),
            models.CheckConstraint(condition=Q(state__in=STATES), name="finding_state_is_known"),
            models.CheckConstraint(
                condition=Q(state="resolved", resolved_at__isnull=False)
                & Q(resolved_reason__in=REASONS)
                | ~Q(state="resolved") & Q(resolved_at__isnull=True, resolved_reason=""),
                name="a_resolved_finding_says_when_and_why",
            ),
            models.CheckConstraint(condition=Q(severity__in=SEVERITIES), name="finding_severity"),
            between("finding", "stake", 0, 1),
            between("finding", "certainty", 0, 1),
        ]
        indexes = [
            models.Index(fields=["state", "-severity", "-stake"], name="finding_by_weight"),
            models.Index(fields=["rule", "state"], name="finding_by_rule"),
            models.Index(fields=["subject_kind", "subject_ref"], name="finding_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.subject_kind} {self.subject_ref}"


class FindingObject(models.Model):
    """Something that a finding names: its subject, others, and goals in its evidence.

    Whoever may not see the ``goal`` sees nothing of the finding. What hangs on a goal (a key
    result, a link, an action) stands here with that goal.
    """

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="objects_named")
    kind = models.CharField(max_length=32)
    ref = models.TextField()
    is_subject = models.BooleanField(default=False)
    goal: "models.ForeignKey[Goal | None, Goal | None]" = models.ForeignKey(
        Goal, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    person: "models.ForeignKey[Person | None, Person | None]" = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        indexes = [models.Index(fields=["goal", "finding"], name="finding_names_goal")]

    def __str__(self) -> str:
        return f"{self.finding_id} {self.kind} {self.ref}"


class FindingAudience(models.Model):
    """Who hears of a finding, in which place, and from which day on."""

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="audience")
    person = models.ForeignKey(Person, models.CASCADE, related_name="hears")
    place = models.PositiveSmallIntegerField()
    from_day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["finding", "person"], name="one_place_in_an_audience")
        ]
        indexes = [models.Index(fields=["person", "from_day"], name="what_a_person_hears")]

    def __str__(self) -> str:
        return f"{self.finding_id} {self.place}"


class FindingAct(models.Model):
    """What a person said to a finding. Only inserted.

    ``personal``: agreed between two people for a reason that is theirs and is not written down.
    """

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="acts")
    kind = word_field()
    by: "models.ForeignKey[Person | None, Person | None]" = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()
    reason = text_field()
    until = models.DateField(null=True, blank=True)
    personal = models.BooleanField(default=False)
    agreed_with: "models.ForeignKey[Person | None, Person | None]" = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ACTS), name="finding_act_is_known")
        ]

    def __str__(self) -> str:
        return f"{self.finding_id} {self.kind}"


class FindingShown(models.Model):
    """That a finding was put before a person as one of the few questions of a week.

    ``week`` is its Monday. Not when it was read, nor whether: only what the week's questions are.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    finding = models.ForeignKey(Finding, models.CASCADE, related_name="shown")
    week = models.DateField()
    place = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "week", "place"], name="one_question_in_a_place"
            ),
            models.UniqueConstraint(
                fields=["person", "week", "finding"], name="a_question_once_a_week"
            ),
            models.CheckConstraint(
                condition=Q(place__gte=1, place__lte=WEEKLY), name="few_questions_a_week"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.week} {self.place}"
