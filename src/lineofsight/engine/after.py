"""One change, and the lenses over what it leaves: those that it cannot touch are carried over.

A plan of 200,000 goals is looked at anew in seconds; what depends on one change in a fraction of a
second. Progress after a new value is in ``lenses/live.py``, which climbs from what changed alone.
"""

from __future__ import annotations

from copy import copy
from dataclasses import fields, replace
from typing import Any

import numpy as np

from lineofsight.engine.codes import LinkKind, Status, word
from lineofsight.engine.columns import IntArray
from lineofsight.engine.forecast.lens import Forecasts
from lineofsight.engine.lens import Lenses
from lineofsight.engine.lenses.progress import Progress
from lineofsight.engine.snapshot import Snapshot
from lineofsight.engine.tables import Links

# What looks neither at links nor at the status of goals.
UNTOUCHED = ("rhythm", "wording", "reports")


def after_contribution(lenses: Lenses, link: int, contribution: float) -> Lenses:
    """Look at a plan in which a link's contribution is another (NaN: none given)."""
    links = lenses.snapshot.links
    given = links.contribution.copy()
    given[link] = contribution
    snapshot = replace(lenses.snapshot, links=replace(links, contribution=given))
    shares = ("graph", "changes", "clocks", "load", "sight", "activity", "meaning")
    return _carried(lenses, snapshot, *UNTOUCHED, *shares)


def after_status(lenses: Lenses, goal: int, status: Status) -> Lenses:
    """Look at a plan in which a goal's status is another."""
    goals = lenses.snapshot.goals
    statuses = goals.status.copy()
    statuses[goal] = status
    changed = replace(goals, status=statuses, active=statuses == Status.ACTIVE)
    return _carried(
        lenses, replace(lenses.snapshot, goals=changed), *UNTOUCHED, "changes", "meaning"
    )


def after_new_link(
    lenses: Lenses, source: int, target: int, contribution: float = np.nan
) -> Lenses:
    """Look at a plan in which a goal also supports a node; the link is confirmed by nobody yet."""
    snapshot, links, rank = lenses.snapshot, lenses.snapshot.links, lenses.graph.rank
    first, last = np.searchsorted(links.source, [source, source + 1])
    of_source = range(int(first), int(last))
    kind = word(LinkKind.SUPPORTS)
    place = int(first) + sum(
        (rank[links.target[other]], word(LinkKind(int(links.kind[other])))) <= (rank[target], kind)
        for other in of_source
    )
    known: dict[str, Any] = {
        "row": 0,
        "kind": LinkKind.SUPPORTS,
        "source": source,
        "target": target,
        "contribution": contribution,
        "created_on": snapshot.day,
        "agreed": False,
        "rationale": "",
    }
    columns: dict[str, Any] = {
        name: np.insert(getattr(links, name), place, known.get(name, np.nan))
        for name in _columns(links)
    }
    before = np.insert(np.arange(len(links)), place, -1)
    return _with_links(lenses, replace(links, given=True, **columns), before)


def after_lost_link(lenses: Lenses, link: int) -> Lenses:
    """Look at a plan in which a link is gone."""
    links = lenses.snapshot.links
    columns: dict[str, Any] = {
        name: np.delete(getattr(links, name), link) for name in _columns(links)
    }
    before = np.delete(np.arange(len(links)), link)
    return _with_links(lenses, replace(links, **columns), before)


def chance_after(lenses: Lenses, result: int, value: float) -> float:
    """Return the chance of a key result after a new value at the instant; NaN without a forecast.

    Only its own observations are looked at.
    """
    snapshot, seen = lenses.snapshot, lenses.snapshot.observations
    first, last = np.searchsorted(seen.measure, [result, result + 1])
    own = slice(int(first), int(last))
    observations = replace(
        seen,
        given=True,
        row=np.append(seen.row[own], 0),
        measure=np.append(seen.measure[own], result),
        day=np.append(seen.day[own], snapshot.day),
        value=np.append(seen.value[own], value),
        confidence=np.append(seen.confidence[own], np.nan),
        reported=np.append(seen.reported[own], seen.reported.dtype.type(0)),
        source=np.append(seen.source[own], ""),
    )
    alone = replace(snapshot, observations=observations)
    asked: IntArray = np.array([result], dtype=np.int64)
    return float(Forecasts(alone, lenses.progress, lenses.clocks).chance(asked)[0])


def _columns(links: Links) -> list[str]:
    return [column.name for column in fields(links) if column.name not in {"given", "file"}]


def _with_links(lenses: Lenses, links: Links, before: IntArray) -> Lenses:
    snapshot = replace(lenses.snapshot, links=links)
    after = _carried(lenses, snapshot, *UNTOUCHED)
    after.changes = copy(lenses.changes)  # found in the revisions, told by link
    after.changes.snapshot = snapshot
    after.link_factor = lenses.meaning.factor_over(after.graph.edges, before)
    return after


def _carried(lenses: Lenses, snapshot: Snapshot, *names: str) -> Lenses:
    """Return lenses over a snapshot; those named, and what was seen of progress, are taken over."""
    after = Lenses(snapshot, lenses.settings, lenses.vectors)
    for name in names:
        setattr(after, name, getattr(lenses, name))
    after.progress = Progress(snapshot, after.graph, snapshot.day, before=lenses.progress)
    return after
