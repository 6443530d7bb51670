"""Blockers: raised early, answered by who can lift them, lifted."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from lineofsight.goals.models import Goal
from lineofsight.organization import access
from lineofsight.organization.models import Person
from lineofsight.organization.record.change import Change
from lineofsight.organization.record.checks import Checks
from lineofsight.organization.selectors.days import today
from lineofsight.organization.services.fields import Rule, a, check_fields, check_new_ref
from lineofsight.rhythm.models import Blocker

FIELDS: dict[str, Rule] = {
    "text": lambda checks, field, value: checks.text(field, value, required=True),
    "goal": a(Goal),
    "can_lift": a(Person),
}


def raise_blocker(
    *,
    actor: Person | None,
    text: str,
    goal: Goal | None = None,
    can_lift: Person | None = None,
    raised_by: Person | None = None,
    on: date | None = None,
    ref: str = "",
) -> Blocker:
    """Say what stands in the way of a goal (or of work in general), and who could lift it.

    ``raised_by`` is the actor unless the installation acts; ``on`` is today unless it began
    earlier.

    Raises
    ------
    Invalid
        With all that is wrong, by field.
    """
    day = on or today()
    values = {"text": text, "goal": goal, "can_lift": can_lift}
    checks = check_fields(FIELDS, values)
    checks.day("on", on)
    if day > today():
        checks.wrong("on", _("This day lies ahead. Choose today or an earlier one."))
    new = Blocker(raised_by=raised_by or actor, raised_on=day, **values)
    access.require(actor, "blocker.raise", new)
    new.ref = check_new_ref(checks, Blocker, ref)
    checks.done()
    with Change(actor, "blocker.raised") as change:
        return change.add(new)


def edit_blocker(
    *, actor: Person | None, blocker: Blocker, expected: int, **changes: Any
) -> Blocker:
    """Change what stands in the way or who is asked; ``changes`` are fields of FIELDS.

    Raises
    ------
    Invalid
        With all that is wrong, by field.
    Conflict
        Somebody has changed it since version ``expected``.
    """
    access.require(actor, "blocker.edit", blocker)
    checks = check_fields(FIELDS, changes)
    checks.done()
    present = Blocker.objects.get(pk=blocker.pk)
    if "goal" in changes:
        # As if it were raised there: nobody hangs a blocker on a goal that is not theirs.
        there = Blocker(raised_by=present.raised_by, goal=changes["goal"])
        access.require(actor, "blocker.raise", there)
    with Change(actor, "blocker.edited") as change:
        change.save(present, expected=expected, **changes)
    return present


def answer_blocker(
    *, actor: Person | None, blocker: Blocker, answer: str, expected: int
) -> Blocker:
    """Say what will be done about it.

    Raises
    ------
    Invalid
        There is no answer.
    Conflict
        Somebody has changed it since version ``expected``.
    """
    access.require(actor, "blocker.answer", blocker)
    checks = Checks()
    checks.text("answer", answer, required=True)
    checks.done()
    present = Blocker.objects.get(pk=blocker.pk)
    with Change(actor, "blocker.answered") as change:
        change.save(present, expected=expected, answer=answer)
    return present


def lift_blocker(
    *, actor: Person | None, blocker: Blocker, expected: int, on: date | None = None
) -> Blocker:
    """Say that it stands in the way no more, since ``on`` (default: today).

    Raises
    ------
    Invalid
        The day lies ahead, or before the blocker was raised; or it has been lifted already.
    Conflict
        Somebody has changed it since version ``expected``.
    """
    access.require(actor, "blocker.lift", blocker)
    present = Blocker.objects.get(pk=blocker.pk)
    day = on or max(today(), present.raised_on)
    checks = Checks()
    checks.in_order("raised_on", present.raised_on, "on", on)
    if day > max(today(), present.raised_on):
        checks.wrong("on", _("This day lies ahead. Choose today or an earlier one."))
    if present.lifted_on is not None and present.version == expected:
        checks.wrong("", _("This has been lifted already."))
    checks.done()
    with Change(actor, "blocker.lifted") as change:
        change.save(present, expected=expected, lifted_on=day)
    return present
