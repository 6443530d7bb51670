"""When the whole plan is looked at, and which rules look."""

from typing import Any

from django.db import models
from django.db.models import Q

from lineofsight.organization.models import Person
from lineofsight.organization.record.base import between, text_field

STATES = ("waiting", "running", "done", "failed", "overtaken")


class CheckDue(models.Model):
    """The one row that says whether a check is due, and who is at it.

    ``dirty_since`` is when the first change came that no check has seen. A check holds the row by
    its ``holder`` until ``lease_until``; one that died is taken over after that.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    dirty_since = models.DateTimeField(null=True)
    running_since = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    holder = models.CharField(max_length=32, blank=True, default="")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_check_due")]

    def __str__(self) -> str:
        return f"dirty since {self.dirty_since}"


class Check(models.Model):
    """One look at the whole plan, and what it came to.

    ``as_of`` is the instant of the plan that it saw. ``asked_by`` is empty where changes or a new
    day asked for it; while one that somebody asked for is waiting for the worker, ``as_of`` and
    ``started_at`` say when that was. ``progress`` is in [0, 1], ``doing`` a word for people
    meanwhile. ``summary`` is kept for trends; see ``alignment.summary``.
    """

    as_of = models.DateTimeField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    asked_by: "models.ForeignKey[Person | None, Person | None]" = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=16, default="running")
    progress = models.FloatField(default=0.0)
    doing = models.CharField(max_length=200, blank=True, default="")
    problem = text_field()
    opened = models.PositiveIntegerField(default=0)
    still = models.PositiveIntegerField(default=0)
    resolved = models.PositiveIntegerField(default=0)
    summary: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=STATES), name="check_state_is_known"),
            between("check", "progress", 0, 1),
            models.UniqueConstraint(
                fields=["state"], condition=Q(state="waiting"), name="one_check_waits"
            ),
        ]
        indexes = [models.Index(fields=["state", "as_of"], name="check_by_instant")]

    def __str__(self) -> str:
        return f"{self.as_of:%Y-%m-%d %H:%M} {self.state}"


class RuleSwitch(models.Model):
    """That a rule was switched on or off by hand; without one its wave decides.

    ``rule`` is a code, or ``people``: all rules about people and pairs of people at once.
    """

    rule = models.CharField(max_length=32, unique=True)
    is_on = models.BooleanField()
    since = models.DateTimeField()
    by: "models.ForeignKey[Person | None, Person | None]" = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reason = text_field()

    def __str__(self) -> str:
        return f"{self.rule} {'on' if self.is_on else 'off'}"
