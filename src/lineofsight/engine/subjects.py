"""Subjects of findings: how each is named, where it stands, and how much rests on it.

Stakes: DEFINITIONS section 5.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from lineofsight.engine.codes import NORTH_STAR, LinkKind
from lineofsight.engine.columns import FloatArray, IntArray
from lineofsight.engine.finding import Place, Subject
from lineofsight.engine.lens import Lenses


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

    def name(self, ref: Ref) -> Subject:
        """Return kind and id as they are printed."""
        if ref.name:
            return Subject(ref.kind, ref.name)
        if ref.table == "links":
            return Subject(ref.kind, self.snapshot.link_id(ref.index))
        if ref.table == "pillars" and ref.index < 0:
            return Subject(ref.kind, NORTH_STAR)
        ids = getattr(self.snapshot, ref.table).ids
        if ref.other >= 0:
            return Subject(ref.kind, f"{ids[ref.index]}>{ids[ref.other]}")
        return Subject(ref.kind, str(ids[ref.index]))

    def place(self, ref: Ref) -> Place:
        """Return where the subject stands in the plan; a pair of people where the report does."""
        if ref.table == "pillars" and ref.index < 0:
            table = self.snapshot.strategy
            stars = np.flatnonzero(table.kind == NORTH_STAR)
            return Place(table.file, "strategy", int(table.row[stars[0]]) if len(stars) else 0)
        table = getattr(self.snapshot, ref.table)
        index = ref.other if ref.table == "people" and ref.other >= 0 else ref.index
        return Place(table.file, ref.table, int(table.row[index]))

    def stake(self, ref: Ref) -> float:
        """Return how much of the strategy rests on the subject, in [0, 1]."""
        snapshot, flow = self.snapshot, self.lenses.flow
        match ref.kind:
            case "goal":
                return flow.of_goal(ref.index)
            case "key_result":
                return flow.of_goal(int(snapshot.key_results.goal[ref.index]))
            case "action":
                return flow.of_goal(int(snapshot.actions.goal[ref.index]))
            case "blocker":
                return flow.of_goal(int(snapshot.blockers.goal[ref.index]))
            case "link":
                return self._of_link(ref.index)
            case "person":
                return float(self.of_people[ref.index])
            case "team":
                return float(self.of_teams[ref.index])
            case "function":
                return float(self.of_functions[ref.index])
            case "pillar":
                return self._of_node(snapshot.pillar_node(ref.index) if ref.index >= 0 else -1)
            case "kpi":
                return self._of_kpi(ref.index)
            case "assumption":
                return flow.held_by_set(snapshot.assumptions.goals[ref.index])
            case "pair":
                return self._of_pair(ref)
            case _:  # a question or a statement concerns the strategy as a whole
                return 1.0

    def _of_node(self, index: int) -> float:
        """Stake of a link's end; the North Star (or -1) is 1."""
        if index < 0 or index == self.snapshot.north_star:
            return 1.0
        if index < len(self.snapshot.goals):
            return self.lenses.flow.of_goal(index)
        return float(self.lenses.flow.weight[index])

    @cached_property
    def _flow_of_link(self) -> FloatArray:
        flow = np.zeros(len(self.snapshot.links))
        flow[self.lenses.graph.edges.link] = self.lenses.flow.edge_flow
        return flow

    def _of_link(self, index: int) -> float:
        links, flow = self.snapshot.links, self.lenses.flow
        source, target = int(links.source[index]), int(links.target[index])
        if links.kind[index] == LinkKind.SUPPORTS:
            carried = float(self._flow_of_link[index])
            return carried if carried > 0 else flow.reach(source)
        if links.kind[index] == LinkKind.DEPENDS_ON:
            return flow.of_goal(source)
        return max(flow.of_goal(source), self._of_node(target))

    def _of_kpi(self, index: int) -> float:
        snapshot = self.snapshot
        stakes = [0.0]
        pillars = {str(identifier): i for i, identifier in enumerate(snapshot.pillars.ids)}
        results = {str(identifier): i for i, identifier in enumerate(snapshot.key_results.ids)}
        for guarded in snapshot.kpis.guards[index]:
            if guarded == NORTH_STAR:
                stakes.append(1.0)
            elif guarded in pillars:
                stakes.append(self._of_node(snapshot.pillar_node(pillars[guarded])))
            elif guarded in results:
                stakes.append(self.stake(key_result(results[guarded])))
        measured = snapshot.pillars.kpis
        stakes += [
            self._of_node(snapshot.pillar_node(int(i)))
            for i in measured.holders[measured.items == index]
        ]
        if index in snapshot.strategy.measure.items:
            stakes.append(1.0)
        return max(stakes)

    def _of_pair(self, ref: Ref) -> float:
        if ref.table == "people":
            return float(self.of_people[ref.other])
        table = "goal" if ref.table == "goals" else "key_result"
        return max(
            self.stake(Ref(table, ref.table, ref.index)),
            self.stake(Ref(table, ref.table, ref.other)),
        )

    def _held(self, holder_of_goal: IntArray, group_of_person: IntArray, n: int) -> FloatArray:
        """Stake held by each, or their part of all present people where that is more."""
        held = self.lenses.flow.held(holder_of_goal, n)
        people = self.snapshot.people
        if not people.given or not people.present.any():
            return held
        mine = people.present & (group_of_person >= 0)
        heads = np.bincount(group_of_person[mine], minlength=n)
        return np.maximum(held, heads / int(people.present.sum()))

    @cached_property
    def of_people(self) -> FloatArray:
        """Stake of each person."""
        n = len(self.snapshot.people)
        return self._held(self.snapshot.goals.owner, np.arange(n, dtype=np.int64), n)

    @cached_property
    def of_teams(self) -> FloatArray:
        """Stake of each team."""
        snapshot = self.snapshot
        return self._held(snapshot.goals.team, snapshot.people.team, len(snapshot.teams))

    @cached_property
    def of_functions(self) -> FloatArray:
        """Stake of each function."""
        snapshot = self.snapshot
        return self._held(
            snapshot.goals.function, snapshot.people.function, len(snapshot.functions)
        )
