"""Rhythm: who talks with whom, and when they last did. Definitions: DEFINITIONS section 7, 6xx."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from lineofsight.engine.columns import BoolArray, FloatArray, IntArray
from lineofsight.engine.ragged import Ragged
from lineofsight.engine.snapshot import Snapshot

DAYS_A_WEEK = 7.0


class Rhythm:
    """Pairs of manager and report, and their check-ins.

    Attributes
    ----------
    report : int64 array
        People who are half of a pair: present, not away, with a manager who is both too.
    manager : int64 array of the same length
        Their managers.
    manager_of : int64 array, length n_people
        The manager of everybody who is the report of a pair, -1 for others.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        people = snapshot.people
        here = people.present & ~people.away
        manager = people.manager
        paired = here & (manager >= 0)
        if len(here):
            paired &= here[manager]
        self.report: IntArray = np.flatnonzero(paired)
        self.manager: IntArray = manager[self.report]
        self.manager_of: IntArray = np.where(paired, manager, -1)

    def check_in_days(self, default: float) -> FloatArray:
        """Agreed days between talks, for each person; ``default`` where nothing is agreed."""
        given = self.snapshot.people.check_in_days
        return np.where(np.isnan(given), default, given)

    @cached_property
    def first_row(self) -> float:
        """Day of the first check-in on record; NaN without one."""
        days = self.snapshot.check_ins.day
        known = days[~np.isnan(days)]
        return float(known.min()) if len(known) else float("nan")

    @cached_property
    def by_person(self) -> Ragged:
        """For each person, the check-ins held as the report, oldest first."""
        talks = self.snapshot.check_ins
        held = np.flatnonzero((talks.person >= 0) & ~np.isnan(talks.day))
        ordered = held[np.argsort(talks.day[held], kind="stable")]
        return Ragged.group(talks.person[ordered], ordered, len(self.snapshot.people))

    @cached_property
    def of_pair(self) -> Ragged:
        """For each report of a pair, the check-ins held with the present manager, oldest first."""
        held = self.by_person
        together = self.snapshot.check_ins.manager[held.items] == self.manager_of[held.holders]
        together &= self.manager_of[held.holders] >= 0
        return Ragged.group(held.holders[together], held.items[together], len(held))

    def last_of_pair(self, people: IntArray, count: int) -> IntArray:
        """List the last check-ins of pairs, one row a report, oldest first.

        Parameters
        ----------
        people : int64 array
            Reports that have had at least so many.
        count : int
        """
        return self.of_pair.items[self.of_pair.start[people + 1][:, None] + np.arange(-count, 0)]

    @cached_property
    def agreements_of(self) -> Ragged:
        """For each check-in, its agreements."""
        table = self.snapshot.agreements
        known = np.flatnonzero(table.check_in >= 0)
        return Ragged.group(table.check_in[known], known, len(self.snapshot.check_ins))

    @cached_property
    def names_goal(self) -> BoolArray:
        """For each check-in, whether it names a goal."""
        return self.snapshot.check_ins.goals.lengths > 0

    @cached_property
    def n_reports(self) -> IntArray:
        """For each person, how many present people they manage, away or not."""
        people = self.snapshot.people
        managed = people.manager[people.present & (people.manager >= 0)]
        return np.bincount(managed, minlength=len(people))

    def talks_a_week(self, default_days: float) -> FloatArray:
        """For each person, how many talks a week are agreed with their present reports."""
        people = self.snapshot.people
        managed = people.present & (people.manager >= 0)
        talks = DAYS_A_WEEK / self.check_in_days(default_days)[managed]
        count = np.bincount(people.manager[managed], weights=talks, minlength=len(people))
        return count.astype(np.float64)
