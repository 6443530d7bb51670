"""Reading many cells of a column at once where none of them needs a closer look.

A plan of a large organisation has some twenty million cells, most of them plain ids and plain text.
Each function here looks at all of them together and gives None if there is anything odd; then the
cells are read one by one, as ``cells`` says. Both ways give the same values.
"""

import re
from collections.abc import Callable, Sequence

from lineofsight.planfile.cells import Ids
from lineofsight.planfile.schema import LONGEST_TEXT, Column, Kind

Bulk = Callable[[Sequence[str]], list[str] | None]

MOST_AT_ONCE = 16_000_000  # characters of text; a long one may stand in many cells
_ODD_IN_IDS = re.compile(r"[^A-Za-z0-9_.:/@+-]")


def bulk_for(column: Column | None, ids: Ids) -> Bulk | None:
    """Return what reads many text cells of this column at once; None if each needs its own look."""
    if column is None:
        return None
    if column.kind is Kind.ID or column.kind is Kind.REF:
        return lambda cells: _ids(cells, ids)
    if column.kind is Kind.TEXT:
        return lambda cells: _texts(cells, column.longest)
    return None


def _ids(cells: Sequence[str], ids: Ids) -> list[str] | None:
    # So few characters in all cells together leave none that is too long.
    if sum(map(len, cells)) > LONGEST_TEXT or _ODD_IN_IDS.search("".join(cells)):
        return None
    return ids.keep_all(cells)


def _texts(cells: Sequence[str], longest: int) -> list[str] | None:
    if sum(map(len, cells)) > MOST_AT_ONCE:
        return None
    texts = list(map(str.strip, cells))
    together = "\n".join(texts)
    # A text behind a quote may be an escaped formula; half a character cannot be encoded.
    if together.startswith("'") or "\0" in together:
        return None
    if any(after in together for after in ("\n'", ";'", "\t'", "\r'")):
        return None
    if max(map(len, texts)) > longest or _has_half_character(together):
        return None
    return texts


def _has_half_character(text: str) -> bool:
    if text.isascii():
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False
