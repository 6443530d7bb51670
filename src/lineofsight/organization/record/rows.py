"""Rows of the record as the plan file writes them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Model, QuerySet

from lineofsight.organization.record.columns import AnySource, Many, OneLink, OneOf, plan_of

Row = dict[str, Any]  # plain values: text, numbers, yes or no, ISO days, lists of text
CHUNK = 2_000
UNKNOWN: tuple[str, list[object]] = ("", [])


def rows_of(model: type[Model], rows: "QuerySet[Any] | None" = None) -> Iterator[tuple[int, Row]]:
    """Yield the id and the plan row of each object, in the order of their ids.

    Unknown values are left out. Takes one query for the table and one for each column with several
    references, however many rows there are.
    """
    return ((pk, row) for pk, row, _beside in rows_with(model, (), rows))


def rows_with(
    model: type[Model], beside: Sequence[str], rows: "QuerySet[Any] | None" = None
) -> Iterator[tuple[int, Row, tuple[Any, ...]]]:
    """Yield the id, the plan row and some fields beside it of each object, as ``rows_of`` does."""
    objects = model._default_manager.all() if rows is None else rows
    sources = plan_of(model).everything
    several = {
        column: dict(_several(model, source, rows))
        for column, source in sources.items()
        if isinstance(source, Many)
    }
    paths = _paths(source for source in sources.values() if not isinstance(source, Many))
    first = 2 + len(beside)
    read = [
        (
            column,
            _reader(source, several.get(column, {}), {p: first + n for n, p in enumerate(paths)}),
        )
        for column, source in sources.items()
    ]
    fields = ("pk", "extras", *beside, *paths)
    for values in objects.order_by("pk").values_list(*fields).iterator(CHUNK):
        row: Row = {}
        for column, value_in in read:
            value = value_in(values)
            if value or not (value is None or value in UNKNOWN):
                row[column] = value
        if values[1]:
            row.update(values[1])
        yield values[0], row, values[2:first]


def _reader(
    source: AnySource, several: Mapping[int, list[str]], places: Mapping[str, int]
) -> Callable[[Sequence[Any]], Any]:
    """Return what finds a column's value among the values of a row."""
    if isinstance(source, Many):
        return lambda values: several.get(values[0])
    if isinstance(source, OneOf):
        paths = [places[path] for path in source.paths]
        words = [(places[flag], word) for flag, word in source.words.items()]
        return lambda values: _one(values, paths, words)
    if isinstance(source, OneLink):
        parts = [places[path] for path in source.paths]
        return lambda values: source.written([values[part] for part in parts])
    place = places[source]
    return lambda values: plain(values[place])


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


def _one(values: Sequence[Any], paths: Sequence[int], words: Sequence[tuple[int, str]]) -> str:
    for place in paths:
        if values[place]:
            return str(values[place])
    return next((word for place, word in words if values[place]), "")


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
