"""What an import would do that is not its importer's to do, asked row by row.

An import is no second way into the record. Administrators bring people, teams and functions, as
their pages let them; the strategy office keeps the plan and brings one whole. Neither gets by it
what no page would give them: people below themselves, goals that only some may read, and a hand in
what others have said. The installation itself may do everything.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from lineofsight.exchange.given import Given
from lineofsight.exchange.matching import Difference
from lineofsight.exchange.places import Placed, Places, placed
from lineofsight.exchange.standing import Standing
from lineofsight.exchange.tables import Bound, Model, Single, bound, label_of
from lineofsight.goals.models import Goal, KeyResult, Link
from lineofsight.organization.access import can, may, viewer_of
from lineofsight.organization.models import Organization, Person, ReportingLine
from lineofsight.organization.models.people import DOTTED, LINE
from lineofsight.planfile.problems import Problem, quoted

MOVES = frozenset({"manager_id", "manager_since", "team_id", "team_since", "dotted_manager_ids"})
CONTRIBUTION = frozenset({"contribution", "success_measure", "gives_up"})
ANSWERS = frozenset({"answer", "answered_by", "answered_on"})
WHO_READS = frozenset({"confidential", "reader_ids"})
# What people said: it may come along from elsewhere, and is nobody else's to change or to remove.
SAID = frozenset({"check_ins", "agreements", "feedback", "acknowledgements"})
LASTING = SAID | {"observations", "revisions"}
KEPT = {  # whose verbs let them add, change and remove rows of a table
    "functions": ("function.create", "function.edit", "function.remove"),
    "teams": ("team.create", "team.edit", "team.remove"),
    "people": ("person.create", "person.edit", "person.remove"),
}


class Refused(NamedTuple):
    """A row of a file that its importer may not bring, and why."""

    at: int
    column: str
    message: str
    remedy: str


class Step(NamedTuple):
    """One row that is added (``present`` is None) or changed in some columns."""

    made: Placed
    present: Any
    columns: frozenset[str]

    def now(self, field: str) -> Any:
        """Return what a field will hold."""
        known = self.made.values.get(field)
        return getattr(self.present, field, None) if known is None else known


OF_GOALS = (Goal, KeyResult, Link)


class Asking:
    """Asks the policies for one importer and one file."""

    def __init__(
        self,
        actor: Person,
        given: Mapping[str, Given],
        tables: Mapping[str, Difference],
        places: Places,
    ) -> None:
        self.viewer = viewer_of(actor)
        self.given = given
        self.tables = tables
        self.places = places
        self.standing = Standing(self.viewer)

    def refused(self, name: str) -> Iterator[Refused]:
        """Yield the rows of a table that are not the importer's to add or to change."""
        table, given, each = bound(name), self.given[name], self.tables[name]
        for at in each.added:
            row = given.row(at)
            step = Step(placed(table, row, self.places), None, frozenset(row))
            label = label_of(table, row) or str(row.get("name", ""))
            yield from self._judged(table, at, label, step)
        changed = {one.pk: one for one in each.changed if one.at >= 0}
        for thing in self.standing.rows(table, changed):
            one = changed[thing.pk]
            row = {c: after for c, (_before, after) in one.fields.items() if after is not None}
            step = Step(placed(table, row, self.places), thing, frozenset(one.fields))
            yield from self._judged(table, one.at, one.label, step)

    def refused_removals(self) -> Iterator[Problem]:
        """Yield a problem for each row that is not the importer's to remove."""
        gone: dict[Model, set[int]] = {
            bound(name).model: {one.pk for one in each.removed}
            for name, each in self.tables.items()
            if each.removed
        }
        for name, each in self.tables.items() if gone else ():
            table, labels = bound(name), {one.pk: one.label for one in each.removed}
            for thing in self.standing.rows(table, labels):
                if not (_goes_with(table, thing, gone) or self._may_remove(name, thing)):
                    message = _("{id} is not yours to remove.")
                    message = message.format(id=quoted(labels[thing.pk]))
                    yield Problem(self.given[name].file, name, message=message, remedy=_remedy())
            yield from self._left_without(name, table)

    def _left_without(self, name: str, table: Bound) -> Iterator[Problem]:
        """Ask about rows that stay, and would lose whom or what they name.

        A goal goes with all that names it, as on its page; people, teams and the strategy are only
        removed once nothing names them any more.
        """
        losing = {one.pk: one for one in self.tables[name].changed if one.at < 0}
        free = {
            column
            for column, targets in table.references()
            if all(issubclass(target.model, OF_GOALS) for target in targets)
        }
        for thing in self.standing.rows(table, losing):
            one = losing[thing.pk]
            step = Step(Placed(), thing, frozenset(one.fields))
            if not (step.columns <= free or self._is_theirs(table, step)):
                message = _("{id} names what would be removed, and is not yours to change.")
                message = message.format(id=quoted(one.label))
                yield Problem(self.given[name].file, name, message=message, remedy=_remedy())

    # Rows --------------------------------------------------------------------------------------

    def _judged(self, table: Bound, at: int, label: str, step: Step) -> Iterator[Refused]:
        if not self._is_theirs(table, step):
            message = (
                _("{id} is not yours to add.")
                if step.present is None
                else _("{id} is not yours to change in this way.")
            )
            yield Refused(at, "", message.format(id=quoted(label)), _remedy())
        elif table.name == "people":
            yield from self._lines(at, step)

    def _is_theirs(self, table: Bound, step: Step) -> bool:
        if table.name in SAID and step.present is not None:
            answers = table.name == "acknowledgements" and step.columns <= ANSWERS
            return answers and may(self.viewer, "acknowledgement.answer", step.present)
        if self.viewer.is_strategy_office:
            hides = table.name == "goals" and step.present and step.columns & WHO_READS
            return not hides or may(self.viewer, "goal.confidential", step.present)
        if table.name == "organization":
            return can(self.viewer, "organization.edit", step.present or Organization())
        return table.name in KEPT and self._kept(table, step)

    def _lines(self, at: int, step: Step) -> Iterator[Refused]:
        """A manager sees the confidential goals of those below: nobody makes themselves one."""
        if not MOVES & step.columns:
            return
        person = step.present or Person(team_id=step.made.values.get("team_id"))
        drawn = [("manager_id", LINE, step.now("manager_id"))]
        if "dotted_manager_ids" in step.columns:
            dotted = step.made.several.get("dotted_manager_ids", ())
            drawn += [("dotted_manager_ids", DOTTED, pk) for pk in dotted]
        for column, kind, manager in drawn:
            if manager not in self.standing.at_or_below or (
                step.present and self.standing.reports(step.present, manager, kind)
            ):
                continue
            line = ReportingLine(person=person, manager_id=manager, kind=kind)
            if not can(self.viewer, "line.create", line):
                message = _("Nobody puts people under themselves, not by an import either.")
                remedy = _("Let somebody else draw this line, or name another manager.")
                yield Refused(at, column, message, remedy)

    def _kept(self, table: Bound, step: Step) -> bool:
        add, edit, _remove = KEPT[table.name]
        if step.present is None:
            return can(self.viewer, add, table.model(**step.made.values))
        verbs = {edit}
        if table.name == "functions" and step.columns <= CONTRIBUTION:
            verbs = {"function.contribution"}
        elif table.name == "people":
            verbs = set(map(_verb_of_person, step.columns))
        return all(may(self.viewer, verb, step.present) for verb in verbs)

    def _may_remove(self, name: str, thing: Any) -> bool:
        if name in LASTING:
            return False
        if self.viewer.is_strategy_office:
            return True
        return name in KEPT and may(self.viewer, KEPT[name][2], thing)


def _verb_of_person(column: str) -> str:
    if column in MOVES:
        return "person.move"
    return "person.leave" if column == "end_date" else "person.edit"


def _goes_with(table: Bound, thing: Any, gone: Mapping[Model, set[int]]) -> bool:
    """Tell whether a row cannot be without another one that is removed."""
    return any(
        getattr(thing, target.attname) in gone.get(target.model, ())
        for binding in table.bindings.values()
        if isinstance(binding, Single) and (binding.required or table.name == "allocations")
        for target in binding.targets
    )


def _remedy() -> str:
    return _("Leave it out, ask whoever may, or let the installation itself import it.")
