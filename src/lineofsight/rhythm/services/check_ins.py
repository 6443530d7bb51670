"""Check-ins that were held, and what was agreed at them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from lineofsight.goals.models import Goal
from lineofsight.organization import access
from lineofsight.organization.models import Person
from lineofsight.organization.record.change import Change
from lineofsight.organization.record.checks import Checks
from lineofsight.organization.record.locks import locked
from lineofsight.organization.selectors.days import today
from lineofsight.organization.services.fields import Rule, a, check_fields, check_new_ref, some
from lineofsight.rhythm.models import PARTS, Agreement, CheckIn

MOST = 3  # agreements of one check-in: more is promised than fits
KINDS = ("do", "stop", "pause", "support")
AGREED: dict[str, Rule] = {
    "text": lambda checks, field, value: checks.text(field, value, required=True),
    "kind": lambda checks, field, value: checks.one_of(field, value, KINDS, or_none=False),
    "goal": a(Goal),
    "due": lambda checks, field, value: checks.day(field, value),
}


def hold_check_in(
    *,
    actor: Person | None,
    manager: Person,
    person: Person,
    on: date | None = None,
    parts: Sequence[str] = (),
    goals: Sequence[Goal] = (),
    ref: str = "",
) -> CheckIn:
    """Say that a manager and a report talked, ``on`` a day (default: today), and about what.

    ``parts`` are words of ``PARTS``; ``goals`` are those that were spoken of, which both see.

    Raises
    ------
    Invalid
        With all that is wrong, by field.
    """
    new = CheckIn(manager=manager, person=person, date=on or today(), parts=list(parts))
    access.require(actor, "check_in.hold", new)
    checks = check_fields({"goals": some(Goal)}, {"goals": list(goals)})
    checks.day("on", on)
    if new.date > today():
        checks.wrong("on", _("This day lies ahead. Choose today or an earlier one."))
    for part in parts:
        checks.one_of("parts", part, PARTS, or_none=False)
    for goal in goals:
        _seen_by_both(checks, "goals", new, goal)
    new.ref = check_new_ref(checks, CheckIn, ref)
    checks.done()
    with Change(actor, "check_in.held") as change:
        change.add(new)
        new.goals.set(goals)
    return new


def agree(
    *, actor: Person | None, check_in: CheckIn, owner: Person, ref: str = "", **fields: Any
) -> Agreement:
    """Write down what one of the two promises: to do, to stop, to pause, or to support.

    ``fields`` are those of ``AGREED``. What is to be done and what is to be supported has a day; a
    promise of support is the manager's.

    Raises
    ------
    Invalid
        With all that is wrong, by field; or the check-in has ``MOST`` of them already.
    """
    values = {"text": "", "kind": "do", "goal": None, "due": None, **fields}
    new = Agreement(check_in=check_in, owner=owner)
    access.require(actor, "agreement.make", new)
    checks = check_fields(AGREED, values)
    if owner.pk not in {check_in.manager_id, check_in.person_id}:
        checks.wrong("owner", _("Only the two who talk promise something. Choose one of them."))
    elif values["kind"] == "support" and owner.pk != check_in.manager_id:
        checks.wrong(
            "owner", _("Support is promised by the manager. Choose them, or another kind.")
        )
    if values["kind"] in {"do", "support"} and values["due"] is None:
        checks.wrong("due", _("Say by which day."))
    checks.in_order("date", check_in.date, "due", values["due"])
    if isinstance(values["goal"], Goal):
        _seen_by_both(checks, "goal", check_in, values["goal"])
    new.ref = check_new_ref(checks, Agreement, ref)
    checks.done()
    for field, value in values.items():
        setattr(new, field, value)
    with Change(actor, "agreement.made") as change:
        _room_for_one(check_in)
        return change.add(new)


def close_agreement(
    *,
    actor: Person | None,
    agreement: Agreement,
    closed: str,
    expected: int,
    on: date | None = None,
) -> Agreement:
    """Say what became of a promise: ``done`` or ``dropped``, ``on`` a day (default: today).

    Raises
    ------
    Invalid
        With all that is wrong, by field; or it has been closed already.
    Conflict
        Somebody has changed it since version ``expected``.
    """
    access.require(actor, "agreement.close", agreement)
    present, day = _open(agreement, expected), on or today()
    checks = Checks()
    checks.one_of("closed", closed, ("done", "dropped"), or_none=False)
    checks.day("on", on)
    if day > today():
        checks.wrong("on", _("This day lies ahead. Choose today or an earlier one."))
    if present.check_in is not None:
        checks.in_order("date", present.check_in.date, "on", on)
    checks.done()
    with Change(actor, "agreement.closed") as change:
        change.save(present, expected=expected, closed=closed, done_on=day)
    return present


def move_agreement(
    *,
    actor: Person | None,
    agreement: Agreement,
    due: date,
    expected: int,
    check_in: CheckIn | None = None,
) -> Agreement:
    """Carry a promise over to another day, and return the new one; the old one is closed as moved.

    ``check_in`` is the one at which it was moved, of the same two people; without it, the new
    promise belongs to the check-in of the old one.

    Raises
    ------
    Invalid
        With all that is wrong, by field; or it has been closed already.
    Conflict
        Somebody has changed it since version ``expected``.
    """
    access.require(actor, "agreement.close", agreement)
    present = _open(agreement, expected)
    there = check_in or present.check_in
    checks = Checks()
    checks.day("due", due, required=True)
    if isinstance(due, date) and due <= max(today(), present.due or date.min):
        checks.wrong("due", _("Choose a day ahead, later than the one that was promised."))
    if check_in is not None and _two(check_in) != _two(present.check_in):
        checks.wrong("check_in", _("Choose a check-in of the same two people."))
    elif check_in is not None and present.check_in and check_in.date < present.check_in.date:
        checks.wrong("check_in", _("Choose a check-in that was held since it was promised."))
    checks.done()
    kept = {"kind": present.kind, "text": present.text, "goal": present.goal}
    new = Agreement(check_in=there, owner=present.owner, due=due, **kept)
    new.ref = check_new_ref(Checks(), Agreement, "")
    with Change(actor, "agreement.moved") as change:
        change.save(present, expected=expected, closed="moved", done_on=today())
        if there is not None:
            _room_for_one(there)
        return change.add(new)


def _open(agreement: Agreement, expected: int) -> Agreement:
    """Return the promise as it stands; refuse one that has been closed."""
    present = Agreement.objects.select_related("check_in", "goal", "owner").get(pk=agreement.pk)
    checks = Checks()
    if present.closed and present.version == expected:
        checks.wrong("", _("This has been closed already."))
    checks.done()
    return present


def _room_for_one(check_in: CheckIn) -> None:
    """Refuse one more than ``MOST`` that hold or were kept: nobody else adds one meanwhile."""
    list(locked(CheckIn.objects.filter(pk=check_in.pk)))
    checks = Checks()
    holding = Agreement.objects.filter(check_in=check_in).exclude(closed__in=("moved", "dropped"))
    if holding.count() >= MOST:
        checks.wrong("", _("Three agreements are enough for one talk. Drop one of them first."))
    checks.done()


def _two(check_in: CheckIn | None) -> tuple[int, int] | None:
    return None if check_in is None else (check_in.manager_id, check_in.person_id)


def _seen_by_both(checks: Checks, field: str, check_in: CheckIn, goal: Goal) -> None:
    """Refuse a goal that one of the two does not see: its name would be told."""
    if not all(access.can(who, "read", goal) for who in (check_in.manager, check_in.person)):
        checks.wrong(field, _("Choose goals that both of you see."))
