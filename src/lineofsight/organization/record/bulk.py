"""The one way to write very many rows: plain values, in as few statements as the database allows.

SQLite takes them through one prepared statement; PostgreSQL takes new rows through ``COPY``, others
through lists of values. Nothing makes an object of a row, sends a signal or fills in a default:
whoever calls says what each column holds.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import Any

from django.db import connection, models
from django.db.models import Field, Model

from lineofsight.organization.record.locks import is_postgresql

AT_ONCE = 5_000  # rows that are held at a time
AT_ONCE_OF_OTHERS = 1_000  # rows that one statement changes
Values = Sequence[Any]
Adapt = Callable[[Any], Any]


def insert(model: type[Model], fields: Sequence[str], rows: Iterable[Values]) -> int:
    """Insert rows of one model and return how many.

    Parameters
    ----------
    fields : sequence of str
        Names of columns as attributes of the model (``owner_id``). The primary key may be left
        out, and is given by the database then; every other column must be there.
    rows : iterable of sequence
        The values of each row in that order: what the model's fields hold.

    Raises
    ------
    django.db.IntegrityError
        The database refuses a row.
    """
    columns = [_field(model, name) for name in fields]
    adapts = [_adapt(column) for column in columns]
    names, table = ", ".join(map(_name, columns)), _table(model)
    waiting = iter(rows)
    done = 0
    while batch := list(islice(waiting, AT_ONCE)):
        adapted = _adapted(batch, adapts)
        if is_postgresql():
            _copy(f"COPY {table} ({names}) FROM STDIN", adapted)
        else:
            places = ", ".join(["%s"] * len(columns))
            statement = f"INSERT INTO {table} ({names}) VALUES ({places})"  # noqa: S608 - our names
            with connection.cursor() as cursor:
                cursor.executemany(statement, adapted)
        done += len(batch)
    return done


def update(
    model: type[Model],
    fields: Sequence[str],
    rows: Iterable[Values],
    same: Mapping[str, object] | None = None,
) -> None:
    """Set columns of rows of one model; versions stay as they are.

    Parameters
    ----------
    fields : sequence of str
        Names of columns as attributes of the model (``owner_id``).
    rows : iterable of sequence
        A row's primary key, then the value of each of these columns.
    same : mapping of field to value, optional
        What is set alike in all of them.

    Raises
    ------
    django.db.IntegrityError
        The database refuses a row.
    """
    columns = [_field(model, name) for name in fields]
    adapts = [None, *map(_adapt, columns)]
    alike = {_field(model, name): value for name, value in (same or {}).items()}
    fixed = [field.get_db_prep_save(value, connection) for field, value in alike.items()]
    waiting = iter(rows)
    while batch := list(islice(waiting, AT_ONCE_OF_OTHERS)):
        adapted = _adapted(batch, adapts)
        with connection.cursor() as cursor:
            if is_postgresql():
                settings = [
                    # A cast gives its type to a column of the list in which all are unknown.
                    f"{_name(column)} = CAST(v.column{at} AS {column.db_type(connection)})"
                    for at, column in enumerate(columns, 2)
                ]
                one = "(" + ", ".join(["%s"] * (len(columns) + 1)) + ")"
                cursor.execute(
                    _update(model, [*settings, *_set(alike)])
                    + f" FROM (VALUES {', '.join([one] * len(batch))}) AS v "
                    f"WHERE {_table(model)}.{_name(model._meta.pk)} = v.column1",
                    [*fixed, *(value for row in adapted for value in row)],
                )
            else:
                cursor.executemany(
                    _update(model, _set([*columns, *alike]))
                    + f" WHERE {_name(model._meta.pk)} = %s",
                    [(*row[1:], *fixed, row[0]) for row in adapted],
                )


def _update(model: type[Model], settings: Iterable[str]) -> str:
    return f"UPDATE {_table(model)} SET {', '.join(settings)}"  # noqa: S608 - names of our columns


def _set(columns: "Iterable[Field[Any, Any]]") -> list[str]:
    return [f"{_name(column)} = %s" for column in columns]


def _table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _name(field: "Field[Any, Any] | None") -> str:
    return connection.ops.quote_name(str(field.column)) if field is not None else ""


def _field(model: type[Model], name: str) -> "Field[Any, Any]":
    for field in model._meta.concrete_fields:
        if field.attname == name:
            return field
    raise LookupError(f"{model.__name__} has no column {name}")


def _copy(statement: str, rows: Iterable[Values]) -> None:
    with (
        connection.cursor() as cursor,
        connection.wrap_database_errors,
        cursor.copy(statement) as copy,
    ):
        for row in rows:
            copy.write_row(row)


def _adapted(batch: Sequence[Values], adapts: Sequence[Adapt | None]) -> list[Values]:
    columns = (
        cells if adapt is None else [None if cell is None else adapt(cell) for cell in cells]
        for cells, adapt in zip(zip(*batch, strict=True), adapts, strict=True)
    )
    return list(zip(*columns, strict=True))


def _json(value: object) -> str:
    return "{}" if value == {} else json.dumps(value)


def _adapt(field: "Field[Any, Any]") -> Adapt | None:
    """Return what brings a value to the form that the database takes; None if it is that form."""
    if isinstance(field, models.JSONField):
        return _json
    if isinstance(field, models.IntegerField):
        return int  # a whole number of a plan file is a float
    if isinstance(field, models.FloatField):
        return float
    if is_postgresql():
        return None
    if isinstance(field, models.DateTimeField):
        # Rows that are written together mostly bear one instant.
        return lru_cache(maxsize=64)(connection.ops.adapt_datetimefield_value)
    return date.isoformat if isinstance(field, models.DateField) else None
