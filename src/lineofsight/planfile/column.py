"""What a column of a plan is."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

LONGEST_TITLE = 2_000  # characters
LONGEST_TEXT = 1_000_000  # characters in any cell; more is a mistake or an attack

_BLANKS = re.compile(r"[\s_\-]+")


class Kind(StrEnum):
    """What a cell holds, and so how it is read and stored."""

    ID = "id"  # str
    TEXT = "text"  # str, "" unknown
    CHOICE = "choice"  # str, one of the listed words, "" unknown
    CHOICES = "choices"  # tuple of listed words
    REF = "reference"  # str, "" unknown; several ids are kept, joined with ";"
    REFS = "references"  # tuple of ids
    NUMBER = "number"  # float or None
    SHARE = "share"  # float or None; "25 %" is read as 0.25
    DATE = "date"  # datetime.date or None
    FLAG = "flag"  # bool or None
    SCHEDULE = "schedule"  # str such as "2026-03-31=10;2026-06-30=25", "" unknown


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    ``refs`` names the tables whose ids it may hold (``north_star``: that word too); empty for a
    reference that may name anything. ``choices`` are the listed words; with ``open`` others are
    kept as they stand. ``low`` and ``high`` are bounds that are allowed themselves, ``whole`` asks
    for a whole number, ``longest`` is a number of characters.
    """

    name: str
    kind: Kind = Kind.TEXT
    required: bool = False
    refs: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    help: str = ""
    open: bool = False
    whole: bool = False
    longest: int = LONGEST_TEXT


@dataclass(frozen=True, slots=True)
class TableSpec:
    """One table: its columns in the order of the documentation."""

    name: str
    columns: Mapping[str, Column]
    help: str

    @property
    def has_ids(self) -> bool:
        """Tell whether each of its rows has an id."""
        return "id" in self.columns


def fold(word: str) -> str:
    """Bring a header, table name or listed word to the form in which it is compared.

    >>> fold("Half-Yearly ")
    'halfyearly'
    """
    return _BLANKS.sub("", word).casefold()
