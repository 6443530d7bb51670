"""Rows of the record as the plan file writes them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Model, QuerySet

from lineofsight.organization.record.columns import Many, OneLink, OneOf, plan_of

Row = dict[str, Any]  # plain values: text, numbers, yes or no, ISO days, lists of text
CHUNK = 2_000


def rows_of(model: type[Model], rows: "QuerySet[Any] | None" = None) -> Iterator[tuple[int, Row]]:
    """Yield the id and the plan row of each object, in the order of their ids.

    Unknown values are left out. Takes one query for the table and one for each column with several
    references, however many rows there are.
    """
    objects = model._default_manager.all() if rows is None else rows
    several = {
        column: dict(_several(model, source, rows))
        for column, source in plan_of(model).everything.items()
        if isinstance(source, Many)
    }
    single = {
        column: source
        for column, source in plan_of(model).everything.items()
        if not isinstance(source, Many)
    }
    paths = _paths(single.values())
    for values in objects.order_by("pk").values_list("pk", "extras", *paths).iterator(CHUNK):
        pk, extras = values[0], values[1]
        found = dict(zip(paths, values[2:], strict=True))
        row: Row = {}
        for column, source in plan_of(model).everything.items():
            if isinstance(source, Many):
                value: Any = several[column].get(pk)
            elif isinstance(source, OneOf):
                value = _one(source, found)
            elif isinstance(source, OneLink):
                value = source.written([found[path] for path in source.paths])
            else:
                value = plain(found[source])
            if value is not None and value not in ("", []):
                row[column] = value
        yield pk, {**row, **(extras or {})}


def plain(value: Any) -> Any:
    """Turn a field's value into what JSON can hold; days and instants in ISO 8601."""
    return value.isoformat() if isinstance(value, date | datetime) else value


def _paths(sources: Iterable[object]) -> list[str]:
    paths: list[str] = []
    for source in sources:
        if isinstance(source, str):
            paths.append(source)
        elif isinstance(source, OneOf):
            paths += [*source.paths, *source.words]
        elif isinstance(source, OneLink):
            paths += source.paths
    return list(dict.fromkeys(paths))


def _one(source: OneOf, found: dict[str, Any]) -> str:
    for path in source.paths:
        if found[path]:
            return str(found[path])
    return next((word for flag, word in source.words.items() if found[flag]), "")


def _several(
    model: type[Model], source: Many, rows: "QuerySet[Any] | None"
) -> Iterator[tuple[int, list[str]]]:
    """Yield what each object refers to, in the order in which it was given."""
    relation = getattr(model, source.relation)
    through = relation.through
    own = relation.field.m2m_field_name()
    other = relation.field.m2m_reverse_field_name()
    pairs = through._default_manager.order_by(own, "pk")
    if rows is not None:
        pairs = pairs.filter(**{f"{own}__in": rows.order_by().values("pk")})
    present: int | None = None
    named: list[str] = []
    for pk, ref in pairs.values_list(f"{own}_id", f"{other}__{source.key}").iterator(CHUNK):
        if pk != present:
            if present is not None:
                yield present, named
            present, named = pk, []
        named.append(ref)
    if present is not None:
        yield present, named


def rows_by_pk(model: type[Model], pks: Sequence[int]) -> dict[int, Row]:
    """Return the plan rows of a few objects by id."""
    found: dict[int, Row] = {}
    for at in range(0, len(pks), CHUNK):
        found.update(rows_of(model, model._default_manager.filter(pk__in=pks[at : at + CHUNK])))
    return found
