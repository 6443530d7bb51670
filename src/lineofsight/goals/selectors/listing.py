"""The list of goals: filtered, in order, page by page, whatever its size."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from lineofsight.goals.models import Goal
from lineofsight.goals.words import holding
from lineofsight.kit.errors import Invalid
from lineofsight.organization import access
from lineofsight.organization.models import Person
from lineofsight.organization.record.prepared import Prepared, among

MOST = 200  # goals of one page
ORDERS = ("id", "title", "due")
Who = access.Viewer | Person


@dataclass(frozen=True)
class Wanted:
    """Which goals; None and "" ask for nothing. Words of the plan file: ``active``, ``objective``.

    ``team`` and ``function`` are those of the goal, or of its owner where the goal has no team;
    ``pillar``: goals with a way up to it; ``words``: all of them in title or text.
    """

    scope: str = ""
    status: str = ""
    kind: str = ""
    serves: str = ""
    team: int | None = None
    function: int | None = None
    owner: int | None = None
    pillar: int | None = None
    words: str = ""
    due_from: date | None = None
    due_by: date | None = None


@dataclass(frozen=True)
class Page:
    """Some goals of a list, and where the next page begins ("" on the last).

    ``count`` is how many there are from here on, as far as they were counted.
    """

    goals: list[Goal]
    next: str
    count: int


_EMPTY_MEANS = {"status": "active", "kind": "objective", "serves": "strategy"}


def matching(who: Who, wanted: Wanted) -> "QuerySet[Goal]":
    """Return the visible goals that are wanted."""
    rows = access.visible_to(who, Goal)
    if wanted.words:  # the longest look at a row comes before the others: most fail it
        words = holding(wanted.words.split(), "title", "text")
        rows = Goal.objects.filter(words) & rows
    if wanted.scope:
        rows = rows.filter(scope=wanted.scope)
    for field, usual in _EMPTY_MEANS.items():
        word = getattr(wanted, field)
        if word:
            rows = rows.filter(**{f"{field}__in": [word, ""] if word == usual else [word]})
    if wanted.owner is not None:
        rows = rows.filter(owner=wanted.owner)
    if wanted.team is not None:
        rows = rows.filter(_of_team(wanted.team))
    if wanted.function is not None:
        # A function has thousands of goals: the first of them are found sooner in the order of the
        # list than by looking up those of each of its teams, so the index is kept out of it.
        rows = rows.alias(its_team=F("team_id") + 0).filter(_of_function(wanted.function))
    if wanted.pillar is not None:
        rows = rows.filter(leads__pillar=wanted.pillar)
    if wanted.due_from is not None:
        rows = rows.filter(end__gte=wanted.due_from)
    if wanted.due_by is not None:
        rows = rows.filter(end__lte=wanted.due_by)
    return rows


def page(
    who: Who,
    wanted: Wanted,
    *,
    order: str = "id",
    cursor: str = "",
    limit: int = 50,
    columns: Sequence[str] = (),
    counted: int = 0,
) -> Page:
    """Return one page of the wanted goals, with owner, team and progress; two queries.

    Parameters
    ----------
    order : str
        ``id`` (as they were set), ``title``, or ``due`` (those without an end last).
    cursor : str
        ``next`` of the page before.
    limit : int
        At most ``MOST``.
    columns : sequence of str, optional
        Those that are read of each goal and beside it; all without them.
    counted : int
        How many goals are counted at most, this page among them.

    Raises
    ------
    Invalid
        The order is not known, or the cursor is not one of this order.
    """
    if order not in ORDERS:
        raise Invalid({"order": [_("Choose one of: {orders}.").format(orders=", ".join(ORDERS))]})
    rows = matching(who, wanted)
    if cursor:
        rows = rows.filter(_after(order, cursor))
    ordered = {
        # The goals of a pillar stand in the order of their ids, in an index that knows of no goal.
        "id": rows.order_by("leads__goal_id" if wanted.pillar is not None else "pk"),
        "title": rows.order_by("title", "pk"),
        "due": rows.order_by(F("end").asc(nulls_last=True), "pk"),
    }[order]
    limit = max(1, min(limit, MOST))
    # Numbers first: what the list takes long to find is looked for once, and counted with it.
    numbers = list(ordered.values_list("pk", flat=True)[: max(limit, counted) + 1])
    shown, more = numbers[:limit], len(numbers) > limit
    read = {goal.pk: goal for goal in _shown(tuple(columns))(goals=shown)}
    found = [read[pk] for pk in shown if pk in read]
    return Page(found, _cursor(order, found[-1]) if more and found else "", len(numbers))


@cache
def _shown(columns: tuple[str, ...]) -> Prepared[Goal]:
    return Prepared(lambda: narrowed(Goal.objects.filter(among("pk", "goals")), columns))


def narrowed(rows: "QuerySet[Goal]", columns: Sequence[str]) -> "QuerySet[Goal]":
    """Read goals with these columns alone, else whole with owner, team and progress."""
    if not columns:
        return rows.select_related("owner", "team", "progress")
    return rows.select_related(*related(columns)).only(*columns)


def related(columns: Sequence[str]) -> set[str]:
    """Name the rows beside a goal of which columns are read."""
    return {column.partition("__")[0] for column in columns if "__" in column}


# A team without a function has that of the nearest team above.
_TEAMS_OF = """
WITH RECURSIVE theirs(id) AS (
    SELECT id FROM organization_team WHERE function_id = %s
    UNION
    SELECT team.id FROM theirs JOIN organization_team AS team ON team.parent_id = theirs.id
    WHERE team.function_id IS NULL
)
SELECT id FROM theirs
"""


def _of_function(function: int) -> Q:
    teams = RawSQL(_TEAMS_OF, [function])  # noqa: S611 - our own text, and one parameter
    theirs = Person.objects.filter(team__in=teams).values("pk")
    return Q(its_team__in=teams) | Q(team__isnull=True, owner__in=theirs)


def _of_team(team: int) -> Q:
    return Q(team=team) | Q(team__isnull=True, owner__team=team)


def _cursor(order: str, goal: Goal) -> str:
    key: Any = {"id": None, "title": goal.title, "due": goal.end and goal.end.isoformat()}[order]
    return base64.urlsafe_b64encode(json.dumps([order, key, goal.pk]).encode()).decode()


def _after(order: str, cursor: str) -> Q:
    place = _place(cursor)
    match place:
        case ["id", None, int(pk)] if order == "id":
            return Q(pk__gt=pk)
        case ["title", str(title), int(pk)] if order == "title":
            return Q(title__gt=title) | Q(title=title, pk__gt=pk)
        case ["due", None, int(pk)] if order == "due":
            return Q(end__isnull=True, pk__gt=pk)
        case ["due", str(day), int(pk)] if order == "due" and parse_date(day):
            return Q(end__gt=day) | Q(end=day, pk__gt=pk) | Q(end__isnull=True)
    raise Invalid({"cursor": [_("This place in the list is not known. Begin at its start.")]})


def _place(cursor: str) -> Any:
    try:
        place = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        _order, key, pk = place
        whole = str(key).encode()  # nothing that no database could look for
    except (ValueError, TypeError, RecursionError):  # of all steps
        return None
    return place if b"\0" not in whole and isinstance(pk, int) and 0 <= pk < 2**63 else None
