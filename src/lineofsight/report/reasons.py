"""Why something differs: what revisions, assumptions and trade-offs say of a change.

And which changes of rows lie behind a finding that is new, gone or graded otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import NamedTuple

from lineofsight.engine.finding import Finding
from lineofsight.engine.lens import Lenses
from lineofsight.engine.loading import place_of
from lineofsight.engine.rules import catalogue
from lineofsight.engine.written import first_number
from lineofsight.report.difference import COUNTED_ONLY, Difference, Side, TableChange

MOST_CAUSES = 3
# Which field of a revision tells of a column.
FIELDS: Mapping[tuple[str, str], str] = {
    ("goals", "title"): "title",
    ("goals", "text"): "text",
    ("goals", "start"): "dates",
    ("goals", "end"): "dates",
    ("goals", "owner_id"): "owner",
    ("goals", "status"): "status",
    ("key_results", "target"): "target",
    ("key_results", "baseline"): "baseline",
    ("key_results", "title"): "measure",
    ("key_results", "measure"): "measure",
}
# What changes when a link is looked at again: it lies behind findings about that link alone.
QUIET = frozenset({"confirmed_on", "confirmed_by", "rationale", "serves_confirmed_on"})
# Rules that look at values and reports: new observations lie behind no other.
READ_VALUES = frozenset({
    "LOS108", "LOS304", "LOS305", "LOS404", "LOS405", "LOS503", "LOS504", "LOS505", "LOS506",
    "LOS507", "LOS509", "LOS607", "LOS609",
})  # fmt: skip
# Tables whose rows are part of the goal or measure that they name; a blocker, say, stands beside.
PARTS = frozenset({
    "goals", "key_results", "links", "observations", "allocations", "revisions", "people",
})  # fmt: skip
# Columns by which a row belongs to a goal or measure.
BELONGS = (
    "goal_id", "goal_ids", "from_id", "to_id", "measure_id", "serves_id", "guards", "parent_id",
)  # fmt: skip


class Reason(NamedTuple):
    """What is on record about why something changed.

    ``kind`` is revision, assumption or trade_off, ``id`` the goal's, assumption's or link's;
    ``text`` is empty for a revision that gives no reason.
    """

    kind: str
    id: str
    date: date | None
    text: str


class Cause(NamedTuple):
    """A row that changed, and how: added, removed, changed (then ``columns``) or rows about it.

    ``id`` is empty, and ``how`` is rows, for a table whose rows are only counted.
    """

    table: str
    id: str
    how: str
    columns: tuple[str, ...] = ()
    rows: int = 0


class Why:
    """Reasons and causes of one difference."""

    def __init__(self, difference: Difference) -> None:
        self.difference = difference

    def of_row(self, table: str, key: str, columns: Iterable[str] = ()) -> tuple[Reason, ...]:
        """Return why a row of goals or key results changed in some columns.

        What its new revisions say, and what fell or was agreed meanwhile that concerns its goal.
        """
        goal = key if table == "goals" else self._goal_of_result.get(key, "")
        if table not in {"goals", "key_results"} or not goal:
            return ()
        fields = {FIELDS[table, column] for column in columns if (table, column) in FIELDS}
        revised = [one for one in self._revisions.get(goal, []) if one["field"] in fields]
        if table == "key_results":
            revised = self._of_result(key, revised)
        found = [
            Reason("revision", goal, _day(one.get("date")), str(one.get("reason", "")).strip())
            for one in revised
        ]
        # An assumption or a trade-off tells of what a goal is for, not of how it is spelt.
        return tuple(dict.fromkeys([*found, *(self._fallen.get(goal, []) if fields else [])]))

    def of_finding(self, finding: Finding) -> tuple[Cause, ...]:
        """Return the changes that lie behind a finding, the nearest first; at most three.

        Those of its subject, of what else it names, and of what belongs to these; if there are none
        those on the line above its subject, then those below what it names.
        """
        named = [
            *_parts(finding.subject.id),
            *(part for other in finding.others for part in _parts(other.id)),
            *_texts(finding.evidence),
        ]
        sides = (self.difference.old, self.difference.new)
        line = [key for side in sides for key in _on_line(side, finding.subject.id)]
        for indices in (
            ((named, self._own), (finding.people, self._people), (named, self._belonging)),
            ((line, self._own), (line, self._belonging)),
            ((named, self._below),),
        ):
            found = [
                cause
                for ids, index in indices
                for key in ids
                for cause in index.get(key, ())
                if self._may_lie_behind(cause, finding)
            ]
            # A revision tells of a change that stands beside it, as a rule.
            told = [cause for cause in found if cause.table != "revisions"] or found
            if told:
                return tuple(dict.fromkeys(told))[:MOST_CAUSES]
        return tuple(
            Cause(change.table, "", "rows", rows=change.rows_added + change.rows_removed)
            for change in self.difference.tables
            if change.table in COUNTED_ONLY.intersection(self._needs.get(finding.rule, ()))
        )

    def _may_lie_behind(self, cause: Cause, finding: Finding) -> bool:
        if cause.table == "observations":
            return finding.rule in READ_VALUES
        return cause.id == finding.subject.id or not (
            cause.columns and QUIET.issuperset(cause.columns)
        )

    @cached_property
    def _needs(self) -> dict[str, tuple[str, ...]]:
        return {rule.code: rule.needs for rule in catalogue()}

    def goals_of(self, cause: Cause) -> Iterator[str]:
        """Yield ids of the goals and pillars that a change is about; of a link the lower end."""
        if cause.table in {"goals", "pillars"}:
            yield cause.id
        elif cause.table == "links":
            yield cause.id.partition(">")[0]
        elif cause.table in {"revisions", "allocations"}:
            yield cause.id
        else:
            for key in self._holders(cause):
                yield self._goal_of_result.get(key, key)

    @cached_property
    def causes(self) -> tuple[Cause, ...]:
        """Every change, in the order of tables."""
        return tuple(cause for change in self.difference.tables for cause in causes_of(change))

    @cached_property
    def _own(self) -> dict[str, list[Cause]]:
        """Changes by the id of their row; a person's are found through ``_people``."""
        found: dict[str, list[Cause]] = {}
        for cause in self.causes:
            if cause.table != "people" and cause.how != "rows":
                found.setdefault(cause.id, []).append(cause)
        return found

    @cached_property
    def _people(self) -> dict[str, list[Cause]]:
        found: dict[str, list[Cause]] = {}
        for cause in self.causes:
            if cause.table == "people":
                found.setdefault(cause.id, []).append(cause)
        return found

    @cached_property
    def _belonging(self) -> dict[str, list[Cause]]:
        """Changes by the ids of the goals and measures that their row belongs to."""
        found: dict[str, list[Cause]] = {}
        for cause in self.causes:
            for key in dict.fromkeys(self._holders(cause)) if cause.table in PARTS else ():
                found.setdefault(key, []).append(cause)
        return found

    @cached_property
    def _below(self) -> dict[str, list[Cause]]:
        """Changes by the ids of everything above the goals that they are about."""
        found: dict[str, dict[Cause, None]] = {}
        for side in (self.difference.old, self.difference.new):
            lenses = side.lenses
            for cause in self.causes:
                for goal in self.goals_of(cause):
                    for node in above(lenses, [place_of(lenses.snapshot.goals.ids, goal)]):
                        found.setdefault(lenses.snapshot.node_id(node), {})[cause] = None
        return {key: list(causes) for key, causes in found.items()}

    def _holders(self, cause: Cause) -> Iterator[str]:
        if cause.table == "people":
            yield cause.id
        elif cause.how == "rows":
            yield cause.id
            if cause.table == "observations":
                yield self._goal_of_result.get(cause.id, "")
        for side in (self.difference.old, self.difference.new):
            record = self._records(side, cause.table).get(cause.id, {})
            for column in BELONGS:
                value = record.get(column, ())
                for one in value if isinstance(value, tuple) else str(value).split(";"):
                    yield str(one)

    def _records(self, side: Side, table: str) -> Mapping[str, Mapping[str, object]]:
        if (id(side), table) not in self._read:
            changed = {cause.id for cause in self.causes if cause.table == table}
            self._read[id(side), table] = {
                key: record
                for record in side.document.records(table)
                if (key := key_of(table, record)) in changed
            }
        return self._read[id(side), table]

    @cached_property
    def _read(self) -> dict[tuple[int, str], dict[str, dict[str, object]]]:
        return {}

    @cached_property
    def _goal_of_result(self) -> dict[str, str]:
        return {
            str(record["id"]): str(record.get("goal_id", "")).partition(";")[0]
            for side in (self.difference.old, self.difference.new)
            for record in side.document.records("key_results")
        }

    @cached_property
    def _revisions(self) -> dict[str, list[dict[str, object]]]:
        """Revisions that only the new plan has, by goal, in the order of their days."""
        known = {_frozen(one) for one in self.difference.old.document.records("revisions")}
        found: dict[str, list[dict[str, object]]] = {}
        for one in self.difference.new.document.records("revisions"):
            if _frozen(one) not in known:
                found.setdefault(str(one["goal_id"]).partition(";")[0], []).append(one)
        for some in found.values():
            some.sort(key=lambda one: str(one["date"]))
        return found

    def _of_result(self, key: str, revised: Sequence[dict[str, object]]) -> list[dict[str, object]]:
        """Those revisions of a goal that are about this key result, if that can be told."""
        record = self._records(self.difference.new, "key_results").get(key, {})
        own = [
            one
            for one in revised
            if str(one["field"]) not in {"target", "baseline"}
            or first_number(str(one.get("after", ""))) == record.get(str(one["field"]))
        ]
        return own or list(revised)

    @cached_property
    def _fallen(self) -> dict[str, list[Reason]]:
        """Assumptions found false and trade-offs agreed meanwhile, by the goals they concern."""
        found: dict[str, list[Reason]] = {}
        for table, column, word in (("assumptions", "state", "false"), ("links", "trade_off", "")):
            before = {
                key_of(table, one): one for one in self.difference.old.document.records(table)
            }
            for one in self.difference.new.document.records(table):
                was = before.get(key_of(table, one), {}).get(column, "")
                now = str(one.get(column, ""))
                if now == was or not now or (word and now != word):
                    continue
                if table == "assumptions":
                    when = _day(one.get("decided_on"))
                    reason = Reason("assumption", str(one["id"]), when, str(one["text"]))
                    goals = one.get("goal_ids", ())
                else:
                    reason = Reason("trade_off", key_of(table, one), None, now)
                    goals = (one["from_id"], one["to_id"])
                for goal in goals if isinstance(goals, tuple) else ():
                    found.setdefault(str(goal), []).append(reason)
        return found


