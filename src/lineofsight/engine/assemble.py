"""From column tables to the typed tables of who and what: people, teams, strategy, measures.

``assemble_record.py`` does the same for what happened: observations, talks, promises.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from lineofsight.engine import tables
from lineofsight.engine.codes import Cadence, MeasureType, Reported, Rollup, Scope, Serves, Status
from lineofsight.engine.columns import Columns, ColumnTable, FloatArray, IntArray, StrArray
from lineofsight.engine.loading import (
    Index,
    by_id,
    codes,
    day_by,
    empty_table,
    named_ids,
    objects,
    reorder,
)

PEOPLE_PLACES = (
    ("functions", "head_id"),
    ("teams", "lead_id"),
    ("pillars", "sponsor_id"),
    ("pillars", "champion_ids"),
    ("kpis", "owner_id"),
    ("goals", "owner_id"),
    ("goals", "contributor_ids"),
    ("key_results", "owner_id"),
    ("links", "confirmed_by"),
    ("observations", "author_id"),
    ("assumptions", "owner_id"),
    ("blockers", "raised_by"),
    ("blockers", "can_lift_id"),
    ("actions", "owner_id"),
    ("check_ins", "manager_id"),
    ("check_ins", "person_id"),
    ("agreements", "owner_id"),
    ("feedback", "from_id"),
    ("feedback", "to_id"),
    ("allocations", "person_id"),
    ("acknowledgements", "person_id"),
)


@dataclass(frozen=True, slots=True)
class Indices:
    """Numbers of the ids of every table that others refer to."""

    functions: Index
    teams: Index
    people: Index
    pillars: Index
    kpis: Index
    goals: Index
    key_results: Index
    check_ins: Index


def sorted_table(columns: Columns, name: str) -> ColumnTable:
    """Return a table in the order of its ids, empty where the plan has none."""
    table = columns.get(name)
    return empty_table(name) if table is None else by_id(table)


def with_stand_ins(
    columns: Columns, name: str, *places: tuple[str, str], more: Iterable[str] = ()
) -> ColumnTable:
    """Return a table in order; where the plan has none, the ids that others name stand in it."""
    if name in columns:
        return sorted_table(columns, name)
    ids = objects(sorted({*named_ids(columns, *places), *more}))
    rows = np.zeros(len(ids), dtype=np.int64)
    return ColumnTable(name, rows, {"id": ids, "name": ids})


def groups_asked(columns: Columns, *kinds: str) -> set[str]:
    """Ids of the functions or teams whose answers the plan holds."""
    table = columns.get("answers", empty_table("answers"))
    pairs = zip(table.text("group_kind").tolist(), table.text("group_id").tolist(), strict=True)
    return {group for kind, group in pairs if kind in kinds and group}


def functions(table: ColumnTable, given: bool, at: Indices) -> tables.Functions:
    """Type the table of functions."""
    return tables.Functions(
        given=given,
        file=table.file,
        row=table.rows,
        ids=table.text("id"),
        name=table.text("name"),
        head=at.people.first(table.text("head_id")),
        contribution=table.text("contribution"),
        success_measure=table.text("success_measure"),
        gives_up=table.text("gives_up"),
        asks_contribution=table.has("contribution") and table.has("success_measure"),
    )


def teams(table: ColumnTable, given: bool, at: Indices) -> tables.Teams:
    """Type the table of teams; a team without a function takes that of the nearest team above."""
    parent = at.teams.first(table.text("parent_id"))
    function = at.functions.first(table.text("function_id"))
    here = np.arange(len(parent), dtype=np.int64)
    holder = np.where((function < 0) & (parent >= 0), parent, here)
    # Twice as far up a round; the tree has no circles (the reader refuses them).
    while (holder != holder[holder]).any():
        holder = holder[holder]
    return tables.Teams(
        given=given,
        file=table.file,
        row=table.rows,
        ids=table.text("id"),
        name=table.text("name"),
        parent=parent,
        lead=at.people.first(table.text("lead_id")),
        function=function[holder],
    )


def pick(values: IntArray, at: IntArray) -> IntArray:
    """Follow references: ``values[at]``, -1 where ``at`` is -1."""
    if not len(values):
        return np.full(len(at), -1, dtype=np.int64)
    return np.where(at >= 0, values[at], -1)


def pick_days(values: FloatArray, at: IntArray) -> FloatArray:
    """Follow references: ``values[at]``, NaN where ``at`` is -1."""
    if not len(values):
        return np.full(len(at), np.nan)
    return np.where(at >= 0, values[at], np.nan)


def people(
    table: ColumnTable, given: bool, at: Indices, team_function: IntArray, day: float
) -> tables.People:
    """Type the table of people as of the instant."""
    start, end = table.day("start_date"), table.day("end_date")
    present = ~(start > day) & ~(end < day)
    team = at.teams.first(table.text("team_id"))
    return tables.People(
        given=given,
        file=table.file,
        row=table.rows,
        ids=table.text("id"),
        name=table.text("name"),
        manager=at.people.first(table.text("manager_id")),
        manager_since=table.day("manager_since"),
        dotted_managers=at.people.several(table.tuples("dotted_manager_ids")),
        team=team,
        function=pick(team_function, team),
        team_since=table.day("team_since"),
        title=table.text("title"),
        level=table.text("level"),
        serves_all=table.flag("serves_all"),
        start=start,
        end=end,
        present=present,
        away=present & table.flag("on_leave"),
        check_in_days=table.number("check_in_days"),
    )


def strategy(table: ColumnTable, at: Indices, day: float) -> tables.Strategy:
    """Type the statements of the strategy, and whether they are published by the instant."""
    return tables.Strategy(
        given=len(table) > 0,
        file=table.file,
        row=table.rows,
        ids=table.text("id"),
        kind=table.text("kind"),
        text=table.text("text"),
        version=table.text("version"),
        published_on=day_by(table, "published_on", day),
        published=~(table.day("published_on") > day),
        measure=at.kpis.several(objects((cell,) for cell in table.text("measure_id").tolist())),
    )


def pillars(table: ColumnTable, at: Indices) -> tables.Pillars:
    """Type the pillars."""
    return tables.Pillars(
        given=len(table) > 0,
        file=table.file,
        row=table.rows,
        ids=table.text("id"),
        name=table.text("name"),
        text=table.text("text"),
        weight=table.number("weight"),
        sponsor=at.people.first(table.text("sponsor_id")),
        champions=at.people.several(table.tuples("champion_ids")),
        functions=at.functions.several(table.tuples("function_ids")),
        start=table.day("start"),
        end=table.day("end"),
        kpis=at.kpis.several(table.tuples("kpi_ids")),
    )


def kpis(table: ColumnTable, given: bool, at: Indices) -> tables.Kpis:
    """Type the KPIs."""
    return tables.Kpis(
        given=given,
        file=table.file,
        row=table.rows,
        ids=table.text("id"),
        name=table.text("name"),
        unit=table.text("unit"),
        healthy_min=table.number("healthy_min"),
        healthy_max=table.number("healthy_max"),
        owner=at.people.first(table.text("owner_id")),
        guards=tuple(table.tuples("guards").tolist()),
    )


def goals(
    table: ColumnTable, at: Indices, person: tables.People, team: tables.Teams, day: float
) -> tables.Goals:
    """Type the goals as of the instant."""
    owner = at.people.first(table.text("owner_id"))
    stated_team = at.teams.first(table.text("team_id"))
    in_team = np.where(stated_team >= 0, stated_team, pick(person.team, owner))
    status = codes(table.text("status"), Status)
    start = table.day("start")
    return tables.Goals(
        given=len(table) > 0,
        file=table.file,
        row=table.rows,
        ids=table.text("id"),
        title=table.text("title"),
        text=table.text("text"),
        scope=codes(table.text("scope"), Scope),
        objective=table.text("kind") != "development",
        serves=codes(table.text("serves"), Serves),
        serves_id=table.text("serves_id"),
        serves_confirmed_on=day_by(table, "serves_confirmed_on", day),
        owner=owner,
        owners=table.text("owner_id"),
        contributors=at.people.several(table.tuples("contributor_ids")),
        stated_team=stated_team,
        team=in_team,
        function=pick(team.function, in_team),
        cadence=codes(table.text("cadence"), Cadence),
        update_days=table.number("update_days"),
        start=start,
        end=table.day("end"),
        lag_days=table.number("lag_days"),
        continues=at.goals.several(split_cells(table.text("continues"))),
        status=status,
        active=status == Status.ACTIVE,
        started=~(start > day),
        reported=codes(table.text("reported"), Reported),
        blocked=table.flag("blocked"),
        confidence=table.number("confidence"),
        rollup=codes(table.text("rollup"), Rollup),
        confidential=table.flag("confidential"),
        created_on=table.day("created_on"),
    )


def split_cells(references: StrArray) -> StrArray:
    """Turn single references, of which a cell may hold several, into tuples."""
    cells = np.empty(len(references), dtype=object)
    cells.fill(())
    for place in np.flatnonzero(references != "").tolist():
        cells[place] = tuple(filter(None, references[place].split(";")))
    return cells


def key_results(table: ColumnTable, at: Indices, goal: tables.Goals) -> tables.KeyResults:
    """Type the key results; one without owner or dates has those of its goal."""
    of_goal = at.goals.first(table.text("goal_id"))
    start, end = table.day("start"), table.day("end")
    owner = at.people.first(table.text("owner_id"))
    return tables.KeyResults(
        given=len(table) > 0,
        file=table.file,
        row=table.rows,
        ids=table.text("id"),
        goal=of_goal,
        title=table.text("title"),
        type=codes(table.text("type"), MeasureType),
        unit=table.text("unit"),
        baseline=table.number("baseline"),
        target=table.number("target"),
        low=table.number("low"),
        high=table.number("high"),
        schedule=table.text("schedule"),
        value=table.number("value"),
        start=np.where(np.isnan(start), pick_days(goal.start, of_goal), start),
        end=np.where(np.isnan(end), pick_days(goal.end, of_goal), end),
        owner=np.where(owner >= 0, owner, pick(goal.owner, of_goal)),
        owners=table.text("owner_id"),
        weight=table.number("weight"),
        measure=table.text("measure"),
    )


def drop_unresolved(table: ColumnTable, kept: IntArray) -> ColumnTable:
    """Drop rows whose needed reference names nothing; a reader refuses them, a caller may not."""
    return table if (kept >= 0).all() else reorder(table, kept >= 0)
