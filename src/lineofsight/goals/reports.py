"""How a goal stands by what was reported: the newest observation that reports anything counts."""

from collections.abc import Collection
from datetime import date

from django.db.models import Q

from lineofsight.goals.models import GoalProgress, Observation
from lineofsight.organization.record.bulk import update

CHUNK = 5_000


def heard(goal: int, observation: Observation) -> None:
    """Keep what a new observation reports, unless a later day has reported already."""
    earlier = Q(reported_on__isnull=True) | Q(reported_on__lte=observation.date)
    GoalProgress.objects.filter(earlier, goal_id=goal).update(
        reported=observation.reported, reported_on=observation.date
    )


def hear_all(goals: Collection[int] | None = None) -> int:
    """Work out the newest reports of all goals, or of some; return how many differed."""
    newest: dict[int, tuple[str, date]] = {}
    rows = Observation.objects.filter(key_result__isnull=False).exclude(reported="")
    kept = GoalProgress.objects.all()
    if goals is not None:
        rows = rows.filter(key_result__goal_id__in=goals)
        kept = kept.filter(goal_id__in=goals)
    columns = ("key_result__goal_id", "reported", "date")
    for goal, reported, day in rows.order_by("date", "pk").values_list(*columns).iterator(CHUNK):
        newest[goal] = (reported, day)
    differing = []
    for one in kept.iterator(CHUNK):
        right = newest.get(one.goal_id, ("", None))
        if (one.reported, one.reported_on) != right:
            differing.append((one.pk, *right))
    update(GoalProgress, ["reported", "reported_on"], differing)
    return len(differing)
