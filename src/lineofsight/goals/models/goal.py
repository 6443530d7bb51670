"""A goal, its progress as it is kept, and its changes in substance."""

from django.db import models
from django.db.models import F, Q

from lineofsight.goals.arithmetic import mean, millionths
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
from lineofsight.organization.record.columns import Many, PlanColumns
from lineofsight.strategy.models import Pillar

SCOPES = ("enterprise", "function", "team", "individual")
KINDS = ("objective", "development")
SERVES = ("strategy", "health", "obligation", "service")
CADENCES = ("weekly", "monthly", "quarterly", "half_yearly", "yearly", "multi_year", "own")
STATUSES = ("draft", "active", "paused", "done", "cancelled")
REPORTED = ("on_track", "at_risk", "off_track")
ROLLUPS = ("own", "children", "blend")
CHANGED = ("title", "text", "measure", "target", "baseline", "dates", "owner", "status")
MICRO = 1_000_000  # progress is shown from whole millionths


class Goal(Record):
    """An outcome with one owner who decides.

    Empty words mean what the plan file says of them: kind objective, serving the strategy, active,
    own roll-up. ``override`` is what the owner says the progress is, in [0, 1]; it stands beside
    the automatic value and enters no roll-up.
    """

    title = title_field()
    text = text_field()
    scope = word_field()
    kind = word_field()
    serves = word_field()
    serves_what = text_field()
    serves_confirmed_on = models.DateField(null=True, blank=True)
    owner = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="goals")
    contributors: "models.ManyToManyField[Person, Person]" = models.ManyToManyField(
        Person, related_name="contributes", blank=True
    )
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="goals")
    cadence = word_field()
    update_days = models.FloatField(null=True, blank=True)
    start = models.DateField(null=True, blank=True)
    end = models.DateField(null=True, blank=True)
    lag_days = models.FloatField(null=True, blank=True)
    continues: "models.ForeignKey[Goal | None, Goal | None]" = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="continued_by"
    )
    status = word_field()
    reported = word_field()
    blocked = models.BooleanField(null=True, blank=True)
    confidence = models.FloatField(null=True, blank=True)
    may_decide = text_field()
    rollup = word_field()
    confidential = models.BooleanField(null=True, blank=True)
    readers: "models.ManyToManyField[Person, Person]" = models.ManyToManyField(
        Person, related_name="may_read", blank=True
    )
    created_on = models.DateField(null=True, blank=True)
    override = models.FloatField(null=True, blank=True)
    override_reason = text_field()

    PLAN = PlanColumns(
        "goals",
        {
            "id": "ref",
            "title": "title",
            "text": "text",
            "scope": "scope",
            "kind": "kind",
            "serves": "serves",
            "serves_id": "serves_what",
            "serves_confirmed_on": "serves_confirmed_on",
            "owner_id": "owner__ref",
            "contributor_ids": Many("contributors"),
            "team_id": "team__ref",
            "cadence": "cadence",
            "update_days": "update_days",
            "start": "start",
            "end": "end",
            "lag_days": "lag_days",
            "continues": "continues__ref",
            "status": "status",
            "reported": "reported",
            "blocked": "blocked",
            "confidence": "confidence",
            "may_decide": "may_decide",
            "rollup": "rollup",
            "confidential": "confidential",
            "created_on": "created_on",
        },
        beyond={
            "reader_ids": Many("readers"),
            "override": "override",
            "override_reason": "override_reason",
        },
    )

    class Meta:
        constraints = [
            one_of("goal", "scope", SCOPES),
            one_of("goal", "kind", KINDS),
            one_of("goal", "serves", SERVES),
            one_of("goal", "cadence", CADENCES),
            one_of("goal", "status", STATUSES),
            one_of("goal", "reported", REPORTED),
            one_of("goal", "rollup", ROLLUPS),
            in_order("goal", "start", "end"),
            between("goal", "confidence", 0, 10),
            between("goal", "update_days", 1, None),
            between("goal", "lag_days", 0, None),
            between("goal", "override", 0, 1),
            models.CheckConstraint(
                condition=Q(continues__isnull=True) | ~Q(continues=F("pk")),
                name="goal_does_not_continue_itself",
            ),
        ]
        indexes = [
            models.Index(fields=["scope", "status"], name="goal_by_scope"),
            models.Index(fields=["end", "id"], name="goal_by_end"),
            # Few are: asked for by all that shows goals to a manager.
            models.Index(
                fields=["owner", "id"],
                name="confidential_goal_by_owner",
                condition=Q(confidential=True),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_active(self) -> bool:
        """Whether the goal is worked on, whatever its dates."""
        return self.status in {"", "active"}

    @property
    def said(self) -> str:
        """How it stands by its newest report: of its key results, else of its own."""
        kept = getattr(self, "progress", None)
        return (kept.reported if kept else "") or self.reported

    @property
    def is_closed(self) -> bool:
        """Whether the goal has ended: done or cancelled."""
        return self.status in {"done", "cancelled"}


class GoalProgress(models.Model):
    """What is added up for a goal, in whole numbers: a change adds its difference, exactly.

    ``own`` is the sum over its key results of share times progress in billionths, ``own_known`` the
    shares of those whose progress is known, ``own_all`` of all (0: it has no key results);
    ``below`` and ``below_known`` are the same over the goals that support it. ``value`` is the
    roll-up of the goal's setting in millionths, None while nothing is known. ``height`` is larger
    than that of every goal that supports this one; it orders what is locked and reckoned.
    ``reported`` is what the newest observation of its key results that reports anything says, on
    the day ``reported_on``; empty where none does.
    """

    goal = models.OneToOneField(Goal, models.CASCADE, primary_key=True, related_name="progress")
    own = models.BigIntegerField(default=0)
    own_known = models.BigIntegerField(default=0)
    own_all = models.BigIntegerField(default=0)
    below = models.BigIntegerField(default=0)
    below_known = models.BigIntegerField(default=0)
    height = models.IntegerField(default=0)
    value = models.IntegerField(null=True)
    reported = word_field()
    reported_on = models.DateField(null=True)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            between("progress", "value", 0, MICRO),
            one_of("progress", "reported", REPORTED),
        ]

    def __str__(self) -> str:
        return f"{self.goal_id}: {self.value}"

    @property
    def own_value(self) -> int | None:
        """Progress of the goal's own key results in millionths."""
        return millionths(mean(self.own, self.own_known))

    @property
    def below_value(self) -> int | None:
        """Progress of the goals that support it in millionths."""
        return millionths(mean(self.below, self.below_known))

    @property
    def coverage(self) -> float | None:
        """Share of the weight of its key results whose progress is known; None without any."""
        return self.own_known / self.own_all if self.own_all else None


class GoalPillar(models.Model):
    """A pillar to which a goal leads, by one way up or several; kept with the roll-up."""

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="leads")
    pillar = models.ForeignKey(Pillar, models.CASCADE, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pillar", "goal"], name="goal_leads_to_a_pillar_once")
        ]

    def __str__(self) -> str:
        return f"{self.goal_id} > {self.pillar_id}"


