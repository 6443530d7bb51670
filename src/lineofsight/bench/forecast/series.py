"""Real series for the forecast bench: a CSV file, one value of one measure a row.

This is the shape in which published figures are kept (plan, metric_id, metric, date, value, target,
baseline, unit, reported_status), not a format of the product. Values stand as people typed them, so
a single value or date that cannot be read is left out and told; a row whose cells have slipped, or
that names no measure, refuses the file.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from lineofsight.kit.i18n import gettext as _
from lineofsight.planfile.problems import Notice, PlanError, Problem

COLUMNS = ("plan", "metric_id", "metric", "date", "value")  # without these there is no series
KNOWN = (*COLUMNS, "target", "baseline", "unit", "reported_status")
LARGEST_FILE = 64 * 1024 * 1024
LARGEST, SMALLEST = 1e15, 1e-12  # a value beyond is a slip of the keyboard; one below is 0

_NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)(e[-+]?\d+)?", re.IGNORECASE)
_THOUSANDS = re.compile(r"(?<=\d)[,\u00a0\u202f'](?=\d{3}(\D|$))")


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure of one plan with its values in the order of their days.

    ``days`` and ``values`` are as long as each other and not empty, no day twice. ``baseline`` and
    ``target`` (of the last value) are in the unit of the values; None where the file has none.
    """

    plan: str
    name: str
    days: tuple[date, ...]
    values: tuple[float, ...]
    baseline: float | None
    target: float | None


@dataclass(frozen=True, slots=True)
class Read:
    """What a file held: its measures, and what was left out of it."""

    measures: tuple[Measure, ...]
    rows: int
    left_out: tuple[Notice, ...]


@dataclass(slots=True)
class _Gathered:
    """The cells of one measure, as they come."""

    values: dict[date, float] = field(default_factory=dict)
    targets: dict[date, float] = field(default_factory=dict)
    baseline: float | None = None


def read_series(path: Path) -> Read:
    """Read all measures of a file.

    Parameters
    ----------
    path : Path
        CSV with a header, UTF-8, at most 64 MiB. Columns may stand in any order; others are passed
        over. A row without value may give a target for a coming day.

    Raises
    ------
    PlanError
        The file cannot be read, lacks a column, has rows that name no measure or hold more cells
        than there are columns, or holds no value at all. Every problem names its line.
    """
    lines = _lines(path)
    header = next(lines, (1, []))[1]
    names = [cell.strip().lower() for cell in header]
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        raise PlanError.one(
            str(path),
            _("The header has no column {names}.").format(names=", ".join(missing)),
            _("The first line must name {all}.").format(all=", ".join(KNOWN)),
        )
    problems: list[Problem] = []
    left_out: list[Notice] = []
    found: dict[tuple[str, str, str], _Gathered] = {}
    rows = 0
    for line, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        rows += 1
        problem = _slipped(str(path), line, cells, names)
        if problem:
            problems.append(problem)
            continue
        row = dict(zip(names, (cell.strip() for cell in cells), strict=False))
        key = (row.get("plan", ""), row.get("metric_id", ""), row.get("metric", ""))
        left_out += _gather(found.setdefault(key, _Gathered()), row, str(path), line)
    if problems:
        raise PlanError(problems)
    measures = tuple(_measure(key, one) for key, one in found.items() if one.values)
    if not measures:
        raise PlanError.one(
            str(path),
            _("The file holds no value with a day."),
            _("Give at least one row with a date such as 2026-03-31 and a number as value."),
        )
    return Read(measures, rows, tuple(left_out))


