"""What the database would refuse, found before and said in words.

The models' own constraints and lengths are read, so that none can be forgotten here.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _

from lineofsight.exchange.tables import Bound, Model, Plain

Values = Mapping[str, Any]  # the fields of a row by the name of their column
Test = Callable[[Values], bool | None]  # None: unknown, which a database lets pass
_ORDER = re.compile(r"_(?P<last>[a-z_]+?)_not_before_(?P<first>[a-z_]+)$")


def refusals(table: Bound, values: Values) -> Iterator[tuple[str, str]]:
    """Yield what does not hold of a row: the column of the plan file, and a sentence."""
    for column, field, longest in _lengths(table.name):
        text = values.get(field)
        if text and len(text) > longest:
            message = _("The text has {length} characters; at most {longest} fit.")
            yield column, message.format(length=len(text), longest=longest)
    for name, test in _tests(table.name):
        if test(values) is False:
            yield "", _sentence(name)


@cache
def _lengths(name: str) -> tuple[tuple[str, str, int], ...]:
    from lineofsight.exchange.tables import bound  # noqa: PLC0415 - the table by its name

    table = bound(name)
    found = []
    for column, binding in table.bindings.items():
        if isinstance(binding, Plain):
            field = table.model._meta.get_field(binding.field)
            longest = longest_text(field)
            if longest is not None:
                found.append((column, binding.field, longest))
    return tuple(found)


def longest_text(field: "models.Field[Any, Any]") -> int | None:
    """Return how many characters a field holds; None where it does not matter."""
    limits = [
        int(validator.limit_value)
        for validator in field.validators
        if isinstance(validator, MaxLengthValidator)
    ]
    return min(limits, default=None)


@cache
def _tests(name: str) -> tuple[tuple[str, Test], ...]:
    from lineofsight.exchange.tables import bound  # noqa: PLC0415 - the table by its name

    model = bound(name).model
    return tuple(
        (constraint.name, _condition(model, constraint.condition))
        for constraint in model._meta.constraints
        if isinstance(constraint, models.CheckConstraint) and isinstance(constraint.condition, Q)
    )


def _condition(model: Model, condition: Q) -> Test:
    tests = [
        _condition(model, child) if isinstance(child, Q) else _comparison(model, *child)
        for child in condition.children
        if isinstance(child, Q | tuple)
    ]
    every = condition.connector == Q.AND

    def test(values: Values) -> bool | None:
        unknown = False
        for each in tests:
            held = each(values)
            if held is not None and held is not every:
                return held is not condition.negated
            unknown = unknown or held is None
        return None if unknown else every is not condition.negated

    return test


def _comparison(model: Model, lookup: str, value: Any) -> Test:
    name, _sep, how = lookup.partition("__")
    field = model._meta.pk if name == "pk" else model._meta.get_field(name)
    column, default = field.attname, field.get_default()
    other = value.deconstruct()[1][0] if isinstance(value, F) else None
    if other is not None:
        found = model._meta.pk if other == "pk" else model._meta.get_field(other)
        other = found.attname
    compare = _COMPARISONS[how]

    def test(values: Values) -> bool | None:
        ours = values.get(column, default)
        theirs = value if other is None else values.get(other)
        if how == "isnull":
            return (ours is None) is value
        if ours is None or theirs is None:
            return None
        return compare(ours, theirs)

    return test


_COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "": lambda ours, theirs: ours == theirs,
    "exact": lambda ours, theirs: ours == theirs,
    "in": lambda ours, theirs: ours in theirs,
    "gte": lambda ours, theirs: ours >= theirs,
    "gt": lambda ours, theirs: ours > theirs,
    "lte": lambda ours, theirs: ours <= theirs,
    "lt": lambda ours, theirs: ours < theirs,
    "isnull": lambda ours, theirs: (ours is None) is theirs,
}


def _sentence(name: str) -> str:
    order = _ORDER.search(name)
    if order:
        return _("{last} lies before {first}.").format(**order.groupdict())
    return _("The record does not hold such a row: {rule}.").format(rule=name.replace("_", " "))
