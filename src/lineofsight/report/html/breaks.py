"""Where lines of sight end: for every goal that needs one, whether it is whole, and if not, where.

The rungs of the cascade are the scopes of goals where they state them, else the distance from the
strategy. A line ends at a rung when the goal there is closed, paused or not yet begun, or when
nothing above that goal is on record.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from lineofsight.engine.codes import Scope
from lineofsight.engine.columns import BoolArray, IntArray
from lineofsight.engine.lens import Lenses
from lineofsight.kit.i18n import gettext as _

MOST_RUNGS = 6  # further ones stand in the last column
ENOUGH_SCOPES = 0.9  # least share of goals with a scope for which scopes are the rungs


class Label(NamedTuple):
    """What a rung is called, and in a narrow column."""

    long: str
    short: str


@dataclass(frozen=True, slots=True)
class Breaks:
    """Where the lines of one organisation end.

    Parameters
    ----------
    counted : bool array, length n_goals
        Active objectives that need a line: all but those whose home is a KPI, a duty or a team
        that uses their service, and that have no path.
    whole : bool array, length n_goals
        Counted, and with an unbroken path.
    labels : tuple of Label
        Names of the rungs, from the strategy down.
    scopes : tuple of Scope
        The scopes that the rungs stand for; empty where rungs are distances.
    rung : int array, length n_goals
        Where the line of a goal ends, an index into ``labels``; -1 where it does not.
    at : int array, length n_goals
        The goal at which it ends: the one that breaks it, or the highest one reached; -1.
    missing : bool array, length n_goals
        It ends because nothing above is on record, not because a goal is closed or waits.
    """

    counted: BoolArray
    whole: BoolArray
    labels: tuple[Label, ...]
    scopes: tuple[Scope, ...]
    rung: IntArray
    at: IntArray
    missing: BoolArray

    @property
    def n_counted(self) -> int:
        """Number of goals that need a line."""
        return int(self.counted.sum())

    @property
    def n_whole(self) -> int:
        """Number of goals whose line is unbroken."""
        return int(self.whole.sum())

    @property
    def broken(self) -> IntArray:
        """The goals whose line ends on the way."""
        return np.flatnonzero(self.counted & ~self.whole)


def find(lenses: Lenses) -> Breaks:
    """Find where lines end."""
    goals, graph = lenses.snapshot.goals, lenses.graph
    n = len(goals)
    has_path = graph.has_path[:n]
    elsewhere = lenses.sight.has_home & ~has_path
    counted = goals.active & goals.objective & ~elsewhere & graph.has_root
    whole = counted & (lenses.paths.strength > 0)
    at = np.full(n, -1, dtype=np.int64)
    missing = counted & ~has_path
    at[missing] = _tops(lenses)[missing]
    for goal in np.flatnonzero(counted & has_path & ~whole).tolist():
        line = lenses.paths.line(goal)
        at[goal] = line.broken_at if line is not None else goal
    place, labels, scopes = _rungs(lenses, counted, at)
    rung = np.where(at >= 0, place[np.maximum(at, 0)], -1) if n else at
    return Breaks(counted, whole, labels, scopes, rung, at, missing)


def _tops(lenses: Lenses) -> IntArray:
    """Find for each goal without a path the highest goal it reaches."""
    graph, n = lenses.graph, len(lenses.snapshot.goals)
    top = np.arange(n, dtype=np.int64)
    edges = graph.edges
    for level in edges.levels_down():
        child, parent = edges.child[level], edges.parent[level]
        inner = parent < n
        # Of several the one with the smallest number, so that it does not depend on their order.
        child, above = child[inner], top[parent[inner]]
        first = top[child] == child
        top[child[first]] = n
        np.minimum.at(top, child, above)
    return top


def _rungs(
    lenses: Lenses, counted: BoolArray, at: IntArray
) -> tuple[IntArray, tuple[Label, ...], tuple[Scope, ...]]:
    """Place every goal on a rung, and name the rungs that are used."""
    goals, graph = lenses.snapshot.goals, lenses.graph
    n = len(goals)
    scope = goals.scope.astype(np.int64)
    depth = graph.depth[:n]
    below = np.where(depth >= 0, depth, graph.level[:n] + 1)
    stated = counted & (scope != Scope.UNKNOWN)
    if counted.any() and stated.sum() >= ENOUGH_SCOPES * counted.sum():
        guess = np.clip(below, Scope.ENTERPRISE, Scope.TEAM)
        rank = np.where(scope == Scope.UNKNOWN, guess, scope)
        used = _used(rank, counted, at)
        scopes = tuple(Scope(one) for one in used)
        names = {
            Scope.ENTERPRISE: Label(_("Enterprise goals"), _("Ent.")),
            Scope.FUNCTION: Label(_("Function goals"), _("Func.")),
            Scope.TEAM: Label(_("Team goals"), _("Team")),
            Scope.INDIVIDUAL: Label(_("Individual goals"), _("Ind.")),
        }
        return np.searchsorted(used, rank), tuple(names[one] for one in scopes), scopes
    # A goal that is itself a root stands on the first rung.
    rank = np.clip(below, 1, MOST_RUNGS)
    used = _used(rank, counted, at)
    labels = tuple(
        Label(_("Rung {number} and below").format(number=one), f"{one}+")
        if one == MOST_RUNGS
        else Label(_("Rung {number}").format(number=one), f"{one}")
        for one in used
    )
    return np.searchsorted(used, rank), labels, ()


def _used(rank: IntArray, counted: BoolArray, at: IntArray) -> list[int]:
    places = np.concatenate([rank[counted], rank[at[at >= 0]]])
    return [int(one) for one in np.unique(places)]
