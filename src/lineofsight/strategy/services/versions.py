"""Versions of the strategy: drafted, then published for a reason, then left as they are."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from lineofsight.organization import access
from lineofsight.organization.models import Person
from lineofsight.organization.record.change import Change
from lineofsight.organization.record.checks import Checks
from lineofsight.organization.record.locks import wait_for_name
from lineofsight.organization.selectors.days import today
from lineofsight.organization.services.fields import Rule, check_fields, remove_if_free
from lineofsight.strategy.errors import Published
from lineofsight.strategy.models import Statement, StrategyVersion

FIELDS: dict[str, Rule] = {
    "name": lambda checks, field, value: checks.short(field, value, required=True),
    "reason": Checks.text,
}
_LOCK = "versions of the strategy"


def draft_version(
    *,
    actor: Person | None,
    name: str,
    reason: str = "",
    based_on: StrategyVersion | None = None,
) -> StrategyVersion:
    """Begin a new version that only those see who work on it.

    ``based_on``: a version whose statements are copied into the new one, to be worked over.

    Raises
    ------
    Invalid
        Another version has this name, or a text is too long.
    """
    access.require(actor, "strategy.create", StrategyVersion(name=name))
    checks = check_fields(FIELDS, {"name": name, "reason": reason})
    with Change(actor, "strategy.drafted", reason=reason) as change:
        wait_for_name(_LOCK)
        _check_name(checks, name)
        checks.done()
        version = change.add(StrategyVersion(name=name, reason=reason))
        if based_on is not None:
            change.add_all(
                [
                    Statement(
                        kind=old.kind,
                        text=old.text,
                        measure_id=old.measure_id,
                        strategy_version=version,
                    )
                    for old in based_on.statements.order_by("pk")
                ]
            )
    return version


def edit_version(
    *, actor: Person | None, version: StrategyVersion, expected: int, **changes: Any
) -> StrategyVersion:
    """Change the name or the reason of a draft.

    Raises
    ------
    Invalid
        With all that is wrong, by field.
    Published
        It is no draft any more.
    Conflict
        Somebody has changed it since version ``expected``.
    """
    access.require(actor, "strategy.edit", version)
    checks = check_fields(FIELDS, changes)
    with Change(actor, "strategy.edited") as change:
        wait_for_name(_LOCK)
        present = drafted(version)
        if changes.get("name", present.name) != present.name:
            _check_name(checks, changes["name"])
        checks.done()
        change.save(present, expected=expected, **changes)
        if "name" in changes:
            change.touch_all(list(present.statements.all()), ["strategy_version"])
    return present


def publish_version(
    *, actor: Person | None, name: str, reason: str = "", on: date | None = None
) -> StrategyVersion:
    """Publish the draft of this name (an empty one is made if there is none).

    ``on`` (default: today) is the day from which it is the organisation's strategy. A version
    that follows another one says why; the reason of the draft counts too.

    Raises
    ------
    Invalid
        The reason is missing, or a text is too long.
    Published
        It has been published before.
    """
    found = StrategyVersion.objects.filter(name=name).first()
    access.require(actor, "strategy.publish" if found else "strategy.create", found or _new(name))
    checks = check_fields(FIELDS, {"name": name, "reason": reason})
    checks.day("on", on)
    checks.done()
    with Change(actor, "strategy.published", reason=reason) as change:
        wait_for_name(_LOCK)
        found = StrategyVersion.objects.filter(name=name).first()
        version = drafted(found) if found else change.add(_new(name))
        why = reason or version.reason
        followed = StrategyVersion.objects.filter(published_on__isnull=False).exists()
        if followed and not why.strip():
            checks.wrong("reason", _("Say why the strategy changes: people will ask."))
        checks.done()
        day = on or today()
        change.save(version, reason=why, published_on=day, published_by=actor)
        statements = list(version.statements.order_by("pk"))
        for statement in statements:
            statement.published_on = day
        change.save_all(statements, ["published_on"])
    return version


def remove_version(
    *, actor: Person | None, version: StrategyVersion, expected: int, reason: str = ""
) -> None:
    """Give up a draft, with its statements.

    Raises
    ------
    Published
        It is no draft any more.
    Conflict
        Somebody has changed it since version ``expected``.
    """
    access.require(actor, "strategy.remove", version)
    with Change(actor, "strategy.removed", reason=reason) as change:
        wait_for_name(_LOCK)
        present = drafted(version)
        change.hold(present, expected)
        for statement in present.statements.order_by("pk"):
            change.remove(statement)
        remove_if_free(change, present, expected=None)


def drafted(version: StrategyVersion) -> StrategyVersion:
    """Return a version as it stands now, if it is a draft still.

    Raises
    ------
    Published
        It is published.
    """
    present = StrategyVersion.objects.get(pk=version.pk)
    if present.published_on is not None:
        raise Published(
            _("This version is published, so its words stay as they are. Draft the next version."),
            version=present.name,
        )
    return present


def _new(name: str) -> StrategyVersion:
    return StrategyVersion(name=name)


def _check_name(checks: Checks, name: str) -> None:
    if StrategyVersion.objects.filter(name=name).exists():
        checks.wrong("name", _("Another version has this name already. Choose a different one."))
