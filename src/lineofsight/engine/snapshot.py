"""The snapshot: one organisation at one instant, as immutable columns in memory.

Everything the lenses and rules see. It knows neither files nor databases nor the clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from lineofsight.engine import assemble, history, tables
from lineofsight.engine import assemble_record as record
from lineofsight.engine.codes import NORTH_STAR, LinkKind, word
from lineofsight.engine.columns import Columns
from lineofsight.engine.gaps import Gap
from lineofsight.engine.loading import Index, to_date, to_day


@dataclass(frozen=True, slots=True)
class Snapshot:
    """An organisation at an instant.

    Nodes are what a ``supports`` link can end at, numbered goals first (0..n_goals-1), then
    pillars, then the North Star where there is one.
    """

    name: str
    day: float  # the instant, days since 1970-01-01
    functions: tables.Functions
    teams: tables.Teams
    people: tables.People
    strategy: tables.Strategy
    pillars: tables.Pillars
    kpis: tables.Kpis
    goals: tables.Goals
    key_results: tables.KeyResults
    links: tables.Links
    observations: tables.Observations
    revisions: tables.Revisions
    assumptions: tables.Assumptions
    blockers: tables.Blockers
    actions: tables.Actions
    check_ins: tables.CheckIns
    agreements: tables.Agreements
    feedback: tables.Feedback
    allocations: tables.Allocations
    acknowledgements: tables.Acknowledgements
    answers: tables.Answers
    has_north_star: bool
    counts: Mapping[str, int]  # rows read, by table
    gaps: tuple[Gap, ...]  # what the plan does not tell of the instant

    @classmethod
    def build(cls, columns: Columns, as_of: date) -> Snapshot:
        """Read column tables as they were known at an instant.

        Parameters
        ----------
        columns : mapping of table name to ColumnTable
            A plan that its reader has found sound: ids unique, references to tables that are
            there resolved, no circle of teams or managers.
        as_of : date
            The instant. Whatever is dated later is not known yet, and what later revisions
            changed reads as it did.
        """
        day = to_day(as_of)
        has = {name for name, table in columns.items() if len(table)}
        columns = {name: table for name, table in columns.items() if name in has}
        counts = {name: len(table) for name, table in columns.items()}
        columns, gaps = history.rewind(columns, day)
        functions = assemble.with_stand_ins(
            columns,
            "functions",
            ("teams", "function_id"),
            ("pillars", "function_ids"),
            more=assemble.groups_asked(columns, "function", "leaders"),
        )
        teams = assemble.with_stand_ins(
            columns,
            "teams",
            ("people", "team_id"),
            ("goals", "team_id"),
            ("allocations", "team_id"),
            more=assemble.groups_asked(columns, "team"),
        )
        people = assemble.with_stand_ins(columns, "people", *assemble.PEOPLE_PLACES)
        kpis = assemble.with_stand_ins(
            columns, "kpis", ("pillars", "kpi_ids"), ("strategy", "measure_id")
        )
        talks = assemble.with_stand_ins(columns, "check_ins", ("agreements", "check_in_id"))
        pillars, goals, key_results, strategy = (
            assemble.sorted_table(columns, name)
            for name in ("pillars", "goals", "key_results", "strategy")
        )
        at = assemble.Indices(
            functions=Index(functions.text("id")),
            teams=Index(teams.text("id")),
            people=Index(people.text("id")),
            pillars=Index(pillars.text("id")),
            kpis=Index(kpis.text("id")),
            goals=Index(goals.text("id")),
            key_results=Index(key_results.text("id")),
            check_ins=Index(talks.text("id")),
        )
        named = bool((record.get(columns, "links").text("to_id") == NORTH_STAR).any())
        stated = bool((strategy.text("kind") == NORTH_STAR).any())
        has_north_star = stated or (named and "strategy" not in has)
        typed_teams = assemble.teams(teams, "teams" in has, at)
        typed_people = assemble.people(people, "people" in has, at, typed_teams.function, day)
        typed_goals = assemble.goals(goals, at, typed_people, typed_teams, day)
        organization = record.get(columns, "organization").text("name")
        return cls(
            name=str(organization[0]) if len(organization) else "",
            day=day,
            functions=assemble.functions(functions, "functions" in has, at),
            teams=typed_teams,
            people=typed_people,
            strategy=assemble.strategy(strategy, at, day),
            pillars=assemble.pillars(pillars, at),
            kpis=assemble.kpis(kpis, "kpis" in has, at),
            goals=typed_goals,
            key_results=assemble.key_results(key_results, at, typed_goals),
            links=record.links(columns, at, has_north_star, day),
            observations=record.observations(columns, at, day),
            revisions=record.revisions(columns, at, day),
            assumptions=record.assumptions(columns, at, day),
            blockers=record.blockers(columns, at, day),
            actions=record.actions(columns, at, day),
            check_ins=record.check_ins(talks, "check_ins" in has, at, day),
            agreements=record.agreements(columns, at, np.flatnonzero(talks.day("date") > day), day),
            feedback=record.feedback(columns, at, day),
            allocations=record.allocations(columns, at),
            acknowledgements=record.acknowledgements(columns, at, day),
            answers=record.answers(columns, day),
            has_north_star=has_north_star,
            counts=counts,
            gaps=gaps,
        )

    @property
    def as_of(self) -> date:
        """The instant as a date."""
        return to_date(self.day)

    def has(self, table: str) -> bool:
        """Tell whether the plan has this table, with at least one row."""
        return self.counts.get(table, 0) > 0

    @property
    def n_nodes(self) -> int:
        """Number of nodes: goals, pillars and the North Star."""
        return len(self.goals) + len(self.pillars) + int(self.has_north_star)

    @property
    def north_star(self) -> int:
        """Node of the North Star, -1 where there is none."""
        return len(self.goals) + len(self.pillars) if self.has_north_star else -1

    def pillar_node(self, pillar: int) -> int:
        """Node of a pillar."""
        return len(self.goals) + pillar

    def node_id(self, node: int) -> str:
        """Id of a node."""
        if node < len(self.goals):
            return str(self.goals.ids[node])
        if node == self.north_star:
            return NORTH_STAR
        return str(self.pillars.ids[node - len(self.goals)])

    def node_kind(self, node: int) -> str:
        """``goal``, ``pillar`` or ``north_star``."""
        if node < len(self.goals):
            return "goal"
        return "north_star" if node == self.north_star else "pillar"

    def node_title(self, node: int) -> str:
        """What people call a node."""
        if node < len(self.goals):
            return str(self.goals.title[node])
        if node == self.north_star:
            stars = self.strategy.text[self.strategy.kind == "north_star"]
            return str(stars[0]) if len(stars) else "North Star"
        return str(self.pillars.name[node - len(self.goals)])

    def link_id(self, link: int) -> str:
        """Id of a link: ``from>to:kind``."""
        kind = word(LinkKind(int(self.links.kind[link])))
        source = self.goals.ids[self.links.source[link]]
        return f"{source}>{self.node_id(int(self.links.target[link]))}:{kind}"
