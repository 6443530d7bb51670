"""What goes with a row that is removed, and which rows it leaves changed."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from django.db import models
from django.db.models.deletion import Collector

from lineofsight.organization.record.base import Versioned

Numbers = dict[type[Versioned], set[int]]
Updates = Mapping[tuple["models.Field[Any, Any]", object], list[Iterable[models.Model]]]


def follow(thing: models.Model) -> tuple[Numbers, Numbers]:
    """Return the rows that a removal takes along (the row among them), and those it changes.

    Changed are rows that named a removed one: by a reference that becomes empty, or in a column
    with several references. Only tables with history count. Removes nothing.

    Raises
    ------
    django.db.models.ProtectedError
        Other rows hold on to it.
    """
    collector = Collector(using=thing._state.db or "default", origin=thing)
    collector.collect([thing])
    gone: Numbers = {}
    changed: Numbers = {}
    for model, rows in collector.data.items():
        _note(gone, model, (row.pk for row in rows))
    # Without signals and without rows below, Django deletes by condition: these are querysets.
    for alike in collector.fast_deletes:
        owner: Any = alike.model._meta.auto_created  # the model of a relation, or False
        if isinstance(owner, type) and issubclass(owner, Versioned):
            _note(changed, owner, alike.values_list(_column_of(alike.model, owner), flat=True))
        elif issubclass(alike.model, Versioned):
            _note(gone, alike.model, alike.values_list("pk", flat=True))
    updates = cast("Updates", collector.field_updates)
    for (field, _value), batches in updates.items():
        for batch in batches:
            _note(changed, field.model, (row.pk for row in batch))
    left = {model: pks - gone.get(model, set()) for model, pks in changed.items()}
    return gone, {model: pks for model, pks in left.items() if pks}


def _note(found: Numbers, model: type[models.Model], pks: Iterable[int]) -> None:
    if issubclass(model, Versioned):
        found.setdefault(model, set()).update(pks)


def _column_of(through: type[models.Model], owner: type[Versioned]) -> str:
    """Name the column of a relation's table that holds the row to which the relation belongs."""
    relation = next(
        field for field in owner._meta.many_to_many if field.remote_field.through is through
    )
    return f"{relation.m2m_field_name()}_id"
