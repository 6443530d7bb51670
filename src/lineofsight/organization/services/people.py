"""People: who works here, what they are called, and until when."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext as _

from lineofsight.organization import access
from lineofsight.organization.models import Account, Person, ReportingLine, Team
from lineofsight.organization.models.people import DOTTED, LINE
from lineofsight.organization.record.change import Change
from lineofsight.organization.record.checks import Checks
from lineofsight.organization.selectors.days import today
from lineofsight.organization.services.fields import Rule, a, check_fields, check_new_ref, some
from lineofsight.organization.services.moves import (
    Placement,
    close_accounts_of_the_gone,
    place_people,
)


def time_zone(checks: Checks, field: str, value: object) -> None:
    """Hold a time zone, where there is one, to the names of the IANA database."""
    checks.short(field, value)
    if not isinstance(value, str) or not value:
        return
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        checks.wrong(field, _("There is no such time zone. Write it like Europe/Berlin."))


FIELDS: dict[str, Rule] = {
    "name": Checks.title,
    "email": Checks.email,
    "title": partial(Checks.title, required=False),
    "level": Checks.text,
    "serves_all": Checks.flag,
    "start_date": Checks.day,
    "on_leave": Checks.flag,
    "check_in_days": partial(Checks.number, low=1),
    "time_zone": time_zone,
}
STANDING: dict[str, Rule] = {
    "manager": a(Person),
    "manager_since": Checks.day,
    "team": a(Team),
    "team_since": Checks.day,
    "dotted_managers": some(Person),
    "end_date": Checks.day,
}


def add_person(
    *,
    actor: Person | None,
    name: str,
    ref: str = "",
    manager: Person | None = None,
    manager_since: date | None = None,
    team: Team | None = None,
    team_since: date | None = None,
    dotted_managers: Sequence[Person] = (),
    end_date: date | None = None,
    reason: str = "",
    **fields: Any,
) -> Person:
    """Put a person on record; ``fields`` are those of FIELDS.

    A manager or team without a day holds as far back as anybody asks.

    Raises
    ------
    Invalid
        With all that is wrong, by field.
    """
    new = Person(name=name, team=team)
    access.require(actor, "person.create", new)
    for one, kind in [(manager, LINE), *((one, DOTTED) for one in dotted_managers)]:
        if one is not None:
            line = ReportingLine(person=new, manager=one, kind=kind)
            access.require(actor, "line.create", line)
    values = {"name": name, **fields}
    standing = {
        "manager": manager,
        "manager_since": manager_since,
        "team": team,
        "team_since": team_since,
        "dotted_managers": dotted_managers,
        "end_date": end_date,
    }
    checks = check_fields({**FIELDS, **STANDING}, {**values, **standing})
    checks.text("reason", reason)
    checks.in_order("start_date", values.get("start_date"), "end_date", end_date)
    ref = check_new_ref(checks, Person, ref)
    checks.done()
    with Change(actor, "person.created", reason=reason) as change:
        person = change.add(Person(ref=ref, end_date=end_date, **values))
        place_people(
            change,
            [Placement(person, manager, manager_since, team, team_since, dotted_managers)],
        )
    return person


def edit_person(
    *, actor: Person | None, person: Person, expected: int, reason: str = "", **changes: Any
) -> Person:
    """Change what is known of a person; ``changes`` are fields of FIELDS.

    Managers and teams change with ``move_person``, the last day with ``leave``.

    Raises
    ------
    Invalid
        With all that is wrong, by field.
    Conflict
        Somebody has changed the person since version ``expected``.
    """
    access.require(actor, "person.edit", person)
    present = Person.objects.get(pk=person.pk)
    checks = check_fields(FIELDS, changes)
    checks.text("reason", reason)
    start = changes.get("start_date", present.start_date)
    checks.in_order("start_date", start, "end_date", present.end_date)
    checks.done()
    with Change(actor, "person.edited", reason=reason) as change:
        change.save(present, expected=expected, **changes)
    return present


def leave(
    *,
    actor: Person | None,
    person: Person,
    on: date | None,
    expected: int | None = None,
    reason: str = "",
) -> Person:
    """Say which day is a person's last here; None: they stay, or are back.

    From the day after they see nothing and may do nothing. With a day that is past, access ends at
    once. Whoever comes back needs their account opened again.

    Raises
    ------
    Invalid
        The last day lies before the first.
    Conflict
        ``expected`` is given, and somebody has changed the person since.
    """
    access.require(actor, "person.leave", person)
    present = Person.objects.get(pk=person.pk)
    checks = Checks()
    checks.text("reason", reason)
    checks.in_order("start_date", present.start_date, "on", on)
    checks.done()
    with Change(actor, "person.left" if on else "person.returned", reason=reason) as change:
        change.save(present, expected=expected, end_date=on)
        close_accounts_of_the_gone(change, today())
    return present


def add_account(*, actor: Person | None, person: Person, email: str = "") -> Account:
    """Let a person sign in once they have chosen a password; the e-mail is theirs by default.

    Raises
    ------
    Invalid
        There is no e-mail, another account has it, or the person has an account already.
    """
    address = email or person.email
    access.require(actor, "account.create", Account(person=person, email=address))
    checks = Checks()
    checks.email("email", address)
    if not address:
        checks.wrong("email", _("An account needs an e-mail address. Please fill it in."))
    if Account.objects.filter(email__iexact=address).exists():
        checks.wrong("email", _("Another account has this e-mail address. Use a different one."))
    if Account.objects.filter(person=person).exists():
        checks.wrong("person", _("This person has an account already."))
    checks.done()
    with Change(actor, "account.created") as change:
        account = Account(person=person, email=Account.objects.normalize_email(address))
        account.set_unusable_password()
        change.add(account)
    return account


def close_account(*, actor: Person | None, account: Account, reason: str = "") -> Account:
    """Let nobody sign in with this account any more, from this instant on."""
    return _switch(actor, account, reason, is_active=False)


def open_account(*, actor: Person | None, account: Account, reason: str = "") -> Account:
    """Let a person sign in again with an account that was closed."""
    return _switch(actor, account, reason, is_active=True)


def _switch(actor: Person | None, account: Account, reason: str, *, is_active: bool) -> Account:
    access.require(actor, "account.close", account)
    verb = "account.opened" if is_active else "account.closed"
    with Change(actor, verb, reason=reason) as change:
        if Account.objects.filter(pk=account.pk, is_active=not is_active).update(
            is_active=is_active
        ):
            change.touch(account, ["is_active"])
    account.is_active = is_active
    return account
