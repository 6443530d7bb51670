"""Which rows of a file cannot be placed in the record, and why; all of them at once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lineofsight.exchange.asking import Asking
from lineofsight.exchange.circles import closing, going_round
from lineofsight.exchange.constraints import refusals
from lineofsight.exchange.given import Given
from lineofsight.exchange.matching import Difference
from lineofsight.exchange.places import Placed, Places, placed
from lineofsight.exchange.tables import DECISIONS, ENDS, Bound, Single, bound, label_of
from lineofsight.goals.models import Goal, KeyResult, Link
from lineofsight.goals.seen import hidden_goals
from lineofsight.organization.access import viewer_of, visible_to
from lineofsight.organization.models import Account, Person, Team
from lineofsight.organization.record.rows import Row, rows_by_pk
from lineofsight.planfile.problems import Notice, Problem, quoted
from lineofsight.strategy.models import Pillar

DOTTED = "dotted_manager_ids"
MOST_SAID = 3  # ids that name nothing, named in one notice


@dataclass(slots=True)
class Wrong:
    """One row of a file that cannot be placed."""

    table: str
    at: int
    column: str
    message: str
    remedy: str

    def problem(self, given: Mapping[str, Given]) -> Problem:
        """Say it with its place in the file."""
        source = given[self.table]
        return Problem(
            source.file, self.table, source.number(self.at), self.column, self.message, self.remedy
        )


@dataclass(slots=True)
class Found:
    """All that is wrong with a file."""

    rows: list[Wrong] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)


class _Looking:
    """Looks through what a file adds and changes."""

    def __init__(
        self, given: Mapping[str, Given], tables: Mapping[str, Difference], actor: Person | None
    ) -> None:
        self.given = given
        self.tables = tables
        self.actor = actor
        self.places = Places()
        self.found = Found()
        self.bad: dict[str, set[int]] = {name: set() for name in tables}
        self._lost: dict[tuple[str, str], dict[str, int]] = {}

    def look(self) -> Found:
        self._expect()
        self._ids()
        self._unseen()
        for name in self.tables:
            self._rows(name)
        self._trees()
        self._supports()
        self._not_theirs()
        self._cascade()
        self._say_lost()
        return self.found

    def wrong(self, name: str, at: int, column: str, message: str, remedy: str = "") -> None:
        if at not in self.bad[name]:
            self.bad[name].add(at)
            self.found.rows.append(Wrong(name, at, column, message, remedy))

    def _expect(self) -> None:
        """Let what the file adds be named by other rows of it."""
        for name, each in self.tables.items():
            table, given = bound(name), self.given[name]
            if table.has_ids:
                ids = (str(given.row(at).get("id", "")) for at in each.added)
                self.places.expect(table.model, filter(None, ids))
            elif name == "links" and DECISIONS in self.tables:
                labels = (label_of(table, given.row(at)) for at in each.added)
                self.places.expect(table.model, labels, ENDS)

    def _ids(self) -> None:
        """Goals and pillars share one space of ids."""
        for name, other in (("goals", Pillar), ("pillars", Goal)):
            if name not in self.tables:
                continue
            taken = self.places.there(other)
            for at in self.tables[name].added:
                key = str(self.given[name].row(at).get("id", ""))
                if key in taken:
                    message = (
                        _("The id {id} is that of a pillar of the record.")
                        if other is Pillar
                        else _("The id {id} is that of a goal of the record.")
                    )
                    remedy = _("Goals and pillars share one space of ids: rename one of the two.")
                    self.wrong(name, at, "id", message.format(id=quoted(key)), remedy)

    def _unseen(self) -> None:
        """What the importer does not see is not changed by an import of theirs."""
        if self.actor is None:
            return
        self._under_unseen(self.actor)
        for name, each in self.tables.items():
            if not each.changed:
                continue
            seen = set(visible_to(self.actor, bound(name).model).values_list("pk", flat=True))
            for one in each.changed:
                if one.at >= 0 and one.pk not in seen:
                    self.wrong(name, one.at, "id", *_not_theirs(one.label))

    def _under_unseen(self, actor: Person) -> None:
        """Nor is anything hung on it, though the file says of it just what the record does."""
        hidden: dict[object, set[str]] = {}
        goals = Goal.objects.filter(pk__in=hidden_goals(viewer_of(actor)).values("pk"))
        hidden[Goal] = set(goals.values_list("ref", flat=True))
        results = KeyResult.objects.filter(goal__in=goals.values("pk"))
        hidden[KeyResult] = set(results.values_list("ref", flat=True))
        for name, each in self.tables.items() if any(hidden.values()) else ():
            table, given = bound(name), self.given[name]
            needed = _required(table)
            columns = {
                column: set[str]().union(*(hidden.get(one.model, ()) for one in targets))
                for column, targets in table.references()
                if column in needed
            }
            for at in each.added if any(columns.values()) else ():
                row = given.row(at)
                for column, refs in columns.items():
                    text = str(row.get(column, ""))
                    if text in refs:
                        self.wrong(name, at, column, *_not_theirs(text))

    def _rows(self, name: str) -> None:
        table, each, given = bound(name), self.tables[name], self.given[name]
        required = _required(table)
        for at in each.added:
            self._row(table, at, given.row(at), required)
        present = rows_by_pk(table.model, [one.pk for one in each.changed])
        for one in each.changed:
            if one.at < 0:
                continue  # only a reference goes, with what it names
            row = dict(present.get(one.pk, {}))
            for column, (_before, after) in one.fields.items():
                row[column] = after
            known = {column: value for column, value in row.items() if value is not None}
            self._row(table, one.at, known, required, one.pk)

    def _row(
        self, table: Bound, at: int, row: Row, required: frozenset[str], pk: int | None = None
    ) -> None:
        made = placed(table, row, self.places)
        for column, text in made.lost:
            if column in required:
                message, remedy = _nothing(table, column, text)
                self.wrong(table.name, at, column, message, remedy)
            else:
                lost = self._lost.setdefault((table.name, column), {})
                lost[text] = lost.get(text, 0) + 1
        self._own_number(table, row, made, pk)
        if made.values["id"] in made.several.get(DOTTED, ()):
            message = _("{id} is named as their own dotted-line manager.")
            remedy = _("Nobody reports to themselves: name somebody else, or nobody.")
            self.wrong(table.name, at, DOTTED, message.format(id=quoted(str(row["id"]))), remedy)
        if self.actor is not None and _has_nobody(table, made):
            message = _("A confidential goal needs an owner, who decides who sees it.")
            self.wrong(table.name, at, "owner_id", message, _("Name its owner."))
        for column, message in refusals(table, made.values):
            self.wrong(table.name, at, column, message, _("Correct the row."))

    def _own_number(self, table: Bound, row: Row, made: Placed, pk: int | None) -> None:
        if pk is None and table.has_ids:
            pk = self.places.coming(table.model).get(str(row.get("id", "")))
        made.values["id"] = pk

    def _trees(self) -> None:
        for name, column, model in (
            ("teams", "parent_id", Team),
            ("people", "manager_id", Person),
        ):
            if name not in self.tables:
                continue
            each, given = self.tables[name], self.given[name]
            field_name = column.removesuffix("_id")
            pairs = model._default_manager.values_list("ref", f"{field_name}__ref")
            above = {ref: parent or "" for ref, parent in pairs}
            rows: dict[str, int] = {}
            for at in [*each.added, *(one.at for one in each.changed if column in one.fields)]:
                if at < 0:
                    continue
                row = given.row(at)
                key = str(row.get("id", ""))
                rows[key] = at
                above[key] = str(row.get(column, "")).partition(";")[0]
            for key in sorted(going_round(above) & rows.keys()):
                message = _("Going up from {id} leads back to it, with what the record has.")
                remedy = _("Let one of them have no {column}, or another.").format(column=column)
                self.wrong(name, rows[key], column, message.format(id=quoted(key)), remedy)

    def _supports(self) -> None:
        if "links" not in self.tables:
            return
        each, given = self.tables["links"], self.given["links"]
        gone = {one.pk for one in each.removed}
        there = [
            (source, goal)
            for pk, source, goal in Link.objects.filter(
                kind="supports", goal__isnull=False
            ).values_list("pk", "source__ref", "goal__ref")
            if pk not in gone
        ]
        rows = [(at, given.row(at)) for at in each.added if at not in self.bad["links"]]
        new = [
            (at, (str(row["from_id"]), str(row["to_id"])))
            for at, row in rows
            if row.get("kind") == "supports" and "from_id" in row and "to_id" in row
        ]
        for place in closing(there, [ends for _at, ends in new]):
            at, (child, parent) = new[place]
            message = _("The link from {child} to {parent} closes a circle of supports.")
            remedy = _("Leave out one link of the circle.")
            message = message.format(child=quoted(child), parent=quoted(parent))
            self.wrong("links", at, "to_id", message, remedy)

    def _not_theirs(self) -> None:
        """An import does nothing that its importer could not do on a page."""
        if self.actor is None:
            return
        asking = Asking(self.actor, self.given, self.tables, self.places)
        for name in self.tables:
            for one in asking.refused(name):
                self.wrong(name, *one)
        self.found.problems += asking.refused_removals()

    def _cascade(self) -> None:
        """What must have a row that cannot be placed cannot be placed either."""
        news = {name: set(places) for name, places in self.bad.items() if places}
        while news:
            gone: dict[object, set[str]] = {}
            for name, places in news.items():
                table = bound(name)
                if table.has_ids:
                    there = self.places.there(table.model)
                    ids = {str(self.given[name].row(at).get("id", "")) for at in places}
                    gone[table.model] = ids - there.keys()
                    for key in gone[table.model]:
                        self.places.forget(table.model, key)
            news = {}
            for name in self.tables if any(gone.values()) else ():
                for at, column, text in self._depending(name, gone):
                    message = _("{id} cannot be placed, and this row needs it.")
                    self.wrong(name, at, column, message.format(id=quoted(text)))
                    news.setdefault(name, set()).add(at)

    def _depending(
        self, name: str, gone: Mapping[object, set[str]]
    ) -> Iterator[tuple[int, str, str]]:
        table, given, required = bound(name), self.given[name], _required(bound(name))
        columns = [
            (column, targets)
            for column, targets in table.references()
            if any(gone.get(target.model) for target in targets)
        ]
        for at in self.tables[name].added if columns else ():
            if at in self.bad[name]:
                continue
            row = given.row(at)
            for column, targets in columns:
                text = str(row.get(column, ""))
                if (
                    any(text in gone.get(target.model, ()) for target in targets)
                    and all(self.places.find(target, text) is None for target in targets)
                    and (column in required or self._cannot_be_without(table, row))
                ):
                    yield at, column, text
                    break

    def _cannot_be_without(self, table: Bound, row: Row) -> bool:
        """Tell whether the database refuses a row without what it names in vain."""
        return any(refusals(table, placed(table, row, self.places).values))

    def _say_lost(self) -> None:
        for (name, column), ids in self._lost.items():
            named = ", ".join(quoted(text) for text in list(ids)[:MOST_SAID])
            if len(ids) > MOST_SAID:
                named += ", …"
            message = ngettext(
                "{count} row names somebody or something that is not in the record: {ids}. "
                "It is kept as text.",
                "{count} rows name somebody or something that is not in the record: {ids}. "
                "It is kept as text.",
                sum(ids.values()),
            ).format(count=sum(ids.values()), ids=named)
            remedy = _("It is linked as soon as a row of that id is there.")
            self.found.notices.append(
                Notice(self.given[name].file, name, None, column, message, remedy)
            )


def wrong_rows(
    given: Mapping[str, Given],
    tables: Mapping[str, Difference],
    *,
    actor: Person | None,
    replace: bool,
) -> Found:
    """Find every row that cannot be placed, and what else keeps a file out."""
    found = _Looking(given, tables, actor).look()
    if replace and "people" in tables:
        found.problems += _with_accounts(tables["people"])
    return found


def _required(table: Bound) -> frozenset[str]:
    return frozenset(
        column
        for column, binding in table.bindings.items()
        if isinstance(binding, Single) and binding.required
    )


def _has_nobody(table: Bound, made: Placed) -> bool:
    """Tell whether a row is a goal that nobody would see but the installation itself."""
    return (
        table.name == "goals"
        and bool(made.values.get("confidential"))
        and made.values.get("owner_id") is None
    )


def _not_theirs(key: str) -> tuple[str, str]:
    message = _("The record has a row {id} that is not yours to change.")
    return message.format(id=quoted(key)), _("Ask its owner, or choose another id.")


def _nothing(table: Bound, column: str, text: str) -> tuple[str, str]:
    if table.names_people(column):
        message = _("{id} is nobody whom the record knows.")
        remedy = _("Say who is meant, or have new people added.")
    else:
        message = _("{id} is neither in the file nor in the record.")
        remedy = _("Add it there, or correct the id.")
    return message.format(id=quoted(text)), remedy


def _with_accounts(people: Difference) -> list[Problem]:
    """Nobody who can sign in is removed by a file."""
    with_account = set(Account.objects.values_list("person_id", flat=True))
    message = _("{person} can sign in, and is not removed by an import.")
    remedy = _("Give them an end_date in the file, or keep their row.")
    return [
        Problem("", "people", message=message.format(person=quoted(one.label)), remedy=remedy)
        for one in people.removed
        if one.pk in with_account
    ]
