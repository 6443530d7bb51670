"""What stands above some goals, read in a constant number of queries.

A line of sight depends on the goals above, the links between them, the largest contribution beside
each of these, and what changed since they were confirmed. That little is read here and handed to
the engine, which finds the line as it does in a whole check.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from django.db import connection
from django.utils.translation import gettext as _

from lineofsight.engine.columns import Columns, ColumnTable, FloatArray
from lineofsight.engine.lens import Lenses
from lineofsight.engine.lenses.paths import CONTRIBUTION_FLOOR, Path, Paths
from lineofsight.engine.snapshot import Snapshot
from lineofsight.goals.models import Goal, Link, Revision
from lineofsight.organization.access import ANYBODY, Viewer, seen_by
from lineofsight.organization.models import Person
from lineofsight.organization.record.locks import as_one, cursor_for, is_among
from lineofsight.organization.record.prepared import Prepared, among
from lineofsight.planfile.columns import array
from lineofsight.planfile.schema import TABLES
from lineofsight.strategy.selectors import all_pillars, north_stars

NORTH_STAR = "north_star"
SUPPORTS = "supports"
GOAL_FIELDS = (
    "pk", "ref", "title", "scope", "kind", "owner_id", "owner__ref", "owner__name", "start",
    "status", "created_on",
)  # fmt: skip
UP = """
    WITH RECURSIVE up(id) AS (
        SELECT id FROM goals_goal WHERE {among}
        UNION
        SELECT link.goal_id FROM goals_link AS link JOIN up ON link.source_id = up.id
        WHERE link.kind = 'supports' AND link.goal_id IS NOT NULL
    )
    SELECT id FROM up
