"""From column tables to the typed tables of what happened: values, changes, talks, promises.

Whatever is dated after the instant is not known yet: later rows are left out, later dates blanked.
"""

from __future__ import annotations

import numpy as np

from lineofsight.engine import tables
from lineofsight.engine.assemble import Indices, drop_unresolved, sorted_table
from lineofsight.engine.codes import (
    NORTH_STAR,
    AnswerKind,
    AssumptionState,
    Closed,
    GroupKind,
    LinkKind,
    Reported,
)
from lineofsight.engine.columns import Columns, ColumnTable, FloatArray, IntArray, StrArray
from lineofsight.engine.loading import (
    by_keys,
    codes,
    day_by,
    empty_table,
    filled,
    known_by,
    objects,
    order_of,
    reorder,
)
from lineofsight.engine.ragged import order_of_numbers

# What is kept of observations beside measure and day.
OBSERVED = {"value", "confidence", "reported", "source"}


def get(columns: Columns, name: str) -> ColumnTable:
    """Return a table, empty where the plan has none."""
    return columns.get(name, empty_table(name))


def nodes_of(table: ColumnTable, at: Indices, has_north_star: bool) -> IntArray:
    """Number what links end at: goals, then pillars, then the North Star."""
    references = table.text("to_id")
    n_goals, n_pillars = len(at.goals), len(at.pillars)
    node = at.goals.first(references)
    others = np.flatnonzero(node < 0)
    pillar = at.pillars.first(references[others])
    node[others] = np.where(pillar >= 0, n_goals + pillar, -1)
    if has_north_star:
        node[references == NORTH_STAR] = n_goals + n_pillars
    return node


def links(columns: Columns, at: Indices, has_north_star: bool, day: float) -> tables.Links:
    """Type the links, ordered by from, to, kind."""
    table = get(columns, "links")
    source = at.goals.first(table.text("from_id"))
    target = nodes_of(table, at, has_north_star)
    order = _by_ends_and_kind(table, source, target, at)
    order = order[(source[order] >= 0) & (target[order] >= 0)]
    table = reorder(table, order)
    return tables.Links(
        given=len(table) > 0,
        file=table.file,
        row=table.rows,
        kind=codes(table.text("kind"), LinkKind),
        source=source[order],
        target=target[order],
        contribution=table.number("contribution"),
        rationale=table.text("rationale"),
        created_on=table.day("created_on"),
        confirmed_on=day_by(table, "confirmed_on", day),
        needed_by=table.day("needed_by"),
        accepted_on=day_by(table, "accepted_on", day),
        agreed=filled(table.text("trade_off")),
        review_by=table.day("review_by"),
    )


def _by_ends_and_kind(
    table: ColumnTable, source: IntArray, target: IntArray, at: Indices
) -> IntArray:
    """Return the order by from, to, kind, as they are written."""
    kinds = table.text("kind").tolist()
    ends = [table.text(name).tolist() for name in ("from_id", "to_id")]
    if any(";" in "".join(end) for end in ends):
        return order_of(list(zip(*ends, kinds, strict=True)))
    # An end that is one id stands where its number does; quicker than comparing texts.
    nodes = order_of(np.concatenate([at.goals.ids, at.pillars.ids, objects([NORTH_STAR])]))
    rank = np.empty(len(nodes), dtype=np.int64)
    rank[nodes] = np.arange(len(nodes), dtype=np.int64)
    place = {kind: i for i, kind in enumerate(sorted(set(kinds)))}
    kind = np.fromiter(map(place.__getitem__, kinds), dtype=np.int64, count=len(kinds))
    return np.lexsort((kind, rank[target], source))


def observations(columns: Columns, at: Indices, day: float) -> tables.Observations:
    """Type the observations; of two values on one day the later in the file comes last."""
    table = get(columns, "observations")
    measure, days = _measures_of(table.text("measure_id"), at), table.day("date")
    # Nothing is moved that need not be: there are more of these than of all else together.
    columns_left = {name: table.columns[name] for name in OBSERVED & table.columns.keys()}
    table = ColumnTable(table.name, table.rows, columns_left, table.file)
    kept = days <= day
    kept &= measure >= 0
    if not kept.all():
        table, measure, days = reorder(table, kept), measure[kept], days[kept]
    del kept
    order = _by_measure_and_day(measure, days, table.rows)
    if order is not None:
        table, measure, days = reorder(table, order), measure[order], days[order]
    return tables.Observations(
        given=len(table) > 0,
        file=table.file,
        row=table.rows,
        measure=measure,
        day=days,
        value=table.number("value"),
        confidence=table.number("confidence"),
        reported=codes(table.text("reported"), Reported),
        source=table.text("source"),
    )


