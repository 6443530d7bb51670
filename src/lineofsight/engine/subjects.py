"""Subjects of findings: how each is named, where it stands, and how much rests on it.

Stakes: DEFINITIONS section 5.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lineofsight.engine.codes import NORTH_STAR
from lineofsight.engine.columns import FloatArray
from lineofsight.engine.finding import Place, Subject
from lineofsight.engine.lens import Lenses

STAKED = frozenset({
    "goals", "key_results", "actions", "blockers", "links", "people", "teams", "functions", "kpis",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ref:
    """A row that a finding is about.

    ``table`` is the table that ``index`` (and for a pair ``other``) counts in. A pair of people is
    manager and report; the North Star is index -1 of pillars; a question carries its ``name``.
    """

    kind: str
    table: str
    index: int
    other: int = -1
    name: str = ""


def goal(index: int) -> Ref:
    """Refer to a goal."""
    return Ref("goal", "goals", int(index))


def key_result(index: int) -> Ref:
    """Refer to a key result."""
    return Ref("key_result", "key_results", int(index))


def link(index: int) -> Ref:
    """Refer to a link."""
    return Ref("link", "links", int(index))


def person(index: int) -> Ref:
    """Refer to a person."""
    return Ref("person", "people", int(index))


def team(index: int) -> Ref:
    """Refer to a team."""
    return Ref("team", "teams", int(index))


def function(index: int) -> Ref:
    """Refer to a function."""
    return Ref("function", "functions", int(index))


def pillar(index: int) -> Ref:
    """Refer to a pillar."""
    return Ref("pillar", "pillars", int(index))


def north_star() -> Ref:
    """Refer to the North Star, which findings treat as a pillar."""
    return Ref("pillar", "pillars", -1)


def kpi(index: int) -> Ref:
    """Refer to a KPI."""
    return Ref("kpi", "kpis", int(index))


def measure(index: int, n_key_results: int) -> Ref:
    """Refer to a measure as observations number them: key results first, then KPIs."""
    return key_result(index) if index < n_key_results else kpi(index - n_key_results)


def statement(index: int) -> Ref:
    """Refer to a row of strategy."""
    return Ref("strategy", "strategy", int(index))


def assumption(index: int) -> Ref:
    """Refer to an assumption."""
    return Ref("assumption", "assumptions", int(index))


def blocker(index: int) -> Ref:
    """Refer to a blocker."""
    return Ref("blocker", "blockers", int(index))


def action(index: int) -> Ref:
    """Refer to an action."""
    return Ref("action", "actions", int(index))


def question(name: str, first_row: int) -> Ref:
    """Refer to a question of the pulse, by its name and its first row in answers."""
    return Ref("question", "answers", int(first_row), name=name)


def pair_of_people(manager: int, report: int) -> Ref:
    """Refer to a manager and a report."""
    return Ref("pair", "people", int(manager), int(report))


def pair_of_results(one: int, other: int) -> Ref:
    """Refer to two key results; the smaller id first."""
    return Ref("pair", "key_results", min(int(one), int(other)), max(int(one), int(other)))


def pair_of_goals(one: int, other: int) -> Ref:
    """Refer to two goals; the smaller id first."""
    return Ref("pair", "goals", min(int(one), int(other)), max(int(one), int(other)))


def node(lenses: Lenses, index: int) -> Ref:
    """Refer to a node of the graph: a goal, a pillar or the North Star."""
    n_goals = len(lenses.snapshot.goals)
    if index < n_goals:
        return goal(index)
    return north_star() if index == lenses.snapshot.north_star else pillar(index - n_goals)


class Subjects:
    """Names, places and stakes of subjects within one snapshot."""

    def __init__(self, lenses: Lenses) -> None:
        self.lenses, self.snapshot = lenses, lenses.snapshot
        self._ids: dict[str, list[str]] = {}
        self._stakes: dict[str, FloatArray] = {}

    def name(self, ref: Ref) -> Subject:
        """Return kind and id as they are printed."""
        if ref.name:
            return Subject(ref.kind, ref.name)
        if ref.table == "links":
            return Subject(ref.kind, self.snapshot.link_id(ref.index))
        if ref.table == "pillars" and ref.index < 0:
            return Subject(ref.kind, NORTH_STAR)
        ids = self._ids.get(ref.table)
        if ids is None:
            ids = self._ids[ref.table] = getattr(self.snapshot, ref.table).ids.tolist()
        if ref.other >= 0:
            return Subject(ref.kind, f"{ids[ref.index]}>{ids[ref.other]}")
        return Subject(ref.kind, ids[ref.index])

    def place(self, ref: Ref) -> Place:
        """Return where the subject stands in the plan; a pair of people where the report does."""
        if ref.table == "pillars" and ref.index < 0:
            table = self.snapshot.strategy
            stars = np.flatnonzero(table.kind == NORTH_STAR)
            return Place(table.file, "strategy", int(table.row[stars[0]]) if len(stars) else 0)
        table = getattr(self.snapshot, ref.table)
        index = ref.other if ref.table == "people" and ref.other >= 0 else ref.index
        if not table.given and ref.kind in ("function", "team"):
            return self._where_asked(str(table.ids[index]))
        return Place(table.file, ref.table, table.row.item(index))

    def _where_asked(self, group: str) -> Place:
        """Return the first row of answers of a group that has no table of its own."""
        answers = self.snapshot.answers
        rows = np.flatnonzero(answers.group == group)
        return Place(answers.file, "answers", int(answers.row[rows].min()) if len(rows) else 0)

    def stake(self, ref: Ref) -> float:
        """Return how much of the strategy rests on the subject, in [0, 1]."""
        match ref.kind:
            case "pair":
                return self._of_pair(ref)
            case "assumption":
                return self.lenses.flow.held_by_set(self.snapshot.assumptions.goals[ref.index])
            case "pillar" if ref.index < 0:
                return 1.0
            case "pillar":
                return self._of_row("nodes", self.snapshot.pillar_node(ref.index))
            case _ if ref.table in STAKED:
                return self._of_row(ref.table, ref.index)
            case _:  # a question or a statement concerns the strategy as a whole
                return 1.0

    def _of_pair(self, ref: Ref) -> float:
        if ref.table == "people":
            return self._of_row("people", ref.other)
        return max(self._of_row(ref.table, ref.index), self._of_row(ref.table, ref.other))

    def _of_row(self, table: str, index: int) -> float:
        stakes = self._stakes.get(table)
        if stakes is None:
            stakes = self._stakes[table] = getattr(self.lenses.stakes, f"of_{table}")
        return stakes.item(index)
