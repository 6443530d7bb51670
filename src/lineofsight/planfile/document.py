"""The plan document: what every reader gives and every writer takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lineofsight.kit.i18n import gettext as _
from lineofsight.planfile.cells import Ids
from lineofsight.planfile.problems import Notice, PlanError, Problem, Report, quoted
from lineofsight.planfile.schema import BY_FOLDED_NAME, MOST_CELLS, TABLES, fold
from lineofsight.planfile.table import PlanTable
from lineofsight.planfile.tablereader import Matrix, Records, TableReader
from lineofsight.planfile.validate import fill_strategy_ids, validate

if TYPE_CHECKING:
    from lineofsight.planfile.aside import Aside

Rows = Mapping[str, Sequence[Mapping[str, object]]]

__all__ = ["Gathering", "PlanDocument", "PlanTable", "Rows"]

_PLACES = {name: place for place, name in enumerate(TABLES)}


@dataclass(slots=True)
class PlanDocument:
    """A plan: its tables by name (only those with a row), and what was noticed in reading it.

    ``aside`` holds rows with a problem of their own, if the reader was told to set them aside.
    """

    tables: dict[str, PlanTable]
    notices: tuple[Notice, ...] = field(default=(), compare=False)
    aside: tuple[Aside, ...] = field(default=(), compare=False)

    @classmethod
    def from_rows(
        cls,
        rows: Rows,
        file: str = "",
        *,
        source_rows: Mapping[str, Sequence[int]] | None = None,
        outside: bool = False,
        notices: Iterable[Notice] = (),
    ) -> PlanDocument:
        """Make a document from plain records, checked exactly as a file is.

        Parameters
        ----------
        rows : mapping of table name to records
            Values are text, numbers, days, yes or no, and lists or tuples of text; None or a
            missing key is unknown. Values are read as cells of a file are.
        file : str
            Where the records come from, for messages.
        source_rows : mapping of table name to row numbers, optional
            Row of each record in its source; without it the first record is row 1.
        outside : bool
            True for a reader of an outside format, where a plan may have no goals.
        notices : iterable of Notice
            What the caller noticed before.

        Raises
        ------
        PlanError
            With everything that is wrong.
        """
        gathering = Gathering(file)
        gathering.report.notices.extend(notices)
        for key, records in rows.items():
            name = gathering.table_named(key)
            if name is not None:
                numbers = (source_rows or {}).get(key) or range(1, len(records) + 1)
                try:
                    gathering.read_records(name, [(numbers, records)])
                except PlanError as error:
                    gathering.report.include(error)
        return gathering.document(outside=outside)

    def records(self, table: str) -> Iterator[dict[str, object]]:
        """Yield the rows of a table as records of what is known; nothing if it is missing."""
        return self.tables[table].records() if table in self.tables else iter(())

    def to_rows(self) -> dict[str, list[dict[str, object]]]:
        """Return all tables as plain records."""
        return {name: list(table.records()) for name, table in self.tables.items()}


class Gathering:
    """Collects the tables of one plan from a source, with everything that is wrong in them.

    Parameters
    ----------
    file : str
        The source as a whole, for messages.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.report = Report()
        self._ids = Ids()
        self._opened: set[str] = set()
        self._tables: dict[str, PlanTable] = {}

    def table_named(self, name: str, file: str = "") -> str | None:
        """Return the table that a sheet, file or key stands for; None, and said so, for others.

        Case, blanks, hyphens and underscores do not matter.
        """
        table = BY_FOLDED_NAME.get(fold(name))
        if table is None:
            self.report.notice(
                file or self.file,
                _("{name} is not a table of a plan; it was left out.").format(name=quoted(name)),
                self.report.hint(name, BY_FOLDED_NAME),
            )
        elif table in self._opened:
            self.report.problem(
                file or self.file,
                _("The table {name} stands there twice.").format(name=quoted(name)),
                _("Keep one of the two."),
                table=table,
            )
            return None
        else:
            self._opened.add(table)
        return table

    def read_matrix(
        self,
        table: str,
        header: Sequence[object],
        chunks: Matrix,
        *,
        file: str = "",
        header_row: int = 1,
        loose: bool = False,
    ) -> None:
        """Read a table of rows under a header, in which text may stand behind a quote.

        Cells beyond the header are an error, or, with ``loose``, notes beside the table.
        """
        reader = self._reader(table, file, header_row, escaped=True)
        self._keep(table, reader.read_matrix(header, chunks, loose=loose))

    def read_records(self, table: str, chunks: Records) -> None:
        """Read a table of records that name their columns."""
        reader = self._reader(table, "", None, escaped=False)
        self._keep(table, reader.read_records(chunks))

    def document(self, *, outside: bool = False) -> PlanDocument:
        """Check the tables against one another and make the document of them.

        Raises
        ------
        PlanError
            With everything that is wrong, whatever part of the reading found it.
        """
        tables = {name: self._tables[name] for name in TABLES if name in self._tables}
        if not outside and "goals" not in tables and not self._said_of("goals"):
            self.report.problem(
                self.file,
                _("The plan has no goals."),
                _("Add the table goals with at least the columns id and title, and one row."),
            )
        fill_strategy_ids(tables)
        validate(tables, self.report)
        self.report.problems.sort(key=_order)
        tables, aside = self._judged(tables)
        return PlanDocument(tables, tuple(self.report.notices), aside)

    def _judged(
        self, tables: dict[str, PlanTable]
    ) -> tuple[dict[str, PlanTable], tuple[Aside, ...]]:
        """Return what is kept of the tables, and the rows that are set aside.

        Raises
        ------
        PlanError
            With everything that is wrong.
        """
        self.report.raise_problems()
        return tables, ()

    def _reader(
        self, table: str, file: str, header_row: int | None, *, escaped: bool
    ) -> TableReader:
        return TableReader(
            TABLES[table],
            file or self.file,
            self.report,
            self._ids,
            header_row=header_row,
            escaped=escaped,
        )

    def _keep(self, name: str, table: PlanTable | None) -> None:
        if table is None:
            return
        self._tables[name] = table
        cells = sum(len(t) * len(t.columns) for t in self._tables.values())
        if cells > MOST_CELLS:
            message = _("The plan has more than {most} cells.").format(most=MOST_CELLS)
            raise PlanError.one(self.file, message)

    def _said_of(self, table: str) -> bool:
        return any(problem.table == table for problem in self.report.problems)


def _order(problem: Problem) -> tuple[int, int, int]:
    spec = TABLES.get(problem.table)
    columns = list(spec.columns) if spec else []
    column = columns.index(problem.column) if problem.column in columns else len(columns)
    return _PLACES.get(problem.table, -1), problem.row or 0, column