def _measures_of(references: StrArray, at: Indices) -> IntArray:
    """Number what is observed: key results, then KPIs; -1 for what is neither."""
    measure = at.key_results.first(references)
    others = np.flatnonzero(measure < 0)
    kpi = at.kpis.first(references[others])
    measure[others] = np.where(kpi >= 0, len(at.key_results) + kpi, -1)
    return measure


def _by_measure_and_day(measure: IntArray, days: FloatArray, rows: IntArray) -> IntArray | None:
    """Return the order by measure, day, row; None where they stand in it already."""
    if not len(days):
        return None
    if (rows[1:] < rows[:-1]).any():
        return np.lexsort((rows, days, measure))
    # One key, and a sort that is quick where a file is nearly in order.
    first = days.min()
    span = int(days.max() - first) + 1
    key = measure * span
    key += (days - first).astype(np.int64)
    in_order = bool((key[1:] >= key[:-1]).all())
    return None if in_order else order_of_numbers(key, (int(measure.max()) + 1) * span)


def revisions(columns: Columns, at: Indices, day: float) -> tables.Revisions:
    """Type the revisions, ordered by goal, day and what they say."""
    table = known_by(get(columns, "revisions"), "date", day)
    texts = [table.text(name) for name in ("field", "before", "after", "reason")]
    goal = at.goals.first(table.text("goal_id"))
    table = by_keys(table, goal, table.day("date"), *texts)
    table = drop_unresolved(table, at.goals.first(table.text("goal_id")))
    return tables.Revisions(
        given=len(table) > 0,
        file=table.file,
        row=table.rows,
        goal=at.goals.first(table.text("goal_id")),
        day=table.day("date"),
        field=table.text("field"),
        before=table.text("before"),
        after=table.text("after"),
        reason=table.text("reason"),
    )


def assumptions(columns: Columns, at: Indices, day: float) -> tables.Assumptions:
    """Type the assumptions; what will be decided is believed until then."""
    table = sorted_table(columns, "assumptions")
    later = table.day("decided_on") > day
    return tables.Assumptions(
        given=len(table) > 0,
        file=table.file,
        row=table.rows,
        ids=table.text("id"),
        text=table.text("text"),
        owner=at.people.first(table.text("owner_id")),
        review_by=table.day("review_by"),
        state=np.where(
            later, np.int8(AssumptionState.BELIEVED), codes(table.text("state"), AssumptionState)
        ),
        decided_on=day_by(table, "decided_on", day),
        goals=at.goals.several(table.tuples("goal_ids")),
    )


def blockers(columns: Columns, at: Indices, day: float) -> tables.Blockers:
    """Type the blockers raised by the instant."""
    table = known_by(sorted_table(columns, "blockers"), "raised_on", day)
    return tables.Blockers(
        given=len(table) > 0,
        file=table.file,
        row=table.rows,
        ids=table.text("id"),
        text=table.text("text"),
        goal=at.goals.first(table.text("goal_id")),
        raised_by=at.people.first(table.text("raised_by")),
        raised_on=table.day("raised_on"),
        can_lift=at.people.first(table.text("can_lift_id")),
        answered=filled(table.text("answer")),
        lifted_on=day_by(table, "lifted_on", day),
    )


def actions(columns: Columns, at: Indices, day: float) -> tables.Actions:
    """Type the actions."""
    table = sorted_table(columns, "actions")
    return tables.Actions(
        given=len(table) > 0,
        file=table.file,
        row=table.rows,
        ids=table.text("id"),
        title=table.text("title"),
        goal=at.goals.first(table.text("goal_id")),
        owner=at.people.first(table.text("owner_id")),
        owners=table.text("owner_id"),
        due=table.day("due"),
        done=~np.isnan(day_by(table, "done_on", day)),
    )


