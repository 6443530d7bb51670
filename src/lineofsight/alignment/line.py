"""The line of sight of a goal or a person, as it is now: its rungs, its strength, its words.

Found live from what stands above the goal, not from the last check, so that a link that somebody
has just confirmed counts at once. The rung that a reader may not see keeps its place without its
name.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from lineofsight.alignment.ancestry import Ancestry
from lineofsight.engine.cascade import cascade_sentence, cause_of_break
from lineofsight.engine.lenses.paths import Path
from lineofsight.engine.loading import place_of
from lineofsight.engine.rules import tell
from lineofsight.goals.models import Goal, KeyResult
from lineofsight.organization.access import Viewer, viewer_of
from lineofsight.organization.models import Person
from lineofsight.organization.record.locks import cursor_for
from lineofsight.organization.record.prepared import Prepared, among

# Each way in which somebody takes part has an index of its own.
GOALS_OF = """
    SELECT g.id, g.ref, g.owner_id IS NOT NULL AND g.owner_id = %(person)s
    FROM goals_goal AS g
    WHERE g.id IN (
        SELECT id FROM goals_goal WHERE owner_id = %(person)s
        UNION
        SELECT goal_id FROM goals_goal_contributors WHERE person_id = %(person)s
        UNION
        SELECT goal_id FROM goals_keyresult WHERE owner_id = %(person)s
        UNION
        SELECT goal_id FROM goals_action
        WHERE owner_id = %(person)s AND goal_id IS NOT NULL
            AND (done_on IS NULL OR done_on > %(day)s)
        UNION
        SELECT goal_id FROM goals_allocation WHERE person_id = %(person)s AND share > 0
    )
    AND g.status IN ('', 'active') AND g.kind IN ('', 'objective')
