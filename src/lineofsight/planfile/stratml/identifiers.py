"""Ids of a plan as Identifiers of a StratML file, and back.

An Identifier is an ``xsd:ID``: it starts with a letter or ``_``, holds no blanks, and no two in a
file are equal. What an id may not hold is written as ``_x0020_``, the escape that other XML tools
use as well, so that reading the file gives the plan its own ids again.
"""

import re
from collections.abc import Iterable
from unicodedata import category

from lineofsight.planfile.outside import FreeIds

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4}|[0-9A-Fa-f]{8})_")
_FIRST = re.compile(r"[A-Za-z_]", re.ASCII)
_OTHER = re.compile(r"[A-Za-z0-9._-]", re.ASCII)


def encoded_id(plan_id: str) -> str:
    """Write an id as an Identifier.

    >>> encoded_id("G1"), encoded_id("1.2"), encoded_id("Goal 7")
    ('G1', '_x0031_.2', 'Goal_x0020_7')
    """
    parts = []
    for place, character in enumerate(plan_id):
        allowed = (_OTHER if place else _FIRST).match(character)
        if allowed and not _ESCAPE.match(plan_id, place):
            parts.append(character)
        else:
            code = ord(character)
            parts.append(f"_x{code:04X}_" if code <= 0xFFFF else f"_x{code:08X}_")
    return "".join(parts)


def decoded_id(identifier: str) -> str:
    """Read an Identifier as an id; what is no escape stays as it is.

    >>> decoded_id("_x0031_.2"), decoded_id("_9c907cd5-8d20")
    ('1.2', '_9c907cd5-8d20')
    """
    return _ESCAPE.sub(_character, identifier).strip()


def identifiers_for(*tables: Iterable[str]) -> list[dict[str, str]]:
    """Give the ids of several tables Identifiers that no two of them share.

    Returns
    -------
    list of dict
        For each table: id to Identifier. An id that an earlier table has used gets a number.
    """
    free = FreeIds()
    return [{key: free.take(encoded_id(key)) for key in table} for table in tables]


def _character(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    # Control characters and halves of characters stay escaped: no id may hold them.
    kept = code <= 0x10FFFF and category(chr(code)) not in {"Cc", "Cs"}
    return chr(code) if kept else match[0]
