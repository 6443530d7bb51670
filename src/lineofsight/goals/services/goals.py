"""The verbs of a goal: set it, edit it, move it through its life, remove what was only a draft."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Manager, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lineofsight.goals import rollup
from lineofsight.goals.models import Goal, GoalProgress, Observation
from lineofsight.goals.services import revisions
from lineofsight.goals.services.given import Given, rows
from lineofsight.goals.services.hold import hold
from lineofsight.kit.errors import Conflict
from lineofsight.organization import access
from lineofsight.organization.models import Person
from lineofsight.organization.record.change import Change
from lineofsight.organization.record.locks import lock_structure
from lineofsight.planfile.cells import CellError, Ids, reader_for
from lineofsight.planfile.column import Column, Kind
from lineofsight.planfile.schema import NORTH_STAR
from lineofsight.strategy.models import Pillar

WHAT_PROGRESS_HANGS_ON = frozenset({"status", "kind", "rollup"})
RELATIONS = ("contributors", "readers")


def create_goal(
    *,
    actor: Person | None,
    title: str,
    owner: Person | None = None,
    ref: str = "",
    contributors: Iterable[Person] = (),
    readers: Iterable[Person] = (),
    reason: str = "",
    **fields: object,
) -> Goal:
    """Set a goal; without a status it is active at once, with ``status="draft"`` not yet.

    Parameters
    ----------
    ref : str
        Its id in the plan file, in one space with the pillars'; drawn if left out.
    fields
        Any other field of a goal that the plan file has a column for.

    Raises
    ------
    NotFound, NotAllowed, Invalid
    """
    given = _read({**fields, "title": title, "owner": owner})
    with Change(actor, "goal.created", reason=reason) as change:
        if ref:
            lock_structure(exclusive=True)
            _check_ref(given, ref)
        values = given.values()
        values.setdefault("created_on", None)
        values["created_on"] = values["created_on"] or timezone.localdate()
        goal = Goal(**values, **({"ref": ref} if ref else {}))
        access.require(actor, "goal.create", goal)
        change.add(goal)
        GoalProgress.objects.create(goal=goal, **rollup.of_new_goal(goal))
        for relation, people in (("contributors", contributors), ("readers", readers)):
            getattr(goal, relation).set(rows(people, Person))
    return goal


def edit_goal(
    *, actor: Person | None, goal: Goal, expected: int, reason: str = "", **changes: Any
) -> Goal:
    """Change fields of a goal; ``contributors`` and ``readers`` are lists of people.

    Changes of title, text, dates, owner and status are written down as revisions with the reason.

    Raises
    ------
    NotFound, NotAllowed, Invalid
    Conflict
        The goal has another version than ``expected``.
    """
    access.require(actor, "goal.edit", goal)
    if "status" in changes:
        access.require(actor, "goal.status", goal)
    if {"confidential", "readers"} & changes.keys():
        access.require(actor, "goal.confidential", goal)
    return _edit(Change(actor, "goal.edited", reason=reason), goal, expected, changes)


def change_status(
    *, actor: Person | None, goal: Goal, expected: int, status: str, reason: str = ""
) -> Goal:
    """Move a goal through its life: draft, active, paused, done, cancelled.

    Raises
    ------
    NotFound, NotAllowed, Invalid
    Conflict
        The goal has another version than ``expected``.
    """
    access.require(actor, "goal.status", goal)
    change = Change(actor, "goal.status_changed", reason=reason)
    return _edit(change, goal, expected, {"status": status})


def remove_goal(
    *, actor: Person | None, goal: Goal, expected: int | None = None, reason: str = ""
) -> None:
    """Remove a draft with all that hangs on it; its past stays in history.

    What was believed and decided about it alone goes too: it says what the goal was about.

    Raises
    ------
    NotFound, NotAllowed
    Conflict
        The goal is no draft, was none when values were reported for it, or has another version
        than ``expected``.
    """
    access.require(actor, "goal.remove", goal)
    with Change(actor, "goal.removed", reason=reason) as change:
        lock_structure(exclusive=True)
        hold(change, goal, expected)
        reported = Observation.objects.filter(key_result__goal=goal)
        if goal.status != "draft" or (revisions.was_begun(goal) and reported.exists()):
            said = _("Only a draft can be removed. Cancel the goal instead, and say why.")
            raise Conflict(said, version=goal.version, thing=goal)
        goals, roots = rollup.ends_above([goal.pk])
        below = list(goal.links_down.filter(kind="supports").values_list("source_id", flat=True))
        change.touch(goal)
        for hanging in (
            goal.links_up,
            goal.links_down,
            goal.key_results,
            goal.actions,
            goal.allocations,
            goal.revisions,
            _of_it_alone(goal.assumptions),
            _of_it_alone(goal.decisions),
        ):
            for one in hanging.all():
                change.remove(one)
        change.remove(goal)
        rollup.settle(goals, roots)
        rollup.lead(below)


def override_progress(
    *, actor: Person | None, goal: Goal, expected: int, value: float | None, reason: str
) -> Goal:
    """Say what the progress is, in [0, 1], beside the automatic value; None takes that back.

    Raises
    ------
    NotFound, NotAllowed, Invalid
    Conflict
        The goal has another version than ``expected``.
    """
    access.require(actor, "goal.override", goal)
    columns = {
        "override": Column("override", Kind.SHARE, low=0, high=1),
        "override_reason": Column("override_reason"),
    }
    given = Given(
        Goal, {"override": value, "override_reason": reason}, present=goal, columns=columns
    )
    if value is not None:
        given.need("override_reason")
    values = given.values()
    if value is None:
        values["override_reason"] = ""
    with Change(actor, "goal.progress_overridden", reason=reason) as change:
        hold(change, goal, expected)
        change.save(goal, **values)
    return goal


def _of_it_alone(rows: "Manager[Any]") -> "QuerySet[Any]":
    """Those of the rows about a goal that name no other."""
    model: Any = rows.model
    every: QuerySet[Any] = model.objects.annotate(named=Count("goals"))
    return every.filter(pk__in=rows.values("pk"), named=1)


def _edit(change: Change, goal: Goal, expected: int, changes: dict[str, Any]) -> Goal:
    relations = {name: rows(changes.pop(name), Person) for name in RELATIONS if name in changes}
    with change:
        if WHAT_PROGRESS_HANGS_ON & changes.keys():
            lock_structure(exclusive=True)
        hold(change, goal, expected)
        values = _read(changes, goal).values()
        changed = revisions.of_goal(goal, values)
        moves = any(
            name in values and (values[name] or "") != (getattr(goal, name) or "")
            for name in WHAT_PROGRESS_HANGS_ON
        )
        change.save(goal, **values)
        for name, people in relations.items():
            change.relate(goal, name, people)
        revisions.write(change, goal, changed)
        if moves:
            goals, roots = rollup.ends_above([goal.pk])
            rollup.settle({goal.pk, *goals}, roots)
    return goal


def _read(values: dict[str, Any], present: Goal | None = None) -> Given:
    given = Given(Goal, values, present=present)
    given.need("title")
    about_sight = {"confidential", "owner"} & values.keys()
    if about_sight and given.get("confidential") and given.get("owner") is None:
        # Nobody would answer for it, and nobody but named readers could ever open it again.
        given.wrong("owner", _("A confidential goal needs an owner, who decides who sees it."))
    given.in_order("start", "end", _("The end lies before the start. Exchange or correct the two."))
    continues = given.get("continues")
    if present is not None and continues is not None and continues.pk == present.pk:
        given.wrong("continues", _("A goal cannot carry on itself. Choose another goal."))
    return given


def _check_ref(given: Given, ref: str) -> None:
    """Goals and pillars share one space of ids; checked while nobody else can take one."""
    try:
        reader_for(Column("id", Kind.ID, required=True, longest=500), Ids())(ref)
    except CellError as error:
        given.wrong("ref", str(error.complaint))
        return
    if ref == NORTH_STAR or Goal.objects.filter(ref=ref).exists():
        given.wrong("ref", _("This id is taken. Choose another."))
    elif Pillar.objects.filter(ref=ref).exists():
        given.wrong("ref", _("A pillar has this id already. Choose another."))
