"""KPIs: health checks with a range, and what they guard."""

from typing import Any

from django.utils.translation import gettext as _

from lineofsight.organization import access
from lineofsight.organization.models import Person
from lineofsight.organization.record.change import Change
from lineofsight.organization.record.checks import Checks
from lineofsight.organization.services.fields import (
    Rule,
    a,
    check_fields,
    check_new_ref,
    remove_if_free,
)
from lineofsight.strategy.models import Kpi


def _guards(checks: Checks, field: str, value: object) -> None:
    """Hold what a KPI guards to a list of ids, whatever they name: nothing is no error."""
    if not isinstance(value, list):
        checks.wrong(field, _("Write this as a list of ids."))
        return
    for one in value:
        checks.ref(field, one)


FIELDS: dict[str, Rule] = {
    "name": Checks.title,
    "unit": Checks.text,
    "healthy_min": Checks.number,
    "healthy_max": Checks.number,
    "owner": a(Person),
    "guards": _guards,
}


def add_kpi(
    *, actor: Person | None, name: str, ref: str = "", reason: str = "", **fields: Any
) -> Kpi:
    """Put a KPI on record; ``fields`` are those of FIELDS.

    ``guards`` lists ids of pillars and key results, or ``north_star``.

    Raises
    ------
    Invalid
        With all that is wrong, by field.
    """
    access.require(actor, "kpi.create", Kpi(name=name))
    values = {"name": name, **fields}
    checks = check_fields(FIELDS, values)
    _check_range(checks, values.get("healthy_min"), values.get("healthy_max"))
    checks.text("reason", reason)
    ref = check_new_ref(checks, Kpi, ref)
    checks.done()
    with Change(actor, "kpi.created", reason=reason) as change:
        return change.add(Kpi(ref=ref, **values))


def edit_kpi(
    *, actor: Person | None, kpi: Kpi, expected: int, reason: str = "", **changes: Any
) -> Kpi:
    """Change a KPI; ``changes`` are fields of FIELDS.

    Raises
    ------
    Invalid
        With all that is wrong, by field.
    Conflict
        Somebody has changed it since version ``expected``.
    """
    access.require(actor, "kpi.edit", kpi)
    present = Kpi.objects.get(pk=kpi.pk)
    checks = check_fields(FIELDS, changes)
    low = changes.get("healthy_min", present.healthy_min)
    _check_range(checks, low, changes.get("healthy_max", present.healthy_max))
    checks.text("reason", reason)
    checks.done()
    with Change(actor, "kpi.edited", reason=reason) as change:
        change.save(present, expected=expected, **changes)
    return present


def remove_kpi(*, actor: Person | None, kpi: Kpi, expected: int, reason: str = "") -> None:
    """Take a KPI off the record, with its observations; pillars that named it name it no more.

    Raises
    ------
    Invalid
        A statement is measured by it.
    Conflict
        Somebody has changed it since version ``expected``.
    """
    access.require(actor, "kpi.remove", kpi)
    with Change(actor, "kpi.removed", reason=reason) as change:
        remove_if_free(change, kpi, expected=expected)


def _check_range(checks: Checks, low: object, high: object) -> None:
    known = isinstance(low, int | float) and isinstance(high, int | float)
    if known and not checks.problems and high < low:  # type: ignore[operator] # numbers, as known says
        checks.wrong("healthy_max", _("This lies below the lower bound. Change one of the two."))
