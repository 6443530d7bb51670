"""Exports of an invented company, in the shapes that the goal tool gave them."""

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import xlsxwriter

from lineofsight.planfile.document import PlanDocument
from lineofsight.planfile.goal_export import read_goal_export

ALIGNED = "Aligned To (weight, Objective ID)"
HEADER = (
    "Id,Title,Team,Creator,Owner,Period,Start Date,End Date,Description,"
    f'"{ALIGNED}",Metric Name,Unit,Target,Object Type,Goal Type,Start,Created At,'
    "Last Check-in,Progress %,Actual Progress,Status,Last Check-in Note,Score,Checkins"
)
COLUMNS = next(csv.reader([HEADER]))

Row = Mapping[str, object]


def check_in(
    day: str,
    value: object,
    *,
    user: str = "Bo Lind",
    note: str = "",
    status: str = "On Track",
    metric: str = "Sites",
    at: str = "09:00:00",
) -> str:
    """Return the cell of a check-in."""
    return (
        f"Checkin Date: {day}; User: {user}; Note: {note}; Metric Name: {metric}; "
        f"Status: {status}; Current Value: {value}; Activity Date: {day} {at} UTC;"
    )


def row(key: object, title: str, kind: str = "Objective", **cells: object) -> dict[str, object]:
    """Return a row; further cells by the keys of ``SHORT``, check-ins as a list."""
    found: dict[str, object] = {"Id": key, "Title": title, "Object Type": kind}
    found |= {SHORT.get(name, name): value for name, value in cells.items()}
    return found


SHORT = {
    "team": "Team",
    "owner": "Owner",
    "period": "Period",
    "start": "Start Date",
    "end": "End Date",
    "text": "Description",
    "parent": ALIGNED,
    "metric": "Metric Name",
    "unit": "Unit",
    "target": "Target",
    "goal_type": "Goal Type",
    "baseline": "Start",
    "created": "Created At",
    "last": "Last Check-in",
    "progress": "Progress %",
    "actual": "Actual Progress",
    "status": "Status",
    "note": "Last Check-in Note",
    "score": "Score",
    "check_ins": "Checkins",
}


def under(title: str, key: object, weight: object = 50) -> str:
    """Return the cell that aligns to a parent."""
    return f"{title}(weight: {weight}%, Id: {key})"


WIN = row(100, "Win the mid-market", owner="Ana Silva", status="At Risk")
GROW = row(101, "Grow expansion", parent=under("Win the mid-market", 100, "14.29"))
SITES = row(
    102,
    "Reach 500 sites",
    "Key result",
    parent=under("Grow expansion", 101),
    owner="Bo Lind",
    metric="Sites",
    unit="sites",
    baseline=100,
    target=500,
)


def cells_of(rows: Iterable[Row], columns: Sequence[str]) -> list[list[object]]:
    """Return rows as cells; further check-ins stand behind the last column."""
    table = []
    for each in rows:
        check_ins = each.get("Checkins", [])
        listed = list(check_ins) if isinstance(check_ins, list) else [check_ins]
        line = [each.get(column, "") for column in columns if column != "Checkins"]
        table.append(line + listed if "Checkins" in columns else line)
    return table


def csv_text(rows: Iterable[Row], columns: Sequence[str] = COLUMNS, separator: str = ",") -> str:
    """Return a CSV export, as wide as its longest row."""
    table = cells_of(rows, columns)
    width = max([len(columns), *map(len, table)])
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator)
    for line in ([*columns], *table):
        writer.writerow([*line, *[""] * (width - len(line))])
    return out.getvalue()


def write_csv(folder: Path, rows: Iterable[Row], columns: Sequence[str] = COLUMNS) -> Path:
    """Write a CSV export."""
    path = folder / "VivaGoals_1_all.csv"
    path.write_text(csv_text(rows, columns), encoding="utf-8", newline="")
    return path


def write_xlsx(folder: Path, rows: Iterable[Row], columns: Sequence[str] = COLUMNS) -> Path:
    """Write a workbook export."""
    path = folder / "export.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Explorer")
        for number, line in enumerate([[*columns], *cells_of(rows, columns)]):
            sheet.write_row(number, 0, line)
    return path


def read(folder: Path, *rows: Row, columns: Sequence[str] = COLUMNS) -> PlanDocument:
    """Write a CSV export and read it."""
    return read_goal_export(write_csv(folder, rows, columns))


def write_zip(folder: Path, **parts: object) -> Path:
    """Write an archive export; parts are lists of records, or text or bytes as they stand."""
    path = folder / "export.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            raw = part if isinstance(part, str | bytes) else json.dumps(part)
            archive.writestr(f"org_1_{name}.json", raw)
    return path


def read_zip(folder: Path, **parts: object) -> PlanDocument:
    """Write an archive export and read it."""
    return read_goal_export(write_zip(folder, **parts))


def user(key: int, name: str) -> dict[str, object]:
    """Return a user as the archive names them."""
    address = name.replace(" ", ".").lower()
    return {"ID": key, "Name": name, "Email": f"{address}@brightwater.example"}


def okr(key: int, title: str, kind: str = "Objective", **fields: object) -> dict[str, object]:
    """Return an object of the archive; parents as ``{id: weight}`` or a list of ids."""
    found: dict[str, object] = {"ID": key, "Title": title, "Type": kind}
    parents = fields.pop("parents", None)
    if isinstance(parents, dict):
        found["Alignment"] = [
            {"ID": parent, "Title": "", "Weight": f"{weight}%"}
            for parent, weight in parents.items()
        ]
    elif parents is not None:
        found["Parent IDs"] = parents
    found |= {name.replace("_", " "): value for name, value in fields.items()}
    return found


def column(document: PlanDocument, table: str, name: str) -> list[object]:
    """Return one column of a table, None where a record lacks it."""
    return [record.get(name) for record in document.records(table)]


def links(document: PlanDocument) -> dict[tuple[object, object], object]:
    """Return the contribution of each link, by its ends."""
    return {
        (each["from_id"], each["to_id"]): each.get("contribution")
        for each in document.records("links")
    }


def said(document: PlanDocument) -> str:
    """Return all notices as one text."""
    return "\n".join(map(str, document.notices))
