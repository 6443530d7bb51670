"""The rows of an exported spreadsheet, as text, and its header recognised."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, islice
from pathlib import Path

from lineofsight.kit.i18n import gettext as _
from lineofsight.planfile.archive import open_archive, open_regular, unreadable
from lineofsight.planfile.outside import one_line
from lineofsight.planfile.plaintext import check_text
from lineofsight.planfile.problems import PlanError, Problem
from lineofsight.planfile.schema import BY_FOLDED_NAME, LONGEST_TEXT, fold
from lineofsight.planfile.xlsx.markup import Walk
from lineofsight.planfile.xlsx.workbook import Workbook, open_workbook

MOST_ROWS = 200_000
MOST_CELLS = 4_000_000
MOST_BYTES = 64_000_000
LOOKED_AT = 10  # rows in which the header may stand
HEAD_BYTES = 1 << 16

ALIGNED, CHECK_INS = "aligned_to", "check_ins"
_NAMES = {
    "id": "id objectiveid okrid",
    "title": "title",
    "team": "team teams",
    "creator": "creator createdby",
    "owner": "owner owners",
    "period": "period timeperiod",
    "start": "startdate",
    "end": "enddate",
    "text": "description",
    "metric": "metricname",
    "unit": "unit metricunit",
    "target": "target targetvalue",
    "object_type": "objecttype",
    "type_name": "typename",
    "okr_type": "okrtype",
    "goal_type": "goaltype",
    "baseline": "start startvalue",
    "target_type": "targettype",
    "outcome": "outcometype",
    "created": "createdat",
    "last_check_in": "lastcheckin",
    "progress": "progress% progress",
    "actual": "actualprogress",
    "state": "status",
    "last_note": "lastcheckinnote",
    "score": "score",
    "tags": "tag tags",
}
_KEY_OF = {word: key for key, words in _NAMES.items() for word in words.split()}
# Columns that no other file has; one of them beside a title makes a table an export.
_TELLING = {ALIGNED, CHECK_INS, "object_type", "okr_type", "goal_type", "actual", "last_note"}
_CHECK_INS = re.compile(r"(?:array::)?checkins?\d*")
_HYPERLINK = re.compile(
    r"\s*=?\s*(?:_xlfn\.)?HYPERLINK\(.*[,;]\s*\"([^\"]*)\"\s*\)\s*", re.I | re.S
)
_SHEET_PART = re.compile(r"xl/worksheets/[^/]*?(\d*)\.xml", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of an export: for each its key, ``""`` for a name that is not known."""

    keys: tuple[str, ...]
    names: tuple[str, ...]
    row: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A header, and the rows below it with their numbers in the source; cells are text."""

    header: Header
    rows: list[tuple[int, list[str]]]


def header_of(cells: Sequence[object], row: int = 1) -> Header | None:
    """Recognise the header of an export; None for any other row.

    The columns are optional and come in any order. What stands without a name behind the column
    of check-ins is a further check-in each.
    """
    names = [one_line(cell) if isinstance(cell, str) else "" for cell in cells]
    keys: list[str] = []
    for name in names:
        folded = fold(name)
        if folded.startswith("alignedto"):
            keys.append(ALIGNED)
        elif _CHECK_INS.fullmatch(folded) or (not folded and CHECK_INS in keys):
            keys.append(CHECK_INS)
        else:
            keys.append(_KEY_OF.get(folded, ""))
    if "title" not in keys or _TELLING.isdisjoint(keys) or len(set(keys) - {""}) < 3:
        return None
    return Header(tuple(keys), tuple(names), row)


def has_export_header(path: Path) -> bool:
    """Tell whether a CSV file or workbook is an export, by its header; False where it is broken."""
    try:
        if path.suffix.lower() == ".csv":
            with open_regular(path) as stream:
                head = stream.read(HEAD_BYTES)
            lines = head.decode("utf-8-sig", errors="replace").replace("\x00", "").splitlines(True)
            delimiter = _delimiter(lines[:LOOKED_AT])
            rows = enumerate(csv.reader(lines[:LOOKED_AT], delimiter=delimiter), start=1)
            return any(header_of(cells) for _number, cells in rows)
        with open_workbook(path) as workbook:
            return _export_sheet(workbook) is not None
    except (PlanError, csv.Error):
        return False


def read_sheet(path: Path) -> Sheet:
    """Read the rows of an export, ``.csv`` or ``.xlsx``.

    Raises
    ------
    PlanError
        The file cannot be read as a whole, is too large, or has no header of an export.
    """
    return _read_csv(path) if path.suffix.lower() == ".csv" else _read_workbook(path)


def _read_csv(path: Path) -> Sheet:
    check_text(path, most=MOST_BYTES)
    number = 0
    before = csv.field_size_limit(LONGEST_TEXT)
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            first = list(islice(stream, LOOKED_AT))
            reader = csv.reader(chain(first, stream), delimiter=_delimiter(first), strict=True)

            def rows() -> Iterator[tuple[int, list[str]]]:
                nonlocal number
                for cells in reader:
                    number += 1  # as a spreadsheet counts, not by lines of text
                    yield number, cells

            return _sheet(str(path), rows())
    except csv.Error as error:
        message = _("The row cannot be told apart into cells: {reason}.").format(reason=error)
        remedy = _("Export the file again.")
        raise PlanError(
            [Problem(str(path), row=number + 1, message=message, remedy=remedy)]
        ) from error
    except OSError as error:
        raise unreadable(str(path), error) from error
    finally:
        csv.field_size_limit(before)


def _delimiter(lines: list[str]) -> str:
    """Choose the separator that makes most known columns of one of the first lines."""

    def known(delimiter: str) -> int:
        best = 0
        for line in lines:
            with suppress(csv.Error):
                cells = next(csv.reader([line], delimiter=delimiter), [])
                best = max(best, sum(1 for cell in cells if fold(cell) in _KEY_OF))
        return best

    return max(",;\t", key=known)


def _read_workbook(path: Path) -> Sheet:
    with open_workbook(path) as workbook:
        name = _export_sheet(workbook)
        if name is None:
            raise _no_header(str(path))
        rows = ((number, [_text(cell) for cell in cells]) for number, cells in workbook.rows(name))
        sheet = _sheet(str(path), rows)
        place = workbook.sheets.index(name)
    if "id" in sheet.header.keys and any(_needs_id(sheet.header, row) for _n, row in sheet.rows):
        _fill_ids(sheet, _link_texts(path, place))
    return sheet


def _export_sheet(workbook: Workbook) -> str | None:
    for name in workbook.sheets:
        # A sheet named like a table makes the workbook a plan.
        if fold(name) in BY_FOLDED_NAME:
            return None
    for name in workbook.sheets:
        first = islice(workbook.rows(name), LOOKED_AT)
        if any(header_of(cells, number) for number, cells in first):
            return name
    return None


def _sheet(file: str, rows: Iterable[tuple[int, list[str]]]) -> Sheet:
    header: Header | None = None
    found: list[tuple[int, list[str]]] = []
    cells_read = 0
    for looked_at, (number, cells) in enumerate(rows):
        if header is None:
            header = header_of(cells, number)
            if header is None and looked_at >= LOOKED_AT:
                break
            continue
        if any(cell.strip() for cell in cells):
            found.append((number, cells))
            cells_read += len(cells)
        if len(found) > MOST_ROWS or cells_read > MOST_CELLS:
            raise PlanError.one(
                file,
                _("The export has more than {limit} rows or {cells} cells.").format(
                    limit=f"{MOST_ROWS:,}", cells=f"{MOST_CELLS:,}"
                ),
                _("Export it in several parts."),
            )
    if header is None:
        raise _no_header(file)
    return Sheet(header, found)


def _no_header(file: str) -> PlanError:
    return PlanError.one(
        file,
        _("No row of this file is the header of a goal tool's export."),
        _("The export needs a column Title, and one such as Object Type or Aligned To."),
    )


def _text(cell: object) -> str:
    """Bring a cell of a workbook to the text that it shows."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        midnight = not (cell.hour or cell.minute or cell.second)
        return cell.date().isoformat() if midnight else cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    return ""  # a formula that was never calculated, an error


