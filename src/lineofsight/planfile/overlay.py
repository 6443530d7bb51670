"""Laying changes over a plan: a plan as it would be, checked as a whole, or everything wrong."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import NamedTuple

from lineofsight.kit.i18n import gettext as _
from lineofsight.planfile.cells import CellError, Ids, reader_for, unknown
from lineofsight.planfile.changes import CLEAR, CONTROLS, REMOVE, Changes
from lineofsight.planfile.document import PlanDocument
from lineofsight.planfile.problems import Problem, Report, quoted
from lineofsight.planfile.removal import subset, without
from lineofsight.planfile.schema import NORTH_STAR, TABLES, Column, Kind, fold
from lineofsight.planfile.table import PlanTable
from lineofsight.planfile.validate import flaws

# What a row is known by, in tables without ids; a record of what happened is only added to.
KEYS: Mapping[str, tuple[str, ...]] = {
    "organization": (),
    "links": ("from_id", "to_id", "kind"),
    "allocations": ("person_id", "team_id", "goal_id"),
}
ADDED_ONLY = frozenset({"observations", "revisions", "acknowledgements", "answers"})
_FLAG = Column(REMOVE, Kind.FLAG)

Key = tuple[str, ...]


class Origin(NamedTuple):
    """Where something was read: a file and a row of it."""

    file: str
    row: int


def overlay(plan: PlanDocument, wanted: Changes) -> PlanDocument:
    """Lay changes over a plan.

    A row that the plan has (by its id; a link by its ends and kind, an allocation by who and goal)
    changes in the columns that the change gives; another one is added. ``clear`` empties columns,
    ``remove`` takes a row away, and with it what cannot be without it. Observations, revisions,
    acknowledgements and answers are only ever added, and only those that are not there just so.

    Parameters
    ----------
    plan : PlanDocument
    wanted : Changes
        Neither is changed.

    Returns
    -------
    PlanDocument
        The plan as it would be. Rows keep the numbers of the plan; new ones are numbered on after
        its last row, as if they had been written there.

    Raises
    ------
    PlanError
        With everything that is wrong, each at its place in the changes, or in the plan where the
        changes make something wrong there. Then nothing is changed.
    """
    changes, report = wanted.document, Report()
    lays = {
        name: _Laying(name, plan.tables.get(name), table, report)
        for name, table in changes.tables.items()
    }
    for laid in lays.values():
        laid.lay()
    gone = {name: laid.gone_ids for name, laid in lays.items() if laid.gone_ids}
    strategy = lays.get("strategy")
    if strategy and NORTH_STAR in strategy.gone_kinds and NORTH_STAR not in strategy.kinds:
        gone[NORTH_STAR] = {NORTH_STAR}
    for laid in lays.values():
        laid.say_references_to(gone)
    tables = {
        name: lays[name].table if name in lays else plan.tables[name]
        for name in TABLES
        if name in lays or name in plan.tables
    }
    tables = {name: table for name, table in tables.items() if len(table)}
    tables, kept = without(tables, gone)
    # What is wrong with a change by itself, before what it does to others.
    _raise(report, wanted.problems)
    if not tables.get("goals"):
        report.problem(_file(changes), _("The changes leave the plan without any goal."))
    for table, at, column, message, remedy in flaws(tables):
        places = kept.get(table.name)
        place = places[at] if places else at
        file, row = (
            lays[table.name].origin(place)
            if table.name in lays
            else Origin(table.file, table.rows[at])
        )
        report.problem(file, message, remedy, table=table.name, row=row, column=column)
        if report.left_out:
            break
    report.raise_problems()
    return PlanDocument(tables, (*plan.notices, *changes.notices))


def _raise(report: Report, unread: Sequence[Problem]) -> None:
    """Raise everything that is wrong, once: what could not be read is not said to be missing."""
    places = {(one.file, one.table, one.row, one.column) for one in unread}
    report.problems[:0] = unread
    report.problems[len(unread) :] = [
        one
        for one in report.problems[len(unread) :]
        if (one.file, one.table, one.row, one.column) not in places
    ]
    report.raise_problems()


def _known(cells: Iterable[tuple[str, object]]) -> frozenset[tuple[str, object]]:
    return frozenset((name, value) for name, value in cells if value not in (None, "", ()))


def _file(changes: PlanDocument) -> str:
    return next((table.file for table in changes.tables.values()), "")


def _shown(key: Key) -> str:
    """Write a key as ids are written: that of a link is from>to:kind."""
    return f"{key[0]}>{key[1]}:{key[2]}" if len(key) == 3 else ">".join(key)


@dataclass(slots=True)
class _Laying:
    """One table of changes, laid over the same table of the plan."""

    name: str
    plan: PlanTable | None
    changes: PlanTable
    report: Report
    gone_ids: set[str] = field(default_factory=set)
    gone_kinds: set[str] = field(default_factory=set)
    table: PlanTable = field(init=False)
    _changed: dict[int, Origin] = field(default_factory=dict)
    _added: dict[int, int] = field(default_factory=dict)  # place -> row of the changes
    _dropped: set[int] = field(default_factory=set)
    _kept: list[int] | None = None
    _rows: list[int] = field(init=False)
    _last: int = field(init=False)
    _removes: list[bool] = field(init=False)
    _controls: dict[str, list[str]] = field(init=False)
    _near: dict[str, str] | None = None  # shown keys of the plan, folded

    @property
    def kinds(self) -> Set[str]:
        """The kinds that rows of the strategy still have."""
        return set(self.table.texts("kind"))

    def origin(self, at: int) -> Origin:
        """Say where a row comes from: the plan was sound, so one that changed is the change's.

        ``at`` counts the rows that remain.
        """
        place = self._kept[at] if self._kept is not None else at
        if place in self._added:
            return Origin(self.changes.file, self._added[place])
        if place in self._changed:
            return self._changed[place]
        plan = self.plan or self.changes
        return Origin(plan.file, plan.rows[place])

    def lay(self) -> None:
        """Work out the table as it would be; problems go to the report."""
        spec, changes = TABLES[self.name], self.changes
        known = self._known_columns()
        places = self._places()
        self._controls = {fold(name): values for name, values in changes.extras.items()}
        self._removes = [self._flag(at) for at in range(len(changes))]
        seen: dict[Key, int] = {}
        key_columns = self._key_columns()
        parts_of = [changes.texts(column) for column in key_columns]
        there = self._there_already() if self.name in ADDED_ONLY else set()
        for at, row in enumerate(changes.rows):
            remove, cleared = self._removes[at], self._cleared(at, known)
            if self.name in ADDED_ONLY:
                if remove or cleared:
                    self._wrong(
                        row,
                        REMOVE if remove else CLEAR,
                        _("Rows of {table} are only added.").format(table=self.name),
                        _("A correction is a new row."),
                    )
                elif at not in there:
                    self._add(at)
                continue
            key = tuple(parts[at] for parts in parts_of)
            lacking = self._lacking_key(key, key_columns)
            if lacking:
                message = _("The row has no {name}.").format(name=lacking)
                remedy = _("It says which row of the plan is meant, or how a new one is called.")
                self._wrong(row, lacking, message, remedy)
                continue
            if key in seen:
                message = _("{key} stands in row {row} already.")
                message = message.format(key=quoted(_shown(key)), row=seen[key])
                self._wrong(row, key_columns[0] if key_columns else "", message, _("Keep one row."))
                continue
            seen[key] = row
            place = places.get(key)
            if remove:
                self._remove(at, key, place, places)
            elif place is None:
                self._add(at)
            else:
                self._change(at, place, cleared)
        if self._dropped:
            kept = [at for at in range(len(self.table)) if at not in self._dropped]
            self._kept, self.table = kept, subset(self.table, kept)
        for column in spec.columns.values():
            if column.required:
                self._require(column)

    def say_references_to(self, gone: Mapping[str, Set[str]]) -> None:
        """Report what a change refers to although another change takes it away."""
        for column in TABLES[self.name].columns.values():
            ids: set[str] = set().union(*(gone.get(ref, set()) for ref in column.refs))
            cells = self.changes.columns.get(column.name)
            for at, cell in enumerate(cells or () if ids else ()):
                parts = cell if isinstance(cell, tuple) else str(cell).split(";")
                taken = [part for part in parts if part in ids]
                if taken and not self._removes[at]:
                    message = _("{id} is taken away by these changes.")
                    self._wrong(
                        self.changes.rows[at], column.name, message.format(id=quoted(taken[0]))
                    )

    def _wrong(self, row: int, column: str, message: str, remedy: str = "") -> None:
        self.report.problem(
            self.changes.file, message, remedy, table=self.name, row=row, column=column
        )

    def _known_columns(self) -> dict[str, str]:
        """Start from a copy of the plan's table; return the names of its columns, folded."""
        plan = self.plan
        self._rows = list(plan.rows) if plan else []
        self._last = max(self._rows, default=1)
        self.table = PlanTable(
            self.name,
            {name: list(values) for name, values in plan.columns.items()} if plan else {},
            {name: list(values) for name, values in plan.extras.items()} if plan else {},
            self._rows,
            plan.file if plan else self.changes.file,
        )
        spec, n = TABLES[self.name], len(self.table)
        for name in self.changes.columns:
            if name not in self.table.columns:
                self.table.columns[name] = [unknown(spec.columns[name].kind)] * n
        for name in self.changes.extras:
            if fold(name) not in CONTROLS:
                self.table.extras.setdefault(name, [""] * n)
        return {fold(name): name for name in (*spec.columns, *self.table.extras)}

    def _key_columns(self) -> tuple[str, ...]:
        return KEYS.get(self.name, ("id",))

    def _places(self) -> dict[Key, int]:
        """Where each row of the plan stands, by its key."""
        if self.plan is None or self.name in ADDED_ONLY:
            return {}
        keys = [self.plan.texts(column) for column in self._key_columns()]
        if not keys:
            return {(): 0}
        return {key: at for at, key in enumerate(zip(*keys, strict=True))}

    def _there_already(self) -> set[int]:
        """Rows of the changes that stand in the plan just so: a whole plan may be laid over one."""
        if self.plan is None:
            return set()
        required = [c.name for c in TABLES[self.name].columns.values() if c.required]
        # The plan may hold millions: only rows with the same needed cells are looked at closely.
        wanted = set(zip(*map(self.changes.values, required), strict=True))
        keys = zip(*map(self.plan.values, required), strict=True)
        columns = self.plan.everything
        there = {
            _known((name, values[place]) for name, values in columns.items())
            for place, key in enumerate(keys)
            if key in wanted
        }
        return {
            at for at in range(len(self.changes)) if there and frozenset(self._given(at)) in there
        }

    def _lacking_key(self, key: Key, columns: Sequence[str]) -> str:
        if self.name == "allocations":
            return "goal_id" if not key[2] else "" if any(key[:2]) else "person_id"
        return next((column for column, part in zip(columns, key, strict=True) if not part), "")

    def _control(self, at: int, control: str) -> str:
        values = self._controls.get(control)
        return values[at].strip() if values else ""

    def _flag(self, at: int) -> bool:
        text = self._control(at, REMOVE)
        if not text:
            return False
        try:
            return bool(reader_for(_FLAG, Ids())(text))
        except CellError as error:
            self._wrong(self.changes.rows[at], REMOVE, str(error.complaint), error.complaint.remedy)
            return False

    def _cleared(self, at: int, known: Mapping[str, str]) -> list[str]:
        found = []
        for word in filter(None, map(str.strip, self._control(at, CLEAR).split(";"))):
            name, row = known.get(fold(word)), self.changes.rows[at]
            column = TABLES[self.name].columns.get(name or "")
            if name is None:
                message = _("{name} is no column of this table.").format(name=quoted(word))
                self._wrong(row, CLEAR, message, self.report.hint(word, known))
            elif column and (column.required or name in self._key_columns()):
                message = _("{name} cannot be emptied.").format(name=quoted(name))
                self._wrong(row, CLEAR, message, _("Every row needs it."))
            else:
                found.append(name)
        return found

    def _remove(self, at: int, key: Key, place: int | None, places: Mapping[Key, int]) -> None:
        row = self.changes.rows[at]
        if not key:
            self._wrong(row, REMOVE, _("The row about the organisation cannot be taken away."))
        elif place is None:
            if self._near is None:
                self._near = {fold(_shown(other)): _shown(other) for other in places}
            message = _("{key} is not in the plan, so it cannot be taken away.")
            message = message.format(key=quoted(_shown(key)))
            hint = self.report.hint(_shown(key), self._near)
            self._wrong(row, self._key_columns()[0], message, hint)
        else:
            self._dropped.add(place)
            if TABLES[self.name].has_ids:
                self.gone_ids.add(key[0])
            if self.name == "strategy":
                self.gone_kinds.add(self.table.texts("kind")[place])

    def _given(self, at: int) -> Iterator[tuple[str, object]]:
        for name, values in self.changes.everything.items():
            if fold(name) not in CONTROLS and values[at] not in (None, "", ()):
                yield name, values[at]

    def _change(self, at: int, place: int, cleared: Sequence[str]) -> None:
        self._changed[place] = Origin(self.changes.file, self.changes.rows[at])
        for name, value in self._given(at):
            self._set(name, place, value)
        for name in cleared:
            if name in self.table.columns or name in self.table.extras:
                column = TABLES[self.name].columns.get(name)
                self._set(name, place, unknown(column.kind) if column else "")

    def _set(self, name: str, place: int, value: object) -> None:
        if name in self.table.extras:
            self.table.extras[name][place] = str(value)
        else:
            self.table.columns[name][place] = value

    def _add(self, at: int) -> None:
        place, spec = len(self.table), TABLES[self.name]
        self._rows.append(self._last + 1)
        self._last += 1
        for name, values in self.table.columns.items():
            values.append(unknown(spec.columns[name].kind))
        for texts in self.table.extras.values():
            texts.append("")
        self._added[place] = self.changes.rows[at]
        for name, value in self._given(at):
            self._set(name, place, value)

    def _require(self, column: Column) -> None:
        """Every new row needs what every row needs."""
        now = {place: at for at, place in enumerate(self._kept)} if self._kept is not None else {}
        for place, row in self._added.items():
            values = self.table.columns.get(column.name)
            at = now.get(place, place)
            if values is None or values[at] == unknown(column.kind):
                message = _("The row has no {name}.").format(name=column.name)
                remedy = _("It is new to the plan, and every row needs it: {help}")
                self._wrong(row, column.name, message, remedy.format(help=_(column.help)))