"""

# Each end has an index of its own; asked for together with "or", every link would be read.
BESIDE = " UNION ALL ".join(
    f"""
    SELECT link.goal_id, link.pillar_id, link.to_north_star,
        MAX(link.contribution), AVG(link.contribution)
    FROM goals_link AS link JOIN goals_goal AS source ON source.id = link.source_id
    WHERE {under} AND link.kind = 'supports'
        AND (link.created_on IS NULL OR link.created_on <= %s)
        AND (source.created_on IS NULL OR source.created_on <= %s)
    GROUP BY link.goal_id, link.pillar_id, link.to_north_star
    """  # noqa: S608 - conditions of our own
    for under in (
        "{goals}",
        "{pillars}",
        "link.to_north_star",
    )
)

_GOALS = Prepared(
    lambda: (
        Goal.objects.filter(among("pk", "goals"))
        .annotate(seen=seen_by(ANYBODY, Goal))
        .values(*GOAL_FIELDS, "seen")
    )
)
_LINKS = Prepared(
    lambda: Link.objects.filter(among("source", "goals"), kind=SUPPORTS).values(
        "pk", "source_id", "goal_id", "pillar_id", "to_north_star",
        "contribution", "confirmed_on", "created_on", "standing__factor",
    )
)  # fmt: skip
_REVISIONS = Prepared(
    lambda: (
        Revision.objects.filter(among("goal", "goals"))
        .order_by("pk")
        .values("pk", "goal_id", "date", "field", "before", "after")
    )
)


def goals_above(goals: Iterable[int]) -> list[int]:
    """Return the ids of some goals and of all that they support, directly or not; one query."""
    asked = sorted(set(goals))
    if not asked:
        return []
    with cursor_for(connection) as cursor:
        cursor.execute(UP.format(among=is_among("id")), [as_one(asked)])
        return sorted(row[0] for row in cursor.fetchall())


@dataclass(frozen=True)
class Ancestry:
    """Some goals with all that is above them, on one day.

    ``goals``, ``links`` and ``pillars`` map ids of the record to what was read of each row. Goals
    that the reader may not see, those not in ``seen``, have neither title nor owner here.
    """

    day: date
    goals: Mapping[int, Mapping[str, Any]]
    links: Mapping[int, Mapping[str, Any]]
    pillars: Mapping[int, Mapping[str, Any]]
    north_star: str
    revisions: tuple[Mapping[str, Any], ...]
    factors: Mapping[int, float]
    seen: frozenset[int]
    person: Person | None = None

    @classmethod
    def of(
        cls, goals: Iterable[int], day: date, viewer: Viewer, person: Person | None = None
    ) -> "Ancestry":
        """Read what is above some goals (ids) for a reader; the same queries at any height.

        ``person`` is whose line is asked for, if it is a person's.
        """
        closure = goals_above(goals)
        rows = {row["pk"]: row for row in _GOALS(viewer=viewer, goals=closure)}
        pillars = {one.pk: one for one in all_pillars(viewer)}
        links = {
            row["pk"]: row
            for row in _LINKS(goals=closure)
            if row["pillar_id"] is None or row["pillar_id"] in pillars
        }
        siblings = _largest_beside(links.values(), day)
        return cls(
            day=day,
            goals=rows,
            links=links,
            pillars={
                pk: {"pk": pk, "ref": one.ref, "name": one.name} for pk, one in pillars.items()
            },
            north_star=_north_star(viewer),
            revisions=tuple(_REVISIONS(goals=closure)),
            factors={
                pk: _relative(row["contribution"], *siblings.get(_end(row), (None, None)))
                * (1.0 if row["standing__factor"] is None else row["standing__factor"])
                for pk, row in links.items()
            },
            seen=frozenset(pk for pk, row in rows.items() if row["seen"]),
            person=person,
        )

    @cached_property
    def columns(self) -> Columns:
        """The little that was read as tables of a plan; ``rows`` holds the record's ids.

        Contributions are left out: what they do to a link stands in ``factors``, because most of
        the siblings were not read.
        """
        ref = {pk: row["ref"] for pk, row in self.goals.items()}
        people = {
            row["owner_id"]: (row["owner__ref"], row["owner__name"])
            for pk, row in self.goals.items()
            if row["owner_id"] is not None and pk in self.seen
        }
        if self.person is not None:
            people[self.person.pk] = (self.person.ref, self.person.name)
        tables = {
            "goals": [
                {
                    "row": pk,
                    "id": row["ref"],
                    "title": row["title"] if pk in self.seen else _("a confidential goal"),
                    "scope": row["scope"],
                    "kind": row["kind"],
                    "owner_id": (row["owner__ref"] or "") if pk in self.seen else "",
                    "start": row["start"],
                    "status": row["status"],
                    "created_on": row["created_on"],
                }
                for pk, row in self.goals.items()
            ],
            "people": [{"row": pk, "id": key, "name": name} for pk, (key, name) in people.items()],
            "pillars": [
                {"row": pk, "id": row["ref"], "name": row["name"]}
                for pk, row in self.pillars.items()
            ],
            "strategy": [{"row": 1, "id": NORTH_STAR, "kind": NORTH_STAR, "text": self.north_star}]
            if self.north_star
            else [],
            "links": [
                {
                    "row": pk,
                    "kind": SUPPORTS,
                    "from_id": ref[row["source_id"]],
                    "to_id": self._end_ref(row),
                    "confirmed_on": row["confirmed_on"],
                    "created_on": row["created_on"],
                }
                for pk, row in self.links.items()
            ],
            "revisions": [
                {
                    "row": row["pk"],
                    "goal_id": ref[row["goal_id"]],
                    "date": row["date"],
                    "field": row["field"],
                    "before": row["before"],
                    "after": row["after"],
                }
                for row in self.revisions
            ],
        }
        return {name: _table(name, rows) for name, rows in tables.items() if rows}

    def _end_ref(self, link: Mapping[str, Any]) -> str:
        if link["goal_id"] is not None:
            return str(self.goals[link["goal_id"]]["ref"])
        if link["pillar_id"] is not None:
            return str(self.pillars[link["pillar_id"]]["ref"])
        return NORTH_STAR

    @cached_property
    def lenses(self) -> Lenses:
        """The engine's view of it."""
        return Lenses(Snapshot.build(self.columns, self.day))

    @cached_property
    def paths(self) -> Paths:
        """Lines of sight of the goals that were asked for."""
        snapshot, graph = self.lenses.snapshot, self.lenses.graph
        factor: FloatArray = np.array(
            [self.factors[pk] for pk in snapshot.links.row[graph.edges.link].tolist()],
            dtype=np.float64,
        )
        return Paths(snapshot, graph, self.lenses.changes, factor)

    @cached_property
    def place(self) -> Mapping[int, int]:
        """Where in the engine's tables each goal stands, by its id in the record."""
        return {pk: place for place, pk in enumerate(self.lenses.snapshot.goals.row.tolist())}

    def line(self, goal: int) -> Path | None:
        """Return the line of sight of a goal (id); None if it has none."""
        place = self.place.get(goal)
        return None if place is None else self.paths.line(place)

    def best(self, goals: Iterable[int]) -> Path | None:
        """Return the strongest line among goals (ids)."""
        places = [self.place[goal] for goal in goals if goal in self.place]
        return self.paths.best_of(np.array(places, dtype=np.int64))

    def link_of(self, path: Path, place: int) -> Mapping[str, Any]:
        """Return the link that leads up from the rung in this place of a line."""
        link = self.lenses.graph.edges.link[path.edges[place]]
        return self.links[int(self.lenses.snapshot.links.row[link])]

    def standing_ids(self, path: Path) -> list[tuple[str, int]]:
        """Name the kind and id in the record of each rung, from the bottom up."""
        snapshot, n_goals = self.lenses.snapshot, len(self.lenses.snapshot.goals)
        found = []
        for node in path.nodes:
            kind = snapshot.node_kind(node)
            if kind == "goal":
                found.append((kind, int(snapshot.goals.row[node])))
            elif kind == "pillar":
                found.append((kind, int(snapshot.pillars.row[node - n_goals])))
            else:
                found.append((kind, 0))
        return found


