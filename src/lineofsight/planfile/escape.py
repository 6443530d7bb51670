"""Text that a spreadsheet would run as a formula is written behind a quote, and read without it.

Where lists are separated by semicolons, a spreadsheet cuts a line of CSV at those within cells too,
and at tabs and line ends; so each piece between them is looked at, not only the first.
"""

import re

_SIGNS = "=+\\-@\uff1d\uff0b\uff0d\uff20"  # the wide ones too: some spreadsheets take them as equal
_CUTS = frozenset(";\t\n\r")
FORMULA_STARTS = frozenset("=+-@\t\r\uff1d\uff0b\uff0d\uff20")
_WITHIN = re.compile(rf"(?<=[;\t\n\r])('*)(?=[{_SIGNS}])")
_WITHIN_QUOTED = re.compile(rf"(?<=[;\t\n\r])'('*)(?=[{_SIGNS}])")


def escaped(text: str) -> str:
    """Write text so that no spreadsheet takes it for a formula; ``unescaped`` undoes it.

    >>> escaped("=1+1"), escaped("'=1+1"), escaped("plain"), escaped("a;=1+1")
    ("'=1+1", "''=1+1", 'plain', "a;'=1+1")
    """
    if not _CUTS.isdisjoint(text):
        text = _WITHIN.sub(r"'\1", text)
    return "'" + text if text.lstrip("'")[:1] in FORMULA_STARTS else text


def unescaped(text: str) -> str:
    """Undo ``escaped``: take off one of the quotes before a formula's first character.

    >>> unescaped("'=1+1"), unescaped("'tis the season"), unescaped("a;'=1+1")
    ('=1+1', "'tis the season", 'a;=1+1')
    """
    if "'" not in text:
        return text
    bare = text.strip()
    quoted = bare[:1] == "'" and bare.lstrip("'")[:1] in FORMULA_STARTS
    plain = bare[1:] if quoted else text
    return plain if _CUTS.isdisjoint(plain) else _WITHIN_QUOTED.sub(r"\1", plain)