def causes_of(change: TableChange) -> Iterator[Cause]:
    """Yield the changed rows of a table."""
    for key in change.added:
        yield Cause(change.table, key, "added")
    for key in change.removed:
        yield Cause(change.table, key, "removed")
    for key, columns in (change.changed or {}).items():
        yield Cause(change.table, key, "changed", tuple(columns))
    for key, count in change.about.items():
        yield Cause(change.table, key, "rows", rows=count)


def key_of(table: str, record: Mapping[str, object]) -> str:
    """Return what a row is known by: its id; a link by its ends and kind, else its table."""
    if table == "links":
        return f"{record['from_id']}>{record['to_id']}:{record['kind']}"
    return str(record.get("id", table))


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None


def _frozen(record: Mapping[str, object]) -> tuple[tuple[str, object], ...]:
    return tuple(sorted(record.items(), key=lambda item: item[0]))


def _parts(subject: str) -> tuple[str, ...]:
    """The ids in the id of a subject: that of a link or pair names its ends."""
    if ">" not in subject:
        return (subject,)
    return (subject, *subject.partition(":")[0].split(">"))


def _texts(value: object) -> Iterator[str]:
    """Texts anywhere in evidence: ids are among them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield str(key)
            yield from _texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)


def _on_line(side: Side, goal: str) -> Iterator[str]:
    """Ids of the goals on a goal's line of sight, from the goal up."""
    lenses = side.lenses
    at = place_of(lenses.snapshot.goals.ids, goal)
    line = lenses.paths.line(at) if at >= 0 else None
    for node in line.nodes if line else ():
        yield lenses.snapshot.node_id(node)


def above(lenses: Lenses, goals: list[int]) -> Iterator[int]:
    """Yield every node above some goals (-1: none), the nearest first."""
    graph, n_goals = lenses.graph, len(lenses.snapshot.goals)
    now = [goal for goal in goals if goal >= 0]
    seen = set(now)
    while now:
        parents = [node for goal in now for node in graph.edges.parent[graph.up[goal]].tolist()]
        now = []
        for node in dict.fromkeys(parents):
            if node not in seen:
                seen.add(node)
                yield node
                if node < n_goals:
                    now.append(node)
