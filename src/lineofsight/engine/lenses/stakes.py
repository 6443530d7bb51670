"""Stakes: how much of the strategy rests on each thing that a finding can be about.

Definitions: DEFINITIONS section 5.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np

from lineofsight.engine.codes import NORTH_STAR, LinkKind
from lineofsight.engine.columns import FloatArray, IntArray
from lineofsight.engine.lenses.flow import Flow
from lineofsight.engine.lenses.graph import Graph
from lineofsight.engine.snapshot import Snapshot


class Stakes:
    """Stakes of the rows of every table, each in [0, 1]."""

    def __init__(self, snapshot: Snapshot, graph: Graph, flow: Flow) -> None:
        self.snapshot, self.graph, self.flow = snapshot, graph, flow

    @property
    def of_goals(self) -> FloatArray:
        """Stake of each goal, or its reach where that is 0."""
        return self.flow.of_goals

    @cached_property
    def of_nodes(self) -> FloatArray:
        """Stake of each node: of goals, pillars (their weight) and the North Star (1)."""
        n_goals, n_pillars = len(self.snapshot.goals), len(self.snapshot.pillars)
        weight = self.flow.weight[n_goals : n_goals + n_pillars]
        return np.concatenate([self.of_goals, weight, np.ones(int(self.snapshot.has_north_star))])

    @cached_property
    def of_key_results(self) -> FloatArray:
        """Stake of each key result: that of its goal."""
        return self._of_goal(self.snapshot.key_results.goal)

    @cached_property
    def of_actions(self) -> FloatArray:
        """Stake of each action: that of its goal, 0 without one."""
        return self._of_goal(self.snapshot.actions.goal)

    @cached_property
    def of_blockers(self) -> FloatArray:
        """Stake of each blocker: that of its goal, 0 without one."""
        return self._of_goal(self.snapshot.blockers.goal)

    def _of_goal(self, goal: IntArray) -> FloatArray:
        stake = np.zeros(len(goal))
        stake[goal >= 0] = self.of_goals[goal[goal >= 0]]
        return stake

    @cached_property
    def of_links(self) -> FloatArray:
        """Stake of each link.

        Of ``supports`` what flows through it, or the reach of its child; of ``depends_on`` that of
        the goal that depends; of others the larger of both ends.
        """
        links = self.snapshot.links
        stake = self.of_goals[links.source]
        mutual = (links.kind != LinkKind.SUPPORTS) & (links.kind != LinkKind.DEPENDS_ON)
        stake[mutual] = np.maximum(stake[mutual], self.of_nodes[links.target[mutual]])
        supports = links.kind == LinkKind.SUPPORTS
        flow = np.zeros(len(links))
        flow[self.graph.edges.link] = self.flow.edge_flow
        stake[supports] = flow[supports]
        dry = np.flatnonzero(supports & (flow <= 0))
        # Goals without stake have their reach already; the others have it from another parent.
        wet = dry[self.flow.stake[links.source[dry]] > 0]
        stake[dry] = self.of_goals[links.source[dry]]
        stake[wet] = self.flow.reach(links.source[wet])
        return stake

    @cached_property
    def of_kpis(self) -> FloatArray:
        """Stake of each KPI: the largest of what it guards or measures, 0 without any."""
        snapshot, kpis = self.snapshot, self.snapshot.kpis
        n_goals = len(snapshot.goals)
        guarded = {NORTH_STAR: 1.0}
        names = {name for cell in kpis.guards for name in cell}
        for table, of_rows in (
            (snapshot.key_results, self.of_key_results),
            (snapshot.pillars, self.of_nodes[n_goals:]),
        ):
            for place, identifier in enumerate(table.ids.tolist()):
                if identifier in names:
                    guarded[identifier] = float(of_rows[place])
        stake = np.array(
            [max((guarded.get(name, 0.0) for name in cell), default=0.0) for cell in kpis.guards],
            dtype=np.float64,
        )
        measured = snapshot.pillars.kpis
        np.maximum.at(stake, measured.items, self.of_nodes[n_goals + measured.holders])
        stake[snapshot.strategy.measure.items] = 1.0
        return stake

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

    def _held(self, holder_of_goal: IntArray, group_of_person: IntArray, n: int) -> FloatArray:
        """Stake held by each, or their part of all present people where that is more."""
        held = self.flow.held(holder_of_goal, n)
        people = self.snapshot.people
        if not people.given or not people.present.any():
            return held
        mine = people.present & (group_of_person >= 0)
        heads = np.bincount(group_of_person[mine], minlength=n)
        return np.maximum(held, heads / int(people.present.sum()))
