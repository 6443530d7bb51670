"""Activity: key results that count work done. Definition: DEFINITIONS section 7, LOS301."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property

import numpy as np

from lineofsight.engine.codes import LinkKind, MeasureType, Scope
from lineofsight.engine.columns import BoolArray, IntArray
from lineofsight.engine.lenses.units import measures_change
from lineofsight.engine.lenses.words import Verb
from lineofsight.engine.snapshot import Snapshot

OUTCOME_TYPES = (MeasureType.NUMBER, MeasureType.PERCENT, MeasureType.CURRENCY)


class Activity:
    """Key results that count work done, where no parent goal carries the outcome.

    Parameters
    ----------
    snapshot : Snapshot
    first_verb : callable
        Takes a title, returns its first verb, None without one.
    """

    def __init__(self, snapshot: Snapshot, first_verb: Callable[[str], Verb | None]) -> None:
        self.snapshot, self._first_verb = snapshot, first_verb

    @cached_property
    def is_outcome_type(self) -> BoolArray:
        """For each key result, whether it is a number, a percentage or an amount of money."""
        return np.isin(self.snapshot.key_results.type, OUTCOME_TYPES)

    def goals_with(self, results: BoolArray) -> BoolArray:
        """Mark the goals that have one of the key results marked."""
        n_goals = len(self.snapshot.goals)
        return np.bincount(self.snapshot.key_results.goal[results], minlength=n_goals) > 0

    def below(self, parents: BoolArray) -> BoolArray:
        """Mark the goals that support one of the goals marked."""
        links, n_goals = self.snapshot.links, len(self.snapshot.goals)
        climbs = (links.kind == LinkKind.SUPPORTS) & (links.target < n_goals)
        climbs[climbs] = parents[links.target[climbs]]
        found = np.zeros(n_goals, dtype=bool)
        found[links.source[climbs]] = True
        return found

    @cached_property
    def verbs(self) -> Mapping[int, str]:
        """Key results that count work done, by number, and the verb that says so."""
        results, goals = self.snapshot.key_results, self.snapshot.goals
        asked = goals.active & (goals.scope != Scope.INDIVIDUAL)
        asked &= ~self.below(self.goals_with(self.is_outcome_type))
        plain = (results.type == MeasureType.MILESTONE) | (results.type == MeasureType.NUMBER)
        places: IntArray = np.flatnonzero(plain & asked[results.goal])
        changes = {unit: measures_change(unit) for unit in set(results.unit[places].tolist())}
        read: dict[str, Verb | None] = {}  # titles repeat themselves in large plans
        found = {}
        for place in places.tolist():
            if results.type[place] == MeasureType.NUMBER and changes[results.unit[place]]:
                continue
            title = str(results.title[place])
            if title not in read:
                read[title] = self._first_verb(title)
            verb = read[title]
            if verb is not None and verb.is_work:
                found[place] = verb.lemma
        return found
