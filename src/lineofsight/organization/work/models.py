"""What is to be done, what happened once, and when regular things were last done."""

from django.db import models
from django.db.models import Q


class Job(models.Model):
    """One piece of work. Nothing of its arguments ever reaches a log: they may name people.

    It is waiting while neither ``done_at`` nor ``parked_at`` is set. ``lease_until`` says how long
    the worker that has it is trusted to be alive; ``attempts`` tells one lease from the next.
    ``error`` is the kind of what went wrong last, never its message.
    """

    name = models.CharField(max_length=64)
    args: "models.JSONField[dict[str, object], dict[str, object]]" = models.JSONField(default=dict)
    key = models.CharField(max_length=200, null=True, unique=True)
    created_at = models.DateTimeField()
    run_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    parked_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(parked_at__isnull=True),
                name="job_is_done_or_parked_but_not_both",
            )
        ]
        indexes = [
            models.Index(
                fields=["run_at", "id"],
                condition=Q(done_at__isnull=True, parked_at__isnull=True),
                name="job_waiting",
            ),
            models.Index(fields=["done_at"], name="job_done"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.name}"


class Effect(models.Model):
    """Something outside the database that was begun (``finished_at`` empty) or has happened."""

    key = models.CharField(max_length=200, unique=True)
    begun_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.key


class Turn(models.Model):
    """When something that is done every hour or less often was last done."""

    name = models.CharField(max_length=64, unique=True)
    last_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.last_at:%Y-%m-%d %H:%M}"