End = tuple[int | None, int | None, bool]


def _end(link: Mapping[str, Any]) -> End:
    return (link["goal_id"], link["pillar_id"], link["to_north_star"])


def _north_star(viewer: Viewer) -> str:
    """Return the text of the North Star; of several, of the one whose id comes first.

    Found here: each database has an order of its own for text.
    """
    return min(((one.ref, one.text) for one, _seen in north_stars(viewer)), default=("", ""))[1]


def _largest_beside(
    links: Iterable[Mapping[str, Any]], day: date
) -> dict[End, tuple[float | None, float | None]]:
    """Return the largest and the mean contribution given under each end of these links."""
    ends = {_end(link) for link in links}
    goal = as_one(sorted(goal for goal, _, _ in ends if goal is not None))
    pillar = as_one(sorted(pillar for _, pillar, _ in ends if pillar is not None))
    goals, pillars = is_among("link.goal_id"), is_among("link.pillar_id")
    on = connection.ops.adapt_datefield_value(day)
    with cursor_for(connection) as cursor:
        cursor.execute(
            BESIDE.format(goals=goals, pillars=pillars), [goal, on, on, pillar, on, on, on, on]
        )
        found = cursor.fetchall()
    return {(goal, pillar, bool(star)): (top, mean) for goal, pillar, star, top, mean in found}


def _relative(given: float | None, largest: float | None, mean: float | None) -> float:
    """Contribution beside the largest sibling's, as ``engine.lenses.paths`` has it."""
    if not largest or mean is None:
        return 1.0
    return max(CONTRIBUTION_FLOOR, (mean if given is None else given) / largest)


def _table(name: str, rows: list[dict[str, Any]]) -> ColumnTable:
    kinds = {column: spec.kind for column, spec in TABLES[name].columns.items()}
    names = [column for column in rows[0] if column != "row"]
    return ColumnTable(
        name,
        np.array([row["row"] for row in rows], dtype=np.int64),
        {column: array(kinds[column], [row[column] for row in rows]) for column in names},
    )
