"""What an import would do that is not its importer's to do: the rooms' policies, asked row by row.

An import is no second way into the record. Each row that it adds, changes or removes is held
against the verbs that a page would ask for. What hangs on a goal that the file itself brings comes
with that goal, its past included; the installation itself may do everything.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from lineofsight.exchange.given import Given
from lineofsight.exchange.matching import Difference
from lineofsight.exchange.places import Placed, Places, placed
from lineofsight.exchange.standing import Standing
from lineofsight.exchange.tables import DECISIONS, Bound, Model, Single, bound, label_of
from lineofsight.goals.models import Goal, KeyResult, Link
from lineofsight.organization.access import can, may, viewer_of
from lineofsight.organization.models import Organization, Person, ReportingLine
from lineofsight.organization.models.people import DOTTED, LINE
from lineofsight.planfile.problems import Problem, quoted
from lineofsight.strategy.models import Acknowledgement

MOVES = frozenset({"manager_id", "manager_since", "team_id", "team_since", "dotted_manager_ids"})
CONTRIBUTION = frozenset({"contribution", "success_measure", "gives_up"})
CONFIRMS = frozenset({"confirmed_on", "confirmed_by", "source_version", "end_version"})
ANSWERS = frozenset({"answer", "answered_by", "answered_on"})
GOAL_VERBS: Mapping[str, tuple[str, ...]] = {
    "status": ("goal.status",),
    "override": ("goal.override",),
    "override_reason": ("goal.override",),
    "confidential": ("goal.edit", "goal.confidential"),
    "reader_ids": ("goal.edit", "goal.confidential"),
}
LINK_VERBS = {
    **dict.fromkeys(CONFIRMS, "link.confirm"),
    "accepted_on": "link.accept",
    "trade_off": "link.trade_off",
}
SIGNED = {  # who did it, in tables where a page writes down whoever is signed in
    "links": ("confirmed_by", "confirmed_by_id"),
    "observations": ("author_id", "author_id"),
    DECISIONS: ("decided_by", "decided_by_id"),
    "acknowledgements": ("answered_by", "answered_by_id"),
}
KEPT = {  # tables of which one verb adds, another changes, a third removes any row
    "functions": "function",
    "teams": "team",
    "people": "person",
    "strategy": "statement",
    "pillars": "pillar",
    "kpis": "kpi",
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
Rule = Callable[[Step], bool]


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
        self.rules: Mapping[str, Rule] = {
            "organization": self._organization,
            "goals": self._goal,
            "key_results": lambda step: self._with_goal(step, "goal.measure"),
            "revisions": lambda step: self._with_goal(step, "goal.edit"),
            "links": self._link,
            "observations": self._observation,
            "assumptions": self._assumption,
            "blockers": self._blocker,
            "actions": self._action,
            "allocations": self._allocation,
            "acknowledgements": self._acknowledgement,
            # Nobody writes these for others; of what groups answer the strategy office knows.
            "check_ins": _nobody,
            "agreements": _nobody,
            "feedback": _nobody,
            "group_answers": lambda _step: self.viewer.is_strategy_office,
            DECISIONS: self._decision,
        }

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
            if not (step.columns <= free or self._rule(table)(step)):
                message = _("{id} names what would be removed, and is not yours to change.")
                message = message.format(id=quoted(one.label))
                yield Problem(self.given[name].file, name, message=message, remedy=_remedy())

    def _rule(self, table: Bound) -> Rule:
        return self.rules.get(table.name, lambda step: self._kept(table, step))

    # Rows --------------------------------------------------------------------------------------

    def _judged(self, table: Bound, at: int, label: str, step: Step) -> Iterator[Refused]:
        if not self._rule(table)(step):
            message = (
                _("{id} is not yours to add.")
                if step.present is None
                else _("{id} is not yours to change in this way.")
            )
            yield Refused(at, "", message.format(id=quoted(label)), _remedy())
            return
        if table.name == "people":
            yield from self._lines(at, step)
        column, field = SIGNED.get(table.name, ("", ""))
        who = step.made.values.get(field)
        if who not in {None, self.viewer.pk} and not self._is_brought(table, step):
            message = _("Somebody else would have done this, by your hand.")
            yield Refused(at, column, message, _("Leave it empty, or name yourself."))

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
            if manager not in self.standing.at_or_below:
                continue
            line = ReportingLine(person=person, manager_id=manager, kind=kind)
            if not can(self.viewer, "line.create", line):
                message = _("Nobody puts people under themselves, not by an import either.")
                remedy = _("Let somebody else draw this line, or name another manager.")
                yield Refused(at, column, message, remedy)

    def _kept(self, table: Bound, step: Step) -> bool:
        what = KEPT[table.name]
        if step.present is None:
            return can(self.viewer, f"{what}.create", table.model(**step.made.values))
        verbs = {f"{what}.edit"}
        if table.name == "functions" and step.columns <= CONTRIBUTION:
            verbs = {"function.contribution"}
        elif table.name == "people":
            verbs = set(map(_verb_of_person, step.columns))
        return all(may(self.viewer, verb, step.present) for verb in verbs)

    def _organization(self, step: Step) -> bool:
        return can(self.viewer, "organization.edit", step.present or Organization())

    def _goal(self, step: Step) -> bool:
        if step.present is None:
            return can(self.viewer, "goal.create", bound("goals").model(**step.made.values))
        verbs = {verb for name in step.columns for verb in GOAL_VERBS.get(name, ("goal.edit",))}
        return all(may(self.viewer, verb, step.present) for verb in verbs)

    def _with_goal(self, step: Step, verb: str) -> bool:
        goals = [step.now("goal_id")]
        if step.present is not None:
            goals.append(step.present.goal_id)
        return all(self.standing.may(verb, goal) for goal in goals)

    def _link(self, step: Step) -> bool:
        if step.present is not None:
            verbs = {LINK_VERBS.get(name, "link.edit") for name in step.columns}
            return all(may(self.viewer, verb, step.present) for verb in verbs)
        values = step.made.values
        edits = [
            self.standing.may("goal.edit", values.get(end)) for end in ("source_id", "goal_id")
        ]
        return any(edits) and ("accepted_on" not in values or edits[1])

    def _observation(self, step: Step) -> bool:
        kpi, result = step.now("kpi_id"), step.now("key_result_id")
        return self.standing.may_report(kpi=kpi, key_result=result)

    def _assumption(self, step: Step) -> bool:
        named = step.made.several.get("goal_ids", [])
        if step.present is not None:
            known = {goal.pk for goal in step.present.goals.all()}
            if not may(self.viewer, "assumption.edit", step.present):
                return False
            named = [goal for goal in named if goal not in known]
        elif not named:
            return self.viewer.is_strategy_office or step.now("owner_id") == self.viewer.pk
        return all(self.standing.may("goal.assume", goal) for goal in named)

    def _decision(self, step: Step) -> bool:
        named = list(step.made.several.get("goal_ids", []))
        if step.present is not None:
            named += [goal.pk for goal in step.present.goals.all()]
        if not named:
            return bool(step.now("decided_by_id") == self.viewer.pk)
        return all(self.standing.may("goal.decide", goal) for goal in named)

    def _blocker(self, step: Step) -> bool:
        goal = step.now("goal_id")
        if step.present is None:
            if goal is not None and goal < 0:
                return True
            own = step.now("raised_by_id") == self.viewer.pk
            return own and (goal is None or self.standing.may("goal.report", goal))
        verbs = {_verb_of_blocker(name) for name in step.columns}
        moved = "goal_id" in step.columns and goal is not None
        return all(may(self.viewer, verb, step.present) for verb in verbs) and (
            not moved or self.standing.may("goal.report", goal)
        )

    def _action(self, step: Step) -> bool:
        goal = step.now("goal_id")
        if step.present is not None and not may(self.viewer, "action.edit", step.present):
            return False
        if goal is None:
            return bool(step.now("owner_id") == self.viewer.pk)
        return "goal_id" not in step.columns or self.standing.may("goal.act", goal)

    def _allocation(self, step: Step) -> bool:
        """As ``goal.allocate`` asks; a goal that is not there yet has no row to ask about."""
        return self.standing.is_time_of(step.now("person_id"), step.now("team_id"))

    def _acknowledgement(self, step: Step) -> bool:
        if step.present is not None:
            return step.columns <= ANSWERS and may(
                self.viewer, "acknowledgement.answer", step.present
            )
        values = step.made.values
        version = values.get("strategy_version_id")
        if values.get("person_id") != self.viewer.pk or version is None or version < 0:
            return False
        said = Acknowledgement(person=self.viewer.person, strategy_version_id=version)
        return can(self.viewer, "acknowledge", said)

    def _is_brought(self, table: Bound, step: Step) -> bool:
        """Tell whether a row hangs on something that the file brings itself."""
        numbers: Iterable[Any] = (
            step.now(target.attname)
            for binding in table.bindings.values()
            if isinstance(binding, Single) and binding.required
            for target in binding.targets
        )
        several = (pk for pks in step.made.several.values() for pk in pks)
        return any(pk is not None and pk < 0 for pk in (*numbers, *several))

    # What goes ---------------------------------------------------------------------------------

    def _may_remove(self, name: str, thing: Any) -> bool:
        if name in KEPT:
            return may(self.viewer, f"{KEPT[name]}.remove", thing)
        if name == "goals":
            return may(self.viewer, "goal.remove", thing)
        if name == "links":
            return may(self.viewer, "link.remove", thing)
        if name in {"observations", "acknowledgements", "revisions"}:
            return False  # what was said stays said
        step = Step(Placed(), thing, frozenset())
        if name == "blockers":
            return may(self.viewer, "blocker.edit", thing)
        return self.rules[name](step)


def _nobody(_step: Step) -> bool:
    return False


def _verb_of_person(column: str) -> str:
    if column in MOVES:
        return "person.move"
    return "person.leave" if column == "end_date" else "person.edit"


def _verb_of_blocker(column: str) -> str:
    return {"answer": "blocker.answer", "lifted_on": "blocker.lift"}.get(column, "blocker.edit")


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