def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Give the cells of each record, with the line it ends on."""
    try:
        if not path.is_file():
            raise PlanError.one(str(path), _("There is no such file."), _("Check the name."))
        if path.stat().st_size > LARGEST_FILE:
            raise PlanError.one(
                str(path),
                _("The file is larger than 64 MiB."),
                _("Take the measures apart into several files."),
            )
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        raise PlanError.one(str(path), str(error), _("Check the name and the rights.")) from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PlanError.one(
            str(path),
            _("The file is not UTF-8 at byte {place}.").format(place=error.start),
            _("Save it as CSV UTF-8."),
        ) from error
    reader = csv.reader(io.StringIO(text, newline=""))
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            remedy = _("Save the table as CSV with commas anew.")
            place = Problem(str(path), row=reader.line_num, message=f"{error}.", remedy=remedy)
            raise PlanError([place]) from error
        if cells is None:
            return
        yield reader.line_num, cells


def _slipped(path: str, line: int, cells: Sequence[str], names: Sequence[str]) -> Problem | None:
    """Return what is wrong with a row as a whole."""
    if len(cells) > len(names) and any(cell.strip() for cell in cells[len(names) :]):
        message = _("The row has {cells} cells, the header {names}.").format(
            cells=len(cells), names=len(names)
        )
        remedy = _("Put text that holds a comma in double quotes.")
        return Problem(path, row=line, message=message, remedy=remedy)
    row = dict(zip(names, cells, strict=False))
    for column in ("plan", "metric_id"):
        if not row.get(column, "").strip():
            message = _("The row does not say which {column} it is of.").format(column=column)
            remedy = _("Give it, or delete the row.")
            return Problem(path, row=line, column=column, message=message, remedy=remedy)
    return None


def _gather(into: _Gathered, row: dict[str, str], path: str, line: int) -> Iterable[Notice]:
    """Take up the cells of one row; return what could not be read."""
    day = _day(row.get("date", ""))
    numbers: dict[str, float] = {}
    notices = []
    for column in ("value", "target", "baseline"):
        cell = row.get(column, "")
        number = _number(cell)
        if number is not None:
            numbers[column] = number
        elif cell:
            notices.append(
                Notice(
                    path,
                    "",
                    line,
                    column,
                    _("“{cell}” is no number that can be read.").format(cell=cell[:60]),
                )
            )
    if "baseline" in numbers and into.baseline is None:
        into.baseline = numbers["baseline"]
    if day is None:
        if "value" in numbers or row.get("date"):
            cell = row.get("date", "")[:60]
            notices.append(
                Notice(
                    path,
                    "",
                    line,
                    "date",
                    _("“{cell}” is no day that can be read.").format(cell=cell),
                )
            )
        return notices
    if "value" in numbers:
        into.values[day] = numbers["value"]  # on one day the later in the file
    if "target" in numbers:
        into.targets[day] = numbers["target"]
    return notices


def _measure(key: tuple[str, str, str], one: _Gathered) -> Measure:
    """Put the values in order and choose the target that the last of them is held against."""
    days = sorted(one.values)
    earlier = [day for day in sorted(one.targets) if day <= days[-1]]
    later = [day for day in sorted(one.targets) if day > days[-1]]
    chosen = earlier[-1] if earlier else later[0] if later else None
    return Measure(
        plan=key[0],
        name="/".join(part for part in key[1:] if part),
        days=tuple(days),
        values=tuple(one.values[day] for day in days),
        baseline=one.baseline,
        target=None if chosen is None else one.targets[chosen],
    )


def _number(cell: str) -> float | None:
    """Read a number as people type it: with separators of thousands, a currency or a percent sign.

    Examples
    --------
    >>> _number("1,234.5"), _number("$ 20"), _number("85 %"), _number("about 5")
    (1234.5, 20.0, 85.0, None)
    """
    plain = _THOUSANDS.sub("", cell.strip()).strip("%$€£ \u00a0").replace("\u2212", "-")
    if not _NUMBER.fullmatch(plain):
        return None
    value = float(plain)
    if abs(value) > LARGEST:
        return None
    return value if abs(value) > SMALLEST else 0.0


def _day(cell: str) -> date | None:
    """Read a day; a month or year alone is its last day.

    Examples
    --------
    >>> _day("2026-02"), _day("2025"), _day("2025-06-30T00:00:00"), _day("Q3")
    (datetime.date(2026, 2, 28), datetime.date(2025, 12, 31), datetime.date(2025, 6, 30), None)
    """
    try:
        if re.fullmatch(r"\d{4}", cell):
            return date(int(cell), 12, 31)
        if re.fullmatch(r"\d{4}-\d{2}", cell):
            first = date.fromisoformat(f"{cell}-01")
            return (first + timedelta(31)).replace(day=1) - timedelta(1)
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}([T ].*)?", cell):
            return date.fromisoformat(cell[:10])
    except (ValueError, OverflowError):  # such as 2026-02-30
        pass
    return None
