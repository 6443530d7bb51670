"""The organisation itself: its name, clock, language, and what it has settled about checks."""

from datetime import date
from typing import Any

from django.conf import settings as installed
from django.utils.translation import gettext as _

from lineofsight.organization import access
from lineofsight.organization.models import Organization, Person
from lineofsight.organization.record.change import Change
from lineofsight.organization.record.checks import Checks
from lineofsight.organization.selectors.days import the_organization
from lineofsight.organization.services.check_settings import check_settings
from lineofsight.organization.services.fields import Rule, check_fields
from lineofsight.organization.services.people import time_zone


def _zone(checks: Checks, field: str, value: object) -> None:
    time_zone(checks, field, value)
    if value == "":
        checks.wrong(field, _("This is needed. Please fill it in."))


def _language(checks: Checks, field: str, value: object) -> None:
    checks.one_of(field, value, [code for code, _name in installed.LANGUAGES], or_none=False)


FIELDS: dict[str, Rule] = {
    "name": Checks.short,
    "time_zone": _zone,
    "language": _language,
    "rules_began_on": Checks.day,
    "settings": check_settings,
}


def edit_organization(
    *, actor: Person | None, expected: int, reason: str = "", **changes: Any
) -> Organization:
    """Change the organisation; ``changes`` are fields of FIELDS.

    ``settings`` is read like the table ``[lineofsight]`` of ``lineofsight.toml``: ``select``,
    ``ignore``, ``high``, ``medium``, ``thresholds``, ``words``. Whoever may change thresholds only
    changes nothing else.

    Raises
    ------
    Invalid
        With all that is wrong, by field.
    Conflict
        Somebody has changed the organisation since version ``expected``.
    """
    only_settings = changes.keys() <= {"settings"}
    verb = "settings.edit" if only_settings else "organization.edit"
    access.require(actor, verb, the_organization())
    checks = check_fields(FIELDS, changes)
    checks.text("reason", reason)
    checks.done()
    with Change(actor, "organization.edited", reason=reason) as change:
        present = the_organization()
        change.save(present, expected=expected, **changes)
    return present


def begin_rules(*, on: date) -> Organization:
    """Note the day on which checks began here, from which the waves of rules are counted; once."""
    with Change(None, "organization.rules_began") as change:
        present = the_organization()
        if present.rules_began_on is None:
            change.save(present, rules_began_on=on)
    return present
