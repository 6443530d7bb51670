"""Which pillars goals lead to, by whatever way: kept, because a list asks it of every goal.

It changes only with the shape of the cascade, and then for the goals below the change; who calls
holds the shape exclusively, as for ``settle``.
"""

from collections.abc import Collection

from django.db import connection

from lineofsight.goals.models import GoalPillar
from lineofsight.organization.record.bulk import insert
from lineofsight.organization.record.locks import as_one, is_among

MANY = 500  # goals from which on it is quicker to look at all
Pair = tuple[int, int]  # the ids of a goal and of a pillar

# Pairs that follow from the links; UNION ends where links run in a circle.
_ALL = """
WITH RECURSIVE lead(goal_id, pillar_id) AS (
    SELECT source_id, pillar_id FROM goals_link
    WHERE kind = 'supports' AND pillar_id IS NOT NULL
    UNION
    SELECT link.source_id, lead.pillar_id
    FROM lead JOIN goals_link link ON link.goal_id = lead.goal_id
    WHERE link.kind = 'supports'
)
SELECT goal_id, pillar_id FROM lead
"""
_BELOW = """
WITH RECURSIVE down(id) AS (
    SELECT id FROM goals_goal WHERE {among}
    UNION
    SELECT link.source_id FROM down JOIN goals_link link ON link.goal_id = down.id
    WHERE link.kind = 'supports'
)
SELECT id FROM down
"""
# What goals above these lead to stands already: it has not changed.
_OF_SOME = """
WITH RECURSIVE few(id) AS (SELECT id FROM goals_goal WHERE {among}),
lead(goal_id, pillar_id) AS (
    SELECT link.source_id, link.pillar_id FROM few JOIN goals_link link ON link.source_id = few.id
    WHERE link.kind = 'supports' AND link.pillar_id IS NOT NULL
    UNION
    SELECT link.source_id, kept.pillar_id FROM few JOIN goals_link link ON link.source_id = few.id
    JOIN goals_goalpillar kept ON kept.goal_id = link.goal_id
    WHERE link.kind = 'supports' AND link.goal_id NOT IN (SELECT id FROM few)
    UNION
    SELECT link.source_id, lead.pillar_id
    FROM lead JOIN goals_link link ON link.goal_id = lead.goal_id
    WHERE link.kind = 'supports'
)
SELECT goal_id, pillar_id FROM lead
"""


def lead(goals: Collection[int]) -> None:
    """Bring up to date to which pillars some goals lead whose links upwards changed.

    And all goals below them, for whom the way up changed with it.
    """
    if not goals:
        return
    below = [pk for (pk,) in _rows(_BELOW, goals)]
    if len(below) > MANY:
        lead_all()
        return
    kept = {
        (goal, pillar): pk
        for pk, goal, pillar in GoalPillar.objects.filter(goal__in=below).values_list(
            "pk", "goal_id", "pillar_id"
        )
    }
    _write(kept, _pairs(_OF_SOME, below))


def lead_all() -> None:
    """Work out to which pillars all goals lead."""
    _write(_all_kept(), _pairs(_ALL))


def differences() -> list[tuple[Pair, bool]]:
    """Return the pairs that are kept wrongly (False) or missing (True)."""
    kept, right = _all_kept().keys(), _pairs(_ALL)
    return [(pair, False) for pair in kept - right] + [(pair, True) for pair in right - kept]


def _all_kept() -> dict[Pair, int]:
    rows = GoalPillar.objects.values_list("pk", "goal_id", "pillar_id").iterator()
    return {(goal, pillar): pk for pk, goal, pillar in rows}


def _pairs(statement: str, numbers: Collection[int] | None = None) -> set[Pair]:
    return {(goal, pillar) for goal, pillar in _rows(statement, numbers)}


def _rows(statement: str, numbers: Collection[int] | None = None) -> list[tuple[int, ...]]:
    with connection.cursor() as cursor:
        if numbers is None:
            cursor.execute(statement)
        else:
            cursor.execute(statement.format(among=is_among("id")), [as_one(sorted(numbers))])
        return list(cursor.fetchall())


def _write(kept: dict[Pair, int], right: set[Pair]) -> None:
    gone = sorted(pk for pair, pk in kept.items() if pair not in right)
    for at in range(0, len(gone), MANY):
        GoalPillar.objects.filter(pk__in=gone[at : at + MANY]).delete()
    insert(GoalPillar, ("goal_id", "pillar_id"), sorted(right - kept.keys()))
