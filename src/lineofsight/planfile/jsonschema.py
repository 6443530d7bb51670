"""The published JSON Schema (draft 2020-12) of a plan, made from the list of columns.

``python -m lineofsight.planfile.jsonschema`` prints it; the copy in this folder is the one that is
shipped, and a test holds it to what is printed.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path

from lineofsight.planfile.schema import FORMAT, TABLES, VERSION, Column, Kind, TableSpec

SHIPPED = Path(__file__).with_name("plan.schema.json")

_DATE = r"^\d{4}-\d{2}-\d{2}([T ].*)?$"
_PERCENT = r"(\d+\.?\d*|\.\d+)\s*%\s*$"
_ID = {"type": ["string", "number"], "minLength": 1, "pattern": "^[^;>]*$"}
_REFERENCE = {"type": ["string", "number"]}

Schema = dict[str, object]


def plan_schema() -> Schema:
    """Return the schema of a whole plan.

    It says what a single value may be. What must hold between values (references, ends after
    starts, unique ids) is checked by the reader, which also takes listed words in other spellings
    and numbers that are written as text.
    """
    properties: Schema = {
        "$schema": {"type": "string"},
        "format": {"const": FORMAT},
        "version": {"const": VERSION},
    }
    properties |= {name: _table(spec) for name, spec in TABLES.items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A plan for Line of Sight",
        "type": "object",
        "required": ["format", "version", "goals"],
        "properties": properties,
    }


def text() -> str:
    """Return the schema as it is shipped."""
    return json.dumps(plan_schema(), indent=1, ensure_ascii=False) + "\n"


def _table(spec: TableSpec) -> Schema:
    about: Schema = {"description": spec.help}
    if spec.name == "organization":
        return about | _record(spec)
    least = {"minItems": 1} if spec.name == "goals" else {}
    return about | {"type": "array", **least, "items": _record(spec)}


def _record(spec: TableSpec) -> Schema:
    schema: Schema = {
        "type": "object",
        "properties": {name: _column(column) for name, column in spec.columns.items()},
    }
    required = [column.name for column in spec.columns.values() if column.required]
    if required:
        schema["required"] = required
    if spec.name == "allocations":
        schema["anyOf"] = [_known("person_id"), _known("team_id")]
    return schema


def _known(column: str) -> Schema:
    return {"required": [column], "properties": {column: {"not": {"enum": [None, ""]}}}}


def _column(column: Column) -> Schema:
    value = dict(_value(column))
    if not column.required:
        value = _or_nothing(value)
    return {"description": column.help, **value}


def _or_nothing(value: Schema) -> Schema:
    return {"anyOf": [value, {"type": "null"}, {"const": ""}]}


def _value(column: Column) -> Mapping[str, object]:
    match column.kind:
        case Kind.ID:
            return _ID
        case Kind.TEXT:
            least = {"minLength": 1} if column.required else {}
            return {"type": ["string", "number"], "maxLength": column.longest, **least}
        case Kind.REF | Kind.REFS:
            return {"anyOf": [_REFERENCE, {"type": "array", "items": _REFERENCE}]}
        case Kind.CHOICE if column.open:
            return {"type": "string", "examples": list(column.choices)}
        case Kind.CHOICE:
            return {"enum": list(column.choices)}
        case Kind.CHOICES:
            return {"type": "array", "items": {"enum": list(column.choices)}}
        case Kind.NUMBER:
            return _number(column)
        case Kind.SHARE:
            sign = r"^\s*[+-]?" if column.low is None else r"^\s*\+?"
            return {"anyOf": [_number(column), {"type": "string", "pattern": sign + _PERCENT}]}
        case Kind.DATE:
            return {"type": "string", "pattern": _DATE}
        case Kind.FLAG:
            return {"type": "boolean"}
        case Kind.SCHEDULE:
            return {"type": "string", "examples": ["2026-03-31=10;2026-06-30=25"]}


def _number(column: Column) -> Schema:
    schema: Schema = {"type": "integer" if column.whole else "number"}
    if column.low is not None:
        schema["minimum"] = column.low
    if column.high is not None:
        schema["maximum"] = column.high
    return schema


if __name__ == "__main__":
    sys.stdout.write(text())
