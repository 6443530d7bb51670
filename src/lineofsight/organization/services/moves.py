"""Who reports to whom and who is in which team, in periods; and the copies of what holds today.

Reporting lines and memberships are the truth. ``Person.manager``, ``manager_since``, ``team``,
``team_since`` and ``dotted_managers`` are copies of what holds today, written here alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final, Literal

from django.utils.translation import gettext as _

from lineofsight.organization import access
from lineofsight.organization.models import Account, Person, ReportingLine, Team
from lineofsight.organization.models.people import DOTTED
from lineofsight.organization.record.change import Change
from lineofsight.organization.record.checks import Checks, refuse
from lineofsight.organization.record.locks import lock_organization
from lineofsight.organization.selectors.days import today as present_day
from lineofsight.organization.services import kept_periods
from lineofsight.organization.services.circles import circle_of_managers
from lineofsight.organization.services.copies import (
    NOTHING,
    copies_on,
    copy_dotted,
    copy_lines,
    dotted_copies,
    dotted_on,
)
from lineofsight.organization.services.kept_periods import KeptPeriods
from lineofsight.organization.services.periods import Period, from_then_on, placed, stated


class Keep(Enum):
    """Says that something stays as it is, where None says that there is none."""

    KEEP = "keep"


KEEP: Final = Keep.KEEP
Kept = Literal[Keep.KEEP]


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a source says that a person stands today; what it does not say is KEEP.

    ``manager_since`` and ``team_since`` are None where the source does not know.
    """

    person: Person
    manager: Person | Kept | None = KEEP
    manager_since: date | None = None
    team: Team | Kept | None = KEEP
    team_since: date | None = None
    dotted_managers: Sequence[Person] | Kept = KEEP


def move_person(
    *,
    actor: Person | None,
    person: Person,
    manager: Person | Kept | None = KEEP,
    team: Team | Kept | None = KEEP,
    on: date | None = None,
    expected: int | None = None,
    reason: str = "",
) -> Person:
    """Let a person report to another manager, or be in another team, from a day on.

    ``on`` (default: today) may lie in the past, which corrects what was on record: from that day
    it holds until the next change that is on record already. It may lie ahead: then it holds once
    the day comes. None for ``manager`` or ``team`` means nobody and none. Returns the person as
    they stand now.

    Raises
    ------
    Invalid
        It would close a circle of managers on some day, past or to come.
    Conflict
        ``expected`` is given, and somebody has changed the person since.
    """
    access.require(actor, "person.move", person)
    if isinstance(manager, Person):
        access.require(actor, "line.create", ReportingLine(person=person, manager=manager))
    day = on or present_day()
    checks = Checks()
    checks.day("on", on)
    checks.text("reason", reason)
    if isinstance(manager, Person) and manager.pk == person.pk:
        checks.wrong("manager", _("Nobody reports to themselves. Choose somebody else."))
    checks.done()
    with Change(actor, "person.moved", reason=reason) as change:
        lock_organization()
        moved = Person.objects.get(pk=person.pk)
        change.hold(moved, expected)
        lines, stays = kept_periods.lines([moved.pk]), kept_periods.stays([moved.pk])
        fields: list[str] = []
        if manager is not KEEP:
            who = manager.pk if manager else None
            if lines.replace(moved.pk, placed(lines.of(moved.pk), who, day)):
                fields.append("manager")
        if team is not KEEP:
            where = team.pk if team else None
            if stays.replace(moved.pk, placed(stays.of(moved.pk), where, day)):
                fields.append("team")
        if fields:
            lines.write()
            stays.write()
            _refuse_circles([moved.pk])
            copies = copies_on(present_day(), [moved.pk]).get(moved.pk, NOTHING)
            if not change.save(moved, **copies):
                change.touch(moved, fields)
    return moved


def set_dotted_managers(
    *,
    actor: Person | None,
    person: Person,
    managers: Sequence[Person],
    on: date | None = None,
    reason: str = "",
) -> Person:
    """Let a person have exactly these dotted-line managers from a day (default: today) on.

    What was on record for later days is given up; what held before stays on record.

    Raises
    ------
    Invalid
        The person is among the managers.
    """
    access.require(actor, "person.move", person)
    for manager in managers:
        if manager.pk == person.pk:
            refuse("managers", _("Nobody reports to themselves. Choose somebody else."))
        access.require(
            actor, "line.create", ReportingLine(person=person, manager=manager, kind=DOTTED)
        )
    with Change(actor, "person.dotted_managers_set", reason=reason) as change:
        lock_organization()
        moved = Person.objects.get(pk=person.pk)
        dotted = kept_periods.dotted_lines([moved.pk])
        given = [manager.pk for manager in managers]
        if _replace_dotted(dotted, moved.pk, given, on or present_day()):
            dotted.write()
            present = dotted_on(present_day(), [moved.pk]).get(moved.pk, [])
            if not copy_dotted(change, moved, present):
                change.touch(moved, ["dotted_managers"])
    return moved


