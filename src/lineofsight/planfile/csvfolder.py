"""Plans as separated text: a folder with a ``.csv`` file a table, or a single file."""

import csv
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

from lineofsight.kit.i18n import gettext as _
from lineofsight.planfile.archive import unreadable
from lineofsight.planfile.document import Gathering, PlanDocument
from lineofsight.planfile.plaintext import check_text
from lineofsight.planfile.problems import PlanError, Problem, quoted
from lineofsight.planfile.schema import (
    BY_FOLDED_NAME,
    LONGEST_TEXT,
    MOST_BLANK,
    MOST_COLUMNS,
    TABLES,
    fold,
)
from lineofsight.planfile.tablereader import Matrix

SEPARATORS = ",;\t"
_SEPARATOR_LINE = re.compile(r"sep=.\s*")  # written by spreadsheets for one another
_AT_ONCE = 10_000  # rows


def read_csv_folder(path: Path, gathering: Gathering | None = None) -> PlanDocument:
    """Read a folder in which each ``.csv`` file is the table that it is named after.

    Raises
    ------
    PlanError
        With everything that is wrong.
    """
    gathering = gathering or Gathering(str(path))
    try:
        with os.scandir(path) as entries:
            names = sorted(entry.name for entry in entries if not entry.name.startswith("."))
    except OSError as error:
        raise unreadable(str(path), error) from error
    found = False
    for file in (path / name for name in names):
        if file.suffix.lower() == ".csv":
            found = (not _is_empty(file) and _read_table(file, gathering)) or found
        elif is_table_name(file):
            message = _("The file was left out: of a folder only .csv files are read.")
            gathering.report.notice(str(file), message, _("Save it as CSV to have it read."))
    if not found:
        raise PlanError.one(
            str(path),
            _("The folder holds no table of a plan."),
            _("Put goals.csv and others into it, or name a file."),
        )
    return gathering.document()


def read_single_csv(path: Path, gathering: Gathering | None = None) -> PlanDocument:
    """Read one ``.csv`` file as the table that it is named after.

    Raises
    ------
    PlanError
        With everything that is wrong.
    """
    gathering = gathering or Gathering(str(path))
    _read_table(path, gathering)
    return gathering.document()


def is_table_name(path: Path) -> bool:
    """Tell whether a file is named after a table."""
    return fold(path.stem) in BY_FOLDED_NAME


def _is_empty(path: Path) -> bool:
    """Tell whether a file holds nothing: such a table counts as missing."""
    try:
        return path.stat().st_size == 0
    except OSError:
        return False  # reading it says why


def _read_table(path: Path, gathering: Gathering) -> bool:
    file = str(path)
    table = gathering.table_named(path.stem, file)
    if table is None:
        return False
    try:
        check_text(path)
        with path.open(encoding="utf-8-sig", newline="") as stream, _long_cells():
            first = stream.readline()
            lines = stream if _SEPARATOR_LINE.fullmatch(first) else chain([first], stream)
            separator = _separator(first, table) if lines is not stream else first[4]
            rows = _rows(csv.reader(lines, delimiter=separator, strict=True), file, table)
            header_row, header = next(rows, (1, []))
            gathering.read_matrix(table, header, _chunks(rows), file=file, header_row=header_row)
    except PlanError as error:
        gathering.report.include(error.within(table))
    except OSError as error:
        gathering.report.include(unreadable(file, error).within(table))
    return True


def _separator(header: str, table: str) -> str:
    """Choose the separator that gives the most columns that the table knows."""
    known = {fold(name) for name in TABLES[table].columns}

    def cells(separator: str) -> tuple[int, int]:
        names = next(csv.reader([header], delimiter=separator), [])
        return sum(fold(name) in known for name in names), len(names)

    return max(SEPARATORS, key=cells)


@contextmanager
def _long_cells() -> Iterator[None]:
    before = csv.field_size_limit(2 * LONGEST_TEXT)  # quotes before formulas come off later
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _rows(reader: Iterator[list[str]], file: str, table: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows in which anything stands, numbered as a spreadsheet would."""
    number = blank = 0
    try:
        for number, row in enumerate(reader, start=1):
            if len(row) > MOST_COLUMNS:
                message = _("The row has {count} cells; at most {most} are read.")
                message = message.format(count=len(row), most=MOST_COLUMNS)
                raise PlanError([Problem(file, table, number, message=message)])
            if row and (row[0].strip() or "".join(row).strip()):
                yield number, row
                continue
            blank += 1
            if blank > MOST_BLANK:
                message = _("The table has more than {most} empty rows.")
                message = message.format(most=f"{MOST_BLANK:,}")
                raise PlanError([Problem(file, table, number, "", message, _("Delete them."))])
    except csv.Error as error:
        message = _("The row cannot be told apart into cells: {reason}.")
        remedy = _("Put the cell into double quotes, and write quotes within it twice.")
        raise PlanError(
            [Problem(file, table, number + 1, "", message.format(reason=quoted(error)), remedy)]
        ) from error


def _chunks(rows: Iterator[tuple[int, list[str]]]) -> Matrix:
    numbers: list[int] = []
    cells: list[list[str]] = []
    for number, row in rows:
        numbers.append(number)
        cells.append(row)
        if len(cells) == _AT_ONCE:
            yield numbers, cells
            numbers, cells = [], []
    if cells:
        yield numbers, cells
