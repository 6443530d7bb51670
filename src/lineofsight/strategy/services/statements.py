"""The vision, the mission, the definition of value, the North Star: line by line."""

from typing import Any

from lineofsight.organization import access
from lineofsight.organization.models import Person
from lineofsight.organization.record.change import Change
from lineofsight.organization.record.checks import Checks
from lineofsight.organization.services.fields import Rule, a, check_fields, check_new_ref
from lineofsight.strategy.models import STATEMENT_KINDS, Kpi, Statement, StrategyVersion
from lineofsight.strategy.services.versions import drafted

FIELDS: dict[str, Rule] = {
    "kind": lambda checks, field, value: checks.one_of(
        field, value, STATEMENT_KINDS, or_none=False
    ),
    "text": lambda checks, field, value: checks.text(field, value, required=True),
    "measure": a(Kpi),
    "strategy_version": a(StrategyVersion),
    "published_on": Checks.day,
}


def add_statement(
    *,
    actor: Person | None,
    kind: str,
    text: str,
    ref: str = "",
    reason: str = "",
    **fields: Any,
) -> Statement:
    """Add a statement to a draft, or one that belongs to no version; ``fields`` are of FIELDS.

    Raises
    ------
    Invalid
        With all that is wrong, by field.
    Published
        Its version is no draft any more.
    """
    access.require(actor, "statement.create", Statement(kind=kind, text=text))
    values = {"kind": kind, "text": text, **fields}
    checks = check_fields(FIELDS, values)
    checks.text("reason", reason)
    ref = check_new_ref(checks, Statement, ref)
    checks.done()
    with Change(actor, "statement.created", reason=reason) as change:
        _hold_draft(change, values.get("strategy_version"))
        return change.add(Statement(ref=ref, **values))


def edit_statement(
    *, actor: Person | None, statement: Statement, expected: int, reason: str = "", **changes: Any
) -> Statement:
    """Change a statement of a draft, or one that belongs to no version.

    Raises
    ------
    Invalid
        With all that is wrong, by field.
    Published
        Its version, or the one that it would go to, is no draft any more.
    Conflict
        Somebody has changed it since version ``expected``.
    """
    access.require(actor, "statement.edit", statement)
    checks = check_fields(FIELDS, changes)
    checks.text("reason", reason)
    checks.done()
    with Change(actor, "statement.edited", reason=reason) as change:
        present = Statement.objects.get(pk=statement.pk)
        _hold_draft(change, present.strategy_version)
        _hold_draft(change, changes.get("strategy_version"))
        change.save(present, expected=expected, **changes)
    return present


def remove_statement(
    *, actor: Person | None, statement: Statement, expected: int, reason: str = ""
) -> None:
    """Take a statement out of a draft, or one that belongs to no version off the record.

    Raises
    ------
    Published
        Its version is no draft any more.
    Conflict
        Somebody has changed it since version ``expected``.
    """
    access.require(actor, "statement.remove", statement)
    with Change(actor, "statement.removed", reason=reason) as change:
        _hold_draft(change, Statement.objects.get(pk=statement.pk).strategy_version)
        change.remove(statement, expected=expected)


def _hold_draft(change: Change, version: StrategyVersion | None) -> None:
    """Let nobody publish a version while one of its statements changes."""
    if version is not None:
        change.hold(version)
        drafted(version)
