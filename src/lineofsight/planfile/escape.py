"""Text that a spreadsheet would run as a formula is written behind a quote, and read without it."""

FORMULA_STARTS = frozenset("=+-@\t\r")


def escaped(text: str) -> str:
    """Write text so that no spreadsheet takes it for a formula; ``unescaped`` undoes it.

    >>> escaped("=1+1"), escaped("'=1+1"), escaped("plain")
    ("'=1+1", "''=1+1", 'plain')
    """
    return "'" + text if text.lstrip("'")[:1] in FORMULA_STARTS else text


def unescaped(text: str) -> str:
    """Undo ``escaped``: take off one of the quotes before a formula's first character.

    >>> unescaped("'=1+1"), unescaped("'tis the season")
    ('=1+1', "'tis the season")
    """
    bare = text.strip()
    quoted = bare[:1] == "'" and bare.lstrip("'")[:1] in FORMULA_STARTS
    return bare[1:] if quoted else text
