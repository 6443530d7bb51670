"""Sight: which goals have a home, which people have a line. Definitions: sections 2, 5, LOS102."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import numpy as np

from lineofsight.engine.codes import Serves
from lineofsight.engine.columns import BoolArray, IntArray
from lineofsight.engine.lenses.graph import Graph
from lineofsight.engine.lenses.load import Load
from lineofsight.engine.lenses.rhythm import Rhythm
from lineofsight.engine.loading import filled
from lineofsight.engine.snapshot import Snapshot

NEWCOMER_DAYS = 45.0
LAST_TALKS = 4


class Sight:
    """Homes of goals and lines of people, on paper.

    Parameters
    ----------
    snapshot, graph, load, rhythm
        What is looked at.
    limits : mapping of name to number, optional
        Thresholds of LOS102 that differ from the defaults.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        graph: Graph,
        load: Load,
        rhythm: Rhythm,
        limits: Mapping[str, float] | None = None,
    ) -> None:
        self.snapshot, self.graph, self.load, self.rhythm = snapshot, graph, load, rhythm
        self._limits = limits or {}

    @cached_property
    def has_home(self) -> BoolArray:
        """For each goal: a path for strategy, a KPI for health, a duty, or a confirmed service."""
        snapshot, goals = self.snapshot, self.snapshot.goals
        names_kpi = self._names_one_of(snapshot.kpis.ids.tolist() if snapshot.has("kpis") else [])
        served = [*snapshot.teams.ids.tolist(), *snapshot.functions.ids.tolist()]
        names_user = self._names_one_of(served) & ~np.isnan(goals.serves_confirmed_on)
        home = self.graph.has_path[: len(goals)].copy()
        home = np.where(goals.serves == Serves.HEALTH, names_kpi, home)
        home = np.where(goals.serves == Serves.OBLIGATION, filled(goals.serves_id), home)
        return np.where(goals.serves == Serves.SERVICE, names_user, home)

    def _names_one_of(self, ids: list[str]) -> BoolArray:
        known = set(ids)
        cells = self.snapshot.goals.serves_id.tolist()
        return np.fromiter(
            (
                bool(cell) and any(part.strip() in known for part in cell.split(";"))
                for cell in cells
            ),
            dtype=bool,
            count=len(cells),
        )

    @cached_property
    def counts(self) -> BoolArray:
        """For each goal, whether it is an active objective with a home."""
        goals = self.snapshot.goals
        return goals.active & goals.objective & self.has_home

    @cached_property
    def goals_with_line(self) -> float | None:
        """Share of active objectives that have a path; None without any or without a root."""
        goals = self.snapshot.goals
        counted = goals.active & goals.objective
        if not counted.any() or not self.graph.has_root:
            return None
        return float(self.graph.has_path[: len(goals)][counted].mean())

    @cached_property
    def without_line(self) -> BoolArray:
        """For each person, whether the plan does not show what their work counts for."""
        return self.lacks_line(
            self._limits.get("newcomer_days", NEWCOMER_DAYS),
            int(self._limits.get("last_check_ins", LAST_TALKS)),
        )

    def lacks_line(self, newcomer_days: float, last_talks: int) -> BoolArray:
        """Tell for each person whether the plan does not show what their work counts for.

        Present, not away, started more than ``newcomer_days`` ago (or no start given), contributes
        to no active objective that has a home, and their ``last_talks`` check-ins name none.
        """
        people, day = self.snapshot.people, self.snapshot.day
        asked = people.present & ~people.away & ~(day - people.start <= newcomer_days)
        contributed = self.load.contributed
        n = len(people)
        shown = np.bincount(
            contributed.holders, weights=self.counts[contributed.items], minlength=n
        )
        lacks = asked & (shown == 0)
        talks = self.snapshot.check_ins
        for person in np.flatnonzero(lacks).tolist():
            last = self.rhythm.by_person[person][-last_talks:]
            _, named = talks.goals.gather(last)
            lacks[person] = not self.counts[named].any()
        return lacks

    @cached_property
    def people_with_line(self) -> float | None:
        """Share of present people who have a line on paper; None where none can be counted."""
        present = self.snapshot.people.present
        if not self.snapshot.has("people") or not present.any() or not self.graph.has_root:
            return None
        return float(1.0 - self.without_line[present].mean())

    def share_with_line(self, group: IntArray, which: int) -> float | None:
        """Share of a group's present people who have a line; None without any or without a root."""
        mine = self.snapshot.people.present & (group == which)
        if not mine.any() or not self.graph.has_root:
            return None
        return float(1.0 - self.without_line[mine].mean())
