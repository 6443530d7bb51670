"""What changed between two plans, and what that does to stake, lines, forecasts and findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from lineofsight.engine.check import CheckResult
from lineofsight.engine.finding import DECIMALS, Finding, Severity
from lineofsight.engine.lens import Lenses
from lineofsight.planfile.document import PlanDocument, PlanTable
from lineofsight.planfile.schema import TABLES

Key = tuple[str, ...]
Values = tuple[object, object]

# What people said to one another is compared by number alone: a difference is made to be shown.
COUNTED_ONLY = frozenset({"check_ins", "agreements", "feedback", "answers", "acknowledgements"})
# Tables without ids whose rows are about something that has one.
ABOUT = {"observations": "measure_id", "revisions": "goal_id", "allocations": "goal_id"}
WHOLE, BROKEN, NONE = "whole", "broken", "none"
MOVED = 4  # decimals of progress and chance; what moves less has not moved


@dataclass(frozen=True, slots=True)
class TableChange:
    """What changed in one table.

    Parameters
    ----------
    added, removed : tuple of ids
        A link's is ``from>to:kind``; empty for tables that are compared by number alone.
    changed : mapping of id to mapping of column to (before, after)
    rows_added, rows_removed : int
    about : mapping of id to int
        Of observations, revisions and allocations: how many rows about a measure or goal are new
        or gone.
    """

    table: str
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: Mapping[str, Mapping[str, Values]] | None = None
    rows_added: int = 0
    rows_removed: int = 0
    about: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one goal's line of sight: whole, broken or none, before and after."""

    id: str
    title: str
    before: str
    after: str

    @property
    def better(self) -> bool:
        """Tell whether the line is whole now, or there at least."""
        order = (NONE, BROKEN, WHOLE)
        return order.index(self.after) > order.index(self.before)