def linked_id(cell: str) -> str:
    """Return the id in a cell: alone, or as the text of a hyperlink formula.

    >>> linked_id('=HYPERLINK("https://goals.example/41","41")')
    '41'
    """
    match = _HYPERLINK.fullmatch(cell) if "(" in cell else None
    return (match[1] if match else cell).strip()


def _needs_id(header: Header, row: list[str]) -> bool:
    place = header.keys.index("id")
    return place >= len(row) or row[place].strip() in {"", "0"}


def _fill_ids(sheet: Sheet, texts: dict[str, str]) -> None:
    """Put the texts of hyperlink formulas where their last result is missing, or is 0."""
    place = sheet.header.keys.index("id")
    column = _letters(place)
    for number, row in sheet.rows:
        if _needs_id(sheet.header, row) and (text := texts.get(f"{column}{number}")):
            row.extend([""] * (place + 1 - len(row)))
            row[place] = text


def _letters(place: int) -> str:
    letters, number = "", place + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _link_texts(path: Path, place: int) -> dict[str, str]:
    """Return the text of each hyperlink formula of a sheet, by the address of its cell."""
    found: dict[str, str] = {}
    with open_archive(path) as archive:
        parts = [name for name in archive.names if _SHEET_PART.fullmatch(name)]
        parts.sort(key=lambda name: (len(name), name))
        if place >= len(parts):
            return found
        formulas: list[tuple[str, list[str]]] = []
        address = ""

        def start(name: str, attributes: dict[str, str]) -> None:
            nonlocal address
            local = name.rpartition(":")[2]
            if local == "c":
                address = attributes.get("r", "")
            elif local == "f":
                formulas.append((address, []))
                walk.collect(formulas[-1][1])

        walk = Walk(str(path), parts[place], start)
        for _step in walk.through(archive.chunks(parts[place])):
            pass
    for address, pieces in formulas:
        formula = "".join(pieces)
        text = linked_id(formula)
        if text != formula.strip():
            found[address] = text
    return found
