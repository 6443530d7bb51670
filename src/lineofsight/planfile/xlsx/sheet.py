"""The rows of one sheet as values: numbers, text, days, yes or no."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from lineofsight.kit.i18n import gettext as _
from lineofsight.planfile.cells import Complaint
from lineofsight.planfile.problems import PlanError, quoted
from lineofsight.planfile.schema import MOST_COLUMNS
from lineofsight.planfile.xlsx.markup import Local, Walk

MOST_CELLS = 1_500_000  # of one sheet, gaps within rows included
MOST_TEXTS = 1_500_000  # that cells share
MOST_NAMED = 3  # cells that a notice names
_DIGITS = "0123456789"
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DAYS = 2_958_466  # from the first day that the format knows to the last, 9999-12-31

Row = tuple[int, list[object]]


@dataclass(slots=True)
class SheetNotes:
    """What is worth saying about a sheet: how many of a kind, and which come first."""

    formulas: int = 0
    first_formulas: list[str] = field(default_factory=list)
    merged: int = 0
    first_merged: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Book:
    """What the cells of a workbook share.

    ``texts`` are the strings that cells name by number, ``dates`` the numbers of the formats that
    show a number as a date, ``from_1904`` tells from which year days are counted.
    """

    file: str
    texts: Sequence[str]
    dates: frozenset[str]
    from_1904: bool


def decoded(text: str) -> str:
    r"""Undo the way in which workbooks write characters that XML cannot hold.

    >>> decoded("a_x0009_b"), decoded("_x005F_x0009_")
    ('a\tb', '_x0009_')
    """
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def shared_texts(file: str, part: str, chunks: Iterable[bytes]) -> list[str]:
    """Read the strings that cells name by number."""
    texts: list[list[str]] = []
    local = Local()
    written = True  # not within a hint at how to say what was written

    def start(name: str, _attributes: Mapping[str, str]) -> None:
        nonlocal written
        name = local[name]
        if name == "si":
            texts.append([])
            written = True
        elif name == "rPh":
            written = False
        elif name == "t" and written and texts:
            walk.collect(texts[-1])

    walk = Walk(file, part, start)
    for _step in walk.through(chunks):
        if len(texts) > MOST_TEXTS:
            message = _("The workbook has more than {most} texts.").format(most=f"{MOST_TEXTS:,}")
            raise PlanError.one(file, message, _("Save the plan as a folder of CSV files."))
    return [decoded("".join(pieces)) for pieces in texts]


class _Columns(dict[str, int]):
    """Places of columns by their letters, from 0."""

    def __missing__(self, letters: str) -> int:
        place = 0
        for letter in letters:
            place = place * 26 + ord(letter) - ord("A") + 1
            if place > MOST_COLUMNS or not "A" <= letter <= "Z":
                raise ValueError(letters)
        self[letters] = place - 1
        return place - 1


class _Cells:
    """Turns the tags of a sheet into rows."""

    def __init__(self, book: Book, part: str, notes: SheetNotes) -> None:
        self.book = book
        self.notes = notes
        self.rows: list[Row] = []
        self.number = 0  # of the row that is open
        self.row: list[object] = []
        self.count = 0
        self.pieces: list[str] = []
        self.attributes: Mapping[str, str] | None = None  # of the cell that is open
        self.formula = False
        self.columns = _Columns()
        self.days: dict[str, object] = {}
        self.local = Local()
        self.walk = Walk(book.file, part, self.start)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take one opening tag."""
        name = self.local[name]
        if name == "c":
            if self.attributes is not None:
                self.end_cell(self.attributes)
            self.attributes = attributes
        elif name in {"v", "t"}:
            if self.attributes is not None:
                self.walk.collect(self.pieces)
        elif name == "row":
            self.end_row()
            self.number = int(attributes.get("r", self.number + 1))
        elif name == "f":
            self.formula = True
        elif name == "rPh" and self.attributes is not None:
            self.end_cell(self.attributes)
        elif name == "mergeCell":
            self.notes.merged += 1
            if self.notes.merged <= MOST_NAMED:
                self.notes.first_merged.append(attributes.get("ref", ""))

    def end_cell(self, attributes: Mapping[str, str]) -> None:
        """Put the cell that is open in its place."""
        self.attributes = None
        row = self.row
        address = attributes.get("r")
        place = self.columns[address.rstrip(_DIGITS)] if address else len(row)
        if self.pieces or self.formula:
            value = self.value(attributes)
        elif address:
            return
        else:
            value = None  # without an address even an empty cell counts
        if place == len(row):
            row.append(value)
        elif place > len(row):
            row.extend([None] * (place - len(row)))
            row.append(value)
        else:
            row[place] = value

    def end_row(self) -> None:
        """Hand out the row that is open, if it holds anything."""
        if self.attributes is not None:
            self.end_cell(self.attributes)
        if self.row:
            self.count += len(self.row)
            if self.count > MOST_CELLS:
                raise OverflowError
            self.rows.append((self.number, self.row))
            self.row = []

    def value(self, attributes: Mapping[str, str]) -> object:
        """Read the cell that is open."""
        kind = attributes.get("t", "n")
        pieces = self.pieces
        text = pieces[0] if len(pieces) == 1 else "".join(pieces)
        pieces.clear()
        if self.formula:
            self.formula = False
            self.say_formula(attributes)
            if not text and kind != "str":
                return Complaint(
                    _("The cell holds a formula that was never calculated."),
                    _("Open the workbook in a spreadsheet program and save it."),
                )
        if kind == "s":
            return self.book.texts[int(text)]
        if kind == "n":
            if attributes.get("s") not in self.book.dates:
                return float(text)
            if text not in self.days:
                self.days[text] = self.date(float(text))
            return self.days[text]
        if kind == "b":
            return text.strip() == "1"
        if kind == "e":
            message = _("The cell holds the error {value}.")
            return Complaint(message, _("Correct its formula, or delete it."), text)
        return decoded(text)

    def date(self, serial: float) -> object:
        """Turn a number of days into the moment that it stands for."""
        if self.book.from_1904:
            serial += 1_462
        if not 0 <= serial < _DAYS:
            return serial
        moment = timedelta(milliseconds=round(serial * 86_400_000))
        if moment.days == 0:
            return (datetime.min + moment).time() if serial else serial
        # The format counts a 29 February 1900 that never was.
        epoch = datetime(1899, 12, 31 if moment.days < 60 else 30)
        return epoch + moment

    def say_formula(self, attributes: Mapping[str, str]) -> None:
        """Remember where a formula stands."""
        self.notes.formulas += 1
        if self.notes.formulas <= MOST_NAMED:
            self.notes.first_formulas.append(attributes.get("r", str(self.number)))


def sheet_rows(book: Book, part: str, chunks: Iterable[bytes], notes: SheetNotes) -> Iterator[Row]:
    """Yield the rows of a sheet that hold any value, with their numbers.

    Parameters
    ----------
    book : Book
        What the cells of the workbook share.
    part : str
        Name of the sheet, for messages.
    chunks : iterable of bytes
        The XML of the sheet.
    notes : SheetNotes
        Takes what is worth saying about it.

    Raises
    ------
    PlanError
        If the sheet is damaged or larger than any plan needs.
    """
    cells = _Cells(book, part, notes)
    try:
        for _step in cells.walk.through(chunks):
            yield from cells.rows
            cells.rows.clear()
        cells.end_row()
        yield from cells.rows
    except (ValueError, IndexError, OverflowError) as error:
        message = _("The sheet {sheet} cannot be read near row {row}: {reason}.").format(
            sheet=quoted(part), row=cells.number, reason=quoted(error)
        )
        remedy = _("Copy the table into a new sheet, starting in its first cell.")
        raise PlanError.one(book.file, message, remedy) from error