@dataclass(frozen=True, slots=True)
class Stake:
    """How the stake of a goal or pillar moved; 0 where it is not in that plan."""

    kind: str
    id: str
    title: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person who has a line of sight on paper in one of the plans only."""

    id: str
    name: str
    has: bool  # in the new one


@dataclass(frozen=True, slots=True)
class Outlook:
    """How far a goal is, or how likely to be reached: shares before and after, None unknown."""

    kind: str  # progress or chance
    id: str
    title: str
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class Regraded:
    """A finding that was there before, with another severity."""

    finding: Finding
    before: Severity


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two plans, checked."""

    document: PlanDocument
    lenses: Lenses
    result: CheckResult


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything that differs between two plans, or between two instants of one."""

    old: Side
    new: Side
    tables: tuple[TableChange, ...]
    lines: tuple[Line, ...]
    people: tuple[PersonLine, ...]
    stakes: tuple[Stake, ...]
    outlooks: tuple[Outlook, ...]
    opened: tuple[Finding, ...]
    resolved: tuple[Finding, ...]
    regraded: tuple[Regraded, ...]
    still: int

    @property
    def nothing(self) -> bool:
        """Tell whether the two plans are the same."""
        return not (self.tables or self.opened or self.resolved)

    @property
    def without_effect(self) -> bool:
        """Tell whether whatever changed left lines, stake, forecasts and findings as they were."""
        return not (
            *self.lines,
            *self.people,
            *self.stakes,
            *self.outlooks,
            *self.opened,
            *self.resolved,
            *self.regraded,
        )

    @property
    def same_day(self) -> bool:
        """Tell whether both were looked at on one day, so that nothing is due to time alone."""
        return self.old.lenses.snapshot.day == self.new.lenses.snapshot.day


def compare(old: Side, new: Side) -> Difference:
    """Compare two plans that were checked with the same settings.

    Each is taken as it is: for two instants of one plan ``document_at`` gives the documents.
    """
    before = {finding.identity: finding for finding in old.result.findings}
    after = {finding.identity: finding for finding in new.result.findings}
    changes = (
        _table(name, old.document.tables.get(name), new.document.tables.get(name))
        for name in TABLES
    )
    return Difference(
        old=old,
        new=new,
        tables=tuple(change for change in changes if change is not None),
        lines=_lines(old.lenses, new.lenses),
        people=_people(old.lenses, new.lenses),
        stakes=_stakes(old.lenses, new.lenses),
        outlooks=_outlooks(old.lenses, new.lenses),
        opened=tuple(one for key, one in after.items() if key not in before),
        resolved=tuple(one for key, one in before.items() if key not in after),
        regraded=tuple(
            Regraded(one, before[key].severity)
            for key, one in after.items()
            if key in before and before[key].severity != one.severity
        ),
        still=len(before.keys() & after.keys()),
    )


def _table(name: str, old: PlanTable | None, new: PlanTable | None) -> TableChange | None:
    if name in COUNTED_ONLY or not _keys(name):
        return _counted(name, old, new)
    before, after = _records(name, old), _records(name, new)
    added = tuple(key for key in after if key not in before)
    removed = tuple(key for key in before if key not in after)
    changed = {}
    for key, record in after.items():
        if key in before and before[key] != record:
            columns = dict.fromkeys([*before[key], *record])
            changed[key] = {
                column: (before[key].get(column), record.get(column))
                for column in columns
                if before[key].get(column) != record.get(column)
            }
    if not (added or removed or changed):
        return None
    return TableChange(name, added, removed, changed, len(added), len(removed))


def _counted(name: str, old: PlanTable | None, new: PlanTable | None) -> TableChange | None:
    """Count rows that only one side has; rows have no names, so equal ones cancel out."""
    before, after = (
        Counter(tuple(sorted(record.items(), key=lambda item: item[0])) for record in _rows(table))
        for table in (old, new)
    )
    more, fewer = after - before, before - after
    if not more and not fewer:
        return None
    about: Counter[str] = Counter()
    if name in ABOUT:
        for row, count in (*more.items(), *fewer.items()):
            about[str(dict(row)[ABOUT[name]])] += count
    return TableChange(name, rows_added=more.total(), rows_removed=fewer.total(), about=about)


def _keys(name: str) -> tuple[str, ...]:
    if name == "links":
        return ("from_id", "to_id", "kind")
    if name == "organization":
        return ("name",)
    return ("id",) if TABLES[name].has_ids else ()


def _rows(table: PlanTable | None) -> list[dict[str, object]]:
    return [] if table is None else list(table.records())


def _records(name: str, table: PlanTable | None) -> dict[str, dict[str, object]]:
    keyed = {}
    for record in _rows(table):
        if name == "organization":
            key = "organization"  # one row, whatever its name
        elif name == "links":
            key = f"{record['from_id']}>{record['to_id']}:{record['kind']}"
        else:
            key = str(record["id"])
        keyed[key] = record
    return keyed


def _lines(old: Lenses, new: Lenses) -> tuple[Line, ...]:
    """Goals that are active in both plans and whose line is another than it was."""
    before, after = _states(old), _states(new)
    titles = dict(zip(new.snapshot.goals.ids, new.snapshot.goals.title, strict=True))
    return tuple(
        Line(key, str(titles[key]), before[key], state)
        for key, state in after.items()
        if key in before and before[key] != state
    )


def _states(lenses: Lenses) -> dict[str, str]:
    goals, paths = lenses.snapshot.goals, lenses.paths
    has_path = lenses.graph.has_path[: len(goals)]
    return {
        str(key): (BROKEN if paths.broken[at] else WHOLE) if has_path[at] else NONE
        for at, key in enumerate(goals.ids)
        if goals.active[at]
    }


def _people(old: Lenses, new: Lenses) -> tuple[PersonLine, ...]:
    """People present in both plans who have a line on paper in one of them only."""
    before, after = _lines_of_people(old), _lines_of_people(new)
    names = dict(zip(new.snapshot.people.ids, new.snapshot.people.name, strict=True))
    return tuple(
        PersonLine(key, str(names[key]), has)
        for key, has in after.items()
        if before.get(key, has) != has
    )


def _lines_of_people(lenses: Lenses) -> dict[str, bool]:
    people = lenses.snapshot.people
    if lenses.sight.people_with_line is None:
        return {}
    return {
        str(people.ids[at]): not lenses.sight.without_line[at]
        for at in np.flatnonzero(people.present).tolist()
    }


def _outlooks(old: Lenses, new: Lenses) -> tuple[Outlook, ...]:
    """Goals active in both plans whose chance or progress moved, the largest move first."""
    found = []
    titles = dict(zip(new.snapshot.goals.ids, new.snapshot.goals.title, strict=True))
    for kind, shares in (("chance", _chances), ("progress", _progress)):
        before, after = shares(old), shares(new)
        for key, share in after.items():
            if key in before and before[key] != share:
                found.append(Outlook(kind, key, str(titles[key]), before[key], share))
    return tuple(sorted(found, key=lambda one: (one.kind, -_move(one), one.id)))


def _move(one: Outlook) -> float:
    if one.before is None or one.after is None:
        return 1.0
    return abs(one.after - one.before)


def _chances(lenses: Lenses) -> dict[str, float | None]:
    active = np.flatnonzero(lenses.snapshot.goals.active)
    chances = lenses.forecast.chance_of_goals(active)
    return _by_id(lenses, active.tolist(), chances.tolist())


def _progress(lenses: Lenses) -> dict[str, float | None]:
    active = np.flatnonzero(lenses.snapshot.goals.active)
    return _by_id(lenses, active.tolist(), lenses.progress.node[active].tolist())


def _by_id(lenses: Lenses, goals: list[int], shares: list[float]) -> dict[str, float | None]:
    ids = lenses.snapshot.goals.ids
    return {
        str(ids[goal]): None if np.isnan(share) else round(share, MOVED)
        for goal, share in zip(goals, shares, strict=True)
    }


def _stakes(old: Lenses, new: Lenses) -> tuple[Stake, ...]:
    """Goals and pillars whose stake moved, the largest move first."""
    before, after = _stake_by_id(old), _stake_by_id(new)
    moved = []
    for key in dict.fromkeys([*after, *before]):
        was, title = before.get(key, (0.0, ""))
        now, newer = after.get(key, (0.0, ""))
        if round(was, DECIMALS) != round(now, DECIMALS):
            kind, name = key
            moved.append(Stake(kind, name, newer or title, was, now))
    return tuple(sorted(moved, key=lambda one: (-abs(one.after - one.before), one.kind, one.id)))


def _stake_by_id(lenses: Lenses) -> dict[tuple[str, str], tuple[float, str]]:
    snapshot = lenses.snapshot
    n_known = len(snapshot.goals) + len(snapshot.pillars)
    return {
        (snapshot.node_kind(node), snapshot.node_id(node)): (
            float(lenses.flow.stake[node]),
            snapshot.node_title(node),
        )
        for node in range(n_known)
    }
