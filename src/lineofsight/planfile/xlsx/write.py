"""Writing a plan as a workbook: a sheet a table, nothing that a spreadsheet would run."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from lineofsight.kit.i18n import gettext as _
from lineofsight.planfile.atomic import replacing
from lineofsight.planfile.document import PlanDocument, PlanTable
from lineofsight.planfile.escape import escaped
from lineofsight.planfile.problems import PlanError, Problem
from lineofsight.planfile.schema import TABLES, Kind

LONGEST_CELL = 32_767  # UTF-16 units, of the format
MOST_ROWS = 1_048_576  # of the format, the header included
FIRST_DAY = date(1900, 3, 1)  # before it the format's calendar is wrong by a day
DATE_FORMAT = "yyyy-mm-dd"
CREATED = datetime(2000, 1, 1)  # always the same, so that the same plan gives the same file
_WIDTHS = {Kind.TEXT: 32, Kind.ID: 12, Kind.DATE: 12, Kind.REF: 14, Kind.REFS: 20}
_USUAL_WIDTH = 14
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")


class ExactSheet(Worksheet):  # type: ignore[misc]  # XlsxWriter has no types
    """A sheet that keeps numbers and text exactly as they are."""

    def _xml_number_element(self, number: float, attributes: Any = ()) -> None:
        """Write all 17 digits that a number may need; XlsxWriter writes 16."""
        written = "".join(f' {key}="{value}"' for key, value in attributes)
        self.fh.write(f"<c{written}><v>{number!r}</v></c>")

    def _xml_inline_string(self, text: str, preserve: bool, attributes: Any = ()) -> None:
        """Escape what looks like an escape also where two of them share an underscore."""
        super()._xml_inline_string(encoded(text), preserve, attributes)

    @staticmethod
    def _escape_control_characters(text: Any) -> Any:
        """Leave it to ``encoded``, which loses nothing."""
        return text

    def _xml_rich_inline_string(self, text: str, attributes: Any = ()) -> None:
        """Write text that looks like formatted text as the plain text it is."""
        self._xml_inline_string(text, True, attributes)


def write_xlsx(document: PlanDocument, path: Path) -> None:
    """Write a workbook.

    Raises
    ------
    PlanError
        If the place cannot be written to, or a sheet cannot hold a table or a text.
    """
    problems = [problem for table in document.tables.values() for problem in _too_much(table, path)]
    if problems:
        raise PlanError(problems)
    with replacing(path) as temporary:
        # Constant memory: a row is written and forgotten.
        workbook = xlsxwriter.Workbook(str(temporary), {"constant_memory": True})
        workbook.set_properties({"created": CREATED})
        formats = {
            "header": workbook.add_format({"bold": True, "bottom": 1}),
            "date": workbook.add_format({"num_format": DATE_FORMAT}),
        }
        for name, table in document.tables.items():
            _write_sheet(workbook.add_worksheet(name, worksheet_class=ExactSheet), table, formats)
        if not document.tables:
            workbook.add_worksheet("goals")
        close(workbook)


def close(workbook: Any) -> None:
    """Finish a workbook.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    try:
        workbook.close()
    except xlsxwriter.exceptions.FileCreateError as error:
        raise OSError(str(error)) from error


def encoded(text: str) -> str:
    r"""Write characters that XML cannot hold as workbooks do; ``sheet.decoded`` undoes it.

    >>> encoded("\x01 _x0001_x0001_")
    '_x0001_ _x005F_x0001_x005F_x0001_'
    """
    text = _LOOKS_ESCAPED.sub("_x005F_", text)
    return _CONTROL.sub(lambda match: f"_x{ord(match[0]):04X}_", text)


def width(kind: Kind) -> int:
    """Return a width in characters that suits a column."""
    return _WIDTHS.get(kind, _USUAL_WIDTH)


def _write_sheet(sheet: ExactSheet, table: PlanTable, formats: dict[str, Any]) -> None:
    sheet.freeze_panes(1, 0)
    spec = TABLES[table.name]
    columns = table.everything
    for place, name in enumerate(columns):
        kind = spec.columns[name].kind if name in spec.columns else Kind.TEXT
        sheet.set_column(place, place, width(kind))
        sheet.write_string(0, place, escaped(name), formats["header"])
    for row, values in enumerate(zip(*columns.values(), strict=True), start=1):
        for place, value in enumerate(values):
            write_cell(sheet, row, place, value, dated=formats["date"])


def write_cell(
    sheet: Worksheet, row: int, place: int, value: object, *, dated: Any, plain: Any = None
) -> None:
    """Write one value of a document; text never as a formula or an address."""
    match value:
        case None | "" | ():
            return
        case bool():
            sheet.write_boolean(row, place, value, plain)
        case str() | tuple():
            sheet.write_string(row, place, escaped(_text(value)), plain)
        case date() if value >= FIRST_DAY:
            sheet.write_datetime(row, place, value, dated)
        case date():
            sheet.write_string(row, place, value.isoformat(), plain)
        case _:
            sheet.write_number(row, place, value, plain)


def _text(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else ";".join(value)


def _too_much(table: PlanTable, path: Path) -> Iterator[Problem]:
    """Find what a sheet cannot hold."""
    if len(table) >= MOST_ROWS:
        message = _("The table has {rows} rows; a sheet holds {most}.")
        yield Problem(
            str(path),
            table.name,
            message=message.format(rows=len(table), most=MOST_ROWS - 1),
            remedy=_("Write a folder of CSV files."),
        )
    for name, column in table.everything.items():
        for row, value in zip((None, *table.rows), (name, *column), strict=True):
            length = _length(value)
            if length > LONGEST_CELL:
                message = _("The text has {length} characters; a cell of a workbook holds {most}.")
                yield Problem(
                    str(path),
                    table.name,
                    row,
                    name,
                    message.format(length=length, most=LONGEST_CELL),
                    _("Shorten it, or write JSON or a folder of CSV files."),
                )


def _length(value: object) -> int:
    """Length of what is written for a text, as the format counts it; 0 for other values."""
    if not isinstance(value, str | tuple):
        return 0
    text = escaped(_text(value))
    # Only some characters take two units: most texts are known to fit at a glance.
    return len(text) if len(text) <= LONGEST_CELL // 2 else len(text.encode("utf-16-le")) // 2
