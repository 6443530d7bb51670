"""How goals, key results and links stood at the last check: what takes the whole plan to know."""

from typing import Any

from django.db import models

from lineofsight.goals.models import Goal, KeyResult, Link
from lineofsight.organization.record.base import between
from lineofsight.strategy.models import Pillar


class GoalStanding(models.Model):
    """One goal in the whole: all shares and chances in [0, 1], None where unknown.

    ``strength`` is that of its line of sight, 0 where it is broken, None without one. ``pillar`` is
    its primary pillar; None also where its line ends elsewhere. ``below`` counts the active goals
    that climb to it.
    """

    goal = models.OneToOneField(Goal, models.CASCADE, primary_key=True, related_name="standing")
    stake = models.FloatField(default=0.0)
    depth = models.PositiveIntegerField(null=True)
    strength = models.FloatField(null=True)
    pillar: "models.ForeignKey[Pillar | None, Pillar | None]" = models.ForeignKey(
        Pillar, models.SET_NULL, null=True, related_name="+"
    )
    below = models.PositiveIntegerField(default=0)
    progress = models.FloatField(null=True)
    expected = models.FloatField(null=True)
    pace = models.FloatField(null=True)
    chance = models.FloatField(null=True)
    on_track = models.BooleanField(null=True)

    class Meta:
        constraints = [
            between("goal_standing", "stake", 0, 1),
            between("goal_standing", "chance", 0, 1),
        ]
        indexes = [
            models.Index(fields=["-stake"], name="goal_by_stake"),
            models.Index(fields=["pillar", "-stake"], name="goal_by_pillar"),
        ]

    def __str__(self) -> str:
        return f"{self.goal_id}: {self.stake}"


class KeyResultStanding(models.Model):
    """Where a key result will end, by its observations.

    ``fan`` holds what draws it, in the key result's own units: ``seen`` and ``plan``, lists of
    [ISO day, value]; ``end``, the day; ``low80``, ``low50``, ``centre``, ``high50``, ``high80``,
    the final value. Empty where there is no forecast, and for goals of a single person: what people
    set themselves is not predicted.
    """

    key_result = models.OneToOneField(
        KeyResult, models.CASCADE, primary_key=True, related_name="standing"
    )
    chance = models.FloatField(null=True)
    expected = models.FloatField(null=True)
    fan: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)

    class Meta:
        constraints = [between("key_result_standing", "chance", 0, 1)]

    def __str__(self) -> str:
        return f"{self.key_result_id}: {self.chance}"


class LinkStanding(models.Model):
    """What passes along a supports link.

    ``share`` is the part of its parent's stake that it carries, ``flow`` the stake itself.
    ``factor`` is what the fit of its two texts does to its strength: 0.5 + 0.5 x fit.
    """

    link = models.OneToOneField(Link, models.CASCADE, primary_key=True, related_name="standing")
    share = models.FloatField(default=0.0)
    flow = models.FloatField(default=0.0)
    factor = models.FloatField(default=1.0)

    class Meta:
        constraints = [
            between("link_standing", "share", 0, 1),
            between("link_standing", "factor", 0, 1),
        ]

    def __str__(self) -> str:
        return f"{self.link_id}: {self.flow}"
