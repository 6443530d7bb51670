"""The tables of the strategy."""

from django.db import models
from django.db.models import Q

from lineofsight.organization.models import Function, Person
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
from lineofsight.organization.record.columns import Many, PlanColumns

STATEMENT_KINDS = ("vision", "mission", "value", "north_star")


class StrategyVersion(models.Model):
    """One published (or still drafted) version of the strategy, and why it replaced the last."""

    name = models.CharField(max_length=500, unique=True)
    published_on = models.DateField(null=True, blank=True)
    published_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    reason = text_field()
    version = models.PositiveIntegerField(default=1, editable=False)

    def __str__(self) -> str:
        return self.name


class Kpi(Record):
    """A health check: watched, with a healthy range, not a target to hit by a date.

    ``guards`` names a pillar, a key result or ``north_star`` by ref, several separated by ``;``: a
    guarded key result lives in a room above this one.
    """

    name = title_field()
    unit = text_field()
    healthy_min = models.FloatField(null=True, blank=True)
    healthy_max = models.FloatField(null=True, blank=True)
    owner = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="kpis")
    guards: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list, blank=True)

    PLAN = PlanColumns(
        "kpis",
        {
            "id": "ref",
            "name": "name",
            "unit": "unit",
            "healthy_min": "healthy_min",
            "healthy_max": "healthy_max",
            "owner_id": "owner__ref",
            "guards": "guards",
        },
    )

    def __str__(self) -> str:
        return self.name


class Statement(Record):
    """The vision, the mission, one line of the definition of value, or the North Star."""

    kind = word_field()
    text = models.TextField()
    strategy_version = models.ForeignKey(
        StrategyVersion, models.PROTECT, null=True, blank=True, related_name="statements"
    )
    published_on = models.DateField(null=True, blank=True)
    measure = models.ForeignKey(
        Kpi, models.PROTECT, null=True, blank=True, related_name="statements"
    )

    PLAN = PlanColumns(
        "strategy",
        {
            "id": "ref",
            "kind": "kind",
            "text": "text",
            "version": "strategy_version__name",
            "published_on": "published_on",
            "measure_id": "measure__ref",
        },
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=STATEMENT_KINDS), name="statement_kind_is_a_known_word"
            )
        ]

    def __str__(self) -> str:
        return self.text


class Pillar(Record):
    """A strategic priority with a weight, a sponsor, and champions from the functions it needs."""

    name = title_field()
    text = text_field()
    weight = models.FloatField(null=True, blank=True)
    sponsor = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="sponsors"
    )
    champions: "models.ManyToManyField[Person, Person]" = models.ManyToManyField(
        Person, related_name="champions", blank=True
    )
    functions: "models.ManyToManyField[Function, Function]" = models.ManyToManyField(
        Function, related_name="pillars", blank=True
    )
    start = models.DateField(null=True, blank=True)
    end = models.DateField(null=True, blank=True)
    kpis: "models.ManyToManyField[Kpi, Kpi]" = models.ManyToManyField(
        Kpi, related_name="pillars", blank=True
    )

    PLAN = PlanColumns(
        "pillars",
        {
            "id": "ref",
            "name": "name",
            "text": "text",
            "weight": "weight",
            "sponsor_id": "sponsor__ref",
            "champion_ids": Many("champions"),
            "function_ids": Many("functions"),
            "start": "start",
            "end": "end",
            "kpi_ids": Many("kpis"),
        },
    )

    class Meta:
        constraints = [
            between("pillar", "weight", 0, None),
            in_order("pillar", "start", "end"),
        ]

    def __str__(self) -> str:
        return self.name


class Acknowledgement(Versioned):
    """That a person has read a version of the strategy, and what they said to it.

    A question or a concern is answered by the pillar's sponsor or the strategy office.
    """

    KINDS = ("question", "concern", "contribution")

    person = models.ForeignKey(Person, models.CASCADE, related_name="acknowledgements")
    strategy_version = models.ForeignKey(
        StrategyVersion, models.CASCADE, related_name="acknowledgements"
    )
    date = models.DateField()
    kind = word_field()
    text = text_field()
    answer = text_field()
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    answered_on = models.DateField(null=True, blank=True)

    PLAN = PlanColumns(
        "acknowledgements",
        {
            "person_id": "person__ref",
            "version": "strategy_version__name",
            "date": "date",
            "kind": "kind",
        },
        beyond={
            "text": "text",
            "answer": "answer",
            "answered_by": "answered_by__ref",
            "answered_on": "answered_on",
        },
        key=("person_id", "version", "date", "kind"),
    )

    class Meta:
        constraints = [
            one_of("acknowledgement", "kind", ("question", "concern", "contribution")),
            in_order("acknowledgement", "date", "answered_on"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.strategy_version_id}"
