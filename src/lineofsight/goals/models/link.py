"""Links: a contract between two goals, or of a goal with a pillar or the North Star."""

from django.db import models
from django.db.models import F, Q

from lineofsight.goals.models.goal import Goal
from lineofsight.organization.models import Person
from lineofsight.organization.record.base import Versioned, between, text_field, word_field
from lineofsight.organization.record.columns import OneOf, PlanColumns
from lineofsight.strategy.models import Pillar

LINK_KINDS = ("supports", "shares", "depends_on", "competes_with")


class Link(Versioned):
    """How one goal hangs on another.

    ``contribution`` is kept as it was given and never rewritten when siblings come and go; the
    effective ``share`` is computed from it, in parts of ``goals.arithmetic.SHARES`` among the
    supporters that count now; 0 for one that does not, such as a draft, and for other kinds.
    ``source_version`` and ``end_version`` are the versions of both ends that its parties last
    confirmed.
    """

    kind = word_field()
    source = models.ForeignKey(Goal, models.CASCADE, related_name="links_up")
    goal = models.ForeignKey(Goal, models.CASCADE, null=True, blank=True, related_name="links_down")
    pillar = models.ForeignKey(
        Pillar, models.CASCADE, null=True, blank=True, related_name="links_down"
    )
    to_north_star = models.BooleanField(default=False)
    contribution = models.FloatField(null=True, blank=True)
    rationale = text_field()
    created_on = models.DateField(null=True, blank=True)
    confirmed_on = models.DateField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+"
    )
    source_version = models.PositiveIntegerField(null=True, blank=True)
    end_version = models.PositiveIntegerField(null=True, blank=True)
    needed_by = models.DateField(null=True, blank=True)
    accepted_on = models.DateField(null=True, blank=True)
    trade_off = text_field()
    review_by = models.DateField(null=True, blank=True)
    share = models.BigIntegerField(default=0, editable=False)

    PLAN = PlanColumns(
        "links",
        {
            "kind": "kind",
            "from_id": "source__ref",
            "to_id": OneOf(("goal__ref", "pillar__ref"), {"to_north_star": "north_star"}),
            "contribution": "contribution",
            "rationale": "rationale",
            "created_on": "created_on",
            "confirmed_on": "confirmed_on",
            "confirmed_by": "confirmed_by__ref",
            "needed_by": "needed_by",
            "accepted_on": "accepted_on",
            "trade_off": "trade_off",
            "review_by": "review_by",
        },
        beyond={"source_version": "source_version", "end_version": "end_version"},
        key=("from_id", "to_id", "kind"),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=LINK_KINDS), name="link_kind_is_a_known_word"
            ),
            models.CheckConstraint(
                condition=Q(goal__isnull=False, pillar__isnull=True, to_north_star=False)
                | Q(goal__isnull=True, pillar__isnull=False, to_north_star=False)
                | Q(goal__isnull=True, pillar__isnull=True, to_north_star=True),
                name="link_has_one_end",
            ),
            models.CheckConstraint(
                condition=Q(goal__isnull=True) | ~Q(goal=F("source")), name="link_between_two"
            ),
            models.UniqueConstraint(
                fields=["source", "goal", "kind"],
                condition=Q(goal__isnull=False),
                name="one_link_of_a_kind_to_a_goal",
            ),
            models.UniqueConstraint(
                fields=["source", "pillar", "kind"],
                condition=Q(pillar__isnull=False),
                name="one_link_of_a_kind_to_a_pillar",
            ),
            models.UniqueConstraint(
                fields=["source", "kind"],
                condition=Q(to_north_star=True),
                name="one_link_of_a_kind_to_the_north_star",
            ),
            between("link", "contribution", 0, None),
        ]
        indexes = [
            models.Index(fields=["goal", "kind"], name="link_by_goal"),
            models.Index(fields=["pillar", "kind"], name="link_by_pillar"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.kind} {self.goal_id or self.pillar_id or 'north_star'}"
