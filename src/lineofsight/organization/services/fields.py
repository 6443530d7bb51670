"""Values for fields that people give, each held to its rule; and what several verbs share."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.db.models import Model, ProtectedError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lineofsight.organization.record.base import Record, new_ref
from lineofsight.organization.record.change import Change
from lineofsight.organization.record.checks import Checks, refuse

Rule = Callable[[Checks, str, Any], None]
R = TypeVar("R", bound=Record)


def a(model: type[Model]) -> Rule:
    """Return the rule of a reference: a row of this model, or nothing."""

    def rule(checks: Checks, field: str, value: object) -> None:
        if value is not None and not (isinstance(value, model) and value.pk is not None):
            checks.wrong(field, _("Choose one that is on record."))

    return rule


def some(model: type[Model]) -> Rule:
    """Return the rule of several references: rows of this model."""
    one = a(model)

    def rule(checks: Checks, field: str, value: object) -> None:
        for each in value if isinstance(value, list | tuple) else [value]:
            one(checks, field, each if each is not None else "")

    return rule


def check_fields(rules: Mapping[str, Rule], values: Mapping[str, object]) -> Checks:
    """Hold each value to the rule of its field; a field without a rule is a problem too."""
    checks = Checks()
    for field, value in values.items():
        if field in rules:
            rules[field](checks, field, value)
        else:
            checks.wrong(field, _("There is no such field."))
    return checks


def check_new_ref(checks: Checks, model: type[Record], ref: str) -> str:
    """Hold the id of a new row to its form, and to being new; make one if none is given."""
    if not ref:
        return new_ref()
    checks.ref("ref", ref)
    if model._default_manager.filter(ref=ref).exists():
        checks.wrong("ref", _("Another one has this id already. Choose a different one."))
    return ref


def remove_if_free(change: Change, thing: Model, *, expected: int | None) -> None:
    """Remove a row unless others hold on to it.

    Raises
    ------
    Invalid
        Others in the record still refer to it.
    Conflict
        ``expected`` is given, and somebody has changed it since.
    """
    try:
        change.remove(thing, expected=expected)
    except ProtectedError as error:
        count = len(error.protected_objects)
        sentence = ngettext(
            "It cannot be removed: one other in the record still refers to it. Change that first.",
            "It cannot be removed: {count} others in the record still refer to it. Change those "
            "first.",
            count,
        )
        refuse("", sentence.format(count=count))
