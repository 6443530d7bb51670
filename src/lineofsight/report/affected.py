"""Whom a change concerns: those above, below and beside the goals that it touches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from lineofsight.engine.codes import LinkKind
from lineofsight.engine.lens import Lenses
from lineofsight.engine.loading import place_of
from lineofsight.engine.rules import tell
from lineofsight.report.difference import Difference, Side, TableChange
from lineofsight.report.reasons import Why, above, causes_of

HORIZONTAL = (LinkKind.SHARES, LinkKind.DEPENDS_ON, LinkKind.COMPETES_WITH)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody concerned, and the goals and pillars through which they are; ids and names."""

    id: str
    name: str
    through: tuple[tuple[str, str], ...]  # id, title


@dataclass(frozen=True, slots=True)
class Affected:
    """People by where they stand to what changed.

    ``own`` answer for it; ``up`` for what it supports, up to the strategy; ``down`` for what
    supports it; ``sideways`` for what it shares with, depends on or competes with, either way.
    Nobody stands in two of them; each in the first that fits.
    """

    own: tuple[Person, ...]
    up: tuple[Person, ...]
    down: tuple[Person, ...]
    sideways: tuple[Person, ...]


def affected(difference: Difference, changes: Iterable[TableChange]) -> Affected:
    """Find whom changes concern, in the plan before and after them.

    Parameters
    ----------
    difference : Difference
    changes : iterable of TableChange
        Those of its tables that count: what somebody did, not what follows from it.
    """
    touched = set(_touched(difference, changes))
    ways: dict[str, dict[str, dict[str, str]]] = {
        "own": {}, "up": {}, "down": {}, "sideways": {},
    }  # fmt: skip
    names: dict[str, str] = {}
    for side in (difference.new, difference.old):
        lenses, ids = side.lenses, side.lenses.snapshot.people.ids
        for way, node in _nodes(lenses, touched):
            person = tell.owner_of_node(lenses, node)
            if person < 0:
                continue
            key = str(ids[person])
            names.setdefault(key, tell.name(lenses, person))
            snapshot = lenses.snapshot
            ways[way].setdefault(key, {}).setdefault(
                snapshot.node_id(node), snapshot.node_title(node)
            )
    seen: set[str] = set()
    found = {}
    for way, people in ways.items():
        found[way] = tuple(
            Person(key, names[key], tuple(through.items()))
            for key, through in people.items()
            if key not in seen
        )
        seen |= people.keys()
    return Affected(**found)


def _touched(difference: Difference, changes: Iterable[TableChange]) -> Iterator[str]:
    """Ids of goals and pillars that a change is about."""
    why = Why(difference)
    for cause in (one for change in changes for one in causes_of(change)):
        yield from why.goals_of(cause)
        if cause.table == "people":
            for side in (difference.old, difference.new):
                yield from _goals_of_person(side, cause.id)


def _goals_of_person(side: Side, person: str) -> Iterator[str]:
    snapshot = side.lenses.snapshot
    at = place_of(snapshot.people.ids, person)
    if at >= 0:
        owned = (snapshot.goals.owner == at) & snapshot.goals.active
        yield from map(str, snapshot.goals.ids[owned])


def _nodes(lenses: Lenses, touched: Iterable[str]) -> Iterator[tuple[str, int]]:
    snapshot, graph = lenses.snapshot, lenses.graph
    node_of = {snapshot.node_id(node): node for node in range(snapshot.n_nodes)}
    here = sorted(node_of[key] for key in touched if key in node_of)
    goals = [node for node in here if node < len(snapshot.goals)]
    for node in here:
        yield "own", node
    for node in above(lenses, goals):
        yield "up", node
    if here:
        below = graph.branch(np.array(here, dtype=np.int64))
        for node in below[snapshot.goals.active[below]].tolist():
            yield "down", node
    links = snapshot.links
    beside = np.flatnonzero(np.isin(links.kind, HORIZONTAL))
    mine = set(goals)
    for link in beside.tolist():
        source, target = int(links.source[link]), int(links.target[link])
        if source in mine:
            yield "sideways", target
        elif target in mine:
            yield "sideways", source
