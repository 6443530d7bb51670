"""Reading a plan from a workbook: a sheet a table."""

from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path

from lineofsight.kit.i18n import gettext as _
from lineofsight.kit.i18n import ngettext
from lineofsight.planfile.document import Gathering, PlanDocument
from lineofsight.planfile.problems import PlanError, quoted
from lineofsight.planfile.schema import fold
from lineofsight.planfile.sink import is_blank
from lineofsight.planfile.xlsx.sheet import Row, SheetNotes
from lineofsight.planfile.xlsx.workbook import Workbook, open_workbook

NOTES_SHEET = "Read me"  # what the template explains itself on
_AT_ONCE = 5_000  # rows


def read_xlsx(path: Path, gathering: Gathering | None = None) -> PlanDocument:
    """Read a workbook, into a gathering of its own if none is given.

    Raises
    ------
    PlanError
        With everything that is wrong.
    """
    gathering = gathering or Gathering(str(path))
    with open_workbook(path) as workbook:
        for sheet in workbook.sheets:
            if fold(sheet) != fold(NOTES_SHEET):
                _read_sheet(workbook, sheet, gathering)
    return gathering.document()


def _read_sheet(workbook: Workbook, sheet: str, gathering: Gathering) -> None:
    name = gathering.table_named(sheet)
    if name is None:
        return
    notes = SheetNotes()
    try:
        rows = (row for row in workbook.rows(sheet, notes) if not all(map(is_blank, row[1])))
        header = next(rows, None)
        if header is not None:
            number, cells = header
            gathering.read_matrix(name, cells, _chunks(rows), header_row=number, loose=True)
    except PlanError as error:
        gathering.report.include(error.within(name))
    _say(notes, name, gathering)


def _chunks(rows: Iterator[Row]) -> Iterator[tuple[list[int], list[list[object]]]]:
    for first in rows:
        some = list(chain([first], islice(rows, _AT_ONCE - 1)))
        yield [number for number, _cells in some], [cells for _number, cells in some]


def _say(notes: SheetNotes, table: str, gathering: Gathering) -> None:
    if notes.formulas:
        message = ngettext(
            "The value last calculated by {count} formula was taken: {cells}.",
            "The values last calculated by {count} formulas were taken: {cells}.",
            notes.formulas,
        )
        cells = _named(notes.first_formulas, notes.formulas)
        gathering.report.notice(
            gathering.file, message.format(count=notes.formulas, cells=cells), table=table
        )
    if notes.merged:
        message = ngettext(
            "{count} range of cells is merged, and only its first cell is read: {cells}.",
            "{count} ranges of cells are merged, and only the first cell of each is read: {cells}.",
            notes.merged,
        )
        cells = _named(notes.first_merged, notes.merged)
        gathering.report.notice(
            gathering.file,
            message.format(count=notes.merged, cells=cells),
            _("Repeat the value in every row that it belongs to."),
            table=table,
        )


def _named(first: list[str], count: int) -> str:
    return ", ".join(map(quoted, first)) + (" …" if count > len(first) else "")
