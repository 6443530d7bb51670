"""Writing computed columns of many rows in few statements; versions stay as they are."""

from collections.abc import Mapping, Sequence

from django.db import connection
from django.db.models import Model

ROWS = 1_000


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
    meta, quote = model._meta, connection.ops.quote_name
    key = meta.pk
    if key is None:
        raise TypeError(f"{model.__name__} has no primary key")
    table = quote(meta.db_table)
    columns = [meta.get_field(name) for name in fields]
    # The columns of VALUES have these names in both databases; a cast gives NULLs their type.
    settings = [
        f"{quote(str(column.column))} = CAST(v.column{at} AS {column.db_type(connection)})"
        for at, column in enumerate(columns, 2)
    ]
    fixed = [
        (quote(str(column.column)), column.get_db_prep_save(value, connection))
        for name, value in (same or {}).items()
        for column in [meta.get_field(name)]
    ]
    settings += [f"{name} = %s" for name, _ in fixed]
    one = "(" + ", ".join(["%s"] * (len(fields) + 1)) + ")"
    for start in range(0, len(rows), ROWS):
        some = rows[start : start + ROWS]
        statement = (
            f"UPDATE {table} SET {', '.join(settings)} "  # noqa: S608 - names of our own columns
            f"FROM (VALUES {', '.join([one] * len(some))}) AS v "
            f"WHERE {table}.{quote(key.column)} = v.column1"
        )
        values = [value for _, value in fixed]
        for row in some:
            values += row
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
