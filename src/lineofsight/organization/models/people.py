"""People, teams, functions, and who reports to whom since when."""

from django.db import models
from django.db.models import F, Q

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

LINE, DOTTED = "line", "dotted"


class Organization(Versioned):
    """The one organisation that this installation serves, and what it has settled for itself.

    ``settings`` holds thresholds and switches in the form of ``lineofsight.toml``.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    name = models.CharField(max_length=500, blank=True, default="")
    time_zone = models.CharField(max_length=64, default="UTC")
    language = models.CharField(max_length=16, default="en-gb")
    rules_began_on = models.DateField(null=True)
    settings: "models.JSONField[dict[str, object], dict[str, object]]" = models.JSONField(
        default=dict, blank=True
    )

    PLAN = PlanColumns("organization", {"name": "name"}, key=())

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_organization")]

    def __str__(self) -> str:
        return self.name


class Function(Record):
    """A business function: Sales, Product, People."""

    name = title_field()
    head: "models.ForeignKey[Person | None, Person | None]" = models.ForeignKey(
        "Person", models.PROTECT, null=True, blank=True, related_name="heads"
    )
    contribution = text_field()
    success_measure = text_field()
    gives_up = text_field()

    PLAN = PlanColumns(
        "functions",
        {
            "id": "ref",
            "name": "name",
            "head_id": "head__ref",
            "contribution": "contribution",
            "success_measure": "success_measure",
            "gives_up": "gives_up",
        },
    )

    def __str__(self) -> str:
        return self.name


class Team(Record):
    """A node of the tree of teams."""

    name = title_field()
    parent: "models.ForeignKey[Team | None, Team | None]" = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    function = models.ForeignKey(
        Function, models.PROTECT, null=True, blank=True, related_name="teams"
    )
    lead: "models.ForeignKey[Person | None, Person | None]" = models.ForeignKey(
        "Person", models.PROTECT, null=True, blank=True, related_name="leads"
    )

    PLAN = PlanColumns(
        "teams",
        {
            "id": "ref",
            "name": "name",
            "parent_id": "parent__ref",
            "function_id": "function__ref",
            "lead_id": "lead__ref",
        },
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("pk")),
                name="team_not_its_own_parent",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Person(Record):
    """An employee.

    ``manager``, ``manager_since``, ``team`` and ``team_since`` are copies of the reporting line
    and the membership that hold today; only ``organization.services.moves`` writes them.
    """

    name = title_field()
    email = models.CharField(max_length=500, blank=True, default="")
    manager: "models.ForeignKey[Person | None, Person | None]" = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="reports"
    )
    manager_since = models.DateField(null=True, blank=True)
    dotted_managers: "models.ManyToManyField[Person, Person]" = models.ManyToManyField(
        "self", symmetrical=False, related_name="dotted_reports", blank=True
    )
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="people")
    team_since = models.DateField(null=True, blank=True)
    title = title_field(blank=True, default="")
    level = text_field()
    serves_all = models.BooleanField(null=True, blank=True)
    start_date = models.DateField(null=True, blank=True)
    end_date = models.DateField(null=True, blank=True)
    on_leave = models.BooleanField(null=True, blank=True)
    check_in_days = models.FloatField(null=True, blank=True)
    time_zone = models.CharField(max_length=64, blank=True, default="")

    PLAN = PlanColumns(
        "people",
        {
            "id": "ref",
            "name": "name",
            "email": "email",
            "manager_id": "manager__ref",
            "manager_since": "manager_since",
            "dotted_manager_ids": Many("dotted_managers"),
            "team_id": "team__ref",
            "team_since": "team_since",
            "title": "title",
            "level": "level",
            "serves_all": "serves_all",
            "start_date": "start_date",
            "end_date": "end_date",
            "on_leave": "on_leave",
            "check_in_days": "check_in_days",
        },
        beyond={"time_zone": "time_zone"},
    )

    class Meta:
        constraints = [
            in_order("person", "start_date", "end_date"),
            between("person", "check_in_days", 1, None),
            models.CheckConstraint(
                condition=Q(manager__isnull=True) | ~Q(manager=F("pk")),
                name="person_not_their_own_manager",
            ),
        ]
        indexes = [models.Index(fields=["email"], name="person_by_email")]

    def __str__(self) -> str:
        return self.name


def some_days(table: str) -> models.CheckConstraint:
    """Let the database refuse a period in which no day lies."""
    return models.CheckConstraint(
        condition=Q(start__isnull=True) | Q(end__isnull=True) | Q(end__gt=F("start")),
        name=f"{table}_holds_some_days",
    )


class ReportingLine(models.Model):
    """Who reports to whom from the day ``start`` (unknown: ever) until before ``end``."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="lines")
    manager = models.ForeignKey(Person, models.PROTECT, related_name="lines_down")
    kind = word_field(default=LINE)
    start = models.DateField(null=True, blank=True)
    end = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            one_of("reporting_line", "kind", [LINE, DOTTED]),
            some_days("reporting_line"),
            models.CheckConstraint(condition=~Q(person=F("manager")), name="line_between_two"),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(kind="line", end__isnull=True),
                name="one_open_reporting_line",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} > {self.manager_id}"


class Membership(models.Model):
    """Which team a person is in, in a period of days: from ``start`` until before ``end``."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    team = models.ForeignKey(Team, models.PROTECT, related_name="memberships")
    start = models.DateField(null=True, blank=True)
    end = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            some_days("membership"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(end__isnull=True), name="one_open_membership"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.team_id}"