def check_ins(table: ColumnTable, given: bool, at: Indices, day: float) -> tables.CheckIns:
    """Type the check-ins; later ones stay in the table, without a day, pair or goals.

    They keep their place because agreements point at them by number.
    """
    days = day_by(table, "date", day)
    known = ~np.isnan(days)
    named = table.tuples("goal_ids").tolist()
    goals = at.goals.several(
        objects(cell if seen else () for cell, seen in zip(named, known.tolist(), strict=True))
    )
    return tables.CheckIns(
        given=given,
        file=table.file,
        row=table.rows,
        ids=table.text("id"),
        manager=np.where(known, at.people.first(table.text("manager_id")), -1),
        person=np.where(known, at.people.first(table.text("person_id")), -1),
        day=days,
        mattered_more=np.fromiter(
            ("mattered_more" in parts for parts in table.tuples("parts").tolist()),
            dtype=bool,
            count=len(table),
        ),
        goals=goals,
    )


def agreements(
    columns: Columns, at: Indices, later_talks: IntArray, day: float
) -> tables.Agreements:
    """Type the agreements, but for those of check-ins (numbers) that lie after the instant."""
    table = sorted_table(columns, "agreements")
    talk = at.check_ins.first(table.text("check_in_id"))
    table = reorder(table, ~np.isin(talk, later_talks)) if len(later_talks) else table
    done_later = table.day("done_on") > day
    return tables.Agreements(
        given=len(table) > 0,
        file=table.file,
        row=table.rows,
        ids=table.text("id"),
        check_in=at.check_ins.first(table.text("check_in_id")),
        goal=at.goals.first(table.text("goal_id")),
        owner=at.people.first(table.text("owner_id")),
        due=table.day("due"),
        done_on=day_by(table, "done_on", day),
        closed=np.where(done_later, np.int8(Closed.OPEN), codes(table.text("closed"), Closed)),
    )


def feedback(columns: Columns, at: Indices, day: float) -> tables.Feedback:
    """Type the feedback given by the instant."""
    table = known_by(sorted_table(columns, "feedback"), "date", day)
    return tables.Feedback(
        given=len(table) > 0,
        file=table.file,
        row=table.rows,
        ids=table.text("id"),
        day=table.day("date"),
        giver=at.people.first(table.text("from_id")),
        receiver=at.people.first(table.text("to_id")),
        goal=at.goals.first(table.text("goal_id")),
        words=np.array([len(text.split()) for text in table.text("text").tolist()], dtype=np.int64),
    )


def allocations(columns: Columns, at: Indices) -> tables.Allocations:
    """Type the allocations, ordered by who, on what, how much."""
    table = get(columns, "allocations")
    names = [table.text(name) for name in ("person_id", "team_id", "goal_id")]
    table = by_keys(table, *names, np.nan_to_num(table.number("share"), nan=-1.0))
    return tables.Allocations(
        given=len(table) > 0,
        file=table.file,
        row=table.rows,
        person=at.people.first(table.text("person_id")),
        team=at.teams.first(table.text("team_id")),
        goal=at.goals.first(table.text("goal_id")),
        share=table.number("share"),
    )


def acknowledgements(columns: Columns, at: Indices, day: float) -> tables.Acknowledgements:
    """Type the acknowledgements given by the instant."""
    table = known_by(get(columns, "acknowledgements"), "date", day)
    table = by_keys(table, table.text("person_id"), table.text("version"), table.day("date"))
    return tables.Acknowledgements(
        given=len(table) > 0,
        file=table.file,
        row=table.rows,
        person=at.people.first(table.text("person_id")),
        version=table.text("version"),
        day=table.day("date"),
    )


def answers(columns: Columns, day: float) -> tables.Answers:
    """Type the answers known by the instant."""
    table = known_by(get(columns, "answers"), "date", day)
    texts = [table.text(name) for name in ("question", "group_kind", "group_id", "wave", "option")]
    numbers = [np.nan_to_num(table.number(name), nan=-1.0) for name in ("score", "count")]
    table = by_keys(table, *texts, *numbers)
    return tables.Answers(
        given=len(table) > 0,
        file=table.file,
        row=table.rows,
        wave=table.text("wave"),
        day=table.day("date"),
        question=table.text("question"),
        kind=codes(table.text("kind"), AnswerKind),
        option=table.text("option"),
        group_kind=codes(table.text("group_kind"), GroupKind),
        group=table.text("group_id"),
        score=table.number("score"),
        count=table.number("count"),
    )
