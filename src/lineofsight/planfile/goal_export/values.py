"""Reading records of JSON that may hold anything."""

from collections.abc import Iterator
from typing import cast

from lineofsight.planfile.outside import one_line, usable_id

Json = dict[str, object]


def records_in(value: object) -> list[Json]:
    """Return the records of a value: a list of them, one alone, or none."""
    if isinstance(value, dict):
        return [cast(Json, value)]
    if isinstance(value, list):
        return [cast(Json, each) for each in value if isinstance(each, dict)]
    return []


def key_in(record: Json, name: str = "ID") -> str:
    """Return an id, which is a number or text, as text; ``""`` if there is none."""
    return key_of(record.get(name))


def key_of(value: object) -> str:
    """Read an id."""
    if type(value) is int:
        return str(value)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    if isinstance(value, float):
        value = int(value) if value.is_integer() else value
    return usable_id(str(value))


def text_in(record: Json, name: str) -> str:
    """Return a text, as it stands; ``""`` if there is none, or something else."""
    value = record.get(name)
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value}"
    return ""


def line_in(record: Json, name: str) -> str:
    """Return a text on one line."""
    return one_line(text_in(record, name))


def record_in(record: Json, name: str) -> Json:
    """Return a record within a record; an empty one if there is none."""
    value = record.get(name)
    return cast(Json, value) if isinstance(value, dict) else {}


def keys_in(record: Json, name: str) -> Iterator[str]:
    """Yield the ids in a list of ids, or a single one."""
    value = record.get(name)
    for each in value if isinstance(value, list) else [value]:
        if key := key_of(each):
            yield key
