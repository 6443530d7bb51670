"""Writing computed columns of many rows in few statements; versions stay as they are."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.models import Field, Model

ROWS = 1_000


def _name(field: "Field[Any, Any]") -> str:
    return connection.ops.quote_name(str(field.column))


def _field(model: type[Model], name: str) -> "Field[Any, Any]":
    found = model._meta.pk if name == "pk" else model._meta.get_field(name)
    if not isinstance(found, Field):
        raise TypeError(f"{model.__name__}.{name} is no column")
    return found


def write(
    model: type[Model],
    fields: Sequence[str],
    rows: Sequence[tuple[object, ...]],
    same: Mapping[str, object] | None = None,
) -> None:
    """Set fields of rows of a model.

    Parameters
    ----------
    fields : sequence of str
        Fields of numbers or text.
    rows : sequence of tuple
        A row's primary key, then a value for each field.
    same : mapping of field to value, optional
        What is set alike in all of them.
    """
    table = connection.ops.quote_name(model._meta.db_table)
    key = _name(_field(model, "pk"))
    # The columns of VALUES have these names in both databases; a cast gives NULLs their type.
    settings = [
        f"{_name(field)} = CAST(v.column{at} AS {field.db_type(connection)})"
        for at, field in enumerate((_field(model, name) for name in fields), 2)
    ]
    fixed = []
    for name, value in (same or {}).items():
        field = _field(model, name)
        settings.append(f"{_name(field)} = %s")
        fixed.append(field.get_db_prep_save(value, connection))
    one = "(" + ", ".join(["%s"] * (len(fields) + 1)) + ")"
    for start in range(0, len(rows), ROWS):
        some = rows[start : start + ROWS]
        statement = (
            f"UPDATE {table} SET {', '.join(settings)} "  # noqa: S608 - names of our own columns
            f"FROM (VALUES {', '.join([one] * len(some))}) AS v "
            f"WHERE {table}.{key} = v.column1"
        )
        values = list(fixed)
        for row in some:
            values += row
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
