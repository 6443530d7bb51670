"""Load: who carries what, and how much of their time it takes. Definitions: section 2."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from lineofsight.engine.columns import BoolArray, FloatArray, IntArray
from lineofsight.engine.lenses.graph import Graph
from lineofsight.engine.ragged import Ragged
from lineofsight.engine.snapshot import Snapshot


class Load:
    """What each person owns, contributes to and is allocated to."""

    def __init__(self, snapshot: Snapshot, graph: Graph) -> None:
        self.snapshot, self.graph = snapshot, graph

    @cached_property
    def owned(self) -> Ragged:
        """For each person, the active objectives owned."""
        goals = self.snapshot.goals
        mine = np.flatnonzero(goals.active & goals.objective & (goals.owner >= 0))
        return Ragged.group(goals.owner[mine], mine, len(self.snapshot.people))

    @cached_property
    def contributed(self) -> Ragged:
        """For each person, the goals contributed to, of any kind and status, each once.

        Owner, listed as contributor, owner of one of its key results or of an open action of it,
        or an allocation to it above 0.
        """
        snapshot = self.snapshot
        goals, results = snapshot.goals, snapshot.key_results
        actions, given = snapshot.actions, snapshot.allocations
        todo, spent = ~actions.done, given.share > 0
        # Most key results have the owner of their goal, who is there already.
        lent = np.flatnonzero(results.goal >= 0)
        lent = lent[results.owner[lent] != goals.owner[results.goal[lent]]]
        person = np.concatenate(
            [
                goals.owner,
                goals.contributors.items,
                results.owner[lent],
                actions.owner[todo],
                given.person[spent],
            ]
        )
        goal = np.concatenate(
            [
                np.arange(len(goals), dtype=np.int64),
                goals.contributors.holders,
                results.goal[lent],
                actions.goal[todo],
                given.goal[spent],
            ]
        )
        known = (person >= 0) & (goal >= 0)
        n_goals = max(len(goals), 1)
        pairs = np.unique(person[known] * n_goals + goal[known])
        return Ragged.group(pairs // n_goals, pairs % n_goals, len(snapshot.people))

    @cached_property
    def counted(self) -> BoolArray:
        """For each allocation, whether it is a known share of an active objective."""
        given, goals = self.snapshot.allocations, self.snapshot.goals
        counts = (given.goal >= 0) & ~np.isnan(given.share)
        counts[counts] = (goals.active & goals.objective)[given.goal[counts]]
        return counts

    @cached_property
    def allocations_of(self) -> Ragged:
        """For each person, the allocations that count."""
        mine = np.flatnonzero(self.counted & (self.snapshot.allocations.person >= 0))
        holder = self.snapshot.allocations.person[mine]
        return Ragged.group(holder, mine, len(self.snapshot.people))

    @cached_property
    def allocated(self) -> FloatArray:
        """For each person, the sum of allocations to active objectives; NaN without any."""
        given = self.snapshot.allocations
        counts = self.counted & (given.person >= 0)
        n = len(self.snapshot.people)
        total = np.bincount(given.person[counts], weights=given.share[counts], minlength=n)
        has = np.bincount(given.person[counts], minlength=n) > 0
        return np.where(has, total, np.nan)

    @cached_property
    def members(self) -> Ragged:
        """For each team, its present people."""
        people = self.snapshot.people
        here: IntArray = np.flatnonzero(people.present & (people.team >= 0))
        return Ragged.group(people.team[here], here, len(self.snapshot.teams))
