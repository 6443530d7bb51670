"""Key results and the dated values of measures."""

from django.db import models
from django.db.models import Q

from lineofsight.goals.models.goal import REPORTED, Goal
from lineofsight.organization.models import Person
from lineofsight.organization.record.base import (
    Record,
    between,
    in_order,
    one_of,
    text_field,
    title_field,
    word_field,
)
from lineofsight.organization.record.columns import OneOf, PlanColumns
from lineofsight.strategy.models import Kpi

TYPES = ("number", "percent", "currency", "milestone")


class KeyResult(Record):
    """A measure of a goal: from a baseline to a target, or a band to stay in.

    ``value`` is what was given for a measure without observations. ``present`` is the value that
    counts now (the last observation, else ``value``, else the sum of one and the same measure
    below), and ``progress`` its clipped progress in millionths. ``share`` is its part of its goal's
    progress, in parts of ``goals.arithmetic.SHARES``; ``parts_known`` counts the known values of
    the same measure below, and ``parts_sum`` is their exact sum as a fraction. All are computed.
    """

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="key_results")
    title = title_field()
    type = word_field()
    unit = text_field()
    baseline = models.FloatField(null=True, blank=True)
    target = models.FloatField(null=True, blank=True)
    low = models.FloatField(null=True, blank=True)
    high = models.FloatField(null=True, blank=True)
    schedule = text_field()
    value = models.FloatField(null=True, blank=True)
    start = models.DateField(null=True, blank=True)
    end = models.DateField(null=True, blank=True)
    owner = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="key_results"
    )
    weight = models.FloatField(null=True, blank=True)
    measure = text_field()
    present = models.FloatField(null=True, editable=False)
    progress = models.IntegerField(null=True, editable=False)
    share = models.BigIntegerField(default=0, editable=False)
    parts_known = models.PositiveIntegerField(default=0, editable=False)
    parts_sum = models.TextField(default="0", editable=False)

    PLAN = PlanColumns(
        "key_results",
        {
            "id": "ref",
            "goal_id": "goal__ref",
            "title": "title",
            "type": "type",
            "unit": "unit",
            "baseline": "baseline",
            "target": "target",
            "low": "low",
            "high": "high",
            "schedule": "schedule",
            "value": "value",
            "start": "start",
            "end": "end",
            "owner_id": "owner__ref",
            "weight": "weight",
            "measure": "measure",
        },
    )

    class Meta:
        constraints = [
            one_of("key_result", "type", TYPES),
            in_order("key_result", "start", "end"),
            between("key_result", "weight", 0, None),
        ]
        indexes = [models.Index(fields=["goal", "measure"], name="key_result_by_measure")]

    def __str__(self) -> str:
        return self.title


class Observation(models.Model):
    """A dated value of a key result or KPI. Never overwritten: a correction is a new one.

    On one day the later recorded counts. ``recorded_at`` is when it came into this record: a
    snapshot of a past instant knows only what had been recorded by then.
    """

    key_result = models.ForeignKey(
        KeyResult, models.CASCADE, null=True, blank=True, related_name="observations"
    )
    kpi = models.ForeignKey(Kpi, models.CASCADE, null=True, blank=True, related_name="observations")
    date = models.DateField()
    value = models.FloatField()
    confidence = models.FloatField(null=True, blank=True)
    reported = word_field()
    note = text_field()
    author = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    source = text_field()
    recorded_at = models.DateTimeField()
    extras: "models.JSONField[dict[str, object], dict[str, object]]" = models.JSONField(
        default=dict, blank=True
    )

    PLAN = PlanColumns(
        "observations",
        {
            "measure_id": OneOf(("key_result__ref", "kpi__ref")),
            "date": "date",
            "value": "value",
            "confidence": "confidence",
            "reported": "reported",
            "note": "note",
            "author_id": "author__ref",
            "source": "source",
        },
        key=(
            "measure_id",
            "date",
            "value",
            "confidence",
            "reported",
            "note",
            "author_id",
            "source",
        ),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(key_result__isnull=False, kpi__isnull=True)
                | Q(key_result__isnull=True, kpi__isnull=False),
                name="observation_of_one_measure",
            ),
            one_of("observation", "reported", REPORTED),
            between("observation", "confidence", 0, 10),
        ]
        indexes = [
            models.Index(fields=["key_result", "date", "id"], name="observation_by_key_result"),
            models.Index(fields=["kpi", "date", "id"], name="observation_by_kpi"),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.value}"
