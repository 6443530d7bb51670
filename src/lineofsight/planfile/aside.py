"""Reading a plan all the same: rows with a problem of their own are set aside, the rest is read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lineofsight.kit.i18n import gettext as _
from lineofsight.planfile.cells import Complaint
from lineofsight.planfile.document import Gathering
from lineofsight.planfile.problems import PlanError, Problem
from lineofsight.planfile.removal import subset
from lineofsight.planfile.table import PlanTable
from lineofsight.planfile.tablereader import Raw, TableReader

BEYOND = ""  # the column under which cells stand that lie beyond the header


@dataclass(frozen=True, slots=True)
class Aside:
    """A row that was set aside: where it stands, what stands in it, and what is wrong.

    ``content`` holds what JSON can hold: values that could be read as a plan file writes them, and
    cells that could not as they stand in the file.
    """

    file: str
    table: str
    row: int
    content: dict[str, object]
    problems: tuple[Problem, ...]


class SettingAside(Gathering):
    """Gathers the tables of a plan; rows with a problem of their own are set aside.

    What is wrong with the file as a whole, or with a whole table, refuses it as ever. A reference
    to a row that is set aside is none to nothing: that row may come.
    """

    def __init__(self, file: str) -> None:
        super().__init__(file)
        self._raw: dict[str, Raw] = {}

    def _reader(
        self, table: str, file: str, header_row: int | None, *, escaped: bool
    ) -> TableReader:
        reader = super()._reader(table, file, header_row, escaped=escaped)
        reader.raw = self._raw.setdefault(table, {})
        return reader

    def _judged(
        self, tables: dict[str, PlanTable]
    ) -> tuple[dict[str, PlanTable], tuple[Aside, ...]]:
        own: dict[tuple[str, int], list[Problem]] = {}
        places = {name: {row: at for at, row in enumerate(t.rows)} for name, t in tables.items()}
        for problem in self.report.problems:
            if problem.row is None or problem.row not in places.get(problem.table, {}):
                self.report.raise_problems()
            own.setdefault((problem.table, problem.row or 0), []).append(problem)
        if self.report.left_out:
            self.report.raise_problems()
        aside = tuple(
            self._aside(tables[name], places[name][row], problems)
            for (name, row), problems in own.items()
        )
        left = {}
        for name, table in tables.items():
            gone = {one.row for one in aside if one.table == name}
            kept = [at for at, row in enumerate(table.rows) if row not in gone]
            if kept:
                left[name] = subset(table, kept) if gone else table
        return left, aside

    def _aside(self, table: PlanTable, at: int, problems: Sequence[Problem]) -> Aside:
        row = table.rows[at]
        content = {
            column: _plain(values[at])
            for column, values in table.everything.items()
            if values[at] is not None and values[at] not in ("", ())
        }
        for column, cell in self._raw.get(table.name, {}).get(row, {}).items():
            content[column] = _plain(cell)
        return Aside(table.file, table.name, row, content, tuple(problems))


def read_rows(
    table: str, rows: Sequence[Mapping[str, object]]
) -> tuple[PlanTable | None, list[Problem]]:
    """Read rows that were set aside again, each cell by itself; what they name is not looked for.

    Returns
    -------
    PlanTable or None, list of Problem
        The rows in their order, numbered from 1 (None: nothing stands in any), and all that cannot
        be read of them.
    """
    gathering = _Rows("")
    for number, row in enumerate(rows, 1):
        if BEYOND in row:
            message = _("The row has cells beyond the header of its table.")
            remedy = _("Put a text that holds a separator into double quotes, and import again.")
            gathering.report.problem("", message, remedy, table=table, row=number)
    try:
        gathering.read_records(table, [(range(1, len(rows) + 1), rows)])
    except PlanError as error:
        gathering.report.include(error)
    return gathering.table(table), gathering.report.problems


class _Rows(Gathering):
    def table(self, name: str) -> PlanTable | None:
        return self._tables.get(name)


def _plain(cell: object) -> object:
    """Bring a cell to what JSON can hold."""
    if isinstance(cell, Complaint):
        cell = cell.value
    if isinstance(cell, tuple | list):
        return [_plain(part) for part in cell]
    if cell is None or isinstance(cell, str | bool | int | float):
        return cell
    return cell.isoformat() if isinstance(cell, date) else str(cell)