class RootProgress(models.Model):
    """The same for what is no goal: a pillar, or, without one, the North Star."""

    pillar = models.OneToOneField(Pillar, models.CASCADE, null=True, related_name="progress")
    to_north_star = models.BooleanField(default=False)
    below = models.BigIntegerField(default=0)
    below_known = models.BigIntegerField(default=0)
    value = models.IntegerField(null=True)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            between("root_progress", "value", 0, MICRO),
            models.CheckConstraint(
                condition=Q(pillar__isnull=False, to_north_star=False)
                | Q(pillar__isnull=True, to_north_star=True),
                name="progress_of_one_root",
            ),
            models.UniqueConstraint(
                fields=["to_north_star"],
                condition=Q(to_north_star=True),
                name="one_progress_of_the_north_star",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pillar_id or 'north_star'}: {self.value}"


class Revision(Versioned):
    """One field of a goal that was changed in substance, on a day, for a reason. Only inserted."""

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="revisions")
    date = models.DateField()
    field = word_field()
    before = text_field()
    after = text_field()
    reason = text_field()

    PLAN = PlanColumns(
        "revisions",
        {
            "goal_id": "goal__ref",
            "date": "date",
            "field": "field",
            "before": "before",
            "after": "after",
            "reason": "reason",
        },
        key=("goal_id", "date", "field", "before", "after"),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(field__in=CHANGED), name="revision_field_is_a_known_word"
            )
        ]
        indexes = [models.Index(fields=["goal", "date"], name="revision_by_goal")]

    def __str__(self) -> str:
        return f"{self.goal_id} {self.field} {self.date}"
