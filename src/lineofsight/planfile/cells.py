"""Reading one cell: what it says, by the kind of its column, or why it cannot be read.

A cell is what a source gives: text, a number, a day, yes or no, several values (a tuple), nothing.
"""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from difflib import get_close_matches
from functools import partial

from lineofsight.kit.i18n import gettext as _
from lineofsight.planfile.problems import quoted
from lineofsight.planfile.schema import LONGEST_TEXT, Column, Kind, fold

Reader = Callable[[object], object]

_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:?\d{2}.*)?", re.ASCII | re.DOTALL)
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_FLAGS = dict.fromkeys(("true", "yes", "y", "1", "x"), True) | dict.fromkeys(
    ("false", "no", "n", "0"), False
)
MOST_HINTS = 100  # looking for what was meant takes time
_LARGEST_EXACT = 2**53  # above it a spreadsheet's numbers no longer hold every whole number


class Ids(dict[str, str]):
    """Keeps one copy of each id, so that a million references to it share its memory."""

    def keep(self, text: str) -> str:
        """Return the copy that is kept."""
        return self.setdefault(text, text)

    def keep_all(self, texts: Sequence[str]) -> list[str]:
        """Return the copies that are kept of many."""
        return list(map(self.setdefault, texts, texts))


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong with a cell and what would be right.

    ``{value}`` in the message stands for what the cell holds. Sources put a complaint in the place
    of a cell of which they know that it has no value.
    """

    message: str
    remedy: str = ""
    value: object = ""

    def __str__(self) -> str:
        return self.message.format(value=quoted(self.value))


class CellError(ValueError):
    """A cell that cannot be read."""

    def __init__(self, message: str, remedy: str = "", value: object = "") -> None:
        super().__init__(message)
        # Kept apart: an error holds on to everything that was going on when it was raised.
        self.complaint = Complaint(message, remedy, value)


def unknown(kind: Kind) -> object:
    """Return what stands for an empty cell in a column of this kind."""
    if kind in {Kind.REFS, Kind.CHOICES}:
        return ()
    if kind in {Kind.NUMBER, Kind.SHARE, Kind.DATE, Kind.FLAG}:
        return None
    return ""


def reader_for(column: Column, ids: Ids) -> Reader:
    """Return the function that reads a cell of this column.

    Parameters
    ----------
    column : Column
        What the cell should hold.
    ids : Ids
        Where ids are kept.

    Returns
    -------
    callable
        Takes a cell, returns the stored value (see ``Kind``) and raises ``CellError``. Blank cells
        give ``unknown(column.kind)``.
    """
    read = _reader(column, ids)
    nothing = unknown(column.kind)

    def read_cell(cell: object) -> object:
        if not cell and cell in (None, "", ()):
            return nothing
        if isinstance(cell, str) and cell.isspace():
            return nothing
        return read(cell)

    return read_cell


def _reader(column: Column, ids: Ids) -> Reader:
    forbidden = ";>" if column.kind is Kind.ID or column.refs else ";"
    match column.kind:
        case Kind.TEXT:
            return partial(_text, column.longest)
        case Kind.ID:
            return lambda cell: ids.keep(_without(forbidden, _text(column.longest, cell)))
        case Kind.REF if not column.refs:
            return lambda cell: ids.keep(_free_reference(cell))
        case Kind.REF:
            return lambda cell: ids.keep(";".join(_references(forbidden, ids, cell)))
        case Kind.REFS:
            return partial(_references, forbidden, ids)
        case Kind.CHOICE:
            return _Words(column)
        case Kind.CHOICES:
            word = _Words(column)
            return lambda cell: tuple(map(word, _several(cell)))
        case Kind.NUMBER:
            return lambda cell: _within(column, _number(cell))
        case Kind.SHARE:
            return lambda cell: _within(column, _share(cell))
        case Kind.DATE:
            return _day
        case Kind.FLAG:
            return _flag
        case Kind.SCHEDULE:
            return _schedule


def text_of(cell: object) -> str:
    """Read a cell as text without outer blanks; a whole number from a spreadsheet has no point.

    >>> text_of(17.0)
    '17'
    """
    match cell:
        case str():
            return _sound(_short(cell, LONGEST_TEXT).strip())
        case bool() | None:
            raise CellError(_("Text should stand here, not yes or no."), _("Write it as text."))
        case int():
            return str(cell)
        case float():
            number = _finite(cell)
            exact = number.is_integer() and abs(number) <= _LARGEST_EXACT
            return str(int(number)) if exact else repr(number)
        case datetime():
            midnight = cell.time() == time(0)
            return cell.date().isoformat() if midnight else cell.isoformat(sep=" ")
        case date() | time():
            return cell.isoformat()
    message = _("One text should stand here, not {value}.")
    raise CellError(message, _("Write a single value."), cell)


def _sound(text: str) -> str:
    if "\0" in text:
        remedy = _("Delete the cell and write it again.")
        raise CellError(_("The cell holds a NUL character."), remedy)
    if not text.isascii() and any("\ud800" <= c <= "\udfff" for c in text):
        remedy = _("Delete the cell and write it again.")
        raise CellError(_("The cell holds half a character, which is no text."), remedy)
    return text


def _finite(number: float) -> float:
    if not math.isfinite(number):
        remedy = _("Leave the cell empty if the value is unknown.")
        raise CellError(_("{value} is not a number."), remedy, number)
    return number


def _text(longest: int, cell: object) -> str:
    return _short(text_of(cell), longest)


def _short(text: str, longest: int) -> str:
    if len(text) > longest:
        message = _("The text has {length} characters; at most {longest} fit.")
        raise CellError(message.format(length=len(text), longest=longest), _("Shorten it."))
    return text


def _without(forbidden: str, text: str) -> str:
    for character in forbidden:
        if character in text:
            message = _("The id {value} holds {character}, which has a meaning of its own.")
            message = message.format(value="{value}", character=quoted(character))
            raise CellError(message, _("Choose an id without it."), text)
    return text


def _several(cell: object) -> list[str]:
    parts = cell if isinstance(cell, tuple) else text_of(cell).split(";")
    return [text for text in map(text_of, parts) if text]


def _references(forbidden: str, ids: Ids, cell: object) -> tuple[str, ...]:
    return tuple(ids.keep(_without(forbidden, part)) for part in _several(cell))


def _free_reference(cell: object) -> str:
    # What may name anything (a duty in words) keeps its own semicolons and blanks.
    return ";".join(_several(cell)) if isinstance(cell, tuple) else text_of(cell)


class _Words:
    """Reads listed words in any spelling."""

    def __init__(self, column: Column) -> None:
        self._words = {fold(word): word for word in column.choices}
        self._open = column.open
        self._hints_left = MOST_HINTS

    def __call__(self, cell: object) -> str:
        # A spreadsheet turns the listed word "false" into its own FALSE.
        text = str(cell).lower() if isinstance(cell, bool) else text_of(cell)
        word = self._words.get(fold(text))
        if word is not None:
            return word
        if self._open:
            return text
        raise CellError(_("{value} is not a listed word."), self._remedy(text), text)

    def _remedy(self, text: str) -> str:
        remedy = _("Write one of: {words}.").format(words=", ".join(self._words.values()))
        self._hints_left -= 1
        near = get_close_matches(fold(text)[:40], self._words, n=1) if self._hints_left > 0 else []
        if not near:
            return remedy
        return _("Did you mean {word}?").format(word=self._words[near[0]]) + " " + remedy


def _number(cell: object) -> float:
    match cell:
        case str():
            text = text_of(cell)
            if _NUMBER.fullmatch(text):
                return _finite(float(text))
            if text.endswith("%"):
                remedy = _("Write the number alone, and % in the column for the unit.")
            else:
                remedy = _("Write it as 1234.5: a point for decimals, nothing between thousands.")
            raise CellError(_("{value} is not a number."), remedy, text)
        case int() | float() if not isinstance(cell, bool):
            try:
                return _finite(float(cell))
            except OverflowError:
                raise CellError(_("The number is too large."), _("Use a larger unit.")) from None
    raise CellError(_("{value} is not a number."), _("Write a plain number."), cell)


def _share(cell: object) -> float:
    if isinstance(cell, str) and cell.rstrip().endswith("%"):
        return _number(cell.rstrip().removesuffix("%")) / 100
    return _number(cell)


def _within(column: Column, number: float) -> float:
    low, high = column.low, column.high
    if (low is not None and number < low) or (high is not None and number > high):
        raise CellError(_("{value} is out of range."), _range(low, high), f"{number:g}")
    if column.whole and not number.is_integer():
        message = _("{value} is not a whole number.")
        raise CellError(message, _("Write a whole number."), f"{number:g}")
    return number


def _range(low: float | None, high: float | None) -> str:
    if low is None:
        return _("Write a number of at most {high:g}.").format(high=high)
    if high is None:
        return _("Write a number of at least {low:g}.").format(low=low)
    return _("Write a number from {low:g} to {high:g}.").format(low=low, high=high)


def _day(cell: object) -> date:
    match cell:
        case datetime():
            return cell.date()
        case date():
            return cell
        case int() | float():
            remedy = _("Give the cell a date format, or write the date as 2026-11-21.")
            raise CellError(_("{value} is a number, not a date."), remedy, cell)
    text = text_of(cell)
    match_ = _DAY.fullmatch(text)
    if match_ is None:
        remedy = _("Write it as year, month and day: 2026-11-21.")
        raise CellError(_("{value} is not a date."), remedy, text)
    try:
        return date.fromisoformat(match_[1])
    except ValueError:
        message = _("{value} is not a day of the calendar.")
        raise CellError(message, _("Write a day that exists."), text) from None


def _flag(cell: object) -> bool:
    if isinstance(cell, bool):
        return cell
    text = text_of(cell)
    if text.casefold() not in _FLAGS:
        message = _("{value} is neither yes nor no.")
        raise CellError(message, _("Write yes or no."), text)
    return _FLAGS[text.casefold()]


def _schedule(cell: object) -> str:
    try:
        return ";".join(map(_step, _several(cell)))
    except CellError as error:
        remedy = _("Write planned values as 2026-03-31=10;2026-06-30=25.")
        raise CellError(error.complaint.message, remedy, error.complaint.value) from None


def _step(text: str) -> str:
    day, sign, value = text.partition("=")
    if not sign:
        raise CellError(_("{value} is not a planned value."), value=text)
    return f"{_day(day).isoformat()}={text_of(_number(value))}"
