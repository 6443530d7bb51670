"""Writing a plan: the ending of the name says in which format."""

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TextIO

from lineofsight.kit.i18n import gettext as _
from lineofsight.planfile.atomic import replacing, replacing_folder
from lineofsight.planfile.cells import text_of
from lineofsight.planfile.document import PlanDocument, PlanTable
from lineofsight.planfile.escape import escaped
from lineofsight.planfile.problems import Notice, PlanError
from lineofsight.planfile.schema import FORMAT, TABLES, VERSION

_CSV_NAMES = frozenset(f"{name}.csv" for name in TABLES)


def write_plan(document: PlanDocument, path: str | Path) -> tuple[Notice, ...]:
    """Write a plan, complete or not at all.

    A name that ends in ``.xlsx`` becomes a workbook, ``.json`` a JSON document, ``.xml`` or
    ``.stratml`` a StratML file; one without an ending a folder of ``.csv`` files. A folder may be
    there already: its other files stay, tables that the plan does not have are removed from it.

    Returns
    -------
    tuple of Notice
        What an outside format (StratML) has no place for and is left out; empty for our own.

    Raises
    ------
    PlanError
        If the place cannot be written to, the ending is unknown, or the format cannot hold the
        plan.
    """
    path = Path(path)
    writer = _WRITERS.get(path.suffix.lower())
    if writer is not None:
        return writer(document, path) or ()
    if path.suffix and not path.is_dir():
        raise PlanError.one(
            str(path),
            _("Plans are not written as {ending} files.").format(ending=path.suffix),
            _("Use .xlsx, .json, .xml, or a name without an ending for a folder of CSV files."),
        )
    write_csv_folder(document, path)
    return ()


def write_csv_folder(document: PlanDocument, path: Path) -> None:
    """Write a folder with a file a table.

    Raises
    ------
    PlanError
        If the place cannot be written to.
    """
    with replacing_folder(path, _CSV_NAMES) as folder:
        for name, table in document.tables.items():
            with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
                writer = csv.writer(stream)
                columns = table.everything
                writer.writerow(map(escaped, columns))
                cells = (map(_csv_value, column) for column in columns.values())
                writer.writerows(zip(*cells, strict=True))


def write_json(document: PlanDocument, path: Path) -> None:
    """Write a JSON document, a record a line.

    Raises
    ------
    PlanError
        If the place cannot be written to.
    """
    with replacing(path) as temporary, temporary.open("w", encoding="utf-8") as stream:
        heading = {"format": FORMAT, "version": VERSION}
        stream.write("{\n " + _json(heading)[1:-1])
        for name, table in document.tables.items():
            stream.write(f",\n {_json(name)}: ")
            records = map(_json, _json_records(table))
            if name == "organization":
                stream.write(next(records))
            else:
                _write_list(records, stream)
        stream.write("\n}\n")


def _write_list(records: Iterator[str], stream: TextIO) -> None:
    stream.write("[\n  " + next(records))
    for record in records:
        stream.write(",\n  " + record)
    stream.write("\n ]")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _json_records(table: PlanTable) -> Iterator[Mapping[str, object]]:
    """Yield records of what is known; the first names every column, so that none is lost."""
    columns = table.everything
    values = zip(*(map(_json_value, column) for column in columns.values()), strict=True)
    for place, row in enumerate(values):
        pairs = zip(columns, row, strict=True)
        yield {name: value for name, value in pairs if value is not None or place == 0}


def _json_value(value: object) -> object:
    match value:
        case None | "" | ():
            return None
        case bool():
            return value
        case float():
            return int(value) if value.is_integer() else value
        case str() | tuple():
            return value
    return text_of(value)


def _csv_value(value: object) -> str:
    match value:
        case str():
            return escaped(value)
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case tuple():
            return escaped(";".join(value))
    return text_of(value)


def _write_xlsx(document: PlanDocument, path: Path) -> None:
    from lineofsight.planfile.xlsx.write import write_xlsx  # noqa: PLC0415  # slow to import

    write_xlsx(document, path)


def _write_stratml(document: PlanDocument, path: Path) -> tuple[Notice, ...]:
    from lineofsight.planfile.stratml import write_stratml  # noqa: PLC0415  # slow to import

    return write_stratml(document, path)


_WRITERS: Mapping[str, Callable[[PlanDocument, Path], tuple[Notice, ...] | None]] = {
    ".xlsx": _write_xlsx,
    ".json": write_json,
    ".xml": _write_stratml,
    ".stratml": _write_stratml,
}
