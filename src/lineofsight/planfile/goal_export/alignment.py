"""The cell that says what an object is aligned to: titles, weights and ids in one text."""

import re

from lineofsight.planfile.goal_export.model import Parent
from lineofsight.planfile.outside import number_of, one_line

# Read from the right: a title may hold parentheses of its own.
_TAIL = re.compile(
    r"\(\s*(?:weight\s*:\s*(?P<weight>[\d.,]*)\s*%?\s*,\s*)?id\s*:\s*(?P<id>[\w.-]+)\s*\)",
    re.IGNORECASE,
)
_SEPARATORS = ";,|\n\r"
LONGEST = 100_000  # characters


def parents_of(cell: str) -> list[Parent]:
    """Read the cell ``Aligned To (weight, Objective ID)``.

    Each parent is a title followed by a parenthesis with weight and id; several are separated by
    a comma, a semicolon or a new line after the parenthesis. A cell without any such parenthesis
    is a title alone.

    >>> parents_of("Win (mid-market)(weight: 25%, Id: 41)")
    [Parent(id='41', title='Win (mid-market)', weight=0.25)]
    """
    text = cell.strip()[:LONGEST]
    found: list[Parent] = []
    begin = 0
    for tail in _TAIL.finditer(text):
        rest = text[tail.end() : tail.end() + LONGEST_GAP].lstrip(" \t")
        if rest and rest[0] not in _SEPARATORS:
            continue  # a parenthesis within a title
        title = one_line(text[begin : tail.start()].strip(_SEPARATORS + " \t"))
        found.append(Parent(id=tail["id"], title=title, weight=_share(tail["weight"])))
        begin = tail.end()
    return found or ([Parent(id="", title=one_line(text))] if text else [])


LONGEST_GAP = 100  # blanks looked over behind a parenthesis


def _share(percent: str | None) -> float | None:
    number = number_of(percent) if percent else None
    return None if number is None else round(number / 100, 12)
