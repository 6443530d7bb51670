"""No circle of managers on any day, and none of teams."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection

from lineofsight.organization.models import Person, Team
from lineofsight.organization.record.locks import is_postgresql

# Periods meet where the later start lies before the earlier end; the rungs above a person are
# followed only through the days in which all rungs so far hold.
_MANAGERS = """
WITH RECURSIVE above(root, person, low, high) AS (
    SELECT person_id, manager_id, COALESCE(start, {ever}), COALESCE("end", {never})
      FROM organization_reportingline
     WHERE kind = 'line' AND person_id IN ({roots})
  UNION
    SELECT above.root, line.manager_id,
           {later}(above.low, COALESCE(line.start, {ever})),
           {earlier}(above.high, COALESCE(line."end", {never}))
      FROM above
      JOIN organization_reportingline line
        ON line.person_id = above.person AND line.kind = 'line'
     WHERE above.root <> above.person
       AND {later}(above.low, COALESCE(line.start, {ever}))
         < {earlier}(above.high, COALESCE(line."end", {never}))
)
SELECT root, MIN(low) FROM above WHERE root = person GROUP BY root ORDER BY root LIMIT 1
"""
_TEAMS = """
WITH RECURSIVE above(root, team) AS (
    SELECT id, parent_id FROM organization_team WHERE parent_id IS NOT NULL AND id IN ({roots})
  UNION
    SELECT above.root, next.parent_id
      FROM above JOIN organization_team next ON next.id = above.team
     WHERE above.root <> above.team AND next.parent_id IS NOT NULL
)
SELECT root FROM above WHERE root = team ORDER BY root LIMIT 1
"""
_AT_ONCE = 500  # people whose rungs are followed in one query


def circle_of_managers(people: Sequence[int]) -> tuple[Person, date] | None:
    """Find one of these people who reports to themselves over some rungs, and the first such day.

    Looks at all days, past and to come. Ask inside the transaction that changed their lines, after
    ``lock_organization``.
    """
    words = (
        {
            "ever": "DATE '0001-01-01'",
            "never": "DATE '9999-12-31'",
            "later": "GREATEST",
            "earlier": "LEAST",
        }
        if is_postgresql()
        else {"ever": "'0001-01-01'", "never": "'9999-12-31'", "later": "MAX", "earlier": "MIN"}
    )
    for at in range(0, len(people), _AT_ONCE):
        found = _first(_MANAGERS, people[at : at + _AT_ONCE], **words)
        if found:
            day = found[1] if isinstance(found[1], date) else date.fromisoformat(str(found[1]))
            return Person.objects.get(pk=int(found[0])), day
    return None


def circle_of_teams(teams: Sequence[int]) -> Team | None:
    """Find one of these teams that lies below itself."""
    for at in range(0, len(teams), _AT_ONCE):
        found = _first(_TEAMS, teams[at : at + _AT_ONCE])
        if found:
            return Team.objects.get(pk=int(found[0]))
    return None


def _first(query: str, roots: Sequence[int], **words: str) -> tuple[Any, ...] | None:
    if not roots:
        return None
    marks = ", ".join(["%s"] * len(roots))
    with connection.cursor() as cursor:
        cursor.execute(query.format(roots=marks, **words), list(roots))
        return cursor.fetchone()
