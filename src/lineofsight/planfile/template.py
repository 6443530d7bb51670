"""An empty workbook to fill in, with a note on every column and a small example to write over."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

from lineofsight.kit.i18n import gettext as _
from lineofsight.planfile.atomic import replacing
from lineofsight.planfile.document import PlanDocument, Rows
from lineofsight.planfile.problems import PlanError
from lineofsight.planfile.schema import TABLES, Column, Kind, TableSpec
from lineofsight.planfile.xlsx.read import NOTES_SHEET
from lineofsight.planfile.xlsx.write import CREATED, DATE_FORMAT, close, width, write_cell

_FIRST = ("goals", "links", "key_results", "pillars", "people")  # what most plans begin with
_LIKE_IDS = {"version", "wave"}  # 1.10 is not 1.1
_LAST_ROW = 2_000  # to which drop-downs reach
_ACCENT = "#0F7285"
_PALE = "#E3F0F2"
_GREY = "#5B6670"


def write_template(path: str | Path, *, year: int | None = None) -> None:
    """Write a workbook with a sheet for every table, ready to fill in.

    Headers stay in sight and carry a note each. Listed words and yes or no are offered to choose
    from, dates have a date format. A few sheets hold a small example, in grey italics, to be
    written over or deleted.

    Parameters
    ----------
    path : str or Path
        Where to; the name must end in ``.xlsx``.
    year : int, optional
        The year of the example; this year without it.

    Raises
    ------
    PlanError
        If the name has another ending or the place cannot be written to.
    """
    path = Path(path)
    if path.suffix.lower() != ".xlsx":
        raise PlanError.one(
            str(path), _("A template is an Excel workbook."), _("Let the name end in .xlsx.")
        )
    example = PlanDocument.from_rows(_example(year or date.today().year))
    with replacing(path) as temporary:
        workbook = xlsxwriter.Workbook(str(temporary))
        workbook.set_properties({"created": CREATED, "title": _("Template of a plan")})
        looks = _looks(workbook)
        _write_notes(workbook.add_worksheet(NOTES_SHEET), looks)
        for name in dict.fromkeys((*_FIRST, *TABLES)):
            sheet = workbook.add_worksheet(name)
            if name in _FIRST:
                sheet.set_tab_color(_ACCENT)
            _write_columns(sheet, TABLES[name], looks)
            if name in example.tables:
                _write_example(sheet, example, name, looks)
        close(workbook)


def _looks(workbook: Any) -> dict[str, Any]:
    header = {"bold": True, "bottom": 1, "bottom_color": _ACCENT}
    grey = {"italic": True, "font_color": _GREY}
    return {
        "title": workbook.add_format({"bold": True, "font_size": 16, "font_color": _ACCENT}),
        "heading": workbook.add_format({"bold": True, "top": 1, "top_color": _ACCENT}),
        "line": workbook.add_format({"text_wrap": True, "valign": "top"}),
        "name": workbook.add_format({"bold": True, "valign": "top"}),
        "required": workbook.add_format({**header, "bg_color": _PALE, "font_color": _ACCENT}),
        "optional": workbook.add_format(header),
        "date": workbook.add_format({"num_format": DATE_FORMAT}),
        "text": workbook.add_format({"num_format": "@"}),
        "example": workbook.add_format(grey),
        "example date": workbook.add_format({**grey, "num_format": DATE_FORMAT}),
    }


def _write_notes(sheet: Any, looks: dict[str, Any]) -> None:
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 96)
    sheet.write_string(0, 0, _("A plan for Line of Sight"), looks["title"])
    row = 2
    for line in _advice():
        sheet.merge_range(row, 0, row, 1, "")
        sheet.write_string(row, 0, line, looks["line"])
        sheet.set_row(row, 32)
        row += 1
    sheet.write_string(row + 1, 0, _("Sheet"), looks["heading"])
    sheet.write_string(row + 1, 1, _("What it holds"), looks["heading"])
    for place, spec in enumerate(TABLES.values(), start=row + 2):
        sheet.write_string(place, 0, spec.name, looks["name"])
        sheet.write_string(place, 1, _(spec.help), looks["line"])


def _advice() -> Sequence[str]:
    return (
        _(
            "Fill in what you have: only the sheet goals must hold something. A sheet without rows "
            "is left out of the check, and the rules that need it are listed as not run."
        ),
        _(
            "The rows in grey italics are an example. Write over them or delete them, then check "
            "the file with: lineofsight check {file}"
        ).format(file="plan.xlsx"),
        _(
            "Shaded columns must be filled in wherever a row is used. Rest on a header to read "
            "what belongs there. Columns may be moved or deleted, and others added."
        ),
        _(
            "An id is any short name, used once in its sheet, without ; and >. Other sheets refer "
            "to a row by its id. Several values in a cell are separated by ;."
        ),
        _(
            "Dates are written as 2026-11-21, shares as 0.25 or 25 %. An empty cell means unknown, "
            "never zero. This sheet is not read."
        ),
    )


def _write_columns(sheet: Any, spec: TableSpec, looks: dict[str, Any]) -> None:
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(spec.columns.values()):
        wide = max(width(column.kind), len(column.name) + 2)
        sheet.set_column(place, place, wide, _look(column, looks))
        look = looks["required" if column.required else "optional"]
        sheet.write_string(0, place, column.name, look)
        sheet.write_comment(0, place, "\n".join(_note(column)), {"x_scale": 2, "y_scale": 1.2})
        rule = _validation(column)
        if rule:
            sheet.data_validation(1, place, _LAST_ROW, place, rule)


def _look(column: Column, looks: dict[str, Any]) -> Any:
    """Return the format of a column: an id such as 3-4 or 007 must not become a date or a 7."""
    if column.kind is Kind.DATE:
        return looks["date"]
    ids = column.kind in {Kind.ID, Kind.REF, Kind.REFS, Kind.SCHEDULE}
    return looks["text"] if ids or column.name in _LIKE_IDS else None


def _note(column: Column) -> Iterator[str]:
    yield _(column.help)
    if column.required:
        yield _("Every row needs it.")
    if column.choices:
        yield _("One of: {words}.").format(words=", ".join(column.choices))
    if column.refs:
        yield _("An id of: {tables}.").format(tables=", ".join(column.refs))


def _validation(column: Column) -> dict[str, object] | None:
    """Return what a spreadsheet program should offer or refuse in this column."""
    # Everything is asked about, nothing refused: the reader takes other spellings too.
    asks = {
        "error_type": "warning",
        "error_title": column.name,
        "error_message": _(column.help)[:255],
    }
    match column.kind:
        case Kind.CHOICE:
            return {**asks, "validate": "list", "source": list(column.choices)}
        case Kind.FLAG:
            return {**asks, "validate": "list", "source": ["yes", "no"]}
        case Kind.DATE:
            day = date(1900, 1, 1)
            return {**asks, "validate": "date", "criteria": ">=", "value": day}
        case Kind.NUMBER | Kind.SHARE if column.low is not None and column.high is not None:
            between = {"criteria": "between", "minimum": column.low, "maximum": column.high}
            return {**asks, "validate": "decimal", **between}
        case Kind.NUMBER | Kind.SHARE if column.low is not None:
            return {**asks, "validate": "decimal", "criteria": ">=", "value": column.low}
    return None


def _write_example(sheet: Any, example: PlanDocument, name: str, looks: dict[str, Any]) -> None:
    places = {column: place for place, column in enumerate(TABLES[name].columns)}
    for column, values in example.tables[name].columns.items():
        for row, value in enumerate(values, start=1):
            write_cell(
                sheet,
                row,
                places[column],
                value,
                dated=looks["example date"],
                plain=looks["example"],
            )


def _example(year: int) -> Rows:
    """Return a plan of a few rows; one of its goals has no line of sight, for the check to find."""
    year_long = {"start": date(year, 1, 1), "end": date(year, 12, 31)}
    return {
        "people": [
            {"id": "P1", "name": _("Example: Ada Okafor"), "title": _("Head of Service")},
            {
                "id": "P2",
                "name": _("Example: Jonas Lind"),
                "title": _("Team Lead"),
                "manager_id": "P1",
            },
        ],
        "pillars": [
            {
                "id": "S1",
                "name": _("Example: Customers stay with us"),
                "weight": 1.0,
                "sponsor_id": "P1",
                "champion_ids": ("P1",),
                **year_long,
            }
        ],
        "goals": [
            {
                "id": "G1",
                "title": _("Example: Nine of ten customers renew their contract"),
                "scope": "enterprise",
                "owner_id": "P1",
                "cadence": "yearly",
                "confidence": 7.0,
                **year_long,
            },
            {
                "id": "G2",
                "title": _("Example: Customers need to call only once about the same fault"),
                "scope": "team",
                "owner_id": "P2",
                "cadence": "quarterly",
                **year_long,
            },
            {
                "id": "G3",
                "title": _("Example: Every service van is replaced by an electric one"),
                "scope": "team",
                "owner_id": "P2",
                **year_long,
            },
        ],
        "key_results": [
            {
                "id": "K1",
                "goal_id": "G1",
                "title": _("Example: Contracts renewed"),
                "type": "percent",
                "unit": "%",
                "baseline": 82.0,
                "target": 90.0,
                "value": 84.0,
            }
        ],
        "links": [
            {
                "kind": "supports",
                "from_id": "G1",
                "to_id": "S1",
                "rationale": _("Example: a contract renewed is a customer who stays."),
            },
            {
                "kind": "supports",
                "from_id": "G2",
                "to_id": "G1",
                "rationale": _("Example: those who call twice leave most often."),
            },
        ],
    }