def place_people(change: Change, placements: Sequence[Placement]) -> None:
    """Let people stand where a source says that they stand today, in a change that is open.

    For imports. Days of which the source says nothing stay as they are. The copies on the people
    given are set too.

    Raises
    ------
    Invalid
        It would close a circle of managers on some day.
    """
    lock_organization()
    day = present_day()
    pks = [placement.person.pk for placement in placements]
    lines, stays = kept_periods.lines(pks), kept_periods.stays(pks)
    dotted = kept_periods.dotted_lines(pks)
    acted: set[int] = set()
    for placement in placements:
        pk = placement.person.pk
        if placement.manager is not KEEP:
            who = placement.manager.pk if placement.manager else None
            if lines.replace(pk, stated(lines.of(pk), who, placement.manager_since, day)):
                acted.add(pk)
        if placement.team is not KEEP:
            where = placement.team.pk if placement.team else None
            if stays.replace(pk, stated(stays.of(pk), where, placement.team_since, day)):
                acted.add(pk)
        if placement.dotted_managers is not KEEP:
            given = [manager.pk for manager in placement.dotted_managers]
            if _replace_dotted(dotted, pk, given, day):
                acted.add(pk)
    for periods in (lines, stays, dotted):
        periods.write()
    people = [placement.person for placement in placements if placement.person.pk in acted]
    _refuse_circles([person.pk for person in people])
    _copy_all(change, people, day)


def apply_moves(today: date | None = None) -> int:
    """Bring the copies up to what holds today, and close accounts of those who have left.

    The daily tick: a move that was planned for today begins to hold. Doing it again changes
    nothing. Returns how many people stand elsewhere than yesterday.
    """
    day = today or present_day()
    with Change(None, "people.moved") as change:
        lock_organization()
        truth, dotted, copied = copies_on(day), dotted_on(day), dotted_copies()
        moved = [
            person
            for person in Person.objects.order_by("pk")
            if set(dotted.get(person.pk, ())) != set(copied.get(person.pk, ()))
            or any(
                getattr(person, field) != value
                for field, value in truth.get(person.pk, NOTHING).items()
            )
        ]
        _copy_all(change, moved, day)
        close_accounts_of_the_gone(change, day)
    return len(moved)


def close_accounts_of_the_gone(change: Change, day: date) -> None:
    """Close the accounts of people whose last day lies before a day, in a change that is open."""
    for account in Account.objects.filter(is_active=True, person__end_date__lt=day):
        account.is_active = False
        account.save(update_fields=["is_active"])
        change.touch(account, ["is_active"])


def _replace_dotted(dotted: KeptPeriods, person: int, given: Sequence[int], day: date) -> bool:
    """Let exactly these dotted lines hold from a day on."""
    present = dotted.of(person)
    after: list[Period] = []
    for manager in dict.fromkeys([*given, *(period.what for period in present)]):
        own = [period for period in present if period.what == manager]
        after += from_then_on(own, manager if manager in given else None, day)
    return dotted.replace(person, after)


def _copy_all(change: Change, people: Sequence[Person], day: date) -> None:
    """Write all copies on these people, and note them as changed."""
    pks = [person.pk for person in people]
    copy_lines(people, copies_on(day, pks))
    change.touch_all(people, ["manager", "team"])
    dotted, copied = dotted_on(day, pks), dotted_copies(pks)
    for person in people:
        holding, known = dotted.get(person.pk, []), copied.get(person.pk, [])
        if set(holding) != set(known):
            # Those who stay keep the order in which somebody named them.
            stay = [manager for manager in known if manager in holding]
            new = [manager for manager in holding if manager not in known]
            copy_dotted(change, person, [*stay, *new])


def _refuse_circles(people: Sequence[int]) -> None:
    found = circle_of_managers(people)
    if found is None:
        return
    person, day = found
    if day.year == 1:
        sentence = _("Then {name} would report to themselves over others. Choose somebody else.")
    else:
        sentence = _(
            "Then {name} would report to themselves over others on {day}. Choose somebody else, "
            "or another day."
        )
    refuse("manager", sentence.format(name=person.name, day=day.isoformat()))