"""

_MEASURES: Prepared[Any] = Prepared(  # the first of a goal comes last, and stays
    lambda: (
        KeyResult.objects.filter(among("goal", "goals"))
        .order_by("goal_id", "-pk")
        .values_list("goal_id", "pk", "title", "present", "target", "unit")
    )
)


@dataclass(frozen=True, slots=True)
class Measure:
    """The first key result of a goal, in its own unit; None where unknown."""

    pk: int
    title: str
    present: float | None
    target: float | None
    unit: str


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of a line, the goal itself first.

    ``kind`` is goal, pillar or north_star; ``pk`` is None where the reader may not see it.
    ``confirmed_on`` and ``days`` tell of the link that leads on up from it: when it was last
    confirmed (None: never) and how long ago; ``link`` is its id, None on the last rung. ``holds``:
    neither end has changed in substance since. ``breaks``: here the line stops.
    """

    kind: str
    pk: int | None
    title: str
    owner: str
    owner_pk: int | None
    status: str
    measure: Measure | None
    link: int | None
    confirmed_on: date | None
    days: int | None
    holds: bool
    breaks: bool

    @property
    def is_hidden(self) -> bool:
        """Whether its name is kept from the reader."""
        return self.kind == "goal" and self.pk is None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of sight.

    ``strength`` is in (0, 1], 0 where it is broken. ``cause`` says why it breaks, such as "paused
    since 3 March 2026"; empty where it holds. ``sentence`` is the whole line as a person would say
    it. ``reaches``: it ends at a pillar, the North Star or a goal of the whole enterprise.
    """

    rungs: tuple[Rung, ...]
    strength: float
    cause: str
    sentence: str
    reaches: bool

    @property
    def is_broken(self) -> bool:
        """Whether something on the way up is not active, or has not begun."""
        return self.reaches and self.strength == 0

    @property
    def broken_at(self) -> Rung | None:
        """The rung that breaks it."""
        return next((rung for rung in self.rungs if rung.breaks), None)

    @property
    def top(self) -> Rung:
        """The last rung: where it leads."""
        return self.rungs[-1]


def line_of(goal: Goal, viewer: Viewer | Person, *, on: date | None = None) -> Line:
    """Return the strongest line of a goal, as a reader may see it.

    A goal without any way up has a line of one rung that does not reach.
    """
    return lines_of([goal.pk], viewer, on=on)[goal.pk]


def lines_of(
    goals: Iterable[int], viewer: Viewer | Person, *, on: date | None = None
) -> dict[int, Line]:
    """Return the lines of several goals (ids) at once, in a constant number of queries."""
    asked = list(dict.fromkeys(goals))
    teller = _Teller(Ancestry.of(asked, on or timezone.localdate(), viewer_of(viewer)))
    return {goal: teller.tell(goal) for goal in asked if goal in teller.ancestry.goals}


def line_of_person(
    person: Person,
    viewer: Viewer | Person,
    *,
    on: date | None = None,
    goals: tuple[list[int], list[int]] | None = None,
) -> Line | None:
    """Return a person's line: of the active objectives owned, then of those contributed to.

    ``goals`` are those of ``goals_of``, where they are read already. None where no such goal has a
    way up.
    """
    day = on or timezone.localdate()
    owned, contributed = goals_of(person, day) if goals is None else goals
    ancestry = Ancestry.of([*owned, *contributed], day, viewer_of(viewer), person)
    best = ancestry.best(owned) or ancestry.best(contributed)
    if best is None:
        return None
    goal = int(ancestry.lenses.snapshot.goals.row[best.nodes[0]])
    return _Teller(ancestry).tell(goal, path=best)


def goals_of(person: Person, day: date) -> tuple[list[int], list[int]]:
    """Return the ids of a person's active objectives: those owned, and those contributed to.

    Contributing: named so, owner of a key result or of an open action, or time allocated.
    """
    with cursor_for(connection) as cursor:
        named = {"person": person.pk, "day": connection.ops.adapt_datefield_value(day)}
        cursor.execute(GOALS_OF, named)
        # Sorted here: each database has an order of its own for text, and the check has Python's.
        rows = sorted(cursor.fetchall(), key=lambda row: (row[1], row[0]))
    owned = [pk for pk, _ref, is_owner in rows if is_owner]
    return owned, sorted(pk for pk, _ref, is_owner in rows if not is_owner)


class _Teller:
    """Tells the lines of one ancestry."""

    def __init__(self, ancestry: Ancestry) -> None:
        self.ancestry = ancestry
        self.measures = _first_measures(sorted(ancestry.seen))

    def tell(self, goal: int, path: Path | None = None) -> Line:
        if goal not in self.ancestry.place:
            return self._to_come(goal)
        path = path or self.ancestry.line(goal)
        reaches = path is not None
        path = path or Path((self.ancestry.place[goal],), (), 0.0)
        rungs = tuple(self._rung(path, place) for place in range(len(path.nodes)))
        lenses = self.ancestry.lenses
        broken = path.broken_at >= 0
        return Line(
            rungs=rungs,
            strength=path.strength,
            cause=cause_of_break(lenses, path.broken_at) if broken else "",
            sentence=self._sentence(path, reaches),
            reaches=reaches,
        )

    def _rung(self, path: Path, place: int) -> Rung:
        kind, pk = self.ancestry.standing_ids(path)[place]
        title = self.ancestry.lenses.snapshot.node_title(path.nodes[place])
        link = self.ancestry.link_of(path, place) if place < len(path.edges) else None
        confirmed = link["confirmed_on"] if link else None
        if confirmed is not None and confirmed > self.ancestry.day:
            confirmed = None
        bare = self._goal(pk) if kind == "goal" else _bare(kind, pk or None, title)
        return replace(
            bare,
            link=link["pk"] if link else None,
            confirmed_on=confirmed,
            days=(self.ancestry.day - confirmed).days if confirmed else None,
            holds=self._holds(path, place),
            breaks=path.nodes[place] == path.broken_at,
        )

    def _goal(self, pk: int) -> Rung:
        """Return the rung of a goal, without the link that leads on."""
        if pk not in self.ancestry.seen:
            return _bare("goal", None, _("a confidential goal"))
        row = self.ancestry.goals[pk]
        return replace(
            _bare("goal", pk, row["title"]),
            owner=row["owner__name"] or "",
            owner_pk=row["owner_id"],
            status=row["status"] or "active",
            measure=self.measures.get(pk),
        )

    def _to_come(self, goal: int) -> Line:
        """Return the line of a goal that is dated later than the day."""
        rung = self._goal(goal)
        sentence = _("“{title}” has not been set yet on this day.").format(title=rung.title)
        return Line((rung,), 0.0, "", sentence, reaches=False)

    def _holds(self, path: Path, place: int) -> bool:
        """Tell whether nothing changed in substance since the link above a rung was confirmed."""
        if place >= len(path.edges):
            return True
        edges, newest = self.ancestry.lenses.graph.edges, self.ancestry.lenses.changes.newest
        edge = path.edges[place]
        confirmed = self.ancestry.lenses.snapshot.links.confirmed_on[edges.link[edge]]
        changed = max(newest[edges.child[edge]], newest[edges.parent[edge]])
        return not changed > confirmed

    def _sentence(self, path: Path, reaches: bool) -> str:
        lenses, person = self.ancestry.lenses, self.ancestry.person
        if not reaches:
            return _("Nothing on record says what {title} is for.").format(
                title=tell.title(lenses, path.nodes[0])
            )
        number = -1 if person is None else place_of(lenses.snapshot.people.ids, person.ref)
        return cascade_sentence(lenses, path, number)


def _bare(kind: str, pk: int | None, title: str) -> Rung:
    return Rung(
        kind=kind,
        pk=pk,
        title=title,
        owner="",
        owner_pk=None,
        status="",
        measure=None,
        link=None,
        confirmed_on=None,
        days=None,
        holds=True,
        breaks=False,
    )


def _first_measures(goals: list[int]) -> Mapping[int, Measure]:
    """Return the first key result of each goal."""
    return {goal: Measure(*measure) for goal, *measure in _MEASURES(goals=goals)}
