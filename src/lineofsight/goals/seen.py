"""Whether a goal is seen: the condition under which most of the record is shown."""

from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, F, Func, Q, QuerySet, Value
from django.db.models.sql.compiler import SQLCompiler

from lineofsight.goals.models import Goal
from lineofsight.organization.access import Viewer
from lineofsight.organization.record.locks import as_one, cursor_for, is_among
from lineofsight.organization.record.prepared import Given, GivenNumbers

# The confidential goals of others that one person sees: those that they contribute to or may read,
# and those of owners below them. UNION ends where a reporting line runs in a circle.
_LET_IN = """
WITH RECURSIVE {below}
SELECT g.id FROM below b JOIN goals_goal g ON g.owner_id = b.person WHERE g.confidential
UNION ALL
SELECT g.id FROM goals_goal_contributors c JOIN goals_goal g ON g.id = c.goal_id
WHERE c.person_id = %s AND g.confidential
UNION ALL
SELECT g.id FROM goals_goal_readers r JOIN goals_goal g ON g.id = r.goal_id
WHERE r.person_id = %s AND g.confidential
"""
_DOWN = """below(person) AS (
    SELECT id FROM organization_person WHERE manager_id = %s
    UNION
    SELECT p.id FROM below b JOIN organization_person p ON p.manager_id = b.person
)"""
# For somebody who stands above many: up from the owners, for confidential goals are few, and so are
# the lines from their owners to the top. PostgreSQL takes them for many; asked for one manager at a
# time it does not read all people.
_UP = """line(person, manager) AS (
    SELECT g.owner_id, (SELECT p.manager_id FROM organization_person p WHERE p.id = g.owner_id)
    FROM goals_goal g WHERE g.confidential AND g.owner_id IS NOT NULL
    UNION
    SELECT l.manager, (SELECT p.manager_id FROM organization_person p WHERE p.id = l.manager)
    FROM line l WHERE l.manager IS NOT NULL
), below(person) AS (
    SELECT person FROM line WHERE manager = %s
    UNION
    SELECT l.person FROM below b JOIN line l ON l.manager = b.person
)"""


class _Seen(Func):
    """Whether a goal at the end of a path is seen: one condition, put together as text.

    Most pages ask it ten times and more, and taking it apart into lookups cost more than the
    database does. Never NULL, so that it may be negated; true where the path leads nowhere.
    """

    output_field = BooleanField()

    def __init__(self, at: str, viewer: Viewer, *, is_open: bool) -> None:
        who: Any = viewer.pk
        super().__init__(
            F(f"{at}confidential"),
            F(f"{at}owner_id"),
            F(f"{at}pk"),
            who if isinstance(who, Given) else Value(who),
        )
        self.let_in, self.is_open = viewer.numbers("goals_let_in", _let_in), is_open

    def as_sql(
        self,
        compiler: SQLCompiler,
        connection: BaseDatabaseWrapper,  # noqa: ARG002 - Django hands it to all
        *_given: Any,
        **_named: Any,
    ) -> tuple[str, tuple[Any, ...]]:
        """Return the condition."""
        confidential, owner, pk, who = map(compiler.compile, self.get_source_expressions())
        ways = [f"({owner[0]} IS NOT NULL AND {owner[0]} = {who[0]})"]
        params = [*who[1]]
        if self.is_open:
            ways.insert(0, f"{confidential[0]} IS NOT TRUE")
        if isinstance(self.let_in, GivenNumbers):
            ways.append(is_among(pk[0]))
            params.append(self.let_in.param)
        elif self.let_in:
            ways.append(is_among(pk[0]))
            params.append(as_one(self.let_in))
        return f"({' OR '.join(ways)})", tuple(params)


def goal_seen(viewer: Viewer, at: str = "") -> Q:
    """Return the condition under which a goal is visible, or the goal at the end of a path.

    ``at`` is the path with its underscores, such as ``"goal__"``. A path that may lead nowhere
    passes where it leads nowhere.
    """
    return Q(_Seen(at, viewer, is_open=True))


def _in_the_know(viewer: Viewer) -> Q:
    """Who sees a goal though it is confidential: its owner, and whoever is let in."""
    return Q(_Seen("", viewer, is_open=False))


def _let_in(viewer: Viewer) -> list[int]:
    """Find the confidential goals of others that a viewer sees: once, however much a page asks."""
    below = _UP if viewer.stands_above_many else _DOWN
    with cursor_for(connection) as cursor:
        cursor.execute(_LET_IN.format(below=below), [viewer.pk] * 3)
        return sorted({goal for (goal,) in cursor.fetchall()})


def hidden_goals(viewer: Viewer) -> "QuerySet[Goal]":
    """Return the goals that a viewer does not see: confidential ones, so few in any organisation.

    For what names several goals and is visible if all of them are.
    """
    confidential = Goal.objects.filter(confidential=True)
    return confidential.exclude(pk__in=confidential.filter(_in_the_know(viewer)).values("pk"))
